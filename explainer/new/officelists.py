"""Turn what Word writes as paragraphs, each behind a bullet or a number, into lists."""

import re
from typing import NamedTuple

from lxml import etree

from explainer.new.trees import classes, declarations, drop, text_of
from explainer.text.fragment import Element

_CLASS = re.compile(r"mso(?:list|toc)\w*")
_CONTINUED = re.compile(r"msolist(?:paragraph|continue|)(?:cxsp\w+)?\d?")
_LEVEL = re.compile(r"mso-list:\s*l\d+\s+level(\d+)")
_BULLET = re.compile(r"[·•●○◦o§▪■□–—‣⁃*\-➢✓\uf0a7-\uf0fe]")
_NUMBER = re.compile(
    r"\(?(?:(?P<digits>\d{1,4})|[a-z]{1,2}|[ivxlcdm]{1,6})(?:[.)]|\.\))", re.IGNORECASE
)
_LOOSE = re.compile(r"\s*(?P<marker>\S{1,6})[\s\u00a0]{2,}")
_POINTS = {"pt": 1.0, "in": 72.0, "cm": 28.35, "mm": 2.835, "px": 0.75}
_MARGIN = re.compile(r"(-?[\d.]+)(pt|in|cm|mm|px)")
_DEFAULT_MARGIN = 36.0  # points, of the style "List Paragraph"


class _Item(NamedTuple):
    """A paragraph as an item of a list."""

    depth: float  # how far from the left, in points
    number: int  # 0 for a bullet
    marker: int  # its length in characters
    has_letters: bool


class _Open(NamedTuple):
    """A list to which items can be added."""

    depth: float  # of its last item, in points
    element: Element


def with_lists(page: Element) -> None:
    """Turn paragraphs with markers that stand in a row into lists."""
    for parent in {each.getparent(): None for each in page.iter("p")}:
        if parent is not None:
            _with_lists(parent)


def _with_lists(parent: Element) -> None:
    lists: list[_Open] = []  # those that are open, from the outermost
    for child in list(parent):
        item = _item(child) if child.tag == "p" else None
        if item is not None:
            _put(child, item, lists)
        elif lists and _is_continuation(child):
            lists[-1].element[-1].append(child)
        elif child.tag != "p" or text_of(child).strip():
            lists = []


def _put(paragraph: Element, item: _Item, lists: list[_Open]) -> None:
    """Turn a paragraph into an item of one of the open lists, or of a new one."""
    _cut(paragraph, item.marker)
    while lists and lists[-1].depth > item.depth + 1:
        lists.pop()
    is_deeper = bool(lists) and item.depth > lists[-1].depth + 1
    tag = "ol" if item.number else "ul"
    if lists and not is_deeper and lists[-1].element.tag != tag:
        lists.pop()
    if not lists or is_deeper:
        made = etree.Element(tag)
        if item.number > 1:
            made.set("start", str(item.number))
        if item.has_letters:
            made.set("type", "a")
        if lists:
            lists[-1].element[-1].append(made)
        else:
            paragraph.addprevious(made)
        lists.append(_Open(item.depth, made))
    else:
        lists[-1] = _Open(item.depth, lists[-1].element)
    tail, paragraph.tail = paragraph.tail, None
    lists[-1].element.append(paragraph)
    outermost = lists[0].element
    outermost.tail = (outermost.tail or "") + (tail or "")
    paragraph.tag = "li"


def _item(paragraph: Element) -> _Item | None:
    """Return a paragraph as an item; None if it is none."""
    end = _marker_end(paragraph)
    if end is None:
        return None
    marker = "".join(text_of(paragraph)[:end].split())
    if _BULLET.fullmatch(marker):
        return _Item(_depth(paragraph), 0, end, has_letters=False)
    number = _NUMBER.fullmatch(marker)
    if not number:
        return None
    digits = number["digits"]
    return _Item(_depth(paragraph), int(digits or 1), end, has_letters=not digits)


def _marker_end(paragraph: Element) -> int | None:
    """Return where the text begins, in characters; None for a paragraph without a marker.

    A marker ends with the span that sets it apart, in letters of seven points, or in a paragraph
    with the style of a list with two or more spaces.
    """
    for span in paragraph.iter("span"):
        style = (span.get("style") or "").lower().replace(" ", "")
        text = text_of(span)
        is_gap = "font:7.0pt" in style and not text.strip()
        if "mso-list:ignore" in style or is_gap:
            return len(_text_before(paragraph, span)) + len(text)
    style = (paragraph.get("style") or "").replace(" ", "")
    if "mso-list:l" not in style and not any(map(_CLASS.fullmatch, classes(paragraph))):
        return None
    loose = _LOOSE.match(text_of(paragraph))
    return loose.end() if loose else None


def _text_before(root: Element, wanted: Element) -> str:
    found = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if element is wanted:
            break
        text = element.text if event == "start" else element.tail
        found.append(text or "")
    return "".join(found)


def _depth(paragraph: Element) -> float:
    style = paragraph.get("style") or ""
    level = _LEVEL.search(style.lower())
    if level:
        return int(level[1]) * _DEFAULT_MARGIN
    margin = _MARGIN.fullmatch(declarations(style).get("margin-left", ""))
    return float(margin[1]) * _POINTS[margin[2]] if margin else _DEFAULT_MARGIN


def _is_continuation(element: Element) -> bool:
    """Return whether an element is another paragraph of the item before it."""
    return element.tag == "p" and any(map(_CONTINUED.fullmatch, classes(element)))


def _cut(paragraph: Element, length: int) -> None:
    """Remove a number of characters from the beginning of the text, and then empty spans."""
    left = length
    for event, element in list(etree.iterwalk(paragraph, events=("start", "end"))):
        if not left or (event == "end" and element is paragraph):
            break
        text = (element.text if event == "start" else element.tail) or ""
        kept, left = text[left:], left - min(left, len(text))
        if event == "start":
            element.text = kept
        else:
            element.tail = kept
    for span in list(paragraph.iter("span")):
        if not len(span) and not span.text:
            drop(span)
