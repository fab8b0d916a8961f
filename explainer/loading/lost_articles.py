"""Annotation files about an article that does not exist: renamed, moved, deleted or mistyped."""

import re
from collections.abc import Sequence
from functools import lru_cache
from shlex import quote as in_shell

from explainer.entries import QuotedBody
from explainer.files.folders import is_within
from explainer.format.did_you_mean import did_you_mean
from explainer.format.former import is_article_name
from explainer.format.keys import NAMED
from explainer.loading.annotation_files import Annotations
from explainer.model import Article, Problem
from explainer.text.fold import folded
from explainer.text.typed import in_backticks

_LEAST_SHARE = 0.5  # of a file's quotes: so many are in the article that it is about
_MARKUP = re.compile(r"[*_`]|\]\([^)]*\)|\[")  # Markdown within the words of a quote


def lost_article(
    found: Annotations,
    articles: Sequence[Article],
    slugs: Sequence[str],
    unread: Sequence[str] = (),
) -> Problem | None:
    """Report an article that a file names but that does not exist, and the one probably meant.

    That is the article with this former name, else the one that contains most quotes of the file,
    else one with a similar name. Nothing is reported if the article may be in a folder that could
    not be read: `unread` are paths from the root.
    """
    if found.lost is None:
        return None
    slug, place = found.lost
    if not slug:
        example = NAMED
        if slugs:
            example = NAMED.format(_quoted_article(found, articles) or slugs[0])
        message = (
            "which article is this about?"
            f" Say so at the top of the file, such as `article: {example}`"
        )
        return Problem(place, "error", message, "missing-article")
    name = NAMED.format(slug)
    if is_within(f"docs/{name}", unread):
        return None
    message = f"there is no article {in_backticks(name)}; {_advice(slug, found, articles, slugs)}"
    return Problem(place, "error", message, "unknown-article")


def _advice(
    slug: str,
    found: Annotations,
    articles: Sequence[Article],
    slugs: Sequence[str],
) -> str:
    present = next((each.slug for each in articles if slug in dict(each.former)), None)
    if present is not None:
        return f"it is called `{NAMED.format(present)}` now"
    similar = did_you_mean(slug, slugs, form=NAMED).removeprefix("; ")
    quoted = _quoted_article(found, articles)
    rename = f"run `rename {in_shell(f'article:{slug}')}"
    may_be_renamed = is_article_name(slug)
    if quoted and NAMED.format(quoted) not in similar:
        advice = f"its words are in `{NAMED.format(quoted)}`: write that"
        or_rename = f", or {rename} {in_shell(quoted)}` if it was renamed"
        return advice + or_rename if may_be_renamed else advice
    if similar:
        return similar
    if not may_be_renamed:
        return (
            "only files in docs/articles/ are articles, except index.md and README.md; name one of"
            " them, or move the text there"
        )
    return f"if it was renamed, {rename} NEW` with its new name; if it is gone, remove this file"


def _quoted_article(found: Annotations, articles: Sequence[Article]) -> str | None:
    """Return the slug of the article that contains most quotes of a file, if it is a single one.

    None if it contains less than `_LEAST_SHARE` of them.
    """
    quotes = _quotes(found)
    if not quotes:
        return None
    counts: dict[str, int] = {}
    for article in articles:
        text = _without_markup(article.markdown)
        counts[article.slug] = sum(quote in text for quote in quotes)
    most = max(counts.values(), default=0)
    best = [slug for slug, count in counts.items() if count == most]
    return best[0] if len(best) == 1 and most >= _LEAST_SHARE * len(quotes) else None


def _quotes(found: Annotations) -> list[str]:
    quotes = []
    for _, _, entry in found.entries:
        if entry is not None and isinstance(entry.body, QuotedBody):
            for quote in entry.body.quote:
                quotes += [_comparable(part) for part in quote.parts]
    return [text for text in quotes if text]


@lru_cache(maxsize=1_000)  # hundreds of files may be about articles that do not exist
def _without_markup(markdown: str) -> str:
    return _comparable(_MARKUP.sub("", markdown))


def _comparable(text: str) -> str:
    return folded(text).casefold()
