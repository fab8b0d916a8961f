"""Name the articles that rules for English skip, so that nobody takes silence for approval."""

from collections.abc import Iterator

from explainer.model import Article, Loaded

MOST_NAMED = 3  # articles in the line


def is_english(language: str) -> bool:
    """Return whether a BCP 47 tag stands for English."""
    return language.lower().partition("-")[0] == "en"


def language_of(article: Article, site_language: str) -> str:
    """Return the language of an article as a BCP 47 tag: its own, or else the site's."""
    return article.front.lang or site_language


def passed_over(loaded: Loaded, site_language: str) -> Iterator[str]:
    """Yield at most one line: which articles are not in English, and which rules skip them."""
    others = [each for each in loaded.articles if not is_english(language_of(each, site_language))]
    if not others:
        return
    named = [f"{each.path} ({language_of(each, site_language)})" for each in others[:MOST_NAMED]]
    more = f" and {len(others) - len(named)} more" if len(others) > len(named) else ""
    rules = "words-against-date, part-of-longer-name and loaded-words"
    if is_english(site_language):
        rules = "words-against-date and part-of-longer-name"
    yield f"Not in English: {', '.join(named)}{more}. The rules {rules} read English only."
