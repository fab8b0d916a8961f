"""Take over pages of an earlier build, by what each of them read of the site.

A page is made from the arguments of its maker and from what it reads of a `Lookup`. It is given the
lookup behind a `_Seen`, which notes whatever is read, so that nothing can be overlooked: of a table
the keys that were asked for, of anything else all of it. A page stays the same while these do.

Values are compared by their `repr`. It leaves out the lines at which entries stand, which no page
shows. Objects without a `repr` of their own are never equal to those of another build.
"""

from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import is_dataclass
from functools import cached_property, partial
from hashlib import blake2b
from inspect import getattr_static
from types import FunctionType
from typing import Any, cast

from explainer.model import Cache
from explainer.pages.lookup import Lookup
from explainer.pages.view import View

Content = str | bytes
Maker = Callable[[], Content]
Tables = dict[str, list[Any]]  # what was read: keys of tables, by the way to each from the lookup
_Note = tuple[str, Any]
_PAGE, _TEXT = "page", "text"
_MOST = 5_000  # values that a page reads: more take longer to compare than the page to make
_ALL = ("*",)  # in place of a key: all of a table, in its order, or all of another value
_AT = " at 0x"  # in the `repr` of an object that has none of its own: its address in memory


class Trace:
    """A lookup that knows which of its pages earlier builds made of the same values."""

    def __init__(self, lookup: Lookup, cache: Cache) -> None:
        self._cache, self._real = cache, lookup
        self._notes = dict[_Note, None]()
        self._digests = dict[_Note, str]()
        self.lookup = cast(Lookup, _Seen(lookup, "", self._note))

    def known(self, path: str, maker: str) -> str | None:
        """Return the page that the described maker would make; None if it must be made."""
        found = self._cache.get(_PAGE, (path, maker))
        try:
            is_same = self._state(found["read"]) == found["state"]
            text = found["text"]
        except (TypeError, KeyError, AttributeError):  # nothing, or what this did not keep
            return None
        return text if is_same and isinstance(text, str) else None

    def made(self, make: Maker) -> tuple[Content, Tables]:
        """Return what a maker makes from `lookup`, and what it reads."""
        self._notes = {}
        content = make()
        tables: Tables = {}
        for name, key in self._notes:
            tables.setdefault(name, []).append(key)
        return content, tables

    def keep(self, path: str, maker: str, content: Content, read: Tables) -> None:
        """Keep what the described maker made of what it read, for later builds."""
        if isinstance(content, bytes) or sum(map(len, read.values())) > _MOST or _AT in maker:
            return
        state = self._state(read)
        if state:
            value = {"read": read, "state": state, "text": content}
            self._cache.put(_PAGE, (path, maker), value)

    def _note(self, name: str, key: Any) -> None:
        self._notes[name, key] = None

    def _state(self, read: Tables) -> str:
        """Return a digest of the values that were read; "" if one has no `repr` of its own."""
        state = blake2b(digest_size=16)
        for name, keys in read.items():
            for each in keys:
                note = name, _as_key(each)
                digest = self._digests.get(note)
                if digest is None:
                    digest = self._digests[note] = self._digest(*note)
                if not digest:
                    return ""
                state.update(digest.encode())
        return state.hexdigest()

    def _digest(self, name: str, key: Any) -> str:
        value: Any = self._real
        for attribute in name.split("."):
            value = getattr(value, attribute)
        if key == _ALL:
            text = _described(value)
        elif isinstance(value, Set):
            text = repr(key in value)
        else:
            text = repr(value[key]) if key in value else ""
        return "" if _AT in text else digest_of(text)


class TracedMaker:
    """A maker of a page that need not be made again while what it reads stays."""

    def __init__(self, trace: Trace, path: str, make: Maker) -> None:
        self._trace, self._path, self._make = trace, path, make

    @cached_property
    def _description(self) -> str:
        return _described(self._make)

    def __call__(self) -> Content:
        """Return the page, from an earlier build or made."""
        known = self.known()
        if known is not None:
            return known
        content, read = self.made()
        self.keep(content, read)
        return content

    def known(self) -> str | None:
        """Return the page from an earlier build; None if it must be made."""
        return self._trace.known(self._path, self._description)

    def made(self) -> tuple[Content, Tables]:
        """Make the page; return it with what it was made from."""
        return self._trace.made(self._make)

    def keep(self, content: Content, read: Tables) -> None:
        """Keep the page for later builds."""
        self._trace.keep(self._path, self._description, content, read)


def digest_of(text: str) -> str:
    """Return a digest of a text."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def made_from(cache: Cache, path: str, values: str, make: Callable[[], str]) -> str:
    """Return what `make` returns, from the cache if it was made from the same values before.

    `values` is their `repr`.
    """
    found = cache.get(_TEXT, (path, values))
    if isinstance(found, str):
        return found
    text = make()
    cache.put(_TEXT, (path, values), text)
    return text


class _Seen:
    """An object whose attributes are noted when they are read, by its own methods, too."""

    __hash__ = None  # type: ignore[assignment]  # or a cached function would read it only once

    def __init__(self, real: object, name: str, note: Callable[[str, Any], None]) -> None:
        self._seen_real, self._seen_name, self._seen_note = real, name, note
        self._seen_whole = dict[str, Any]()  # values that are read as a whole

    def __repr__(self) -> str:
        return f"<{self._seen_name}>"

    def __getattr__(self, name: str) -> Any:
        way = f"{self._seen_name}.{name}" if self._seen_name else name
        if name in self._seen_whole:
            self._seen_note(way, _ALL)
            return self._seen_whole[name]
        code = getattr_static(type(self._seen_real), name, None)
        if isinstance(code, property) and code.fget:
            return code.fget(self)
        if isinstance(code, FunctionType):
            seen = partial(code, self)
        else:
            value = getattr(self._seen_real, name)
            seen = _seen(value, way, self._seen_note)
            if seen is None:
                self._seen_whole[name] = value
                return getattr(self, name)
        setattr(self, name, seen)  # found without this method from now on
        return seen


def _seen(value: Any, way: str, note: Callable[[str, Any], None]) -> Any:
    """Return a value so that what is read of it is noted; None for one that is read as a whole."""
    if isinstance(value, Mapping):
        return _SeenTable(value, way, note)
    if isinstance(value, Set):
        return _SeenSet(value, way, note)
    if is_dataclass(value) or hasattr(value, "_fields"):
        return _Seen(value, way, note)
    return None


class _SeenTable(Mapping[Any, Any]):
    """A table that notes the keys it is asked for."""

    __hash__ = None  # type: ignore[assignment]

    def __init__(
        self, real: Mapping[Any, Any], name: str, note: Callable[[str, Any], None]
    ) -> None:
        self._real, self._name, self._note = real, name, note

    def __getitem__(self, key: Any) -> Any:
        self._note(self._name, key)
        return self._real[key]

    def get(self, key: Any, default: Any = None) -> Any:
        self._note(self._name, key)
        return self._real.get(key, default)

    def __contains__(self, key: object) -> bool:
        self._note(self._name, key)
        return key in self._real

    def __iter__(self) -> Iterator[Any]:
        return iter(self.keys())

    def __len__(self) -> int:
        return len(self.keys())

    def keys(self) -> Any:
        self._note(self._name, _ALL)
        return self._real.keys()

    def values(self) -> Any:
        self._note(self._name, _ALL)
        return self._real.values()

    def items(self) -> Any:
        self._note(self._name, _ALL)
        return self._real.items()


class _SeenSet(Set[Any]):
    """A set that notes what it is asked for."""

    __hash__ = None  # type: ignore[assignment]

    def __init__(self, real: Set[Any], name: str, note: Callable[[str, Any], None]) -> None:
        self._real, self._name, self._note = real, name, note

    def __contains__(self, item: object) -> bool:
        self._note(self._name, item)
        return item in self._real

    def __iter__(self) -> Iterator[Any]:
        self._note(self._name, _ALL)
        return iter(self._real)

    def __len__(self) -> int:
        self._note(self._name, _ALL)
        return len(self._real)


def _described(value: Any) -> str:
    """Return in words a maker or an argument of one, without what it reads of the lookup."""
    if isinstance(value, partial):
        keywords = sorted(value.keywords.items())
        parts = [_described(each) for each in (value.func, *value.args, *keywords)]
        return f"({' '.join(parts)})"
    if (
        isinstance(value, FunctionType)
        and not value.__closure__
        and value.__qualname__.isidentifier()
    ):
        return f"{value.__module__}.{value.__qualname__}"
    if isinstance(value, View):
        return repr(value.path)
    if isinstance(value, Set):
        return repr(sorted(map(_described, value)))  # in any order
    if isinstance(value, Mapping):
        return repr([(key, _described(each)) for key, each in value.items()])
    return repr(value)


def _as_key(value: Any) -> Any:
    """Return a key as it was before JSON made lists of its tuples."""
    return tuple(map(_as_key, value)) if isinstance(value, list) else value
