"""Ids in articles and hand-written pages: none is an annotation's, and none occurs twice."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import chain
from typing import cast

from lxml import etree

from explainer.model import Place, Problem, Ref
from explainer.proofreading.destinations import ids_of
from explainer.proofreading.typed_text import TypedText
from explainer.text.fragment import Element
from explainer.text.visible import HEADINGS

_ATX = re.compile(r"^[ \t>]{0,3}#{1,6}[ \t]*(?P<words>[^\n]+)$", re.MULTILINE)
_SETEXT = re.compile(r"^(?P<words>[^\n]*\w[^\n]*)\n(?:=+|-+)[ \t]*$", re.MULTILINE)
_NOT_SHOWN = re.compile(r"\]\([^)]*\)|\{[^}]*\}|<[^>]*>")
_OWN_STRINGS = cast(
    "Callable[[Element], list[str]]",
    etree.XPath(".//text()[not(ancestor::a[contains(@class, 'headerlink')])]", smart_strings=False),
)
_OWN = "_"  # begins the ids of elements that the site puts beside an article


def id_problems(
    source: TypedText, root: Element, taken: Mapping[str, Ref], added: Callable[[], Collection[str]]
) -> Iterator[Problem]:
    """Report ids that occur twice, or that belong to something else.

    `taken` are the ids with which links to entries end; `added` returns the ids of the elements
    that the site puts on the page.
    """
    found = Counter(ids_of(root))
    may_be_added = any(name.startswith(_OWN) for name in found)
    others = set(added()) if may_be_added else set()
    for name, times in found.items():
        if name in taken:
            place = _place(source, root, name, 1)
            yield Problem(place, "error", _taken(root, name, taken[name]), "taken-id")
        elif times > 1 or name in others:
            place = _place(source, root, name, times)
            found_twice = f"the id `{name}` occurs twice on this page"
            message = f"{found_twice}, and a link reaches only the first; choose another"
            yield Problem(place, "warning", message, "repeated-id")


def _taken(root: Element, name: str, ref: Ref) -> str:
    """Return the message about an id that links to an entry end with."""
    heading = _heading_with(root, name)
    if heading is None:
        return f"links to {ref} end with the id `{name}`; choose another id here"
    signs = "#" * int(str(heading.tag)[1])
    words = _words(heading)
    return (
        f"links to {ref} end with `#{name}`, which would be the id of this heading, too; "
        f"give the heading one of its own: `{signs} {words} {{#{name}-section}}`"
    )


def _heading_with(root: Element, name: str) -> Element | None:
    """Return the first heading with an id."""
    return next((each for each in root.iter(*HEADINGS) if each.get("id") == name), None)


def _words(heading: Element) -> str:
    """Return the words of a heading without the symbol of its permalink."""
    return " ".join("".join(_OWN_STRINGS(heading)).split())


def _place(source: TypedText, root: Element, name: str, number: int) -> Place:
    """Return where an id is given for the `number`-th time: as typed, or by a heading's words."""
    quoted = re.escape(name)
    typed = re.compile(
        rf"\b(?:id|name)\s*=\s*[\"']?(?P<id>{quoted})\b|\{{[^{{}}\n]*#(?P<other>{quoted})[\s}}]"
    )
    starts = [match.start(match.lastgroup or 0) for match in typed.finditer(source.prose)]
    if starts:
        return source.place(starts[min(number, len(starts)) - 1])
    heading = _heading_with(root, name)
    start = _start_of_heading(source, _letters(_words(heading))) if heading is not None else None
    return source.place(start) if start is not None else Place(source.path, source.first_line)


def _start_of_heading(source: TypedText, letters: str) -> int | None:
    """Return where the first heading with these letters begins in the text, in code points."""
    for match in chain(_ATX.finditer(source.text), _SETEXT.finditer(source.text)):
        if _letters(_NOT_SHOWN.sub("", match["words"])) == letters:
            return match.start()
    return None


def _letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())
