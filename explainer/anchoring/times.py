"""Whole time expressions in passages proposed for a quote: not `May 1926` of `4 May 1926`."""

import re

from explainer.anchoring.alignment import Stretch
from explainer.anchoring.ends import stood_after, stood_before
from explainer.anchoring.fuzzy import Passage, likeness
from explainer.dates.timewords import expressions
from explainer.model import Surroundings

# Expressions reach at most this many characters beyond a passage that cuts them.
REACH = 60
_LEAD = re.compile(
    r"(?:^|(?<=\W))(?:in|on|by|at|since|from|until|during|after|before) (?:the )?$", re.IGNORECASE
)


def with_whole_times(
    quote: str, text: str, passage: Passage, accepted: Surroundings | None
) -> Passage:
    """Return the passage extended to the ends of the time expressions that it cuts.

    For a quote that is a time expression itself, return that expression alone. An end where the
    quote was cut, too, stays: there the word beyond it is the accepted one. `text` is folded.
    """
    low = max(passage.start - REACH, 0)
    times = _times(text, low, passage)
    lead = _lead_of_time(quote) if len(times) == 1 else None
    if lead is None:
        start = min([passage.start, *(time.start for time in times)])
        end = max([passage.end, *(time.end for time in times)])
    else:
        start, end = times[0]
        if lead:
            start -= len(_lead(text[low:start]))
    if stood_before(text, passage.start, accepted):
        start = passage.start
    if stood_after(text, passage.end, accepted):
        end = passage.end
    if (start, end) == (passage.start, passage.end):
        return passage
    return Passage(start, end, likeness(quote, text[start:end]))


def _times(text: str, low: int, passage: Passage) -> list[Stretch]:
    """Return the time expressions that a passage overlaps; they are looked for from `low` on."""
    times = []
    for found in expressions(text[low : passage.end + REACH]):
        time = Stretch(low + found.span.start, low + found.span.end)
        if time.start < passage.end and passage.start < time.end:
            times.append(time)
    return times


def _lead_of_time(quote: str) -> str | None:
    """Return the preposition, or "", before the time expression that a quote is.

    None for any other quote.
    """
    found = [each.span for each in expressions(quote)]
    if len(found) != 1 or found[0].end != len(quote):
        return None
    before = quote[: found[0].start]
    return before if before == _lead(before) else None


def _lead(before: str) -> str:
    """Return the preposition at the end of the words before an expression, or ""."""
    match = _LEAD.search(before)
    return match[0] if match else ""
