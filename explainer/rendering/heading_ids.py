"""Ids of headings: none is that of an element of the theme, and none made of words is our own."""

from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from explainer.text.cleaning import HEADINGS, own_id, worded_id

_CONTENTS_ARE_MADE = 5  # priority of markdown.extensions.toc.TocTreeprocessor, which makes ids


class HeadingIds(Extension):
    """Changes the ids of headings where scripts of the theme, or links of this program, use them.

    A script would find the heading, and end; a link would lead to the heading.
    """

    def __init__(self) -> None:
        super().__init__()
        self.typed: frozenset[str] = frozenset()  # ids of the headings of a text

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Add a step before the ids are made of words, and one after."""
        typed, own = _TypedIds(md, self), _OwnIds(md, self)
        md.treeprocessors.register(typed, "explainer-typed-ids", _CONTENTS_ARE_MADE + 0.5)
        md.treeprocessors.register(own, "explainer-own-ids", _CONTENTS_ARE_MADE - 0.5)

    def free(self, id: str) -> str:
        """Return an id, changed if it is taken."""
        return own_id(id, is_trusted=True) if id in self.typed else worded_id(id)


class _IdStep(Treeprocessor):
    def __init__(self, md: Markdown, extension: HeadingIds) -> None:
        super().__init__(md)
        self.extension = extension


class _TypedIds(_IdStep):
    def run(self, root: Element) -> None:
        headings = (each for each in root.iter() if each.tag in HEADINGS)
        self.extension.typed = frozenset(each.get("id", "") for each in headings)


class _OwnIds(_IdStep):
    def run(self, root: Element) -> None:
        changed: dict[str, str] = {}
        for element in root.iter():
            id = element.get("id", "")
            free = self.extension.free(id) if element.tag in HEADINGS else id
            if free != id:
                changed[id] = free
                element.set("id", free)
        if not changed:
            return
        for link in root.iter("a"):
            id = link.get("href", "").removeprefix("#")
            if id in changed:
                link.set("href", f"#{changed[id]}")
        change_ids(contents(self.md), lambda id: changed.get(id, id))


def contents(md: Markdown) -> list[dict[str, Any]]:
    """Return the table of contents of the text that was made last."""
    return getattr(md, "toc_tokens", None) or []


def change_ids(items: list[dict[str, Any]], change: Callable[[str], str]) -> None:
    """Let the table of contents link to headings by the ids that they are given later."""
    for item in items:
        item["id"] = change(item["id"])
        change_ids(item["children"], change)
