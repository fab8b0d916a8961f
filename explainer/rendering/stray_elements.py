"""Elements of annotations that would leave their box, or that readers could not see.

A browser ends an outer item of a list where another `li` begins, whatever boxes are between them,
so an item without a list of its own would end the entry that it is in:
https://html.spec.whatwg.org/multipage/parsing.html#parsing-main-inbody
"""

import re

from lxml import etree

from explainer.text.fragment import Element, parse, write

_CONCERNED = re.compile(r"<(?:br|dd|div|dt|li|rp|rt)\b")
_PARENTS = {"li": ("ol", "ul"), "dt": ("dl",), "dd": ("dl",), "rp": ("ruby",), "rt": ("ruby",)}
# Characters of a reading, and of the words below it: a browser breaks neither
_LONGEST_READING = 24
_MOST_BREAKS = 2  # in a row
_TO_BE_STRIPPED = "x-stray"  # a name that no element has


def without_strays(html: str) -> str:
    """Return clean HTML without some tags, whose content stays, and without needless line breaks.

    The tags are those of items without their list, of readings without their `ruby`, of brackets of
    readings (`rp`, which browsers do not show) that hold words, and of each `div` without a class.
    Readings are put in brackets if they, or the words below them, are long, or there are none.
    """
    if not _CONCERNED.search(html):
        return html
    root = parse(html)
    strays = [element for element in root.iterdescendants() if _is_stray(element)]
    breaks = [element for element in root.iterdescendants("br") if _is_needless(element)]
    readings = [element for element in root.iterdescendants("rt") if _is_unfit(element)]
    if not strays and not breaks and not readings:
        return html
    for element in readings:
        _put_in_brackets(element)
    for element in (*strays, *breaks, *readings):
        element.tag = _TO_BE_STRIPPED
    etree.strip_tags(root, _TO_BE_STRIPPED)
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


def _is_needless(line_break: Element) -> bool:
    """Return whether as many breaks as may be in a row come right before this one."""
    before = line_break
    for _ in range(_MOST_BREAKS):
        previous = before.getprevious()
        if previous is None or previous.tag != "br" or (previous.tail or "").strip():
            return False
        before = previous
    return True


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
