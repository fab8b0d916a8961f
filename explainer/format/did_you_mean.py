"""What may have been meant by a wrong word, path or id: the closest one that is known."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import lru_cache
from mimetypes import guess_type
from pathlib import PurePosixPath

from rapidfuzz import process
from rapidfuzz.distance import Indel

from explainer.format.fields import entries
from explainer.format.former import owner
from explainer.format.ids import NamedIds, id_named, ids_by_name
from explainer.model import Loaded, Place, Problem, Ref

# So many known words are compared with a wrong one, and so many of them by difflib.
_MOST_KNOWN = 5_000
_MOST_ALIKE = 10


def did_you_mean(word: str, known: Iterable[str], cutoff: float = 0.6, form: str = "{}") -> str:
    """Give "; did you mean `x`?" for the closest known word whatever its case, or "" when none is close.

    `cutoff` is how like it must be, from 0 to 1 (1 is equal); `form` says how an editor writes it.
    """
    by_folded = _by_folded(tuple(known))
    folded = word.casefold()
    # never less than what `get_close_matches` finds, and a hundred times as fast
    alike = process.extract(
        folded,
        list(by_folded),
        scorer=Indel.normalized_similarity,
        score_cutoff=cutoff,
        limit=_MOST_ALIKE,
    )
    close = get_close_matches(folded, [name for name, _, _ in alike], n=1, cutoff=cutoff)
    return f"; did you mean `{form.format(by_folded[close[0]])}`?" if close else ""


@lru_cache(maxsize=16)  # asked for each wrong name of a site
def _by_folded(known: tuple[str, ...]) -> dict[str, str]:
    return {name.casefold(): name for name in known[:_MOST_KNOWN]}


def nearest_path(path: str, known: Iterable[str], cutoff: float = 0.7) -> str | None:
    """Return the known path whose file has the same name, or the one most like it; None where none is close.

    Only a file of the same kind is proposed: a page for a page, a picture for a picture.
    """
    wanted = PurePosixPath(path)
    of_kind = sorted(each for each in known if _file_kind(each) == _file_kind(path))
    same_name = [each for each in of_kind if PurePosixPath(each).name == wanted.name]
    by_stem = {PurePosixPath(each).stem.casefold(): each for each in reversed(of_kind)}
    close = get_close_matches(wanted.stem.casefold(), list(by_stem), n=1, cutoff=cutoff)
    return same_name[0] if len(same_name) == 1 else by_stem[close[0]] if close else None


def _file_kind(path: str) -> str:
    kind = guess_type(path)[0] or PurePosixPath(path).suffix
    return "picture" if kind.startswith("image/") else kind


def unknown(loaded: Loaded, target: Ref, place: Place) -> Iterator[Problem]:
    """Tell if `target`, named at `place`, is no entry, and which may have been meant.

    While a file cannot be read, nobody knows what is in it: only what is very like a known id is reported.
    """
    if target in loaded.declared:
        return
    known = loaded.ids.get(target.kind, ())
    others = loaded.kinds.get(target.id, ())
    hint = (
        f"; did you mean `{others[0]}`?"
        if others
        else did_you_mean(target.id, known, 0.7 if loaded.unread else 0.6)
    )
    now, named_so = owner(loaded, target), id_named(_all_named(loaded), target.kind, target.id)
    if named_so:
        hint = f"; did you mean `{named_so}`?"
    if now:
        hint = f"; it is called `{now.id}` now"
    way = f"; add it under `{target.kind}s:` or remove this"
    if hint or not loaded.unread:
        yield Problem(
            place, "error", f"there is no {target.kind} `{target.id}`{hint or way}", "unknown-id"
        )


@lru_cache(maxsize=1)
def _all_named(loaded: Loaded) -> NamedIds:
    return ids_by_name(entries(loaded))
