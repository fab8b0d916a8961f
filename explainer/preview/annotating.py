"""Select to annotate: the requests of the preview's dialog, and the answers to them.

Before an entry is put into a file, it is checked by every rule of the format.
"""

import json
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Any, get_args

from pydantic import ValidationError

from explainer.checking.format_rules import check
from explainer.entries import ENTRY_TYPES
from explainer.files.folders import Bounds
from explainer.files.sitefiles import change_file, file_at, read_file, write_new_file
from explainer.files.textfiles import Unchanged, is_taken
from explainer.format.keys import KEY_OF
from explainer.loading.annotation_files import read_annotations
from explainer.model import Kind, Loaded, Place, Problem
from explainer.pipeline import Analysed, texts_lock
from explainer.preview.answers import PREFIX, Answer, Handler, Request, Routes
from explainer.preview.homes import new_file
from explainer.preview.panel import Links
from explainer.preview.proposal import (
    ASKED,
    EntryRequest,
    Proposal,
    Refusal,
    propose,
    with_entry,
)
from explainer.preview.workbench import Workbench
from explainer.text.controls import visible

_NEW = "new.yml"  # the file of an entry that is in no file yet
_PATIENCE = 10.0  # seconds to wait for a command that changes the files
_Json = Mapping[str, object]
_Answering = Callable[[Analysed, Bounds, EntryRequest, Links], _Json]
_Turn = Callable[[], AbstractContextManager[None]]


class _BusyError(Exception):
    """Another command changes the files, for longer than somebody in a browser would wait."""


def routes(bench: Workbench, links: Links) -> Routes:
    """Return the handlers of the dialog.

    Both take an `EntryRequest` as JSON and return JSON, with a `message` where something is wrong.
    Entries are added one after the other, each to what is in the files by then.
    """
    turn = partial(_turn, threading.Lock(), bench.workspace.root)

    def answering(answer: _Answering, turn: _Turn = nullcontext) -> Handler:
        def handle(request: Request) -> Answer:
            try:
                asked = EntryRequest.model_validate_json(request.body)
            except ValidationError as error:
                refusal = f"This request is not from the dialog: {error}"
                return _json({"message": refusal}, HTTPStatus.BAD_REQUEST)
            try:
                with turn():
                    return _json(_answered(bench, answer, asked, links))
            except _BusyError:
                refusal = "Another command is changing the files; try again when it has ended."
                return _json({"message": refusal})

        return handle

    return {
        ("POST", f"{PREFIX}stanza"): answering(_stanza),
        ("POST", f"{PREFIX}entry"): answering(_entry, turn),
    }


@contextmanager
def _turn(others: threading.Lock, root: Path) -> Iterator[None]:
    """Keep other requests and commands from changing the files meanwhile.

    Raise _BusyError if a command takes too long. Requests are short, so they are waited for; their
    lock also works on a disk on which files cannot be locked.
    """
    with others:
        ends = time.monotonic() + _PATIENCE

        def on_wait() -> None:
            if time.monotonic() >= ends:
                raise _BusyError

        with texts_lock(root, on_wait):
            yield


def _answered(bench: Workbench, answer: _Answering, asked: EntryRequest, links: Links) -> _Json:
    """Return an answer about the state that is shown, or why there is none."""
    analysed, bounds = bench.analysed, bench.bounds
    if analysed is None:
        return {"message": "The site still has errors; first fix what the panel lists."}
    if bench.is_behind and not _is_as_shown(analysed, bounds, asked.article):
        refusal = "The article has changed and is not shown yet; first fix what the panel lists."
        return {"message": refusal}
    return answer(analysed, bounds, asked, links)


def _is_as_shown(analysed: Analysed, bounds: Bounds, slug: str) -> bool:
    """Return whether the file of an article has the text that the page shows."""
    article = next((each for each in analysed.placed.loaded.articles if each.slug == slug), None)
    if article is None:
        return True  # `propose` reports it
    text, _ = read_file(bounds, article.path)
    return text is not None and text.endswith(article.markdown)


def _stanza(analysed: Analysed, bounds: Bounds, asked: EntryRequest, links: Links) -> _Json:
    """Return the stanza to copy, where it belongs, and the fields that can be filled in."""
    made = propose(analysed, bounds, asked)
    if not isinstance(made, Proposal):
        return _refusal_as_json(made, links)
    path, can_add = made.place.path, made.text is not None
    notes = [_refusal_as_json(note, links) for note in made.notes]
    return {
        "stanza": made.entry,
        "file": visible(path),
        "key": KEY_OF[asked.kind],
        "line": made.place.line if can_add else None,
        "links": [_link(address, words or visible(path)) for address, words in links(made.place)],
        "is_new": not is_taken(file_at(bounds, path)[0]),
        "can_add": can_add,
        "notes": notes,
        "fields": _fields(analysed.placed.loaded, asked.kind, made.values),
    }


def _entry(analysed: Analysed, bounds: Bounds, asked: EntryRequest, links: Links) -> _Json:
    """Put a complete entry that breaks no rule into its file; return where it is, or why not."""
    made = propose(analysed, bounds, asked)
    if not isinstance(made, Proposal):
        return _refusal_as_json(made, links)
    missing = _missing(asked.kind, made.values)
    if missing:
        return {"message": f"Fill in {' and '.join(missing)} first."}
    loaded = analysed.placed.loaded
    errors = _errors(loaded, asked, made.entry)
    if errors:
        return _problems_as_json(errors)
    if made.text is None:
        return _refusal_as_json(made.notes[-1], links)
    failed = _written(bounds, made, loaded, asked)
    if failed:
        return _problems_as_json(failed)
    return {
        "added": visible(made.place.path),
        "line": made.place.line,
        "links": _shown(made.place, links),
    }


def _missing(kind: Kind, values: Mapping[str, str]) -> list[str]:
    """Return the names of the required fields that were not filled in."""
    fields = ENTRY_TYPES[kind].model_fields
    return [name for name in ASKED[kind] if fields[name].is_required() and not values.get(name)]


def _errors(loaded: Loaded, asked: EntryRequest, entry: str) -> list[Problem]:
    """Return the errors that `check` would report for an entry."""
    key = KEY_OF[asked.kind]
    found, problems = read_annotations(f"{key}:\n{entry}", _NEW, [asked.article])
    (ref, _, made), *_ = found.entries
    if made is None:
        return list(problems)
    changed: dict[str, Any] = {
        "declared": loaded.declared | {ref},
        key: {**getattr(loaded, key), ref.id: made},
    }
    about_entry = list(problems)
    for problem in check(replace(loaded, **changed)):
        if problem.place.path == _NEW:
            about_entry.append(problem)
    return [problem for problem in about_entry if problem.level == "error"]


def _written(
    bounds: Bounds, made: Proposal, loaded: Loaded, asked: EntryRequest
) -> tuple[Problem, ...]:
    """Put an entry into its file, as it is at this moment."""

    def put(text: str) -> str | Unchanged:
        inserted = with_entry(text, made.place.path, loaded, asked, made.entry)
        if inserted is None:
            return Unchanged("this file has changed in the meantime; check it, and try again")
        return inserted[0]

    path = made.place.path
    if is_taken(file_at(bounds, path)[0]):
        return change_file(bounds, made.place, put)
    new = put(new_file(loaded, asked.kind, asked.article))
    if isinstance(new, Unchanged):
        return (Problem(made.place, "error", new.why, "not-changed"),)
    return write_new_file(bounds, path, new)


def _fields(loaded: Loaded, kind: Kind, values: Mapping[str, str]) -> list[_Json]:
    return [_field(loaded, kind, name, values.get(name, "")) for name in ASKED[kind]]


def _field(loaded: Loaded, kind: Kind, name: str, value: str) -> _Json:
    """Return a field of the dialog's form, with the choices or known values that it offers."""
    info = ENTRY_TYPES[kind].model_fields[name]
    choices = list(get_args(info.annotation)) if name in ("kind", "type") else []
    return {
        "name": name,
        "value": value,
        "says": "" if choices else info.description or "",
        "choices": choices,
        "known": _actors(loaded) if name == "by" else [],
        "required": info.is_required(),
        "long": name in ("definition", "basis"),
    }


def _actors(loaded: Loaded) -> list[dict[str, str]]:
    return [{"value": id, "label": loaded.actors[id].body.name} for id in sorted(loaded.actors)]


def _refusal_as_json(refusal: Refusal, links: Links) -> _Json:
    message, place = refusal
    return {"message": visible(message), "links": _shown(place, links) if place else []}


def _problems_as_json(problems: Iterable[Problem]) -> _Json:
    sentences = []
    for problem in problems:
        message = visible(problem.message)
        sentences.append(f"{message[:1].upper()}{message[1:].rstrip('.')}.")
    return {"message": " ".join(sentences)}


def _shown(place: Place, links: Links) -> list[_Json]:
    label = visible(f"{place.path}:{place.line}")
    return [_link(address, words or label) for address, words in links(place)]


def _link(address: str, words: str) -> _Json:
    return {"address": address, "words": words}


def _json(data: _Json, status: HTTPStatus = HTTPStatus.OK) -> Answer:
    body = json.dumps(data, ensure_ascii=False).encode("utf-8", "replace")
    return Answer(body, "application/json", status)
