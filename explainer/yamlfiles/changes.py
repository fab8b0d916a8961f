"""The changes that a YAML text can undergo, and the data that it must hold afterwards."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from explainer.yamlfiles.places import Data, Path
from explainer.yamlfiles.writing import Value
from explainer.yamlfiles.written_names import renamed


class Set(NamedTuple):
    """Replace the value at `steps` by a text, a list, or a mapping, written as `{a: x, b: y}`."""

    steps: Path
    value: Value


class Add(NamedTuple):
    """Add a key to the mapping at `steps`, after the key `behind` or else after its first."""

    steps: Path
    key: str
    value: Value
    behind: str = ""


class Extend(NamedTuple):
    """Append values to the list at `steps`, and remove its items at the indexes `without`.

    A single text is read as a list of one. Something must be left.
    """

    steps: Path
    values: Sequence[Value]
    without: Sequence[int] = ()


class Rename(NamedTuple):
    """Rename the key at `steps`."""

    steps: Path
    key: str


class ReplaceWithin(NamedTuple):
    """Replace the name `old` by `new` within the text at `steps`, at some of its places."""

    steps: Path
    old: str
    new: str
    # indexes into `written_names.places`; none if it stands where they cannot tell, as in an escape
    which: Sequence[int]


class Remove(NamedTuple):
    """Remove the list item or mapping key at `steps`, which must not be the only one."""

    steps: Path


class CommentOut(NamedTuple):
    """Turn the key at `steps` and all that it holds into a comment; nothing shares its lines."""

    steps: Path


Change = Set | Add | Extend | Rename | ReplaceWithin | Remove | CommentOut


def expected(
    data: Data | None, changes: Sequence[Change], read: Callable[[str], str] = str
) -> Data | None:
    """Return the data that a text with the given data must hold after the changes.

    `read` returns a new value as it is read. None is the data of a text without any.
    """
    return None if data is None else _Expectation(changes, read).of(data, ())


class _Expectation:
    """The changes of a text by the steps that they apply to."""

    def __init__(self, changes: Sequence[Change], read: Callable[[str], str]) -> None:
        self.read = read
        self.changes: dict[Path, list[Change]] = {}
        for each in changes:
            self.changes.setdefault(each.steps, []).append(each)

    def of(self, data: Data, steps: Path) -> Data:
        """Return the value at `steps` as it is after the changes; `data` is the one before."""
        if isinstance(data, list):
            data = self._of_list(data, steps)
        elif isinstance(data, dict):
            data = self._of_mapping(data, steps)
        for each in self.changes.get(steps, ()):
            data = self._after(each, data)
        return data

    def _of_list(self, items: list[Data], steps: Path) -> Data:
        kept: list[Data] = []
        for index, item in enumerate(items):
            below = (*steps, index)
            if not self._is_removed(below):
                kept.append(self.of(item, below))
        return kept

    def _of_mapping(self, pairs: dict[str, Data], steps: Path) -> Data:
        kept: dict[str, Data] = {}
        for key, value in pairs.items():
            below = (*steps, key)
            if not self._is_removed(below):
                kept[self._name_of(key, below)] = self.of(value, below)
        if pairs and not kept:
            return ""  # of a key with nothing but comments below it
        return kept

    def _is_removed(self, steps: Path) -> bool:
        return any(isinstance(each, Remove | CommentOut) for each in self.changes.get(steps, ()))

    def _name_of(self, key: str, steps: Path) -> str:
        for each in self.changes.get(steps, ()):
            if isinstance(each, Rename):
                return each.key
        return key

    def _after(self, change: Change, data: Data) -> Data:
        """Return a value as it is after a change of it; a change of its key leaves it as it is."""
        match change:
            case Set(_, value):
                return self._as_data(value)
            case ReplaceWithin(_, old, new, which):
                assert isinstance(data, str)
                return self.read(renamed(data, old, new, which))
            case Add(_, key, value):
                assert isinstance(data, dict)
                return {**data, key: self._as_data(value)}
            case Extend(_, values, without):
                items = data if isinstance(data, list) else [data]
                kept = [item for index, item in enumerate(items) if index not in without]
                return [*kept, *map(self._as_data, values)]
        return data

    def _as_data(self, value: Value) -> Data:
        if isinstance(value, str):
            return self.read(value)
        if isinstance(value, Mapping):
            return {key: self._as_data(each) for key, each in value.items()}
        return [self._as_data(each) for each in value]
