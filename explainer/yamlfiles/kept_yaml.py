"""YAML files as earlier builds read them; one with problems is read each time."""

from contextlib import suppress
from typing import Any

from explainer.model import Cache, Problem
from explainer.yamlfiles.nodes import read_yaml
from explainer.yamlfiles.places import PlaceTree, YamlText

_KIND = "yaml"  # of the values that are kept
# Of values that are not ours
_FAULTS = (TypeError, ValueError, LookupError, AttributeError, RecursionError)


def kept_yaml(text: str, path: str, cache: Cache) -> tuple[YamlText, tuple[Problem, ...]]:
    """Return what `read_yaml` returns for the text of a whole file."""
    kept = cache.get(_KIND, (text,))
    if kept is not None:
        with suppress(*_FAULTS):
            data, tree = kept
            return YamlText(data, _tree_of(data, tree), path), ()
    read, problems = read_yaml(text, path)
    if read.data is not None and not problems:
        cache.put(_KIND, (text,), [read.data, read.tree])
    return read, problems


def _tree_of(data: Any, kept: Any) -> PlaceTree:
    """Return the places of some data, whose tree JSON made lists of. Raises one of `_FAULTS`."""
    (line, column), (key_line, key_column), below = kept
    value, key = (0 + line, 0 + column), (0 + key_line, 0 + key_column)  # these are numbers
    if isinstance(data, dict):
        if data.keys() != below.keys():
            raise ValueError("these are the places of other keys")
        places = {name: _tree_of(data[name], each) for name, each in below.items()}
        return PlaceTree(value, key, places)
    if isinstance(data, list):
        pairs = zip(data, below, strict=True)
        return PlaceTree(value, key, [_tree_of(item, each) for item, each in pairs])
    if not isinstance(data, str) or below is not None:
        raise ValueError("this is no text")
    return PlaceTree(value, key)
