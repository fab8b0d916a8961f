"""The union of two entries: lists are joined, and the entry that stays gets the values it lacks."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from explainer.editing.rewriting import home
from explainer.entries import Evidence, Term
from explainer.format.fields import REFERENCES
from explainer.model import NamedEntry, Ref, Steps
from explainer.yamlfiles.changes import Add, Change, Extend, Remove
from explainer.yamlfiles.writing import Value
from explainer.yamlfiles.written_names import renamed

# The keys that come first in an entry; the others follow in the order of `entries.py`.
_FIRST = ("name", "aliases", "formerly")
_Taken = str | tuple[Value, ...]
# In texts of an entry, which occurrences of its name are links to itself, numbered from 0.
Links = Mapping[Steps, Sequence[int]]


class Union(NamedTuple):
    """How the entry that stays changes."""

    changes: tuple[Change, ...]
    taken: tuple[str, ...]  # the keys whose values it takes over from the other, if only in part
    left: tuple[str, ...]  # the keys whose values it does not take over, since it has its own


def united(one: Ref, goes: NamedEntry | None, stays: NamedEntry, links: Links) -> Union:
    """Make the entry that goes, named `one`, a part of the entry that stays.

    Lists are joined, those of the entry that stays first, without doubles and without the ids of
    the two. Single values are taken over where it has none. If `goes` is None, it has become a
    comment before, and only references to it are removed.
    """
    if goes is None:
        return Union(tuple(_changes(one, stays, {})), (), ())
    taken: dict[str, _Taken] = {}
    left: list[str] = []
    for key in _keys(stays):
        more = _new_items(goes, stays, key, links)
        if more:
            taken[key] = more
        elif _is_lacking(goes, stays, key):
            taken[key] = _relinked(_value(goes, key), (key,), goes.ref, stays.ref, links)
        elif _is_left(goes, stays, key):
            left.append(key)
    return Union(tuple(_changes(one, stays, taken)), tuple(taken), tuple(left))


def _changes(one: Ref, stays: NamedEntry, taken: Mapping[str, _Taken]) -> Iterator[Change]:
    behind = ""  # the key after which to add the next one
    for key in _keys(stays):
        steps, more = (*home(stays.ref), key), taken.get(key, ())
        without = _indices_of(one, stays, key)
        if (key,) not in stays.places:
            if more:
                yield Add(home(stays.ref), key, more, behind)
            continue
        if without and not more and len(without) == len(_value(stays, key)):
            yield Remove(steps)
            continue
        if without or more:
            yield Extend(steps, more, without)
        behind = key


def _keys(entry: NamedEntry) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*_FIRST, *type(entry.body).model_fields)))


def _value(entry: NamedEntry, key: str) -> Any:
    return getattr(entry.body, key)


def _is_list(entry: NamedEntry, key: str) -> bool:
    return isinstance(_value(entry, key), tuple)


def _is_lacking(goes: NamedEntry, stays: NamedEntry, key: str) -> bool:
    """Return whether to take over a single value, which only the entry that goes has."""
    if _is_list(goes, key) or key in stays.body.kept_in_merge:
        return False
    return (key,) in goes.places and (key,) not in stays.places


def _is_left(goes: NamedEntry, stays: NamedEntry, key: str) -> bool:
    """Return whether a single value is lost with the entry that goes; its name becomes an alias."""
    if key == "name" or _is_list(goes, key) or _value(goes, key) == _value(stays, key):
        return False
    return (key,) in goes.places


def _indices_of(one: Ref, stays: NamedEntry, key: str) -> tuple[int, ...]:
    """Return the indices of `one` in a list of references of the entry that stays."""
    if key not in REFERENCES[type(stays.body)]:
        return ()
    return tuple(index for index, target in enumerate(_value(stays, key)) if target == one.id)


# --- lists ---


def _new_items(goes: NamedEntry, stays: NamedEntry, key: str, links: Links) -> tuple[Value, ...]:
    """Return the items of a list that the entry that stays takes over; () for single values."""
    if not _is_list(goes, key):
        return ()
    if key == "evidence":
        return tuple(_new_evidence(goes, stays, links))
    form: Callable[[str], str] = str
    if key == "aliases" and stays.body.case_sensitive == "false":
        form = str.casefold
    known = {form(item) for item in _items(stays, key)}
    if key in REFERENCES[type(stays.body)]:
        known |= {form(goes.ref.id), form(stays.ref.id)}
    new: dict[str, str] = {}
    for item in _items(goes, key):
        if form(item) not in known:
            new.setdefault(form(item), item)
    return tuple(new.values())


def _items(entry: NamedEntry, key: str) -> tuple[str, ...]:
    """Return the items of a list; for the other entry, a name is an alias and an id a former id."""
    items: tuple[str, ...] = _value(entry, key)
    if key == "aliases":
        return (entry.body.name, *items)
    return (entry.ref.id, *items) if key == "formerly" else items


def _new_evidence(goes: NamedEntry, stays: NamedEntry, links: Links) -> Iterator[Value]:
    known = [*_evidence(stays)]
    for index, item in enumerate(_evidence(goes)):
        note = item.note
        if note:
            steps = ("evidence", index, "note")
            note = _relinked(note, steps, goes.ref, stays.ref, links)
        if not any(_covers(each, item, note) for each in known):
            known.append(item.model_copy(update={"note": note}))
            yield known[-1].model_dump(exclude_unset=True, exclude_none=True)


def _evidence(entry: NamedEntry) -> tuple[Evidence, ...]:
    return entry.body.evidence if isinstance(entry.body, Term) else ()


def _covers(known: Evidence, item: Evidence, note: str | None) -> bool:
    """Return whether evidence is known: with source and stance, and the note if it has one."""
    is_same = (known.source, known.stance) == (item.source, item.stance)
    return is_same and note in (None, known.note)


def _relinked(text: str, steps: Steps, goes: Ref, stays: Ref, links: Links) -> str:
    """Return a text of the entry that goes, with its links to itself leading to the other."""
    return renamed(text, str(goes), str(stays), links.get(steps, ()))
