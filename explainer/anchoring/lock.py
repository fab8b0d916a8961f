"""The lock file: the surroundings in which each anchor was accepted, one anchor per line, and the articles' texts.

The text of an article is kept as if it were a quote of the article itself, a record for each of its lines: the file is
read by programs that know nothing of it, and a changed paragraph is one changed line.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from explainer.anchoring.match import has_words_of, is_record_of
from explainer.anchoring.surroundings import around
from explainer.entries import Quote
from explainer.model import Anchor, Place, Placed, Problem, Ref, Rendered, Surroundings

VERSION = 1
_ABOUT = "Written by build_site.py after a build without errors; keep it under version control, do not edit it."
_ADVICE = "restore it from version control, or delete it, and every quote that is found once is accepted again"

Accepted = Mapping[str, tuple[Surroundings, ...]]


def read_lock(text: str, path: str) -> tuple[dict[str, tuple[Surroundings, ...]], tuple[Problem, ...]]:
    """The accepted anchors by the name of their entry, `claim:x`, as `write_lock` wrote them to `path`.

    A file that cannot be read gives a warning, and as much as could be read.
    """
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        return {}, (_problem(path, getattr(error, "lineno", 1), f"this file is not JSON; {_ADVICE}"),)
    anchors = data.get("anchors") if isinstance(data, dict) else None
    if not isinstance(anchors, dict) or data.get("version") != VERSION:
        return {}, (_problem(path, 1, f"this is not a lock file of version {VERSION}; {_ADVICE}"),)
    accepted = {name: tuple(_records(rows)) for name, rows in anchors.items()}
    broken = sorted(name for name, rows in anchors.items() if not _is_whole(rows, accepted[name]))
    problems = tuple(_problem(path, 1, f"the record of {name} cannot be read; {_ADVICE}") for name in broken)
    return {name: records for name, records in accepted.items() if records}, problems


def write_lock(placed: Placed) -> str:
    """The lock file for these anchors, as JSON. The same anchors give the same bytes.

    Exact anchors are written with their surroundings of today; others keep the record that they had. The text of an
    article is that of today if all its anchors are exact, and else the one it had: records are found in the text that
    they were taken from. Entries that no longer exist are dropped.
    """
    texts = {article.ref.id: article.text for article in placed.articles}
    records: defaultdict[str, list[Surroundings]] = defaultdict(list)
    for anchor in sorted(placed.anchors, key=lambda each: (str(each.ref), each.index)):
        record = _record(anchor, texts[anchor.article], placed.loaded.accepted)
        if record:
            records[str(anchor.ref)].append(record)
    for article in placed.articles:
        records[str(article.ref)] = _article(placed, article)
    return lock_text({name: rows for name, rows in records.items() if rows})


def accepted_text(accepted: Accepted, article: Ref) -> str:
    """The visible text of an article as it was when its anchors were accepted; empty where that is not known."""
    return "\n".join(record.exact for record in accepted.get(str(article), ()))


def lock_text(records: Mapping[str, Sequence[Surroundings]]) -> str:
    """The lock file that holds these records, by the name of their entry."""
    lines = [f"  {_json(name)}: [{_rows(records[name])}]" for name in sorted(records)]
    body = "{\n" + ",\n".join(lines) + "\n }" if lines else "{}"
    return f'{{\n "about": {_json(_ABOUT)},\n "version": {VERSION},\n "anchors": {body}\n}}\n'


def record_of(records: Sequence[Surroundings], quote: Quote, used: Sequence[Surroundings] = ()) -> Surroundings | None:
    """The record of a quote among those of its entry, except those `used` for the quotes before it.

    Where what was typed around the words was edited away, it is the only one of these words.
    """
    free = [each for each in records if each not in used]
    own = next((each for each in free if is_record_of(each, quote)), None)
    same = [each for each in free if has_words_of(each, quote)]
    return own or (same[0] if len(same) == 1 else None)


def with_record(accepted: Accepted, anchor: Anchor, record: Surroundings) -> Accepted:
    """The records with another one for this anchor, in the place of the one that it had."""
    name = str(anchor.ref)
    rows = accepted.get(name, ())
    old = record_of(rows, anchor.quote)
    kept = tuple(record if row is old else row for row in rows)
    return {**accepted, name: kept if old else (*kept, record)}


def _article(placed: Placed, article: Rendered) -> list[Surroundings]:
    anchors = [anchor for anchor in placed.anchors if anchor.article == article.ref.id]
    if any(anchor.state != "exact" for anchor in anchors):
        return list(placed.loaded.accepted.get(str(article.ref), ()))
    return [Surroundings(line, "", "") for line in article.text.split("\n") if line] if anchors else []


def _record(anchor: Anchor, text: str, before: Accepted) -> Surroundings | None:
    if anchor.state == "exact":
        return around(text, anchor.spans[0].start, anchor.spans[0].end)
    return record_of(before.get(str(anchor.ref), ()), anchor.quote)


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
