"""Advice to an editor on a quote that is not exact: what is wrong with it, and what to type."""

import re
from collections.abc import Callable, Iterator

from rapidfuzz.distance import Levenshtein

from explainer.anchoring import match
from explainer.anchoring.differences import substance, word_diff
from explainer.anchoring.evidence import ArticleText, occurrences
from explainer.anchoring.match import find
from explainer.anchoring.mistyped import as_yaml, slip, yaml_string
from explainer.anchoring.quoting import distinctive, quote_like, sides
from explainer.anchoring.sentence_changes import denied
from explainer.entries import Quote, RangeQuote
from explainer.format.wording import counted
from explainer.model import Anchor, Span, State, Surroundings
from explainer.text.excerpts import in_brackets, on_one_line, shortened_diff, without_middle
from explainer.text.fold import folded

# A quote that was never accepted may differ by this many characters from the words it was meant
# to have.
MISTYPED = 2
# At most this many places of an ambiguous quote are described.
MOST_PLACES = 5
_QUOTATION_MARKS = "“”„«»‘’‚"


def advice(anchor: Anchor, text: ArticleText, accepted: Surroundings | None) -> str:
    """Return the message for an anchor that is moved, changed, ambiguous or an orphan."""
    mistyped = _in_marks(anchor.quote, text) or slip(anchor, text, accepted)
    return mistyped or _ADVICE[anchor.state](anchor, text, accepted)


def _in_marks(quote: Quote, text: ArticleText) -> str:
    """Return advice on typographic quotation marks around a quote, else "".

    YAML takes marks such as “ ” for part of the words.
    """
    bare = quote.words.strip(_QUOTATION_MARKS)
    if bare == quote.words or not any(occurrences(folded(bare), text.folded.text)):
        return ""
    return (
        "these words are in the article, but not in quotation marks; "
        f"write {yaml_string(bare)}, with straight marks"
    )


def _moved(anchor: Anchor, text: ArticleText, accepted: Surroundings | None) -> str:
    quote, span = anchor.quote, anchor.spans[0]
    if quote.is_range and accepted and span.end - span.start > len(accepted.exact):
        return (
            "the passage from `start` to `end` has "
            f"{_word_count(text.original[span.start : span.end])} now, and had "
            f"{_word_count(accepted.exact)} when it was accepted: one of its ends may be in "
            "another passage. Run `reanchor` to see what it may be, or set `start` and `end` to "
            "words of the passage that is meant"
        )
    count = len(list(_everywhere(quote, text)))
    where = "once, but in a different context"
    if count >= 2:
        where = f"{_times(count)}, but perhaps not where they were"
    confirm = distinctive(text, span, accepted) or _side(text, span, 4)
    return (
        f"these words appear in the article {where}: they were accepted in "
        f"“{_old_context(quote, accepted)}”, and are now in “{_in_context(text, span)}”. "
        "If that is still the same statement, confirm it with "
        f"{_typing(quote, confirm)}; if the statement is gone, reword the quote or remove it"
    )


def _old_context(quote: Quote, accepted: Surroundings | None) -> str:
    """Return a quote in the context that was accepted, or else typed; "" if neither is known."""
    known = accepted
    if known is None and not quote.is_range:
        known = Surroundings(quote.exact, quote.prefix, quote.suffix)
    return in_brackets(known.prefix, known.exact, known.suffix) if known else ""


def _changed(anchor: Anchor, text: ArticleText, accepted: Surroundings | None) -> str:
    quote, span = anchor.quote, anchor.spans[0]
    old, new = _old_words(quote, accepted), text.original[span.start : span.end]
    changes: tuple[str, ...] = ()
    difference = ""
    if old:
        changes = substance(old, new, text.common)
        diff = word_diff(on_one_line(old), on_one_line(new))
        difference = f" and differs like this: {shortened_diff(diff)}"
    changes += denied(text, span.start, span.end, accepted)
    warning = f" THE MEANING MAY HAVE CHANGED ({', '.join(changes)})." if changes else ""
    if quote.is_range and find(quote, text)[0] == "exact":
        change = f"this passage has changed between its first and last words{difference}"
        return (
            f"{_as_sentence(change)}{warning} If it still says what the annotation is about, "
            "accept it with `reanchor`; if not, reword the quote"
        )
    change = f"{_absence(quote, text)}; one passage is {span.similarity:.0%} similar{difference}"
    return (
        f"{_as_sentence(change)}{warning} If it says what the annotation is about, "
        f"set the quote to {_proposal(quote, text, span)}"
    )


def _ambiguous(anchor: Anchor, text: ArticleText, accepted: Surroundings | None) -> str:
    count, shown = len(anchor.spans), anchor.spans[:MOST_PLACES]
    more = f" and {count - len(shown)} more" if count > len(shown) else ""
    if anchor.spans[0].similarity < 1:
        passages = [f"“{_in_context(text, span)}” ({span.similarity:.0%})" for span in shown]
        return (
            f"{_absence(anchor.quote, text)}; several passages are similar: "
            f"{'; '.join(passages)}{more}. Set the quote to one of them"
        )
    places = [_place(anchor, text, span) for span in shown]
    return (
        f"these words appear in the article {_times(count)}; say which place is meant: "
        f"{'; '.join(places)}{more}"
    )


def _orphan(anchor: Anchor, text: ArticleText, accepted: Surroundings | None) -> str:
    quote = anchor.quote
    if any(_everywhere(quote, text)):
        return (
            f"{_absence(quote, text)}; "
            "quote the words that the article has now, or remove the entry"
        )
    if quote.is_range and _is_swapped(quote, text):
        return (
            f"“{without_middle(quote.end)}” does not come after “{without_middle(quote.start)}”; "
            "give the first words as `start` and the last as `end`, or quote the words that the "
            "article has now"
        )
    subject = " and ".join(f"“{without_middle(part)}”" for part in _missing_ends(quote, text))
    subject = subject or "these words"
    span = anchor.nearest
    if span and not accepted and _is_mistyped(quote, text, span):
        return (
            f"{subject} cannot be found in the article; "
            f"did you mean {_proposal(quote, text, span)}?"
        )
    return (
        f"{subject} cannot be found in the article, and {_nearest(quote, text, accepted, span)}; "
        "quote the words that the article has now, or remove the entry"
    )


def _is_swapped(quote: RangeQuote, text: ArticleText) -> bool:
    """Return whether the last words of a range are only before its first ones."""
    starts = list(occurrences(folded(quote.start), text.folded.text))
    ends = list(occurrences(folded(quote.end), text.folded.text))
    return bool(starts and ends) and max(ends) < min(starts)


def _missing_ends(quote: Quote, text: ArticleText) -> Iterator[str]:
    """Yield the ends of a range that are not in the article."""
    for part in quote.parts if quote.is_range else ():
        if not any(occurrences(folded(part), text.folded.text)):
            yield part


def _is_mistyped(quote: Quote, text: ArticleText, span: Span) -> bool:
    """Return whether a passage differs from a quote by a letter or two, but by no digit."""
    was, now = folded(" ".join(quote.parts)), folded(text.original[span.start : span.end])
    if re.findall(r"\d", was) != re.findall(r"\d", now):
        return False
    return Levenshtein.distance(was, now) <= MISTYPED


def _absence(quote: Quote, text: ArticleText) -> str:
    """Return the clause that says that the annotated words are not in the article."""
    elsewhere = next(_everywhere(quote, text), None)
    if elsewhere is None:
        return "these words are not in the article"
    return (
        f"the annotated words are gone; the same words in “{_in_context(text, elsewhere)}” are not "
        "those: they were elsewhere before, or are a copy"
    )


def _word_count(words: str) -> str:
    return counted(len(words.split()), "word")


def _everywhere(quote: Quote, text: ArticleText) -> Iterator[Span]:
    """Yield every place of the words of a quote; none for a range."""
    for place in occurrences(folded(quote.words), text.folded.text):
        yield Span(*text.folded.original(*place))


def _nearest(
    quote: Quote, text: ArticleText, accepted: Surroundings | None, span: Span | None
) -> str:
    """Return what the passage that is most like the quote says instead."""
    if span is None:
        return "nothing in it is similar"
    new = text.original[span.start : span.end]
    changes = substance(_old_words(quote, accepted), new, text.common)
    return (
        f"the most similar passage says something else ({', '.join(changes)}): "
        f"“{_in_context(text, span)}”"
    )


_ADVICE: dict[State, Callable[[Anchor, ArticleText, Surroundings | None], str]] = {
    "moved": _moved,
    "changed": _changed,
    "ambiguous": _ambiguous,
    "orphan": _orphan,
}


def _place(anchor: Anchor, text: ArticleText, span: Span) -> str:
    """Return one of several places, with what to type for it."""
    shown = f"“{_in_context(text, span)}”"
    if anchor.quote.is_range:
        return f"{shown}, with more words at its start or end"
    found = distinctive(text, span)
    if not found:
        return (
            f"{shown}, which is in a sentence that appears more than once: quote words from "
            "outside it, too"
        )
    return f"{shown}, with {_typing(anchor.quote, found)}"


def _as_sentence(words: str) -> str:
    return words if words.endswith(".") else f"{words}."


def _side(text: ArticleText, span: Span, count: int) -> tuple[str, str]:
    """Return `count` words before a place, or after it at the start of the article."""
    prefix, suffix = sides(text, span, count)
    return prefix if prefix[1] else suffix


def _typing(quote: Quote, side: tuple[str, str]) -> str:
    """Return the YAML to type for a quote with other words on one side."""
    if quote.is_range:
        return "`reanchor`, or with more words in `start` or `end`"
    exact, (key, words) = yaml_string(on_one_line(quote.exact)), side
    return f"quote: {{exact: {exact}, {key}: {yaml_string(words)}}}"


def _proposal(quote: Quote, text: ArticleText, span: Span) -> str:
    """Return the YAML to type for another passage, in the form of the quote if that finds it."""
    found = quote_like(quote, text, span)
    if found is None:
        words = yaml_string(on_one_line(text.original[span.start : span.end]))
        return f"{words}, and add words around it: it occurs more than once"
    return as_yaml(found)


def _old_words(quote: Quote, accepted: Surroundings | None) -> str:
    """Return the words that a quote had when it was accepted; "" if they are not known."""
    if not quote.is_range:
        return quote.exact
    return accepted.exact if accepted else ""


def _in_context(text: ArticleText, span: Span) -> str:
    original = text.original
    words = original[span.start : span.end]
    return in_brackets(original[: span.start], words, original[span.end :])


def _times(count: int) -> str:
    if count == match.MOST_PLACES:
        return f"{count} times or more"
    return "twice" if count == 2 else f"{count} times"
