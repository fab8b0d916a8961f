"""Editorial rules about terms and their definitions."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from explainer.entries import Term
from explainer.model import Mention
from explainer.rules.rule_types import EditorialRule, Finding, Review
from explainer.text.fold import same_letters
from explainer.text.quotations import without_quotations
from explainer.text.words import is_border, is_end_of_noun

# So many words on, a reader no longer waits for the explanation.
LONG = 200
_AFTER = re.compile(
    r"[”’\"')]?(?:,? (?:that is(?: to say)?(?=,)|which means|which stands for|means|stands for|refers to"
    r"|is (?:a|an|the|another) (?:name|term|word) for|is short for)\b| \((?:that is|short for|i\.e\.))"
)
_BEFORE = re.compile(
    r"\b(?:known as|is called|are called|was called|were called|so it is called|termed)(?: the| an?)? [“‘\"']?$"
)


def empty_definition(review: Review) -> Iterator[Finding]:
    """Report a definition that only repeats the name of its term.

    Bad: `definition: A Fresnel lens is a lens of Fresnel.` Good: one that says what it is.
    """
    for entry in review.loaded.terms.values():
        if _is_empty(entry.body):
            message = f"the definition of {entry.ref} only repeats its name; say what it is"
            yield Finding(entry.at("definition"), message, entry)


def _is_empty(term: Term) -> bool:
    return not _words(term.definition) - _words(" ".join(term.names)) - _FILLERS


_FILLERS = frozenset(
    "a an and are as by for from in is it its kind of on or sort that the this to type was which".split()
)
# What may stand before the name at the beginning of a definition
_FIRST_WORDS = frozenset(("a", "an", "the", "term", "word", "name", "in"))


def _words(text: str) -> set[str]:
    return {word.casefold() for word in re.findall(r"\w+", text)}


def circular_definition(review: Review) -> Iterator[Finding]:
    """Report a definition whose first sentence explains a term by itself.

    The name may begin the sentence, and stand in quotation marks.

    Bad: `definition: The state in which a ceasefire holds.` for “ceasefire”. Good: `An agreement to stop fighting.`
    """
    for entry in review.loaded.terms.values():
        sentence = re.split(r"(?<=[.!?])\s+", entry.body.definition, maxsplit=1)[0]
        name = next(_names_inside(sentence, entry.body.names), None)
        if name and not _is_empty(entry.body):
            message = (
                f"the definition of {entry.ref} explains `{name}` by itself; say it in other words"
            )
            yield Finding(entry.at("definition"), message, entry)


def _names_inside(sentence: str, names: Iterable[str]) -> Iterator[str]:
    """Yield the names that stand in a sentence after its first words."""
    text = same_letters(sentence)
    there = [name for name in names if same_letters(name) in text]
    bare = same_letters(without_quotations(sentence)) if there else ""
    first = next((word for word in re.finditer(r"\w+", bare) if word[0] not in _FIRST_WORDS), None)
    for name in there:
        found = re.finditer(re.escape(same_letters(name)), bare)
        if first and any(_is_name_behind(first, match) for match in found):
            yield name


def _is_name_behind(first: re.Match[str], found: re.Match[str]) -> bool:
    """Whether a name stands as a whole word behind the first word of a sentence that says something."""
    text, start = found.string, found.start()
    if not (is_border(text, start) and is_end_of_noun(text, found.end())):
        return False
    return start >= first.end() or text[first.start() : start] not in ("", *_FIRST_WORDS)


def term_explained_late(review: Review) -> Iterator[Finding]:
    """Report a term that an article explains long after it first used it.

    An article explains a term where it says so: “X means”, “X, that is, …”, “known as X”, or “… (X)” where X are
    capitals. More than 200 words before that, readers had to do without.

    Bad: “NPT” in the first paragraph and “the Non-Proliferation Treaty (NPT)” in the tenth. Good: the other way round.
    """
    texts = {text.rendered.ref: text.rendered.text for text in review.site.articles.values()}
    paths = {article.ref: article.path for article in review.loaded.articles}
    for entry in review.loaded.terms.values():
        mentions = [
            mention
            for mention in review.site.mentions.get(entry.ref, ())
            if mention.origin in texts
        ]
        for origin, found in groupby(mentions, key=lambda mention: mention.origin):
            late = _explained_late(texts[origin], list(found))
            if late:
                message = (
                    f"{paths[origin]} explains {entry.ref} (“{late[0]}”) {late[1]} words after it first uses it; "
                    "explain it there, or use it later"
                )
                yield Finding(entry.at(), message, entry)


def _explained_late(text: str, mentions: Sequence[Mention]) -> tuple[str, int] | None:
    """The words that explain a term, and how many words after its first use, where they are too many."""
    for mention in mentions:
        (start, end, _), words = mention.span, mention.context.words
        is_short = (
            text[start - 1 : start] == "("
            and text[end : end + 1] == ")"
            and words.isupper()
            and len(words) > 1
        )
        if is_short or _AFTER.match(text, end) or _BEFORE.search(text, max(start - 40, 0), start):
            same = [other for other in mentions if not is_short or other.context.words == words]
            distance = len(text[same[0].span.start : start].split())
            return (_shown(text, mention), distance) if distance > LONG else None
    return None


def _shown(text: str, mention: Mention) -> str:
    """Some words around a mention, from the same paragraph."""
    start, end, _ = mention.span
    before, after = (
        text[:start].rpartition("\n")[2].split(" "),
        text[end:].partition("\n")[0].split(" "),
    )
    return (" ".join(before[-4:]) + text[start:end] + " ".join(after[:4])).strip(" ,;:.")


TERM_RULES: tuple[EditorialRule, ...] = (empty_definition, circular_definition, term_explained_late)
