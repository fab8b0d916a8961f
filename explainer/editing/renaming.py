"""Another id for an entry: what is to be changed in which files, so that everything that named it still does.

The files that only refer come first and the entry's own comes last, so that the same command, given again after an
interruption at any moment, finds what is left to do.
"""

from collections import defaultdict
from collections.abc import Mapping
from functools import partial
from typing import Any

from explainer.editing.rewriting import Rewriting, home, in_docs, uses
from explainer.format.fields import entries
from explainer.loading.load import LOCK_FILE
from explainer.loading.lockfile import Accepted, lock_text
from explainer.model import Entry, Loaded, Place, Ref, Settings
from explainer.yamlfiles.changes import Add, Change, Extend, Rename, Set
from explainer.yamlfiles.edit import change


def by_ref(loaded: Loaded) -> Mapping[Ref, Entry[Any]]:
    """All entries by their names."""
    return {entry.ref: entry for entry in entries(loaded)}


def rename(loaded: Loaded, settings: Settings, old: Ref, new: Ref) -> tuple[Rewriting, ...]:
    """The files to change, in this order. Where the entry has its new id already, only what still names the old one.

    `old` or `new` must be an entry; if it is `old`, `new` is neither the id of another nor one that another had.
    """
    changes: defaultdict[str, list[Change]] = defaultdict(list)
    places: dict[str, Place] = {}
    for use in uses(loaded, old):
        changes[use.place.path].append(use.renamed(old, new))
        places.setdefault(use.place.path, use.place)
    entry = by_ref(loaded).get(old)
    own = entry.at().path if entry else ""
    if entry:
        changes[own] += [Rename(home(old), new.id), *_kept_id(entry, new)]
        places[own] = entry.at()
    in_yaml = {
        path: Rewriting(places[path], partial(change, changes=changes[path]))
        for path in sorted(changes)
    }
    last = [in_yaml.pop(own)] if entry else []
    return (
        *_lock(loaded.accepted, old, new),
        *in_docs(loaded, settings, old, new),
        *in_yaml.values(),
        *last,
    )


def _kept_id(entry: Entry[Any], new: Ref) -> list[Change]:
    """The old id goes among those that the entry had; an id that it gets back goes out of them."""
    steps, had = (*home(entry.ref), "formerly"), entry.body.formerly
    if new.id in had:
        return [
            Set(
                (*steps, had.index(new.id)) if ("formerly", 0) in entry.places else steps,
                entry.ref.id,
            )
        ]
    if had or ("formerly",) in entry.places:
        return [Extend(steps, [entry.ref.id])]
    return [Add(home(entry.ref), "formerly", [entry.ref.id])]


def _lock(accepted: Accepted, old: Ref, new: Ref) -> list[Rewriting]:
    """The record under both names; the next build drops the one that is no entry."""
    records = accepted.get(str(old), ())
    if not records or accepted.get(str(new)) == records:
        return []
    both = lock_text({**accepted, str(new): records})
    return [Rewriting(Place(LOCK_FILE), lambda _: both)]
