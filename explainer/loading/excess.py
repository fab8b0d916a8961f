"""Leave out entries and questions beyond what pages can be made of soon, and report them."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any

from explainer.entries import MOST_IN_LIST
from explainer.model import Asked, Loaded, Problem

# Each entry has a page, and a page takes about 8 ms (measured on a processor of 2023). A site of
# 100 articles of 2,000 words had an entry for 240 characters of them.
MOST_ENTRIES = 10_000
_CHARACTERS_OF_ENTRY = 100


def without_excess(loaded: Loaded) -> tuple[Loaded, tuple[Problem, ...]]:
    """Return what was loaded without the excess, and a problem at the first of each kind of it.

    An article has a limited number of questions, and a site of entries, more if its articles and
    pages are long. Entries are left out kind by kind, those with the last ids first.
    """
    problems: list[Problem] = []
    most = max(MOST_ENTRIES, sum(len(doc.markdown) for doc in loaded.docs) // _CHARACTERS_OF_ENTRY)
    count = len(loaded.entries)
    if count > most:
        first = next(islice(loaded.entries.values(), most, None))
        message = (
            f"there are {count:,} entries, and from {first.ref} on they are more than the {most:,}"
            " that a site with so few words can show; remove some"
        )
        problems.append(Problem(first.at(), "error", message, "too-many"))
        loaded = replace(loaded, **_first_entries(loaded, most))
    questions = tuple(_first_questions(loaded, problems))
    return replace(loaded, questions=questions) if problems else loaded, tuple(problems)


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
