"""Passages proposed for a quote hold whole time expressions: not `May 1926` of `4 May 1926`."""

import re

from explainer.anchoring.ends import stood_before, stood_behind
from explainer.anchoring.fuzzy import Passage, likeness
from explainer.dates.timewords import expressions
from explainer.model import Surroundings

# Expressions reach at most so many characters beyond a passage that cuts them.
REACH = 60
_LEAD = re.compile(
    r"(?:^|(?<=\W))(?:in|on|by|at|since|from|until|during|after|before) (?:the )?$", re.IGNORECASE
)


def with_whole_times(
    quote: str, text: str, passage: Passage, accepted: Surroundings | None
) -> Passage:
    """The passage grown to the ends of the time expressions that it cuts; for a quote that is one, that alone.

    It is not grown where the quote was cut like that: where the word beyond the end is the one that was accepted.
    """
    low = max(passage.start - REACH, 0)
    times = [
        (low + start, low + end)
        for start, end, _ in (found.span for found in expressions(text[low : passage.end + REACH]))
        if low + start < passage.end and passage.start < low + end
    ]
    lead = _lead_of_time(quote) if len(times) == 1 else None
    if lead is None:
        start = min((each[0] for each in times if each[0] < passage.start), default=passage.start)
        end = max((each[1] for each in times if passage.end < each[1]), default=passage.end)
    else:
        start, end = times[0]
        start -= len(_lead(text[low:start])) if lead else 0
    start = passage.start if stood_before(text, passage.start, accepted) else start
    end = passage.end if stood_behind(text, passage.end, accepted) else end
    return (
        passage
        if (start, end) == passage[:2]
        else Passage(start, end, likeness(quote, text[start:end]))
    )


def _lead_of_time(quote: str) -> str | None:
    """The preposition, or "", before the time expression that a quote is; None for a quote of something else."""
    found = [each.span for each in expressions(quote)]
    before = quote[: found[0].start] if len(found) == 1 else ""
    return (
        before
        if len(found) == 1 and found[0].end == len(quote) and before == _lead(before)
        else None
    )


def _lead(before: str) -> str:
    """The preposition at the end of what stands before an expression, or ""."""
    match = _LEAD.search(before)
    return match[0] if match else ""
