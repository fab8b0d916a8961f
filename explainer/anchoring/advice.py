"""What to tell an editor about a quote that is not exact: what is wrong, and what to type."""

import json
import re
from collections.abc import Callable, Iterator, Sequence

from rapidfuzz.distance import Levenshtein

from explainer.anchoring import match
from explainer.anchoring.denials import denied
from explainer.anchoring.differences import substance, word_diff
from explainer.anchoring.evidence import ArticleText, occurrences, wanted_of
from explainer.anchoring.match import find
from explainer.anchoring.mistyped import as_yaml, slip
from explainer.anchoring.proposals import nearest
from explainer.anchoring.quoting import distinctive, quote_like, sides
from explainer.entries import ExactQuote, Quote, RangeQuote
from explainer.format.wording import counted
from explainer.model import Anchor, Span, State, Surroundings
from explainer.text.excerpts import shortened_diff as shortened
from explainer.text.fold import folded

# Characters of each side that show a place.
SIDE = 32
# So many characters may differ between a quote that was never accepted and what its editor meant.
MISTYPED = 2
# So many places of an ambiguous quote are described.
MOST_PLACES = 5


def advice(anchor: Anchor, text: ArticleText, accepted: Surroundings | None) -> str:
    """The message for an anchor that is moved, changed, ambiguous or an orphan."""
    mistyped = _in_marks(anchor.quote, text) or slip(anchor, text, accepted)
    return mistyped or _ADVICE[anchor.state](anchor, text, accepted)


def _in_marks(quote: Quote, text: ArticleText) -> str:
    """What to tell of marks such as “ ” that were typed as those of YAML, and are taken for part of the words."""
    words = quote.exact if isinstance(quote, ExactQuote) else ""
    bare = words.strip("“”„«»‘’‚")
    if bare == words or not any(occurrences(folded(bare), text.folded.text)):
        return ""
    return f"these words are in the article, but not in quotation marks; write {_json(bare)}, with straight marks"


def _moved(anchor: Anchor, text: ArticleText, accepted: Surroundings | None) -> str:
    quote, span = anchor.quote, anchor.spans[0]
    if isinstance(quote, RangeQuote) and accepted and span.end - span.start > len(accepted.exact):
        return (
            f"the passage from `start` to `end` has {_count(text.original[span.start : span.end])} now, and had "
            f"{_count(accepted.exact)} when it was accepted: one of its ends may be in another passage. "
            f"Run `reanchor` to see what it may be, or set `start` and `end` to words of the passage that is meant"
        )
    known = accepted or _typed(quote)
    before = f"{_tail(known.prefix)}[{_short(known.exact)}]{_head(known.suffix)}" if known else ""
    confirm = distinctive(text, span, accepted) or _side(text, span, 4)
    count = len(list(_everywhere(quote, text)))
    where = (
        "once, but in a different context"
        if count < 2
        else f"{_times(count)}, but perhaps not where they were"
    )
    return (
        f"these words appear in the article {where}: they were accepted in “{before}”, and are now "
        f"in “{_in_context(text, span)}”. If that is still the same statement, confirm it with "
        f"{_typing(quote, confirm)}; if the statement is gone, reword the quote or remove it"
    )


def _changed(anchor: Anchor, text: ArticleText, accepted: Surroundings | None) -> str:
    span = anchor.spans[0]
    old, new = _words(anchor.quote, accepted), text.original[span.start : span.end]
    changes = (substance(old, new, text.common) if old else ()) + denied(text, *span[:2], accepted)
    difference = (
        f" and differs like this: {shortened(word_diff(_whole(old), _whole(new)))}" if old else ""
    )
    loud = f" THE MEANING MAY HAVE CHANGED ({', '.join(changes)})." if changes else ""
    if isinstance(anchor.quote, RangeQuote) and find(anchor.quote, text)[0] == "exact":
        return (
            f"{_ended(f'this passage has changed between its first and last words{difference}')}{loud} "
            "If it still says what the annotation is about, accept it with `reanchor`; if not, reword the quote"
        )
    return (
        f"{_ended(f'{_gone(anchor.quote, text)}; one passage is {span.similarity:.0%} similar{difference}')}{loud} "
        f"If it says what the annotation is about, set the quote to {_proposal(anchor.quote, text, span)}"
    )


def _ambiguous(anchor: Anchor, text: ArticleText, accepted: Surroundings | None) -> str:
    shown = anchor.spans[:MOST_PLACES]
    more = f" and {len(anchor.spans) - len(shown)} more" if len(anchor.spans) > len(shown) else ""
    if anchor.spans[0].similarity < 1:
        listed = "; ".join(f"“{_in_context(text, span)}” ({span.similarity:.0%})" for span in shown)
        return f"{_gone(anchor.quote, text)}; several passages are similar: {listed}{more}. Set the quote to one of them"
    listed = "; ".join(_place(anchor, text, span) for span in shown)
    return f"these words appear in the article {_times(len(anchor.spans))}; say which place is meant: {listed}{more}"


def _orphan(anchor: Anchor, text: ArticleText, accepted: Surroundings | None) -> str:
    if any(_everywhere(anchor.quote, text)):
        return f"{_gone(anchor.quote, text)}; quote the words that the article has now, or remove the entry"
    parts = (anchor.quote.start, anchor.quote.end) if isinstance(anchor.quote, RangeQuote) else ()
    places = [list(occurrences(folded(part), text.folded.text)) for part in parts]
    missing = [part for part, found in zip(parts, places, strict=True) if not found]
    if parts and not missing and max(places[1]) < min(places[0]):
        return f"“{_short(parts[1])}” does not come after “{_short(parts[0])}”; {_SWAPPED}"
    what = " and ".join(f"“{_short(part)}”" for part in missing) or "these words"
    passage = nearest(wanted_of(anchor.quote, text, accepted))
    span = Span(*text.folded.original(*passage[:2])) if passage else None
    if span and not accepted and _is_mistyped(anchor.quote, text, span):
        return f"{what} cannot be found in the article; did you mean {_proposal(anchor.quote, text, span)}?"
    return (
        f"{what} cannot be found in the article, and {_nearest(anchor.quote, text, accepted, span)}; "
        "quote the words that the article has now, or remove the entry"
    )


def _is_mistyped(quote: Quote, text: ArticleText, span: Span) -> bool:
    """Whether a passage differs from a quote by a letter or two, but by no digit."""
    was, now = folded(" ".join(quote.parts)), folded(text.original[span.start : span.end])
    return (
        re.findall(r"\d", was) == re.findall(r"\d", now)
        and Levenshtein.distance(was, now) <= MISTYPED
    )


_SWAPPED = "give the first words as `start` and the last as `end`, or quote the words that the article has now"


def _gone(quote: Quote, text: ArticleText) -> str:
    elsewhere = next(_everywhere(quote, text), None)
    if elsewhere is None:
        return "these words are not in the article"
    return (
        f"the annotated words are gone; the same words in “{_in_context(text, elsewhere)}” are not "
        "those: they were elsewhere before, or are a copy"
    )


def _count(words: str) -> str:
    return counted(len(words.split()), "word")


def _everywhere(quote: Quote, text: ArticleText) -> Iterator[Span]:
    words = folded(quote.exact) if isinstance(quote, ExactQuote) else ""
    return (Span(*text.folded.original(*place)) for place in occurrences(words, text.folded.text))


def _nearest(
    quote: Quote, text: ArticleText, accepted: Surroundings | None, span: Span | None
) -> str:
    """What the passage that reads like the quote says, if there is one."""
    if span is None:
        return "nothing in it is similar"
    changes = substance(_words(quote, accepted), text.original[span.start : span.end], text.common)
    return f"the most similar passage says something else ({', '.join(changes)}): “{_in_context(text, span)}”"


_ADVICE: dict[State, Callable[[Anchor, ArticleText, Surroundings | None], str]] = {
    "moved": _moved,
    "changed": _changed,
    "ambiguous": _ambiguous,
    "orphan": _orphan,
}


def _place(anchor: Anchor, text: ArticleText, span: Span) -> str:
    """One of several places, with what to type for it."""
    shown = f"“{_in_context(text, span)}”"
    if isinstance(anchor.quote, RangeQuote):
        return f"{shown}, with more words at its start or end"
    found = distinctive(text, span)
    if not found:
        return f"{shown}, which is in a sentence that appears more than once: quote words from outside it, too"
    return f"{shown}, with {_typing(anchor.quote, found)}"


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith(".") else f"{sentence}."


def _whole(text: str) -> str:
    return " ".join(text.split())


def _side(text: ArticleText, span: Span, count: int) -> tuple[str, str]:
    prefix, suffix = sides(text, span, count)
    return prefix if prefix[1] else suffix


def _typing(quote: Quote, side: tuple[str, str]) -> str:
    """YAML to type; JSON strings are YAML strings."""
    if isinstance(quote, RangeQuote):
        return "`reanchor`, or with more words in `start` or `end`"
    return f"quote: {{exact: {_json(_whole(quote.exact))}, {side[0]}: {_json(side[1])}}}"


def _proposal(quote: Quote, text: ArticleText, span: Span) -> str:
    """YAML to type for another passage, in the form of the quote where that finds it."""
    found = quote_like(quote, text, span)
    if found is None:
        words = _json(_whole(text.original[span.start : span.end]))
        return f"{words}, and add words around it: it occurs more than once"
    return as_yaml(found)


def _words(quote: Quote, accepted: Surroundings | None) -> str:
    if isinstance(quote, ExactQuote):
        return quote.exact
    return accepted.exact if accepted else ""


def _typed(quote: Quote) -> Surroundings | None:
    return (
        None
        if isinstance(quote, RangeQuote)
        else Surroundings(quote.exact, quote.prefix, quote.suffix)
    )


def _in_context(text: ArticleText, span: Span) -> str:
    words = text.original[span.start : span.end]
    return (
        f"{_tail(text.original[: span.start])}[{_short(words)}]{_head(text.original[span.end :])}"
    )


def _tail(side: str) -> str:
    """The end of what stands before a place: whole words, or characters of a script without spaces."""
    tail = side[-SIDE:]
    if _is_inside_word(side[-SIDE - 1 : -SIDE + 1]):
        tail = tail.split(None, 1)[-1]
    return " ".join(tail.split()) + (" " if side[-1:].isspace() else "")


def _head(side: str) -> str:
    """The beginning of what stands after a place: whole words, or characters of a script without spaces."""
    head = side[:SIDE]
    if _is_inside_word(side[SIDE - 1 : SIDE + 1]):
        head = head.rsplit(None, 1)[0]
    return (" " if side[:1].isspace() else "") + " ".join(head.split())


def _is_inside_word(around: str) -> bool:
    """Whether the place between two characters is in a word."""
    return len(around) == 2 and not any(map(str.isspace, around))


def _short(words: str) -> str:
    """The words, without the middle if they are many."""
    flat = _whole(words)
    return flat if len(flat) <= 4 * SIDE else f"{flat[: 2 * SIDE]} … {flat[-SIDE:]}"


def _times(count: int) -> str:
    if count == match.MOST_PLACES:
        return f"{count} times or more"
    return "twice" if count == 2 else f"{count} times"


def _json(text: Sequence[str] | str) -> str:
    return json.dumps(text, ensure_ascii=False)
