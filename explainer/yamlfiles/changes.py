"""What can be changed in a YAML text, and what the text must say then."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from explainer.yamlfiles.nodes import Data, Path
from explainer.yamlfiles.writing import Value
from explainer.yamlfiles.written_names import renamed


class Set(NamedTuple):
    """Replace the value at `steps`: by text, by a mapping of texts, written as `{a: x, b: y}`, or by a list of them."""

    steps: Path
    value: Value


class Add(NamedTuple):
    """Give the mapping at `steps` one more key, after the key `behind` or else after its first."""

    steps: Path
    key: str
    value: Value
    behind: str = ""


class Extend(NamedTuple):
    """Put more values at the end of the list at `steps`, and take out those at the places `without`, from 0.

    A single text there stands for a list of one. Something must be left.
    """

    steps: Path
    values: Sequence[Value]
    without: Sequence[int] = ()


class Rename(NamedTuple):
    """Give the key at `steps` another name."""

    steps: Path
    key: str


class Within(NamedTuple):
    """Put `new` for `old` within the text at `steps`, at some of the places where it stands as a whole, from 0."""

    steps: Path
    old: str
    new: str
    which: Sequence[int]


class Remove(NamedTuple):
    """Remove the item of a list, or the key of a mapping, at `steps`; not the last of its kind."""

    steps: Path


class CommentOut(NamedTuple):
    """Make a comment of the key at `steps` and of all that it holds. It must have its lines to itself."""

    steps: Path


Change = Set | Add | Extend | Rename | Within | Remove | CommentOut


def expected(data: Data, changes: Sequence[Change]) -> Data:
    """What a text that says `data` must say after the changes."""
    at: dict[Path, list[Change]] = {}
    for each in changes:
        at.setdefault(each.steps, []).append(each)

    def is_gone(steps: Path) -> bool:
        return any(isinstance(each, Remove | CommentOut) for each in at.get(steps, ()))

    def name_of(steps: Path) -> str:
        return next(
            (each.key for each in at.get(steps, ()) if isinstance(each, Rename)), str(steps[-1])
        )

    def changed(data: Data, steps: Path) -> Data:
        if isinstance(data, list):
            data = [
                changed(each, (*steps, i))
                for i, each in enumerate(data)
                if not is_gone((*steps, i))
            ]
        elif isinstance(data, dict):
            kept = {key: value for key, value in data.items() if not is_gone((*steps, key))}
            pairs = {
                name_of((*steps, key)): changed(each, (*steps, key)) for key, each in kept.items()
            }
            data = pairs if kept or not data else ""  # a key with nothing but comments below it
        for each in at.get(steps, ()):
            data = _as_expected(data, each)
        return data

    return changed(data, ())


def _as_expected(data: Data, wanted: Change) -> Data:
    match wanted:
        case Set(_, value):
            return _as_data(value)
        case Within(_, old, new, which):
            assert isinstance(data, str)
            return renamed(data, old, new, which)
        case Add(_, key, value):
            assert isinstance(data, dict)
            return {**data, key: _as_data(value)}
        case Extend(_, values, without):
            items = data if isinstance(data, list) else [data]
            return [
                *(item for i, item in enumerate(items) if i not in without),
                *map(_as_data, values),
            ]
    return data


def _as_data(value: Value) -> Data:
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return {key: _as_data(said) for key, said in value.items()}
    return [_as_data(each) for each in value]
