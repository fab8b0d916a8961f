"""The lock file: the surroundings of each accepted anchor, and the articles' texts, as JSON.

The text of an article is kept as if it were quotes of the article itself, a record for each of its
lines: so programs that do not know of it read the file as before, and a changed paragraph is one
changed line.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from explainer.entries import MOST_IN_LIST
from explainer.model import Place, Problem, Ref, Surroundings

VERSION = 1
_LONGEST_SIDE = 1_000  # characters of surroundings; a build writes at most 128
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")  # an escape of JSON can make one, no text has any
_ABOUT = (
    "Written by build_site.py after a build without errors;"
    " keep it under version control, do not edit it."
)
_ADVICE = (
    "restore it from version control, or delete it,"
    " and every quote that is found once is accepted again"
)
_OF_ARTICLE = "article:"  # begins the names of records of lines, of which an article has many
Accepted = Mapping[str, tuple[Surroundings, ...]]


def read_lock(
    text: str, path: str
) -> tuple[dict[str, tuple[Surroundings, ...]], tuple[Problem, ...]]:
    """Return the accepted anchors by ref as text, `claim:x`, from the text that `lock_text` made.

    If the file at `path` cannot be read, or only in part, a problem is returned with what could be.
    """
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        return {}, (_problem(path, line, f"this file is not JSON; {_ADVICE}"),)
    anchors = data.get("anchors") if isinstance(data, dict) else None
    if not isinstance(anchors, dict) or data.get("version") != VERSION:
        return {}, (_problem(path, 1, f"this is not a lock file of version {VERSION}; {_ADVICE}"),)
    accepted: dict[str, tuple[Surroundings, ...]] = {}
    problems: list[Problem] = []
    for name, rows in anchors.items():
        records, is_whole = _records(rows)
        is_too_many = len(records) > MOST_IN_LIST and not name.startswith(_OF_ARTICLE)
        if is_too_many or not _is_text(name):
            records, is_whole = (), False
        if records:
            accepted[name] = records
        if not is_whole:
            message = f"the record of {name} cannot be read; {_ADVICE}"
            problems.append(_problem(path, 1, message))
    return accepted, tuple(problems)


def far_too_long(path: str, ref: Ref) -> Problem:
    """Return the problem of a record of an article that no edit could have made so short."""
    message = f"the text of {ref} is far longer here than the article, so it is not used; {_ADVICE}"
    return _problem(path, 1, message)


def lock_text(records: Mapping[str, Sequence[Surroundings]]) -> str:
    """Return the text of the lock file with these records, by ref as text."""
    lines = [f"  {_json(name)}: [{_rows(records[name])}]" for name in sorted(records)]
    body = "{\n" + ",\n".join(lines) + "\n }" if lines else "{}"
    return f'{{\n "about": {_json(_ABOUT)},\n "version": {VERSION},\n "anchors": {body}\n}}\n'


def _rows(records: Sequence[Surroundings]) -> str:
    separator = ",\n" + " " * 4
    return separator.join(_json([record.prefix, record.exact, record.suffix]) for record in records)


def _records(rows: Any) -> tuple[tuple[Surroundings, ...], bool]:
    """Return the records that can be read, and whether these are all, and at least one."""
    if not isinstance(rows, list):
        return (), False
    found = []
    for row in rows:
        if isinstance(row, list) and len(row) == 3 and all(map(_is_text, row)):
            prefix, exact, suffix = row
            if max(len(prefix), len(suffix)) <= _LONGEST_SIDE:
                found.append(Surroundings(exact, prefix, suffix))
    return tuple(found), 0 < len(rows) == len(found)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and not _LONE_SURROGATE.search(value)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _problem(path: str, line: int, message: str) -> Problem:
    return Problem(Place(path, line), "error", message, "lock-file")
