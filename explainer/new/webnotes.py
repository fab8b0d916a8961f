"""The footnotes of a web page: links down to a note that has a link back up."""

from dataclasses import dataclass

from explainer.text.fragment import Element

_OUTER_NOTES = ("li", "p", "dd", "aside")  # which may be around the target of a link
_NOTES = (*_OUTER_NOTES, "div")
_WRAPPINGS = ("sup", "span", "b", "strong", "cite")  # of a link to a note


@dataclass(frozen=True)
class Footnotes:
    """The footnotes of an article."""

    references: dict[Element, str]  # labels, by the links to notes
    notes: dict[Element, str]  # labels, by the elements with the notes
    backs: frozenset[Element]  # the links from notes back to the text


def footnotes_of(content: Element) -> Footnotes:
    """Return the footnotes of an article, numbered in the order of the first links to them."""
    targets = _targets(content)
    references: dict[Element, str] = {}
    notes: dict[Element, str] = {}
    backs: set[Element] = set()
    for link in content.iter("a"):
        target = targets.get(_fragment(link))
        if target is None or link in backs:
            continue
        note = _note(target)
        if note is None:
            continue
        back = _links_back(note, _ids_around(link, content))
        if back or note in notes:
            references[link] = notes.setdefault(note, str(len(notes) + 1))
            backs.update(back)
    return Footnotes(references, notes, frozenset(backs))


def _targets(content: Element) -> dict[str, Element]:
    """Return the elements that links within the page can lead to, by their ids."""
    targets: dict[str, Element] = {}
    for link in content.iter("a"):
        targets[link.get("name", "")] = link
    for element in content.iter():
        targets[element.get("id", "")] = element
    targets.pop("", None)
    return targets


def _note(target: Element) -> Element | None:
    """Return the element that holds the note: the target, or one around it that begins with it."""
    found: Element | None = target
    if target.tag not in _NOTES:
        found = next(target.iterancestors(*_OUTER_NOTES), None)
    if found is None or found.tag != "p":
        return found
    block = found.getparent()
    if block is None or block.tag != "div" or block[0] is not found:
        return found
    return block if _is_one_note(block) else found


def _is_one_note(block: Element) -> bool:
    """Return whether a `div` is one note: only its first paragraph has links within the page."""
    others = list(block)[1:]
    return not any(_fragment(link) for each in others for link in each.iter("a"))


def _links_back(note: Element, ids: set[str]) -> list[Element]:
    return [link for link in note.iter("a") if _fragment(link) in ids]


def _ids_around(link: Element, content: Element) -> set[str]:
    """Return the ids of a link, of what is in it, and of what is wrapped around it alone."""
    around = [link, *link.iterdescendants()]
    for parent in link.iterancestors():
        if parent is content or parent.tag not in _WRAPPINGS:
            break
        around.append(parent)
    ids = {each.get("id", "") for each in around}
    names = {each.get("name", "") for each in around}
    return (ids | names) - {""}


def _fragment(link: Element) -> str:
    address = link.get("href") or ""
    return address[1:] if address.startswith("#") else ""
