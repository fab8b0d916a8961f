"""A page as it was made, and the same as JSON, to be kept for later builds."""

from collections.abc import Mapping
from datetime import date, datetime
from itertools import starmap
from typing import Any, NamedTuple

from explainer.building.builtsite import BuiltArticle, BuiltPage
from explainer.building.complaints import Logged
from explainer.building.contentpolicy import Needs
from explainer.building.foreign import Foreign
from explainer.text.pointers import Pointer


class MakingStep(NamedTuple):
    """What a step logged, and the exception that ended it."""

    logged: tuple[Logged, ...] = ()
    failure: Exception | None = None


class MadePage(NamedTuple):
    """A page: what its two steps logged, and what is read of it at the end of a build."""

    reading: MakingStep
    building: MakingStep
    entries: tuple[Mapping[str, Any], ...]  # of the search
    updated: date | None  # of its front matter, for the sitemap
    # The address, or "", of each file that its links asked for
    asked: Mapping[str, str]
    built: BuiltPage | None = None  # as read back; None if nothing was written
    digest: str = ""  # of its bytes


def to_json(page: MadePage) -> dict[str, Any]:
    """Return a page without failures as values that JSON can hold."""
    return {
        "reading": page.reading.logged,
        "building": page.building.logged,
        "entries": page.entries,
        "updated": page.updated and page.updated.isoformat(),
        "asked": page.asked,
        "built": page.built and built_to_json(page.built),
        "digest": page.digest,
    }


def from_json(value: Any) -> MadePage:
    """Return the page of which `to_json` made a value. Raises as code does that finds no such."""
    return MadePage(
        MakingStep(tuple(Logged(*each) for each in value["reading"])),
        MakingStep(tuple(Logged(*each) for each in value["building"])),
        tuple(value["entries"]),
        value["updated"] and date.fromisoformat(value["updated"]),
        value["asked"],
        value["built"] and built_from_json(value["built"]),
        value["digest"],
    )


def day_of(updated: Any) -> date | None:
    """Return the day of a value of front matter, if it is one or a time on one."""
    if isinstance(updated, datetime):
        return updated.date()
    return updated if isinstance(updated, date) else None


def built_to_json(page: BuiltPage) -> list[Any]:
    """Return what was read of a page as values that JSON can hold."""
    articles = []
    for each in page.articles:
        articles.append([each.slug, each.text, sorted(each.ids), sorted(each.annotations)])
    *sets, has_style_attributes = page.needs
    needs = [*map(sorted, sets), has_style_attributes]
    record = [page.path, page.ids, page.pointers, articles, page.has_mermaid, page.leaks, needs]
    return [*record, page.foreign]


def built_from_json(value: list[Any]) -> BuiltPage:
    """Return the page of which `built_to_json` made a value. Raises as `from_json` does."""
    path, ids, pointers, articles, has_mermaid, leaks, needs, foreign = value
    scripts, handlers, styles, hosts = map(frozenset, needs[:-1])
    return BuiltPage(
        path=path,
        ids=ids,
        pointers=tuple(starmap(Pointer, pointers)),
        articles=tuple(_article_from_json(each) for each in articles),
        has_mermaid=has_mermaid,
        leaks=tuple(leaks),
        needs=Needs(scripts, handlers, styles, hosts, needs[-1]),
        foreign=tuple(starmap(Foreign, foreign)),
    )


def _article_from_json(value: list[Any]) -> BuiltArticle:
    slug, text, ids, annotations = value
    return BuiltArticle(slug, text, frozenset(ids), frozenset(annotations))
