"""The numbers that Word counts for paragraphs: those of lists, and of headings that are numbered."""

import re
from dataclasses import dataclass, field

from lxml import etree

from explainer.new.wordxml import NAMES, tag, value
from explainer.text.fragment import Element

# Signs that no text has, around a number and how it is written, such as `3|b)`, in front of a paragraph
START, END = "\ue0f0", "\ue0f1"
NUMBERED = re.compile(f"{START}(\\d+)\\|([^{END}]*){END}")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_MOST_STYLES = 20  # that a style can be based on, one on the other


@dataclass
class _Counting:
    """The definitions of a file's numbers, and how far each has been counted: by abstract number and level."""

    numbering: Element
    styles: dict[str, Element]  # by their ids
    reached: dict[tuple[str, int], int] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)


def write_numbers(document: Element, numbering: Element | None, styles: Element | None) -> None:
    """Put its number in front of each paragraph that has one, between `START` and `END`."""
    if numbering is None:
        return
    definitions = () if styles is None else styles.iter(tag("w:style"))
    counting = _Counting(numbering, {each.get(tag("w:styleId"), ""): each for each in definitions})
    for paragraph in document.iter(tag("w:p")):
        found = _number_and_level(paragraph, counting.styles)
        if found:
            _count(paragraph, *found, counting)


def read_numbers(page: Element) -> None:
    """Take the numbers out of the page that was made: lists begin with theirs, other paragraphs show them as text."""
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
    """Let an item have its number: a list that counts otherwise is parted before it."""
    at = items.index(item)
    is_next = at > 0 and int(items.get("start", "1")) + at == number
    if is_next:
        return
    if at > 0:
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
    return (number, int(level) if level.isdecimal() else 0) if number not in ("", "0") else None


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
    paragraph.insert(1 if paragraph.find("w:pPr", NAMES) is not None else 0, run)


def _by_id(root: Element, name: str, attribute: str, wanted: str) -> Element | None:
    return next(
        (each for each in root.findall(name, NAMES) if each.get(tag(attribute)) == wanted), None
    )


def _level(levels: Element | None, level: int) -> Element | None:
    return None if levels is None else _by_id(levels, "w:lvl", "w:ilvl", str(level))


def _restart(definition: Element, level: int) -> int | None:
    override = _by_id(definition, "w:lvlOverride", "w:ilvl", str(level))
    given = value(override, "w:startOverride")
    return int(given) if given.isdecimal() else None


def _start(level: Element) -> int:
    given = value(level, "w:start")
    return int(given) if given.isdecimal() else 1


def _written(levels: Element | None, abstract: str, pattern: str, counting: _Counting) -> str:
    """The number as Word shows it, with those of the levels above where the pattern has them, such as `%1.%2`."""

    def one(match: re.Match[str]) -> str:
        level = int(match[1]) - 1
        definition = _level(levels, level)
        start = 1 if definition is None else _start(definition)
        return _in_format(
            counting.reached.get((abstract, level), start), value(definition, "w:numFmt")
        )

    return re.sub(r"%(\d)", one, pattern)


def _in_format(number: int, name: str) -> str:
    if name in ("lowerLetter", "upperLetter") and number > 0:
        letters = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters.upper() if name == "upperLetter" else letters
    if name in ("lowerRoman", "upperRoman") and 0 < number < 5000:
        return _roman(number).upper() if name == "upperRoman" else _roman(number)
    return f"{number:02}" if name == "decimalZero" else str(number)


def _roman(number: int) -> str:
    written = ""
    for worth, letters in _ROMAN:
        times, number = divmod(number, worth)
        written += letters * times
    return written
