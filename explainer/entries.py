"""The annotation format: what an editor types, defined once.

Each class is one kind of entry; each field says what it holds. `annotations/schema.json` is generated from these
classes, and the loader validates with them. All scalars are text, as YAML's base schema leaves them.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag

ClaimKind = Literal["fact", "statement", "interpretation", "causal", "prediction", "counterfactual", "value", "policy"]
ActorType = Literal["person", "organisation", "state", "group"]
Stance = Literal["supports", "disputes", "context"]
VerdictValue = Literal["supported", "refuted", "mixed", "not-enough-evidence"]
# https://docs.citationstyles.org/en/stable/specification.html#appendix-iii-types
SourceType = Literal[
    "article", "article-journal", "article-magazine", "article-newspaper", "bill", "book", "broadcast", "chapter",
    "classic", "collection", "dataset", "document", "entry", "entry-dictionary", "entry-encyclopedia", "event",
    "figure", "graphic", "hearing", "interview", "legal_case", "legislation", "manuscript", "map", "motion_picture",
    "musical_score", "pamphlet", "paper-conference", "patent", "performance", "periodical", "personal_communication",
    "post", "post-weblog", "regulation", "report", "review", "review-book", "software", "song", "speech", "standard",
    "thesis", "treaty", "webpage",
]  # fmt: skip

ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
Id = Annotated[str, Field(pattern=ID_PATTERN)]
Edtf = Annotated[str, Field(description="A date in EDTF (ISO 8601-2).", examples=["1871-10-03", "1871-10~", "187X"])]
Line = Annotated[str, Field(min_length=1, description="Plain text.")]
Markdown = Annotated[str, Field(min_length=1, description="Markdown; may link to entries with kind:id addresses.")]


def _one_or_many(value: Any) -> Any:
    """A single value stands for a list of one."""
    return value if isinstance(value, list | tuple) else (value,)


Ids = Annotated[tuple[Id, ...], BeforeValidator(_one_or_many, json_schema_input_type=Id | list[Id])]
Lines = Annotated[tuple[Line, ...], BeforeValidator(_one_or_many, json_schema_input_type=Line | list[Line])]


class Body(BaseModel):
    """What every kind of entry shares: unknown keys are refused, and nothing changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class EntryFields(Body):
    """What every entry may say of itself, whatever its kind."""

    formerly: Ids = Field((), description="Ids that it had before: addresses made of them lead here.")
    allow: dict[str, Line] = Field(
        {},
        description="Rules of `check` that it may break, each with the reason why.",
        examples=[{"claim-without-evidence": "The speech itself is the evidence."}],
    )


class ExactQuote(Body):
    """W3C TextQuoteSelector: the words, and the words around them where equal passages must be told apart."""

    exact: str = Field(description="The words, as a reader sees them.")
    prefix: str = Field("", description="Words that come right before.")
    suffix: str = Field("", description="Words that come right after.")

    @property
    def parts(self) -> tuple[str, ...]:
        """What has to be found in the article."""
        return (self.exact,)


class RangeQuote(Body):
    """A long passage, given by its first and its last words."""

    start: str = Field(description="The first words of the passage.")
    end: str = Field(description="The last words of the passage.")

    @property
    def parts(self) -> tuple[str, ...]:
        """What has to be found in the article."""
        return (self.start, self.end)


def _quote_form(value: Any) -> str:
    keys = value if isinstance(value, dict) else getattr(value, "__dict__", {})
    return "range" if "start" in keys or "end" in keys else "exact"


def _spelled_out(value: Any) -> Any:
    """One quote stands for a list of one, and plain text for `{exact: text}`."""
    return tuple({"exact": quote} if isinstance(quote, str) else quote for quote in _one_or_many(value))


Quote = ExactQuote | RangeQuote
_AnyQuote = Annotated[
    Annotated[ExactQuote, Tag("exact")] | Annotated[RangeQuote, Tag("range")], Discriminator(_quote_form)
]
_TypedQuote = str | ExactQuote | RangeQuote
Quotes = Annotated[
    tuple[_AnyQuote, ...],
    BeforeValidator(_spelled_out, json_schema_input_type=_TypedQuote | list[_TypedQuote]),
    Field(min_length=1, description="The words in the article that this is about; a list where they stand apart."),
]


class Evidence(Body):
    """A source and what it says on the matter."""

    source: Id = Field(description="Id of a source.")
    stance: Stance = Field("context", description="Whether the source supports, disputes or surrounds it.")
    note: Markdown | None = Field(None, description="Where in the source, and what it says. Markdown.")


class Verdict(Body):
    """The outcome of checking a claim; refused without evidence, a reason and a day."""

    value: VerdictValue = Field(alias="is", description="What the evidence says.")
    because: Markdown | None = Field(None, description="Why, in Markdown.")
    checked: Edtf | None = Field(None, description="The day on which it was checked, in EDTF.")


class Claim(EntryFields):
    """Something that the article says is so."""

    quote: Quotes
    summary: Line = Field(description="The claim in one plain sentence.")
    kind: ClaimKind = Field(description="What kind of claim it is.")
    by: Ids = Field((), description="Who makes it: ids of actors.")
    about: Ids = Field((), description="Whom it concerns: ids of actors.")
    date: Edtf | None = Field(None, description="When it holds or was made, in EDTF.")
    note: Markdown | None = Field(None, description="The annotator's remark, in Markdown.")
    supports: Ids = Field((), description="Ids of claims that this one backs.")
    attacks: Ids = Field((), description="Ids of claims that this one speaks against.")
    evidence: tuple[Evidence, ...] = Field((), description="Sources for and against.")
    verdict: Verdict | None = Field(None, description="What checking it found; needs evidence, a reason and a day.")


class Date(EntryFields):
    """A point or stretch of time that the article names."""

    date: Edtf = Field(description="The date in EDTF.")
    title: Line = Field(description="What happened then.")
    quote: Quotes
    description: Markdown | None = Field(None, description="More about it, in Markdown.")
    actors: Ids = Field((), description="Ids of the actors who take part.")
    claims: Ids = Field((), description="Ids of the claims that depend on it.")
    basis: Markdown | None = Field(None, description="Why these words mean this date.")


Switch = Literal["on", "off"]
Flag = Literal["true", "false"]


class Named(EntryFields):
    """What is found in texts by its name: an actor or a term."""

    name: Line = Field(description="The name, as it is shown.")
    aliases: Lines = Field((), description="Other names, plurals and spellings.")
    mentions: Switch = Field("on", description="`off` stops names from being linked by themselves.")
    case_sensitive: Flag = Field("false", description="`true` finds names only in this very case.")


class Actor(Named):
    """A person, organisation, state or group."""

    type: ActorType = Field(description="What kind of actor it is.")
    role: Line | None = Field(None, description="What the actor is in this matter, in a few words.")
    description: Markdown | None = Field(None, description="Who it is, in Markdown.")
    part_of: Ids = Field((), description="Ids of the actors it belongs to.")
    same_as: Lines = Field((), description="Addresses of the same actor elsewhere, such as Wikidata.")


class Term(Named):
    """A word that a reader may not know."""

    definition: Markdown = Field(description="Markdown; the first sentence stands alone.")
    related: Ids = Field((), description="Ids of related terms (SKOS).")
    broader: Ids = Field((), description="Ids of broader terms (SKOS).")
    evidence: tuple[Evidence, ...] = Field((), description="Sources for the definition.")


class Source(EntryFields):
    """A work that evidence points to; names and types of CSL-JSON, in lower case."""

    type: SourceType = Field(description="The CSL type.")
    title: Line = Field(description="The title of the work.")
    author: Lines = Field((), description="Who wrote it: a name, or a list of names.")
    editor: Lines = Field((), description="Who edited it: a name, or a list of names.")
    translator: Lines = Field((), description="Who translated it: a name, or a list of names.")
    publisher: Line | None = Field(None, description="Who published it.")
    publisher_place: Line | None = Field(None, alias="publisher-place", description="Where the publisher is.")
    container_title: Line | None = Field(
        None, alias="container-title", description="The newspaper, journal, book or site that holds it."
    )
    collection_title: Line | None = Field(None, alias="collection-title", description="The series it belongs to.")
    event_title: Line | None = Field(None, alias="event-title", description="The event at which it was given.")
    edition: Line | None = Field(None, description="Which edition.")
    number: Line | None = Field(None, description="The number of a report, bill or standard.")
    genre: Line | None = Field(None, description="What it calls itself, such as “doctoral thesis”.")
    archive: Line | None = Field(None, description="The archive that holds it.")
    issued: Edtf | None = Field(None, description="When it appeared, in EDTF.")
    url: Line | None = Field(None, description="Where it can be read: an http or https address.")
    accessed: Edtf | None = Field(None, description="When the address was last read, in EDTF.")
    page: Line | None = Field(None, description="Pages.")
    volume: Line | None = Field(None, description="Volume.")
    issue: Line | None = Field(None, description="Issue.")
    doi: Line | None = Field(None, description="Digital object identifier.")
    isbn: Line | None = Field(None, description="International standard book number.")
    issn: Line | None = Field(None, description="International standard serial number.")
    language: Line | None = Field(None, description="Language of the work, as a BCP 47 tag.")
    note: Markdown | None = Field(None, description="A remark, in Markdown.")


class Question(Body):
    """A question that a reader may come with, and its answer."""

    ask: Line = Field(description="The question.")
    answer: Markdown = Field(description="The answer, in Markdown.")


def _joined(value: Any) -> Any:
    """A list of names stands for one text."""
    return ", ".join(value) if isinstance(value, list) and all(isinstance(name, str) for name in value) else value


class FrontMatter(BaseModel):
    """The head of an article. Keys that are not listed are left to MkDocs."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    title: Line | None = Field(None, description="The title; without it, the first heading.")
    author: Annotated[Line | None, BeforeValidator(_joined)] = Field(
        None, description="Who wrote it: a name or a list."
    )
    date: Edtf | None = Field(None, description="When it appeared, in EDTF; relative dates are resolved against it.")
    source_url: Line | None = Field(None, description="Where the text was published, if anywhere.")
    license: Line | None = Field(None, description="Its licence.")
    lang: Line | None = Field(None, description="Its language, as a BCP 47 tag; without it, that of the site.")
    summary: Line | None = Field(None, description="One sentence for lists and link previews.")


class AnnotationFile(Body):
    """One annotation file: any of these keys."""

    article: Line | None = Field(None, description="The article that claims, dates, brief and questions belong to.")
    brief: tuple[Markdown, ...] = Field((), description="The article in a handful of sentences.")
    questions: tuple[Question, ...] = Field((), description="What readers may ask.")
    claims: dict[Id, Claim] = Field({}, description="What the article says is so.")
    dates: dict[Id, Date] = Field({}, description="The times it names.")
    actors: dict[Id, Actor] = Field({}, description="Who takes part.")
    terms: dict[Id, Term] = Field({}, description="Words that a reader may not know.")
    sources: dict[Id, Source] = Field({}, description="Works that evidence points to.")


EntryBody = Claim | Date | Actor | Term | Source
ENTRY_TYPES: dict[str, type[EntryBody]] = {
    "claim": Claim,
    "date": Date,
    "actor": Actor,
    "term": Term,
    "source": Source,
}
