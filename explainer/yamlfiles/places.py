"""A YAML file as plain data, with the places of its values and keys.

The places are kept as a tree with the shape of the data, since few of them are ever asked for.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from explainer.model import Place, Step

Data = str | list["Data"] | dict[str, "Data"]
Path = tuple[Step, ...]
At = tuple[int, int]  # line and column, from 1
NOWHERE = (0, 0)


class PlaceTree(NamedTuple):
    """Where a value begins, and its key, if it has one, with the same of the values below it."""

    value: At
    key: At = NOWHERE
    below: list["PlaceTree"] | dict[str, "PlaceTree"] | None = None


class Places(Mapping[Path, Place]):
    """The places of all values below one, or of all keys, by the steps that lead there."""

    def __init__(self, path: str, marks: PlaceTree, of_keys: bool = False) -> None:
        self._path, self._marks, self._of_keys = path, marks, of_keys

    def __getitem__(self, steps: Path) -> Place:
        at = self._at(self._marks_at(steps))
        if at == NOWHERE:
            raise KeyError(steps)
        return Place(self._path, *at)

    def __iter__(self) -> Iterator[Path]:
        """Yield the steps in the order of the file."""
        for steps, marks in _all(self._marks, ()):
            if self._at(marks) != NOWHERE:
                yield steps

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def below(self, steps: Path, place: Place) -> "Places":
        """Return the places of a value and those below it; its own is replaced by `place`."""
        return Places(self._path, self._marks_at(steps)._replace(value=place[1:]))

    def _at(self, marks: PlaceTree) -> At:
        return marks.key if self._of_keys else marks.value

    def _marks_at(self, steps: Path) -> PlaceTree:
        marks = self._marks
        try:
            for step in steps:
                marks = marks.below[step]  # type: ignore[index]
        except (TypeError, IndexError) as error:  # nothing is below, or something else
            raise KeyError(steps) from error
        return marks


def _all(marks: PlaceTree, steps: Path) -> Iterator[tuple[Path, PlaceTree]]:
    yield steps, marks
    below = marks.below or {}
    items = below.items() if isinstance(below, dict) else enumerate(below)
    for step, each in items:
        yield from _all(each, (*steps, step))


@dataclass(frozen=True)
class YamlText:
    """A YAML file as plain data (text, lists, dicts), and the places of its values and keys."""

    data: Data | None
    marks: PlaceTree
    path: str

    @property
    def values(self) -> Places:
        """The places of all values."""
        return Places(self.path, self.marks)

    @property
    def keys(self) -> Places:
        """The places of all keys, by the steps to their values."""
        return Places(self.path, self.marks, of_keys=True)


EMPTY = YamlText(None, PlaceTree(NOWHERE), "")
