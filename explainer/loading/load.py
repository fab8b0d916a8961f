"""First stage: the folders docs/ and annotations/ become one `Loaded`."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any

from explainer.addresses import slug_of
from explainer.files.folders import Bounds, Listing, listing
from explainer.files.textfiles import alike, is_file, is_folder, is_taken, read_text, same_name
from explainer.format.ids import ids_by_name
from explainer.format.keys import KINDS
from explainer.loading.annotation_files import Annotations, read_annotations
from explainer.loading.docs import read_docs
from explainer.loading.lockfile import read_lock
from explainer.loading.lost_articles import lost_article
from explainer.model import Article, Entry, Loaded, Page, Place, Problem, Ref, Surroundings

MOST_OF_LOCK = 500_000_000  # bytes: it holds the texts of all articles
LOCK_FILE = "annotations/anchors.lock.json"
YAML_ENDINGS = (".yml", ".yaml")
Read = tuple[Annotations, tuple[Problem, ...]]
# the rules for a file that is lost as a whole
UNREADABLE = ("yaml", "encoding", "unreadable", "outside-link", "file-name")


def load(
    root: Path, gone: Sequence[str] = (), bounds: Bounds | None = None
) -> tuple[Loaded, tuple[Problem, ...]]:
    """Read all of a root's docs/ and annotations/. What cannot be read is left out, and a problem says so.

    Annotation files may be about the articles of the slugs `gone`, too, though these are not there. Links are followed
    as far as the `bounds` allow, within the root where there are none.
    """
    bounds = bounds or Bounds(root)
    docs, doc_problems = read_docs(bounds)
    articles = tuple(doc for doc in docs if isinstance(doc, Article))
    texts, text_problems = _annotation_texts(bounds)
    lost = [problem.place.path for problem in doc_problems if problem.rule in UNREADABLE]
    slugs = [article.slug for article in articles]
    slugs += [
        slug_of(path)
        for path in lost
        if path.startswith("docs/articles/") and slug_of(path) not in slugs
    ]
    read = _read_all(texts, tuple(dict.fromkeys((*slugs, *gone))))
    found = [annotations for annotations, _ in read.values()]
    read_problems = [problem for _, problems in read.values() for problem in problems]
    entries, doubled = _merged(found)
    refused = {problem.place.path for problem in text_problems}.intersection(
        ("annotations", LOCK_FILE)
    )
    accepted, lock_problems = ({}, ()) if refused else accepted_anchors(root)
    loaded = Loaded(
        articles=articles,
        pages=tuple(doc for doc in docs if isinstance(doc, Page)),
        assets=tuple(doc for doc in docs if isinstance(doc, PurePosixPath)),
        briefs=tuple(
            sorted((each.brief for each in found if each.brief), key=lambda brief: brief.article)
        ),
        questions=tuple(asked for each in found for asked in each.questions),
        declared=frozenset(_declared(found)),
        bound={path: each.article for path, (each, _) in read.items() if each.article is not None},
        files=texts,
        unread=_unread((*doc_problems, *text_problems, *read_problems)),
        accepted=accepted,
        **entries,
    )
    lost_articles = (lost_article(each, articles, slugs, lost) for each in found)
    unbound = (problem for problem in lost_articles if problem)
    return loaded, (
        *doc_problems,
        *text_problems,
        *read_problems,
        *unbound,
        *doubled,
        *lock_problems,
    )


def _annotation_texts(bounds: Bounds) -> tuple[Mapping[str, str], list[Problem]]:
    folder = bounds.root / "annotations"
    if is_taken(folder) and not is_folder(folder):
        way = "put the annotations into a folder of this name"
        message = f"this is not a folder, or it is a link that leads nowhere; {way}"
        return {}, [Problem(Place("annotations"), "error", message, "missing-folder")]
    if not is_folder(folder):
        message = "there is no annotations/ folder here; create it to annotate the articles (nothing is annotated yet)"
        return {}, [Problem(Place("annotations"), "warning", message, "missing-folder")]
    listed = listing(folder, bounds)
    texts: dict[str, str] = {}
    problems = list(listed.problems)
    for file in listed.files:
        if file.suffix in YAML_ENDINGS:
            path = file.relative_to(bounds.root).as_posix()
            text, more = read_text(file, path)
            problems += more
            texts.update({path: text} if text is not None else {})
    for path, other in alike(texts):
        problems.append(Problem(Place(path), "warning", same_name(other), "stage"))
    return texts, [*problems, *_unread_files(bounds.root, listed)]


def _read_all(texts: Mapping[str, str], slugs: tuple[str, ...]) -> dict[str, Read]:
    """Read the annotation files, by path.

    One with a name where an id belongs is read again with the names of all entries.
    """
    read = {path: _read(text, path, slugs) for path, text in texts.items()}
    asking = [
        path
        for path, (_, found) in read.items()
        if any(problem.rule == "bad-id" for problem in found)
    ]
    if asking:
        known = ids_by_name(
            entry for found, _ in read.values() for _, _, entry in found.entries if entry
        )
        read |= {path: read_annotations(texts[path], path, slugs, known) for path in asking}
    return read


@lru_cache(1_000)  # the preview reads all of them after a change of one
def _read(text: str, path: str, slugs: tuple[str, ...]) -> Read:
    return read_annotations(text, path, slugs)


SCHEMA_FILE = "annotations/schema.json"


def _unread_files(root: Path, listed: Listing) -> Iterator[Problem]:
    """Report what stands among the annotations and is not one of them: its editor may wait for it to show.

    A README is for people, in this folder as in any other.
    """
    named_so = [folder for folder in listed.folders if folder.suffix in YAML_ENDINGS]
    for folder in named_so:
        message = "this is a folder, not an annotation file; remove the .yml from its name"
        yield Problem(Place(folder.relative_to(root).as_posix()), "warning", message, "unread-file")
    kept = {root / SCHEMA_FILE, root / LOCK_FILE}
    for file in listed.files:
        if file.suffix not in YAML_ENDINGS and file not in kept and file.name != "README.md":
            yield Problem(
                Place(file.relative_to(root).as_posix()),
                "warning",
                _other_name(file),
                "unread-file",
            )


def _other_name(file: Path) -> str:
    name = file.stem if Path(file.stem).suffix in YAML_ENDINGS else f"{file.stem}.yml"
    way = "" if is_file(file.with_name(name)) else f"rename it to {name}, or "
    return f"this file is not read; {way}move it elsewhere"


def _declared(read: Iterable[Annotations]) -> Iterator[Ref]:
    """The names of all entries; of what stands in the wrong place the kind is unknown, so it may be any."""
    for found in read:
        yield from (ref for ref, _, _ in found.entries)
        yield from (Ref(kind, name) for name in found.misplaced for kind in KINDS.values())


def _unread(problems: Iterable[Problem]) -> tuple[str, ...]:
    return tuple(sorted({problem.place.path for problem in problems if problem.rule in UNREADABLE}))


def _merged(read: Sequence[Annotations]) -> tuple[dict[str, Any], list[Problem]]:
    """All entries by the key of their kind and their id, sorted by id; an id given twice keeps its first entry."""
    first: dict[Ref, Place] = {}
    found: dict[Ref, Entry[Any]] = {}
    problems = []
    for ref, place, entry in sorted(
        (item for annotations in read for item in annotations.entries), key=_by_place
    ):
        if ref in first:
            path, line, _ = first[ref]
            message = f"{ref} already exists, at {path}:{line}; give this one another id, or merge the two"
            problems.append(Problem(place, "error", message, "doubled-id"))
        elif entry is not None:
            found[ref] = entry
        first.setdefault(ref, place)
    by_kind = {
        key: {ref.id: found[ref] for ref in sorted(found) if ref.kind == kind}
        for key, kind in KINDS.items()
    }
    return by_kind, problems


def _by_place(item: tuple[Ref, Place, object]) -> tuple[Ref, Place]:
    return item[:2]


def accepted_anchors(
    root: Path,
) -> tuple[Mapping[str, tuple[Surroundings, ...]], tuple[Problem, ...]]:
    """What the lock file of a root says, by the name of the entry; nothing where there is no such file."""
    file = root / LOCK_FILE
    if not is_file(file):
        return {}, ()
    text, problems = read_text(file, LOCK_FILE, MOST_OF_LOCK)
    accepted, more = read_lock(text, LOCK_FILE) if text is not None else ({}, ())
    return accepted, (*problems, *more)
