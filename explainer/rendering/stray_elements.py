"""Elements of annotations that would leave their box, or that readers could not see.

A browser ends an outer item of a list where another `li` begins, whatever boxes are between them,
so an item without a list of its own would end the entry that it is in:
https://html.spec.whatwg.org/multipage/parsing.html#parsing-main-inbody
"""

import re
from collections.abc import Iterator

from lxml import etree

from explainer.text.fragment import Element, parse, write

_CONCERNED = re.compile(r"<(?:dd|div|dt|li|rp|rt)\b|(?:<[^>]*>(?:\s|&nbsp;)*){3}|(?:\n\s*){3}")
_PARENTS = {"li": ("ol", "ul"), "dt": ("dl",), "dd": ("dl",), "rp": ("ruby",), "rt": ("ruby",)}
# Characters of a reading, and of the words below it: a browser breaks neither
_LONGEST_READING = 24
_MOST_EMPTY = 2  # elements in a row; on paper, each takes a line or more
_CELLS = ("td", "th")  # which hold a column, whether or not they are empty
_BLANK_LINES = re.compile(r"\n(?:[^\S\n]*\n){3,}")
# Names that no element has
_TO_BE_STRIPPED, _TO_BE_REMOVED = "x-stray", "x-empty"


def without_strays(html: str) -> str:
    """Return clean HTML without some tags, whose content stays, and without needless empty space.

    The tags are those of items without their list, of readings without their `ruby`, of brackets of
    readings (`rp`, which browsers do not show) that hold words, and of each `div` without a class.
    Readings are put in brackets if they, or the words below them, are long, or there are none.
    Of empty elements in a row, such as line breaks, two stay, of rules one, of blank lines two.
    """
    if not _CONCERNED.search(html):
        return html
    root = parse(html)
    strays = [element for element in root.iterdescendants() if _is_stray(element)]
    readings = [element for element in root.iterdescendants("rt") if _is_unfit(element)]
    empty = list(_needless(root))
    blank_lines = _BLANK_LINES.search(html) if "<pre" in html else None
    if not strays and not readings and not empty and not blank_lines:
        return html
    for element in readings:
        _put_in_brackets(element)
    for element in (*strays, *readings):
        element.tag = _TO_BE_STRIPPED
    for element in empty:
        element.tag = _TO_BE_REMOVED
    etree.strip_elements(root, _TO_BE_REMOVED, with_tail=False)
    etree.strip_tags(root, _TO_BE_STRIPPED)
    for block in root.iterdescendants("pre"):
        _shorten_blank_lines(block)
    return write(root)


def _is_stray(element: Element) -> bool:
    if element.tag == "div":
        return not element.get("class")
    parents = _PARENTS.get(element.tag)
    if parents is None:
        return False
    if element.tag == "rp" and _has_words(element):
        return True
    if element.tag == "rt":
        return _parent(element).tag != "ruby"
    return next(element.iterancestors(*parents), None) is None


def _has_words(element: Element) -> bool:
    return any(map(str.isalnum, _text(element)))


def _needless(root: Element) -> Iterator[Element]:
    """Yield elements without anything to see, if as many as may be in a row come right before."""
    row: list[str] = []
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        text = element.text if event == "start" else element.tail
        if event == "start" and _is_empty(element):
            walk.skip_subtree()
            if _is_one_more(element, row):
                yield element
            else:
                row.append(element.tag)
        elif (text or "").strip():
            row.clear()


def _is_empty(element: Element) -> bool:
    if element.tag == "body" or element.tag in _CELLS:
        return False
    return not any(text.strip() for text in map(str, element.itertext()))


def _is_one_more(element: Element, row: list[str]) -> bool:
    """Return whether an empty element, or what it holds, is one too many behind those of a row."""
    if len(row) == _MOST_EMPTY or (element.tag == "hr" and "hr" in row):
        return True
    return sum(1 for inner in element.iterdescendants() if inner.tag not in _CELLS) > _MOST_EMPTY


def _shorten_blank_lines(block: Element) -> None:
    """Leave two blank lines in a row in a block whose lines are shown as they are typed."""
    for element in block.iter():
        element.text = _BLANK_LINES.sub("\n\n\n", element.text or "")
        if element is not block:
            element.tail = _BLANK_LINES.sub("\n\n\n", element.tail or "")


def _is_unfit(reading: Element) -> bool:
    """Return whether a reading or the words below it are too long, or there are no such words."""
    if _is_stray(reading):
        return False
    words = _words_below(reading)
    return not words.strip() or max(len(words), len(_text(reading))) > _LONGEST_READING


def _words_below(reading: Element) -> str:
    """Return the words between a reading and the one before it in the same ruby."""
    words = ""
    for before in reading.itersiblings(preceding=True):
        words += before.tail or ""
        if before.tag == "rt":
            return words
        if before.tag != "rp":
            words += _text(before)
    return words + (_parent(reading).text or "")


def _parent(element: Element) -> Element:
    return next(element.iterancestors())


def _text(element: Element) -> str:
    return "".join(map(str, element.itertext()))


def _put_in_brackets(element: Element) -> None:
    element.text = f" ({element.text or ''}"
    if len(element):
        element[-1].tail = f"{element[-1].tail or ''})"
    else:
        element.text += ")"
