"""What a link preview shows of each page: a title, a description and a picture made at build time.

The tags themselves are in `overrides/partials/explainer-sharing.html`. What they cannot know from the renderer is told
to them in the front matter of an article, under `sharing`. A picture needs an absolute address, so there is none
without `site_url`. The names are those of the Open Graph protocol, https://ogp.me/.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from importlib.resources import files
from urllib.parse import quote

from explainer.figures.sharing_card import Card, Stretch, draw_card
from explainer.format.wording import counted, listed
from explainer.model import Article, LinkedText, Settings, Site
from explainer.text.excerpts import shortened
from explainer.text.formulas import in_plain_text

SITE_CARD = "data/card.png"
_LONGEST = 200  # characters of a description; those who show it cut it at about that length
# for those that the style sheet gives in another way than as #rrggbb
_COLOURS = {"paper": "#fff", "surface": "#eee", "ink": "#111", "muted": "#555", "line": "#ccc"}
_COLOURS |= {"claim": "#840", "claim-tint": "#fed", "date": "#057", "date-tint": "#def"}
# in CSS only; the first value of each is that of the light scheme
_VARIABLE = re.compile(r"--ex-([a-z-]+):\s*(?:light-dark\()?(#[0-9a-fA-F]{3,6})\b")


def card_path(slug: str) -> str:
    """Give the path of an article's picture, under the staged docs/ as on the site."""
    return f"data/cards/{slug}.png"


def sharing(article: Article, settings: Settings) -> dict[str, str]:
    """Give what the tags of an article need: its `type`, `published`, and the `image` and its `alt` if there is one."""
    shown = {"type": "article", "published": _plain_day(article.front.date or "")}
    if settings.site_url:
        alt = f"{article.title}, with the beginning of the text in miniature: its claims and dates are marked."
        shown |= {"image": quote(card_path(article.slug)), "alt": alt}
    return {key: value for key, value in shown.items() if value}


def description(article: Article, text: LinkedText | None) -> str:
    """Give the article's summary or, where there is none, its first sentences."""
    if article.front.summary or text is None:
        return article.front.summary or ""
    lines = (line.strip() for line in text.rendered.text.split("\n"))
    first = next((line for line in lines if line and line != article.title), "")
    return shortened(in_plain_text(first), _LONGEST)


def cards(site: Site, settings: Settings) -> dict[str, Callable[[], bytes]]:
    """Give what draws the picture of each article, and one for all other pages, by path; nothing without `site_url`."""
    if not settings.site_url:
        return {}
    colours, loaded = _colours(), site.loaded
    made = {
        card_path(article.slug): _article_card(site, settings, article)
        for article in loaded.articles
    }
    first = next(iter(loaded.articles), None)
    below = _counted((len(loaded.articles), "article"), (len(loaded.claims), "claim"))
    made[SITE_CARD] = Card(settings.site_name, "", below, *(_text(site, first) if first else ()))
    return {path: partial(draw_card, card, colours) for path, card in made.items()}


def _article_card(site: Site, settings: Settings, article: Article) -> Card:
    claims = sum(claim.article == article.slug for claim in site.loaded.claims.values())
    dates = sum(date.article == article.slug for date in site.loaded.dates.values())
    above = settings.site_name if settings.site_name != article.title else ""
    return Card(
        article.title, above, _counted((claims, "claim"), (dates, "date")), *_text(site, article)
    )


def _text(site: Site, article: Article) -> tuple[str, tuple[Stretch, ...]]:
    linked = site.articles.get(article.slug)
    if linked is None:
        return "", ()
    return linked.rendered.text, tuple(
        Stretch(*mark.span[:2], mark.ref.kind) for mark in linked.highlights
    )


def _counted(*counts: tuple[int, str]) -> str:
    return listed(counted(number, noun) for number, noun in counts if number)


def _colours() -> Mapping[str, str]:
    """The colours of the light scheme, from the style sheet, so that a maintainer changes them in one place."""
    styles = (
        files("explainer")
        .joinpath("assets", "styles", "00-variables.css")
        .read_text(encoding="utf-8")
    )
    # read backwards, so that the first value of each stays
    return _COLOURS | {match[1]: match[2] for match in reversed(tuple(_VARIABLE.finditer(styles)))}


def _plain_day(edtf: str) -> str:
    """The date where it is one day of the calendar, else ""."""
    try:
        return date.fromisoformat(edtf).isoformat() if len(edtf) == 10 else ""
    except ValueError:
        return ""
