"""Make a stanza from words that an editor selected, and find the file and line for it.

A stanza is an entry as YAML. Its quote was tried: anchoring finds the selected words by it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from pydantic import BaseModel, ConfigDict

from explainer.anchoring.anchor import MOST_PARAGRAPHS
from explainer.anchoring.evidence import ArticleText, prepare
from explainer.anchoring.quoting import selected, typed, whole_words
from explainer.dates.meanings import meanings
from explainer.dates.timewords import expressions
from explainer.files.folders import Bounds
from explainer.files.sitefiles import file_at
from explainer.files.textfiles import is_taken, read_text
from explainer.format.ids import id_named, ids_by_name
from explainer.format.keys import BOUND, KEY_OF, KEYS
from explainer.loading.annotation_files import read_annotations
from explainer.loading.load import UNREADABLE
from explainer.model import Kind, Loaded, Place, Problem, Span
from explainer.pipeline import Analysed
from explainer.preview.homes import home, keys_in, new_file
from explainer.preview.inserting import insert_entry
from explainer.preview.selection import Selected, located
from explainer.text.fold import same_letters
from explainer.text.typed import in_backticks
from explainer.text.words import size

# The fields that the dialog asks for, besides the quote: all that the format requires, and others.
ASKED: Mapping[Kind, tuple[str, ...]] = {
    "claim": ("summary", "kind", "by"),
    "date": ("date", "title", "basis"),
    "actor": ("name", "type", "role"),
    "term": ("name", "definition"),
}
LONGEST_NAME = 12  # words
_OTHERWISE = "Fix that first, or copy the entry."
_WITH_ARTICLE = {"actor": "an actor", "term": "a term"}


class EntryRequest(BaseModel):
    """Sent by the dialog: the selected words as the browser has them, and filled-in values."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    article: str
    kind: Literal["claim", "date", "actor", "term"]
    words: str
    before: str = ""
    after: str = ""
    outside: str = ""  # selected words that are not in the article
    values: dict[str, str] | None = None  # None before anything was filled in


@dataclass(frozen=True)
class Proposal:
    """A stanza, and where it belongs."""

    entry: str
    place: Place  # in an annotation file; the line is the one on which the stanza would begin
    text: str | None  # that file with the stanza; None if impossible, as the last note explains
    values: Mapping[str, str]
    notes: Sequence[tuple[str, Place]] = field(default=())


Refusal = tuple[str, Place | None]  # why there is no stanza, and what to look at


def propose(analysed: Analysed, bounds: Bounds, asked: EntryRequest) -> Proposal | Refusal:
    """Make the stanza for a request, or return why that is impossible."""
    article = next(
        (each for each in analysed.placed.articles if each.ref.id == asked.article), None
    )
    if article is None:
        return f"There is no article {asked.article} any more; reload the page.", None
    loaded, kind = analysed.placed.loaded, asked.kind
    text = prepare(article.text)
    span = _selection(text, asked)
    if isinstance(span, str):
        return span, None
    words = typed(text.original[span.start : span.end])
    refusal = _unusable(loaded, kind, (asked.values or {}).get("name", "").strip() or words)
    if refusal:
        return refusal
    values = _filled(asked)
    if asked.values is None:
        values = _worked_out(analysed, asked, text, span)
    path = home(analysed.site, kind, asked.article)
    file, problems = _present(bounds, path, new_file(loaded, kind, asked.article))
    taken_ids = _taken_ids(loaded, kind, path, file)
    entry = selected(kind, text, *span[:2], taken_ids, _with_actor_ids(loaded, values))
    if entry is None:
        reason = (
            "Nothing near these words tells them from the same words elsewhere; "
            "select a longer passage."
        )
        return reason, None
    notes = _notes(analysed, asked, text, span)
    inserted = with_entry(file, path, loaded, asked, entry) if file is not None else None
    if inserted is None:
        notes.append(_why_not(file, path, loaded, asked, problems))
    new, line = inserted or (None, 1)
    return Proposal(entry, Place(path, line), new, {"name": words, **values}, notes)


def _present(bounds: Bounds, path: str, new: str) -> tuple[str | None, tuple[Problem, ...]]:
    """Return the present text of an annotation file, `new` if there is none, or None."""
    file, problems = file_at(bounds, path)
    if problems:
        return None, problems
    return read_text(file, path) if is_taken(file) else (new, ())


def with_entry(
    text: str, path: str, loaded: Loaded, asked: EntryRequest, entry: str
) -> tuple[str, int] | None:
    """Return the text of an annotation file with an entry, and its line, as `insert_entry` does.

    Return None, too, where the file is no longer the one that the site was made of.
    """
    if _obstacle(text, path, loaded, asked):
        return None
    return insert_entry(text, KEY_OF[asked.kind], entry)


def _obstacle(
    text: str, path: str, loaded: Loaded, asked: EntryRequest
) -> tuple[str, Place] | None:
    """Return why a file with this text is not to have an entry, if so."""
    found, problems = read_annotations(text, path, _slugs(loaded))
    for problem in problems:
        if problem.rule in UNREADABLE:
            return _unread(path, problem)
    foreign = sorted(keys_in(text) - {*KEYS})
    if foreign:
        reason = f"{path} has the key {in_backticks(foreign[0])}, so it is no annotation file."
        return f"{reason} {_OTHERWISE}", Place(path)
    if KEY_OF[asked.kind] in BOUND and found.article != asked.article:
        return f"{path} is not about {asked.article} any more. {_OTHERWISE}", Place(path)
    return None


def _why_not(
    text: str | None, path: str, loaded: Loaded, asked: EntryRequest, problems: Sequence[Problem]
) -> tuple[str, Place]:
    """Return why an entry cannot be put into a file, and what to look at."""
    if problems:
        return _unread(path, problems[0])
    reason = f"This cannot be put into {path} without changing what is there; copy it by hand."
    return _obstacle(text or "", path, loaded, asked) or (reason, Place(path))


def _unread(path: str, problem: Problem) -> tuple[str, Place]:
    return f"{path} cannot be read: {problem.message}. {_OTHERWISE}", problem.place


def _selection(text: ArticleText, asked: EntryRequest) -> Span | str:
    """Return the span of the whole words that were selected, or a message if there are none."""
    if asked.outside.strip():
        return "The selection goes beyond the article; select words of the article only."
    if not prepare(asked.words).folded.text.strip():
        return "There are no words in the selection; select words of the article."
    found = located(text, Selected(asked.words, asked.before, asked.after))
    if len(found) > 1:
        return (
            "These words occur several times, with nothing around them to tell them apart; "
            "select more of them."
        )
    span = whole_words(text, *found[0][:2]) if found else None
    return span or (
        "These words are not in the article as it is now; reload the page, and select them again."
    )


def _with_actor_ids(loaded: Loaded, values: Mapping[str, str]) -> dict[str, str | list[str]]:
    """Return the values, with the actors under `by` given by their ids.

    They were typed as ids or names, with commas between. What is neither stays as typed, and the
    check reports it.
    """
    entry: dict[str, str | list[str]] = {**values}
    if "by" in values:
        known = ids_by_name(loaded.actors.values())
        ids = []
        for actor in values["by"].split(", "):
            is_id = actor in loaded.actors
            ids.append(actor if is_id else id_named(known, "actor", actor) or actor)
        entry["by"] = ids if len(ids) > 1 else ids[0]
    return entry


def _unusable(loaded: Loaded, kind: Kind, name: str) -> Refusal | None:
    """Return why words cannot be the name of a new actor or term, if so."""
    if kind not in ("actor", "term"):
        return None
    if size(name) > LONGEST_NAME:
        subject = _WITH_ARTICLE[kind]
        return f"These are too many words for the name of {subject}; select only the name.", None
    for entry in loaded.named_entries:
        if same_letters(name) in map(same_letters, entry.body.names):
            message = f"“{name}” is already a name of {entry.ref}"
            return f"{message}; add its other names under `aliases`.", entry.at()
    return None


def _worked_out(
    analysed: Analysed, asked: EntryRequest, text: ArticleText, span: Span
) -> dict[str, str]:
    """Return the values that can be worked out: the date that English words for a time mean."""
    article = next(each for each in analysed.placed.loaded.articles if each.slug == asked.article)
    language = article.front.lang or analysed.settings.language
    if asked.kind != "date" or not language.lower().startswith("en"):
        return {}
    found = expressions(text.original)
    for each, (edtf, reason) in zip(found, meanings(found, article.front.date), strict=True):
        if edtf and each.span.start < span.end and span.start < each.span.end:
            words = typed(text.original[each.span.start : each.span.end])
            return {"date": edtf, "basis": f"“{words}”: {reason}."}
    return {}


def _filled(asked: EntryRequest) -> dict[str, str]:
    """Return the values that were filled in, on one line each."""
    values = asked.values or {}
    filled = {name: " ".join(values.get(name, "").split()) for name in ASKED[asked.kind]}
    return {name: value for name, value in filled.items() if value}


def _taken_ids(loaded: Loaded, kind: Kind, path: str, file: str | None) -> frozenset[str]:
    """Return the ids of a kind that are in use, also those in the present text of the file."""
    found, _ = read_annotations(file or "", path, _slugs(loaded))
    refs = (*loaded.declared, *(ref for ref, _, _ in found.entries))
    return frozenset(ref.id for ref in refs if ref.kind == kind)


def _slugs(loaded: Loaded) -> list[str]:
    return [article.slug for article in loaded.articles]


def _notes(
    analysed: Analysed, asked: EntryRequest, text: ArticleText, span: Span
) -> list[tuple[str, Place]]:
    """Return what the editor should know about these words, each with a place to look at."""
    notes = []
    for anchor in analysed.placed.anchors:
        if (anchor.article, anchor.ref.kind, anchor.state) != (asked.article, asked.kind, "exact"):
            continue
        if anchor.spans[0][:2] == span[:2]:
            notes.append((f"{anchor.ref} is already on these words.", anchor.place))
    lines = text.original.count("\n", span.start, span.end) + 1
    if asked.kind in ("claim", "date") and lines > MOST_PARAGRAPHS:
        article = Place(f"docs/articles/{asked.article}.md")
        notes.append((f"These words span {lines} paragraphs; fewer would say it better.", article))
    return notes
