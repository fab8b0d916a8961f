"""How a page can be cited, and where a mistake on it can be reported."""

from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import quote, urlencode, urlsplit

from explainer.addresses import page_path, url
from explainer.dates import in_words
from explainer.model import Article, Ref, Settings
from explainer.text.words import shortened

_LONGEST_TITLE = 120  # characters of an issue's title


class Citation(NamedTuple):
    """A plain reference to a page, and its full address; "" where the site's own is not set."""

    text: str
    address: str


def cite_article(article: Article, settings: Settings) -> Citation:
    """Give who wrote an article, its title, the site that shows it, and when it appeared."""
    return Citation(_reference(article, settings), full_address(article.ref, settings))


def cite_claim(ref: Ref, summary: str, article: Article | None, settings: Settings) -> Citation:
    """Give a claim in the words of its summary, and the article that makes it."""
    source = _reference(article, settings) if article else f"{settings.site_name}."
    return Citation(f"Claim: “{summary.rstrip('.')}”, in: {source}", full_address(ref, settings))


def full_address(ref: Ref, settings: Settings) -> str:
    """Give the address of a page on the web, or "" where `site_url` is not set."""
    site = settings.site_url.rstrip("/")
    return f"{site}/{url(page_path(ref), settings.directory_urls)}" if site else ""


def report_address(ref: Ref, title: str, settings: Settings) -> str:
    """Give the address of the form for a new issue in the site's repository, filled in; "" where there is none.

    On other hosts than GitHub and GitLab (told by the first or the last two names of the host), it is that of the
    repository. https://docs.github.com/en/issues/tracking-your-work-with-issues/using-issues/creating-an-issue and
    https://docs.gitlab.com/user/project/issues/create_issues/ say what such a form takes.
    """
    repository = settings.repo_url.strip().rstrip("/").removesuffix(".git")
    if not repository.lower().startswith(("https://", "http://")):
        return ""
    names = (urlsplit(repository).hostname or "").split(".")
    subject = f"Mistake on the page “{title}”"
    values = (shortened(subject, _LONGEST_TITLE), _report(ref, settings))
    if _is_host(names, "github"):
        return _filled(f"{repository}/issues/new", ("title", "body"), values)
    if _is_host(names, "gitlab"):
        return _filled(f"{repository}/-/issues/new", ("issue[title]", "issue[description]"), values)
    return repository


def _is_host(names: list[str], wanted: str) -> bool:
    return names[0] == wanted or names[-2:] == [wanted, "com"]


def _filled(form: str, fields: tuple[str, ...], values: tuple[str, ...]) -> str:
    return f"{form}?{urlencode(dict(zip(fields, values, strict=True)), quote_via=quote)}"


def _report(ref: Ref, settings: Settings) -> str:
    page = full_address(ref, settings) or url(page_path(ref), settings.directory_urls)
    return f"Page: {page}\nEntry: {ref}\n\nWhat is wrong:\n\nWhat it should say, and where that can be read:\n"


def _reference(article: Article, settings: Settings) -> str:
    return " ".join(map(_ended, _parts(article, settings)))


def _parts(article: Article, settings: Settings) -> Iterator[str]:
    if article.front.author:
        yield article.front.author
    yield article.title
    # a site with one article often has its title
    names = [settings.site_name] if settings.site_name != article.title else []
    when = [in_words(article.front.date)] if article.front.date else []
    if names or when:
        yield ", ".join((*names, *when))


def _ended(part: str) -> str:
    part = part.strip()
    return part[:1].upper() + part[1:] + ("" if part.endswith((".", "!", "?", "…")) else ".")
