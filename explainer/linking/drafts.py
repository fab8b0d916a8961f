"""Drafts: what only they contain or use, and the site without them.

Nothing of a draft is published, not even a title: neither its claims and dates, nor the actors,
terms, sources and files that nothing else names, nor a reference to any of these.
"""

import posixpath
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit

from explainer.addresses import HOME, page_path, part_id
from explainer.files.textfiles import composed
from explainer.format.entry_links import entry_of
from explainer.format.fields import REFERENCES, markdown, references
from explainer.linking.problems import Find, finder, finder_from
from explainer.model import AnyEntry, Article, Loaded, Page, Place, Problem, Ref, Site
from explainer.text.fragment import parse

Refs = Set[Ref]
Doc = Article | Page
Kept = TypeVar("Kept", bound=AnyEntry)
_ADDRESSES = ("href", "src", "poster", "data")  # attributes that hold one


def has_drafts(loaded: Loaded) -> bool:
    """Return whether there is anything to leave out."""
    return bool(loaded.draft_assets) or any(doc.is_draft for doc in loaded.docs)


def without_drafts(site: Site, settings: str = "") -> Loaded:
    """Return all that was loaded except the drafts and what only they use.

    `settings` is the text of mkdocs.yml, which may name files, too. What is left out stays
    declared: a link to it is another mistake than one to nothing.
    """
    loaded, dropped = site.loaded, _draft_refs(site)
    unused = _draft_files(site, settings, dropped)

    def is_kept(slug: str) -> bool:
        return Ref("article", slug) not in dropped

    tables: Mapping[str, Any] = {
        name: _kept(entries, dropped) for name, entries in loaded.tables.items()
    }
    return replace(
        loaded,
        articles=tuple(article for article in loaded.articles if article.ref not in dropped),
        pages=tuple(page for page in loaded.pages if page.ref not in dropped),
        assets=tuple(path for path in loaded.assets if path not in unused),
        draft_assets=frozenset(),
        briefs=tuple(brief for brief in loaded.briefs if is_kept(brief.article)),
        questions=tuple(asked for asked in loaded.questions if is_kept(asked.article)),
        **tables,
    )


def draft_problems(site: Site) -> Iterator[Problem]:
    """Report what leads from the published part of a site into a draft.

    Links are errors, and so is a claim that restates one of a draft; other references are left out,
    with a warning. An annotation's link to a file that otherwise only drafts lead to is a warning,
    and so is an entry in a draft's file that is published, since something else names it.
    """
    dropped, paths = _draft_refs(site), draft_paths(site.loaded)
    for entry in site.loaded.entries.values():
        if entry.ref not in dropped:
            yield from _reference_problems(site.loaded, entry, dropped)
    yield from _published_entries(site, dropped)
    links = tuple(_links_of_docs(site, dropped))
    shown_by_drafts = _shown_by_drafts(site) - {_file(address, base) for _, address, base in links}
    for place, address, base in (*links, *_links_of_texts(site, dropped)):
        target, path = entry_of(address), _file(address, base)
        if target and target in dropped:
            yield _link_problem(place, f"{target} of the draft {_home(site.loaded, target)}")
        elif path in paths:
            yield _link_problem(place, f"the draft {paths[path]}")
        elif path in shown_by_drafts:
            message = (
                f"this link puts docs/{path} on the site, which otherwise only drafts lead to; "
                "remove it if the file is not to be published before them"
            )
            yield Problem(place, "warning", message, "draft-file")


# --- what only drafts use ---


def _draft_refs(site: Site) -> Refs:
    """Return the drafts, their claims and dates, and what nothing else uses."""
    loaded = site.loaded
    own = _own(loaded)
    uses = _uses(site)
    everything = {doc.ref for doc in loaded.docs}
    everything.update(loaded.entries)
    of_drafts = _reached(uses, own, frozenset())
    of_others = _reached(uses, everything - of_drafts, own)
    return frozenset(own | (everything - of_others))


def _own(loaded: Loaded) -> Refs:
    """Return the drafts, and their claims and dates."""
    own = {doc.ref for doc in loaded.docs if doc.is_draft}
    for entry in loaded.quoted_entries:
        if Ref("article", entry.article or "") in own:
            own.add(entry.ref)
    return own


def _uses(site: Site) -> Mapping[Ref, Refs]:
    """Return what each article, page and entry names, and what is in it or in a draft's file."""
    loaded = site.loaded
    uses: dict[Ref, set[Ref]] = defaultdict(set)
    for relation in site.relations:
        uses[relation.subject].add(relation.object)
    owners = dict(_owners(loaded))
    for target, mentions in site.mentions.items():
        for mention in mentions:
            uses[owners.get(mention.fragment, mention.origin)].add(target)
    slugs = {article.slug for article in loaded.articles if article.is_draft}
    for entry in loaded.entries.values():
        slug = entry.article or loaded.bound.get(entry.at().path, "")
        if entry.article or slug in slugs:
            uses[Ref("article", slug)].add(entry.ref)
    return uses


def _owners(loaded: Loaded) -> Iterator[tuple[str, Ref]]:
    """Yield the article of each sentence of a brief and each answer, by its id on the home page."""
    for field in markdown(loaded):
        if field.owner.kind == "article":
            yield part_id(field.owner.id, field.steps), field.owner


def _reached(uses: Mapping[Ref, Refs], start: Refs, closed: Refs) -> Refs:
    """Return `start` and all that it uses, directly or not, without going through `closed`."""
    found: set[Ref] = set()
    left = list(start)
    while left:
        ref = left.pop()
        if ref not in found and ref not in closed:
            found.add(ref)
            left += uses.get(ref, ())
    return found | set(start)


def _kept(among: Mapping[str, Kept], dropped: Refs) -> dict[str, Kept]:
    """Return the entries that are published, without references to what is not."""
    kept = {}
    for entry in among.values():
        if entry.ref not in dropped:
            kept[entry.ref.id] = _without_references(entry, dropped)
    return kept


def _without_references(entry: Kept, dropped: Refs) -> Kept:
    """Return the entry without the ids of what is dropped; the others keep their places."""
    for key, kind in REFERENCES[type(entry.body)].items():
        ids: Sequence[str] = getattr(entry.body, key)
        if isinstance(ids, str):
            continue  # of a restatement: without its original, it is an error
        kept_ids, places = list[str](), dict(entry.places)
        for index in range(len(ids)):
            places.pop((key, index), None)
        for index, id_ in enumerate(ids):
            if Ref(kind, id_) not in dropped:
                places[key, len(kept_ids)] = entry.at(key, index)
                kept_ids.append(id_)
        if len(kept_ids) < len(ids):
            body = entry.body.model_copy(update={key: tuple(kept_ids)})
            entry = replace(entry, body=body, places=places)
    return entry


# --- files ---


def _draft_files(site: Site, settings: str, dropped: Refs) -> Set[PurePosixPath]:
    """Return the other files of docs/ that are drafts, or that only what is dropped leads to."""
    by_drafts, by_others = set[str](), set[str]()
    for doc in site.loaded.docs:
        used = by_drafts if doc.is_draft else by_others
        used.update(_files(_html(site, doc), page_path(doc.ref)))
    for (owner, _), html in site.texts.items():
        used = by_drafts if owner in dropped else by_others
        used.update(_files(html, HOME))
    unused = set(site.loaded.draft_assets)
    for path in by_drafts - by_others:
        if path and str(PurePosixPath(path)) not in settings:
            unused.add(PurePosixPath(path))
    return unused


def _shown_by_drafts(site: Site) -> Set[str]:
    """Return the paths of the files besides articles and pages that drafts lead to."""
    found = set[str]()
    for doc in site.loaded.docs:
        if doc.is_draft:
            found.update(_files(_html(site, doc), page_path(doc.ref)))
    return found.intersection(map(str, site.loaded.assets))


def _html(site: Site, doc: Doc) -> str:
    """Return the HTML of an article or page, or "" if it was not rendered."""
    if isinstance(doc, Article):
        return site.articles[doc.slug].rendered.html if doc.slug in site.articles else ""
    return site.pages[doc.path].rendered.html if doc.path in site.pages else ""


def _addresses(html: str) -> Iterator[str]:
    """Yield the addresses in HTML; "" for attributes without one."""
    if not any(f"{name}=" in html for name in (*_ADDRESSES, "srcset")):
        return
    for element in parse(html).iter():
        for name in _ADDRESSES:
            yield element.get(name) or ""
        for candidate in (element.get("srcset") or "").split(","):
            yield from candidate.split()[:1]


def _files(html: str, base: str) -> Iterator[str]:
    """Yield what the addresses in HTML lead to, as `_file` returns it."""
    for address in _addresses(html):
        yield _file(address, base)


def _file(address: str, base: str) -> str:
    """Return the path under docs/ that an address on a page leads to, or "".

    `base` is the path of the page's file.
    """
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    if parts.scheme or parts.netloc or not parts.path or parts.path.startswith("/"):
        return ""
    path = posixpath.join(posixpath.dirname(base), unquote(parts.path))
    return composed(posixpath.normpath(path))


def draft_paths(loaded: Loaded) -> Mapping[str, str]:
    """Return the files of all drafts, relative to the root, by their paths under docs/."""
    files = [doc.file for doc in loaded.docs if doc.is_draft]
    files += [f"docs/{path}" for path in sorted(loaded.draft_assets)]
    return {composed(file.removeprefix("docs/")): file for file in files}


# --- links and references into drafts ---


def _reference_problems(loaded: Loaded, entry: AnyEntry, dropped: Refs) -> Iterator[Problem]:
    for steps, key, target in references(entry):
        if target in dropped and key == "restates":
            message = (
                f"{target} belongs to the draft {_home(loaded, target)}, so nothing says yet what "
                f"{entry.ref} claims; say it here, and let {target} restate {entry.ref}"
            )
            yield Problem(entry.at(*steps), "error", message, "draft-original")
        elif target in dropped:
            message = (
                f"{target} belongs to the draft {_home(loaded, target)}, "
                "so the site leaves this out until the draft is published"
            )
            yield Problem(entry.at(*steps), "warning", message, "draft-reference")


def _published_entries(site: Site, dropped: Refs) -> Iterator[Problem]:
    """Report entries in files of drafts that are on the site, since something published names them.

    Whoever names an actor may not know that nothing but a draft described that actor so far.
    """
    loaded = site.loaded
    drafts = {article.slug: article.path for article in loaded.articles if article.is_draft}
    users: dict[Ref, list[Ref]] = defaultdict(list)
    for user, used in _uses(site).items():
        if user not in dropped:
            for ref in used:
                users[ref].append(user)
    for ref, entry in loaded.entries.items():
        draft = drafts.get(loaded.bound.get(entry.at().path, ""))
        if draft and ref not in dropped and users[ref]:
            message = (
                f"{ref} is on the site, since {min(users[ref])} names it, though it is described"
                f" among the annotations of the draft {draft}; if it may be published before that,"
                " move it to a file of annotations without an article"
            )
            yield Problem(entry.at(), "warning", message, "draft-entry")


def _home(loaded: Loaded, ref: Ref) -> str:
    """Return the file of the draft that an entry belongs to."""
    entry = loaded.entries.get(ref)
    slug = entry.article if entry else ""
    for article in loaded.articles:
        if article.slug == slug:
            return article.path
    return ""


def _links_of_docs(site: Site, dropped: Refs) -> Iterator[tuple[Place, str, str]]:
    """Yield the place of each address in articles and pages that are published, it, and its base.

    The base is the path of the file that it is relative to.
    """
    for doc in site.loaded.docs:
        if doc.ref not in dropped:
            find = finder(doc.markdown, Place(doc.file, doc.first_line))
            yield from _found(_addresses(_html(site, doc)), find, page_path(doc.ref))


def _links_of_texts(site: Site, dropped: Refs) -> Iterator[tuple[Place, str, str]]:
    """Yield what `_links_of_docs` does, for the texts of annotations."""
    for field in markdown(site.loaded):
        if field.owner not in dropped:
            find = finder_from(site.loaded, field.place)
            html = site.texts.get((field.owner, field.steps), "")
            yield from _found(_addresses(html), find, HOME)


def _found(addresses: Iterable[str], find: Find, base: str) -> Iterator[tuple[Place, str, str]]:
    for address in filter(None, addresses):
        yield find(address), address, base


def _link_problem(place: Place, target: str) -> Problem:
    message = (
        f"this link leads to {target}, which is not on the site; "
        "remove it until the draft is published"
    )
    return Problem(place, "error", message, "draft-link")
