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

    def __init__(self, path: str, tree: PlaceTree, of_keys: bool = False) -> None:
        self._path, self._tree, self._of_keys = path, tree, of_keys

    def __getitem__(self, steps: Path) -> Place:
        at = self._at(self._tree_at(steps))
        if at == NOWHERE:
            raise KeyError(steps)
        return Place(self._path, *at)

    def __iter__(self) -> Iterator[Path]:
        """Yield the steps in the order of the file."""
        for steps, tree in _all(self._tree, ()):
            if self._at(tree) != NOWHERE:
                yield steps

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def below(self, steps: Path, place: Place) -> "Places":
        """Return the places of a value and those below it; its own is replaced by `place`."""
        return Places(self._path, self._tree_at(steps)._replace(value=place[1:]))

    def _at(self, tree: PlaceTree) -> At:
        return tree.key if self._of_keys else tree.value

    def _tree_at(self, steps: Path) -> PlaceTree:
        tree = self._tree
        try:
            for step in steps:
                tree = tree.below[step]  # type: ignore[index]
        except (TypeError, IndexError) as error:  # nothing is below, or something else
            raise KeyError(steps) from error
        return tree


def _all(tree: PlaceTree, steps: Path) -> Iterator[tuple[Path, PlaceTree]]:
    yield steps, tree
    below = tree.below or {}
    items = below.items() if isinstance(below, dict) else enumerate(below)
    for step, each in items:
        yield from _all(each, (*steps, step))


@dataclass(frozen=True)
class YamlText:
    """A YAML file as plain data (text, lists, dicts), and the places of its values and keys."""

    data: Data | None
    tree: PlaceTree
    path: str

    @property
    def values(self) -> Places:
        """The places of all values."""
        return Places(self.path, self.tree)

    @property
    def keys(self) -> Places:
        """The places of all keys, by the steps to their values."""
        return Places(self.path, self.tree, of_keys=True)


EMPTY = YamlText(None, PlaceTree(NOWHERE), "")
