"""The former names of entries and articles, listed under `formerly`: old addresses lead to them."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import PurePosixPath
from typing import NamedTuple

from explainer.addresses import slug_of
from explainer.files.textfiles import ON_WINDOWS_AND_MACOS, caseless
from explainer.model import Loaded, Place, Problem, Ref
from explainer.text.typed import in_backticks

_LONGEST_NAME = 200  # bytes; most systems allow 255, including the ending
_INDEXES = ("index", "README")  # the page of a folder, which is never an article


class _Former(NamedTuple):
    """A former name of an entry or article, and the place that lists it."""

    ref: Ref
    name: str
    place: Place


def former_ids(loaded: Loaded) -> Mapping[Ref, tuple[str, ...]]:
    """Return the former ids of entries and slugs of articles, without those that cannot be used.

    The rule `former_id` reports those.
    """
    wrong = {(each.ref, each.name) for each, _ in _conflicts(loaded)}
    found: dict[Ref, dict[str, None]] = {}
    for each in _all(loaded):
        if (each.ref, each.name) not in wrong and not _is_no_file(each):
            found.setdefault(each.ref, {})[each.name] = None
    return {ref: tuple(names) for ref, names in found.items()}


def owner(loaded: Loaded, name: Ref) -> Ref | None:
    """Return the entry or article that had this name before, or None."""
    return _owners(loaded).get(name)


@lru_cache(maxsize=1)
def _owners(loaded: Loaded) -> Mapping[Ref, Ref]:
    owners: dict[Ref, Ref] = {}
    for ref, names in former_ids(loaded).items():
        owners.update((ref._replace(id=name), ref) for name in names)
    return owners


def former_fragments(fragment: str, ref: Ref, ids: Sequence[str]) -> tuple[str, ...]:
    """Return the fragments that a highlight's, such as `claim-lit-2`, was with the former ids."""
    ending = fragment.removeprefix(f"{ref.kind}-{ref.id}")
    return tuple(f"{ref.kind}-{former}{ending}" for former in ids)


def former_id(loaded: Loaded) -> Iterator[Problem]:
    """Report a former id that is also an id, or a former id of two entries.

    An old address can lead to one place only. The same applies to the names of articles' files in
    their front matter. There, a name that differs from another only in case, or in how its accents
    are encoded, is a warning.

    Bad: `formerly: [lund]` beside the actor `lund`, or in two actors.
    Good: an id that no other entry has or had.
    """
    for each, taken in _conflicts(loaded):
        path, line, _ = taken
        if each.place.path == path and each.ref.id == each.name:
            name = in_backticks(each.name)
            message = f"{name} is the id of {each.ref} itself; remove it from `formerly`"
        else:
            taker = f"{each.ref.kind} `{each.name}`"
            message = (
                f"{taker} already exists, at {path}:{line}; remove it from one of the two places"
            )
        yield Problem(each.place, "error", message, "former-id")
    for each, other in _alike_elsewhere(loaded):
        path, line, _ = other.place
        same = f"`{other.name}`, at {path}:{line}"
        message = (
            f"`{each.name}` and {same}, are the same name {ON_WINDOWS_AND_MACOS}; "
            "remove it from `formerly` if the site is built there"
        )
        yield Problem(each.place, "warning", message, "former-id")
    for each in _all(loaded):
        if _is_no_file(each):
            message = (
                f"{in_backticks(each.name)} is not the name of a file in docs/articles/;"
                " write a name like old-name"
            )
            yield Problem(each.place, "error", message, "former-id")


def _all(loaded: Loaded) -> Iterator[_Former]:
    for ref, entry in loaded.entries.items():
        for index, name in enumerate(entry.body.formerly):
            yield _Former(ref, name, entry.at("formerly", index))
    for article in loaded.articles:
        for name, place in article.former:
            yield _Former(article.ref, name, place)


def _is_no_file(each: _Former) -> bool:
    """Return whether it is a former slug that no article could have on every system."""
    return each.ref.kind == "article" and not is_article_name(each.name)


def is_article_name(slug: str) -> bool:
    """Return whether a file in docs/articles/ can have this name, on every system."""
    return not any(map(_is_no_part, slug.split("/")))


def is_too_long(name: str) -> bool:
    """Return whether a part of an article's slug is too long for some systems."""
    return any(len(part.encode()) > _LONGEST_NAME for part in name.split("/"))


def _is_no_part(name: str) -> bool:
    return is_too_long(name) or name in ("", ".", "..", *_INDEXES) or ":" in name or "\\" in name


def _conflicts(loaded: Loaded) -> Iterator[tuple[_Former, Place]]:
    """Yield each former name that is taken, with the place of what has it, or had it first."""
    taken = {ref: entry.at() for ref, entry in loaded.entries.items()}
    taken |= {Ref("article", slug): place for slug, place in _pages_among_articles(loaded)}
    taken |= {article.ref: Place(article.path) for article in loaded.articles}
    for each in _all(loaded):
        ref = Ref(each.ref.kind, each.name)
        if ref in taken:
            yield each, taken[ref]
        taken.setdefault(ref, each.place)


def _alike_elsewhere(loaded: Loaded) -> Iterator[tuple[_Former, _Former]]:
    """Yield each former slug that some systems confuse with another name, and that name."""
    first: dict[str, _Former] = {}
    for article in loaded.articles:
        present = _Former(article.ref, article.slug, Place(article.path))
        first[caseless(article.slug)] = present
    for each in _all(loaded):
        if each.ref.kind == "article":
            other = first.setdefault(caseless(each.name), each)
            if other.name != each.name:
                yield each, other


def _pages_among_articles(loaded: Loaded) -> Iterator[tuple[str, Place]]:
    """Yield each hand-written page at the address of an article, by the slug of that article."""
    for page in loaded.pages:
        path = PurePosixPath(page.path)
        if path.parts[0] == "articles" and path.stem in _INDEXES:
            yield slug_of(path.parent.as_posix()), Place(page.file)
