"""Report annotations that name entries so often that the pages of these would never end."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain

from explainer.model import Loaded, Mention, Place, Problem

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
    [(origin, own)] = counts.most_common(1)
    entry = loaded.entries.get(origin)
    name = str(origin) if entry else "briefs and answers"
    message = (
        f"the texts of annotations name entries {total:,} times, more than {most:,}, and those of"
        f" {name} do most ({own:,}); shorten them, or write `mentions: off` where names are"
        " common words"
    )
    place = entry.at() if entry else _first_place(loaded)
    yield Problem(place, "error", message, "too-large")


def _first_place(loaded: Loaded) -> Place:
    """Return the place of the first answer, or else of the first sentence of a brief."""
    answers = (asked.place for asked in loaded.questions)
    sentences = (place for brief in loaded.briefs for _, place in brief.sentences)
    return next(chain(answers, sentences))
