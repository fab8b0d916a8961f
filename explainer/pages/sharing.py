"""Sharing cards: a title, a description and a picture for each page, made at build time.

The tags themselves are in `overrides/partials/explainer-sharing.html`. What the renderer cannot
tell them is in the front matter of an article, under `sharing`. A picture needs an absolute
address, so there is none without `site_url`. The names are those of the Open Graph protocol,
https://ogp.me/.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial
from importlib.resources import files
from itertools import starmap
from urllib.parse import quote

from explainer.figures.sharing_card import Card, CardMark, draw_card
from explainer.format.restating import statements
from explainer.format.wording import counted, listed
from explainer.model import Article, LinkedText, Rendered, Settings, Site
from explainer.text.drawn import part_of, stretches_in, without
from explainer.text.excerpts import shortened, slashed
from explainer.text.formulas import in_plain_text

SITE_CARD = "data/card.png"
_LONGEST = 200  # characters of a description; most services cut it at about that length
# For colours that the style sheet does not write as #rrggbb.
_COLOURS = {"paper": "#fff", "surface": "#eee", "ink": "#111", "muted": "#555", "line": "#ccc"}
_COLOURS |= {"claim": "#840", "claim-tint": "#fed", "date": "#057", "date-tint": "#def"}
# A colour in the style sheet; the first value of each is that of the light scheme.
_VARIABLE = re.compile(r"--ex-([a-z-]+):\s*(?:light-dark\()?(#[0-9a-fA-F]{3,6})\b")


def card_path(slug: str) -> str:
    """Return the path of an article's picture, the same under the staged docs/ and on the site."""
    return f"data/cards/{slug}.png"


def sharing(article: Article, settings: Settings) -> dict[str, str]:
    """Return what the tags of an article need: `type`, `published`, `image` and its `alt`.

    Those that are not known are left out.
    """
    shown = {"type": "article"}
    published = _plain_day(article.front.date or "")
    if published:
        shown["published"] = published
    if settings.site_url:
        picture = "with the beginning of the text in miniature: its claims and dates are marked."
        shown["image"] = quote(card_path(article.slug))
        shown["alt"] = f"{article.title}, {picture}"
    return shown


def description(article: Article, text: LinkedText | None) -> str:
    """Return the article's summary or, where there is none, its first paragraph, shortened.

    What is struck out is left out.
    """
    if article.front.summary or text is None:
        return article.front.summary or ""
    for line in _lines(text.rendered):
        if line not in ("", article.title):
            return shortened(in_plain_text(line), _LONGEST)
    return ""


def _lines(rendered: Rendered) -> Iterator[str]:
    """Yield the lines of a visible text as readers see them, but for what is struck out."""
    end = -1
    for line in rendered.text.split("\n"):
        start, end = end + 1, end + 1 + len(line)
        part = part_of(rendered.text, rendered.drawn, start, end)
        struck = stretches_in(rendered.drawn.struck, start, end)
        yield slashed(without(part.text, starmap(part.place, struck)).strip())


def cards(site: Site, settings: Settings) -> dict[str, Callable[[], bytes]]:
    """Return functions that draw the pictures of articles, and one for all other pages, by path.

    Without `site_url` there are none.
    """
    if not settings.site_url:
        return {}
    colours, loaded = _colours(), site.loaded
    claims = Counter(slug for slug, _ in statements(loaded))
    dates = Counter(date.article for date in loaded.dates.values())
    made = {}
    for article in loaded.articles:
        below = _counted((claims[article.slug], "claim"), (dates[article.slug], "date"))
        above = "" if settings.site_name == article.title else settings.site_name
        card = Card(article.title, above, below, *_text(site, article))
        made[card_path(article.slug)] = partial(draw_card, card, colours)
    below = _counted((len(loaded.articles), "article"), (len(loaded.claims), "claim"))
    text = _text(site, loaded.articles[0]) if loaded.articles else ()
    site_card = Card(settings.site_name, "", below, *text)
    return {**made, SITE_CARD: partial(draw_card, site_card, colours)}


def _text(site: Site, article: Article) -> tuple[str, tuple[CardMark, ...]]:
    """Return the text of an article, and the stretches of it that are highlighted."""
    linked = site.articles.get(article.slug)
    if linked is None:
        return "", ()
    stretches = [CardMark(*mark.span[:2], mark.ref.kind) for mark in linked.highlights]
    return linked.rendered.text, tuple(stretches)


def _counted(*counts: tuple[int, str]) -> str:
    return listed(counted(number, noun) for number, noun in counts if number)


def _colours() -> Mapping[str, str]:
    """Return the colours of the light scheme, from the style sheet: only there are they changed."""
    variables = files("explainer").joinpath("assets", "styles", "00-variables.css")
    found = _VARIABLE.findall(variables.read_text(encoding="utf-8"))
    # read backwards, so that the first value of each stays
    return {**_COLOURS, **dict(reversed(found))}


def _plain_day(edtf: str) -> str:
    """Return an EDTF date if it is one day of the calendar, else ""."""
    try:
        return date.fromisoformat(edtf).isoformat() if len(edtf) == 10 else ""
    except ValueError:
        return ""
