"""The records of the lock file: the surroundings in which anchors were accepted, article texts.

The text of an article is kept as if it were a quote of the article itself, with a record for each
of its lines: the file is read by programs that know nothing of it, and a changed paragraph is one
changed line.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from explainer.anchoring.evidence import has_words_of, is_record_of
from explainer.anchoring.surroundings import around
from explainer.entries import Quote
from explainer.loading.lockfile import Accepted, lock_text
from explainer.model import Anchor, Placed, Ref, Rendered, Surroundings


def write_lock(placed: Placed) -> str:
    """Return the lock file for these anchors, as JSON. The same anchors give the same bytes.

    Exact anchors have their surroundings of today; others keep the record that they had. The text
    of an article is that of today if all its anchors are exact, and else the one it had: records
    are searched for in the text that they were taken from. Entries that no longer exist are
    dropped.
    """
    texts = {article.ref.id: article.text for article in placed.articles}
    records: defaultdict[str, list[Surroundings]] = defaultdict(list)
    by_article: defaultdict[str, list[Anchor]] = defaultdict(list)
    for anchor in sorted(placed.anchors, key=lambda each: (str(each.ref), each.index)):
        by_article[anchor.article].append(anchor)
        record = _record(anchor, texts[anchor.article], placed.loaded.accepted)
        if record:
            records[str(anchor.ref)].append(record)
    for article in placed.articles:
        anchors = by_article[article.ref.id]
        records[str(article.ref)] = _lines(article, anchors, placed.loaded.accepted)
    return lock_text({name: rows for name, rows in records.items() if rows})


def accepted_text(accepted: Accepted, article: Ref) -> str:
    """Return the visible text of an article in which its anchors were accepted, or ""."""
    return "\n".join(record.exact for record in accepted.get(str(article), ()))


def record_of(
    records: Sequence[Surroundings], quote: Quote, used: Sequence[Surroundings] = ()
) -> Surroundings | None:
    """Return the record of a quote among those of its entry.

    Those `used` for the quotes before it are left out. If what was typed around the words has been
    edited away, it is the only record of these words.
    """
    free = [each for each in records if each not in used]
    for each in free:
        if is_record_of(each, quote):
            return each
    same = [each for each in free if has_words_of(each, quote)]
    return same[0] if len(same) == 1 else None


def with_records(accepted: Accepted, new: Iterable[tuple[Anchor, Surroundings]]) -> Accepted:
    """Return the records with one for each of these anchors, in place of the one that it had."""
    changed = dict(accepted)
    for anchor, record in new:
        name = str(anchor.ref)
        changed[name] = _with_record(changed.get(name, ()), anchor.quote, record)
    return changed


def _with_record(
    records: Sequence[Surroundings], quote: Quote, record: Surroundings
) -> tuple[Surroundings, ...]:
    rows = list(records)
    old = record_of(rows, quote)
    if old is None:
        rows.append(record)
    for at, row in enumerate(rows):
        if row is old:
            rows[at] = record
    return tuple(rows)


def _lines(article: Rendered, anchors: Sequence[Anchor], before: Accepted) -> list[Surroundings]:
    """Return the records of the lines of an article; none for an article without anchors."""
    if any(anchor.state != "exact" for anchor in anchors):
        return list(before.get(str(article.ref), ()))
    if not anchors:
        return []
    return [Surroundings(line, "", "") for line in article.text.split("\n") if line]


def _record(anchor: Anchor, text: str, before: Accepted) -> Surroundings | None:
    if anchor.state == "exact":
        return around(text, anchor.spans[0].start, anchor.spans[0].end)
    return record_of(before.get(str(anchor.ref), ()), anchor.quote)
