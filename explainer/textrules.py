"""Rules about single values: plain text, addresses, languages and definitions. For rules, see `check.py`."""

import re
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import Any

from explainer.addresses import GENERATED_FOLDERS, page_path, url
from explainer.entries import Actor, Claim, Date, Source, Term
from explainer.fields import addresses, entries
from explainer.model import Entry, Loaded, Place, Problem


def unsafe_address(loaded: Loaded) -> Iterator[Problem]:
    """Report an address that is not on the web: a link must not run a script.

    Bad: `url: javascript:alert(1)`, `url: example.org`. Good: `url: https://example.org/log`.
    """
    places = [(entry.at(*steps), value) for entry in entries(loaded) for steps, value in addresses(entry)]
    places += [(art.places["source_url"], art.front.source_url) for art in loaded.articles if art.front.source_url]
    for place, value in places:
        if not re.match(r"https?://[^\s/]", value, re.IGNORECASE):
            message = f"`{value}` is not a web address; it should begin with https:// or http://"
            yield Problem(place, "error", message, "unsafe-address")


def taken_address(loaded: Loaded) -> Iterator[Problem]:
    """Report a hand-written page that would stand where a generated one, or another hand-written one, stands.

    Bad: `docs/claims/lamp.md` beside the claim `lamp`, `docs/about.md` beside `docs/about/index.md`.
    Good: `docs/about.md`, or `docs/claims/index.md`, which opens the index of the claims.
    """
    refs = [entry.ref for kind in (loaded.claims, loaded.actors, loaded.terms) for entry in kind.values()]
    refs += [article.ref for article in loaded.articles]
    taken = {url(page_path(ref), True): str(ref) for ref in refs}
    for page in loaded.pages:
        address, place = url(page.path, True), Place(f"docs/{page.path}")
        folder = next((folder for folder in GENERATED_FOLDERS if page.path.startswith(folder)), "")
        if folder:
            message = f"all pages in docs/{folder} are generated; put this one elsewhere"
            yield Problem(place, "error", message, "taken-address")
        elif address in taken:
            message = f"this page has the address of {taken[address]}, /{address}; rename one of them"
            yield Problem(place, "error", message, "taken-address")
        elif PurePosixPath(page.path).stem != "README":  # which MkDocs leaves out beside an index
            taken[address] = f"docs/{page.path}"


def wrong_language(loaded: Loaded) -> Iterator[Problem]:
    """Report a language that is no tag of BCP 47 (https://www.rfc-editor.org/info/bcp47).

    Bad: `lang: english`. Good: `lang: en`, `lang: pt-BR`.
    """
    for article in loaded.articles:
        tag = article.front.lang
        if tag is not None and not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", tag):
            message = f"`{tag}` is not the tag of a language; write it like en, de or pt-BR"
            yield Problem(article.places["lang"], "error", message, "wrong-language")


def plain_text(loaded: Loaded) -> Iterator[Problem]:
    """Report Markdown in a text that is shown as it is typed.

    Bad: `summary: "It was [lit](date:lit)."`. Good: the words alone; a note may hold links.
    """
    for place, key, text, other in _plain_texts(loaded):
        mark = next((name for name, pattern in _MARKS if re.search(pattern, text)), None)
        if mark:
            message = f"`{key}` is plain text; take the {mark} out ({other})"
            yield Problem(place, "warning", message, "plain-text")


_MARKS = (
    ("link", r"\[[^\]]+\]\([^)\s]+\)"),
    ("`**`", r"\*\*[^*\s][^*]*\*\*"),
    ("address of an entry", r"(?<![\w:/-])(claim|date|actor|term|source):[a-z0-9][a-z0-9-]*"),
)
# the plain texts of each kind that are sentences or names, and what may hold Markdown instead
_PLAIN: dict[type, tuple[tuple[str, ...], str]] = {
    Claim: (("summary",), "a note may hold links"),
    Date: (("title",), "a description may hold links"),
    Actor: (("name", "role", "aliases"), "a description may hold links"),
    Term: (("name", "aliases"), "a definition may hold links"),
    Source: (("title", "author", "container_title", "publisher"), "a note may hold links"),
}


def _plain_texts(loaded: Loaded) -> Iterator[tuple[Place, str, str, str]]:
    """Give each plain text: where it stands, its key, itself, and what may hold Markdown instead."""
    for entry in entries(loaded):
        yield from _plain_texts_of(entry)
    for asked in loaded.questions:
        yield asked.place, "ask", asked.body.ask, "an answer may hold links"
    for article in loaded.articles:
        for key in ("title", "summary", "author"):
            text = getattr(article.front, key)
            if text:
                yield article.places[key], key, text, "the article may hold links"


def _plain_texts_of(entry: Entry[Any]) -> Iterator[tuple[Place, str, str, str]]:
    keys, other = _PLAIN[type(entry.body)]
    for key in keys:
        value, name = getattr(entry.body, key), key.replace("_", "-")
        for index, text in enumerate(value) if isinstance(value, tuple) else ():
            yield entry.at(name, index), name, text, other
        if isinstance(value, str):
            yield entry.at(name), name, value, other


def empty_definition(loaded: Loaded) -> Iterator[Problem]:
    """Report a definition that only repeats the name of its term.

    Bad: `definition: A Fresnel lens is a lens of Fresnel.` Good: one that says what it is.
    """
    for entry in loaded.terms.values():
        name = _words(" ".join((entry.body.name, *entry.body.aliases)))
        if not _words(entry.body.definition) - name - _FILLERS:
            message = f"the definition of {entry.ref} only repeats its name; say what it is"
            yield Problem(entry.at("definition"), "warning", message, "empty-definition")


_FILLERS = frozenset(
    "a an and are as by for from in is it its kind of on or sort that the this to type was which".split()
)


def _words(text: str) -> set[str]:
    return {word.casefold() for word in re.findall(r"\w+", text)}


TEXT_RULES: tuple[Callable[[Loaded], Iterator[Problem]], ...] = (
    unsafe_address,
    taken_address,
    wrong_language,
    plain_text,
    empty_definition,
)
