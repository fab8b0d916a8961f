"""Put the marks of annotations into HTML without changing a word of it.

Highlights are cut at each other's borders and at the borders of elements, so that overlaps need no
nesting: each piece of text carries the names of all highlights that cover it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, groupby
from typing import NamedTuple

from lxml import etree

from explainer.marking.cuts import Cut, Mark, cuts_of, grouped
from explainer.text.formulas import outermost_source
from explainer.text.fragment import Element, clean, parse, write
from explainer.text.visible import BLOCKS, READINGS, UNLINKABLE, Node, Visible, read_tree

_BARRIERS = BLOCKS | UNLINKABLE
_INLINE = frozenset("abbr b cite del em i ins q s small span strong sub sup u".split())
_EMPHASIS = ("b", "em", "i", "strong")  # looks the same around a piece and within it
_TITLES = frozenset({"h1"})  # a title carries no numbers
_RUBY = frozenset({"ruby"})
_NO_LINK = frozenset({"a", "button", "code", "kbd", "label", "pre", "samp"})
_NO_NUMBER = _NO_LINK | _RUBY  # in a ruby it would be one of the words that have a reading


class _Around(NamedTuple):
    """An element to be put around another, and the cuts that cover any part of that."""

    element: Element
    cuts: list[Cut]


@dataclass(frozen=True)
class _BuiltMarks:
    """The elements made for each mark."""

    first: dict[Mark, Element] = field(default_factory=dict)
    last: dict[Mark, Element] = field(default_factory=dict)
    links: dict[Mark, list[Element]] = field(default_factory=dict)
    around: dict[Element, "_Around"] = field(default_factory=dict)  # by formulas and code


def annotate(html: str, marks: Sequence[Mark]) -> str:
    """Return an HTML fragment with its highlights and mentions; its visible text stays the same.

    Marks that are empty or reach beyond the text are left out, and so is a mention that overlaps an
    earlier one or stands where no link may be. Never raises, whatever the HTML and the marks.
    """
    return annotated(read_tree(parse(html)), marks)


def annotated(visible: Visible, marks: Sequence[Mark]) -> str:
    """Return the same for HTML that has been read already; this changes its tree."""
    return write(annotated_tree(visible, marks))


def annotated_tree(visible: Visible, marks: Sequence[Mark]) -> Element:
    """Put marks into the tree of `visible` and return it, so that more can be put there."""
    groups = grouped(cuts_of(visible, marks))
    built = _BuiltMarks()
    for node, of_node in groupby(groups, key=lambda group: group[0].node):
        _rebuild(visible.nodes[node], list(of_node), built)
    for source, around in built.around.items():
        _put_around(source, around)
    for mention, links in built.links.items():
        _join(mention, links)
    _add_targets(built)
    _add_references(built)
    for element in list(visible.root.iter(*_EMPHASIS)):
        _take_in(element)
    return visible.root


def _take_in(element: Element) -> None:
    """Move an emphasis around a piece into the piece before it, if both are of one highlight.

    So a highlight with emphasis in it is one piece, as long as nothing else cuts it.
    """
    parent, before, pieces = element.getparent(), element.getprevious(), list(element)
    if parent is None or before is None or element.text or len(pieces) != 1:
        return
    [piece] = pieces
    if piece.tail or not _goes_on(piece, before):
        return
    tail, element.tail = element.tail, None
    element.remove(piece)
    element.text = piece.text
    element.extend(piece)
    before.append(element)
    before.tail = tail
    after = before.getnext()
    if after is not None and _goes_on(after, before):
        element.tail, before.tail = after.text, after.tail
        before.extend(after)
        after.tail = None
        parent.remove(after)


def _goes_on(piece: Element, before: Element) -> bool:
    """Return whether an element is a piece of the same highlights as the piece right before it."""
    if before.tail or "id" in piece.attrib or piece.tag != "mark" or before.tag != "mark":
        return False
    known = {name: value for name, value in before.items() if name != "id"}
    return "data-annotation" in known and dict(piece.items()) == known


def _rebuild(node: Node, groups: Sequence[Sequence[Cut]], built: _BuiltMarks) -> None:
    """Replace a string of the tree by the elements of its groups and the text between them."""
    source = outermost_source(node.parent)
    if source is not None:
        _cover(source, list(chain.from_iterable(groups)), built)
        return
    string = clean((node.element.tail if node.tail else node.element.text) or "")
    elements = []
    for group, following in zip(groups, [*groups[1:], None], strict=True):
        end = following[0].first if following else len(string)
        element = _element(group, string, built)
        element.tail = string[group[-1].last : end]
        elements.append(element)
    lead = string[: groups[0][0].first]
    if node.tail:
        node.element.tail = lead
    else:
        node.element.text = lead
    for element in reversed(elements):
        if node.tail:
            node.element.addnext(element)
        else:
            node.element.insert(0, element)


def _element(group: Sequence[Cut], string: str, built: _BuiltMarks) -> Element:
    """Return a `mark` with the links of the names in it, or only the link of a name."""
    if not group[0].highlights:
        return _link(group[0], string, built)
    element = _new("mark", {})
    _describe(element, group[:1])
    _remember(element, group[:1], built)
    for cut in group:
        if cut.mention:
            element.append(_link(cut, string, built))
        else:
            _append_text(element, string[cut.first : cut.last])
    return element


def _describe(element: Element, cuts: Sequence[Cut]) -> None:
    """Set the attributes of an element that say which highlights cover the text in it."""
    highlights = list(_highlights(cuts))
    refs = sorted({mark.ref for mark in highlights})
    kinds = sorted({mark.kind for mark in highlights})
    classes = ["ex-mark", *(f"ex-{kind}" for kind in kinds)]
    if any(cut.is_handle for cut in cuts):
        classes.append("ex-handle")
    element.set("class", clean(" ".join(classes)))
    if element.tag != "mark":
        element.set("role", "mark")
    element.set("data-annotation", clean(" ".join(refs)))
    claims = sum(ref.startswith("claim:") for ref in refs)
    if claims > 1:
        element.set("data-claims", str(claims))
    details = _details(highlights)
    if details:
        element.set("aria-details", clean(details))


def _highlights(cuts: Sequence[Cut]) -> dict[Mark, None]:
    """Return the highlights that cover some cuts, each once and in order."""
    found: dict[Mark, None] = {}
    for cut in cuts:
        found |= dict.fromkeys(cut.highlights)
    return found


def _remember(element: Element, cuts: Sequence[Cut], built: _BuiltMarks) -> None:
    for mark in _highlights(cuts):
        built.first.setdefault(mark, element)
        built.last[mark] = element


def _cover(source: Element, cuts: Sequence[Cut], built: _BuiltMarks) -> None:
    """Prepare an element to put around a formula or code, one for all strings in it."""
    if source not in built.around:
        built.around[source] = _Around(_new("div" if source.tag in BLOCKS else "mark", {}), [])
    around = built.around[source]
    around.cuts.extend(cuts)
    _remember(around.element, cuts, built)


def _put_around(source: Element, around: _Around) -> None:
    """Put an element around what a script may read, which stays as it is."""
    _describe(around.element, around.cuts)
    tail, source.tail = source.tail, None
    source.addprevious(around.element)
    around.element.append(source)
    around.element.tail = tail


def _details(highlights: Sequence[Mark]) -> str:
    """Return the id of the note on the innermost of the highlights that cover a piece, or "".

    So each highlight has a piece that leads to its own note. WAI-ARIA 1.2 and axe 4.12 allow one id
    here; ARIA 1.3 will allow a list.
    """
    return max(highlights, key=lambda mark: (mark.start, -mark.end)).details


def _link(cut: Cut, string: str, built: _BuiltMarks) -> Element:
    assert cut.mention
    links = built.links.setdefault(cut.mention, [])
    links.append(_mention(cut.mention, with_id=not links))
    links[-1].text = string[cut.first : cut.last]
    return links[-1]


def _mention(mark: Mark, with_id: bool) -> Element:
    names = {"data-annotation": mark.ref, "href": mark.href}
    if mark.id and with_id:
        names["id"] = mark.id
    return _new("a", names)


def _join(mention: Mark, links: Sequence[Element]) -> None:
    """Replace the links of one name by one link around their elements, if the tree allows it."""
    shared = _shared_ancestor(links)
    first = _lifted(links[0], shared, from_start=True)
    last = _lifted(links[-1], shared, from_start=False)
    if len(links) < 2 or first is None or last is None:
        return
    inside = list(_from_to(first, last))
    for top in inside:
        for part in top.iter():
            if part.tag in _BARRIERS and part not in links:
                return
    joined, tail = _mention(mention, with_id=True), inside[-1].tail
    inside[-1].tail = None
    inside[0].addprevious(joined)
    joined.extend(inside)
    joined.tail = tail
    for link in links:
        link.tag = "x-joined"
    etree.strip_tags(joined, "x-joined")


def _shared_ancestor(elements: Sequence[Element]) -> Element | None:
    """Return the innermost element around all of them, outside a ruby.

    Inside a ruby no link can hold both words and readings.
    """
    shared = elements[0].getparent()
    for element in elements[1:]:
        around = set(element.iterancestors())
        while shared is not None and shared not in around:
            shared = shared.getparent()
    ruby = _outermost(shared, _RUBY)
    return shared if ruby is None else ruby.getparent()


def _lifted(element: Element, to: Element | None, from_start: bool) -> Element | None:
    """Return the child of `to` that holds the element and nothing else to be read on one side.

    That side is before the element if `from_start`, otherwise after it.
    """
    parent = element.getparent()
    while parent is not None and parent is not to:
        if not _is_at_edge(element, parent, from_start):
            return None
        element, parent = parent, parent.getparent()
    return element


def _is_at_edge(element: Element, parent: Element, from_start: bool) -> bool:
    strings = [parent.text if from_start else element.tail]
    for other in element.itersiblings(preceding=from_start):
        if other.tag not in READINGS:
            return False
        strings.append(other.tail)
    return not any(string and string.strip() for string in strings)


def _from_to(first: Element, last: Element) -> Iterator[Element]:
    """Yield two siblings and the ones between them."""
    yield first
    if first is not last:
        for sibling in first.itersiblings():
            yield sibling
            if sibling is last:
                return


def _add_targets(built: _BuiltMarks) -> None:
    """Give the first piece of each highlight its id.

    A piece has one id, so those of other highlights are on elements of their own.
    """
    for mark, element in built.first.items():
        if mark.id and element.get("id") is None:
            element.set("id", clean(mark.id))
        elif mark.id:
            _add_target(element, _new("span", {"id": mark.id, "class": "ex-target"}))
        for name in mark.former.split():
            _put_into(element, _new("span", {"id": name, "data-now": f"#{mark.id}"}))


def _add_target(element: Element, target: Element) -> None:
    """Put another id before a piece; a block holds it, so that notes stand after both."""
    if element.tag == "mark":
        element.addprevious(target)
    else:
        _put_into(element, target)


def _put_into(element: Element, target: Element) -> None:
    """Put an id at the beginning of a piece, which is highlighted as by its own id."""
    target.tail, element.text = element.text, None
    element.insert(0, target)


def _add_references(built: _BuiltMarks) -> None:
    """Put an empty link after the last piece of each highlight; its number is drawn by CSS."""
    for mark, element in reversed(built.last.items()):
        if not mark.number or _outermost(element, _TITLES) is not None:
            continue
        classes = f"ex-ref ex-{mark.kind}{' ex-noted' if mark.is_noted else ''}"
        link = _new("a", {"class": classes, "href": mark.href, "data-number": str(mark.number)})
        link.set("aria-label", clean(mark.label))
        around = _outermost(element, _NO_NUMBER)
        before = _end_of_inline(element if around is None else around)
        if before is element and element.tag == "div":
            # after the formula, not below it
            before = next(child for child in element if child in built.around)
        before.tail, link.tail = None, before.tail
        before.addnext(link)


def _end_of_inline(element: Element) -> Element:
    """Return the element, or the outermost emphasis or the like that ends with it.

    A number after a raised word is not raised itself.
    """
    parent = element.getparent()
    while parent is not None and parent.tag in _INLINE:
        if parent[-1] is not element or element.tail:
            break
        element, parent = parent, parent.getparent()
    return element


def _outermost(element: Element | None, tags: frozenset[str]) -> Element | None:
    """Return the outermost of the element and its ancestors that has one of these tags."""
    found = None
    while element is not None:
        if element.tag in tags:
            found = element
        element = element.getparent()
    return found


def _new(tag: str, attributes: Mapping[str, str]) -> Element:
    return etree.Element(tag, {name: clean(value) for name, value in attributes.items()})


def _append_text(element: Element, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text
