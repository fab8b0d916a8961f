"""The lock file: the surroundings in which each anchor was accepted, and the articles' texts, as JSON.

The text of an article is kept as if it were a quote of the article itself, a record for each of its lines: the file is
read by programs that know nothing of it, and a changed paragraph is one changed line.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from explainer.model import Place, Problem, Surroundings

VERSION = 1
_ABOUT = "Written by build_site.py after a build without errors; keep it under version control, do not edit it."
_ADVICE = "restore it from version control, or delete it, and every quote that is found once is accepted again"
Accepted = Mapping[str, tuple[Surroundings, ...]]


def read_lock(
    text: str, path: str
) -> tuple[dict[str, tuple[Surroundings, ...]], tuple[Problem, ...]]:
    """The accepted anchors by the name of their entry, `claim:x`, as `write_lock` wrote them to `path`.

    A file that cannot be read gives a warning, and as much as could be read.
    """
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        return {}, (
            _problem(path, getattr(error, "lineno", 1), f"this file is not JSON; {_ADVICE}"),
        )
    anchors = data.get("anchors") if isinstance(data, dict) else None
    if not isinstance(anchors, dict) or data.get("version") != VERSION:
        return {}, (_problem(path, 1, f"this is not a lock file of version {VERSION}; {_ADVICE}"),)
    accepted = {name: tuple(_records(rows)) for name, rows in anchors.items()}
    broken = sorted(name for name, rows in anchors.items() if not _is_whole(rows, accepted[name]))
    problems = tuple(
        _problem(path, 1, f"the record of {name} cannot be read; {_ADVICE}") for name in broken
    )
    return {name: records for name, records in accepted.items() if records}, problems


def lock_text(records: Mapping[str, Sequence[Surroundings]]) -> str:
    """The lock file that holds these records, by the name of their entry."""
    lines = [f"  {_json(name)}: [{_rows(records[name])}]" for name in sorted(records)]
    body = "{\n" + ",\n".join(lines) + "\n }" if lines else "{}"
    return f'{{\n "about": {_json(_ABOUT)},\n "version": {VERSION},\n "anchors": {body}\n}}\n'


def _rows(records: Sequence[Surroundings]) -> str:
    separator = ",\n" + " " * 4
    return separator.join(_json([record.prefix, record.exact, record.suffix]) for record in records)


def _records(rows: Any) -> Iterator[Surroundings]:
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, list) and len(row) == 3 and all(isinstance(part, str) for part in row):
            yield Surroundings(row[1], row[0], row[2])


def _is_whole(rows: Any, records: Sequence[Surroundings]) -> bool:
    return isinstance(rows, list) and 0 < len(rows) == len(records)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _problem(path: str, line: int, message: str) -> Problem:
    return Problem(Place(path, line), "error", message, "lock-file")
