"""Read the folders docs/ and annotations/ into one `Loaded`."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from explainer.addresses import slug_of
from explainer.entries import Restatement
from explainer.files.folders import Bounds, Listing, is_not_hidden, listing
from explainer.files.textfiles import (
    ReadText,
    alike,
    is_file,
    is_folder,
    is_taken,
    read_text,
    same_name,
)
from explainer.format.ids import ids_by_name
from explainer.format.keys import KEY_OF
from explainer.loading.annotation_files import Annotations, read_annotations
from explainer.loading.device_names import device_names
from explainer.loading.docs import read_docs
from explainer.loading.excess import without_excess
from explainer.loading.lockfile import Accepted, read_lock
from explainer.loading.lost_articles import lost_article
from explainer.loading.schema_lines import foreign_schemas
from explainer.model import NO_CACHE, AnyEntry, Article, Brief, Cache, Loaded, Place, Problem, Ref

MOST_OF_LOCK = 500_000_000  # bytes: it holds the texts of all articles
LOCK_FILE = "annotations/anchors.lock.json"
SCHEMA_FILE = "annotations/schema.json"
YAML_ENDINGS = (".yml", ".yaml")
GIT_FILES = (".gitattributes", ".gitignore")  # by which Git treats what is beside them otherwise
# The rules that report a file of which nothing could be read.
UNREADABLE = ("yaml", "encoding", "unreadable", "outside-link", "file-name")
Read = tuple[Annotations, tuple[Problem, ...]]


def load(
    root: Path,
    missing: Sequence[str] = (),
    bounds: Bounds | None = None,
    cache: Cache = NO_CACHE,
    text_of: ReadText = read_text,
) -> tuple[Loaded, tuple[Problem, ...]]:
    """Read all of a root's docs/ and annotations/. What cannot be read is left out and reported.

    Annotation files may also name `missing` articles, slugs without a file. Symbolic links are
    followed as far as the `bounds` allow; by default, within the root. The `cache` is one for the
    root's settings. `text_of` reads each file of Markdown or annotations.
    """
    bounds = bounds or Bounds(root)
    docs, doc_problems = read_docs(bounds, text_of)
    texts, text_problems = _annotation_texts(bounds, text_of)
    unread_docs = [problem.place.path for problem in doc_problems if problem.rule in UNREADABLE]
    slugs = _slugs(docs.articles, unread_docs)
    read = _read_all(texts, tuple(slugs), tuple(missing), cache)
    found: list[Annotations] = []
    bound: dict[str, str] = {}
    problems = [*doc_problems, *text_problems]
    for path, (annotations, more) in read.items():
        found.append(annotations)
        problems += more
        if annotations.article is not None:
            bound[path] = annotations.article
    entries, doubled = _merged(found)
    accepted, lock_problems = _accepted_anchors(root, text_problems)
    loaded = Loaded(
        articles=docs.articles,
        pages=docs.pages,
        assets=docs.assets,
        briefs=_briefs(found),
        questions=tuple(asked for each in found for asked in each.questions),
        declared=frozenset(_declared(found)),
        bound=bound,
        files=texts,
        unread=_unread(problems),
        accepted=accepted,
        **entries,
    )
    loaded, excess = without_excess(loaded)
    lost = (lost_article(each, docs.articles, slugs, unread_docs) for each in found)
    reported = (*problems, *filter(None, lost), *doubled, *excess, *lock_problems)
    return loaded, (*reported, *device_names(loaded))


def _slugs(articles: Iterable[Article], unread: Iterable[str]) -> list[str]:
    """Return the slugs of the articles, and of the paths `unread` among them."""
    slugs = [article.slug for article in articles]
    for path in unread:
        if path.startswith("docs/articles/") and slug_of(path) not in slugs:
            slugs.append(slug_of(path))
    return slugs


def _annotation_texts(bounds: Bounds, text_of: ReadText) -> tuple[Mapping[str, str], list[Problem]]:
    """Return the texts of the annotation files by path."""
    folder = bounds.root / "annotations"
    if is_taken(folder) and not is_folder(folder):
        message = (
            "this is not a folder, or it is a link that leads nowhere;"
            " put the annotations into a folder of this name"
        )
        return {}, [Problem(Place("annotations"), "error", message, "missing-folder")]
    if not is_folder(folder):
        message = (
            "there is no annotations/ folder here;"
            " create it to annotate the articles (nothing is annotated yet)"
        )
        return {}, [Problem(Place("annotations"), "warning", message, "missing-folder")]
    listed = listing(folder, bounds, _may_matter)
    texts: dict[str, str] = {}
    problems = list(listed.problems)
    for file in listed.files:
        if file.suffix in YAML_ENDINGS:
            path = file.relative_to(bounds.root).as_posix()
            text, more = text_of(file, path)
            problems += more
            if text is not None:
                texts[path] = text
                problems += foreign_schemas(text, path)
    for path, other in alike(texts):
        problems.append(Problem(Place(path), "warning", same_name(other), "stage"))
    return texts, [*problems, *_unread_files(bounds.root, listed)]


def _may_matter(name: str) -> bool:
    return is_not_hidden(name) or name in GIT_FILES


def _read_all(
    texts: Mapping[str, str], slugs: tuple[str, ...], missing: tuple[str, ...], cache: Cache
) -> dict[str, Read]:
    """Read the annotation files, by path.

    One with a name where an id belongs is read again, with the names of all entries.
    """
    read = {path: _read(text, path, slugs, missing, cache) for path, text in texts.items()}
    with_bad_ids = [path for path, (_, problems) in read.items() if _has_bad_id(problems)]
    if with_bad_ids:
        known = ids_by_name(_entries(annotations for annotations, _ in read.values()))
        for path in with_bad_ids:
            read[path] = read_annotations(texts[path], path, slugs, known, missing=missing)
    return read


def _read(
    text: str, path: str, slugs: tuple[str, ...], missing: tuple[str, ...], cache: Cache
) -> Read:
    if cache is NO_CACHE:
        return _read_once(text, path, slugs, missing)
    return read_annotations(text, path, slugs, cache=cache, missing=missing)


@lru_cache(1_000)  # after a change of one, the preview reads all of them
def _read_once(text: str, path: str, slugs: tuple[str, ...], missing: tuple[str, ...]) -> Read:
    return read_annotations(text, path, slugs, missing=missing)


def _has_bad_id(problems: Iterable[Problem]) -> bool:
    return any(problem.rule == "bad-id" for problem in problems)


def _entries(read: Iterable[Annotations]) -> Iterator[AnyEntry]:
    for annotations in read:
        for _, _, entry in annotations.entries:
            if entry is not None:
                yield entry


def _unread_files(root: Path, listed: Listing) -> Iterator[Problem]:
    """Report what is among the annotations but not read: its editor may expect it to be.

    A README is for people, in this folder as in any other.
    """
    for folder in listed.folders:
        if folder.suffix in YAML_ENDINGS:
            place = Place(folder.relative_to(root).as_posix())
            message = "this is a folder, not an annotation file; remove the .yml from its name"
            yield Problem(place, "warning", message, "unread-file")
    expected = {root / SCHEMA_FILE, root / LOCK_FILE}
    for file in listed.files:
        if file.suffix not in YAML_ENDINGS and file not in expected and file.name != "README.md":
            place = Place(file.relative_to(root).as_posix())
            yield Problem(place, "warning", _unread_message(file), "unread-file")


def _unread_message(file: Path) -> str:
    if file.name in GIT_FILES:
        return (
            "Git obeys this file: it may hide changes of annotations from reviews, or leave new "
            "files out; remove it, and set in the root what is needed"
        )
    name = file.stem if Path(file.stem).suffix in YAML_ENDINGS else f"{file.stem}.yml"
    if is_file(file.with_name(name)):
        return "this file is not read; move it elsewhere"
    return f"this file is not read; rename it to {name}, or move it elsewhere"


def _briefs(found: Iterable[Annotations]) -> tuple[Brief, ...]:
    briefs = [each.brief for each in found if each.brief]
    return tuple(sorted(briefs, key=lambda brief: brief.article))


def _declared(read: Iterable[Annotations]) -> Iterator[Ref]:
    """Yield the refs of all entries; one in the wrong place may be of any kind, so it has all."""
    for annotations in read:
        for ref, _, _ in annotations.entries:
            yield ref
        for name in annotations.misplaced:
            yield from (Ref(kind, name) for kind in KEY_OF)


def _unread(problems: Iterable[Problem]) -> tuple[str, ...]:
    return tuple(sorted({problem.place.path for problem in problems if problem.rule in UNREADABLE}))


def _merged(read: Iterable[Annotations]) -> tuple[dict[str, Any], list[Problem]]:
    """Return all entries by fields of `Loaded`, then sorted by id; the first of a doubled id."""
    items = [item for annotations in read for item in annotations.entries]
    first: dict[Ref, Place] = {}
    found: dict[Ref, AnyEntry] = {}
    problems = []
    for ref, place, entry in sorted(items, key=lambda item: item[:2]):
        if ref in first:
            path, line, _ = first[ref]
            message = (
                f"{ref} already exists, at {path}:{line};"
                " give this one another id, or merge the two"
            )
            problems.append(Problem(place, "error", message, "doubled-id"))
        elif entry is not None:
            found[ref] = entry
        first.setdefault(ref, place)
    by_kind: dict[str, dict[str, AnyEntry]] = defaultdict(dict)
    for ref in sorted(found):
        by_kind[_collection(found[ref])][ref.id] = found[ref]
    return by_kind, problems


def _collection(entry: AnyEntry) -> str:
    """Return the name of the field of `Loaded` that holds an entry."""
    return "restatements" if isinstance(entry.body, Restatement) else KEY_OF[entry.ref.kind]


def _accepted_anchors(
    root: Path, problems: Iterable[Problem]
) -> tuple[Accepted, tuple[Problem, ...]]:
    """Read the lock file, unless problems report that it or its folder must not be read."""
    refused = {problem.place.path for problem in problems}
    if refused & {"annotations", LOCK_FILE}:
        return {}, ()
    return accepted_anchors(root)


def accepted_anchors(root: Path) -> tuple[Accepted, tuple[Problem, ...]]:
    """Return the records of a root's lock file, by ref as text; none if there is no such file."""
    file = root / LOCK_FILE
    if is_folder(file):
        message = "this is a folder, not the file that records where quotes stand; remove it"
        return {}, (Problem(Place(LOCK_FILE), "error", message, "unreadable"),)
    if not is_file(file):
        return {}, ()
    text, problems = read_text(file, LOCK_FILE, MOST_OF_LOCK)
    if text is None:
        return {}, problems
    accepted, more = read_lock(text, LOCK_FILE)
    return accepted, (*problems, *more)
