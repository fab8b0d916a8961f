"""Lists that Word writes as paragraphs, each with a bullet or a number in front, made lists."""

import re
from typing import NamedTuple

from lxml import etree

from explainer.new.trees import classes, declarations, drop
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
_DEFAULT_MARGIN = 36.0  # points, of the style "List Paragraph"


class _Item(NamedTuple):
    """What a paragraph is as an item: how far from the left, its number (0 for a bullet), the length of its marker."""

    depth: float
    number: int
    marker: int
    has_letters: bool


class _Open(NamedTuple):
    depth: float
    element: Element


def with_lists(page: Element) -> None:
    """Make lists of the paragraphs that stand in a row and have markers."""
    for parent in {each.getparent(): None for each in page.iter("p")}:
        if parent is not None:
            _with_lists(parent)


def _with_lists(parent: Element) -> None:
    lists: list[_Open] = []  # those that are open, from the outermost
    for child in list(parent):
        item = _item(child) if child.tag == "p" else None
        if item is not None:
            _put(child, item, lists)
        elif lists and _goes_on(child):
            lists[-1].element[-1].append(child)
        elif child.tag != "p" or "".join(map(str, child.itertext())).strip():
            lists = []


def _put(paragraph: Element, item: _Item, lists: list[_Open]) -> None:
    """Make an item of the paragraph, in one of the lists that are open, or in a new one."""
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
    """Return what an item says of itself; None for a paragraph that is none."""
    style = paragraph.get("style") or ""
    is_listed = any(map(_CLASS.fullmatch, classes(paragraph))) or "mso-list:l" in style.replace(
        " ", ""
    )
    end = _marker_end(paragraph)
    if end is None and is_listed:
        loose = _LOOSE.match("".join(map(str, paragraph.itertext())))
        end = loose.end() if loose else None
    if end is None:
        return None
    marker = "".join("".join(map(str, paragraph.itertext()))[:end].split())
    number = _NUMBER.fullmatch(marker)
    if not number and not _BULLET.fullmatch(marker):
        return None
    has_letters = number is not None and not number["digits"]
    return _Item(_depth(paragraph), int(number["digits"] or 1) if number else 0, end, has_letters)


def _marker_end(paragraph: Element) -> int | None:
    """Where the text begins, in characters: behind the span that keeps a marker apart, in letters of seven points."""
    for span in paragraph.iter("span"):
        style = (span.get("style") or "").lower().replace(" ", "")
        is_marker = "mso-list:ignore" in style
        if is_marker or ("font:7.0pt" in style and not "".join(map(str, span.itertext())).strip()):
            inside = "".join(map(str, span.itertext()))
            return len(_text_before(paragraph, span)) + len(inside)
    return None


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
    margin = re.fullmatch(r"(-?[\d.]+)(pt|in|cm|mm|px)", declarations(style).get("margin-left", ""))
    return float(margin[1]) * _POINTS[margin[2]] if margin else _DEFAULT_MARGIN


def _goes_on(element: Element) -> bool:
    """Return whether it is another paragraph of the item before it."""
    return element.tag == "p" and any(map(_CONTINUED.fullmatch, classes(element)))


def _cut(paragraph: Element, length: int) -> None:
    """Take so many characters from the beginning of the text, and the elements that are empty then."""
    left = length
    for event, element in list(etree.iterwalk(paragraph, events=("start", "end"))):
        if not left:
            break
        if event == "end" and element is paragraph:
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
