"""What an entry takes over from another that is to be one with it: lists are united, and what only one says is kept."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from explainer.editing.rewriting import Steps, home
from explainer.entries import Evidence
from explainer.format.fields import REFERENCES
from explainer.model import Entry, Ref
from explainer.yamlfiles.changes import Add, Change, Extend, Remove
from explainer.yamlfiles.writing import Value
from explainer.yamlfiles.written_names import renamed

_FIRST = ("name", "aliases", "formerly")  # of an entry's keys; the others follow as in `entries.py`
_OWN = (
    "name",
    "type",
    "definition",
    "mentions",
    "case_sensitive",
    "allow",
)  # each has its own, or says how it is read
_Items = tuple[Value, ...]
Links = Mapping[
    Steps, Sequence[int]
]  # which places of its name in the texts of an entry are links to itself


class Union(NamedTuple):
    """The changes of the entry that stays, the keys that it takes over from the other, and those that it does not."""

    changes: tuple[Change, ...]
    taken: tuple[str, ...]
    left: tuple[str, ...]


def united(one: Ref, goes: Entry[Any] | None, stays: Entry[Any], links: Links) -> Union:
    """Make `goes` (None where it went already), called `one`, a part of the entry that stays.

    Lists are put together, without doubles and without the names of the two: first what the one that stays has. Of
    single values it takes over what it lacks.
    """
    if goes is None:
        return Union(tuple(_changes(one, stays, {}, {})), (), ())
    items = {
        key: more
        for key in _keys(stays)
        if _is_list(goes, key) and (more := _more(goes, stays, key, links))
    }
    texts = {
        key: _text(goes, (key,), stays.ref, links)
        for key in _keys(stays)
        if _is_lacking(goes, stays, key)
    }
    taken = tuple(key for key in _keys(stays) if key in items or key in texts)
    left = tuple(key for key in _keys(stays) if key not in taken and _is_left(goes, stays, key))
    return Union(tuple(_changes(one, stays, items, texts)), taken, left)


def _changes(
    one: Ref, stays: Entry[Any], items: Mapping[str, _Items], texts: Mapping[str, str]
) -> Iterator[Change]:
    behind = ""  # the key after which the next one belongs
    for key in _keys(stays):
        steps, without, more = (*home(stays.ref), key), _naming(one, stays, key), items.get(key, ())
        is_there = (key,) in stays.places
        if without and not more and len(without) == len(getattr(stays.body, key)):
            yield Remove(steps)
            continue
        if without or (more and is_there):
            yield Extend(steps, more, without)
        elif more or key in texts:
            yield Add(home(stays.ref), key, more or texts[key], behind)
        behind = key if is_there else behind


def _keys(entry: Entry[Any]) -> tuple[str, ...]:
    return (*_FIRST, *(key for key in type(entry.body).model_fields if key not in _FIRST))


def _is_list(entry: Entry[Any], key: str) -> bool:
    return isinstance(getattr(entry.body, key), tuple)


def _is_lacking(goes: Entry[Any], stays: Entry[Any], key: str) -> bool:
    is_own = key in _OWN or _is_list(goes, key)
    return not is_own and (key,) in goes.places and (key,) not in stays.places


def _is_left(goes: Entry[Any], stays: Entry[Any], key: str) -> bool:
    """Whether a value stands only with the one that goes: a single one of which the other has its own."""
    is_there = (
        key == "name" or _is_list(goes, key) or getattr(goes.body, key) == getattr(stays.body, key)
    )
    return not is_there and (key,) in goes.places


def _naming(one: Ref, stays: Entry[Any], key: str) -> tuple[int, ...]:
    """Where a list of the entry that stays names the other."""
    if key not in REFERENCES[type(stays.body)]:
        return ()
    return tuple(index for index, target in enumerate(getattr(stays.body, key)) if target == one.id)


def _more(goes: Entry[Any], stays: Entry[Any], key: str, links: Links) -> _Items:
    """The items of a list that the one that stays takes over."""
    if key == "evidence":
        return tuple(_more_evidence(goes, stays, links))
    own = {goes.ref.id, stays.ref.id} if key in REFERENCES[type(stays.body)] else set()
    sign = str.casefold if key == "aliases" and stays.body.case_sensitive == "false" else str
    found = {sign(item): "" for item in (*own, *_items(stays, key))}
    for item in _items(goes, key):
        found.setdefault(sign(item), item)
    return tuple(filter(None, found.values()))


def _items(entry: Entry[Any], key: str) -> tuple[str, ...]:
    """The items of a list; a name belongs to the aliases of the other, and an id to those that it had."""
    first = {"aliases": entry.body.name, "formerly": entry.ref.id}.get(key)
    return (*((first,) if first else ()), *getattr(entry.body, key))


def _more_evidence(goes: Entry[Any], stays: Entry[Any], links: Links) -> Iterator[Value]:
    there: list[Evidence] = [*stays.body.evidence]
    for index, item in enumerate(goes.body.evidence):
        note = _text(goes, ("evidence", index, "note"), stays.ref, links) if item.note else None
        same = (each for each in there if (each.source, each.stance) == (item.source, item.stance))
        if not any(note in (None, each.note) for each in same):
            there.append(item.model_copy(update={"note": note}))
            yield there[-1].model_dump(exclude_unset=True, exclude_none=True)


def _text(goes: Entry[Any], steps: Steps, other: Ref, links: Links) -> str:
    """A text of the one that goes, its links to itself leading to the other."""
    key, *rest = steps
    text = goes.body.evidence[rest[0]].note if rest else getattr(goes.body, str(key))
    return renamed(text, str(goes.ref), str(other), links.get(steps, ()))
