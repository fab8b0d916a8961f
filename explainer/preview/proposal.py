"""From words that an editor selected to a stanza, and to the file and line where it belongs.

The stanza's quote was found again by the code that anchors.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from explainer.anchoring.anchor import MOST_PARAGRAPHS
from explainer.anchoring.evidence import ArticleText, prepare
from explainer.anchoring.quoting import selected, typed, whole_words
from explainer.dates.meanings import meanings
from explainer.dates.timewords import expressions
from explainer.files.textfiles import is_taken, read_text
from explainer.format.fields import named
from explainer.format.ids import id_named, ids_by_name
from explainer.format.keys import KEY_OF
from explainer.loading.annotation_files import read_annotations
from explainer.loading.load import UNREADABLE
from explainer.model import Kind, Loaded, Place, Problem, Span
from explainer.pipeline import Analysed
from explainer.preview.homes import home, new_file
from explainer.preview.inserting import insert_entry
from explainer.preview.selection import Selected, located
from explainer.text.fold import same_letters
from explainer.text.words import size

# What the dialog asks for each kind; the quote is known. Every field that the format requires is among them.
ASKED: Mapping[Kind, tuple[str, ...]] = {
    "claim": ("summary", "kind", "by"),
    "date": ("date", "title", "basis"),
    "actor": ("name", "type", "role"),
    "term": ("name", "definition"),
}
LONGEST_NAME = 12  # words; more are no name
_AN = {"actor": "an actor", "term": "a term"}


class EntryRequest(BaseModel):
    """What the dialog sends: the words as the browser has them, those outside of the article, what was filled in."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    article: str
    kind: Literal["claim", "date", "actor", "term"]
    words: str
    before: str = ""
    after: str = ""
    outside: str = ""
    values: dict[str, str] | None = None  # none before anything was filled in


@dataclass(frozen=True)
class Proposal:
    """A stanza, where it belongs (the line is the one on which it would begin), and the text of that file with it."""

    entry: str
    place: Place
    text: str | None  # None where it cannot be put in place: the last note says why
    values: Mapping[str, str]
    notes: Sequence[tuple[str, Place]] = field(default=())


Refusal = tuple[str, Place | None]  # why there is no stanza, and what to look at


def propose(analysed: Analysed, root: Path, question: EntryRequest) -> Proposal | Refusal:
    """Make the stanza that a question asks for."""
    article = next(
        (each for each in analysed.placed.articles if each.ref.id == question.article), None
    )
    if article is None:
        return f"There is no article {question.article} any more; reload the page.", None
    loaded, kind = analysed.placed.loaded, question.kind
    text = prepare(article.text)
    span = _place(text, question)
    if isinstance(span, str):
        return span, None
    words = typed(text.original[span.start : span.end])
    refusal = _unusable(loaded, kind, (question.values or {}).get("name", "").strip() or words)
    if refusal:
        return refusal
    values = (
        _proposed(analysed, question, text, span) if question.values is None else _filled(question)
    )
    path = home(analysed.site, kind, question.article)
    file, lost = (
        read_text(root / path, path)
        if is_taken(root / path)
        else (new_file(loaded, kind, question.article), ())
    )
    said = {name: _ids(loaded, value) if name == "by" else value for name, value in values.items()}
    entry = selected(kind, text, *span[:2], _taken(loaded, kind, path, file), said)
    if entry is None:
        return (
            "Nothing near these words tells them from the same words elsewhere; select a longer passage.",
            None,
        )
    put = insert_entry(file, KEY_OF[kind], entry) if file is not None else None
    new, line = put or (None, 1)
    notes = [
        *_notes(analysed, question, text, span),
        *([] if put else [_why_not(path, file, lost)]),
    ]
    return Proposal(entry, Place(path, line), new, {"name": words, **values}, notes)


def _why_not(path: str, file: str | None, lost: Sequence[Problem]) -> tuple[str, Place]:
    """Why an entry cannot be put into a file, and what to look at."""
    found = lost or read_annotations(file or "", path, ())[1]
    broken = next((problem for problem in found if problem.rule in UNREADABLE), None)
    if broken:
        return (
            f"{path} cannot be read: {broken.message}. Fix that first, or copy the entry.",
            broken.place,
        )
    return (
        f"This cannot be put into {path} without changing what is there; copy it by hand.",
        Place(path),
    )


def _place(text: ArticleText, question: EntryRequest) -> Span | str:
    """The whole words that were selected, or why there are none."""
    if question.outside.strip():
        return "The selection goes beyond the article; select words of the article only."
    if not prepare(question.words).folded.text.strip():
        return "There are no words in the selection; select words of the article."
    found = located(text, Selected(question.words, question.before, question.after))
    if len(found) > 1:
        return "These words occur several times, with nothing around them to tell them apart; select more of them."
    span = whole_words(text, *found[0][:2]) if found else None
    return (
        span
        or "These words are not in the article as it is now; reload the page, and select them again."
    )


def _ids(loaded: Loaded, value: str) -> str | list[str]:
    """The ids of actors that were typed by id or by name; what is neither stays, for the check to tell."""
    known = ids_by_name(loaded.actors.values())
    ids = [
        each if each in loaded.actors else id_named(known, "actor", each) or each
        for each in value.split(", ")
    ]
    return ids if len(ids) > 1 else ids[0]


def _unusable(loaded: Loaded, kind: Kind, name: str) -> Refusal | None:
    if kind not in ("actor", "term"):
        return None
    if size(name) > LONGEST_NAME:
        return f"These are too many words for the name of {_AN[kind]}; select only the name.", None
    for entry in named(loaded):
        if same_letters(name) in map(same_letters, entry.body.names):
            return (
                f"“{name}” is already a name of {entry.ref}; add its other names under `aliases`.",
                entry.at(),
            )
    return None


def _proposed(
    analysed: Analysed, question: EntryRequest, text: ArticleText, span: Span
) -> dict[str, str]:
    """What can be worked out: the date that English words for a time mean."""
    article = next(
        each for each in analysed.placed.loaded.articles if each.slug == question.article
    )
    language = article.front.lang or analysed.settings.language
    if question.kind != "date" or not language.lower().startswith("en"):
        return {}
    found = expressions(text.original)
    for each, (edtf, reason) in zip(found, meanings(found, article.front.date), strict=True):
        if edtf and each.span.start < span.end and span.start < each.span.end:
            words = typed(text.original[each.span.start : each.span.end])
            return {"date": edtf, "basis": f"“{words}”: {reason}."}
    return {}


def _filled(question: EntryRequest) -> dict[str, str]:
    """What was filled in, on one line each; what was not is left out."""
    given = {name: " ".join(value.split()) for name, value in (question.values or {}).items()}
    return {name: given[name] for name in ASKED[question.kind] if given.get(name)}


def _taken(loaded: Loaded, kind: Kind, path: str, file: str | None) -> frozenset[str]:
    """The ids that are given, also those given since the last look at the file."""
    found, _ = read_annotations(file or "", path, [article.slug for article in loaded.articles])
    refs = (*loaded.declared, *(ref for ref, _, _ in found.entries))
    return frozenset(ref.id for ref in refs if ref.kind == kind)


def _notes(
    analysed: Analysed, question: EntryRequest, text: ArticleText, span: Span
) -> list[tuple[str, Place]]:
    """What the editor should know of these words."""
    notes = []
    for each in analysed.placed.anchors:
        same = (
            each.article == question.article
            and each.state == "exact"
            and each.spans[0][:2] == span[:2]
        )
        if same and each.ref.kind == question.kind:
            notes.append((f"{each.ref} is already on these words.", each.place))
    lines = text.original.count("\n", span.start, span.end) + 1
    if question.kind in ("claim", "date") and lines > MOST_PARAGRAPHS:
        article = Place(f"docs/articles/{question.article}.md")
        notes.append((f"These words span {lines} paragraphs; fewer would say it better.", article))
    return notes
