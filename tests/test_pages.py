import re
from collections import Counter
from html import unescape
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import get_args
from urllib.parse import unquote, urljoin, urlsplit

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from markdown import Markdown

from explainer.addresses import url
from explainer.anchoring.anchor import anchor
from explainer.entries import ActorType, ClaimKind, SourceType, Stance, VerdictValue
from explainer.format import wording
from explainer.linking.link import link
from explainer.loading.load import load
from explainer.model import Settings, Site, State
from explainer.pages import pages
from explainer.pages.alphabet import letter, sort_key
from explainer.pages.document import completed, document, heading_text, with_value
from explainer.text.fragment import parse
from explainer.text.visible import read_tree
from tests.sealed_pages import unsealed
from tests.site_files import BASE, cases, write_site

EXTENSIONS = ("toc", "attr_list", "footnotes")
CASES = cases("pages")


def made(root: Path, case: dict) -> tuple[Site, Settings, dict[str, str | bytes]]:
    files = BASE | case["files"]
    if "years" in case:
        files = with_years(files, range(*case["years"]))
    settings = Settings("Lights", **{"extensions": EXTENSIONS} | case.get("settings", {}))
    loaded, problems = load(write_site(root, files))
    assert not [problem for problem in problems if problem.level == "error"]
    placed, _ = anchor(loaded, settings)
    site, _ = link(placed, settings)
    return site, settings, pages(site, settings, placed.anchors)


def with_years(files: dict[str, str], years: range) -> dict[str, str]:
    lines = [f"  y{year}: {{date: {year}, title: In {year}, quote: '{year}'}}\n" for year in years]
    changed = {
        "docs/articles/lamp.md": files["docs/articles/lamp.md"].replace(
            "{years}", " ".join(map(str, years))
        )
    }
    return files | changed | {"annotations/all.yml": files["annotations/all.yml"] + "".join(lines)}


def text_of(content: str | bytes) -> str:
    return content if isinstance(content, str) else content.decode()


def readable(content: str | bytes) -> str:
    """The text with all that is sealed in it open."""
    return unsealed(text_of(content))


def on_one_line(text: str) -> str:
    """The text with a space in place of each line end: HTML in a value has none."""
    return re.sub(r"\s*\n\s*", " ", text)


@pytest.mark.parametrize(("name", "case"), CASES, ids=[name for name, _ in CASES])
def test_pages_say_what_the_case_says(tmp_path, name, case):
    _, _, found = made(tmp_path, case)
    for path, fragments in case["pages"].items():
        assert path in found
        for fragment in fragments:
            assert on_one_line(fragment).strip() in on_one_line(readable(found[path])), path
        for fragment in case.get("lacks", ()):
            assert on_one_line(fragment).strip() not in on_one_line(readable(found[path])), path


@pytest.fixture(params=[case for _, case in CASES], ids=[name for name, _ in CASES])
def rendered(request, tmp_path):
    """The HTML of every page by its URL, as Python-Markdown makes it."""
    _, settings, found = made(tmp_path, request.param)
    renderer = Markdown(extensions=[*settings.extensions, "explainer.extension"])
    markdown = {path: text_of(content) for path, content in found.items() if path.endswith(".md")}
    return {
        url(path, settings.directory_urls): parse(renderer.reset().convert(without_head(text)))
        for path, text in markdown.items()
    }


def without_head(text: str) -> str:
    return text.partition("---\n")[2].partition("---\n")[2] if text.startswith("---\n") else text


def test_every_link_is_relative_and_leads_somewhere(rendered):
    targets = {
        unquote(address): {element.get("id") for element in tree.iter()}
        for address, tree in rendered.items()
    }
    for address, tree in rendered.items():
        for element in tree.iter("a"):
            href = element.get("href")
            if element.get("download") is not None:  # made from these pages, see test_download.py
                continue
            if urlsplit(href).scheme in ("http", "https") or PurePosixPath(href).suffix == ".md":
                continue
            assert not href.startswith("/")
            assert not urlsplit(href).scheme
            page, _, fragment = unquote(urljoin(f"/{address}", href)).partition("#")
            page = page.partition("?")[0]
            assert page.removeprefix("/") in targets, f"{address}: {href}"
            assert not fragment or fragment in targets[page.removeprefix("/")], f"{address}: {href}"


def test_ids_are_unique_and_headings_skip_no_level(rendered):
    for address, tree in rendered.items():
        ids = Counter(element.get("id") for element in tree.iter() if element.get("id"))
        assert [name for name, count in ids.items() if count > 1] == [], address
        levels = [int(element.tag[1]) for element in tree.iter("h1", "h2", "h3", "h4", "h5", "h6")]
        assert levels[:1] <= [2]  # without a first heading, the theme shows the title as one
        assert all(after <= before + 1 for before, after in pairwise(levels)), address


def test_nothing_looks_like_markup_that_was_not_rendered(rendered):
    for address, tree in rendered.items():
        text = "".join(tree.itertext())
        assert "{#" not in text.replace("{#id}", ""), address
        assert "{%" not in text, address
        assert not list(tree.iter("script")), address
        assert not [element for element in tree.iter() if element.get("style")], address


def test_the_same_site_gives_the_same_pages(tmp_path):
    case = dict(CASES)["full-full"]
    first, second = (made(tmp_path / name, case)[2] for name in "ab")
    assert first == second
    assert list(first) == sorted(first)


def test_what_is_added_to_an_article_is_no_part_of_its_text(tmp_path):
    _, _, found = made(tmp_path, dict(CASES)["full-full"])
    html = Markdown(extensions=["explainer.extension"]).convert(
        without_head(text_of(found["articles/lamp.md"]))
    )
    article, after = (
        parse(html).find(f".//*[@class='{name}']") for name in ("ex-article", "ex-after")
    )
    before = article.find("*[@class='ex-before']")
    assert article.index(before) == 1  # below the title
    assert "By The editors · 7 May 2025 · Where it was published" in "".join(before.itertext())
    assert read_tree(article).text.startswith("The lamp\nThat autumn Anna Lund lit the lamp.")
    assert "Notes" in "".join(after.itertext())
    assert "Licence of the article: CC-BY-4.0" in "".join(after.itertext())


# --- what pages are made with ---

# extensions that give a meaning to more characters
GREEDY = [
    "smarty",
    "attr_list",
    "toc",
    "footnotes",
    "abbr",
    "wikilinks",
    "admonition",
    "def_list",
    "tables",
]
GREEDY += [
    f"pymdownx.{name}"
    for name in ("magiclink", "tilde", "caret", "mark", "keys", "smartsymbols", "arithmatex")
]
LINES = st.text(st.characters(exclude_categories=["C", "Z"]) | st.just(" "), min_size=1).filter(
    str.strip
)


@given(LINES | st.text("*_[](){}<>!#&`~^=+-.:;/\\|'\"$%@ a1w", min_size=1).filter(str.strip))
@example(
    "www.example.org https://example.org/ a@example.org ... -- --- (c) 1/2 ++ctrl++ ==a== [[b]] $c$"
)
@example("1. No list")
def test_a_heading_shows_exactly_the_words(text):
    root = parse(Markdown(extensions=GREEDY).convert(f"# {heading_text(text)}\n\ntext"))
    assert [child.tag for child in root] == ["h1", "p"]
    assert "".join(root[0].itertext()).split() == text.split()
    assert len(root[0]) == 0


@given(LINES, LINES)
def test_front_matter_can_be_read_back(title, description):
    head = yaml.safe_load(document(title, "", description).split("---\n")[1])
    assert unescape(head["title"]).split() == title.split()
    assert unescape(head["description"]).split() == description.split()


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("", "---\ntitle: New\n---\n"),
        ("author: A\n", "---\nauthor: A\ntitle: New\n---\n"),
        ("title: Old", "---\ntitle: Old\n---\n"),
        ("# only a comment\n", "---\n# only a comment\ntitle: New\n---\n"),
        ("{author: A}\n", "---\n{author: A}\n---\n"),
        ("broken: [\n", "---\nbroken: [\n---\n"),
    ],
)
def test_front_matter_is_kept_and_completed(head, expected):
    assert completed(head, {"title": "New", "description": ""}) == expected


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("author: [A, B]\ndate: 1\n", "author: A, B\ndate: 1\n"),
        ("author: [A, B] # both\ndate: 1\n", "author: A, B\n # both\ndate: 1\n"),
        ("title: x\nauthor:\n- A\n- B\ndate: 1\n", "title: x\nauthor: A, B\ndate: 1\n"),
        ("author:\n  - A\n  - B", "author: A, B\n"),
        ('"author": >\n  A,\n  B\n# end\n', "author: A, B\n# end\n"),
        ("title: [x]\n", "title: [x]\n"),
        ("{author: [A, B]}\n", "{author: [A, B]}\n"),
        ("author: [\n", "author: [\n"),
        ("", ""),
    ],
)
def test_a_value_of_front_matter_is_replaced(head, expected):
    assert with_value(head, "author", "A, B") == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("École", "E"), ("Łódź", "L"), ("Øresund", "O"), ("ßen", "S"), ("Жар", "Ж"), ("ж", "Ж"),
     ("«quoted»", "Q"), ("'t", "T"), ("1871", "0–9"), ("ألف", "ا"), ("東京", "東"), ("", "0–9"),
     ("…", "0–9"), ("\ufe70foo", "0–9"), ("\uff9ebar", "0–9")],
)  # fmt: skip
def test_letters_of_the_glossary(name, expected):
    assert letter(name) == expected


def test_names_sort_by_letters_and_not_by_accents():
    names = ["11", "Élan", "Elbe", "elder", "Zug", "Ähre", "… Emma", "Жар"]
    ordered = ["11", "Ähre", "Élan", "Elbe", "elder", "… Emma", "Zug", "Жар"]
    assert sorted(names, key=sort_key) == ordered


def test_names_sort_by_the_values_of_their_numbers():
    names = ["G20", "Article 12", "11", "G7", "Article 5 (old)", "9 July", "Article 5"]
    ordered = ["9 July", "11", "Article 5", "Article 5 (old)", "Article 12", "G7", "G20"]
    assert sorted(names, key=sort_key) == ordered


@given(st.text())
def test_every_name_has_a_letter_and_a_place(name):
    assert letter(name)
    assert sort_key(name)[0] == (letter(name) != "0–9")


@pytest.mark.parametrize(
    ("values", "terms"),
    [
        (ClaimKind, wording.CLAIM_KINDS),
        (VerdictValue, wording.VERDICTS),
        (Stance, wording.STANCES),
        (State, wording.STATES),
        (ActorType, wording.ACTOR_TYPES),
    ],
)
def test_the_method_page_explains_every_value_of_the_format(tmp_path, values, terms):
    method = readable(made(tmp_path, {"files": {}})[2]["method/index.md"])
    assert list(terms) == list(get_args(values))
    for term in terms.values():
        assert f"<dt>{term.name}</dt> <dd>{term.meaning}</dd>" in method


def test_every_type_of_source_has_a_name():
    assert list(wording.SOURCE_TYPES) == list(get_args(SourceType))
