"""Report entries that name each other so often that their titles would fill the pages."""

from collections import Counter
from collections.abc import Iterable, Iterator

from explainer.entries import Claim, Named, Restatement
from explainer.model import AnyEntry, Loaded, Problem, Ref, Relation

# Characters of titles that pages repeat, for all references of a site; more if more is typed. A
# site of 100 articles and 4,000 claims had less than twice what was typed.
_MOST, _TIMES_TYPED = 30_000_000, 20
_AROUND = 100  # characters of a link around its title


def crowded_references(loaded: Loaded, relations: Iterable[Relation]) -> Iterator[Problem]:
    """Report the entry whose references repeat most, if those of all entries are too many.

    The page of each of two entries shows the title of the other, and so do indexes.
    """
    sizes = {ref: _AROUND + len(_title(entry)) for ref, entry in loaded.entries.items()}
    shares = Counter[Ref]()
    for subject, _, target in relations:
        shares[subject] += sizes.get(target, 0) + sizes.get(subject, 0)
    most, total = max(_MOST, _TIMES_TYPED * loaded.typed), shares.total()
    if total > most:
        [(ref, own)] = shares.most_common(1)
        message = (
            f"the references between entries would repeat {total / 10**6:.0f} MB of titles on the"
            f" pages, more than {most / 10**6:.0f} MB, and {ref} names most"
            f" ({own / 1_000:,.0f} KB); shorten titles, summaries and lists"
        )
        yield Problem(loaded.entries[ref].at(), "error", message, "too-large")


def _title(entry: AnyEntry) -> str:
    """Return the words by which other pages name an entry."""
    body = entry.body
    if isinstance(body, Claim):
        return body.summary
    if isinstance(body, Restatement):
        return ""  # it is named by that of the original
    return body.name if isinstance(body, Named) else body.title
