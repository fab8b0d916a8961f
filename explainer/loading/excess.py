"""Leave out entries and questions beyond what pages can be made of soon, and report them."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any, NamedTuple

from explainer.dates.edtf import is_plain
from explainer.entries import MOST_IN_LIST, Named, QuotedBody
from explainer.format.fields import dates, markdown_fields
from explainer.model import AnyEntry, Asked, Loaded, Problem

# Each entry has a page, and a page takes about 8 ms (measured on a processor of 2023). A site of
# 100 articles of 2,000 words had an entry for 240 characters of them.
MOST_ENTRIES = 10_000
CHARACTERS_OF_ENTRY = 100
# Each is looked for in its article. A book of 1,000,000 characters had 5,000.
MOST_QUOTES = 10_000
CHARACTERS_OF_QUOTE = 50
# What finds names is prepared in 1.3 s if all of 30,000 names begin with the same letter, but in
# four times that for twice as many.
MOST_NAMES = 30_000
# Each has a page that leads to the new address. Writing 10,000 takes some seconds.
MOST_FORMER = 10_000
# The grammar of dates takes 10 to 15 s for so many.
MOST_OF_DATES = 40_000
# Markdown takes up to 20 s for 2,000,000. More than is typed can only be reused with `*`.
MOST_OF_MARKDOWN = 500_000


class _Share(NamedTuple):
    """What entries have a limited amount of, all together."""

    of: Callable[[AnyEntry], int]  # how much of it an entry has
    most: int
    message: str  # says what to do; `{ref}` is the first entry beyond `{most}`, of `{count}` in all


def without_excess(loaded: Loaded) -> tuple[Loaded, tuple[Problem, ...]]:
    """Return what was loaded without the excess, and a problem at the first of each kind of it.

    An article has a limited number of questions, and a site of entries and quotes, more if its
    articles and pages are long, of names, of former ids, of dates that only the grammar of EDTF can
    read, and of characters of Markdown. Entries are left out kind by kind, those with the last ids
    first.
    """
    problems: list[Problem] = []
    for share in _shares(loaded):
        number = _first_beyond(loaded, share)
        if number is not None:
            first = next(islice(loaded.entries.values(), number, None))
            count = len(loaded.entries)
            message = share.message.format(ref=first.ref, most=share.most, count=count)
            problems.append(Problem(first.at(), "error", message, "too-many"))
            loaded = replace(loaded, **_first_entries(loaded, number))
    questions = tuple(_first_questions(loaded, problems))
    return replace(loaded, questions=questions) if problems else loaded, tuple(problems)


def _shares(loaded: Loaded) -> Iterator[_Share]:
    characters = sum(len(doc.markdown) for doc in loaded.docs)
    yield _Share(
        lambda entry: 1,
        max(MOST_ENTRIES, characters // CHARACTERS_OF_ENTRY),
        "there are {count:,} entries, and from {ref} on they are more than the {most:,}"
        " that a site with so few words can show; remove some",
    )
    yield _Share(
        _quotes,
        max(MOST_QUOTES, characters // CHARACTERS_OF_QUOTE),
        "from {ref} on, entries have more than {most:,} quotes, more than so few words can show;"
        " remove some",
    )
    yield _Share(
        _names,
        MOST_NAMES,
        "from {ref} on, actors and terms have more than {most:,} names and aliases, the most that"
        " can be looked for; remove some",
    )
    yield _Share(
        lambda entry: len(entry.body.formerly),
        MOST_FORMER,
        "from {ref} on, entries have more than {most:,} former ids, each of which is a page of its"
        " own; remove some",
    )
    yield _Share(
        _unusual_dates,
        MOST_OF_DATES,
        "from {ref} on, dates that are not just years, months, days or intervals of them have more"
        " than {most:,} characters, and reading them takes long; write some more simply",
    )
    yield _Share(
        _markdown,
        max(MOST_OF_MARKDOWN, sum(map(len, loaded.files.values()))),
        "from {ref} on, entries have more than {most:,} characters of Markdown, with texts that are"
        " reused with *; reuse fewer, or link to an entry that says it once",
    )


def _quotes(entry: AnyEntry) -> int:
    return len(entry.body.quote) if isinstance(entry.body, QuotedBody) else 0


def _names(entry: AnyEntry) -> int:
    return len(entry.body.names) if isinstance(entry.body, Named) else 0


def _unusual_dates(entry: AnyEntry) -> int:
    return sum(len(date) for _, date in dates(entry) if not is_plain(date))


def _markdown(entry: AnyEntry) -> int:
    return sum(len(text) for _, text in markdown_fields(entry))


def _first_beyond(loaded: Loaded, share: _Share) -> int | None:
    """Return the number of the first entry, from 0, with which there is too much; else None."""
    total = 0
    for number, entry in enumerate(loaded.entries.values()):
        total += share.of(entry)
        if total > share.most:
            return number
    return None


def _first_entries(loaded: Loaded, most: int) -> Mapping[str, Any]:
    """Return the first entries by the name of their table, then by id."""
    refs = frozenset(islice(loaded.entries, most))
    tables = {}
    for name, entries in loaded.tables.items():
        tables[name] = {id_: entry for id_, entry in entries.items() if entry.ref in refs}
    return tables


def _first_questions(loaded: Loaded, problems: list[Problem]) -> Iterator[Asked]:
    """Yield the questions that each article can have; report the first beyond them."""
    counts = Counter[str]()
    for asked in loaded.questions:
        counts[asked.article] += 1
        if counts[asked.article] <= MOST_IN_LIST:
            yield asked
        elif counts[asked.article] == MOST_IN_LIST + 1:
            message = (
                f"the article {asked.article} has {MOST_IN_LIST} questions before this one, in all"
                " files together; remove some"
            )
            problems.append(Problem(asked.place, "error", message, "too-many"))
