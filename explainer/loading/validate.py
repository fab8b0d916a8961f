"""Validation of one entry against the format: the errors of pydantic, in an editor's words."""

import re
from collections.abc import Mapping, Sequence
from typing import Literal, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from explainer.entries import LONGEST_ID, QUOTE_FORMS, Claim, Restatement
from explainer.format.did_you_mean import did_you_mean
from explainer.format.fields import model_at, reference_kind
from explainer.format.ids import NO_IDS, NamedIds, id_from, id_named
from explainer.model import Kind, Place, Problem, Step
from explainer.text.typed import in_backticks
from explainer.yamlfiles.places import Path, YamlText

Model = TypeVar("Model", bound=BaseModel)


def validate(
    model: type[Model], source: YamlText, steps: Path, name: str, known: NamedIds = NO_IDS
) -> tuple[Model | None, tuple[Problem, ...]]:
    """Read the value at `steps` as a `model`; messages call it `name`, such as `claim:lamp`.

    `known` are the ids to propose where a name was typed for an id.
    """
    value = _value(source, steps)
    try:
        return model.model_validate(value), ()
    except ValidationError as error:
        details = _without_glued(error.errors(include_url=False))
        problems = [_problem(model, source, steps, name, detail, known) for detail in details]
        return None, tuple(problems)


def _without_glued(details: Sequence[ErrorDetails]) -> list[ErrorDetails]:
    """Leave out missing keys that stand there without a space after the colon, as another error."""
    glued = set()
    for detail in details:
        if detail["type"] == "extra_forbidden":
            *above, key = detail["loc"]
            glued.add((*above, str(key).partition(":")[0]))
    return [each for each in details if each["type"] != "missing" or each["loc"] not in glued]


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
    loc = detail["loc"]
    steps = _steps_in_data(source, base, loc)
    place = source.values[steps]
    if detail["type"] == "extra_forbidden":
        key = str(loc[-1])
        hint = _unknown_key_hint(key, detail["input"], _known_keys(model, loc))
        if model_at(model, loc) is Restatement and key in Claim.model_fields:
            hint = "; the claim that it restates says this: put it there, or remove it"
        message = f"unknown key {in_backticks(key)} in {name}{hint}"
        return _error(source.keys.get(steps, place), message, "unknown-key")
    if detail["type"] == "missing":
        message = f"{name} has no `{loc[-1]}`: {_description(model, loc)}"
        return _error(source.keys.get(steps) or place, message, "missing-key")
    label = _label(steps[len(base) :], name)
    if detail["type"] == "string_pattern_mismatch":
        message = _not_an_id(str(detail["input"]), label, reference_kind(model, loc), ids)
        return _error(place, message, "bad-id")
    message, rule = _wrong_value(detail, label)
    return _error(place, message, rule)


# --- unknown and missing keys ---


def _unknown_key_hint(key: str, value: object, known: Sequence[str]) -> str:
    """Return advice on an unknown key, which a colon or comma may have made of text.

    Such as `{kind:fact}`, `- He said: it was lit`, or `{role: this, that}`.
    """
    name, colon, rest = key.partition(":")
    if colon and name in known:
        return f"; write a space after the colon: {in_backticks(f'{name}: {rest.strip()}')}"
    if " " in key and value == "":
        return (
            "; a comma inside { } begins another key:"
            " put the text that contains it in quotation marks"
        )
    if " " in key:
        return (
            "; put text that contains a colon and a space, or (inside braces) a comma,"
            " in quotation marks"
        )
    return did_you_mean(key, known) or f"; the keys here are {', '.join(known)}"


def _known_keys(model: type[BaseModel], loc: tuple[Step, ...]) -> list[str]:
    found = model_at(model, loc)
    keys = [field.alias or name for name, field in found.model_fields.items()]
    # with this key, a claim is a `Restatement`
    return [*keys, "restates"] if found is Claim else keys


def _description(model: type[BaseModel], loc: tuple[Step, ...]) -> str:
    """Return what a missing key should hold, as the format describes it."""
    for name, field in model_at(model, loc).model_fields.items():
        if str(loc[-1]) == (field.alias or name):
            description = field.description or "add it"
            if get_origin(field.annotation) is not Literal:
                return description
            return f"{description} Use one of {', '.join(get_args(field.annotation))}"
    return "add it"


# --- ids ---

# Instead of an id: `claim:lamp` as in links, `claims/lamp` or `#claim-lamp` as in addresses.
_KINDS = "article|claim|date|actor|term|source"
_WITH_KIND = re.compile(
    rf"(?:#(?:{_KINDS})-|(?:{_KINDS})s?[:/] ?)([a-z0-9]+(?:-[a-z0-9]+)*)/?",
    re.IGNORECASE,
)


def _not_an_id(typed: str, label: str, kind: Kind | None, known: NamedIds) -> str:
    bare = _WITH_KIND.fullmatch(typed)
    if bare:
        way = f"write {in_backticks(bare[1])}"
        return f"{in_backticks(typed)} is not an id: {label} takes only ids; {way}"
    parts = [_without_kind(part) for part in typed.split(", ")]
    ids = [""] * len(parts)
    if kind:
        ids = [id_named(known, kind, part) for part in parts]
    proposed = [found or id_like(part) for found, part in zip(ids, parts, strict=True)]
    if len(proposed) > 1:
        return f"{in_backticks(typed)} is not an id: {label} takes a list, [{', '.join(proposed)}]"
    way = f"; write `{proposed[0]}`" if ids[0] else f", such as `{proposed[0]}`"
    return f"{in_backticks(typed)} is not an id: {label} takes an id{way}"


def id_like(typed: str) -> str:
    """Return an id to propose instead of what was typed for one."""
    return id_from(typed, LONGEST_ID) or "my-id"


def _without_kind(given: str) -> str:
    bare = _WITH_KIND.fullmatch(given.strip())
    return bare[1] if bare else given


# --- other values ---

_SHAPES = {
    "string_type": "text",
    "tuple_type": "a list (lines that begin with -)",
    "list_type": "a list (lines that begin with -)",
    "dict_type": "keys with values",
    "model_type": "keys with values",
    "model_attributes_type": "keys with values",
}
_GLUED = re.compile(r"([\w-]+):(?=[^\s/])(.*)", re.DOTALL)


def _wrong_value(detail: ErrorDetails, label: str) -> tuple[str, str]:
    """Return the message about a value that is not allowed, and the rule that it breaks."""
    kind, value = detail["type"], detail["input"]
    if kind == "literal_error":
        expected = detail["ctx"]["expected"].replace(" or ", ", ")
        known = [word.strip("' ") for word in expected.split(", ")]
        hint = did_you_mean(str(value), known) or f"; use one of {', '.join(known)}"
        return f"{in_backticks(str(value))} is not a valid {label}{hint}", "unknown-value"
    if value in ("", [], ()) or kind in ("string_too_short", "too_short"):
        return f"{label} is empty; write something or remove it", "empty"
    if kind == "too_long":
        return f"{label} {too_many(len(value), detail['ctx']['max_length'])}", "too-many"
    if kind == "string_too_long":
        most = detail["ctx"]["max_length"]
        return f"{label} has {len(value):,} characters; shorten it to at most {most:,}", "too-long"
    wanted = _SHAPES.get(kind, "something else")
    return f"{label} should be {wanted}, not {_shape(value)}{_advice(kind, value)}", "wrong-type"


def too_many(count: int, most: int) -> str:
    """Return what is wrong with a list of so many items, in place of at most `most`."""
    return f"has {count:,} items; keep at most {most:,} of them"


def _advice(kind: str, value: object) -> str:
    """Return advice on a value of the wrong shape: mostly, one colon is wrong or lacks a space."""
    if kind == "string_type" and isinstance(value, Mapping):
        return _text_with_colon_advice(value)
    if isinstance(value, str) and kind.startswith(("model", "dict")):
        glued = _GLUED.match(value)
        if glued:
            first_line = glued[2].strip().partition("\n")[0]
            spaced = in_backticks(f"{glued[1]}: {first_line}")
            return f"; write a space after the colon: {spaced}"
    return ""


def _text_with_colon_advice(value: Mapping[object, object]) -> str:
    """Return advice on text that YAML reads as keys with values, since it contains colons."""
    if len(value) == 1:
        [(key, text)] = value.items()
        if _WITH_KIND.fullmatch(f"{key}:{text}"):
            return f"; write only {in_backticks(str(text))}"
    if any(" " in str(key) for key in value):
        return "; put text that contains a colon in quotation marks"
    return ""


def _shape(value: object) -> str:
    if isinstance(value, Mapping):
        return "keys with values"
    return "a list" if isinstance(value, Sequence) and not isinstance(value, str) else "text"


def _label(steps: Path, name: str) -> str:
    keys = [step for step in steps if isinstance(step, str)]
    return f"{in_backticks('.'.join(keys))} of {name}" if keys else name


def _steps_in_data(source: YamlText, base: Path, loc: tuple[Step, ...]) -> Path:
    """Return the steps to the value of a pydantic error, or to the nearest value around it.

    Pydantic's path also has tags of union members, and indices of single values.
    """
    steps = base
    for before, step in zip(("", *loc), loc, strict=False):
        is_tag = isinstance(before, int) and step in QUOTE_FORMS
        if not is_tag and (*steps, step) in source.values:
            steps = (*steps, step)
    return steps


def _error(place: Place, message: str, rule: str) -> Problem:
    return Problem(place, "error", " ".join(message.split()), rule)
