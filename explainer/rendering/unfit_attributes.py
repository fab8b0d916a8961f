"""Attributes of annotations that would show another text than the one that was typed.

A `dir` around left-to-right words, or a `bdi`, turns their order around. Boxes cut off what is
before their edge: a long number of an item of a list, and what a theme moves there as a formula.
"""

import re
from collections.abc import Iterator, Sequence

from explainer.text.controls import as_shown
from explainer.text.directionmarks import (
    is_right_to_left,
    without_idle_marks,
    without_idle_turns,
)
from explainer.text.fragment import Element, parse, write

Delimiters = tuple[str, str]

_FORMULA = "arithmatex"
_CONCERNED = re.compile(rf"\b(?:dir|start|title)=|<bdi\b|{_FORMULA}")
_SHORT = re.compile(r"[+-]?\d{1,4}")


def without_unfit_attributes(
    html: str, delimiters: Sequence[Delimiters]
) -> tuple[str, tuple[str, ...]]:
    """Return clean HTML without such attributes, and what was left out, as messages name it.

    `delimiters` are those in which the extension for formulas writes them; none if it is not set.
    """
    if not _CONCERNED.search(html):
        return html, ()
    root = parse(html)
    before = write(root)
    lost: list[str] = []
    for element in root.iterdescendants():
        lost += (*_titled(element), *_turned(element), *_numbered(element))
        lost += _taken_for_formula(element, delimiters)
    after = write(root)
    return (html if after == before else after), tuple(lost)


def _titled(element: Element) -> Iterator[str]:
    """Put a title in order, which opens beside the text; remove one that holds tags.

    The theme's tooltips, which a site may turn on, make elements of those.
    """
    title = element.get("title")
    if title is None:
        return
    if "<" in title:
        del element.attrib["title"]
        yield "a title with `<`"
    else:
        element.set("title", without_idle_turns(as_shown(without_idle_marks(str(title)))))


def _turned(element: Element) -> Iterator[str]:
    """Remove a direction that the text does not have, and yield what was removed."""
    typed = str(element.get("dir") or "").lower()
    is_automatic = typed == "auto" or (element.tag == "bdi" and typed not in ("ltr", "rtl"))
    if typed != "rtl" and not is_automatic:
        return
    text = "".join(map(str, element.itertext()))
    if is_right_to_left(text):
        return
    if is_automatic:  # which the first letter would decide
        element.set("dir", "ltr")
    else:
        del element.attrib["dir"]
        yield "`dir` around left-to-right text"


def _numbered(element: Element) -> Iterator[str]:
    if not _SHORT.fullmatch(str(element.get("start") or "1").strip()):
        del element.attrib["start"]
        yield "a list number of more than four digits"


def _taken_for_formula(element: Element, delimiters: Sequence[Delimiters]) -> Iterator[str]:
    """Remove the class of formulas from what the extension did not make."""
    classes = str(element.get("class") or "").split()
    if _FORMULA not in classes or _is_formula(element, delimiters):
        return
    kept = " ".join(each for each in classes if each != _FORMULA)
    if kept:
        element.set("class", kept)
    else:
        del element.attrib["class"]
    yield f"the class `{_FORMULA}` without a formula"


def _is_formula(element: Element, delimiters: Sequence[Delimiters]) -> bool:
    text = (element.text or "").strip()
    is_delimited = any(text.startswith(start) and text.endswith(end) for start, end in delimiters)
    return is_delimited and len(element) == 0
