"""One entry's data against the format: what pydantic finds wrong, in an editor's words."""

import re
from collections.abc import Mapping, Sequence
from typing import Literal, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from explainer.entries import LONGEST_ID, Evidence, ExactQuote, RangeQuote, Verdict
from explainer.format.did_you_mean import did_you_mean
from explainer.format.fields import REFERENCES
from explainer.format.ids import NO_IDS, NamedIds, id_from, id_named
from explainer.model import Kind, Place, Problem, Step
from explainer.yamlfiles.nodes import Path, YamlText

Model = TypeVar("Model", bound=BaseModel)


def validate(
    model: type[Model], source: YamlText, steps: Path, name: str, known: NamedIds = NO_IDS
) -> tuple[Model | None, tuple[Problem, ...]]:
    """Read the value at `steps` as a `model`; `name` is what the messages call it, such as `claim:lamp`.

    `known` are the ids to propose where a name was typed for an id.
    """
    value = _value(source, steps)
    try:
        return model.model_validate(value), ()
    except ValidationError as error:
        details = error.errors(include_url=False)
        # a key without a space after its colon is reported as that, and not as one that is missing
        glued = {
            (*each["loc"][:-1], _before_colon(each))
            for each in details
            if each["type"] == "extra_forbidden"
        }
        details = [
            each for each in details if each["type"] != "missing" or each["loc"] not in glued
        ]
        return None, tuple(
            _problem(model, source, steps, name, detail, known) for detail in details
        )


def _value(source: YamlText, steps: Path) -> object:
    value: object = source.data
    for step in steps:
        value = value[step]  # type: ignore[index]  # the steps were found in this data
    return value


def _problem(
    model: type[BaseModel],
    source: YamlText,
    base: Path,
    name: str,
    detail: ErrorDetails,
    ids: NamedIds,
) -> Problem:
    steps = _steps_in_data(source, base, detail["loc"])
    kind, key = detail["type"], str(detail["loc"][-1]) if detail["loc"] else ""
    if kind == "extra_forbidden":
        known = _known_keys(model, detail["loc"])
        hint = _parted(key, detail["input"], known) or did_you_mean(key, known)
        hint = hint or f"; the keys here are {', '.join(known)}"
        return _error(
            source.keys.get(steps, _at(source, steps)),
            f"unknown key `{key}` in {name}{hint}",
            "unknown-key",
        )
    if kind == "missing":
        message = f"{name} has no `{key}`: {_description(model, detail['loc'])}"
        return _error(_key_or_value(source, steps), message, "missing-key")
    label = _label(steps[len(base) :], name)
    if kind == "string_pattern_mismatch":
        message = _not_an_id(str(detail["input"]), label, _kind_wanted(model, detail), ids)
        return _error(_at(source, steps), message, "bad-id")
    message, rule = _wrong_value(detail, label)
    return _error(_at(source, steps), message, rule)


def _parted(key: str, value: object, known: Sequence[str]) -> str:
    """Return advice on a key made by a colon or comma: `{kind:fact}`, `- He said: it was lit`, `{role: this, that}`."""
    name, colon, rest = key.partition(":")
    if colon and name in known:
        return f"; write a space after the colon: `{name}: {rest.strip()}`"
    if " " in key and value == "":
        return "; a comma inside { } begins another key: put the text that contains it in quotation marks"
    if " " in key:
        return "; put text that contains a colon and a space, or (inside braces) a comma, in quotation marks"
    return ""


def _before_colon(detail: ErrorDetails) -> str:
    return str(detail["loc"][-1]).partition(":")[0]


def _wrong_value(detail: ErrorDetails, label: str) -> tuple[str, str]:
    kind, value = detail["type"], detail["input"]
    if kind == "literal_error":
        known = [
            word.strip("' ") for word in detail["ctx"]["expected"].replace(" or ", ", ").split(", ")
        ]
        hint = did_you_mean(str(value), known)
        return (
            f"`{value}` is not a valid {label}{hint or '; use one of ' + ', '.join(known)}",
            "unknown-value",
        )
    if value in ("", [], ()) or kind in ("string_too_short", "too_short"):
        return f"{label} is empty; write something or remove it", "empty"
    if kind == "string_too_long":
        most = detail["ctx"]["max_length"]
        return f"{label} has {len(value):,} characters; shorten it to at most {most:,}", "too-long"
    return (
        f"{label} should be {_WANTED.get(kind, 'something else')}, not {_shape(value)}{_advice(kind, value)}",
        "wrong-type",
    )


def _kind_wanted(model: type[BaseModel], detail: ErrorDetails) -> Kind | None:
    """Return the kind of entry whose id is wanted."""
    key = str(detail["loc"][0])
    return "source" if key == "evidence" else REFERENCES.get(model, {}).get(key)


def _not_an_id(typed: str, label: str, kind: Kind | None, known: NamedIds) -> str:
    bare = _WITH_KIND.fullmatch(typed)
    if bare:
        return f"`{typed}` is not an id: {label} takes only ids; write `{bare[1]}`"
    parts = [_without_kind(part) for part in typed.split(", ")]
    there = [id_named(known, kind, part) if kind else "" for part in parts]
    each = [found or id_like(part) for found, part in zip(there, parts, strict=True)]
    if len(each) > 1:
        return f"`{typed}` is not an id: {label} takes a list, [{', '.join(each)}]"
    way = f"; write `{each[0]}`" if there[0] else f", such as `{each[0]}`"
    return f"`{typed}` is not an id: {label} takes an id{way}"


def id_like(typed: str) -> str:
    """Return the id that is proposed for what was typed for one."""
    return id_from(typed, LONGEST_ID) or "my-id"


# `claim:lamp`, as links have it, or `claims/lamp` and `#claim-lamp`, as addresses do, in place of an id
_KINDS = "article|claim|date|actor|term|source"
_WITH_KIND = re.compile(
    rf"(?:#(?:{_KINDS})-|(?:{_KINDS})s?[:/] ?)([a-z0-9]+(?:-[a-z0-9]+)*)/?",
    re.IGNORECASE,
)
_GLUED = re.compile(r"([\w-]+):(?=[^\s/])(.*)", re.DOTALL)


def _without_kind(given: str) -> str:
    bare = _WITH_KIND.fullmatch(given.strip())
    return bare[1] if bare else given


def _advice(kind: str, value: object) -> str:
    """Return advice on a value of the wrong shape: mostly its colon is one too many, or has no space after it."""
    pair = next(iter(value.items())) if isinstance(value, Mapping) and len(value) == 1 else ("", "")
    if kind == "string_type" and _WITH_KIND.fullmatch(f"{pair[0]}:{pair[1]}"):
        return f"; write only `{pair[1]}`"
    glued = (
        _GLUED.match(value)
        if isinstance(value, str) and kind.startswith(("model", "dict"))
        else None
    )
    if glued:
        return f"; write a space after the colon: `{glued[1]}: {_first_line(glued[2])}`"
    return (
        "; put text that contains a colon in quotation marks"
        if _is_text_with_colon(kind, value)
        else ""
    )


def _first_line(text: str) -> str:
    return text.strip().partition("\n")[0]


def _is_text_with_colon(kind: str, value: object) -> bool:
    return (
        kind == "string_type"
        and isinstance(value, Mapping)
        and any(" " in str(key) for key in value)
    )


_WANTED = {
    "string_type": "text",
    "tuple_type": "a list (lines that begin with -)",
    "list_type": "a list (lines that begin with -)",
    "dict_type": "keys with values",
    "model_type": "keys with values",
    "model_attributes_type": "keys with values",
}


def _shape(value: object) -> str:
    if isinstance(value, Mapping):
        return "keys with values"
    return "a list" if isinstance(value, Sequence) and not isinstance(value, str) else "text"


def _label(steps: Path, name: str) -> str:
    keys = [str(step) for step in steps if isinstance(step, str)]
    return f"`{'.'.join(keys)}` of {name}" if keys else name


def _steps_in_data(source: YamlText, base: Path, loc: tuple[Step, ...]) -> Path:
    """Drop from pydantic's path what is not in the data: tags of union members, and indices of single values."""
    steps = base
    for before, step in zip(("", *loc), loc, strict=False):
        is_tag = isinstance(before, int) and step in ("exact", "range")
        if not is_tag and (*steps, step) in source.values:
            steps = (*steps, step)
    return steps


def _at(source: YamlText, steps: Path) -> Place:
    return source.values[steps]


def _key_or_value(source: YamlText, steps: Path) -> Place:
    return source.keys.get(steps) or source.values[steps]


def _model_at(model: type[BaseModel], loc: Sequence[Step]) -> type[BaseModel]:
    """The model that holds the last step of a pydantic path."""
    for step in loc[:-1]:
        model = _MEMBERS.get(str(step), model)
    return model


# the models inside models, by the field that holds them or the tag that pydantic's paths give them
_MEMBERS: dict[str, type[BaseModel]] = {
    "exact": ExactQuote,
    "range": RangeQuote,
    "evidence": Evidence,
    "verdict": Verdict,
}


def _known_keys(model: type[BaseModel], loc: Sequence[Step]) -> list[str]:
    return [field.alias or name for name, field in _model_at(model, loc).model_fields.items()]


def _description(model: type[BaseModel], loc: Sequence[Step]) -> str:
    fields = _model_at(model, loc).model_fields
    by_key = {field.alias or name: field for name, field in fields.items()}
    field = by_key.get(str(loc[-1]))
    if field is None:
        return "add it"
    allowed = get_args(field.annotation) if get_origin(field.annotation) is Literal else ()
    return (field.description or "add it") + (
        f" Use one of {', '.join(allowed)}" if allowed else ""
    )


def _error(place: Place, message: str, rule: str) -> Problem:
    return Problem(place, "error", " ".join(message.split()), rule)
