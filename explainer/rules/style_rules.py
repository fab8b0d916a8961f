"""Editorial rules about the wording of annotations."""

import re
from collections.abc import Iterator

from explainer.entries import Actor, Claim, Date, Restatement, Source, Term
from explainer.model import AnyEntry, Loaded, Place
from explainer.rules.rule_types import EditorialRule, Finding, Review
from explainer.rules.vocabulary import Hit
from explainer.text.fold import same_letters


def loaded_words(review: Review) -> Iterator[Finding]:
    """Report judgemental words in summaries, titles, roles, definitions and descriptions.

    The list (`loaded_words.txt`) is short; mkdocs.yml can add words and remove them. Words between
    quotation marks are somebody else's and are not reported, nor is the name of the term defined.

    Bad: `summary: The regime obviously failed.`
    Good: `summary: The government failed.`; `He calls it a “regime”.`
    """
    for entry in review.loaded.entries.values():
        hits = list(_hits(review, entry))
        own_names = _own_names(entry) if hits else ""
        for key, hit in hits:
            if same_letters(hit.words) not in own_names:
                advice = f"write instead: {hit.instead}" if hit.instead else "leave it out"
                otherwise = "or put the words of others in quotation marks"
                message = f"“{hit.words}” passes judgement; {advice} ({otherwise})"
                yield Finding(entry.at(key), message, entry)


def _hits(review: Review, entry: AnyEntry) -> Iterator[tuple[str, Hit]]:
    """Yield the loaded words of an entry, each with the key of the text that has it."""
    for key in _JUDGED[type(entry.body)]:
        for hit in review.loaded_words.find(getattr(entry.body, key) or ""):
            yield key, hit


# the fields of each kind in which words should not judge
_JUDGED: dict[type, tuple[str, ...]] = {
    Claim: ("summary",),
    Restatement: (),
    Date: ("title", "description"),
    Actor: ("role", "description"),
    Term: ("definition",),
    Source: (),
}


def _own_names(entry: AnyEntry) -> str:
    names = entry.body.names if isinstance(entry.body, Actor | Term) else ()
    return same_letters("\n".join(names))


def plain_text(review: Review) -> Iterator[Finding]:
    """Report Markdown, or HTML, in a text that is shown as typed.

    Bad: `summary: "It was [lit](date:lit)."`, `summary: The *old* lamp was lit.`
    Good: the words alone; a note may hold links and emphasis.
    """
    for place, key, text, other, owner in _plain_texts(review.loaded):
        found = next(_marks_in(text), None)
        if found:
            name, meant = found
            message = f"`{key}` is plain text; take the {name} out ({other} may hold {meant})"
            yield Finding(place, message, owner)


def _marks_in(text: str) -> Iterator[tuple[str, str]]:
    """Yield what each mark in a text is called, and what it is part of: Markdown, or links."""
    if _LINK_BACKWARDS.search(text[::-1]):
        yield "link", "links"
    for name, pattern, meant in _MARKS:
        if re.search(pattern, text):
            yield name, meant


# A link from its end to its beginning: searched forwards, each of thousands of links without an end
# would be read to the end of the text.
_LINK_BACKWARDS = re.compile(r"\)[^)\s]+\(\][^\]]+\[")
_TAGS = "a|abbr|b|br|code|em|i|kbd|mark|q|s|small|span|strong|sub|sup|u"
# Characters inside words are not marks (M*A*S*H, snake_case), nor are names such as __init__.
_MARKS = (
    ("`**`", r"\*\*[^*\s][^*]*\*\*", "Markdown"),
    ("`*`", r"(?<![\w*])\*(?=[^\s*])[^*]*(?<=[^\s*])\*(?![\w*])", "Markdown"),
    ("`_`", r"(?<!\w)(?!__\w+__(?!\w))__?(?=[^\s_])[^_]*(?<=[^\s_])__?(?!\w)", "Markdown"),
    ("backticks", r"`[^`]+`", "Markdown"),
    ("`~~`", r"~~[^~\s][^~]*~~", "Markdown"),
    ("HTML", rf"</?(?:{_TAGS})(?:\s+[\w-]+=[^<>]*|\s*/?)>", "Markdown"),
    (
        "HTML",
        r"&(?:#\d+|#x[0-9a-fA-F]+|amp|lt|gt|quot|nbsp|shy|[mn]dash|[lr][sd]quo|hellip);",
        "Markdown",
    ),
    (
        "address of an entry",
        r"(?<![\w:/-])(claim|date|actor|term|source):[a-z0-9][a-z0-9-]*",
        "links",
    ),
)
_PERSON_FIELDS = ("author", "editor", "translator")
_PUBLICATION_FIELDS = (
    "publisher",
    "publisher_place",
    "container_title",
    "collection_title",
    "event_title",
    "archive",
)
# the plain-text fields of each kind that people read, and what may hold Markdown instead
_PLAIN: dict[type, tuple[tuple[str, ...], str]] = {
    Claim: (("summary",), "a note"),
    Restatement: ((), ""),
    Date: (("title",), "a description"),
    Actor: (("name", "role", "aliases"), "a description"),
    Term: (("name", "aliases"), "a definition"),
    Source: (
        ("title", "title_short", *_PERSON_FIELDS, *_PUBLICATION_FIELDS, "edition", "genre"),
        "a note",
    ),
}


_PlainText = tuple[Place, str, str, str, AnyEntry | None]
"""A text's place, key and words, what may hold Markdown instead, and the entry it is in, if any."""


def _plain_texts(loaded: Loaded) -> Iterator[_PlainText]:
    """Yield the plain texts of entries, questions and front matter."""
    for entry in loaded.entries.values():
        yield from _plain_texts_of(entry)
    for asked in loaded.questions:
        yield asked.place, "ask", asked.body.ask, "an answer", None
    for article in loaded.articles:
        for key in ("title", "summary", "author"):
            text = getattr(article.front, key)
            if text:
                yield article.places[key], key, text, "the article", None


def _plain_texts_of(entry: AnyEntry) -> Iterator[_PlainText]:
    keys, other = _PLAIN[type(entry.body)]
    for key in keys:
        value, name = getattr(entry.body, key), key.replace("_", "-")
        if isinstance(value, str):
            yield entry.at(name), name, value, other, entry
        elif isinstance(value, tuple):
            for index, text in enumerate(value):
                yield entry.at(name, index), name, text, other, entry


STYLE_RULES: tuple[EditorialRule, ...] = (loaded_words, plain_text)
