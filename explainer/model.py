"""The types that cross a border between two stages; all of them are frozen.

The bodies of entries, as an editor types them, are in `entries.py`. What a later stage adds is a new type here: an
entry as written (`Entry`), in its place (`Anchor`), with its links (`Mention`, `Relation`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Generic, Literal, NamedTuple, TypeVar

from explainer.entries import (
    Actor,
    Claim,
    Date,
    EntryBody,
    FrontMatter,
    Question,
    Quote,
    Source,
    Term,
)
from explainer.text.cleaning import Loss
from explainer.text.controls import visible
from explainer.text.sentences import Context
from explainer.text.visible import Visible

Level = Literal["error", "warning"]
State = Literal["exact", "moved", "changed", "ambiguous", "orphan"]
Kind = Literal["claim", "date", "actor", "term", "source", "article", "page"]
Step = str | int
# Among the options of Markdown extensions: the folder of the rendered page, as `!relative` means it.
PAGE_FOLDER = "!relative"
Body = TypeVar("Body", bound=EntryBody, covariant=True)


class Place(NamedTuple):
    """A spot in a file that an editor can open: path relative to the root, line and column from 1."""

    path: str
    line: int = 1
    column: int = 1


class Problem(NamedTuple):
    """Something an editor should know: where, how bad, what and what to do next, and the rule that found it.

    As text it is one line, for any terminal.
    """

    place: Place
    level: Level
    message: str
    rule: str

    def __str__(self) -> str:
        path, line, column = self.place
        return visible(f"{path}:{line}:{column}: {self.level}: {self.message} [{self.rule}]")


class Ref(NamedTuple):
    """The name of an entry, article or page over the whole site, written `kind:id`."""

    kind: Kind
    id: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True)
class Entry(Generic[Body]):
    """An entry as written: its name, what it says, and the place of each value in it."""

    ref: Ref
    body: Body
    places: Mapping[tuple[Step, ...], Place] = field(repr=False)
    article: str | None = (
        None  # slug of the article that it belongs to; None for actors, terms and sources
    )

    def at(self, *steps: Step) -> Place:
        """The place of the value reached by these steps, or of the nearest one around it; `()` is the entry's key."""
        while steps and steps not in self.places:
            steps = steps[:-1]
        return self.places[steps]


@dataclass(frozen=True)
class Article:
    """An article as written. `markdown` is the text below the front matter, which begins at line `first_line`."""

    slug: (
        str  # path under docs/articles/ without the ending; with it, articles/<slug>.md under docs/
    )
    path: str  # relative to the root, such as docs/articles/lamp.md
    front: FrontMatter
    title: str  # of the front matter, else the first heading, else made from the slug
    markdown: str
    head: str = ""  # the front matter as MkDocs is to read it, without fences
    first_line: int = 1
    places: Mapping[str, Place] = field(
        default_factory=dict, repr=False
    )  # of the values in the front matter
    former: tuple[tuple[str, Place], ...] = ()  # the slugs that it had before, and where it says so
    is_draft: bool = False  # by its front matter or `draft_docs`: kept out of what is built

    @property
    def ref(self) -> Ref:
        """`article:<slug>`."""
        return Ref("article", self.slug)

    @property
    def file(self) -> str:
        """The file, relative to the root."""
        return self.path


@dataclass(frozen=True)
class Page:
    """A hand-written page: `path` is relative to docs/, such as about.md."""

    path: str
    markdown: str  # below the front matter
    head: str = ""  # as that of an article
    title: str = ""
    first_line: int = 1
    is_draft: bool = False  # as that of an article
    places: Mapping[str, Place] = field(default_factory=dict, repr=False)  # as those of an article

    @property
    def ref(self) -> Ref:
        """`page:<path>`."""
        return Ref("page", self.path)

    @property
    def file(self) -> str:
        """The file, relative to the root, such as docs/about.md."""
        return f"docs/{self.path}"


@dataclass(frozen=True)
class Brief:
    """An article in a handful of sentences, with the place of each."""

    article: str
    sentences: tuple[tuple[str, Place], ...]


@dataclass(frozen=True)
class Asked:
    """A question as written, with the article that it belongs to and the places of its parts."""

    article: str
    body: Question
    place: Place
    answer_place: Place


@dataclass(frozen=True)
class Loaded:
    """All that the editor wrote. Mappings are in the order of the ids, so that the order of files cannot matter."""

    articles: tuple[Article, ...] = ()
    pages: tuple[Page, ...] = ()
    assets: tuple[PurePosixPath, ...] = ()  # other files under docs/, relative to it
    draft_assets: frozenset[PurePosixPath] = (
        frozenset()
    )  # those of them that `draft_docs` keeps out of what is built
    claims: Mapping[str, Entry[Claim]] = field(default_factory=dict)
    dates: Mapping[str, Entry[Date]] = field(default_factory=dict)
    actors: Mapping[str, Entry[Actor]] = field(default_factory=dict)
    terms: Mapping[str, Entry[Term]] = field(default_factory=dict)
    sources: Mapping[str, Entry[Source]] = field(default_factory=dict)
    briefs: tuple[Brief, ...] = ()
    questions: tuple[Asked, ...] = ()
    declared: frozenset[Ref] = (
        frozenset()
    )  # every id given, also those of entries that could not be read
    bound: Mapping[str, str] = field(
        default_factory=dict
    )  # the slug of its article, by the path of a YAML file
    files: Mapping[str, str] = field(
        default_factory=dict, repr=False
    )  # the text of each YAML file, by its path
    unread: tuple[
        str, ...
    ] = ()  # paths of the files that could not be read: nobody knows what they name
    accepted: "Mapping[str, tuple[Surroundings, ...]]" = field(
        default_factory=dict
    )  # by ref: the lock file

    __hash__ = (
        object.__hash__
    )  # by identity, so that what follows from all of it is worked out once

    @cached_property
    def ids(self) -> Mapping[str, tuple[str, ...]]:
        """The ids given, sorted, by kind."""
        found: dict[str, list[str]] = {}
        for ref in sorted(self.declared):
            found.setdefault(ref.kind, []).append(ref.id)
        return {kind: tuple(ids) for kind, ids in found.items()}

    @cached_property
    def kinds(self) -> Mapping[str, tuple[Ref, ...]]:
        """The names of entries, sorted, by their ids."""
        found: dict[str, list[Ref]] = {}
        for ref in sorted(self.declared):
            found.setdefault(ref.id, []).append(ref)
        return {id_: tuple(refs) for id_, refs in found.items()}

    @property
    def docs(self) -> tuple[Article | Page, ...]:
        """The articles and the hand-written pages."""
        return (*self.articles, *self.pages)


@dataclass(frozen=True)
class Surroundings:
    """An accepted anchor: its words in the article, and some words before and after, as the lock file keeps them."""

    exact: str
    prefix: str
    suffix: str


@dataclass(frozen=True)
class Settings:
    """What mkdocs.yml says that matters before MkDocs runs."""

    site_name: str
    extensions: tuple[str, ...] = ()  # Markdown extensions, as Python-Markdown takes them
    extension_configs: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    directory_urls: bool = True
    site_url: str = ""
    repo_url: str = ""
    language: str = "en"
    root: Path | None = None  # absolute; from there extensions read relative paths
    is_safe: bool = False  # the HTML of articles and pages is cleaned
    follow_links: bool = False  # whether symbolic links may lead out of the root


class Unread(NamedTuple):
    """What was left as typed: the words by which it is found in the Markdown, and what to tell its editor."""

    words: str
    message: str


@dataclass(frozen=True)
class Rendered:
    """An article or page as HTML, and its text as a reader sees it (see visible.py); offsets are code points of it."""

    ref: Ref
    html: str
    text: str
    addresses: tuple[
        str, ...
    ] = ()  # of links and pictures in Markdown, not in HTML, in their order
    complaint: str = ""  # why it had to be rendered without extensions
    lost: tuple[Loss, ...] = ()  # what was cleaned out of it
    unread: tuple[Unread, ...] = ()  # what was left as typed, since it would take too long


class Span(NamedTuple):
    """A stretch of visible text, in code points, and how like the quote it is (0 to 1)."""

    start: int
    end: int
    similarity: float = 1.0


@dataclass(frozen=True)
class Anchor:
    """Where one quote of one annotation stands. Only an exact anchor is highlighted.

    `spans`: one for exact, moved and changed; several for ambiguous; none for orphan.
    """

    ref: Ref
    article: str
    index: int  # which quote of the annotation, from 0
    quote: Quote
    state: State
    spans: tuple[Span, ...]
    place: Place  # of the quote in the YAML


@dataclass(frozen=True)
class Placed:
    """What was loaded, with every article rendered and every annotation in its place (or not)."""

    loaded: Loaded
    articles: tuple[Rendered, ...]
    anchors: tuple[Anchor, ...]  # sorted by article, start, and ref
    # by slug, so that the HTML of an article is parsed once; not to be annotated, which changes it
    visible: Mapping[str, Visible] = field(repr=False, compare=False)


@dataclass(frozen=True)
class Mention:
    """A place where a text names an actor or term, or points to any entry by a `kind:id` link."""

    target: Ref
    origin: Ref  # the article, page or entry whose text it is
    fragment: (
        str  # the id to land on, on the origin's page: its own, or the nearest; "" for the top
    )
    context: Context
    span: Span  # in the visible text of that article, page or field
    linked: bool  # is to be made a link: the first of its section
    written: bool = False  # is a link already: the author wrote it, as `kind:id`


class Relation(NamedTuple):
    """What one entry says of another: `claim:x supports claim:y`. Labels are the keys of the format.

    `overlaps` is added where a claim's words in the article hold a date or a mention of an actor or term.
    """

    subject: Ref
    label: str
    object: Ref


@dataclass(frozen=True)
class Highlight:
    """An exact anchor as the article shows it."""

    ref: Ref
    span: Span
    id: str  # claim-<id> for the first quote of an annotation, claim-<id>-2 for its second
    number: int  # its place in the article, from 1, per kind
    context: Context


@dataclass(frozen=True)
class LinkedText:
    """An article or page, rendered, with all that is to be marked in it."""

    rendered: Rendered
    highlights: tuple[Highlight, ...]
    mentions: tuple[Mention, ...]


@dataclass(frozen=True)
class Site:
    """All that the pages are made from.

    `texts` holds the Markdown fields of entries as clean HTML whose links to entries still read
    `href="kind:id"`, and those to pages and files are paths from docs/. They are named by the entry and the path of
    the field in it, such as `(Ref("claim", "x"), ("evidence", 0, "note"))`. Briefs and questions are under the ref of
    their article: `("brief", 0)`, `("questions", 0, "answer")`.
    """

    loaded: Loaded
    articles: Mapping[str, LinkedText]  # by slug
    pages: Mapping[str, LinkedText]  # by path
    texts: Mapping[tuple[Ref, tuple[Step, ...]], str]
    mentions: Mapping[Ref, tuple[Mention, ...]]  # by target, in the order of origins and places
    relations: tuple[Relation, ...]
