"""Two actors or terms that are one: what is to be changed in which files.

What refers comes first, then the entry that stays, and the one that goes last, as a comment where it stood: the same
command, given again after an interruption, finds what is left to do.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple

from explainer.editing.rename import by_ref
from explainer.editing.rewriting import Rewriting, Use, home, in_docs, uses
from explainer.model import Entry, Loaded, Place, Problem, Ref, Settings
from explainer.yamlfiles.edit import Add, Change, CommentOut, Extend, Remove, change

MERGED = ("actor", "term")
_LISTS = ("aliases", "formerly")  # of the entry that stays: what they hold in the other is added
_OWN = ("name", "type", "definition", "mentions", "case_sensitive", "allow")  # each has its own, or says how it is read


class Merge(NamedTuple):
    """The files to change, in order, where the entry that goes will stand as a comment, and its keys left in there."""

    rewritings: tuple[Rewriting, ...]
    comment: Place | None
    left: tuple[str, ...]


def merge(loaded: Loaded, settings: Settings, one: Ref, other: Ref) -> tuple[Merge, tuple[Problem, ...]]:
    """Make two entries one. Where `one` is merged already, only what still names it is changed.

    Both are of one kind out of `MERGED`; `other` is an entry. An entry that stands in braces with others cannot become
    a comment: then there is a problem, and nothing to change.
    """
    found = by_ref(loaded)
    goes, stays = found.get(one), found[other]
    changes: defaultdict[str, list[Change]] = defaultdict(list)
    places: dict[str, Place] = {}
    for use in uses(loaded, one):
        if use.owner != one:
            changes[use.place.path].append(_led(use, found, one, other))
            places.setdefault(use.place.path, use.place)
    order: list[str] = []
    if goes:
        if not _has_own_lines(loaded, goes):
            return Merge((), None, ()), (_in_braces(goes, other),)
        changes[stays.at().path] += _taken_over(goes, stays)
        changes[goes.at().path].append(CommentOut(home(one)))
        order = [stays.at().path, goes.at().path]
        places |= {entry.at().path: entry.at() for entry in (stays, goes)}
    paths = sorted(changes, key=lambda path: (order.index(path) if path in order else -1, path))
    if order and order[0] == order[1]:
        paths = sorted(changes, key=lambda path: (path in order, path))
    in_yaml = [Rewriting(places[path], partial(change, changes=changes[path])) for path in paths]
    rewritings = (*in_docs(loaded, settings, one, other), *in_yaml)
    return Merge(rewritings, goes.at() if goes else None, _left(goes, stays) if goes else ()), ()


def _led(use: Use, found: Mapping[Ref, Entry[Any]], one: Ref, other: Ref) -> Change:
    """The value leads to the other entry, or goes where that is named beside it or is the one that says so."""
    if use.links is not None:
        return use.renamed(one, other)
    is_item = isinstance(use.steps[-1], int)
    list_steps = use.steps[:-1] if is_item else use.steps
    key = str(list_steps[-1])
    targets = getattr(found[use.owner].body, key)
    if use.owner != other and other.id not in targets:
        return use.renamed(one, other)
    return Remove(use.steps if len(targets) > 1 else list_steps)


def _taken_over(goes: Entry[Any], stays: Entry[Any]) -> Iterator[Change]:
    """Names and ids that were those of one are those of the other, and what only the one says."""
    names = {name.casefold() for name in (stays.body.name, *stays.body.aliases)}
    aliases = [name for name in dict.fromkeys((goes.body.name, *goes.body.aliases)) if name.casefold() not in names]
    ids = [name for name in (goes.ref.id, *goes.body.formerly) if name not in stays.body.formerly]
    for key, values in (("aliases", aliases), ("formerly", ids)):
        if values and (key,) in stays.places:
            yield Extend((*home(stays.ref), key), values)
        elif values:
            yield Add(home(stays.ref), key, values)
    for key in _single(goes, stays):
        yield Add(home(stays.ref), key, getattr(goes.body, key))


def _single(goes: Entry[Any], stays: Entry[Any]) -> tuple[str, ...]:
    """The keys of single values that only one of them has."""
    return tuple(key for key in _lacking(goes, stays) if isinstance(getattr(goes.body, key), str))


def _left(goes: Entry[Any], stays: Entry[Any]) -> tuple[str, ...]:
    """The keys whose values stay in the comment: those of lists, and those that both have and say otherwise."""
    typed = [str(steps[0]) for steps in goes.places if len(steps) == 1 and steps[0] not in (*_LISTS, "name")]
    same = (key for key in typed if getattr(goes.body, key) == getattr(stays.body, key))
    return tuple(key for key in typed if key not in (*_single(goes, stays), *same))


def _lacking(goes: Entry[Any], stays: Entry[Any]) -> Iterator[str]:
    for key in type(goes.body).model_fields:
        if key not in (*_LISTS, *_OWN) and (key,) in goes.places and (key,) not in stays.places:
            yield key


def _has_own_lines(loaded: Loaded, entry: Entry[Any]) -> bool:
    path = entry.at().path
    return change(loaded.files[path], [CommentOut(home(entry.ref))]) is not None


def _in_braces(goes: Entry[Any], other: Ref) -> Problem:
    message = (
        f"{goes.ref} shares its lines with others (or `*` uses a part of it), so it cannot become a comment; "
        f"write it on lines of its own, and merge again"
    )
    return Problem(goes.at(), "error", message, "not-merged")
