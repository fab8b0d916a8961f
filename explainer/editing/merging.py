"""Two actors or terms that are one: what is to be changed in which files.

What refers comes first, then the entry that stays, and the one that goes last, as a comment where it stood: the same
command, given again after an interruption, finds what is left to do.
"""

from collections import defaultdict
from collections.abc import Mapping
from functools import partial
from typing import Any, NamedTuple

from explainer.editing.renaming import by_ref
from explainer.editing.rewriting import Rewriting, Use, home, in_docs, uses
from explainer.editing.union import Union, united
from explainer.files.textfiles import Unchanged
from explainer.model import Entry, Loaded, Place, Problem, Ref, Settings
from explainer.yamlfiles.changes import Change, CommentOut, Remove
from explainer.yamlfiles.edit import change

MERGED = ("actor", "term")


class Merge(NamedTuple):
    """The files to change, in order, and what the entry that stays takes over from the other, if that is there yet."""

    rewritings: tuple[Rewriting, ...]
    goes: Entry[Any] | None
    stays: Entry[Any]
    union: Union


def merge(loaded: Loaded, settings: Settings, one: Ref, other: Ref) -> Merge | Problem:
    """Make two entries one. Where `one` is merged already, only what still names it is changed.

    Both are of one kind out of `MERGED`; `other` is an entry. An entry that stands in braces with others cannot become
    a comment: then there is a problem, and nothing to change.
    """
    found = by_ref(loaded)
    goes, stays, used = found.get(one), found[other], tuple(uses(loaded, one))
    if goes and isinstance(wrong := _as_comment(loaded, goes), Unchanged):
        return _no_comment(goes, wrong)
    links = {use.steps[2:]: use.links for use in used if use.owner == one and use.links}
    union = united(one, goes, stays, links)
    changes: defaultdict[str, list[Change]] = defaultdict(list)
    places: dict[str, Place] = {}
    for use in used:
        if use.owner != one and (use.owner != other or use.links):
            changes[use.place.path].append(_led(use, found, one, other))
            places.setdefault(use.place.path, use.place)
    for entry, more in ((stays, union.changes), (goes, [CommentOut(home(one))])):
        if entry and more:
            changes[entry.at().path] += more
            places[entry.at().path] = entry.at()
    last = [entry.at().path for entry in (goes, stays) if entry]
    paths = sorted(changes, key=lambda path: (path in last, path == last[0], path))
    in_yaml = [Rewriting(places[path], partial(change, changes=changes[path])) for path in paths]
    return Merge((*in_docs(loaded, settings, one, other), *in_yaml), goes, stays, union)


def _led(use: Use, found: Mapping[Ref, Entry[Any]], one: Ref, other: Ref) -> Change:
    """The value leads to the other entry, or goes where that is named beside it."""
    if use.links is not None:
        return use.renamed(one, other)
    list_steps = use.steps[:-1] if isinstance(use.steps[-1], int) else use.steps
    targets = getattr(found[use.owner].body, str(list_steps[-1]))
    return Remove(use.steps) if other.id in targets else use.renamed(one, other)


def _as_comment(loaded: Loaded, entry: Entry[Any]) -> str | Unchanged:
    return change(loaded.files[entry.at().path], [CommentOut(home(entry.ref))])


def _no_comment(goes: Entry[Any], wrong: Unchanged) -> Problem:
    path, line, column = goes.at()
    message = f"{goes.ref} cannot become a comment: {wrong.why}"
    return Problem(
        Place(path, wrong.line or line, wrong.column or column), "error", message, "not-merged"
    )
