"""The numbers that Word counts for paragraphs: those of lists and of numbered headings."""

import re
from dataclasses import dataclass, field

from lxml import etree

from explainer.new.wordxml import NAMES, tag, value
from explainer.text.fragment import Element

# Characters that are in no text, around a number and how it is written, such as `3|b)`, in front of
# a paragraph
START, END = "\ue0f0", "\ue0f1"
NUMBERED = re.compile(f"{START}(\\d+)\\|([^{END}]*){END}")
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_MOST_STYLES = 20  # in a chain of styles that are based on one another


@dataclass
class _Counting:
    """The definitions of a file's numbers, and how far each has been counted."""

    numbering: Element
    styles: dict[str, Element]  # by their ids
    # the last number, by abstract number and level
    reached: dict[tuple[str, int], int] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)  # ids of numbers with a first paragraph


def write_numbers(document: Element, numbering: Element | None, styles: Element | None) -> None:
    """Put the number of each numbered paragraph in front of it, between `START` and `END`."""
    if numbering is None:
        return
    counting = _Counting(numbering, _by_style_id(styles))
    for paragraph in document.iter(tag("w:p")):
        found = _number_and_level(paragraph, counting.styles)
        if found:
            _count(paragraph, *found, counting)


def _by_style_id(styles: Element | None) -> dict[str, Element]:
    if styles is None:
        return {}
    return {each.get(tag("w:styleId"), ""): each for each in styles.iter(tag("w:style"))}


def read_numbers(page: Element) -> None:
    """Turn the numbers that were put into a page into those of lists, or else into plain text."""
    for element in list(page.iter()):
        match = NUMBERED.match(element.text or "")
        if not match:
            continue
        rest = (element.text or "")[match.end() :]
        parent = element.getparent()
        if element.tag != "li" or parent is None:
            element.text = f"{match[2]} {rest.lstrip()}"
            continue
        element.text = rest
        _begin_at(int(match[1]), match[2], element, parent)


def _begin_at(number: int, written: str, item: Element, items: Element) -> None:
    """Set the number of an item; split a list before it that would count it otherwise."""
    at = items.index(item)
    if at > 0:
        if int(items.get("start", "1")) + at == number:
            return
        other = etree.Element("ol")
        other.extend(list(items)[at:])
        other.tail, items.tail = items.tail, None
        items.addnext(other)
        items = other
    items.set("start", str(number))
    if any(map(str.isalpha, written)):
        items.set("type", "a")


def _number_and_level(paragraph: Element, styles: dict[str, Element]) -> tuple[str, int] | None:
    """Return the id of the paragraph's numbers and its level, from 0."""
    properties = paragraph.find("w:pPr", NAMES)
    number, level = value(properties, "w:numPr/w:numId"), value(properties, "w:numPr/w:ilvl")
    style = value(properties, "w:pStyle")
    for _ in range(_MOST_STYLES):
        if number or not style:
            break
        definition = styles.get(style)
        number = value(definition, "w:pPr/w:numPr/w:numId")
        level = level or value(definition, "w:pPr/w:numPr/w:ilvl")
        style = value(definition, "w:basedOn")
    if number in ("", "0"):
        return None
    return number, int(level) if level.isdecimal() else 0


def _count(paragraph: Element, number: str, level: int, counting: _Counting) -> None:
    definition = _by_id(counting.numbering, "w:num", "w:numId", number)
    abstract = value(definition, "w:abstractNumId")
    levels = _by_id(counting.numbering, "w:abstractNum", "w:abstractNumId", abstract)
    own = _level(levels, level)
    if definition is None or own is None or value(own, "w:numFmt") in ("bullet", "none"):
        return
    override = _restart(definition, level)
    if number not in counting.begun and override is not None:
        counting.reached[(abstract, level)] = override - 1
    counting.begun.add(number)
    reached = counting.reached.get((abstract, level), _start(own) - 1) + 1
    counting.reached[(abstract, level)] = reached
    for deeper in [key for key in counting.reached if key[0] == abstract and key[1] > level]:
        del counting.reached[deeper]
    written = _written(levels, abstract, value(own, "w:lvlText"), counting)
    run = etree.Element(tag("w:r"))
    etree.SubElement(run, tag("w:t")).text = f"{START}{reached}|{written}{END}"
    has_properties = paragraph.find("w:pPr", NAMES) is not None
    paragraph.insert(int(has_properties), run)


def _by_id(root: Element, name: str, attribute: str, wanted: str) -> Element | None:
    for each in root.findall(name, NAMES):
        if each.get(tag(attribute)) == wanted:
            return each
    return None


def _level(levels: Element | None, level: int) -> Element | None:
    if levels is None:
        return None
    return _by_id(levels, "w:lvl", "w:ilvl", str(level))


def _restart(definition: Element, level: int) -> int | None:
    override = _by_id(definition, "w:lvlOverride", "w:ilvl", str(level))
    given = value(override, "w:startOverride")
    return int(given) if given.isdecimal() else None


def _start(level: Element) -> int:
    given = value(level, "w:start")
    return int(given) if given.isdecimal() else 1


def _written(levels: Element | None, abstract: str, pattern: str, counting: _Counting) -> str:
    """Return a number as Word shows it; a pattern such as `%1.%2` has the levels above, too."""

    def number_of(match: re.Match[str]) -> str:
        level = int(match[1]) - 1
        definition = _level(levels, level)
        start = 1 if definition is None else _start(definition)
        number = counting.reached.get((abstract, level), start)
        return _in_format(number, value(definition, "w:numFmt"))

    return re.sub(r"%(\d)", number_of, pattern)


def _in_format(number: int, name: str) -> str:
    written = str(number)
    if name == "decimalZero":
        written = f"{number:02}"
    elif name in ("lowerLetter", "upperLetter") and number > 0:
        written = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
    elif name in ("lowerRoman", "upperRoman") and 0 < number < 5000:
        written = _roman(number)
    return written.upper() if name.startswith("upper") else written


def _roman(number: int) -> str:
    written = ""
    for worth, letters in _ROMAN:
        times, number = divmod(number, worth)
        written += letters * times
    return written
