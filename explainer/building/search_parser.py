"""Read pages for the search as Material does, in half of its time.

Its plug-in reads the HTML of each page with a parser in pure Python, which takes a fifth of what
MkDocs does. Here it gets the same tags and texts without that, except those in excluded elements;
a page with anything beyond plain tags is left to it.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html import unescape
from typing import Any

from material.plugins.search import plugin

from explainer.text.plain_tags import NotPlain, attributes_of, plain_tags

_MATERIALS: Any = plugin.Parser
_EXCLUDED = "data-search-exclude"
# What Material makes something of, also in excluded elements
_NOTED = re.compile(rf"{_EXCLUDED}|linenodiv", re.IGNORECASE)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


class _FastParser(_MATERIALS):  # type: ignore[misc]
    def feed(self, data: str) -> None:
        try:
            tags = list(plain_tags(data))
        except NotPlain:
            super().feed(data)
            return
        skipped = len(self.skip)
        end = index = 0
        while index < len(tags):
            tag = tags[index]
            if end < tag.start():
                self.handle_data(unescape(data[end : tag.start()]))
            self._tell(tag)
            is_excluded = _EXCLUDED in (tag["attributes"] or "")
            if is_excluded and self._is_in_section() and len(self.skip) == skipped + 1:
                index += _silent(tags, index)
            end = tags[index].end()
            index += 1
        if end < len(data):
            self.handle_data(unescape(data[end:]))

    def _is_in_section(self) -> bool:
        """Return whether the next end tag ends nothing but an element of the section."""
        return self.section is not None and self.section.depth <= len(self.context)

    def _tell(self, tag: re.Match[str]) -> None:
        if tag["closed"]:
            self.handle_endtag(tag["closed"].lower())
        elif tag["empty"]:
            self.handle_startendtag(tag["opened"].lower(), attributes_of(tag))
        else:
            self.handle_starttag(tag["opened"].lower(), attributes_of(tag))


def _silent(tags: Sequence[re.Match[str]], excluded: int) -> int:
    """Return how many tags stand in the excluded element that begins with `tags[excluded]`.

    It is 0 if Material makes something of any, or if the element has no end.
    """
    name = tags[excluded]["opened"].lower()
    if name in plugin.void or tags[excluded]["empty"]:
        return 0
    names: list[str] = []  # of the open elements in it
    for index in range(excluded + 1, len(tags)):
        closed, opened, attributes, empty = tags[index].groups(default="")
        closed, opened = closed.lower(), opened.lower()
        if opened in _HEADINGS or opened == name or _NOTED.search(attributes):
            return 0
        if opened and not empty and opened not in plugin.void:
            names.append(opened)
        elif closed and names and names[-1] == closed:
            names.pop()
        elif closed == name and not names:
            return index - excluded - 1
    return 0


@contextmanager
def reading_faster() -> Iterator[None]:
    """Let the plug-in read pages with this parser meanwhile."""
    plugin.Parser = _FastParser
    try:
        yield
    finally:
        plugin.Parser = _MATERIALS
