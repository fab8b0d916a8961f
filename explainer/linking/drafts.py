"""Drafts: what only they hold or use, and what a site says without them.

Nothing of a draft goes out, not even a title: neither its claims and dates, nor the actors, terms,
sources and files that nothing else names, nor a reference to any of these.
"""

import posixpath
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit

from explainer.addresses import HOME, page_path, part_id
from explainer.files.textfiles import composed
from explainer.format.entry_links import entry_of
from explainer.format.fields import REFERENCES, entries, markdown_texts, references
from explainer.linking.problems import finder
from explainer.model import Article, Entry, Loaded, Page, Place, Problem, Ref, Site
from explainer.text.fragment import parse

Refs = Set[Ref]
Doc = Article | Page
Kept = TypeVar("Kept", bound=Entry[Any])
_ADDRESSES = ("href", "src", "poster", "data")  # attributes that hold one


def has_drafts(loaded: Loaded) -> bool:
    """Return whether there is anything to be left out."""
    return bool(loaded.draft_assets) or any(doc.is_draft for doc in loaded.docs)


def without_drafts(site: Site, settings: str = "") -> Loaded:
    """Return all that was loaded but the drafts and what only they use.

    `settings` is the text of mkdocs.yml, which may name files, too. What is left out stays
    declared: a link to it is a mistake of another kind than one to nothing.
    """
    loaded, gone = site.loaded, _gone(site)
    unused = _files_of_drafts(site, settings)

    def is_kept(slug: str) -> bool:
        return Ref("article", slug) not in gone

    return replace(
        loaded,
        articles=tuple(article for article in loaded.articles if article.ref not in gone),
        pages=tuple(page for page in loaded.pages if page.ref not in gone),
        assets=tuple(path for path in loaded.assets if path not in unused),
        draft_assets=frozenset(),
        claims=_kept(loaded.claims, gone),
        dates=_kept(loaded.dates, gone),
        actors=_kept(loaded.actors, gone),
        terms=_kept(loaded.terms, gone),
        sources=_kept(loaded.sources, gone),
        briefs=tuple(brief for brief in loaded.briefs if is_kept(brief.article)),
        questions=tuple(asked for asked in loaded.questions if is_kept(asked.article)),
    )


def draft_problems(site: Site) -> Iterator[Problem]:
    """Report what leads from the published part of a site into a draft.

    Links are errors; other references are left out, with a warning.
    """
    gone, paths = _gone(site), draft_paths(site.loaded)
    for entry in entries(site.loaded):
        if entry.ref not in gone:
            yield from _lost_references(site.loaded, entry, gone)
    for place, address, base in _links(site, gone):
        target, path = entry_of(address), _file(address, base)
        if target and target in gone:
            yield _link_problem(place, f"{target} of the draft {_home(site.loaded, target)}")
        elif path in paths:
            yield _link_problem(place, f"the draft {paths[path]}")


# --- what belongs to drafts alone ---


def _gone(site: Site) -> Refs:
    """Return the drafts, their claims and dates, and what nothing else uses."""
    loaded = site.loaded
    own = _own(loaded)
    uses = _uses(site)
    everything = {*(doc.ref for doc in loaded.docs), *(entry.ref for entry in entries(loaded))}
    of_drafts = _reached(uses, own, frozenset())
    of_others = _reached(uses, everything - of_drafts, own)
    return frozenset(own | (everything - of_others))


def _own(loaded: Loaded) -> Refs:
    drafts = {doc.ref for doc in loaded.docs if doc.is_draft}
    bound: tuple[Entry[Any], ...] = (*loaded.claims.values(), *loaded.dates.values())
    return drafts | {entry.ref for entry in bound if Ref("article", entry.article or "") in drafts}


def _uses(site: Site) -> Mapping[Ref, Refs]:
    """Return what each article, page and entry names, and what is in it or in the file of a draft."""
    loaded = site.loaded
    uses: dict[Ref, set[Ref]] = defaultdict(set)
    for relation in site.relations:
        uses[relation.subject].add(relation.object)
    owners = dict(_owners(loaded))
    for target, mentions in site.mentions.items():
        for mention in mentions:
            uses[owners.get(mention.fragment, mention.origin)].add(target)
    drafts = {article.slug for article in loaded.articles if article.is_draft}
    for entry in entries(loaded):
        slug = entry.article or loaded.bound.get(entry.at().path, "")
        if entry.article or slug in drafts:
            uses[Ref("article", slug)].add(entry.ref)
    return uses


def _owners(loaded: Loaded) -> Iterator[tuple[str, Ref]]:
    """Yield the article of each sentence of a brief and each answer, by its id on the home page."""
    for owner, steps, _, _ in markdown_texts(loaded):
        if owner.kind == "article":
            yield part_id(owner.id, steps), owner


def _reached(uses: Mapping[Ref, Refs], start: Refs, closed: Refs) -> Refs:
    """Return all that is used from `start` on, itself included, on ways that avoid what is `closed`."""
    found: set[Ref] = set()
    left = list(start)
    while left:
        ref = left.pop()
        if ref not in found and ref not in closed:
            found.add(ref)
            left += uses.get(ref, ())
    return found | set(start)


def _kept(among: Mapping[str, Kept], gone: Refs) -> dict[str, Kept]:
    stays = [entry for entry in among.values() if entry.ref not in gone]
    return {entry.ref.id: _without_references(entry, gone) for entry in stays}


def _without_references(entry: Kept, gone: Refs) -> Kept:
    """Return the entry without the ids of what is gone; the places of the others stay theirs."""
    for key, kind in REFERENCES[type(entry.body)].items():
        ids = getattr(entry.body, key)
        stays = [index for index, id in enumerate(ids) if Ref(kind, id) not in gone]
        if len(stays) < len(ids):
            items = {(key, index) for index in range(len(ids))}
            others = {steps: at for steps, at in entry.places.items() if steps not in items}
            moved = {(key, new): entry.at(key, old) for new, old in enumerate(stays)}
            body = entry.body.model_copy(update={key: tuple(ids[index] for index in stays)})
            entry = replace(entry, body=body, places=others | moved)
    return entry


# --- files ---


def _files_of_drafts(site: Site, settings: str) -> Set[PurePosixPath]:
    """Return the other files of docs/ that are drafts, or that drafts alone show or link."""
    used: dict[bool, set[str]] = {True: set(), False: set()}
    for doc in site.loaded.docs:
        base = page_path(doc.ref)
        used[doc.is_draft] |= {_file(address, base) for address in _addresses(_html(site, doc))}
    for html in site.texts.values():
        used[False] |= {_file(address, HOME) for address in _addresses(html)}
    alone = {PurePosixPath(path) for path in used[True] - used[False] if path}
    unused = {path for path in alone if str(path) not in settings}
    return unused | site.loaded.draft_assets


def _html(site: Site, doc: Doc) -> str:
    found = site.articles.get(doc.slug) if isinstance(doc, Article) else site.pages.get(doc.path)
    return found.rendered.html if found else ""


def _addresses(html: str) -> Iterator[str]:
    if any(f"{name}=" in html for name in (*_ADDRESSES, "srcset")):
        for element in parse(html).iter():
            yield from (element.get(name) or "" for name in _ADDRESSES)
            sized = (each.split() for each in (element.get("srcset") or "").split(","))
            yield from (each[0] for each in sized if each)


def _file(address: str, base: str) -> str:
    """Return the path under docs/ that an address on the page of the file `base` leads to, or ""."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    if parts.scheme or parts.netloc or not parts.path or parts.path.startswith("/"):
        return ""
    path = posixpath.join(posixpath.dirname(base), unquote(parts.path))
    return composed(posixpath.normpath(path))


def draft_paths(loaded: Loaded) -> Mapping[str, str]:
    """Return the files of all drafts from the root, by their paths under docs/ as links name them."""
    files = [doc.file for doc in loaded.docs if doc.is_draft]
    files += [f"docs/{path}" for path in sorted(loaded.draft_assets)]
    return {composed(file.removeprefix("docs/")): file for file in files}


# --- what leads there ---


def _lost_references(loaded: Loaded, entry: Entry[Any], gone: Refs) -> Iterator[Problem]:
    for steps, _, target in references(entry):
        if target in gone:
            draft = _home(loaded, target)
            message = f"{target} belongs to the draft {draft}, so the site leaves this out until the draft is published"
            yield Problem(entry.at(*steps), "warning", message, "draft-reference")


def _home(loaded: Loaded, ref: Ref) -> str:
    """Return the file of the draft that an entry belongs to."""
    entry = loaded.claims.get(ref.id) if ref.kind == "claim" else loaded.dates.get(ref.id)
    slug = entry.article if entry else ""
    return next((article.path for article in loaded.articles if article.slug == slug), "")


def _links(site: Site, gone: Refs) -> Iterator[tuple[Place, str, str]]:
    """Yield each address in what is published: its place, itself, and the file that it is relative to."""
    for doc in site.loaded.docs:
        if doc.ref not in gone:
            find = finder(doc.markdown, Place(doc.file, doc.first_line))
            yield from _found(_addresses(_html(site, doc)), find, page_path(doc.ref))
    for owner, steps, _, place in markdown_texts(site.loaded):
        if owner not in gone:
            find = finder(site.loaded.files.get(place.path, ""), place, place.line - 1)
            yield from _found(_addresses(site.texts.get((owner, steps), "")), find, HOME)


def _found(addresses: Iterable[str], find: Any, base: str) -> Iterator[tuple[Place, str, str]]:
    for address in filter(None, addresses):
        yield find(address), address, base


def _link_problem(place: Place, what: str) -> Problem:
    message = f"this link leads to {what}, which is not on the site; remove it until the draft is published"
    return Problem(place, "error", message, "draft-link")
