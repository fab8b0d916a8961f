"""One article of the large site with its claims, dates, brief and questions."""

from collections.abc import Sequence
from random import Random
from typing import Any, NamedTuple

from tests.benchmark.prose import Words, dressed, sentence

WORDS = 2_000
CLAIMS = 40
DATES = 10
_PARAGRAPH = 5  # sentences
_SECTION = 4  # paragraphs
_KINDS = "fact statement interpretation causal prediction counterfactual value policy".split()
_MONTHS = (
    "January February March April May June July August September October November December".split()
)


class Cast(NamedTuple):
    """The entries of the whole site that an article may name."""

    words: Words
    actors: Sequence[str]  # ids
    terms: Sequence[str]
    sources: Sequence[str]


class Said(NamedTuple):
    """A sentence as a reader sees it, with its full stop; where it names a time:
    the words for it, and EDTF.
    """

    text: str
    time: str = ""
    edtf: str = ""


class Written(NamedTuple):
    """An article: its Markdown, and its sentences and footnotes as a reader sees them."""

    slug: str
    markdown: str
    told: Sequence[Said]
    words: str


def write_article(
    slug: str, cast: Cast, rng: Random, length: int = WORDS, dates: int = DATES
) -> Written:
    """Make an article of about so many words, with a heading for every fourth
    paragraph, and footnotes.
    """
    told = _sentences(cast.words, rng, length, dates)
    lines = [
        "---",
        f"title: What became of {slug}",
        "author: The generator",
        "date: 1999-05-07",
        "---",
        "",
    ]
    lines += [f"# What became of {slug}", ""]
    notes = []
    for number, start in enumerate(range(0, len(told), _PARAGRAPH)):
        if number % _SECTION == 0:
            lines += [f"## Part {number // _SECTION + 1} of {slug}", ""]
        paragraph = " ".join(_typed(said, rng) for said in told[start : start + _PARAGRAPH])
        if number % _SECTION == 1:
            notes.append(f"{sentence(cast.words, rng)}.")
            lines += [f"{paragraph}[^{number}]", "", f"[^{number}]: {notes[-1]}", ""]
        else:
            lines += [paragraph, ""]
    return Written(slug, "\n".join(lines), told, "\n".join((*(said.text for said in told), *notes)))


def _sentences(words: Words, rng: Random, length: int, dates: int) -> list[Said]:
    told: list[Said] = []
    written = 0
    while written < length:
        told.append(Said(f"{sentence(words, rng)}."))
        written += len(told[-1].text.split())
    years = rng.sample(range(1800, 1990), dates)
    for at, year in zip(sorted(rng.sample(range(len(told)), dates)), years, strict=True):
        time, edtf = _time(year, rng)
        told[at] = Said(f"{told[at].text[:-1]} {time}.", time, edtf)
    return told


def _time(year: int, rng: Random) -> tuple[str, str]:
    month, day = rng.randrange(1, 13), rng.randrange(1, 29)
    name = _MONTHS[month - 1]
    return rng.choice(
        (
            (f"on {day} {name} {year}", f"{year}-{month:02}-{day:02}"),
            (f"in {name} {year}", f"{year}-{month:02}"),
            (f"in about {year}", f"{year}~"),
            (f"between {year} and {year + 4}", f"{year}/{year + 4}"),
            (f"in the autumn of {year}", f"{year}-23"),
        )
    )


def _typed(said: Said, rng: Random) -> str:
    return said.text if said.time else dressed(said.text, rng)


def annotations_of(
    article: Written, cast: Cast, rng: Random, count: int = CLAIMS
) -> dict[str, Any]:
    """Give what the annotation file of an article holds, with so many claims."""
    ids = [f"{article.slug}-{number}" for number in range(1, count + 1)]
    before_heading = _PARAGRAPH * _SECTION - 1
    free = [
        place
        for place in range(len(article.told) - 1)
        if place % (before_heading + 1) != before_heading
    ]
    places = sorted(rng.sample(free, count))
    claims = {}
    for number, (id_, place) in enumerate(zip(ids, places, strict=True)):
        claims[id_] = {"quote": _quote(number, article, place)} | _claim(number, ids, cast, rng)
    timed = [said for said in article.told if said.time]
    return {
        "article": article.slug,
        "brief": [_linked(article.told[place].text, ids, rng) for place in places[:6]],
        "questions": [
            {"ask": f"Is it true that {said.text[:-1]}?", "answer": said.text}
            for said in article.told[:8]
        ],
        "claims": claims,
        "dates": {
            f"{article.slug}-{n}": _date(said, ids, cast, rng) for n, said in enumerate(timed, 1)
        },
    }


def _quote(number: int, article: Written, place: int) -> Any:
    """Whole sentences, long passages, a sentence and a part of the next, a part
    of a sentence, two places.
    """
    text, following = (article.told[at].text.split() for at in (place, place + 1))
    forms: tuple[Any, ...] = (
        " ".join(text),
        {"start": _head(text, article.words, 7), "end": _tail(following, article.words, 7)},
        " ".join((*text, *following[:3])),
        _tail(text, article.words, len(text) - 2),
        " ".join(text)[:-1],
        [_head(text, article.words, 9), _tail(following, article.words, 9)],
    )
    return forms[number % len(forms)]


def _head(words: Sequence[str], text: str, least: int) -> str:
    """The first `least` words or more, until they stand only once in the text."""
    parts = (" ".join(words[:count]) for count in range(least, len(words) + 1))
    return next((part for part in parts if text.count(part) == 1), " ".join(words))


def _tail(words: Sequence[str], text: str, least: int) -> str:
    parts = (" ".join(words[-count:]) for count in range(least, len(words) + 1))
    return next((part for part in parts if text.count(part) == 1), " ".join(words))


def _claim(number: int, ids: Sequence[str], cast: Cast, rng: Random) -> dict[str, Any]:
    """Give all of a claim but its quote; it speaks for earlier claims and against later ones."""
    words, before, after = cast.words, ids[:number], ids[number + 1 :]
    claim: dict[str, Any] = {
        "summary": f"{sentence(words, rng)}.",
        "kind": _KINDS[number % len(_KINDS)],
        "by": rng.choice(cast.actors),
        "about": rng.sample(cast.actors, 2),
    }
    if number % 2:
        claim["note"] = (
            f"{_linked(f'{sentence(words, rng)}.', ids, rng)}\n\nBut {sentence(words, rng)}."
        )
        claim["evidence"] = [
            {"source": source, "stance": stance, "note": f"{sentence(words, rng)}."}
            for source, stance in zip(
                rng.sample(cast.sources, 2), ("supports", "disputes"), strict=True
            )
        ]
    if number % 3 == 0:
        claim |= {
            "supports": rng.sample(before, min(2, len(before))),
            "attacks": rng.sample(after, min(1, len(after))),
        }
    if number % 10 == 3:
        claim["date"] = "1871/1911"
        claim["verdict"] = {
            "is": "mixed",
            "because": f"{sentence(words, rng)}.",
            "checked": "1999-05-08",
        }
    return claim


def _date(said: Said, ids: Sequence[str], cast: Cast, rng: Random) -> dict[str, Any]:
    return {
        "date": said.edtf,
        "title": f"{sentence(cast.words, rng)}",
        "quote": {
            "exact": said.time,
            "prefix": " ".join(said.text.split(said.time)[0].split()[-3:]) + " ",
        },
        "description": f"{sentence(cast.words, rng)}.",
        "actors": rng.sample(cast.actors, 2),
        "claims": rng.sample(ids, 2),
        "basis": f"The words “{said.time}” name it.",
    }


def _linked(text: str, ids: Sequence[str], rng: Random) -> str:
    """The text with a link to a claim at its third and fourth words."""
    words = text.split()
    return " ".join((*words[:2], f"[{words[2]} {words[3]}](claim:{rng.choice(ids)})", *words[4:]))
