"""Values that note what is read of them.

Of a table it is the values that were asked for, or its keys; of anything else, all of it.
"""

from collections.abc import Iterator, Mapping, Set
from dataclasses import is_dataclass
from functools import partial
from inspect import getattr_static
from types import FunctionType
from typing import Any

ReadValue = tuple[str, Any]  # what was read: the way from the lookup to a table, and a key there
ALL = ("*",)  # in place of a key: all of a table, in its order, or all of another value
KEYS = ("#",)  # in place of a key: the keys of a table, in their order


class ReadLog:
    """What is read of a lookup, numbered: all of it, and the numbers of what was read last."""

    def __init__(self) -> None:
        self.all = list[ReadValue]()
        self.read = set[int]()
        self._numbers = dict[ReadValue, int]()

    def forget(self) -> None:
        """Forget all notes; nothing may have been made yet."""
        self.all.clear()
        self._numbers.clear()

    def number(self, way: str, key: Any) -> int:
        """Return the number of a note, which gets one when it is asked for."""
        note = way, key
        number = self._numbers.get(note)
        if number is None:
            number = self._numbers[note] = len(self.all)
            self.all.append(note)
        return number

    def add(self, way: str, key: Any) -> None:
        """Note that something is read."""
        self.read.add(self.number(way, key))


class Seen:
    """An object whose attributes are noted when they are read, by its own methods, too."""

    __hash__ = None  # type: ignore[assignment]  # or a cached function would read it only once

    def __init__(self, real: object, name: str, notes: ReadLog) -> None:
        self._seen_real, self._seen_name, self._seen_notes = real, name, notes
        self._seen_whole = dict[str, Any]()  # values that are read as a whole

    def __repr__(self) -> str:
        return f"<{self._seen_name}>"

    def __getattr__(self, name: str) -> Any:
        way = f"{self._seen_name}.{name}" if self._seen_name else name
        if name in self._seen_whole:
            self._seen_notes.add(way, ALL)
            return self._seen_whole[name]
        code = getattr_static(type(self._seen_real), name, None)
        if isinstance(code, property) and code.fget:
            return code.fget(self)
        if isinstance(code, FunctionType):
            seen = partial(code, self)
        else:
            value = getattr(self._seen_real, name)
            seen = _seen(value, way, self._seen_notes)
            if seen is None:
                self._seen_whole[name] = value
                return getattr(self, name)
        setattr(self, name, seen)  # found without this method from now on
        return seen


def _seen(value: Any, way: str, notes: ReadLog) -> Any:
    """Return a value so that what is read of it is noted; None for one that is read as a whole."""
    if isinstance(value, Mapping):
        return _SeenTable(value, way, notes)
    if isinstance(value, Set):
        return _SeenSet(value, way, notes)
    if is_dataclass(value) or hasattr(value, "_fields"):
        return Seen(value, way, notes)
    return None


class _SeenTable(Mapping[Any, Any]):
    """A table that notes the keys it is asked for."""

    __hash__ = None  # type: ignore[assignment]

    def __init__(self, real: Mapping[Any, Any], name: str, notes: ReadLog) -> None:
        self._real, self._name, self._notes = real, name, notes

    def __getitem__(self, key: Any) -> Any:
        self._notes.add(self._name, key)
        return self._real[key]

    def get(self, key: Any, default: Any = None) -> Any:
        self._notes.add(self._name, key)
        return self._real.get(key, default)

    def __contains__(self, key: object) -> bool:
        self._notes.add(self._name, key)
        return key in self._real

    def __iter__(self) -> Iterator[Any]:
        return iter(self.keys())

    def __len__(self) -> int:
        return len(self.keys())

    def keys(self) -> Any:
        self._notes.add(self._name, KEYS)
        return self._real.keys()

    def values(self) -> Any:
        self._notes.add(self._name, ALL)
        return self._real.values()

    def items(self) -> Any:
        self._notes.add(self._name, ALL)
        return self._real.items()


class _SeenSet(Set[Any]):
    """A set that notes what it is asked for."""

    __hash__ = None  # type: ignore[assignment]

    def __init__(self, real: Set[Any], name: str, notes: ReadLog) -> None:
        self._real, self._name, self._notes = real, name, notes

    def __contains__(self, item: object) -> bool:
        self._notes.add(self._name, item)
        return item in self._real

    def __iter__(self) -> Iterator[Any]:
        self._notes.add(self._name, ALL)
        return iter(self._real)

    def __len__(self) -> int:
        self._notes.add(self._name, ALL)
        return len(self._real)
