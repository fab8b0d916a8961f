"""What an editor may do to a small site, at random.

Ids, references and quotes stay right, unless an edit is a mistake, which the next one takes back.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.manuscript import LOCK_FILE, NOUNS, SNIPPET, Entry, Manuscript, Text, actor

_SITE_NAMES = ("Lights", "Lights & bells", "The coast")
_FEATURES = ("navigation.top", "navigation.tabs", "navigation.sections", "toc.follow")
_EXTENSIONS = ("abbr", "footnotes", "admonition", "def_list", "pymdownx.snippets")


def edit_randomly(site: Manuscript) -> str:
    """Change something, write it, and return what was done."""
    site.mistake = {}
    before = site.state()
    weights = [_WEIGHTS.get(edit.__name__, 2) for edit in EDITS]
    (edit,) = site.chance.choices(EDITS, weights)
    edit(site)
    site.earlier = before
    site.write()
    return edit.__name__


# --- edits of texts and annotations ---


def words_of_an_article(site: Manuscript) -> None:
    """Add a sentence, remove or change one that nobody quotes, or change one with its quotes."""
    slug = site.chance.choice(list(site.articles))
    sentences = site.articles[slug].sentences
    at = site.chance.randrange(len(sentences))
    old = sentences[at]
    is_quoted = any(quote in old for quote in site.quoted(slug))
    if is_quoted and site.chance.random() < 0.5:
        new = old.replace("says record", "says the record")
        sentences[at] = new
        for entry in site.entries.values():
            if entry.article == slug and entry.data["quote"] in old:
                entry.data["quote"] = entry.data["quote"].replace("says record", "says the record")
    elif not is_quoted and len(sentences) > 3 and site.chance.random() < 0.5:
        del sentences[at]
    elif not is_quoted:
        sentences[at] = old.replace("The ", "Once the ", 1)
    else:
        sentences.insert(at, site.sentence())


def words_of_an_annotation(site: Manuscript) -> None:
    """Change what is said in a claim, a term or an actor."""
    kind, key = site.chance.choice(
        (("claims", "summary"), ("terms", "definition"), ("actors", "role"))
    )
    id = site.one(kind)
    if id:
        site.entries[id].data[key] = site.sentence()


def new_alias(site: Manuscript) -> None:
    """Give an actor or a term another name, which may stand in the texts."""
    id = site.one(site.chance.choice(("actors", "terms")))
    if id:
        data, taken = (
            site.entries[id].data,
            {each.data.get("name") for each in site.entries.values()},
        )
        alias = site.chance.choice([*NOUNS, f"Name {site.number()}"])
        aliases = {name for each in site.entries.values() for name in each.data.get("aliases", ())}
        if alias not in taken | aliases:
            data["aliases"] = [*data.get("aliases", ()), alias]


def lost_alias(site: Manuscript) -> None:
    """Take all other names from an entry."""
    for entry in site.entries.values():
        if entry.data.pop("aliases", None):
            return


def other_name(site: Manuscript) -> None:
    """Call an actor by another name, which stands in lists, cards and the search."""
    id = site.one("actors")
    if id:
        site.entries[id].data["name"] = f"Ida {site.number()}"


def other_id(site: Manuscript) -> None:
    """Give an entry another id; the old one leads to it."""
    id = site.chance.choice(list(site.entries))
    data = site.entries[id].data
    data["formerly"] = [*data.get("formerly", ()), id]
    site.rename(id, f"{id[:1]}{site.number()}")


def forgotten_id(site: Manuscript) -> None:
    """Let no former id of an entry, and no former name of an article, lead anywhere."""
    for entry in site.entries.values():
        entry.data.pop("formerly", None)
    for text in site.articles.values():
        text.front.pop("formerly", None)


def new_entry(site: Manuscript) -> None:
    """Add a claim, an actor or a term."""
    number = site.number()
    if site.chance.random() < 0.5:
        site.add_claim(site.chance.choice(list(site.articles)))
    elif site.chance.random() < 0.5:
        site.entries[f"x{number}"] = Entry("actors", "actors", actor(f"Otto {number}"))
    else:
        term = {"name": f"wick {number}", "definition": site.sentence()}
        site.entries[f"x{number}"] = Entry("terms", "terms", term)


def entry_removed(site: Manuscript) -> None:
    """Remove a claim, a date, or a term, with all references to it."""
    id = site.one(site.chance.choice(("claims", "dates", "terms")))
    if id:
        site.remove(id)


def restatement(site: Manuscript) -> None:
    """Let an article restate a claim of another one, or no longer do so."""
    for id in site.restating():
        if site.chance.random() < 0.5:
            site.remove(id)
            return
    original = site.one("claims")
    published = [slug for slug, text in site.articles.items() if not text.front.get("draft")]
    if original and site.entries[original].article in published:
        others = [slug for slug in published if slug != site.entries[original].article]
        if others:
            site.add_restatement(site.chance.choice(others), original)


def annotation_file_renamed(site: Manuscript) -> None:
    """Keep the entries of a file in another one, which changes their order."""
    home = site.chance.choice(sorted({entry.home for entry in site.entries.values()}))
    new = f"{site.chance.choice('az')}-{site.number()}"
    for entry in site.entries.values():
        if entry.home == home:
            entry.home = new


# --- edits of files ---


def new_article(site: Manuscript) -> None:
    """Add an article with annotations."""
    site.add_article()


def article_removed(site: Manuscript) -> None:
    """Remove an article with its annotations."""
    slug = site.chance.choice(list(site.articles))
    if len(site.articles) < 3 or slug == "a1":
        return
    del site.articles[slug]
    for id in [id for id, entry in site.entries.items() if entry.article == slug]:
        site.remove(id)


def article_renamed(site: Manuscript) -> None:
    """Give the file of an article another name; its old address leads to it."""
    slug = site.chance.choice(list(site.articles)[1:])
    new, text = f"a{site.number()}", site.articles.pop(slug)
    text.front["formerly"] = [*text.front.get("formerly", ()), slug]
    site.articles[new] = text
    for entry in site.entries.values():
        if entry.article == slug:
            entry.article = new


def draft(site: Manuscript) -> None:
    """Make an article a draft, unless another restates it, or no draft any longer."""
    slug = site.chance.choice(list(site.articles)[1:])
    restated = {site.entries[original].article for original in site.restating().values()}
    front = site.articles[slug].front
    if not front.pop("draft", None) and slug not in restated:
        front["draft"] = True


def front_matter(site: Manuscript) -> None:
    """Change the author, the language or the summary of an article."""
    text = site.chance.choice(list(site.articles.values()))
    key, value = site.chance.choice(
        (("author", f"Author {site.number()}"), ("lang", "de"), ("summary", site.sentence()))
    )
    if text.front.pop(key, None) is None:
        text.front[key] = value


def page(site: Manuscript) -> None:
    """Add, change, rename or remove a page, which the navigation of all others lists."""
    others = [name for name in site.pages if name != "about"]
    roll = site.chance.random()
    if roll < 0.4 or not others:
        site.pages[f"page{site.number()}"] = Text([site.sentence()], {"status": "new"})
    elif roll < 0.6:
        site.pages[others[0]].sentences.append(site.sentence())
    elif roll < 0.8:
        site.pages[f"page{site.number()}"] = site.pages.pop(others[0])
    else:
        del site.pages[others[0]]


def asset(site: Manuscript) -> None:
    """Change a style sheet, a picture, or a text that a page includes."""
    path = site.chance.choice(("docs/own.css", "docs/picture.svg", "notes/shared.md"))
    site.others[path] = f"/* {site.number()} */\n"


def setting(site: Manuscript) -> None:
    """Change a setting of mkdocs.yml."""
    key, value = site.chance.choice(
        (
            ("site_name", site.chance.choice(_SITE_NAMES)),
            ("site_url", "https://example.org/lights/"),
            ("repo_url", "https://example.org/source"),
            ("use_directory_urls", False),
            ("copyright", f"Nobody, {site.number()}"),
            ("extra", {"explainer": {"safe": True}}),
        )
    )
    if key == "site_name" or key not in site.settings:
        site.settings[key] = value
    else:
        del site.settings[key]


def theme(site: Manuscript) -> None:
    """Switch a feature of the theme, or its language."""
    chosen = site.settings.setdefault("theme", {"name": "material"})
    if site.chance.random() < 0.3:
        chosen["language"] = site.chance.choice(("en", "de"))
    else:
        features = set(chosen.get("features", ())) ^ {site.chance.choice(_FEATURES)}
        chosen["features"] = sorted(features)


def extension(site: Manuscript) -> None:
    """Switch an extension of Markdown."""
    chosen = set(site.extensions) ^ {site.chance.choice(_EXTENSIONS)}
    site.extensions = sorted(chosen)
    if "pymdownx.snippets" in chosen:
        site.pages["about"].sentences[0] = SNIPPET
    else:
        site.pages["about"].sentences[0] = "Words."


def template(site: Manuscript) -> None:
    """Add or change a template in custom_dir, or take the folder away."""
    chosen = site.settings.setdefault("theme", {"name": "material"})
    if "custom_dir" in chosen and site.chance.random() < 0.3:
        del chosen["custom_dir"]
        site.others.pop("theme/main.html", None)
        return
    chosen["custom_dir"] = "theme"
    number = site.number()
    site.others["theme/main.html"] = (
        '{% extends "explainer-main.html" %}'
        f"{{% block announce %}}Notice {number}{{% endblock %}}\n"
    )


def hook(site: Manuscript) -> None:
    """Add or change a hook that writes into each page, or take it away."""
    if site.settings.pop("hooks", None) and site.chance.random() < 0.5:
        del site.others["notes/hook.py"]
        return
    site.settings["hooks"] = ["notes/hook.py"]
    site.others["notes/hook.py"] = (
        f"def on_page_content(html, **_):\n    return html + '<p>Hook {site.number()}</p>'\n"
    )


# --- mistakes and mishaps ---


def wrong_quote(site: Manuscript) -> None:
    """Quote what is not in the article; the next edit takes it back."""
    claim = {"quote": "words of nobody", "summary": "Wrong.", "kind": "fact"}
    site.mistake = {"article": next(iter(site.articles)), "claims": {"wrong": claim}}


def unknown_key(site: Manuscript) -> None:
    """Use a key that does not exist; the next edit takes it back."""
    site.mistake = {"actors": {"wrong": {"name": "Wrong", "typ": "person"}}}


def lock_file_removed(site: Manuscript) -> None:
    """Remove the record of where the quotes stand."""
    (site.root / LOCK_FILE).unlink(missing_ok=True)


def build_folder_removed(site: Manuscript) -> None:
    """Remove what is only there to be made again."""
    shutil.rmtree(site.root / "build", ignore_errors=True)


def build_folder_damaged(site: Manuscript) -> None:
    """Damage a file that a build left for the next one."""
    _damage(site, site.root / "build", beside={"mkdocs.yml", "site.lock"})


def site_damaged(site: Manuscript) -> None:
    """Damage a page or another file of the site in place."""
    _damage(site, site.root / "site", beside={".explainer-site"})


def foreign_files(site: Manuscript) -> None:
    """Put files where only the program writes."""
    for path in ("build/foreign.txt", "build/docs/foreign.md", "site/foreign/index.html"):
        file = site.root / path
        if file.parent.parent.is_dir():
            file.parent.mkdir(exist_ok=True)
            file.write_text(f"# Foreign {site.number()}\n", "utf-8")


def site_removed(site: Manuscript) -> None:
    """Remove the site, which the next build makes again."""
    shutil.rmtree(site.root / "site", ignore_errors=True)


def touched(site: Manuscript) -> None:
    """Set the times of a few files to now."""
    for folder in ("docs", "annotations", "site", "build/docs"):
        files = list(_files(site.root / folder))
        if files:
            os.utime(site.chance.choice(files))


def taken_back(site: Manuscript) -> None:
    """Undo the last edit."""
    if site.earlier:
        site.restore(site.earlier)


def nothing(site: Manuscript) -> None:
    """Change nothing."""


def _damage(site: Manuscript, folder: Path, beside: set[str]) -> None:
    """Cut, change, empty or remove a file; those that are no pages more often."""
    files = [file for file in _files(folder) if file.name not in beside]
    if not files:
        return
    at_top = [file for file in files if file.parent == folder]
    chosen = at_top if at_top and site.chance.random() < 0.5 else files
    file = site.chance.choice(chosen)
    data = file.read_bytes()
    at = site.chance.randrange(len(data) + 1)
    now = (data[:at], data[:at] + b"x" + data[at + 1 :], b"", None)[site.chance.randrange(4)]
    file.unlink()  # what else is linked to it stays as it is
    if now is not None:
        file.write_bytes(now)


def _files(folder: Path) -> Iterator[Path]:
    yield from (file for file in sorted(folder.rglob("*")) if file.is_file())


EDITS: tuple[Callable[[Manuscript], None], ...] = (
    words_of_an_article,
    words_of_an_annotation,
    new_alias,
    lost_alias,
    other_name,
    other_id,
    forgotten_id,
    new_entry,
    entry_removed,
    restatement,
    annotation_file_renamed,
    new_article,
    article_removed,
    article_renamed,
    draft,
    front_matter,
    page,
    asset,
    setting,
    theme,
    extension,
    template,
    hook,
    wrong_quote,
    unknown_key,
    lock_file_removed,
    build_folder_damaged,
    site_damaged,
    foreign_files,
    build_folder_removed,
    site_removed,
    touched,
    taken_back,
    nothing,
)
_WEIGHTS = {"words_of_an_article": 6, "words_of_an_annotation": 6, "new_alias": 3, "other_id": 3}
_WEIGHTS |= {
    "nothing": 6,
    "taken_back": 6,
    "hook": 1,
    "wrong_quote": 1,
    "unknown_key": 1,
    "build_folder_removed": 1,
}
