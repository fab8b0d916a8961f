"""Editorial rules about terms and their definitions."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from explainer.entries import Term
from explainer.model import Mention
from explainer.rules.rule_types import EditorialRule, Finding, Review
from explainer.text.borders import is_border, is_end_of_noun
from explainer.text.excerpts import words_around
from explainer.text.fold import same_letters
from explainer.text.quotations import without_quotations
from explainer.text.typed import in_backticks

# Words after which a reader no longer waits for the explanation
LONG = 200
_AFTER = re.compile(
    r"[”’\"')]?(?:,? (?:that is(?: to say)?(?=,)|which means|which stands for|means|stands for"
    r"|refers to|is (?:a|an|the|another) (?:name|term|word) for|is short for)\b"
    r"| \((?:that is|short for|i\.e\.))"
)
_BEFORE = re.compile(
    r"\b(?:known as|is called|are called|was called|were called|so it is called|termed)"
    r"(?: the| an?)? [“‘\"']?$"
)


def empty_definition(review: Review) -> Iterator[Finding]:
    """Report a definition that only repeats the name of its term.

    Bad: `definition: A Fresnel lens is a lens of Fresnel.` Good: a definition that says what it is.
    """
    for entry in review.loaded.terms.values():
        if _is_empty(entry.body):
            message = f"the definition of {entry.ref} only repeats its name; say what it is"
            yield Finding(entry.at("definition"), message, entry)


def _is_empty(term: Term) -> bool:
    return not _words(term.definition) - _words(" ".join(term.names)) - _FILLERS


_FILLERS = frozenset(
    "a an and are as by for from in is it its kind of on or sort that the this to type was"
    " which".split()
)
# What may stand before the name at the beginning of a definition
_FIRST_WORDS = frozenset(("a", "an", "the", "term", "word", "name", "in"))


def _words(text: str) -> set[str]:
    return {word.casefold() for word in re.findall(r"\w+", text)}


def circular_definition(review: Review) -> Iterator[Finding]:
    """Report a definition whose first sentence explains a term by itself.

    The name may begin the sentence, and stand in quotation marks.

    Bad: `definition: The state in which a ceasefire holds.` for “ceasefire”.
    Good: `An agreement to stop fighting.`
    """
    for entry in review.loaded.terms.values():
        sentence = re.split(r"(?<=[.!?])\s+", entry.body.definition, maxsplit=1)[0]
        name = next(_names_inside(sentence, entry.body.names), None)
        if name and not _is_empty(entry.body):
            found = f"the definition of {entry.ref} explains {in_backticks(name)} by itself"
            message = f"{found}; say it in other words"
            yield Finding(entry.at("definition"), message, entry)


def _names_inside(sentence: str, names: Iterable[str]) -> Iterator[str]:
    """Yield the names that stand in a sentence after its first words."""
    text = same_letters(sentence)
    names = [name for name in names if same_letters(name) in text]
    if not names:
        return
    bare = same_letters(without_quotations(sentence))
    first = next((word for word in re.finditer(r"\w+", bare) if word[0] not in _FIRST_WORDS), None)
    if first is None:
        return
    for name in names:
        found = re.finditer(re.escape(same_letters(name)), bare)
        if any(_is_name_behind(first, match) for match in found):
            yield name


def _is_name_behind(first: re.Match[str], found: re.Match[str]) -> bool:
    """Return whether a whole name stands after the first word of a sentence that is no filler."""
    text, start = found.string, found.start()
    if not (is_border(text, start) and is_end_of_noun(text, found.end())):
        return False
    return start >= first.end() or text[first.start() : start] not in ("", *_FIRST_WORDS)


def term_explained_late(review: Review) -> Iterator[Finding]:
    """Report a term that an article explains long after it first used it.

    An article explains a term where it says “X means”, “X, that is, …”, “known as X”, or “… (X)”
    if X is in capitals. That is late if it is more than 200 words after the first use.

    Bad: “NPT” in the first paragraph and “the Non-Proliferation Treaty (NPT)” in the tenth.
    Good: the other way round.
    """
    texts = {text.rendered.ref: text.rendered.text for text in review.site.articles.values()}
    paths = {article.ref: article.path for article in review.loaded.articles}
    for entry in review.loaded.terms.values():
        mentions = review.site.mentions.get(entry.ref, ())
        in_articles = [mention for mention in mentions if mention.origin in texts]
        for origin, found in groupby(in_articles, key=lambda mention: mention.origin):
            late = _explained_late(texts[origin], list(found))
            if late:
                words, distance = late
                message = (
                    f"{paths[origin]} explains {entry.ref} (“{words}”) {distance} words "
                    "after it first uses it; explain it there, or use it later"
                )
                yield Finding(entry.at(), message, entry)


def _explained_late(text: str, mentions: Sequence[Mention]) -> tuple[str, int] | None:
    """Return the words that explain a term, and how many words after its first use, if too many."""
    for mention in mentions:
        words, start = mention.context.words, mention.span.start
        is_short = _is_short_form(text, mention)
        if is_short or _is_explained(text, mention):
            same = [other for other in mentions if not is_short or other.context.words == words]
            distance = len(text[same[0].span.start : start].split())
            if distance <= LONG:
                return None
            return words_around(text, mention.span.start, mention.span.end), distance
    return None


def _is_short_form(text: str, mention: Mention) -> bool:
    """Return whether a mention is an abbreviation in brackets, after the words it stands for."""
    (start, end, _), words = mention.span, mention.context.words
    is_in_brackets = text[start - 1 : start] == "(" and text[end : end + 1] == ")"
    return is_in_brackets and words.isupper() and len(words) > 1


def _is_explained(text: str, mention: Mention) -> bool:
    """Return whether the words before or after a mention say that it is being explained."""
    start, end, _ = mention.span
    return bool(_AFTER.match(text, end) or _BEFORE.search(text, max(start - 40, 0), start))


TERM_RULES: tuple[EditorialRule, ...] = (empty_definition, circular_definition, term_explained_late)
