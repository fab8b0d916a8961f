"""Select to annotate: what the preview's dialog asks for, and what it is told.

What is put into a file passes every rule of `check` first.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path
from typing import Any, get_args

from pydantic import ValidationError

from explainer.checking.format_rules import check
from explainer.entries import ENTRY_TYPES
from explainer.files.textfiles import Unchanged, change_file, is_taken, read_text, write_new_text
from explainer.format.keys import KEY_OF
from explainer.loading.annotation_files import read_annotations
from explainer.model import Kind, Loaded, Place, Problem
from explainer.pipeline import Analysed
from explainer.preview.answers import PREFIX, Answer, Handler, Request, Routes
from explainer.preview.homes import new_file
from explainer.preview.inserting import insert_entry
from explainer.preview.panel import Links
from explainer.preview.proposal import ASKED, EntryRequest, Proposal, Refusal, propose
from explainer.preview.workbench import Workbench

_NEW = "new.yml"  # the place of an entry that is in no file yet


def routes(bench: Workbench, links: Links) -> Routes:
    """The handlers of the dialog; both take a `Question` as JSON and give JSON, `message` where something is wrong."""

    def answering(
        done: Callable[[Workbench, Analysed, EntryRequest, Links], Mapping[str, object]],
    ) -> Handler:
        def handle(request: Request) -> Answer:
            try:
                question = EntryRequest.model_validate_json(request.body)
            except ValidationError as error:
                return _json(
                    {"message": f"This request is not from the dialog: {error}"},
                    HTTPStatus.BAD_REQUEST,
                )
            if bench.analysed is None:
                return _json(
                    {"message": "The site still has errors; first fix what the panel lists."}
                )
            if bench.is_behind and not _is_as_shown(bench.analysed, bench.root, question.article):
                return _json(
                    {
                        "message": "The article has changed and is not shown yet; first fix what the panel lists."
                    }
                )
            return _json(done(bench, bench.analysed, question, links))

        return handle

    return {
        ("POST", f"{PREFIX}stanza"): answering(_stanza),
        ("POST", f"{PREFIX}entry"): answering(_entry),
    }


def _is_as_shown(analysed: Analysed, root: Path, slug: str) -> bool:
    """Whether the file of an article says what the page does: while there are errors, the last state is shown."""
    article = next((each for each in analysed.placed.loaded.articles if each.slug == slug), None)
    if article is None:
        return True  # which is reported elsewhere
    text, _ = read_text(root / article.path, article.path)
    return text is not None and text.endswith(article.markdown)


def _stanza(
    bench: Workbench, analysed: Analysed, question: EntryRequest, links: Links
) -> Mapping[str, object]:
    """The stanza to copy, what it belongs to, and what could be filled in."""
    made = propose(analysed, bench.root, question)
    if not isinstance(made, Proposal):
        return _refusal_as_json(made, links)
    path, can_add = made.place.path, made.text is not None
    return {
        "stanza": made.entry,
        "file": path,
        "key": KEY_OF[question.kind],
        "line": made.place.line if can_add else None,
        "links": [_link(address, words or path) for address, words in links(made.place)],
        "is_new": not is_taken(bench.root / path),
        "can_add": can_add,
        "notes": [
            {"message": message, "links": _shown(place, links)} for message, place in made.notes
        ],
        "fields": _fields(analysed.placed.loaded, question.kind, made.values),
    }


def _entry(
    bench: Workbench, analysed: Analysed, question: EntryRequest, links: Links
) -> Mapping[str, object]:
    """Put the entry into its file, if it is complete and every rule is kept."""
    made = propose(analysed, bench.root, question)
    if not isinstance(made, Proposal):
        return _refusal_as_json(made, links)
    required = [
        name
        for name in ASKED[question.kind]
        if ENTRY_TYPES[question.kind].model_fields[name].is_required()
    ]
    missing = [name for name in required if not made.values.get(name)]
    if missing:
        return {"message": f"Fill in {' and '.join(missing)} first."}
    problems = _wrong(analysed.placed.loaded, question, made.entry)
    if problems:
        return {"message": " ".join(_sentence(problem.message) for problem in problems)}
    if made.text is None:
        return _refusal_as_json(made.notes[-1], links)
    failed = _written(
        bench.root,
        made,
        question.kind,
        new_file(analysed.placed.loaded, question.kind, question.article),
    )
    if failed:
        return {"message": " ".join(_sentence(problem.message) for problem in failed)}
    return {"added": made.place.path, "line": made.place.line, "links": _shown(made.place, links)}


def _wrong(loaded: Loaded, question: EntryRequest, entry: str) -> list[Problem]:
    """What `check` will say of the entry."""
    kind = question.kind
    key = KEY_OF[kind]
    found, problems = read_annotations(f"{key}:\n{entry}", _NEW, [question.article])
    (ref, _, made), *_ = found.entries
    if made is None:
        return list(problems)
    changed: dict[str, Any] = {
        "declared": loaded.declared | {ref},
        key: {**getattr(loaded, key), ref.id: made},
    }
    of_it = (problem for problem in check(replace(loaded, **changed)) if problem.place.path == _NEW)
    return [problem for problem in (*problems, *of_it) if problem.level == "error"]


def _written(root: Path, made: Proposal, kind: Kind, head: str) -> tuple[Problem, ...]:
    def put(text: str) -> str | Unchanged:
        done = insert_entry(text, KEY_OF[kind], made.entry)
        return (
            done[0]
            if done
            else Unchanged("this file has changed in the meantime; check it, and try again")
        )

    file = root / made.place.path
    if is_taken(file):
        return change_file(file, made.place, put)
    new = put(head)
    return (
        write_new_text(file, made.place.path, new)
        if isinstance(new, str)
        else (Problem(made.place, "error", new.why, "not-changed"),)
    )


def _fields(loaded: Loaded, kind: Kind, values: Mapping[str, str]) -> list[dict[str, object]]:
    body = ENTRY_TYPES[kind]
    return [
        {
            "name": name,
            "value": values.get(name, ""),
            "says": "" if _choices(kind, name) else body.model_fields[name].description or "",
            "choices": _choices(kind, name),
            "known": _actors(loaded) if name == "by" else [],
            "required": body.model_fields[name].is_required(),
            "long": name in ("definition", "basis"),
        }
        for name in ASKED[kind]
    ]


def _actors(loaded: Loaded) -> list[dict[str, str]]:
    return [{"value": id, "label": loaded.actors[id].body.name} for id in sorted(loaded.actors)]


def _choices(kind: Kind, name: str) -> list[str]:
    return (
        list(get_args(ENTRY_TYPES[kind].model_fields[name].annotation))
        if name in ("kind", "type")
        else []
    )


def _refusal_as_json(told: Refusal, links: Links) -> Mapping[str, object]:
    message, place = told
    return {"message": message, "links": _shown(place, links) if place else []}


def _shown(place: Place, links: Links) -> list[Mapping[str, str]]:
    return [
        _link(address, words or f"{place.path}:{place.line}") for address, words in links(place)
    ]


def _link(address: str, words: str) -> Mapping[str, str]:
    return {"address": address, "words": words}


def _sentence(message: str) -> str:
    return message[:1].upper() + message[1:].rstrip(".") + "."


def _json(data: Mapping[str, object], status: HTTPStatus = HTTPStatus.OK) -> Answer:
    return Answer(
        json.dumps(data, ensure_ascii=False).encode("utf-8", "replace"), "application/json", status
    )
