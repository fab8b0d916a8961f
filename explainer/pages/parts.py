"""How a long index is divided: its entries go to pages of their own, its parts.

The size of a page is estimated from what its entries hold, so that the same site is always divided
in the same way, before any page is made.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from explainer.model import Ref

MOST = 150_000  # bytes of a list; the page around it needs some 25,000 more
# Of more groups, as letters in Chinese, neighbours share a part.
MOST_GROUPS = 100
_COMMA = ", "  # in titles, between those of a group and of a narrower one within it


class Heading(NamedTuple):
    """What a group of entries is called: `name` in addresses, `title` for readers."""

    name: str
    title: str


class Listed(NamedTuple):
    """An entry in an index."""

    ref: Ref
    size: int  # bytes of HTML, estimated
    label: str  # where a part begins or ends here, readers see it
    headings: tuple[Heading, ...]  # of the groups that it is in, from the widest to the narrowest


class IndexPart(NamedTuple):
    """A part of an index, as a page of its own."""

    path: str  # of the staged page
    title: str
    refs: tuple[Ref, ...]
    ends: tuple[str, ...] = ()  # its first and its last entry, where the title does not say it all
    wider: tuple[str, ...] = ()  # paths that led here while the index was shorter


def divide(
    listed: Sequence[Listed], folder: str, most: int = MOST, joins: bool = True
) -> tuple[IndexPart, ...]:
    """Return the parts of an index; none where its entries fit on one page of `most` bytes.

    Each part is the widest group that fits. Of a group that has no narrower ones within it, the
    entries are dealt out in their order. `folder` is that of the parts, with a slash at its end. Of
    very many groups, neighbours are joined if `joins`.
    """
    if _size(listed) <= most:
        return ()
    named: dict[str, IndexPart] = {}
    for part in _parts(listed, 0, most, joins):
        name = part.path
        while name in named:  # an article `lamp/fact` beside the facts of `lamp`
            name += "-2"
        named[name] = part
    return tuple(_in_folder(folder, name, part) for name, part in named.items())


def _in_folder(folder: str, name: str, part: IndexPart) -> IndexPart:
    wider = tuple(f"{folder}{other}/index.md" for other in part.wider)
    return part._replace(path=f"{folder}{name}/index.md", wider=wider)


def _size(listed: Sequence[Listed]) -> int:
    return sum(entry.size for entry in listed)


def _parts(
    listed: Sequence[Listed], level: int, most: int, joins: bool, wider: tuple[str, ...] = ()
) -> Iterator[IndexPart]:
    """Yield the parts of entries that are divided by their headings at a level.

    The name of a part stands for its path.
    """
    groups: dict[Heading, list[Listed]] = defaultdict(list)
    for entry in listed:
        groups[entry.headings[level]].append(entry)
    if joins and len(groups) > MOST_GROUPS:
        groups = _joined(groups, most)
    for heading, group in groups.items():
        if _size(group) <= most or len(group) == 1:
            yield IndexPart(*heading, tuple(entry.ref for entry in group), wider=wider)
        elif level + 1 < len(group[0].headings):
            yield from _parts(group, level + 1, most, joins, (*wider, heading.name))
        else:
            yield from _runs(heading, group, most, wider)


def _joined(groups: Mapping[Heading, list[Listed]], most: int) -> dict[Heading, list[Listed]]:
    """Return groups with those behind them, as many as fit, under the names of the first ones."""
    runs: list[list[Heading]] = [[]]
    room = most
    for heading, group in groups.items():
        if runs[-1] and _size(group) > room:
            runs.append([])
            room = most
        runs[-1].append(heading)
        room -= _size(group)
    joined: dict[Heading, list[Listed]] = {}
    for first, *others in runs:
        title = _joined_title(first.title, others[-1].title) if others else first.title
        members = (groups[heading] for heading in (first, *others))
        joined[Heading(first.name, title)] = list(chain.from_iterable(members))
    return joined


def _joined_title(first: str, last: str) -> str:
    """Return the title of two groups and all between: “Books, A – C” for “Books, A” and “C”."""
    wider, comma, narrower = last.rpartition(_COMMA)
    if comma and first.startswith(wider + comma):
        return f"{first} – {narrower}"
    return f"{first} – {last}"


def _runs(
    heading: Heading, group: Sequence[Listed], most: int, wider: tuple[str, ...]
) -> Iterator[IndexPart]:
    """Yield entries as numbered parts, as many in each as fit."""
    runs: list[list[Listed]] = [[]]
    room = most
    for entry in group:
        if runs[-1] and entry.size > room:
            runs.append([])
            room = most
        runs[-1].append(entry)
        room -= entry.size
    for number, run in enumerate(runs, 1):
        yield IndexPart(
            f"{heading.name}/{number}",
            f"{heading.title}, part {number} of {len(runs)}",
            tuple(entry.ref for entry in run),
            (run[0].label, run[-1].label),
            (*wider, heading.name),
        )
