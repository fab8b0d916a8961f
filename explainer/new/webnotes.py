"""The footnotes of a web page: links down to a note that has a link back up."""

from dataclasses import dataclass

from explainer.text.fragment import Element


@dataclass(frozen=True)
class Footnotes:
    """The labels of links that refer to notes, and of the elements that are the notes; `backs` are the links back."""

    references: dict[Element, str]
    notes: dict[Element, str]
    backs: frozenset[Element]


def footnotes_of(content: Element) -> Footnotes:
    """Find the footnotes in the tree of an article, numbered in the order in which they are first referred to."""
    by_id = {each.get("id"): each for each in content.iter() if each.get("id")}
    references: dict[Element, str] = {}
    notes: dict[Element, str] = {}
    backs: set[Element] = set()
    for link in content.iter("a"):
        target = by_id.get(_fragment(link))
        note = None if target is None or link in backs else _note(target)
        back = [] if note is None else _links_back(note, _ids_around(link, content))
        if note is not None and (back or note in notes):
            references[link] = notes.setdefault(note, str(len(notes) + 1))
            backs.update(back)
    return Footnotes(references, notes, frozenset(backs))


def _note(target: Element) -> Element | None:
    """The element that holds the note: the target, or the list item or paragraph around it."""
    if target.tag in ("li", "p", "div", "dd", "aside"):
        return target
    return next((each for each in target.iterancestors() if each.tag in ("li", "p", "dd")), None)


def _links_back(note: Element, ids: set[str]) -> list[Element]:
    return [link for link in note.iter("a") if _fragment(link) in ids]


def _ids_around(link: Element, content: Element) -> set[str]:
    """The ids of the link, of what it holds, and of what is wrapped around it alone."""
    around = [link, *link.iterdescendants()]
    parent = link.getparent()
    while parent is not None and parent is not content and parent.tag in ("sup", "span", "b", "strong", "cite"):
        around.append(parent)
        parent = parent.getparent()
    return {each.get("id") or "" for each in around} - {""}


def _fragment(link: Element) -> str:
    address = link.get("href") or ""
    return address[1:] if address.startswith("#") else ""
