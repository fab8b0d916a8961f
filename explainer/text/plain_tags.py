"""The tags of plain HTML, found by one regular expression: tens of times as fast as by a parser."""

import re
from collections.abc import Iterator
from html import unescape

_TAG = re.compile(
    r"""<(?:/(?P<closed>[a-zA-Z][a-zA-Z0-9-]*+)
    |(?P<opened>[a-zA-Z][a-zA-Z0-9-]*+)
     (?P<attributes>(?:[ \n]++[a-zA-Z_][a-zA-Z0-9_:.-]*+(?:="[^"]*+"|='[^']*+')?+)*+)
     [ \n]*+(?P<empty>/?))>""",
    re.VERBOSE,
)
_ATTRIBUTE = re.compile(r"""([^ \n="']++)(="[^"]*+"|='[^']*+')?+""")
# Elements in which tags are text; which ones, depends on the version of Python
_RAW_TEXT = frozenset(
    "iframe noembed noframes noscript plaintext script style textarea title xmp".split()
)


class NotPlain(Exception):  # noqa: N818
    """There is more in this HTML than plain tags, such as a comment."""


def plain_tags(html: str, start: int = 0) -> Iterator[re.Match[str]]:
    """Yield the tags from an index on, as matches with their names in `opened` or `closed`.

    `attributes` has those of an opened one, and `empty` its slash. Raises `NotPlain`.
    """
    at = html.find("<", start)
    while at >= 0:
        tag = _TAG.match(html, at)
        if tag is None or (tag["opened"] or "").lower() in _RAW_TEXT:
            raise NotPlain
        yield tag
        at = html.find("<", tag.end())


def attributes_of(tag: re.Match[str]) -> list[tuple[str, str | None]]:
    """Return the names and values of an opened tag's attributes, as Python's `HTMLParser` does."""
    found = _ATTRIBUTE.findall(tag["attributes"])
    return [(name.lower(), unescape(value[2:-1]) if value else None) for name, value in found]
