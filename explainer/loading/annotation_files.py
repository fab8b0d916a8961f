"""One annotation file: YAML text becomes entries, briefs and questions, every value knowing its place."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from explainer.addresses import slug_of
from explainer.entries import ENTRY_TYPES, ID_PATTERN, LONGEST_ID, LONGEST_LINE, Question
from explainer.format.did_you_mean import did_you_mean
from explainer.format.ids import NO_IDS, NamedIds
from explainer.format.keys import BOUND, KEY_OF, KEYS, KINDS
from explainer.loading.validate import id_like, validate
from explainer.model import Asked, Brief, Entry, Kind, Place, Problem, Ref, Step
from explainer.yamlfiles.nodes import YamlText, read_yaml

_Places = dict[tuple[Step, ...], Place]


@dataclass(frozen=True)
class Annotations:
    """What one file holds: each entry with the place of its id (None for one that could not be read), and the rest."""

    entries: tuple[tuple[Ref, Place, Entry[Any] | None], ...] = ()
    brief: Brief | None = None
    questions: tuple[Asked, ...] = ()
    misplaced: tuple[
        str, ...
    ] = ()  # what may be ids of entries, under keys that nobody knows or spelt wrongly
    article: str | None = None  # the slug of the article that it is about
    # the missing article that it names, or "" where it should name one, and its place
    lost: tuple[str, Place] | None = None


def read_annotations(
    text: str, path: str, slugs: Sequence[str], known: NamedIds = NO_IDS
) -> tuple[Annotations, tuple[Problem, ...]]:
    """Read the text of the annotation file `path`; `slugs` are the articles that it may be about.

    `known` are the ids to propose where a name was typed for an id.
    """
    source, problems = read_yaml(text, path)
    if source.data is None:
        return Annotations(), problems
    if not isinstance(source.data, dict):
        glued = re.match(rf"({'|'.join(KEYS)}):(?=\S)", str(source.data))
        message = f"an annotation file should contain keys such as `claims:`; the keys are {', '.join(KEYS)}"
        if glued:
            message = f"a space is missing after the colon of `{glued[1]}`"
        return Annotations(), (*problems, _error(source.values[()], message, "wrong-type"))
    found, more = _read_keys(source, source.data, slugs, known)
    return found, (*problems, *_unknown_keys(source, source.data), *more)


def _read_keys(
    source: YamlText, data: dict[str, Any], slugs: Sequence[str], known: NamedIds
) -> tuple[Annotations, tuple[Problem, ...]]:
    article, lost = _bound_article(source, data, slugs)
    misplaced = tuple(_misplaced(data))
    data, more = _well_shaped(source, data)
    entries, entry_problems = _read_entries(source, data, article, known)
    brief, brief_problems = _read_brief(source, data.get("brief", []), article)
    questions, question_problems = _read_questions(source, data.get("questions", []), article)
    found = Annotations(entries, brief, questions, misplaced, article, lost)
    return found, (*more, *entry_problems, *brief_problems, *question_problems)


def _unknown_keys(source: YamlText, data: dict[str, Any]) -> Iterator[Problem]:
    for key in data:
        if key not in KEYS:
            hint = did_you_mean(key, KEYS) or f"; the keys here are {', '.join(KEYS)}"
            yield _error(source.keys[(key,)], f"unknown key `{key}`{hint}", "unknown-key")


def _misplaced(data: dict[str, Any]) -> Iterator[str]:
    """What may be meant as ids: in and of what is no key (`actosr:`, an entry without its indent), or mistyped."""
    for key, value in data.items():
        ids = value if isinstance(value, dict) else ()
        if key not in KEYS:
            yield from (key, *ids)
        elif key in KINDS:
            yield from (id_like(name) for name in ids if not re.fullmatch(ID_PATTERN, name))
            yield from (name for name in ids if _kind_meant(KINDS[key], value[name]))


def _well_shaped(
    source: YamlText, data: dict[str, Any]
) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """Keep the keys that hold what they should; a key with nothing below it yet is left out without a word."""
    kept, problems = {}, []
    for key in data.keys() & {*KINDS, "brief", "questions"}:
        shape = dict if key in KINDS else list
        if isinstance(data[key], shape):
            kept[key] = data[key]
        elif data[key] != "":
            wanted = (
                "ids with a colon, each with its keys below it"
                if shape is dict
                else "lines that begin with -"
            )
            problems.append(
                _error(source.values[(key,)], f"`{key}` should contain {wanted}", "wrong-type")
            )
    return kept, tuple(problems)


# --- the article that a file is about ---


def _bound_article(
    source: YamlText, data: dict[str, Any], slugs: Sequence[str]
) -> tuple[str | None, tuple[str, Place] | None]:
    """Return the article, or else the one that is named and not there, "" where none is, and its place."""
    if "article" in data:
        place, given = source.values[("article",)], data["article"]
        slug = slug_of(given) if isinstance(given, str) else ""
        return (slug, None) if slug in slugs else (None, (slug, place))
    bound = next((key for key in BOUND if data.get(key)), None)
    if bound and len(slugs) > 1:
        return None, ("", source.keys[(bound,)])
    return slugs[0] if len(slugs) == 1 else None, None


# --- entries ---


def _read_entries(
    source: YamlText, data: Mapping[str, Any], article: str | None, known: NamedIds
) -> tuple[tuple[tuple[Ref, Place, Entry[Any] | None], ...], list[Problem]]:
    places = _places_by_entry(source)
    found: list[tuple[Ref, Place, Entry[Any] | None]] = []
    problems: list[Problem] = []
    for key, kind in KINDS.items():
        for entry_id in data.get(key, ()):
            place = source.keys[(key, entry_id)]
            if not re.fullmatch(ID_PATTERN, entry_id):
                problems.append(_bad_id(place, entry_id))
                continue
            if len(entry_id) > LONGEST_ID:
                message = f"this id has {len(entry_id)} characters, too many for a file name; use at most {LONGEST_ID}"
                problems.append(_error(place, message, "bad-id"))
                continue
            ref = Ref(kind, entry_id)
            body, more = validate(ENTRY_TYPES[kind], source, (key, entry_id), str(ref), known)
            meant = _kind_meant(kind, data[key][entry_id]) if more else None
            problems += [_in_another_place(place, ref, meant)] if meant else more
            bound = article if key in BOUND else None
            entry = (
                Entry(ref, body, {**places[(key, entry_id)], (): place}, bound)
                if body is not None
                else None
            )
            found.append((ref, place, entry))
    return tuple(found), problems


def _kind_meant(kind: Kind, value: object) -> Kind | None:
    """The other kind of which an entry has the keys, and all that are needed, if it has some that its own has not."""
    keys = set(value) if isinstance(value, dict) else set()
    if keys <= set(ENTRY_TYPES[kind].model_fields):
        return None
    return next((other for other in KEY_OF if other != kind and _has_keys_of(other, keys)), None)


def _has_keys_of(kind: Kind, keys: set[str]) -> bool:
    fields = ENTRY_TYPES[kind].model_fields
    return {name for name, field in fields.items() if field.is_required()} <= keys <= set(fields)


def _in_another_place(place: Place, ref: Ref, meant: Kind) -> Problem:
    one, right, wrong = "an" if meant == "actor" else "a", KEY_OF[meant], KEY_OF[ref.kind]
    message = f"{ref} has the keys of {one} {meant}: put it under `{right}:`, not under `{wrong}:`"
    return _error(place, message, "unknown-key")


def _places_by_entry(source: YamlText) -> Mapping[tuple[Step, ...], _Places]:
    places: dict[tuple[Step, ...], _Places] = defaultdict(dict)
    for steps, place in source.values.items():
        places[steps[:2]][steps[2:]] = place
    return places


def _bad_id(place: Place, given: str) -> Problem:
    message = f"`{given}` is not an id: use lower-case letters, digits and single hyphens, such as `{id_like(given)}`"
    return _error(place, message, "bad-id")


# --- brief and questions ---


def _read_brief(
    source: YamlText, value: list[Any], article: str | None
) -> tuple[Brief | None, list[Problem]]:
    places = [source.values[("brief", index)] for index in range(len(value))]
    message = (
        "a sentence of the brief should be text; put it in quotation marks if it contains a colon"
    )
    problems = [
        _error(place, message, "wrong-type")
        for sentence, place in zip(value, places, strict=True)
        if not isinstance(sentence, str) or not sentence.strip()
    ]
    problems += [
        _error(
            place,
            f"this has {len(sentence):,} characters; shorten it to at most {LONGEST_LINE:,}",
            "too-long",
        )
        for sentence, place in zip(value, places, strict=True)
        if isinstance(sentence, str) and len(sentence) > LONGEST_LINE
    ]
    if problems or not value or article is None:
        return None, problems
    return Brief(article, tuple(zip(value, places, strict=True))), problems


def _read_questions(
    source: YamlText, value: list[Any], article: str | None
) -> tuple[tuple[Asked, ...], list[Problem]]:
    found: list[Asked] = []
    problems: list[Problem] = []
    for index in range(len(value)):
        steps = ("questions", index)
        body, more = validate(Question, source, steps, f"question {index + 1}")
        problems += more
        if body is not None and article is not None:
            found.append(
                Asked(article, body, source.values[steps], source.values[(*steps, "answer")])
            )
    return tuple(found), problems


def _error(place: Place, message: str, rule: str) -> Problem:
    return Problem(place, "error", " ".join(message.split()), rule)
