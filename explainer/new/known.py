"""What a web page says of itself: title, author, date and the like, for the front matter of an article."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from explainer.text.fragment import Element

# names of <meta> elements (name, property or itemprop, in lower case), the surer ones first:
# Open Graph (https://ogp.me), Dublin Core (https://www.dublincore.org/specifications/dublin-core/dcq-html/) and custom
_METAS = {
    "title": ("og:title", "dc.title", "dcterms.title", "twitter:title"),
    "author": ("author", "article:author", "dc.creator", "dcterms.creator"),
    "date": (
        "article:published_time",
        "datepublished",
        "dc.date.issued",
        "dcterms.issued",
        "dc.date",
        "date",
    ),
    "source_url": ("og:url",),
    "lang": ("content-language", "dc.language", "dcterms.language"),
    "summary": ("description", "og:description", "dc.description", "twitter:description"),
}
_ARTICLES = (
    "Article",
    "NewsArticle",
    "BlogPosting",
    "OpinionNewsArticle",
    "ReportageNewsArticle",
    "ScholarlyArticle",
)
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:$|[T ])")
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def known_of(page: Element, content: Element) -> dict[str, str]:
    """Give what is known, by the key of the front matter; `content` is the part of the page that is the article.

    The page is read as it came, before anything is removed from it.
    """
    data = _json_article(page)
    metas = _metas(page)
    said = {key: [metas.get(name, "") for name in names] for key, names in _METAS.items()}
    found = {
        "title": [
            _first_text(content, "h1"),
            _first_text(page, "h1"),
            *said["title"],
            _first_text(page, "title"),
        ],
        "author": [
            _people(data.get("author")),
            *said["author"],
            _by_attribute(page, "rel", "author"),
        ],
        "date": [_text(data.get("datePublished")), *said["date"], *_times(page, content)],
        "source_url": [_link(page, "canonical"), *said["source_url"], _text(data.get("url"))],
        "license": [_link(page, "license"), _text(data.get("license"))],
        "lang": [
            page.get("lang", ""),
            _body_language(page),
            _text(data.get("inLanguage")),
            *said["lang"],
        ],
        "summary": [*said["summary"], _text(data.get("description"))],
    }
    first = {
        key: next(filter(None, (_well_formed(key, value) for value in values)), "")
        for key, values in found.items()
    }
    return {key: value for key, value in first.items() if value}


def _well_formed(key: str, value: str) -> str:
    """The value as the front matter takes it, or "": a day, a language tag, a web address, a name that is none."""
    value = " ".join(value.split())
    if key == "date":
        day = _DAY.match(value)
        return day.group(1) if day else ""
    if key == "lang":
        return _tag(value) if _TAG.fullmatch(value) else ""
    is_address = value.startswith(("https://", "http://"))
    if key == "source_url":
        return value if is_address else ""
    return "" if key == "author" and is_address else value


def _body_language(page: Element) -> str:
    body = page.find("body")
    return "" if body is None else body.get("lang", "")


def _tag(value: str) -> str:
    """Return a language tag in the letters that BCP 47 recommends: `en-GB`, `zh-Hant`."""
    first, *others = value.split("-")
    return "-".join(
        [first.lower(), *(part.upper() if len(part) == 2 else part.title() for part in others)]
    )


def _metas(page: Element) -> dict[str, str]:
    metas: dict[str, str] = {}
    for meta in page.iter("meta"):
        for attribute in ("name", "property", "itemprop", "http-equiv"):
            if meta.get(attribute) and meta.get("content"):
                metas.setdefault(meta.get(attribute, "").lower(), meta.get("content", ""))
    return metas


def _json_article(page: Element) -> Mapping[str, Any]:
    """The first schema.org description of an article in the page (JSON-LD)."""
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
    """Those in a list, or in the `@graph` of an object."""
    for item in data if isinstance(data, list) else [data]:
        if isinstance(item, dict):
            kinds = item.get("@type")
            if set(kinds if isinstance(kinds, list) else [str(kinds)]) & set(_ARTICLES):
                yield item
            yield from _articles(item.get("@graph", []))


def _text(value: Any) -> str:
    """The text of a value of JSON-LD; a thing may stand in place of its address or name."""
    if isinstance(value, dict):
        value = value.get("name") or value.get("@id")
    return value if isinstance(value, str) else ""


def _people(value: Any) -> str:
    return ", ".join(filter(None, map(_text, value if isinstance(value, list) else [value])))


def _first_text(root: Element, tag: str) -> str:
    return next((" ".join(text_of(element).split()) for element in root.iter(tag)), "")


def _link(page: Element, relation: str) -> str:
    return next(
        (each.get("href", "") for each in page.iter("link") if relation in _words(each, "rel")), ""
    )


def _by_attribute(page: Element, attribute: str, value: str) -> str:
    return next((text_of(each) for each in page.iter("a") if value in _words(each, attribute)), "")


def _words(element: Element, attribute: str) -> list[str]:
    return (element.get(attribute) or "").lower().split()


def _times(page: Element, content: Element) -> Iterator[str]:
    """Days in <time> elements: one marked as that of publishing, else the only one of the article."""
    for time in page.iter("time"):
        if "datepublished" in _words(time, "itemprop") or time.get("pubdate") is not None:
            yield time.get("datetime", "")
    days = dict.fromkeys(time.get("datetime", "") for time in content.iter("time"))
    if len(days) == 1:
        yield from days


def text_of(element: Element) -> str:
    """All text inside an element."""
    return "".join(map(str, element.itertext()))
