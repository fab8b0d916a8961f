"""Merge two actors or terms that are one: which files to change, and how.

References come first, then the entry that stays, and last the entry that goes, which becomes a
comment where it is: so the same command, run again after an interruption, finds what is left to do.
"""

from collections import defaultdict
from collections.abc import Mapping
from functools import partial
from typing import NamedTuple

from explainer.editing.rewriting import Rewriting, Use, home, in_docs, uses
from explainer.editing.union import Links, Union, united
from explainer.files.textfiles import Unchanged
from explainer.format.fields import references
from explainer.model import AnyEntry, Loaded, NamedEntry, Place, Problem, Ref, Settings
from explainer.yamlfiles.changes import Change, CommentOut, Remove
from explainer.yamlfiles.edit import change

MERGED = ("actor", "term")  # the kinds of entries that can be merged


class Merge(NamedTuple):
    """The files to change, in order, and what the entry that stays takes over from the other."""

    rewritings: tuple[Rewriting, ...]
    goes: NamedEntry | None  # None after an interruption, if it became a comment already
    stays: NamedEntry
    union: Union


def merge(loaded: Loaded, settings: Settings, one: Ref, other: Ref) -> Merge | Problem:
    """Plan to make the entry `one` a part of `other`; both are of one kind, out of `MERGED`.

    `other` must exist. If `one` does not, since it was merged before, only references to it are
    changed. Return a problem, and change nothing, if `one` shares braces with other entries, so
    that it cannot become a comment.
    """
    named = {entry.ref: entry for entry in loaded.named_entries}
    goes, stays = named.get(one), named[other]
    if goes:
        commented = change(loaded.files[goes.at().path], [CommentOut(home(one))])
        if isinstance(commented, Unchanged):
            return _no_comment(goes, commented)
    used = tuple(uses(loaded, settings, one))
    union = united(one, goes, stays, _links_to_itself(used, one))
    changes: defaultdict[str, list[Change]] = defaultdict(list)
    places: dict[str, Place] = {}
    for use in used:
        if use.owner != one and (use.owner != other or use.links is not None):
            changes[use.place.path].append(_redirected(use, loaded.entries, one, other))
            places.setdefault(use.place.path, use.place)
    for entry, more in ((stays, union.changes), (goes, [CommentOut(home(one))])):
        if entry and more:
            changes[entry.at().path] += more
            places[entry.at().path] = entry.at()
    last = [entry.at().path for entry in (goes, stays) if entry]
    paths = sorted(changes, key=lambda path: (path in last, path == last[0], path))
    in_yaml = [Rewriting(places[path], partial(change, changes=changes[path])) for path in paths]
    return Merge((*in_docs(loaded, settings, one, other), *in_yaml), goes, stays, union)


def _links_to_itself(used: tuple[Use, ...], one: Ref) -> Links:
    return {use.steps[2:]: use.links for use in used if use.owner == one and use.links}


def _redirected(use: Use, entries: Mapping[Ref, AnyEntry], one: Ref, other: Ref) -> Change:
    """Return the change of a value to name `other`; remove it from a list that has that already."""
    if use.links is None:
        key = use.steps[2]
        for _, list_key, target in references(entries[use.owner]):
            if (list_key, target) == (key, other):
                return Remove(use.steps)
    return use.renamed(one, other)


def _no_comment(goes: NamedEntry, wrong: Unchanged) -> Problem:
    path, line, column = goes.at()
    message = f"{goes.ref} cannot become a comment: {wrong.why}"
    place = Place(path, wrong.line or line, wrong.column or column)
    return Problem(place, "error", message, "not-merged")
