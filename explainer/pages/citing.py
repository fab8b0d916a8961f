"""References to a page, for citing it, and the address for reporting a mistake on it."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from urllib.parse import quote, urlencode, urlsplit

from explainer.addresses import page_path, url
from explainer.dates.edtf import in_words
from explainer.format.ids import id_from
from explainer.model import Article, Ref, Settings
from explainer.text.excerpts import shortened

_LONGEST_KEY = 80
_LONGEST_TITLE = 120  # characters of an issue's title
_DAY = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d\d))?)?[~?%]?")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
# Special characters of TeX. BibTeX counts braces even behind a backslash, so they are named, too.
_TEX = str.maketrans(
    {
        **{sign: f"\\{sign}" for sign in "$&#%_"},
        "\\": "\\textbackslash{}",
        "{": "\\textbraceleft{}",
        "}": "\\textbraceright{}",
        "^": "\\textasciicircum{}",
        "~": "\\textasciitilde{}",
    }
)


class Format(NamedTuple):
    """A reference for a reference manager, cut where the address of the page belongs."""

    name: str
    before: str
    address: tuple[str, str]  # what surrounds the address, left out without one
    after: str


class Citation(NamedTuple):
    """A reference to a page, plain and in other formats."""

    text: str
    address: str  # of the page on the web, "" where that of the site is not set
    formats: tuple[Format, ...]


class _Work(NamedTuple):
    """The page as the formats describe it; "" for what is not known."""

    key: str
    author: str
    title: str
    within: str
    date: str


def cite_article(article: Article, settings: Settings) -> Citation:
    """Return the citation of an article: author, title, the site that shows it, and date."""
    front = article.front
    site = _site_of(article, settings)
    work = _Work(article.slug, front.author or "", article.title, site, front.date or "")
    address = full_address(article.ref, settings)
    return Citation(_reference(article, settings), address, _formats(work))


def cite_claim(ref: Ref, summary: str, article: Article | None, settings: Settings) -> Citation:
    """Return the citation of a claim: its summary, and the article that makes it."""
    source, date = f"{settings.site_name}.", ""
    if article:
        source, date = _reference(article, settings), article.front.date or ""
    title = f"Claim: “{summary.rstrip('.')}”"
    work = _Work(ref.id, "", title, f"In: {source.rstrip('.')}", date)
    return Citation(f"{title}, in: {source}", full_address(ref, settings), _formats(work))


def full_address(ref: Ref, settings: Settings) -> str:
    """Return the address of a page on the web, or "" where `site_url` is not set."""
    site = settings.site_url.rstrip("/")
    return f"{site}/{url(page_path(ref), settings.directory_urls)}" if site else ""


def report_address(ref: Ref, title: str, settings: Settings) -> str:
    """Return the address of a filled-in form for a new issue in the site's repository.

    On hosts other than GitHub and GitLab, return that of the repository; "" where there is none.
    The parameters of the forms are described at
    https://docs.github.com/en/issues/tracking-your-work-with-issues/using-issues/creating-an-issue
    and https://docs.gitlab.com/user/project/issues/create_issues/.
    """
    repository = settings.repo_url.strip().rstrip("/").removesuffix(".git")
    if not repository.lower().startswith(("https://", "http://")):
        return ""
    names = (urlsplit(repository).hostname or "").split(".")
    subject = f"Mistake on the page “{title}”"
    title, body = shortened(subject, _LONGEST_TITLE), _report(ref, settings)
    if _is_host(names, "github"):
        return _filled(f"{repository}/issues/new", {"title": title, "body": body})
    if _is_host(names, "gitlab"):
        fields = {"issue[title]": title, "issue[description]": body}
        return _filled(f"{repository}/-/issues/new", fields)
    return repository


def _is_host(names: list[str], wanted: str) -> bool:
    """Return whether a host is `wanted`.com, or an own server such as `wanted`.example.org."""
    return names[0] == wanted or names[-2:] == [wanted, "com"]


def _filled(form: str, fields: Mapping[str, str]) -> str:
    return f"{form}?{urlencode(fields, quote_via=quote)}"


def _report(ref: Ref, settings: Settings) -> str:
    page = full_address(ref, settings) or url(page_path(ref), settings.directory_urls)
    return (
        f"Page: {page}\n"
        f"Entry: {ref}\n\n"
        "What is wrong:\n\n"
        "What it should say, and where that can be read:\n"
    )


def _reference(article: Article, settings: Settings) -> str:
    return " ".join(map(_ended, _parts(article, settings)))


def _parts(article: Article, settings: Settings) -> Iterator[str]:
    if article.front.author:
        yield article.front.author
    yield article.title
    site_and_date = []
    if _site_of(article, settings):
        site_and_date.append(_site_of(article, settings))
    if article.front.date:
        site_and_date.append(in_words(article.front.date))
    if site_and_date:
        yield ", ".join(site_and_date)


def _site_of(article: Article, settings: Settings) -> str:
    """Return the name of the site; "" if it is also the title of the article."""
    return "" if settings.site_name == article.title else settings.site_name


def _formats(work: _Work) -> tuple[Format, ...]:
    cleaned = _Work(*(" ".join(value.split()) for value in work))
    return _bibtex(cleaned), _ris(cleaned)


def _bibtex(work: _Work) -> Format:
    """Return BibTeX.

    Second braces keep a name from being split at "and" or a comma, and a title from losing its
    capitals.
    """
    year, month, _ = _day(work.date)
    fields = {
        "author": work.author and f"{{{_tex(work.author)}}}",
        "title": f"{{{_tex(work.title)}}}",
        "howpublished": _tex(work.within),
        "year": year,
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    if month:
        lines.append(f"  month = {_MONTHS[int(month) - 1]}")
    key = id_from(work.key, _LONGEST_KEY) or "page"
    return Format("BibTeX", f"@misc{{{key},\n" + ",\n".join(lines), (",\n  url = {", "}"), "\n}")


def _ris(work: _Work) -> Format:
    """Return RIS, as https://en.wikipedia.org/wiki/RIS_(file_format) describes it."""
    year, month, day = _day(work.date)
    fields = {
        "TY": "ELEC",
        "AU": work.author,
        "TI": work.title,
        "T2": work.within.removeprefix("In: "),
        "PY": year,
        "DA": f"{year}/{month}/{day}/" if month else "",
    }
    lines = "".join(f"{name}  - {value}\n" for name, value in fields.items() if value)
    return Format("RIS", lines, ("UR  - ", "\n"), "ER  - ")


def _day(date: str) -> tuple[str, str, str]:
    """Return the year, month and day of a date, each "" where it has none."""
    match = _DAY.fullmatch(date)
    if match is None:
        return "", "", ""
    return match[1], match[2] or "", match[3] or ""


def _tex(text: str) -> str:
    return text.translate(_TEX)


def _ended(part: str) -> str:
    """Return a part of a reference with a capital at its beginning and a full stop at its end."""
    part = part.strip()
    capitalised = part[:1].upper() + part[1:]
    return capitalised if part.endswith((".", "!", "?", "…")) else f"{capitalised}."
