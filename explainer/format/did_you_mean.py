"""Suggestions for a wrong word, path or id: the known one that was probably meant."""

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import lru_cache
from mimetypes import guess_type
from pathlib import PurePosixPath

from rapidfuzz import process
from rapidfuzz.distance import Indel

from explainer.format.former import owner
from explainer.format.ids import NamedIds, id_named, ids_by_name
from explainer.format.restating import originals
from explainer.model import Loaded, Place, Problem, Ref
from explainer.text.typed import in_backticks

_MOST_KNOWN = 5_000  # known words that are compared with a wrong one
_MOST_ALIKE = 10  # of those, compared by difflib
_ROUNDING = 0.001  # by which two ways of working out a similarity may differ at most
_MOST_HELPED = 1_000  # wrong words of a stage for which the known one is looked for


def did_you_mean(word: str, known: Iterable[str], cutoff: float = 0.6, form: str = "{}") -> str:
    """Return "; did you mean `x`?" for the closest known word, or "" if none is close.

    Case does not count. `cutoff` is the least similarity, from 0 to 1; `form` is how an editor
    writes the word.
    """
    by_folded = _by_folded(tuple(known))
    close = _closest(word.casefold(), by_folded, cutoff, _MOST_ALIKE)
    return f"; did you mean `{form.format(by_folded[close])}`?" if close is not None else ""


def _closest(word: str, known: Iterable[str], cutoff: float, most: int | None = None) -> str | None:
    """Return the known word that `get_close_matches` would choose; None if none is close.

    Only those that may be are compared by it, `most` of them at most: that is a hundred times as
    fast as to compare all.
    """
    alike = process.extract(
        word,
        list(known),
        scorer=Indel.normalized_similarity,
        score_cutoff=cutoff - _ROUNDING,
        limit=most,
    )
    close = get_close_matches(word, [name for name, _, _ in alike], n=1, cutoff=cutoff)
    return close[0] if close else None


class Proposals:
    """Proposals for the wrong words that one stage reports: for the first of them only.

    Each is compared with all known words, which takes minutes if a file has 100,000 wrong ones.
    """

    def __init__(self, most: int = _MOST_HELPED) -> None:
        self._left = iter(range(most))

    def did_you_mean(self, word: str, known: Iterable[str], cutoff: float = 0.6) -> str:
        """Return what the function of this name does; "" for all words after the first ones."""
        is_left = next(self._left, None) is not None
        return did_you_mean(word, known, cutoff) if is_left else ""


NO_PROPOSALS = Proposals(0)


@lru_cache(maxsize=16)  # needed for each wrong name of a site
def _by_folded(known: tuple[str, ...]) -> dict[str, str]:
    return {name.casefold(): name for name in known[:_MOST_KNOWN]}


def nearest_path(path: str, known: Iterable[str], cutoff: float = 0.7) -> str | None:
    """Return the known path with the same file name, or with the most similar one; None if none is.

    Only a file of the same kind is proposed: a page for a page, a picture for a picture.
    """
    wanted = PurePosixPath(path)
    by_name, by_stem = _paths_of_kind(_file_kind(path), frozenset(known))
    same_name = by_name.get(wanted.name, ())
    if len(same_name) == 1:
        return same_name[0]
    close = _closest(wanted.stem.casefold(), by_stem, cutoff)
    return by_stem[close] if close is not None else None


@lru_cache(maxsize=8)  # needed for each wrong path of a site
def _paths_of_kind(
    kind: str, known: frozenset[str]
) -> tuple[Mapping[str, list[str]], Mapping[str, str]]:
    """Return the paths to files of a kind by their names, and the first of each stem by that."""
    by_name: dict[str, list[str]] = {}
    by_stem: dict[str, str] = {}
    for each in sorted(known):
        if _file_kind(each) == kind:
            by_name.setdefault(PurePosixPath(each).name, []).append(each)
            by_stem.setdefault(PurePosixPath(each).stem.casefold(), each)
    return by_name, by_stem


def _file_kind(path: str) -> str:
    kind = guess_type(path)[0] or PurePosixPath(path).suffix
    return "picture" if kind.startswith("image/") else kind


def unknown_entry_problems(
    loaded: Loaded, target: Ref, place: Place, proposals: Proposals
) -> Iterator[Problem]:
    """Report if `target`, named at `place`, does not exist, with the entry that was probably meant.

    While files cannot be read, their entries are unknown: then a target is reported only if some
    entry was probably meant. A claim that only restates another is to be replaced by that one.
    """
    if target in loaded.targets:
        return
    if target in loaded.declared:
        yield from _restatement_problems(loaded, target, place)
        return
    hint = _entry_meant(loaded, target, proposals)
    if hint or not loaded.unread:
        advice = hint or f"; add it under `{target.kind}s:` or remove this"
        message = f"there is no {target.kind} {in_backticks(target.id)}{advice}"
        yield Problem(place, "error", message, "unknown-id")


def _restatement_problems(loaded: Loaded, target: Ref, place: Place) -> Iterator[Problem]:
    original = originals(loaded).get(target)
    if original:
        message = f"{target} only restates {original}; name `{original.id}` here"
        yield Problem(place, "error", message, "restated-claim")


def _entry_meant(loaded: Loaded, target: Ref, proposals: Proposals) -> str:
    present = owner(loaded, target)
    if present:
        return f"; it is called `{present.id}` now"
    id_of_name = id_named(_ids_by_name(loaded), target.kind, target.id)
    if id_of_name:
        return f"; did you mean `{id_of_name}`?"
    of_other_kinds = loaded.kinds.get(target.id, ())
    if of_other_kinds:
        return f"; did you mean `{of_other_kinds[0]}`?"
    cutoff = 0.7 if loaded.unread else 0.6
    return proposals.did_you_mean(target.id, loaded.ids.get(target.kind, ()), cutoff)


@lru_cache(maxsize=1)
def _ids_by_name(loaded: Loaded) -> NamedIds:
    return ids_by_name(loaded.entries.values())
