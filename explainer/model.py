"""The types that pass from one stage to another; all of them are frozen.

The bodies of entries, as an editor types them, are in `entries.py`. Each stage adds types of its
own here: an entry as written (`Entry`), where its quotes stand (`Anchor`), what links to it
(`Mention`, `Relation`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any, Generic, Literal, NamedTuple, Protocol, TypeVar

from explainer.entries import (
    Actor,
    Claim,
    Date,
    EntryBody,
    EntryKind,
    FrontMatter,
    Question,
    Quote,
    QuotedBody,
    Restatement,
    Source,
    Term,
)
from explainer.text.cleaning import Loss
from explainer.text.controls import visible
from explainer.text.drawn import NOTHING_DRAWN, Drawn
from explainer.text.sentences import Context
from explainer.text.visible import Visible

Level = Literal["error", "warning"]
State = Literal["exact", "moved", "changed", "ambiguous", "orphan"]
Kind = Literal[EntryKind, "article", "page"]
Step = str | int  # a key, or an index in a list
Steps = tuple[Step, ...]  # the way to a value in an entry, or from the top of a file
# In options of Markdown extensions: the folder of the rendered page, as MkDocs means `!relative`.
PAGE_FOLDER = "!relative"
Body = TypeVar("Body", bound=EntryBody, covariant=True)


class Cache(Protocol):
    """What earlier builds made, as values that JSON can hold, by all that it depends on."""

    def get(self, kind: str, parts: Sequence[str]) -> Any:
        """Return the value of a kind that depends on these parts; None if none is kept."""

    def put(self, kind: str, parts: Sequence[str], value: Any) -> None:
        """Keep a value for later builds."""

    def staged(self, path: str) -> str | None:
        """Return the text that was staged last at a path under docs/; None if there is none.

        It may be anybody's by now.
        """


class NoCache:
    """A cache that keeps nothing."""

    def get(self, kind: str, parts: Sequence[str]) -> Any:
        """Return None."""

    def put(self, kind: str, parts: Sequence[str], value: Any) -> None:
        """Do nothing."""

    def staged(self, path: str) -> str | None:
        """Return None."""


NO_CACHE = NoCache()


class Place(NamedTuple):
    """A position in a file that an editor can open: path from the root, line and column from 1."""

    path: str
    line: int = 1
    column: int = 1


class Problem(NamedTuple):
    """Something that an editor should know, found by a rule; the message says what to do next.

    As text it is one line, safe to print in any terminal.
    """

    place: Place
    level: Level
    message: str
    rule: str

    def __str__(self) -> str:
        path, line, column = self.place
        return visible(f"{path}:{line}:{column}: {self.level}: {self.message} [{self.rule}]")


class Ref(NamedTuple):
    """The name of an entry, article or page, unique in the whole site and written `kind:id`."""

    kind: Kind
    id: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True)
class Entry(Generic[Body]):
    """An entry as written: its name, its body, and the place of each value in it."""

    ref: Ref
    body: Body
    places: Mapping[Steps, Place] = field(repr=False)  # () is the place of the entry's id
    # slug of the article that it belongs to; None for actors, terms and sources
    article: str | None = None

    def at(self, *steps: Step) -> Place:
        """Return the place of the value at these steps, or of the nearest value around it."""
        while steps and steps not in self.places:
            steps = steps[:-1]
        return self.places[steps]


AnyEntry = Entry[EntryBody]
NamedEntry = Entry[Actor | Term]
QuotedEntry = Entry[QuotedBody]


@dataclass(frozen=True)
class Article:
    """An article as written."""

    slug: str  # path under docs/articles/ without the ending: articles/<slug>.md under docs/
    path: str  # from the root, such as docs/articles/lamp.md
    front: FrontMatter
    title: str  # of the front matter, else the first heading, else made from the slug
    markdown: str  # below the front matter
    head: str = ""  # the front matter as MkDocs is to read it, without fences
    first_line: int = 1  # of `markdown`
    # of the values in the front matter, by key
    places: Mapping[str, Place] = field(default_factory=dict, repr=False)
    former: tuple[tuple[str, Place], ...] = ()  # its former slugs, with the places that name them
    is_draft: bool = False  # by its front matter or `draft_docs`: left out of a build

    @property
    def ref(self) -> Ref:
        """`article:<slug>`."""
        return Ref("article", self.slug)

    @property
    def file(self) -> str:
        """The path of the file from the root."""
        return self.path


@dataclass(frozen=True)
class Page:
    """A hand-written page; fields with the names of an article's mean the same."""

    path: str  # from docs/, such as about.md
    markdown: str
    head: str = ""
    title: str = ""
    first_line: int = 1
    is_draft: bool = False
    places: Mapping[str, Place] = field(default_factory=dict, repr=False)

    @property
    def ref(self) -> Ref:
        """`page:<path>`."""
        return Ref("page", self.path)

    @property
    def file(self) -> str:
        """The path of the file from the root, such as docs/about.md."""
        return f"docs/{self.path}"


@dataclass(frozen=True)
class Brief:
    """An article in a handful of sentences, with the place of each."""

    article: str  # its slug
    sentences: tuple[tuple[str, Place], ...]


@dataclass(frozen=True)
class Asked:
    """A question as written, with the article that it belongs to and its places."""

    article: str  # its slug
    body: Question
    place: Place
    answer_place: Place
    index_in_file: int = 0  # of the item under `questions:`, also counting what cannot be read


@dataclass(frozen=True)
class Loaded:
    """All that the editor wrote. Mappings are sorted by id, so the order of files cannot matter."""

    articles: tuple[Article, ...] = ()
    pages: tuple[Page, ...] = ()
    assets: tuple[PurePosixPath, ...] = ()  # the other files under docs/, as paths from there
    draft_assets: frozenset[PurePosixPath] = frozenset()  # those left out of a build: `draft_docs`
    claims: Mapping[str, Entry[Claim]] = field(default_factory=dict)
    # claims that only restate one of these; their refs are of the same kind
    restatements: Mapping[str, Entry[Restatement]] = field(default_factory=dict)
    dates: Mapping[str, Entry[Date]] = field(default_factory=dict)
    actors: Mapping[str, Entry[Actor]] = field(default_factory=dict)
    terms: Mapping[str, Entry[Term]] = field(default_factory=dict)
    sources: Mapping[str, Entry[Source]] = field(default_factory=dict)
    briefs: tuple[Brief, ...] = ()  # all that are typed; see `shown_briefs`
    questions: tuple[Asked, ...] = ()
    declared: frozenset[Ref] = frozenset()  # all ids, also those of entries that cannot be read
    # for each YAML file, by path: the slug of the article that it is about
    bound: Mapping[str, str] = field(default_factory=dict)
    # the text of each YAML file, by path
    files: Mapping[str, str] = field(default_factory=dict, repr=False)
    unread: tuple[str, ...] = ()  # paths of files that cannot be read: their entries are unknown
    # the lock file, by ref as text
    accepted: "Mapping[str, tuple[Surroundings, ...]]" = field(default_factory=dict)

    # By identity: what is derived from a whole site is cached by it.
    __hash__ = object.__hash__

    @property
    def tables(self) -> Mapping[str, Mapping[str, AnyEntry]]:
        """All entries by the names of the fields that hold them, and by id."""
        return {
            "claims": self.claims,
            "restatements": self.restatements,
            "dates": self.dates,
            "actors": self.actors,
            "terms": self.terms,
            "sources": self.sources,
        }

    @cached_property
    def entries(self) -> Mapping[Ref, AnyEntry]:
        """All entries by ref, kind by kind, each kind in the order of the ids."""
        found: dict[Ref, AnyEntry] = {}
        for entries in self.tables.values():
            found |= {entry.ref: entry for entry in entries.values()}
        return found

    @property
    def named_entries(self) -> tuple[NamedEntry, ...]:
        """The entries that are found in texts by their names: actors, then terms."""
        return (*self.actors.values(), *self.terms.values())

    @property
    def quoted_entries(self) -> tuple[QuotedEntry, ...]:
        """The entries that quote an article: claims, restatements, then dates."""
        return (*self.claims.values(), *self.restatements.values(), *self.dates.values())

    @cached_property
    def shown_briefs(self) -> Mapping[str, Brief]:
        """The brief of each article, by slug; the first if it has more, which is an error."""
        found: dict[str, Brief] = {}
        for brief in self.briefs:
            found.setdefault(brief.article, brief)
        return found

    @cached_property
    def targets(self) -> frozenset[Ref]:
        """What references and links may name: all that is declared, but for restatements."""
        return self.declared - {entry.ref for entry in self.restatements.values()}

    @cached_property
    def ids(self) -> Mapping[str, tuple[str, ...]]:
        """The ids of each kind that references may name, sorted."""
        found: dict[str, list[str]] = {}
        for ref in sorted(self.targets):
            found.setdefault(ref.kind, []).append(ref.id)
        return {kind: tuple(ids) for kind, ids in found.items()}

    @cached_property
    def kinds(self) -> Mapping[str, tuple[Ref, ...]]:
        """The declared entries with each id, sorted by kind."""
        found: dict[str, list[Ref]] = {}
        for ref in sorted(self.declared):
            found.setdefault(ref.id, []).append(ref)
        return {id_: tuple(refs) for id_, refs in found.items()}

    @property
    def docs(self) -> tuple[Article | Page, ...]:
        """The articles and the hand-written pages."""
        return (*self.articles, *self.pages)

    @cached_property
    def typed(self) -> int:
        """The characters of all articles, pages and annotation files."""
        in_files = sum(map(len, self.files.values()))
        return in_files + sum(len(doc.markdown) for doc in self.docs)


@dataclass(frozen=True)
class Surroundings:
    """An accepted anchor: its words, and some words before and after it, as in the lock file."""

    exact: str
    prefix: str
    suffix: str


@dataclass(frozen=True)
class Settings:
    """The settings of mkdocs.yml that matter before MkDocs runs."""

    site_name: str
    extensions: tuple[str, ...] = ()  # Markdown extensions, as Python-Markdown takes them
    extension_configs: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    directory_urls: bool = True
    site_url: str = ""
    repo_url: str = ""
    language: str = "en"
    root: Path | None = None  # absolute; extensions resolve relative paths against it
    is_safe: bool = False  # whether the HTML of articles and pages is cleaned
    follow_links: bool = False  # whether symbolic links may lead out of the root
    # whether scripts besides ours and the theme's may read the pages, as those for formulas do
    has_other_scripts: bool = True
    # names of commands and environments that formulas in annotations may use besides those known
    formula_commands: frozenset[str] = frozenset()
    # short names of Markdown extensions that apply to annotations besides those known
    annotation_extensions: frozenset[str] = frozenset()


class Unread(NamedTuple):
    """Markdown left as typed: the words by which to find it, and the message for its editor."""

    words: str
    message: str


@dataclass(frozen=True)
class Rendered:
    """An article or page as HTML, and its visible text (see `text/visible.py`)."""

    ref: Ref
    html: str
    text: str  # all offsets are code points of it
    addresses: tuple[str, ...] = ()  # of links and pictures in Markdown, not in HTML, in order
    complaint: str = ""  # why it had to be rendered without extensions
    lost: tuple[Loss, ...] = ()  # what was cleaned out of it
    unread: tuple[Unread, ...] = ()  # what was left as typed since rendering would take too long
    drawn: Drawn = NOTHING_DRAWN  # in the text


class Span(NamedTuple):
    """A stretch of visible text, in code points, and its similarity to the quote (0 to 1)."""

    start: int
    end: int
    similarity: float = 1.0


@dataclass(frozen=True)
class Anchor:
    """The position of one quote of an annotation. Only an exact anchor is highlighted."""

    ref: Ref
    article: str  # its slug
    index: int  # of the quote in the annotation, from 0
    quote: Quote
    state: State
    spans: tuple[Span, ...]  # one if exact, moved or changed; several if ambiguous; none if orphan
    place: Place  # of the quote in the YAML
    nearest: Span | None = None  # of an orphan: the passage most like it, which says something else
    is_left_out: bool = False  # an orphan only because so many others had to be searched for


@dataclass(frozen=True)
class Placed:
    """What was loaded, with every article rendered and every quote looked up in it."""

    loaded: Loaded
    articles: tuple[Rendered, ...]
    anchors: tuple[Anchor, ...]  # sorted by article, start, and ref
    # by slug, so that the HTML of an article is parsed once; not to be annotated, which changes it
    visible: Mapping[str, Visible] = field(repr=False, compare=False)


@dataclass(frozen=True)
class Mention:
    """A place where a text names an actor or term, or links to any entry by `kind:id`."""

    target: Ref
    origin: Ref  # the article, page or entry whose text it is
    fragment: str  # the HTML id to land on in the origin's page, or the nearest; "" for the top
    context: Context
    span: Span  # in the visible text of that article, page or field
    linked: bool  # whether to make it a link, as the first of its section
    written: bool = False  # whether it is a link already, written as `kind:id`


class Relation(NamedTuple):
    """A reference from one entry to another, such as `claim:x supports claim:y`.

    Labels are the keys of the format, and `overlaps`: the words that a claim quotes contain a date,
    or a mention of an actor or term.
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
    number: int  # its position among those of its kind in the article, from 1
    context: Context


@dataclass(frozen=True)
class LinkedText:
    """An article or page, rendered, with everything to mark in it."""

    rendered: Rendered
    highlights: tuple[Highlight, ...]
    mentions: tuple[Mention, ...]


@dataclass(frozen=True)
class Site:
    """All that the pages are made from.

    `texts` holds the Markdown fields of entries as clean HTML, in which links to entries still read
    `href="kind:id"`, and links to pages and files are paths from docs/. Its keys are the owners and
    steps of `format.fields.MarkdownField`: `(Ref("claim", "x"), ("evidence", 0, "note"))`, and for
    briefs and questions of an article `("brief", 0)` and `("questions", 0, "answer")`.
    """

    loaded: Loaded
    articles: Mapping[str, LinkedText]  # by slug
    pages: Mapping[str, LinkedText]  # by path
    texts: Mapping[tuple[Ref, Steps], str]
    mentions: Mapping[Ref, tuple[Mention, ...]]  # by target, in the order of origins and places
    relations: tuple[Relation, ...]
