"""What a web page says about itself: title, author, date and the like, for the front matter."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from explainer.new.trees import text_of
from explainer.text.fragment import Element

# Names of <meta> elements (name, property or itemprop, in lower case), the most reliable first:
# those of Open Graph (https://ogp.me), of Dublin Core
# (https://www.dublincore.org/specifications/dublin-core/dcq-html/), and customary ones
_METAS = {
    "title": ("og:title", "dc.title", "dcterms.title", "twitter:title"),
    "author": ("author", "article:author", "dc.creator", "dcterms.creator"),
    "date": (
        "article:published_time", "datepublished", "dc.date.issued", "dcterms.issued", "dc.date",
        "date",
    ),
    "source_url": ("og:url",),
    "lang": ("content-language", "dc.language", "dcterms.language"),
    "summary": ("description", "og:description", "dc.description", "twitter:description"),
}  # fmt: skip
# Types of https://schema.org
_ARTICLES = {
    "Article", "NewsArticle", "BlogPosting", "OpinionNewsArticle", "ReportageNewsArticle",
    "ScholarlyArticle",
}  # fmt: skip
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:$|[T ])")
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def known_of(page: Element, content: Element) -> dict[str, str]:
    """Return what is known, by the key of the front matter.

    The page is read as it came, before anything is removed; `content` is its part with the article.
    """
    data = _json_article(page)
    metas = _metas(page)

    def named(key: str) -> list[str]:
        return [metas.get(name, "") for name in _METAS[key]]

    candidates = {
        "title": [
            _first_text(content, "h1"),
            _first_text(page, "h1"),
            *named("title"),
            _first_text(page, "title"),
        ],
        "author": [_people(data.get("author")), *named("author"), _linked_author(page)],
        "date": [_text(data.get("datePublished")), *named("date"), *_times(page, content)],
        "source_url": [_link(page, "canonical"), *named("source_url"), _text(data.get("url"))],
        "license": [_link(page, "license"), _text(data.get("license"))],
        "lang": [
            page.get("lang", ""),
            _body_language(page),
            _text(data.get("inLanguage")),
            *named("lang"),
        ],
        "summary": [*named("summary"), _text(data.get("description"))],
    }
    known: dict[str, str] = {}
    for key, values in candidates.items():
        for value in values:
            found = _well_formed(key, value)
            if found:
                known[key] = found
                break
    return known


def _well_formed(key: str, value: str) -> str:
    """Return a value as the front matter takes it, or "".

    That is a day, a language tag, a web address, a name that is no address, or else any text.
    """
    value = " ".join(value.split())
    if key == "date":
        day = _DAY.match(value)
        return day.group(1) if day else ""
    if key == "lang":
        return _tag(value) if _TAG.fullmatch(value) else ""
    is_address = value.startswith(("https://", "http://"))
    if key == "source_url" and not is_address:
        return ""
    if key == "author" and is_address:
        return ""
    return value


def _body_language(page: Element) -> str:
    body = page.find("body")
    return "" if body is None else body.get("lang", "")


def _tag(value: str) -> str:
    """Return a language tag in the letters that BCP 47 recommends: `en-GB`, `zh-Hant`."""
    language, *others = value.split("-")
    return "-".join([language.lower(), *map(_subtag, others)])


def _subtag(value: str) -> str:
    return value.upper() if len(value) == 2 else value.title()


def _metas(page: Element) -> dict[str, str]:
    metas: dict[str, str] = {}
    for meta in page.iter("meta"):
        for attribute in ("name", "property", "itemprop", "http-equiv"):
            if meta.get(attribute) and meta.get("content"):
                metas.setdefault(meta.get(attribute, "").lower(), meta.get("content", ""))
    return metas


def _json_article(page: Element) -> Mapping[str, Any]:
    """Return the first schema.org description of an article in the page (JSON-LD), or nothing."""
    for script in page.iter("script"):
        if script.get("type") == "application/ld+json":
            try:
                found = list(_articles(json.loads(script.text or "")))
            except (ValueError, RecursionError):
                continue
            if found:
                return found[0]
    return {}


def _articles(data: Any) -> Iterator[Mapping[str, Any]]:
    """Yield an object if it is an article, and those in a list or in the `@graph` of an object."""
    for item in _listed(data):
        if isinstance(item, dict):
            if not _ARTICLES.isdisjoint(map(str, _listed(item.get("@type")))):
                yield item
            yield from _articles(item.get("@graph", []))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _text(value: Any) -> str:
    """Return a value of JSON-LD as text; a thing may stand in place of its address or name."""
    if isinstance(value, dict):
        value = value.get("name") or value.get("@id")
    # an escape of JSON can make half a character, which no file can hold
    return value.encode(errors="replace").decode() if isinstance(value, str) else ""


def _people(value: Any) -> str:
    return ", ".join(filter(None, map(_text, _listed(value))))


def _first_text(root: Element, tag: str) -> str:
    element = next(root.iter(tag), None)
    return "" if element is None else " ".join(text_of(element).split())


def _link(page: Element, relation: str) -> str:
    for link in page.iter("link"):
        if relation in _words(link, "rel"):
            return link.get("href", "")
    return ""


def _linked_author(page: Element) -> str:
    for link in page.iter("a"):
        if "author" in _words(link, "rel"):
            return text_of(link)
    return ""


def _words(element: Element, attribute: str) -> list[str]:
    return (element.get(attribute) or "").lower().split()


def _times(page: Element, content: Element) -> Iterator[str]:
    """Yield days in <time> elements: those marked as of publishing, then the article's only one."""
    for time in page.iter("time"):
        if "datepublished" in _words(time, "itemprop") or time.get("pubdate") is not None:
            yield time.get("datetime", "")
    days = dict.fromkeys(time.get("datetime", "") for time in content.iter("time"))
    if len(days) == 1:
        yield from days
