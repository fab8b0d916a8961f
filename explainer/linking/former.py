"""The ids that entries had before, as they say under `formerly`: addresses made of them lead to the entries."""

from collections.abc import Iterator, Mapping, Sequence

from explainer.checking.fields import entries
from explainer.model import Loaded, Place, Problem, Ref


def former_ids(loaded: Loaded) -> Mapping[Ref, tuple[str, ...]]:
    """The former ids of each entry that has any, without those that `former_id` reports."""
    wrong = {(ref, name) for ref, name, _, _ in _conflicts(loaded)}
    had = {entry.ref: tuple(dict.fromkeys(entry.body.formerly)) for entry in entries(loaded)}
    kept = {ref: tuple(name for name in names if (ref, name) not in wrong) for ref, names in had.items()}
    return {ref: names for ref, names in kept.items() if names}


def owner(loaded: Loaded, name: Ref) -> Ref | None:
    """The entry that had this name before, or None."""
    return next((ref for ref, ids in former_ids(loaded).items() if ref.kind == name.kind and name.id in ids), None)


def former_fragments(fragment: str, ref: Ref, ids: Sequence[str]) -> tuple[str, ...]:
    """What the fragment of a highlight, such as `claim-lit--2`, was with the former ids of its entry."""
    return tuple(f"{ref.kind}-{name}{fragment.removeprefix(f'{ref.kind}-{ref.id}')}" for name in ids)


def former_id(loaded: Loaded) -> Iterator[Problem]:
    """Report a former id that is an id, or that two entries had: an old address can lead to one place only.

    Bad: `formerly: [lund]` beside the actor `lund`, or in two actors. Good: an id that no other has or had.
    """
    for ref, name, place, other in _conflicts(loaded):
        path, line, _ = other
        if place.path == path and ref.id == name:
            message = f"`{name}` is the id of {ref} itself; remove it from `formerly`"
        else:
            message = f"{ref.kind} `{name}` is there already, at {path}:{line}; remove it in one of the two places"
        yield Problem(place, "error", message, "former-id")


def _conflicts(loaded: Loaded) -> Iterator[tuple[Ref, str, Place, Place]]:
    """The entry, the former id, where it stands, and what has or had it first."""
    taken = {entry.ref: entry.at() for entry in entries(loaded)}
    for entry in entries(loaded):
        for index, name in enumerate(entry.body.formerly):
            place, had = entry.at("formerly", index), Ref(entry.ref.kind, name)
            if had in taken:
                yield entry.ref, name, place, taken[had]
            taken.setdefault(had, place)
