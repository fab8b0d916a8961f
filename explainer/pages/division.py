"""Which indexes of a site are divided, and by what: claims by article, dates by time, and so on."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from explainer.addresses import PART_FOLDERS
from explainer.dates.edtf import in_words
from explainer.dates.order import in_order
from explainer.dates.periods import UNKNOWN, period
from explainer.entries import Date
from explainer.format import wording
from explainer.format.ids import id_from
from explainer.model import Entry, Kind, Ref
from explainer.pages import alphabet
from explainer.pages.articles import age
from explainer.pages.lookup import Lookup
from explainer.pages.parts import MOST, Heading, IndexPart, Listed, divide
from explainer.pages.sources import source_order

_LINK = 60  # bytes of a link in a list, without its text
_PERIODS = (1000, 100, 10, 1)  # years
# Bytes of an entry in a list, without its words and links.
_ARTICLE, _CLAIM, _DATE, _ACTOR, _TERM, _SOURCE = 200, 230, 500, 200, 80, 350
_PART = 150  # of a sentence of a brief, or of an answer
_SENTENCE = 200  # bytes of the first sentence of a definition, at most


def divided(lookup: Lookup, most: int = MOST) -> Lookup:
    """Return the lookup of a site in which each index of more than `most` bytes is divided.

    A home page that would be longer presents a selection of the articles.
    """
    found: dict[Kind, tuple[IndexPart, ...]] = {}
    for kind, listed in _LISTED.items():
        joins = kind != "claim"  # the claims of each article have an address of their own
        parts = divide(tuple(listed(lookup)), PART_FOLDERS[kind], most, joins)
        if parts:
            found[kind] = parts
    several = len(lookup.articles) > 1
    return replace(lookup, parts=found, has_selection=several and _home_size(lookup) > most)


def _home_size(lookup: Lookup) -> int:
    """Return the bytes of what the home page says of all articles, estimated."""
    texts = sum(_text_lengths(lookup, "article").values())
    asked = sum(_PART + _length(each.body.ask) for each in lookup.site.loaded.questions)
    return texts + asked + sum(2 * entry.size for entry in _articles(lookup))


def _articles(lookup: Lookup) -> Iterator[Listed]:
    """Yield the articles, those of the last years first."""
    for article in sorted(lookup.site.loaded.articles, key=age):
        title, front = lookup.titles[article.ref], article.front
        year = period(front.date, 1) if front.date else UNKNOWN
        size = _ARTICLE + _LINK + _length(title, front.summary, front.author)
        yield Listed(article.ref, size, title, (_heading(year),))


def _claims(lookup: Lookup) -> Iterator[Listed]:
    """Yield the claims by article, then by kind."""
    claims = lookup.site.loaded.claims.values()
    for claim in sorted(claims, key=lambda claim: lookup.order(claim.ref)):
        slug, title, kind = claim.article or "", claim.body.summary, claim.body.kind
        article = Heading(slug or "others", lookup.titles.get(Ref("article", slug), "Others"))
        plural = wording.CLAIM_KINDS[kind].plural
        headings = (article, Heading(f"{article.name}/{kind}", f"{article.title}, {plural}"))
        yield Listed(claim.ref, _CLAIM + _length(title, article.title), title, headings)


def _dates(lookup: Lookup) -> Iterator[Listed]:
    """Yield the dates by the periods that they are in."""
    texts = _text_lengths(lookup, "date")
    for date in in_order(lookup.site.loaded.dates.values()):
        ref, body = date.ref, date.body
        linked = (
            *lookup.objects_of(ref, "actors"),
            *lookup.objects_of(ref, "claims"),
            *lookup.subjects_of(ref, "overlaps"),
        )
        size = _DATE + 3 * _length(body.title) + texts[ref] + _links(lookup, linked)
        size += _passages(lookup, date)
        headings = tuple(_heading(period(body.date, years)) for years in _PERIODS)
        yield Listed(ref, size, f"{in_words(body.date)}: {body.title}", headings)


def _actors(lookup: Lookup) -> Iterator[Listed]:
    for actor in alphabet.by_name(lookup.site.loaded.actors.values()):
        name = actor.body.name
        size = _ACTOR + _LINK + _length(name, actor.body.role)
        yield Listed(actor.ref, size, name, (_letter(name),))


def _terms(lookup: Lookup) -> Iterator[Listed]:
    texts = _text_lengths(lookup, "term")
    for term in alphabet.by_name(lookup.site.loaded.terms.values()):
        name = term.body.name
        size = _TERM + _length(name) + min(texts[term.ref], _SENTENCE)
        yield Listed(term.ref, size, name, (_letter(name),))


def _sources(lookup: Lookup) -> Iterator[Listed]:
    """Yield the sources by type, then by the letter of the author or title."""
    texts = _text_lengths(lookup, "source")
    for source in sorted(lookup.site.loaded.sources.values(), key=source_order):
        body, ref = source.body, source.ref
        label = body.author[0] if body.author else body.title
        kind = Heading(body.type, wording.SOURCE_PLURALS[body.type])
        letter = _letter(label)
        narrower = Heading(f"{kind.name}/{letter.name}", f"{kind.title}, {letter.title}")
        cited_by = [found for found, _ in lookup.evidence.get(ref.id, ())]
        size = _SOURCE + _length(body.title, body.url, *body.author) + texts[ref]
        yield Listed(ref, size + _links(lookup, cited_by), body.title, (kind, narrower))


_LISTED: Mapping[Kind, Callable[[Lookup], Iterator[Listed]]] = {
    "article": _articles,
    "claim": _claims,
    "date": _dates,
    "actor": _actors,
    "term": _terms,
    "source": _sources,
}


def _heading(title: str) -> Heading:
    return Heading(id_from(title), title)


def _letter(name: str) -> Heading:
    letter = alphabet.letter(name)
    return Heading(id_from(letter) if letter == alphabet.OTHERS else letter.lower(), letter)


def _length(*texts: str | None) -> int:
    return sum(len(text.encode()) for text in texts if text)


def _links(lookup: Lookup, refs: Iterable[Ref]) -> int:
    """Return the bytes of links with the titles of entries."""
    known = [ref for ref in refs if lookup.exists(ref)]
    return sum(_LINK + _length(ref.id, lookup.titles[ref]) for ref in known)


def _passages(lookup: Lookup, date: Entry[Date]) -> int:
    """Return the bytes of links to the words of a date, the first with its sentence."""
    passages = lookup.highlights.get(date.ref, ())
    size = 0 if date.body.description or not passages else _length(passages[0][1].context.text)
    for slug, _ in passages:
        size += 2 * _LINK + _length(slug, date.body.title, 2 * lookup.articles[slug].title)
    return size


def _text_lengths(lookup: Lookup, kind: Kind) -> Mapping[Ref, int]:
    """Return the bytes of the texts of each entry of a kind."""
    lengths: dict[Ref, int] = defaultdict(int)
    for (ref, _), html in lookup.site.texts.items():
        if ref.kind == kind:
            lengths[ref] += _length(html)
    return lengths
