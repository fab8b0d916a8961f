"""The references, Markdown, dates and addresses in entries: the values that `entries.py` marks."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from explainer.entries import ENTRY_TYPES, QUOTE_FORMS, Body, Notation, Reference, Restatement
from explainer.format.keys import KEY_OF
from explainer.model import AnyEntry, Brief, Kind, Loaded, Place, Ref, Step, Steps

Marker = Reference | Notation


class MarkdownField(NamedTuple):
    """A Markdown text of an annotation file.

    `steps` lead to it from its owner. The owner of a brief or answer is the article: then steps are
    `("brief", 0)` or `("questions", 0, "answer")`, numbered over all files about the article.
    """

    owner: Ref
    steps: Steps
    text: str
    place: Place
    steps_in_file: Steps  # from the top of the file


class _MarkedField(NamedTuple):
    name: str  # of the attribute
    key: str  # in YAML
    marker: Marker | None  # None for models with marked fields


# --- the values of an entry ---


def references(entry: AnyEntry) -> Iterator[tuple[Steps, str, Ref]]:
    """Yield each reference to another entry: its steps, the first of them, and its target."""
    for steps, marker, target in _marked_values(entry.body):
        if isinstance(marker, Reference):
            yield steps, str(steps[0]), Ref(marker.kind, target)


def markdown_fields(entry: AnyEntry) -> Iterator[tuple[Steps, str]]:
    """Yield the steps and the text of each Markdown field."""
    yield from _values_in(entry, Notation("markdown"))


def dates(entry: AnyEntry) -> Iterator[tuple[Steps, str]]:
    """Yield the steps and the text of each EDTF value."""
    yield from _values_in(entry, Notation("edtf"))


def addresses(entry: AnyEntry) -> Iterator[tuple[Steps, str]]:
    """Yield the steps and the text of each web address."""
    yield from _values_in(entry, Notation("address"))


def plain_values(entry: AnyEntry) -> Iterator[tuple[Steps, str]]:
    """Yield the steps and the text of each value that is neither Markdown nor a part of a quote.

    The words of a quote are the article's own.
    """
    markdown = {steps for steps, _ in markdown_fields(entry)}
    for steps, value in _texts_in((), entry.body):
        if steps not in markdown and steps[0] != "quote":
            yield steps, value


def _texts_in(steps: Steps, value: object) -> Iterator[tuple[Steps, str]]:
    if isinstance(value, str):
        yield steps, value
    elif isinstance(value, tuple):
        for index, each in enumerate(value):
            yield from _texts_in((*steps, index), each)
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield from _texts_in((*steps, key), each)
    elif isinstance(value, BaseModel):
        for name, field in type(value).model_fields.items():
            yield from _texts_in((*steps, field.alias or name), getattr(value, name))


def _values_in(entry: AnyEntry, notation: Notation) -> Iterator[tuple[Steps, str]]:
    for steps, marker, value in _marked_values(entry.body):
        if marker == notation:
            yield steps, value


def _marked_values(body: BaseModel) -> Iterator[tuple[Steps, Marker, str]]:
    """Yield each marked value of a body and of the models in it, in the order of the fields."""
    for name, key, marker in _marked_fields(type(body)):
        for steps, item in _items(key, getattr(body, name)):
            if marker is not None:
                yield steps, marker, item
                continue
            for inner_steps, inner_marker, value in _marked_values(item):
                yield (*steps, *inner_steps), inner_marker, value


def _items(key: str, value: Any) -> Iterator[tuple[Steps, Any]]:
    """Yield each item of a list, or the value itself; nothing for a field without one."""
    if isinstance(value, tuple):
        for index, item in enumerate(value):
            yield (key, index), item
    elif value is not None:
        yield (key,), value


# --- all Markdown of a site ---


def markdown(loaded: Loaded) -> Iterator[MarkdownField]:
    """Yield every Markdown text that is shown: those of entries, then briefs, then answers."""
    return _markdown(loaded, loaded.shown_briefs.values())


def typed_markdown(loaded: Loaded) -> Iterator[MarkdownField]:
    """Yield what `markdown` does, and the briefs of articles that have one already.

    Their steps are the same as those of the first.
    """
    return _markdown(loaded, loaded.briefs)


def _markdown(loaded: Loaded, briefs: Iterable[Brief]) -> Iterator[MarkdownField]:
    for ref, entry in loaded.entries.items():
        for steps, text in markdown_fields(entry):
            in_file = (KEY_OF[ref.kind], ref.id, *steps)
            yield MarkdownField(ref, steps, text, entry.at(*steps), in_file)
    for brief in briefs:
        owner = Ref("article", brief.article)
        for index, (sentence, place) in enumerate(brief.sentences):
            yield MarkdownField(owner, ("brief", index), sentence, place, ("brief", index))
    count: dict[str, int] = defaultdict(int)
    for asked in loaded.questions:
        owner, answer = Ref("article", asked.article), asked.body.answer
        steps = ("questions", count[asked.article], "answer")
        in_file = ("questions", asked.index_in_file, "answer")
        yield MarkdownField(owner, steps, answer, asked.answer_place, in_file)
        count[asked.article] += 1


# --- the format, read from its definition ---


def model_at(model: type[BaseModel], steps: Steps) -> type[BaseModel]:
    """Return the model that has the last step as a key, by a path as pydantic's errors give it.

    Such a path names the form of a quote, as in `("quote", 0, "exact", "prefix")`.
    """
    for step in steps[:-1]:
        model = QUOTE_FORMS.get(str(step)) or _inner_model(model, step) or model
    return model


def reference_kind(model: type[BaseModel], steps: Steps) -> Kind | None:
    """Return the kind of entry whose id stands at these steps of a model; None for other values."""
    keys = [step for step in steps if isinstance(step, str)]
    field = model_at(model, tuple(keys)).model_fields.get(keys[-1])
    marker = _marker(field) if field else None
    return marker.kind if isinstance(marker, Reference) else None


@lru_cache
def _marked_fields(model: type[BaseModel]) -> tuple[_MarkedField, ...]:
    found = []
    for name, field in model.model_fields.items():
        key, marker = field.alias or name, _marker(field)
        inner = _inner_model(model, key)
        if marker is not None or (inner and _marked_fields(inner)):
            found.append(_MarkedField(name, key, marker))
    return tuple(found)


def _marker(field: FieldInfo) -> Marker | None:
    for part in (*field.metadata, *_parts(field.annotation)):
        if isinstance(part, Reference | Notation):
            return part
    return None


def _inner_model(model: type[BaseModel], key: Step) -> type[BaseModel] | None:
    """Return the model of a field's value, or of each of its items, if it has a single one."""
    for name, field in model.model_fields.items():
        if key == (field.alias or name):
            parts = _parts(field.annotation)
            inner = [part for part in parts if isinstance(part, type) and issubclass(part, Body)]
            return inner[0] if len(inner) == 1 else None
    return None


def _parts(annotation: Any) -> Iterator[Any]:
    """Yield a type and all that it is made of, such as `Annotated[str, "x"] | None`: also "x"."""
    yield annotation
    for part in get_args(annotation):
        yield from _parts(part)


def _reference_keys(model: type[BaseModel]) -> dict[str, Kind]:
    found: dict[str, Kind] = {}
    for _, key, marker in _marked_fields(model):
        if isinstance(marker, Reference):
            found[key] = marker.kind
    return found


# For each type of entry: the keys that hold an id or ids, and the kind of entry that they name.
REFERENCES: Mapping[type, Mapping[str, Kind]] = {
    body: _reference_keys(body) for body in (*ENTRY_TYPES.values(), Restatement)
}
