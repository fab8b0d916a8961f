"""One annotation file: from YAML to entries, a brief and questions, every value with its place."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from explainer.addresses import slug_of
from explainer.entries import (
    ENTRY_TYPES,
    ID_PATTERN,
    LONGEST_ID,
    LONGEST_LINE,
    MOST_IN_LIST,
    EntryBody,
    Question,
    Restatement,
)
from explainer.format.did_you_mean import did_you_mean
from explainer.format.ids import NO_IDS, NamedIds
from explainer.format.keys import BOUND, KEY_OF, KEYS, KINDS
from explainer.loading.validate import id_like, too_many, validate
from explainer.model import (
    NO_CACHE,
    AnyEntry,
    Asked,
    Brief,
    Cache,
    Entry,
    Kind,
    Place,
    Problem,
    Ref,
)
from explainer.text.typed import in_backticks
from explainer.yamlfiles.kept_yaml import kept_yaml
from explainer.yamlfiles.places import YamlText

# the slug of the article of a file, and a missing one that it names
_Bound = tuple[str | None, tuple[str, Place] | None]


@dataclass(frozen=True)
class Annotations:
    """The contents of one annotation file."""

    # each entry with the place of its id; None in place of one that could not be read
    entries: tuple[tuple[Ref, Place, AnyEntry | None], ...] = ()
    brief: Brief | None = None
    questions: tuple[Asked, ...] = ()
    # what may be ids of entries: under an unknown key, with the keys of another kind, or misspelt
    misplaced: tuple[str, ...] = ()
    article: str | None = None  # the slug of the article that it is about
    # the slug and place of a missing article that it names; "" if it has to name one
    lost: tuple[str, Place] | None = None


def read_annotations(
    text: str,
    path: str,
    slugs: Sequence[str],
    known: NamedIds = NO_IDS,
    cache: Cache = NO_CACHE,
    missing: Sequence[str] = (),
) -> tuple[Annotations, tuple[Problem, ...]]:
    """Read the text of the annotation file `path`; `slugs` are the articles that it may be about.

    It may also name a `missing` one. `known` are the ids to propose where a name was typed for an
    id. The YAML may be in the `cache`.
    """
    source, problems = kept_yaml(text, path, cache)
    if source.data is None:
        return Annotations(), problems
    if not isinstance(source.data, dict):
        keys = ", ".join(KEYS)
        message = f"an annotation file should contain keys such as `claims:`; the keys are {keys}"
        glued = re.match(rf"({'|'.join(KEYS)}):(?=\S)", str(source.data))
        if glued:
            message = f"a space is missing after the colon of `{glued[1]}`"
        return Annotations(), (*problems, _error(source.values[()], message, "wrong-type"))
    bound = _bound_article(source, source.data, slugs, missing)
    found, more = _read_keys(source, source.data, bound, known)
    return found, (*problems, *_unknown_keys(source, source.data), *more)


def _read_keys(
    source: YamlText, data: dict[str, Any], bound: _Bound, known: NamedIds
) -> tuple[Annotations, tuple[Problem, ...]]:
    article, lost = bound
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
            yield _error(
                source.keys[(key,)], f"unknown key {in_backticks(key)}{hint}", "unknown-key"
            )


def _misplaced(data: dict[str, Any]) -> Iterator[str]:
    """Yield what may be meant as the id of an entry, but is not read as one, or of another kind.

    An unknown key may be a misspelt one, such as `actosr:`, or an entry without its indent.
    """
    for key, value in data.items():
        bodies = value if isinstance(value, dict) else {}
        if key not in KEYS:
            yield key
            yield from bodies
        elif key in KINDS:
            for name, body in bodies.items():
                if not re.fullmatch(ID_PATTERN, name):
                    yield id_like(name)
                if _kind_meant(KINDS[key], body):
                    yield name


def _well_shaped(
    source: YamlText, data: dict[str, Any]
) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """Keep the keys whose values have the right shape; a key without a value yet is no problem."""
    kept, problems = {}, []
    for key in KEYS:
        if key == "article" or key not in data:
            continue
        shape: type = dict if key in KINDS else list
        wanted = "lines that begin with -"
        if key in KINDS:
            wanted = "ids with a colon, each with its keys below it"
        value = data[key]
        if isinstance(value, list) and len(value) > MOST_IN_LIST:
            message = f"`{key}` {too_many(len(value), MOST_IN_LIST)}"
            problems.append(_error(source.values[(key,)], message, "too-many"))
        elif isinstance(value, shape):
            kept[key] = value
        elif value != "":
            message = f"`{key}` should contain {wanted}"
            problems.append(_error(source.values[(key,)], message, "wrong-type"))
    return kept, tuple(problems)


# --- the article that a file is about ---


def _bound_article(
    source: YamlText, data: dict[str, Any], slugs: Sequence[str], missing: Sequence[str]
) -> _Bound:
    """Return the slug of the article, and else the missing one as in `Annotations.lost`.

    A file that names none is about the only article there is, whatever else others may name.
    """
    if "article" in data:
        place, given = source.values[("article",)], data["article"]
        slug = slug_of(given) if isinstance(given, str) else ""
        return (slug, None) if slug in (*slugs, *missing) else (None, (slug, place))
    if len(slugs) == 1:
        return slugs[0], None
    bound = next((key for key in BOUND if data.get(key)), None)
    if bound and slugs:
        return None, ("", source.keys[(bound,)])
    return None, None


# --- entries ---


def _read_entries(
    source: YamlText, data: Mapping[str, Any], article: str | None, known: NamedIds
) -> tuple[tuple[tuple[Ref, Place, AnyEntry | None], ...], list[Problem]]:
    found: list[tuple[Ref, Place, AnyEntry | None]] = []
    problems: list[Problem] = []
    for key, kind in KINDS.items():
        bound = article if key in BOUND else None
        for entry_id, value in data.get(key, {}).items():
            place = source.keys[(key, entry_id)]
            bad_id = _bad_id(place, entry_id)
            if bad_id:
                problems.append(bad_id)
                continue
            ref = Ref(kind, entry_id)
            model = _model(kind, value)
            body, more = validate(model, source, (key, entry_id), str(ref), known)
            meant = _kind_meant(kind, value) if more else None
            problems += [_wrong_kind(place, ref, meant)] if meant else more
            entry = None
            if body is not None:
                entry = Entry(ref, body, source.values.below((key, entry_id), place), bound)
            found.append((ref, place, entry))
    return tuple(found), problems


def _model(kind: Kind, value: object) -> type[EntryBody]:
    """Return the form of an entry; with `restates`, a claim has another one."""
    is_restatement = kind == "claim" and isinstance(value, dict) and "restates" in value
    return Restatement if is_restatement else ENTRY_TYPES[kind]


def _kind_meant(kind: Kind, value: object) -> Kind | None:
    """Return the other kind that an entry's keys suggest: all its required keys, and only its keys.

    At least one of the keys is unknown in the entry's own kind.
    """
    keys = set(value) if isinstance(value, dict) else set()
    if keys <= set(ENTRY_TYPES[kind].model_fields):
        return None
    return next((other for other in KEY_OF if other != kind and _has_keys_of(other, keys)), None)


def _has_keys_of(kind: Kind, keys: set[str]) -> bool:
    fields = ENTRY_TYPES[kind].model_fields
    required = {name for name, field in fields.items() if field.is_required()}
    return required <= keys <= set(fields)


def _wrong_kind(place: Place, ref: Ref, meant: Kind) -> Problem:
    one = "an" if meant == "actor" else "a"
    right, wrong = KEY_OF[meant], KEY_OF[ref.kind]
    message = f"{ref} has the keys of {one} {meant}: put it under `{right}:`, not under `{wrong}:`"
    return _error(place, message, "unknown-key")


def _bad_id(place: Place, given: str) -> Problem | None:
    if not re.fullmatch(ID_PATTERN, given):
        message = (
            f"{in_backticks(given)} is not an id: use lower-case letters, digits and single "
            f"hyphens, such as `{id_like(given)}`"
        )
        return _error(place, message, "bad-id")
    if len(given) > LONGEST_ID:
        message = (
            f"this id has {len(given)} characters, too many for a file name;"
            f" use at most {LONGEST_ID}"
        )
        return _error(place, message, "bad-id")
    return None


# --- brief and questions ---


def _read_brief(
    source: YamlText, value: list[Any], article: str | None
) -> tuple[Brief | None, list[Problem]]:
    sentences: list[tuple[str, Place]] = []
    problems: list[Problem] = []
    for index, sentence in enumerate(value):
        place = source.values[("brief", index)]
        if not isinstance(sentence, str) or not sentence.strip():
            message = (
                "a sentence of the brief should be text;"
                " put it in quotation marks if it contains a colon"
            )
            problems.append(_error(place, message, "wrong-type"))
        if isinstance(sentence, str) and len(sentence) > LONGEST_LINE:
            message = (
                f"this has {len(sentence):,} characters; shorten it to at most {LONGEST_LINE:,}"
            )
            problems.append(_error(place, message, "too-long"))
        sentences.append((sentence, place))
    if problems or not sentences or article is None:
        return None, problems
    return Brief(article, tuple(sentences)), problems


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
            place, answer_place = source.values[steps], source.values[(*steps, "answer")]
            found.append(Asked(article, body, place, answer_place, index))
    return tuple(found), problems


def _error(place: Place, message: str, rule: str) -> Problem:
    return Problem(place, "error", " ".join(message.split()), rule)
