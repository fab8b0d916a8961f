"""Editorial rules about the pictures of articles and hand-written pages."""

from collections.abc import Iterator

from explainer.model import Article, LinkedText, Page, Place
from explainer.rules.rule_types import EditorialRule, Finding, Review
from explainer.text.fragment import parse


def caption_not_shown(review: Review) -> Iterator[Finding]:
    """Report a caption or a credit that is not shown, because its picture does not stand alone.

    A picture becomes a figure with a caption if nothing else stands in its paragraph.

    Bad: `The lens ![a lens](lens.png){credit="Anna Lund"} was new.`
    Good: the picture in a paragraph of its own.
    """
    for article in review.loaded.articles:
        yield from _not_shown(article.path, article, review.site.articles.get(article.slug))
    for page in review.loaded.pages:
        yield from _not_shown(page.file, page, review.site.pages.get(page.path))


def _not_shown(path: str, written: Article | Page, linked: LinkedText | None) -> Iterator[Finding]:
    html = linked.rendered.html if linked else ""
    if "caption=" not in html and "credit=" not in html:
        return
    for picture in parse(html).iter("img"):
        for name in ("caption", "credit"):
            if value := picture.get(name):
                found = f"the {name} “{value}” is not shown"
                message = f"{found}; put its picture into a paragraph of its own"
                yield Finding(_place_of(value, path, written), message)


def _place_of(value: str, path: str, written: Article | Page) -> Place:
    """Return where these words stand, or the first line if they are typed differently."""
    before, found, _ = written.markdown.partition(value)
    lines = before.count("\n") if found else 0
    return Place(path, written.first_line + lines)


PICTURE_RULES: tuple[EditorialRule, ...] = (caption_not_shown,)
