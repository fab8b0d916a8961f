"""Take over pages of an earlier build, by what each of them read of the site.

A page is made from the arguments of its maker and from what it reads of a `Lookup`. It is given the
lookup behind a `Seen`, which notes whatever is read, so that nothing can be overlooked: of a table
the values that were asked for, or its keys, of anything else all of it. A page stays the same while
these do.

Values are compared by their `repr`. It leaves out the lines at which entries stand, which no page
shows. Objects without a `repr` of their own are never equal to those of another build.

What pages read is numbered, since most of it is read by many pages: whether a value has changed is
found out once for all of them. The texts themselves are not kept, but found where they are staged.
"""

import os
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence, Set
from contextlib import suppress
from functools import cached_property, partial
from hashlib import blake2b
from itertools import chain, compress
from operator import attrgetter, not_
from types import FunctionType
from typing import Any, NamedTuple, cast

from explainer.model import Cache, Entry, Mention, Ref
from explainer.pages.lookup import Lookup
from explainer.pages.noting import ALL, KEYS, ReadLog, ReadValue, Seen
from explainer.pages.view import View

Content = str | bytes
Maker = Callable[[], Content]
_PAGES, _TEXT = "pages", "text"
_AT = " at 0x"  # in the `repr` of an object that has none of its own: its address in memory
_SHORT = 32  # characters of a `repr` that is kept instead of its digest
_SHARED = (Entry, Mention, Mapping)  # the types of values that several tables or makers hold
_FAULTS = (TypeError, ValueError, LookupError, AttributeError)  # of what this did not keep


class KnownPage(NamedTuple):
    """A page as kept: its maker in words, the numbers of what it read, and its digest."""

    maker: str
    read: Sequence[int]
    digest: str


class FreshPage(NamedTuple):
    """A page as made, with the numbers of what it read, as they are in the process that made it.

    `notes` are those that were new there, numbered from `first` on.
    """

    content: Content
    read: Sequence[int]
    process: int
    first: int
    notes: Sequence[ReadValue]


class Trace:
    """A lookup that knows which of its pages earlier builds made of the same values."""

    def __init__(self, lookup: Lookup, cache: Cache) -> None:
        self._cache, self._real = cache, lookup
        self._notes, self._described = ReadLog(), _Descriptions()
        self._tables = dict[str, Any]()
        self._values = list[str]()  # of the first notes, as earlier builds read them
        self._now = dict[str, KnownPage]()
        self._process, self._sent = os.getpid(), 0
        self._others = dict[int, _Others]()
        self.lookup = cast(Lookup, Seen(lookup, "", self._notes))

    @cached_property
    def _known(self) -> Mapping[str, KnownPage]:
        """The pages of earlier builds by path; what they read are the first notes."""
        self._notes.forget()
        with suppress(*_FAULTS):
            return self._recalled(self._cache.get(_PAGES, ()))
        return {}

    def _recalled(self, kept: Any) -> Mapping[str, KnownPage]:
        """Return the pages that `finish` kept. Raises one of `_FAULTS` if it is something else."""
        known = {path: KnownPage(*page) for path, page in kept["pages"].items()}
        for way, (keys, values) in kept["notes"].items():
            for key in keys:
                self._notes.number(way, _as_key(key))
            self._values += values
        read = set[int]().union(*(page.read for page in known.values()))
        if read.issubset(range(len(self._notes.all))) and len(self._notes.all) == len(self._values):
            return known
        return {}

    @cached_property
    def _changed(self) -> Set[int]:
        """The numbers of what has another value than when earlier builds read it."""
        values = enumerate(self._values)
        with suppress(*_FAULTS):
            return {number for number, value in values if self._value(number) != value}
        return frozenset(range(len(self._values)))  # they are not ours

    def known(self, path: str, make: Maker) -> str | None:
        """Return the page that a maker would make; None if it must be made."""
        page, maker = self._known.get(path), self._told(make)
        if not page or not maker or page.maker != maker:
            return None
        with suppress(*_FAULTS):
            if self._changed.isdisjoint(page.read):
                text = self._cache.staged(path)
                if text is not None and digest_of(text) == page.digest:
                    self._now[path] = page
                    return text
        return None

    def made(self, make: Maker) -> FreshPage:
        """Return what a maker makes from `lookup`, and what it reads."""
        notes = self._notes
        if self._process != os.getpid():  # this is a copy, which goes on numbering by itself
            self._process, self._sent = os.getpid(), len(notes.all)
        notes.read.clear()
        content = make()
        first, self._sent = self._sent, len(notes.all)
        return FreshPage(content, list(notes.read), self._process, first, notes.all[first:])

    def keep(self, path: str, make: Maker, page: FreshPage) -> None:
        """Keep what a maker made, in this process or a copy of it, for later builds."""
        read, maker = page.read, self._told(make)
        if page.process != self._process:
            others = self._others.setdefault(page.process, _Others(page.first))
            read = others.numbers_here(page, self._notes)
        if isinstance(page.content, str) and maker:
            self._now[path] = KnownPage(maker, read, digest_of(page.content))

    def finish(self) -> None:
        """Keep all pages that were taken over or made, and forget the others."""
        self._others.clear()
        if self._now == self._known and not self._changed:
            return
        ways: dict[str, list[int]] = defaultdict(list)
        for number in sorted(set[int]().union(*(page.read for page in self._now.values()))):
            ways[self._notes.all[number][0]].append(number)
        notes, unclear = dict[str, tuple[list[Any], list[str]]](), set[int]()
        for way, numbers in ways.items():
            values = list(map(self._value_now, numbers))
            notes[way] = [self._notes.all[number][1] for number in numbers], values
            unclear.update(compress(numbers, map(not_, values)))
        places = {number: place for place, number in enumerate(chain(*ways.values()))}
        pages = {}
        for path, page in self._now.items():
            if unclear.isdisjoint(page.read):
                pages[path] = page._replace(read=[places[number] for number in page.read])
        self._cache.put(_PAGES, (), {"notes": notes, "pages": pages})

    def _value_now(self, number: int) -> str:
        if number < len(self._values) and number not in self._changed:
            return self._values[number]
        return self._value(number)

    def _value(self, number: int) -> str:
        """Return what tells a value that is read from others; "" if it has no `repr` of its own."""
        way, key = self._notes.all[number]
        table = self._table(way)
        if key == ALL:
            return self._told(table)
        if key == KEYS:
            return self._told(tuple(table))
        if isinstance(table, Set):
            return repr(key in table)
        return self._told(table[key]) if key in table else "-"

    def _table(self, way: str) -> Any:
        if way not in self._tables:
            self._tables[way] = attrgetter(way)(self._real)
        return self._tables[way]

    def _told(self, value: Any) -> str:
        """Return a value in words, or a digest of many; "" if they do not tell it from others."""
        text = _briefly(self._described(value))
        return "" if _AT in text else text


class TracedMaker:
    """A maker of a page that need not be made again while what it reads stays."""

    def __init__(self, trace: Trace, path: str, make: Maker) -> None:
        self.trace, self._path, self._make = trace, path, make

    def __call__(self) -> Content:
        """Return the page, made in any case."""
        return self._make()

    def known(self) -> str | None:
        """Return the page from an earlier build; None if it must be made."""
        return self.trace.known(self._path, self._make)

    def made(self) -> FreshPage:
        """Make the page; return it with what it was made from."""
        return self.trace.made(self._make)

    def keep(self, page: FreshPage) -> None:
        """Keep the page for later builds."""
        self.trace.keep(self._path, self._make, page)


def digest_of(text: str) -> str:
    """Return a digest of a text."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def made_from(cache: Cache, path: str, values: str, make: Callable[[], str]) -> str:
    """Return what `make` returns, as it is staged if it was made from the same values before.

    `values` is their `repr`.
    """
    digest = cache.get(_TEXT, (path, values))
    known = cache.staged(path) if digest else None
    if known is not None and digest_of(known) == digest:
        return known
    text = make()
    cache.put(_TEXT, (path, values), digest_of(text))
    return text


def _briefly(text: str) -> str:
    """Return a text; of a long one a digest, unless it has the address of an object in memory."""
    return text if len(text) < _SHORT or _AT in text else digest_of(text)


class _Others:
    """The numbers of another process: below `first` they are those of this one."""

    def __init__(self, first: int) -> None:
        self._first, self._here = first, list[int]()

    def numbers_here(self, page: FreshPage, notes: ReadLog) -> list[int]:
        """Return the numbers that what a page read has in this process."""
        self._here += [notes.number(*note) for note in page.notes]
        read = list[int]()
        for number in page.read:
            read.append(number if number < self._first else self._here[number - self._first])
        return read


class _Descriptions:
    """Values and makers in words; of what several of them hold, the words are found once."""

    def __init__(self) -> None:
        self._texts = dict[int, tuple[object, str]]()  # with the value, whose number stays its own

    def __call__(self, value: Any) -> str:
        """Return a value in words; a maker, or its arguments, without what it reads of a lookup."""
        if isinstance(value, str | Ref):
            return repr(value)  # the most frequent
        if type(value) is tuple:
            return f"({', '.join(map(self, value))})"
        if isinstance(value, _SHARED):
            found = self._texts.get(id(value))
            if found is None:
                found = self._texts[id(value)] = value, _briefly(self._of_any(value))
            return found[1]
        return self._of_any(value)

    def _of_any(self, value: Any) -> str:
        if isinstance(value, partial):
            return self((value.func, *value.args, *sorted(value.keywords.items())))
        if isinstance(value, FunctionType) and _is_plain(value):
            return f"{value.__module__}.{value.__qualname__}"
        if isinstance(value, View):
            return repr(value.path)
        if isinstance(value, Set):
            return repr(sorted(map(self, value)))  # in any order
        if isinstance(value, Mapping):
            return repr([(key, self(each)) for key, each in value.items()])
        return repr(value)


def _is_plain(function: FunctionType) -> bool:
    """Return whether a function is always the same, whoever asks for it."""
    return not function.__closure__ and function.__qualname__.isidentifier()


def _as_key(value: Any) -> Any:
    """Return a key as it was before JSON made lists of its tuples."""
    if type(value) is not list:
        return value
    return tuple([_as_key(each) if type(each) is list else each for each in value])
