"""Editorial rules about claims: who makes them, what they rest on, how they are summed up."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from explainer.dates.edtf import says_nothing
from explainer.entries import RangeQuote
from explainer.format.restating import originals
from explainer.model import QuotedEntry, Ref
from explainer.rules.rule_types import EditorialRule, Finding, Placing, Review
from explainer.text.denials import denials_beside
from explainer.text.drawn import stretches_in, without
from explainer.text.excerpts import without_middle
from explainer.text.fold import UNSEEN, folded
from explainer.text.quotations import quotations
from explainer.text.undivided import HYPHEN, undivided_in_quotes
from explainer.text.words import size

# Words in which a summary may name what the article's leave out: who speaks, what "this" is
NAMING = 10
# de-escalation, F-16; 3–5 million, 1914/15, >5
_COMPOUND = re.compile(
    rf"[^\W_]+(?:{HYPHEN}[^\W_]+)+|\d+(?:[.,]\d+)*(?:[-–/]\d+(?:[.,]\d+)*)+|[<>≤≥]\d+"
)
_LONGEST_COMPOUND = 40  # characters on either side of an end of a quote
# Fewer words between quotation marks are a turn of phrase, not somebody's statement.
SPOKEN = 4


def claim_without_evidence(review: Review) -> Iterator[Finding]:
    """Report a fact, or a claim that one thing caused another, without `evidence`.

    A source with the stance `reports` counts: it says where to look. A causal claim may also rest
    on another claim that `supports` it. Readings, judgements, forecasts and proposals are not
    reported, since no record settles them; nor are statements, which rest on their speaker; nor
    facts without a date, which fact-without-date-or-source reports.

    Bad: `kind: fact` with a `date` and nothing else to look it up by.
    Good: `evidence: [{source: harbour-log}]`.
    """
    backed = set[str]()
    for entry in review.loaded.claims.values():
        backed.update(entry.body.supports)
    dated = _dated(review)
    for entry in review.loaded.claims.values():
        is_open = entry.body.kind == "causal" and entry.ref.id not in backed
        is_open = is_open or (entry.body.kind == "fact" and entry.ref in dated)
        if is_open and not entry.body.evidence:
            message = f"{entry.ref} has no evidence; name a source under `evidence:`"
            yield Finding(entry.at("kind"), message, entry)


def fact_without_date_or_source(review: Review) -> Iterator[Finding]:
    """Report a fact that has neither a date nor a source, so that nobody can look it up.

    A date of the timeline that names the claim under `claims:` counts, and so does one whose words
    stand within the claim's. A date that says nothing, such as `../..`, does not count.

    Bad: `kind: fact` without `date` and `evidence`.
    Good: `date: 1871/1911`, or `evidence: [{source: harbour-log}]`.
    """
    dated = _dated(review)
    for entry in review.loaded.claims.values():
        if entry.body.kind == "fact" and not entry.body.evidence and entry.ref not in dated:
            message = (
                f"{entry.ref} is a fact without a date or a source; add `date:` or `evidence:`"
            )
            yield Finding(entry.at("kind"), message, entry)


def _dated(review: Review) -> set[Ref]:
    """Return the claims that have a date of their own or one of the timeline."""
    dated, telling = set[Ref](), set[Ref]()
    for claim in review.loaded.claims.values():
        if claim.body.date is not None and not says_nothing(claim.body.date):
            dated.add(claim.ref)
    for date in review.loaded.dates.values():
        if not says_nothing(date.body.date):
            telling.add(date.ref)
    for relation in review.site.relations:
        if relation.subject in telling:
            dated.add(relation.object)
        if relation.label == "overlaps" and relation.object in telling:
            dated.add(relation.subject)
    return dated


def statement_without_speaker(review: Review) -> Iterator[Finding]:
    """Report a statement without a speaker under `by`.

    Bad: `kind: statement` alone. Good: `kind: statement` with `by: keeper-lund`.
    """
    for entry in review.loaded.claims.values():
        if entry.body.kind == "statement" and not entry.body.by:
            message = f"who said {entry.ref}? Name the actor under `by:`"
            yield Finding(entry.at("kind"), message, entry)


def claim_of_nobody(review: Review) -> Iterator[Finding]:
    """Report a claim that nobody makes: without `by`, it seems to be this site's own.

    Facts are not reported, since they stand on their sources, nor are statements, which
    statement-without-speaker reports. If it is the author of the article who speaks, enter the
    author, or the article, as an actor.

    Bad: `kind: value` without `by`. Good: `by: the-editors`.
    """
    for entry in review.loaded.claims.values():
        if not entry.body.by and entry.body.kind not in ("fact", "statement"):
            advice = "name the actor under `by:`, such as the author"
            message = f"{entry.ref} does not say who makes it; {advice}"
            yield Finding(entry.at("kind"), message, entry)


def disputed_by_speaker(review: Review) -> Iterator[Finding]:
    """Report a claim that is disputed by an actor who makes it, or who makes it again elsewhere.

    Readers would see that somebody is at odds with themselves. If a speaker has withdrawn the
    claim, say so as the reason under `allow`.

    Bad: `disputed_by: harbour-board` for a claim with `by: harbour-board`.
    Good: the board under `by` alone, or under `disputed_by` alone.
    """
    speakers = _speakers(review)
    for entry in review.loaded.claims.values():
        for index, actor in enumerate(entry.body.disputed_by):
            naming = speakers[entry.ref].get(actor)
            if naming:
                which = "it" if naming == entry.ref else naming
                found = f"actor:{actor} disputes {entry.ref}, but is also under `by` of {which}"
                message = f"{found}; remove the actor from one of the two"
                yield Finding(entry.at("disputed_by", index), message, entry)


def _speakers(review: Review) -> Mapping[Ref, Mapping[str, Ref]]:
    """Return who makes each claim, by the ids of the actors, with the entry that names them."""
    found: dict[Ref, dict[str, Ref]] = defaultdict(dict)
    for entry in review.loaded.claims.values():
        found[entry.ref] = dict.fromkeys(entry.body.by, entry.ref)
    for ref, original in originals(review.loaded).items():
        for actor in review.loaded.restatements[ref.id].body.by:
            found[original].setdefault(actor, ref)
    return found


def quotation_as_fact(review: Review) -> Iterator[Finding]:
    """Report a fact whose words the article quotes, and which names no speaker under `by`.

    Fewer than four words are not reported: they are a turn of phrase.

    Bad: `kind: fact` for “the lamp never once failed”, which somebody says.
    Good: `kind: statement` with `by`.
    """
    for entry in review.loaded.claims.values():
        if entry.body.kind != "fact" or entry.body.by:
            continue
        placed = review.placed(entry)
        if placed and all(map(_is_quotation, placed)):
            advice = "name the speaker under `by:`, as a `statement`"
            message = f"the words of {entry.ref} are quoted speech; {advice}"
            yield Finding(entry.at("kind"), message, entry)


def _is_quotation(placing: Placing) -> bool:
    """Return whether the words stand within quotation marks and are enough for a statement."""
    if size(placing.words) < SPOKEN:
        return False
    (low, high, _), rendered = placing.highlight.span, placing.text.rendered
    start, end = rendered.text.rfind("\n", 0, low) + 1, rendered.text.find("\n", high)
    paragraph = rendered.text[start : end if end >= 0 else len(rendered.text)]
    typed = [(start + first, start + last) for first, last in quotations(paragraph)]
    return any(first <= low and high <= last for first, last in (*typed, *rendered.drawn.quoted))


def summary_longer_than_quote(review: Review) -> Iterator[Finding]:
    """Report a summary that is longer than the sentences around its quote.

    A summary must stand alone, so it may be up to ten words longer, to say who speaks and what
    “this” is.

    Bad: 30 words on “Trump points at both.” Good: one plain sentence; the rest is for `note`.
    """
    for entry in review.loaded.claims.values():
        sentences = review.sentences(entry)
        if len(entry.body.summary) <= sum(map(len, sentences)):
            continue  # nearly all are: counting words takes longer
        length, most = size(entry.body.summary), sum(map(size, sentences))
        if most and length > most + NAMING:
            advice = "shorten it, and put the rest under `note:`"
            message = (
                f"the summary of {entry.ref} has {length:.0f} words, "
                f"and what it sums up {most:.0f}; {advice}"
            )
            yield Finding(entry.at("summary"), message, entry)


def doubled_quote(review: Review) -> Iterator[Finding]:
    """Report two claims, or two dates, on exactly the same words: they may be one entry made twice.

    Bad: `lamp` and `the-lamp`, both with `quote: the lamp was lit`.
    Good: one of them, or each on its own words.
    """
    first: dict[tuple[str, str, int, int], QuotedEntry] = {}
    for entry in review.loaded.quoted_entries:
        for placing in review.placed(entry):
            start, end, _ = placing.highlight.span
            place = (entry.ref.kind, placing.text.rendered.ref.id, start, end)
            other = first.setdefault(place, entry)
            if other.ref != entry.ref:
                advice = "merge the two, or give each its own words"
                message = f"{entry.ref} has the same words as {other.ref}; {advice}"
                yield Finding(entry.at("quote"), message, entry)


def struck_words(review: Review) -> Iterator[Finding]:
    """Report a claim or date on words that the article strikes out, so that it no longer says them.

    A quote by its `start` and `end` is reported only if these are struck out: what is between them
    may be corrected there.

    Bad: `quote: The lamp failed twice` in `<del>The lamp failed twice.</del> It failed once.`
    Good: `quote: It failed once`; or no entry, if nothing is left of the claim.
    """
    for entry in review.loaded.quoted_entries:
        ranges = [quote for quote in entry.body.quote if isinstance(quote, RangeQuote)]
        for placing in review.placed(entry):
            struck, valid = _struck_and_valid(placing)
            if struck and not any(_is_in_range(valid, quote) for quote in ranges):
                found = f"{entry.ref} quotes words that are struck out in the article"
                words = without_middle(" … ".join(struck))
                advice = "quote what it says now, or remove the entry"
                yield Finding(entry.at("quote"), f"{found}: “{words}”; {advice}", entry)


def _struck_and_valid(placing: Placing) -> tuple[list[str], str]:
    """Return those of the words that are struck out, and the others."""
    (start, end, _), rendered = placing.highlight.span, placing.text.rendered
    words = rendered.text[start:end]
    found = stretches_in(rendered.drawn.struck, start, end)
    struck = [(low - start, high - start) for low, high in found]
    parts = [words[low:high] for low, high in struck]
    return list(filter(folded, parts)), without(words, struck)


def _is_in_range(words: str, quote: RangeQuote) -> bool:
    """Return whether some words begin and end as a quote does."""
    within, start, end = folded(words), folded(quote.start), folded(quote.end)
    is_long = len(within) >= len(start) + len(end)
    return is_long and within.startswith(start) and within.endswith(end)


def part_of_compound(review: Review) -> Iterator[Finding]:
    """Report a claim whose words begin or end within a word with a hyphen, or a range of numbers.

    A part of it may say something else. A part of a number, or of a word such as `no-one`, is an
    error, `cut-words`. In Chinese, Japanese and Thai, a denial that touches the words is reported.

    Bad: `quote: escalation of the war` in “de-escalation of the war”; `quote: 5 million people` in
    “3–5 million people”; `quote: 可能` in “不可能”. Good: the whole word or number.
    """
    for entry in review.loaded.claims.values():
        for placing in review.placed(entry):
            for found in _left_out(placing):
                yield Finding(entry.at("quote"), f"the words of {entry.ref} {found}", entry)


def _left_out(placing: Placing) -> Iterator[str]:
    """Yield what the words leave out of the words around them, and what to do."""
    text, (start, end, _) = placing.text.rendered.text, placing.highlight.span
    for edge in (start, end):
        compound = _compound_around(text, edge)
        if compound:
            yield f"hold only a part of “{compound}”; quote all of it, or none"
    for denial in denials_beside(text, start, end):
        yield f"leave out “{denial}”, which denies them; quote it, too, or other words"


def _compound_around(text: str, at: int) -> str:
    """Return the word with a hyphen, or the numbers, that an offset of a text divides; or ""."""
    if undivided_in_quotes(text, at):
        return ""  # which is an error
    before = UNSEEN.sub("", text[max(at - _LONGEST_COMPOUND, 0) : at])
    after = UNSEEN.sub("", text[at : at + _LONGEST_COMPOUND])
    for found in _COMPOUND.finditer(before + after):
        if found.start() < len(before) < found.end():
            return found[0]
    return ""


CLAIM_RULES: tuple[EditorialRule, ...] = (
    claim_without_evidence,
    fact_without_date_or_source,
    statement_without_speaker,
    claim_of_nobody,
    disputed_by_speaker,
    quotation_as_fact,
    summary_longer_than_quote,
    doubled_quote,
    struck_words,
    part_of_compound,
)
