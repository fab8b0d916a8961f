"""Give an entry another id: which files to change, and how, so that all references still work.

Files that only refer to the entry come first, and its own comes last: so the same command, run
again after an interruption at any moment, finds what is left to do.
"""

from collections import defaultdict
from functools import partial

from explainer.editing.rewriting import Rewriting, home, in_docs, uses
from explainer.loading.load import LOCK_FILE
from explainer.loading.lockfile import Accepted, lock_text
from explainer.model import AnyEntry, Loaded, Place, Ref, Settings
from explainer.yamlfiles.changes import Add, Change, Extend, Rename, Set
from explainer.yamlfiles.edit import change


def rename(loaded: Loaded, settings: Settings, old: Ref, new: Ref) -> tuple[Rewriting, ...]:
    """Return the files to change, in order.

    The entry has its old id, or its new one already: then only references to the old id are
    changed. No other entry may have or have had the new id.
    """
    changes: defaultdict[str, list[Change]] = defaultdict(list)
    places: dict[str, Place] = {}
    for use in uses(loaded, settings, old):
        changes[use.place.path].append(use.renamed(old, new))
        places.setdefault(use.place.path, use.place)
    entry = loaded.entries.get(old)
    own = ""
    if entry:
        own = entry.at().path
        changes[own] += [Rename(home(old), new.id), _keep_former_id(entry, new)]
        places[own] = entry.at()
    in_yaml = []
    for path in sorted(changes, key=lambda path: (path == own, path)):
        in_yaml.append(Rewriting(places[path], partial(change, changes=changes[path])))
    return (
        *_lock(loaded.accepted, old, new),
        *in_docs(loaded, settings, old, new),
        *in_yaml,
    )


def _keep_former_id(entry: AnyEntry, new: Ref) -> Change:
    """Return the change that lists the old id as a former one, and no longer the new id."""
    steps, former = (*home(entry.ref), "formerly"), entry.body.formerly
    if new.id in former:
        is_list = ("formerly", 0) in entry.places
        item_steps = (*steps, former.index(new.id)) if is_list else steps
        return Set(item_steps, entry.ref.id)
    if former or ("formerly",) in entry.places:
        return Extend(steps, [entry.ref.id])
    return Add(home(entry.ref), "formerly", [entry.ref.id])


def _lock(accepted: Accepted, old: Ref, new: Ref) -> list[Rewriting]:
    """Keep the record under both names; the next build drops the one without an entry."""
    records = accepted.get(str(old), ())
    if not records or accepted.get(str(new)) == records:
        return []
    both = lock_text({**accepted, str(new): records})
    return [Rewriting(Place(LOCK_FILE), lambda _: both)]
