"""The footnotes of a web page: links down to a note that has a link back up."""

from dataclasses import dataclass

from explainer.text.fragment import Element

_NOTES = ("li", "p", "div", "dd", "aside")


@dataclass(frozen=True)
class Footnotes:
    """The labels of links that refer to notes, and of the elements that are the notes; `backs` are the links back."""

    references: dict[Element, str]
    notes: dict[Element, str]
    backs: frozenset[Element]


def footnotes_of(content: Element) -> Footnotes:
    """Find the footnotes in the tree of an article, numbered in the order in which they are first referred to."""
    by_id = {name: each for each in content.iter("a") if (name := each.get("name"))}
    by_id |= {each.get("id", ""): each for each in content.iter() if each.get("id")}
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
    """Return the element that holds the note: the target, or what is around it and begins with it."""
    found: Element | None = target
    if target.tag not in _NOTES:
        found = next(
            (each for each in target.iterancestors() if each.tag in _NOTES and each.tag != "div"),
            None,
        )
    around = None if found is None or found.tag != "p" else found.getparent()
    is_one = (
        around is not None
        and around.tag == "div"
        and around[0] is found
        and _is_note(around, found)
    )
    return around if is_one else found


def _is_note(around: Element, first: Element | None) -> bool:
    """Return whether the paragraphs of a `div` make one note: only the first of them has links within the page."""
    return not any(
        _fragment(link) for each in around if each is not first for link in each.iter("a")
    )


def _links_back(note: Element, ids: set[str]) -> list[Element]:
    return [link for link in note.iter("a") if _fragment(link) in ids]


def _ids_around(link: Element, content: Element) -> set[str]:
    """The ids of the link, of what it holds, and of what is wrapped around it alone."""
    around = [link, *link.iterdescendants()]
    parent = link.getparent()
    while (
        parent is not None
        and parent is not content
        and parent.tag in ("sup", "span", "b", "strong", "cite")
    ):
        around.append(parent)
        parent = parent.getparent()
    return {each.get(key) or "" for each in around for key in ("id", "name")} - {""}


def _fragment(link: Element) -> str:
    address = link.get("href") or ""
    return address[1:] if address.startswith("#") else ""
