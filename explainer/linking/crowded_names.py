"""Report annotations that name entries so often that the pages of these would never end."""

from collections import Counter
from collections.abc import Iterable, Iterator

from explainer.model import Loaded, Mention, Problem

# Names in all texts of annotations; one for so many characters, if more are typed. A site of 100
# articles and 4,000 claims had 5,000.
MOST_NAMES, _TYPED_FOR_NAME = 100_000, 20


def crowded_names(loaded: Loaded, mentions: Iterable[Mention]) -> Iterator[Problem]:
    """Report the entry whose texts name most, if those of all entries name too many.

    `mentions` are those in annotations; each is listed on the page of what it names.
    """
    counts = Counter(mention.origin for mention in mentions)
    most, total = max(MOST_NAMES, loaded.typed // _TYPED_FOR_NAME), counts.total()
    if total <= most:
        return
    known = {origin: count for origin, count in counts.items() if origin in loaded.entries}
    ref = max(known, key=known.__getitem__)
    message = (
        f"the texts of annotations name entries {total:,} times, more than {most:,}, and those of"
        f" {ref} do most ({known[ref]:,}); shorten them, or write `mentions: off` where names are"
        " common words"
    )
    yield Problem(loaded.entries[ref].at(), "error", message, "too-large")
