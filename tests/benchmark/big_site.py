"""A large site made from a seed: articles, and annotations whose quotes are really in them."""

from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import yaml

from tests.benchmark.article import Cast, annotations_of, write_article
from tests.benchmark.prose import Words, first_name, places, plural, sentence, term_names

ACTORS_PER_ARTICLE = 5  # over the whole site; an article names more
TERMS_PER_ARTICLE = 10
FEWEST = 40  # of each on any site
CAST_OF_AN_ARTICLE = 25
TERMS_OF_AN_ARTICLE = 40
PER_FILE = 250  # entries in one annotation file


def write_big_site(root: Path, articles: int = 100, seed: int = 1) -> Path:
    """Write mkdocs.yml, docs/ and annotations/ into `root`. The same
    numbers give the same bytes.
    """
    rng = Random(seed)
    names = islice(places(rng), max(FEWEST, articles * ACTORS_PER_ARTICLE))
    actors = {_id(place): _actor(number, place, rng) for number, place in enumerate(names)}
    terms = {_id(name): {"name": name, "aliases": [plural(name)]} for name in _terms(articles, rng)}
    sources = {f"record-{number}": _source(number) for number in range(1, 20 + articles)}
    everything = _cast(list(actors), list(terms), actors, terms, sources)
    _describe(actors, terms, everything, rng)
    _write(root / "mkdocs.yml", "site_name: A large site\n")
    _write(root / "docs/index.md", f"# A large site\n\n{_paragraph(everything, rng)}\n")
    _write(root / "docs/about.md", f"# About\n\n{_paragraph(everything, rng)}\n")
    for key, entries in (("actors", actors), ("terms", terms), ("sources", sources)):
        _write_entries(root / "annotations", key, entries)
    for number in range(articles):
        cast = _cast_of(number, actors, terms, sources, rng)
        slug = f"article-{number + 1:03}"
        article = write_article(slug, cast, rng)
        _write(root / f"docs/articles/{slug}.md", article.markdown)
        _write(
            root / f"annotations/articles/{slug}.yml", dumped(annotations_of(article, cast, rng))
        )
    return root


def _terms(articles: int, rng: Random) -> list[str]:
    return term_names(max(FEWEST, min(1_000, articles * TERMS_PER_ARTICLE)), rng)


def _id(name: str) -> str:
    return name.lower().replace(" ", "-")


def _actor(number: int, place: str, rng: Random) -> dict[str, Any]:
    """Two of five are persons; the others are boards, states and leagues."""
    forms = (
        ("person", f"{first_name(rng)} {place}", place),
        ("organisation", f"{place} Harbour Board", f"the {place} board"),
        ("person", f"{first_name(rng)} {place}", place),
        ("state", f"Republic of {place}", place),
        ("group", f"{place} Ferrymen's League", f"the {place} ferrymen"),
    )
    type_, name, alias = forms[number % len(forms)]
    return {
        "name": name,
        "type": type_,
        "aliases": [alias],
        "role": f"{type_} in the affairs of {place}",
    }


def _source(number: int) -> dict[str, str]:
    return {
        "type": ("report", "book", "article-newspaper", "document")[number % 4],
        "title": f"Record number {number}",
        "author": "The generator",
        "issued": str(1800 + number),
        "url": f"https://example.org/records/{number}",
    }


def _describe(actors: dict[str, Any], terms: dict[str, Any], cast: Cast, rng: Random) -> None:
    """Give each actor a description and each term a definition, in which others are named."""
    for number, id_ in enumerate(cast.actors):
        actors[id_]["description"] = _paragraph(cast, rng)
        if number % 5 == 2:
            actors[id_]["part_of"] = [cast.actors[number - 1]]
    for number, id_ in enumerate(cast.terms):
        terms[id_]["definition"] = _paragraph(cast, rng)
        terms[id_]["related"] = [cast.terms[number - 1]]
        if number % 4:
            terms[id_]["broader"] = [cast.terms[number - number % 4]]
        else:
            terms[id_]["evidence"] = [{"source": rng.choice(cast.sources), "stance": "context"}]


def _paragraph(cast: Cast, rng: Random) -> str:
    return " ".join(f"{sentence(cast.words, rng)}." for _ in range(3))


def _cast_of(
    number: int, actors: dict[str, Any], terms: dict[str, Any], sources: dict[str, Any], rng: Random
) -> Cast:
    """Some entries of the article's own, so that all are used, and others, the first
    ones of the site more often.
    """
    return _cast(
        _some(
            list(actors), number * ACTORS_PER_ARTICLE, ACTORS_PER_ARTICLE, CAST_OF_AN_ARTICLE, rng
        ),
        _some(list(terms), number * TERMS_PER_ARTICLE, TERMS_PER_ARTICLE, TERMS_OF_AN_ARTICLE, rng),
        actors,
        terms,
        sources,
    )


def _some(ids: Sequence[str], start: int, own: int, count: int, rng: Random) -> list[str]:
    chosen = dict.fromkeys(ids[start : start + own])
    weights = [1 / (rank + 20) for rank in range(len(ids))]
    while len(chosen) < count:
        chosen[rng.choices(ids, weights)[0]] = None
    return list(chosen)


def _cast(
    actor_ids: list[str],
    term_ids: list[str],
    actors: dict[str, Any],
    terms: dict[str, Any],
    sources: dict[str, Any],
) -> Cast:
    words = Words(
        [(actors[id_]["name"], *actors[id_]["aliases"]) for id_ in actor_ids],
        [terms[id_]["name"] for id_ in term_ids],
    )
    return Cast(words, actor_ids, term_ids, list(sources))


def _write_entries(folder: Path, key: str, entries: dict[str, Any]) -> None:
    items = list(entries.items())
    for number, start in enumerate(range(0, len(items), PER_FILE), 1):
        _write(folder / f"{key}-{number}.yml", dumped({key: dict(items[start : start + PER_FILE])}))


def dumped(data: object) -> str:
    """Give annotations as the YAML of a file."""
    return str(yaml.dump(data, Dumper=_DUMPER, sort_keys=False, allow_unicode=True, width=110))


_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="\n")
