"""Annotation files that name an article that does not exist: renamed, moved, deleted or mistyped."""

import re
from collections.abc import Sequence
from shlex import quote as in_shell

from explainer.entries import Claim, Date
from explainer.files.folders import is_within
from explainer.format.did_you_mean import did_you_mean
from explainer.format.keys import NAMED
from explainer.loading.annotation_files import Annotations
from explainer.model import Article, Problem
from explainer.text.fold import folded

_LEAST_SHARE = 0.5  # of the quotes of a file: so many stand in the article that it is about
_SIGNS = re.compile(r"[*_`]|\]\([^)]*\)|\[")  # of Markdown, within the words of a quote


def lost_article(
    found: Annotations,
    articles: Sequence[Article],
    slugs: Sequence[str],
    unread: Sequence[str] = (),
) -> Problem | None:
    """Report an article that a file names and that does not exist, with the article that may be meant.

    That is the one that says to have had this name, else the one in which most quotes of the file
    stand, else one of a similar name. Of what lies in folders that are `unread`, paths from the root, nothing is
    known.
    """
    if found.lost is None:
        return None
    slug, place = found.lost
    if not slug:
        like = NAMED.format(_with_words(found, articles) or slugs[0]) if slugs else NAMED
        message = (
            f"which article is this about? Say so at the top of the file, such as `article: {like}`"
        )
        return Problem(place, "error", message, "missing-article")
    if is_within(f"docs/{NAMED.format(slug)}", unread):
        return None
    message = f"there is no article `{NAMED.format(slug)}`; {_advice(slug, found, articles, slugs)}"
    return Problem(place, "error", message, "unknown-article")


def _advice(
    slug: str,
    found: Annotations,
    articles: Sequence[Article],
    slugs: Sequence[str],
) -> str:
    now = next((each.slug for each in articles for name, _ in each.former if name == slug), None)
    if now is not None:
        return f"it is called `{NAMED.format(now)}` now"
    alike = did_you_mean(slug, slugs, form=NAMED).removeprefix("; ")
    of_words = _with_words(found, articles)
    if of_words and NAMED.format(of_words) not in alike:
        there = NAMED.format(of_words)
        way = f"run `rename {in_shell(f'article:{slug}')} {in_shell(of_words)}` if it was renamed"
        return f"its words are in `{there}`: write that, or {way}"
    way = f"run `rename {in_shell(f'article:{slug}')} NEW` with its new name"
    return alike or f"if it was renamed, {way}; if it is gone, remove this file"


def _with_words(found: Annotations, articles: Sequence[Article]) -> str | None:
    """Return the article that holds more of the quotes of a file than any other, if there is one."""
    quotes = _quotes(found)
    looked_at = articles if quotes else ()
    texts = {each.slug: _comparable(_SIGNS.sub("", each.markdown)) for each in looked_at}
    counts = {slug: sum(quote in text for quote in quotes) for slug, text in texts.items()}
    most = max(counts.values(), default=0)
    best = [slug for slug, count in counts.items() if count == most]
    return best[0] if len(best) == 1 and most >= _LEAST_SHARE * len(quotes) else None


def _quotes(found: Annotations) -> list[str]:
    entries = [entry for _, _, entry in found.entries if entry is not None]
    bodies = [entry.body for entry in entries if isinstance(entry.body, Claim | Date)]
    parts = [part for body in bodies for quote in body.quote for part in quote.parts]
    return [text for text in map(_comparable, parts) if text]


def _comparable(text: str) -> str:
    return folded(text).casefold()
