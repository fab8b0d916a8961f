"""The names that entries and articles had, as they say under `formerly`: old addresses lead to them."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import PurePosixPath
from typing import NamedTuple

from explainer.addresses import slug_of
from explainer.files.textfiles import caseless
from explainer.format.fields import entries
from explainer.model import Loaded, Place, Problem, Ref

_LONGEST_NAME = 200  # bytes; most systems allow 255, with the ending
_INDEXES = ("index", "README")  # the page of a folder, which no article is


class _Former(NamedTuple):
    """Something with a name that it had, and where it says so."""

    ref: Ref
    name: str
    place: Place


def former_ids(loaded: Loaded) -> Mapping[Ref, tuple[str, ...]]:
    """Return the former ids of entries and slugs of articles, without those that `former_id` reports."""
    wrong = {(each.ref, each.name) for each, _ in _conflicts(loaded)}
    wrong |= {(each.ref, each.name) for each in _all(loaded) if _is_no_file(each)}
    found: dict[Ref, dict[str, None]] = {}
    for each in _all(loaded):
        if (each.ref, each.name) not in wrong:
            found.setdefault(each.ref, {})[each.name] = None
    return {ref: tuple(names) for ref, names in found.items()}


def owner(loaded: Loaded, name: Ref) -> Ref | None:
    """Return the entry or article that had this name before, or None."""
    return _owners(loaded).get(name)


@lru_cache(maxsize=1)
def _owners(loaded: Loaded) -> Mapping[Ref, Ref]:
    """Return whose each former name is."""
    owners: dict[Ref, Ref] = {}
    for ref, names in former_ids(loaded).items():
        owners.update((ref._replace(id=name), ref) for name in names)
    return owners


def former_fragments(fragment: str, ref: Ref, ids: Sequence[str]) -> tuple[str, ...]:
    """What the fragment of a highlight, such as `claim-lit--2`, was with the former ids of its entry."""
    return tuple(
        f"{ref.kind}-{name}{fragment.removeprefix(f'{ref.kind}-{ref.id}')}" for name in ids
    )


def former_id(loaded: Loaded) -> Iterator[Problem]:
    """Report a former id that is an id, or that two entries had: an old address can lead to one place only.

    The same goes for the names of articles' files, in their front matter. There, a name that differs
    from another only in case or in how accents are encoded is a warning.

    Bad: `formerly: [lund]` beside the actor `lund`, or in two actors. Good: an id that no other has or had.
    """
    for each, taken in _conflicts(loaded):
        path, line, _ = taken
        if each.place.path == path and each.ref.id == each.name:
            message = f"`{each.name}` is the id of {each.ref} itself; remove it from `formerly`"
        else:
            kind, name = each.ref.kind, each.name
            there = f"{path}:{line}"
            message = (
                f"{kind} `{name}` already exists, at {there}; remove it from one of the two places"
            )
        yield Problem(each.place, "error", message, "former-id")
    for each, other in _alike_elsewhere(loaded):
        path, line, _ = other.place
        there = f"`{other.name}`, at {path}:{line}"
        message = (
            f"`{each.name}` and {there}, are the same name on Windows and macOS, where one page would"
            " replace the other; remove it from `formerly` if the site is built there"
        )
        yield Problem(each.place, "warning", message, "former-id")
    for each in _all(loaded):
        if _is_no_file(each):
            name = each.name
            message = (
                f"`{name}` is not the name of a file in docs/articles/; write a name like old-name"
            )
            yield Problem(each.place, "error", message, "former-id")


def _all(loaded: Loaded) -> Iterator[_Former]:
    for entry in entries(loaded):
        for index, name in enumerate(entry.body.formerly):
            yield _Former(entry.ref, name, entry.at("formerly", index))
    for article in loaded.articles:
        for name, place in article.former:
            yield _Former(article.ref, name, place)


def _is_no_file(each: _Former) -> bool:
    if each.ref.kind != "article":
        return False
    return any(map(_is_no_part, each.name.split("/")))


def is_too_long(name: str) -> bool:
    """Tell whether a part of an article's name is longer than those that every system takes."""
    return any(len(part.encode()) > _LONGEST_NAME for part in name.split("/"))


def _is_no_part(name: str) -> bool:
    """Tell whether no article's file, or folder, could be called so on every system."""
    return is_too_long(name) or name in ("", ".", "..", *_INDEXES) or ":" in name or "\\" in name


def _conflicts(loaded: Loaded) -> Iterator[tuple[_Former, Place]]:
    """Yield each former name that is taken, with the place of what has it, or had it first."""
    taken = {entry.ref: entry.at() for entry in entries(loaded)}
    taken |= {Ref("article", slug): place for slug, place in _pages_among_articles(loaded)}
    taken |= {article.ref: Place(article.path) for article in loaded.articles}
    for each in _all(loaded):
        had = Ref(each.ref.kind, each.name)
        if had in taken:
            yield each, taken[had]
        taken.setdefault(had, each.place)


def _alike_elsewhere(loaded: Loaded) -> Iterator[tuple[_Former, _Former]]:
    """Yield former names of articles that some systems take for another, and what has that."""
    first = {
        caseless(article.slug): _Former(article.ref, article.slug, Place(article.path))
        for article in loaded.articles
    }
    for each in _all(loaded):
        if each.ref.kind == "article":
            other = first.setdefault(caseless(each.name), each)
            if other.name != each.name:
                yield each, other


def _pages_among_articles(loaded: Loaded) -> Iterator[tuple[str, Place]]:
    """Hand-written pages at the address that an article would have, by the slug of that."""
    for page in loaded.pages:
        path = PurePosixPath(page.path)
        if path.parts[0] == "articles" and path.stem in _INDEXES:
            yield slug_of(path.parent.as_posix()), Place(page.file)
