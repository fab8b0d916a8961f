"""The annotation format: what an editor types, defined once.

Each class is one kind of entry, and each field describes what it holds. The loader validates with
these classes, `annotations/schema.json` is generated from them, and `format/fields.py` reads from
them which fields hold references, Markdown, dates and addresses. All scalars are text, as in YAML's
failsafe schema.
"""

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag

EntryKind = Literal["claim", "date", "actor", "term", "source"]
ClaimKind = Literal[
    "fact",
    "statement",
    "interpretation",
    "causal",
    "prediction",
    "counterfactual",
    "value",
    "policy",
]
ActorType = Literal["person", "organisation", "state", "group"]
Stance = Literal["supports", "disputes", "reports", "context"]
Switch = Literal["on", "off"]
Flag = Literal["true", "false"]
DateRole = Literal["event", "span", "expectation"]
VerdictValue = Literal["supported", "refuted", "mixed", "not-enough-evidence"]
# https://docs.citationstyles.org/en/stable/specification.html#appendix-iii-types
SourceType = Literal[
    "article", "article-journal", "article-magazine", "article-newspaper", "bill", "book",
    "broadcast", "chapter", "classic", "collection", "dataset", "document", "entry",
    "entry-dictionary", "entry-encyclopedia", "event", "figure", "graphic", "hearing", "interview",
    "legal_case", "legislation", "manuscript", "map", "motion_picture", "musical_score", "pamphlet",
    "paper-conference", "patent", "performance", "periodical", "personal_communication", "post",
    "post-weblog", "regulation", "report", "review", "review-book", "software", "song", "speech",
    "standard", "thesis", "treaty", "webpage",
]  # fmt: skip


@dataclass(frozen=True)
class Reference:
    """Marks a field that holds ids: those of entries of this kind."""

    kind: EntryKind


@dataclass(frozen=True)
class Notation:
    """Marks a field whose text is more than plain words, and so is checked or rendered."""

    name: Literal["markdown", "edtf", "address"]


ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
LONGEST_ID = 80  # characters; file names are made of ids
Id = Annotated[str, Field(pattern=ID_PATTERN)]
Edtf = Annotated[
    str,
    Field(description="A date in EDTF (ISO 8601-2).", examples=["1871-10-03", "1871-10~", "187X"]),
    Notation("edtf"),
]
# In characters. A line is repeated wherever its entry is named, so a megabyte would fill a disk.
LONGEST_LINE = 2_000
LONGEST_MARKDOWN = 20_000
# In items. What a page holds grows with two lists at once, such as quotes and former ids.
MOST_IN_LIST = 100
Line = Annotated[str, Field(min_length=1, max_length=LONGEST_LINE, description="Plain text.")]
Markdown = Annotated[
    str,
    Field(
        min_length=1,
        max_length=LONGEST_MARKDOWN,
        description="Markdown; may link to entries with kind:id addresses.",
    ),
    Notation("markdown"),
]
WebAddress = Annotated[Line, Notation("address")]


def _one_or_many(value: Any) -> Any:
    """Return a list of one for a single value."""
    return value if isinstance(value, list | tuple) else (value,)


_Few = Field(max_length=MOST_IN_LIST)  # also of what is typed, which the schema describes
Ids = Annotated[
    tuple[Id, ...],
    _Few,
    BeforeValidator(_one_or_many, json_schema_input_type=Id | Annotated[list[Id], _Few]),
]
Lines = Annotated[
    tuple[Line, ...],
    _Few,
    BeforeValidator(_one_or_many, json_schema_input_type=Line | Annotated[list[Line], _Few]),
]
WebAddresses = Annotated[Lines, Notation("address")]
ActorIds = Annotated[Ids, Reference("actor")]
ClaimIds = Annotated[Ids, Reference("claim")]
TermIds = Annotated[Ids, Reference("term")]


class Body(BaseModel):
    """The base of all that is typed: unknown keys are refused, nothing changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class EntryFields(Body):
    """The fields that every entry has, whatever its kind."""

    # The fields that may no longer be true when the quoted words change, in the order shown.
    depends_on_quote: ClassVar[tuple[str, ...]] = ()
    # The fields that decide how the entry itself is read: a merge takes none over from the other.
    kept_in_merge: ClassVar[tuple[str, ...]] = ("allow",)

    formerly: Ids = Field(
        (), description="Former ids: addresses made from them lead here.", examples=["lamp-failed"]
    )
    allow: Annotated[dict[str, Line], _Few] = Field(
        {},
        description="Rules of `check` that it may break, each with the reason why.",
        examples=[{"claim-without-evidence": "The speech itself is the evidence."}],
    )


class ExactQuote(Body):
    """A W3C TextQuoteSelector: the exact words, with context where they occur more than once."""

    exact: str = Field(
        description="The words, as a reader sees them.", examples=["the lamp was lit every night"]
    )
    prefix: str = Field(
        "", description="Words that come right before.", examples=["every evening "]
    )
    suffix: str = Field("", description="Words that come right after.", examples=[" was trimmed"])

    is_range: ClassVar[Literal[False]] = False

    @property
    def words(self) -> str:
        """The quoted words from first to last; "" for a range, which gives only its ends."""
        return self.exact

    @property
    def parts(self) -> tuple[str, ...]:
        """The texts that have to be found in the article."""
        return (self.exact,)

    @property
    def has_sides(self) -> bool:
        """Whether words before or after the quoted ones are given."""
        return bool(self.prefix.strip() or self.suffix.strip())

    def with_parts(self, exact: str) -> "ExactQuote":
        """Return the quote with other words between the same prefix and suffix."""
        return self.model_copy(update={"exact": exact})

    def as_data(self) -> str | dict[str, str]:
        """Return the quote as an editor types it: the words alone, or a mapping of its parts."""
        given: dict[str, str] = self.model_dump(exclude_defaults=True)
        return self.exact if len(given) == 1 else given


class RangeQuote(Body):
    """A long passage, given by its first and its last words."""

    start: str = Field(description="The first words of the passage.", examples=["In the winter"])
    end: str = Field(description="The last words of the passage.", examples=["was never found"])

    is_range: ClassVar[Literal[True]] = True

    @property
    def words(self) -> str:
        """The quoted words from first to last; "" for a range, which gives only its ends."""
        return ""

    @property
    def parts(self) -> tuple[str, ...]:
        """The texts that have to be found in the article."""
        return (self.start, self.end)

    @property
    def has_sides(self) -> bool:
        """Whether words before or after the quoted ones are given: never for a range."""
        return False

    def with_parts(self, start: str, end: str) -> "RangeQuote":
        """Return a range between other words."""
        return RangeQuote(start=start, end=end)

    def as_data(self) -> str | dict[str, str]:
        """Return the quote as an editor types it: a mapping of its ends."""
        return {"start": self.start, "end": self.end}


def _quote_tag(value: Any) -> str:
    keys = value if isinstance(value, dict) else getattr(value, "__dict__", {})
    # `start:In the` has no space after its colon, so all of it is the key
    names = {str(key).partition(":")[0] for key in keys}
    return "range" if names & {"start", "end"} else "exact"


def _as_quotes(value: Any) -> Any:
    """Return a list of one for a single quote, and `{exact: text}` for plain text."""
    quotes = []
    for quote in _one_or_many(value):
        quotes.append({"exact": quote} if isinstance(quote, str) else quote)
    return tuple(quotes)


Quote = ExactQuote | RangeQuote
QUOTE_FORMS: dict[str, type[Quote]] = {"exact": ExactQuote, "range": RangeQuote}
_AnyQuote = Annotated[
    Annotated[ExactQuote, Tag("exact")] | Annotated[RangeQuote, Tag("range")],
    Discriminator(_quote_tag),
]
_TypedQuote = str | ExactQuote | RangeQuote
Quotes = Annotated[
    tuple[_AnyQuote, ...],
    _Few,
    BeforeValidator(
        _as_quotes, json_schema_input_type=_TypedQuote | Annotated[list[_TypedQuote], _Few]
    ),
    Field(
        min_length=1,
        description="The words in the article that this is about; a list where they stand apart.",
        examples=[
            "the lamp was lit every night",
            {"exact": "the lamp", "prefix": "every evening "},
            {"start": "In the winter", "end": "was never found"},
        ],
    ),
]


class Evidence(Body):
    """A source and what it says on the matter."""

    source: Annotated[Id, Reference("source")] = Field(
        description="Id of a source.", examples=["harbour-log"]
    )
    stance: Stance = Field(
        "context",
        description="Whether the source supports it, disputes it, only reports it, "
        "or gives background.",
        examples=["supports"],
    )
    note: Markdown | None = Field(
        None,
        description="Where in the source, and what it says. Markdown.",
        examples=["Pages 3 to 210 list no outage."],
    )


AllEvidence = Annotated[tuple[Evidence, ...], _Few]


class Verdict(Body):
    """The outcome of checking a claim; refused without evidence, a reason and a day."""

    value: VerdictValue = Field(
        alias="is", description="What the evidence says.", examples=["supported"]
    )
    because: Markdown | None = Field(
        None,
        description="Why, in Markdown.",
        examples=["The log is complete and was kept by someone else."],
    )
    checked: Edtf | None = Field(None, description="The day on which it was checked, in EDTF.")


class Claim(EntryFields):
    """Something that the article asserts."""

    depends_on_quote: ClassVar[tuple[str, ...]] = ("summary", "date", "by", "evidence", "verdict")

    quote: Quotes
    summary: Line = Field(
        description="The claim in one plain sentence.",
        examples=["The lamp worked every night for forty years."],
    )
    kind: ClaimKind = Field(description="What kind of claim it is.", examples=["fact"])
    by: ActorIds = Field(
        (),
        description="Who makes it: ids of actors. "
        "After the first come those whose view the first reports.",
        examples=["keeper-lund", ["keeper-lund", "harbour-board"]],
    )
    about: ActorIds = Field(
        (), description="Whom it concerns: ids of actors.", examples=["harbour-board"]
    )
    date: Edtf | None = Field(None, description="When it holds or was made, in EDTF.")
    note: Markdown | None = Field(
        None,
        description="The annotator's remark, in Markdown.",
        examples=["She says so in *both* interviews."],
    )
    supports: ClaimIds = Field(
        (), description="Ids of claims that this one backs.", examples=["light-was-essential"]
    )
    attacks: ClaimIds = Field(
        (), description="Ids of claims that this one speaks against.", examples=["harbour-was-safe"]
    )
    disputed_by: ActorIds = Field(
        (),
        description="Who rejects it: ids of actors. "
        "Say why in the note, or by a claim that attacks it.",
        examples=["harbour-board"],
    )
    key: Flag | None = Field(
        None,
        description="`true` makes it one of the article's conclusions, "
        "`false` keeps it from being one; "
        "without it, conclusions are the claims that back no other.",
        examples=["true"],
    )
    evidence: AllEvidence = Field(
        (),
        description="Sources for and against.",
        examples=[
            [
                {
                    "source": "harbour-log",
                    "stance": "supports",
                    "note": "Pages 3 to 210 list no outage.",
                }
            ]
        ],
    )
    verdict: Verdict | None = Field(
        None,
        description="What checking it found; needs evidence, a reason and a day.",
        examples=[{"is": "supported", "because": "The log is complete.", "checked": "2025-05-07"}],
    )


class Restatement(EntryFields):
    """Another place where a claim is made: shown with that claim, which says all the rest."""

    depends_on_quote: ClassVar[tuple[str, ...]] = ("restates", "by")

    restates: Annotated[Id, Reference("claim")] = Field(
        description="Id of the claim that these words make again.",
        examples=["lamp-never-failed"],
    )
    quote: Quotes
    by: ActorIds = Field(
        (),
        description="Who makes the claim here, if not those who make it there: ids of actors.",
        examples=["harbour-board"],
    )


class Date(EntryFields):
    """A point or stretch of time that the article names."""

    depends_on_quote: ClassVar[tuple[str, ...]] = ("title", "date", "basis")

    date: Edtf = Field(description="The date in EDTF.")
    title: Line = Field(description="What happened then.", examples=["The light is built"])
    quote: Quotes
    role: DateRole | None = Field(
        None,
        description="What it is on the timeline: something that happened, a stretch of time, "
        "or something expected. "
        "Without it, the date itself decides.",
        examples=["event"],
    )
    description: Markdown | None = Field(
        None,
        description="More about it, in Markdown.",
        examples=["Stone came from [the quarry](actor:quarry)."],
    )
    actors: ActorIds = Field(
        (), description="Ids of the actors who take part.", examples=["harbour-board"]
    )
    claims: ClaimIds = Field(
        (), description="Ids of the claims that depend on it.", examples=["lamp-never-failed"]
    )
    basis: Markdown | None = Field(
        None,
        description="Why these words mean this date.",
        examples=["The article names the year."],
    )


class Named(EntryFields):
    """An entry that is found in texts by its name: an actor or a term."""

    kept_in_merge: ClassVar[tuple[str, ...]] = ("allow", "mentions", "case_sensitive")

    name: Line = Field(description="The name, as it is shown.", examples=["Anna Lund"])
    aliases: Lines = Field(
        (), description="Other names, plurals and spellings.", examples=[["the keeper", "Lund"]]
    )
    mentions: Switch = Field(
        "on", description="`off` stops names from being linked by themselves.", examples=["off"]
    )
    case_sensitive: Flag = Field(
        "false", description="`true` finds names only in this very case.", examples=["true"]
    )

    @property
    def names(self) -> tuple[str, ...]:
        """The name, followed by the aliases."""
        return (self.name, *self.aliases)


class Actor(Named):
    """A person, organisation, state or group."""

    type: ActorType = Field(description="What kind of actor it is.", examples=["person"])
    role: Line | None = Field(
        None,
        description="What the actor is in this matter, in a few words.",
        examples=["keeper of the Finn Point light"],
    )
    description: Markdown | None = Field(
        None,
        description="Who it is, in Markdown.",
        examples=["Born at Finn Point; kept the light for forty years."],
    )
    part_of: ActorIds = Field(
        (), description="Ids of the actors it belongs to.", examples=["harbour-board"]
    )
    same_as: WebAddresses = Field(
        (),
        description="Addresses of the same actor elsewhere, such as Wikidata.",
        examples=["https://www.wikidata.org/wiki/Q42"],
    )


class Term(Named):
    """A word that a reader may not know."""

    definition: Markdown = Field(
        description="Markdown; the first sentence stands alone.",
        examples=["A lens cut into rings. The first sentence stands alone."],
    )
    related: TermIds = Field((), description="Ids of related terms (SKOS).", examples=["lamp"])
    broader: TermIds = Field((), description="Ids of broader terms (SKOS).", examples=["lens"])
    evidence: AllEvidence = Field(
        (), description="Sources for the definition.", examples=[[{"source": "harbour-log"}]]
    )


class Source(EntryFields):
    """A work that evidence points to; names and types of CSL-JSON, in lower case."""

    type: SourceType = Field(description="The CSL type.", examples=["report"])
    title: Line = Field(description="The title of the work.", examples=["Harbour log 1871–1911"])
    title_short: Line | None = Field(
        None,
        alias="title-short",
        description="A short name for it, used in the notes beside an article.",
        examples=["harbour log"],
    )
    author: Lines = Field(
        (),
        description="Who wrote it: a name, or a list of names.",
        examples=["Harbour Board", ["Anna Lund", "Per Holm"]],
    )
    editor: Lines = Field(
        (), description="Who edited it: a name, or a list of names.", examples=["Per Holm"]
    )
    translator: Lines = Field(
        (), description="Who translated it: a name, or a list of names.", examples=["Ada Berg"]
    )
    publisher: Line | None = Field(
        None, description="Who published it.", examples=["Harbour Press"]
    )
    publisher_place: Line | None = Field(
        None,
        alias="publisher-place",
        description="Where the publisher is.",
        examples=["Finn Point"],
    )
    container_title: Line | None = Field(
        None,
        alias="container-title",
        description="The newspaper, journal, book or site that holds it.",
        examples=["Journal of Lighthouses"],
    )
    collection_title: Line | None = Field(
        None,
        alias="collection-title",
        description="The series it belongs to.",
        examples=["Coastal Studies"],
    )
    event_title: Line | None = Field(
        None,
        alias="event-title",
        description="The event at which it was given.",
        examples=["Second Congress of Keepers"],
    )
    edition: Line | None = Field(None, description="Which edition.", examples=["2"])
    number: Line | None = Field(
        None, description="The number of a report, bill or standard.", examples=["A/72/1"]
    )
    genre: Line | None = Field(
        None,
        description="What it calls itself, such as “doctoral thesis”.",
        examples=["doctoral thesis"],
    )
    archive: Line | None = Field(
        None, description="The archive that holds it.", examples=["Harbour Museum, box 12"]
    )
    issued: Edtf | None = Field(None, description="When it appeared, in EDTF.")
    url: WebAddress | None = Field(
        None,
        description="Where it can be read: an http or https address.",
        examples=["https://example.org/harbour-log"],
    )
    accessed: Edtf | None = Field(None, description="When the address was last read, in EDTF.")
    page: Line | None = Field(None, description="Pages.", examples=["3–210"])
    volume: Line | None = Field(None, description="Volume.", examples=["12"])
    issue: Line | None = Field(None, description="Issue.", examples=["3"])
    doi: Line | None = Field(
        None, description="Digital object identifier.", examples=["10.1000/182"]
    )
    isbn: Line | None = Field(
        None, description="International standard book number.", examples=["978-3-16-148410-0"]
    )
    issn: Line | None = Field(
        None, description="International standard serial number.", examples=["2049-3630"]
    )
    language: Line | None = Field(
        None, description="Language of the work, as a BCP 47 tag.", examples=["en"]
    )
    note: Markdown | None = Field(
        None,
        description="A remark, in Markdown.",
        examples=["Scanned copy; two pages are missing."],
    )


class Question(Body):
    """A question that a reader may come with, and its answer."""

    ask: Line = Field(description="The question.", examples=["Who kept the light?"])
    answer: Markdown = Field(
        description="The answer, in Markdown.",
        examples=["[Anna Lund](actor:keeper-lund), for forty years."],
    )


def _joined(value: Any) -> Any:
    """Return a list of names as one text."""
    if isinstance(value, list) and all(isinstance(name, str) for name in value):
        return ", ".join(value)
    return value


# How people write yes and no in YAML (https://yaml.org/type/bool.html), in lower case.
FLAGS: dict[str, Flag] = {
    **dict.fromkeys(("true", "yes", "on", "y", "1"), "true"),
    **dict.fromkeys(("false", "no", "off", "n", "0"), "false"),
}


def _flag(value: Any) -> Any:
    return FLAGS.get(value.casefold(), value) if isinstance(value, str) else value


class FrontMatter(BaseModel):
    """The front matter of an article. Keys that are not listed are left to MkDocs."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    title: Line | None = Field(None, description="The title; without it, the first heading.")
    author: Annotated[Line | None, BeforeValidator(_joined)] = Field(
        None, description="Who wrote it: a name or a list."
    )
    date: Edtf | None = Field(
        None, description="When it appeared, in EDTF; relative dates are resolved against it."
    )
    source_url: Line | None = Field(None, description="Where the text was published, if anywhere.")
    license: Line | None = Field(None, description="Its licence.")
    lang: Line | None = Field(
        None, description="Its language, as a BCP 47 tag; without it, that of the site."
    )
    summary: Line | None = Field(None, description="One sentence for lists and link previews.")
    draft: Annotated[Flag, BeforeValidator(_flag)] = Field(
        "false", description="`true` keeps it out of the site that `build` makes; `serve` shows it."
    )
    formerly: Lines = Field((), description="Former names of its file: their addresses lead here.")


class AnnotationFile(Body):
    """One annotation file: any of these keys."""

    article: Line | None = Field(
        None,
        description="The article that claims, dates, brief and questions belong to.",
        examples=["articles/lighthouse.md"],
    )
    brief: Annotated[tuple[Markdown, ...], _Few] = Field(
        (),
        description="The article in a handful of sentences.",
        examples=[["The light was [built in 1871](date:light-built)."]],
    )
    questions: Annotated[tuple[Question, ...], _Few] = Field(
        (),
        description="What readers may ask.",
        examples=[[{"ask": "Who kept the light?", "answer": "Anna Lund."}]],
    )
    claims: dict[Id, Claim | Restatement] = Field(
        {},
        description="What the article says is so.",
        examples=[
            {
                "lamp-never-failed": {
                    "quote": "the lamp never once failed",
                    "summary": "It never failed.",
                    "kind": "fact",
                }
            }
        ],
    )
    dates: dict[Id, Date] = Field(
        {},
        description="The times it names.",
        examples=[
            {"light-built": {"date": "1871", "title": "The light is built", "quote": "in 1871"}}
        ],
    )
    actors: dict[Id, Actor] = Field(
        {},
        description="Who takes part.",
        examples=[{"keeper-lund": {"name": "Anna Lund", "type": "person"}}],
    )
    terms: dict[Id, Term] = Field(
        {},
        description="Words that a reader may not know.",
        examples=[
            {"lamp": {"name": "lamp", "definition": "The source of light inside a lighthouse."}}
        ],
    )
    sources: dict[Id, Source] = Field(
        {},
        description="Works that evidence points to.",
        examples=[{"harbour-log": {"type": "document", "title": "Harbour log 1871–1911"}}],
    )


QuotedBody = Claim | Restatement | Date
EntryBody = QuotedBody | Actor | Term | Source
ENTRY_TYPES: dict[str, type[EntryBody]] = {
    "claim": Claim,
    "date": Date,
    "actor": Actor,
    "term": Term,
    "source": Source,
}
