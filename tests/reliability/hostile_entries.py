"""Entries with a hostile string in every field.

The fields are those of the format, so that a new one is among them by itself.
"""

import re
import types
from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from explainer.entries import ID_PATTERN, AnnotationFile
from tests.reliability.hostile_yaml import Leaf

# Gives the next string for a place, named by its path; the other text where it was refused.
Take = Callable[[str, str | None], Leaf | str | None]
PER_FILE = 3  # entries of each kind
MORE_SOURCES = 3  # which are all on one page
_LINK = re.compile(r"\[(.*?)\]\(.*?\)")  # to an entry that is not there
MARKDOWN = " (Markdown)"  # at the end of the path of what is not text
EACH = 5  # of the brief and the questions


def annotations(article: str, suffix: str, take: Take) -> dict[Any, Any]:
    """Return an annotation file in which every text is hostile; the ids end in the suffix."""
    file: dict[Any, Any] = {}
    for key, field in AnnotationFile.model_fields.items():
        annotation = _plain(field.annotation)
        if get_origin(annotation) is dict:
            file[key] = dict(_entries(key, get_args(annotation)[1], suffix, take))
        elif get_origin(annotation) is tuple:
            part = get_args(annotation)[0]
            items = [_filled(part, key, take, None, turn) for turn in range(EACH)]
            file[key] = [item for item in items if item is not None]
        else:
            file[key] = take(key, article)
    return file


def _entries(key: str, model: Any, suffix: str, take: Take) -> Iterator[tuple[Any, Any]]:
    model, *others = get_args(model) or (model,)
    for other in others:  # what restates a claim
        yield f"{key[:-1]}-again-{suffix}", _restating(other, key, suffix, take)
    for turn in range(PER_FILE + (MORE_SOURCES if key == "sources" else 0)):
        yield f"{key[:-1]}-{turn}-{suffix}", entry(model, key, take, turn)
    name = take(f"{key}.id", None)
    if name is not None:
        yield name, entry(model, key, lambda _, other: other, 0)


def _restating(model: type[BaseModel], key: str, suffix: str, take: Take) -> dict[Any, Any]:
    first = f"{key[:-1]}-0-{suffix}"

    def take_or_first(path: str, other: str | None) -> Leaf | str | None:
        return take(path, first if path == f"{key}.restates" else other)

    return entry(model, key, take_or_first, PER_FILE)


def entry(model: type[BaseModel], path: str, take: Take, turn: int) -> dict[Any, Any]:
    """Return data for a model, hostile in each text; `turn` chooses among forms of a value."""
    data: dict[Any, Any] = {}
    for name, field in model.model_fields.items():
        key = field.alias or name
        value = _filled(field.annotation, f"{path}.{key}", take, field, turn)
        if value is not None:
            data[key] = value
    return data


def _filled(annotation: Any, path: str, take: Take, field: FieldInfo | None, turn: int) -> Any:
    """Return data for a type; None where it was refused and can be left out."""
    typed, other = annotation, _fallback(annotation, field)
    annotation = _plain(annotation)
    arguments = [argument for argument in get_args(annotation) if argument is not type(None)]
    if get_origin(annotation) in (Union, types.UnionType):
        part = arguments[turn % len(arguments)]
        return _filled(part, path, take, field, turn)
    if get_origin(annotation) is tuple:
        item = _filled(arguments[0], path, take, field, turn)
        return None if item is None else [item]
    if get_origin(annotation) is dict:
        return _mapping(arguments[1], path, take, field, turn)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return entry(annotation, path, take, turn)
    is_quoted = ".quote." in path  # its words must stand in the article once
    path += MARKDOWN if _is_markdown(typed, field) else ""
    return take(path, f"{other} ({path} {turn})" if is_quoted else other)


def _mapping(
    value: Any,
    path: str,
    take: Take,
    field: FieldInfo | None,
    turn: int,
) -> dict[Any, Any]:
    """Return a mapping with the key of the field's example, and one with a hostile key."""
    example = (field.examples or [{"x": ""}])[0] if field else {"x": ""}
    pairs = {
        next(iter(example)): _filled(value, path, take, None, turn),
        take(f"{path}.key", None): "x",
    }
    return {key: item for key, item in pairs.items() if key is not None and item is not None}


def _plain(annotation: Any) -> Any:
    """Return a type without what is said about it."""
    return _plain(get_args(annotation)[0]) if get_origin(annotation) is Annotated else annotation


def _fallback(annotation: Any, field: FieldInfo | None) -> str | None:
    """Return an example to write in place of a refused string; an id only where one must be."""
    examples = list(_examples(annotation))
    if field is not None and (field.is_required() or not _is_id(annotation)):
        examples += field.examples or _literals(annotation)
    texts = (example for example in examples if isinstance(example, str))
    return next((_LINK.sub(r"\1", text) for text in texts), None)


def _is_markdown(annotation: Any, field: FieldInfo | None) -> bool:
    told = [part.description for part in get_args(annotation) if isinstance(part, FieldInfo)]
    told += [field.description] if field is not None else []
    return any("Markdown" in (description or "") for description in told)


def _is_id(annotation: Any) -> bool:
    return ID_PATTERN in str(annotation)


def _examples(annotation: Any) -> Iterator[Any]:
    for part in get_args(annotation):
        if isinstance(part, FieldInfo):
            yield from part.examples or ()
        elif get_origin(part) is Annotated:
            yield from _examples(part)


def _literals(annotation: Any) -> list[Any]:
    plain = _plain(annotation)
    return list(get_args(plain)) if get_origin(plain) is Literal else []


def texts_of(data: Any) -> Iterator[str]:
    """Yield every text in some data, in order."""
    if isinstance(data, Mapping):
        for value in data.values():
            yield from texts_of(value)
    elif isinstance(data, list):
        for value in data:
            yield from texts_of(value)
    elif data is not None:
        yield data.text if isinstance(data, Leaf) else data
