"""A book: one very long article, its quotes exact or lost in a text of which words changed."""

from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from pathlib import Path
from random import Random

from explainer.anchoring.anchor import anchor
from explainer.anchoring.records import write_lock
from explainer.building.renderer import read_settings
from explainer.config.settings import read_config
from explainer.loading.load import LOCK_FILE, load
from explainer.model import Loaded, Settings
from explainer.rendering.render import convert
from tests.benchmark.article import Cast, annotations_of, write_article
from tests.benchmark.bench import Bench
from tests.benchmark.big_site import dumped
from tests.benchmark.processes import Cost, in_fresh_process, measured
from tests.benchmark.prose import Words, first_name, places, term_names
from tests.site_files import write_site

WORDS, ANNOTATIONS = 1_500, 50  # for each article of the large site
CHANGED = 0.1  # of the words
_KEPT = ("quote", "summary", "kind")
_CAST = 40  # actors, and as many terms


def rendered(bench: Bench) -> Cost:
    """Render the book by Python-Markdown, with the extensions of the site."""
    return _measured(bench, _render)


def anchored(bench: Bench) -> Cost:
    """Find all quotes, which are exact; without rendering."""
    return _measured(bench, _anchor)


def anchored_in_changed_words(bench: Bench) -> Cost:
    """Find all quotes by their records once CHANGED of the words are others; without rendering."""
    return _measured(bench, _anchor_changed)


def _measured(bench: Bench, work: Callable[[Loaded, Settings], Cost]) -> Cost:
    root = bench.folder / "book"
    if not root.is_dir():
        in_fresh_process(write_book, root, bench.articles, bench.seed)
    return in_fresh_process(_work_on, root, work)


def write_book(root: Path, size: int, seed: int) -> Path:
    """Write a site whose only article is the book, and its lock file."""
    rng = Random(seed)
    actors = [(f"{first_name(rng)} {place}", place) for place in islice(places(rng), _CAST)]
    terms = term_names(_CAST, rng)
    cast = Cast(Words(actors, terms), [name for name, _ in actors], terms, ["a record", "another"])
    article = write_article("book", cast, rng, size * WORDS, dates=0)
    claims = annotations_of(article, cast, rng, size * ANNOTATIONS)["claims"]
    for id, claim in claims.items():
        claims[id] = {key: claim[key] for key in _KEPT}
    files = {
        "mkdocs.yml": "site_name: A book\n",
        "docs/articles/book.md": article.markdown,
        "annotations/book.yml": dumped({"article": "book", "claims": claims}),
    }
    loaded, settings = _loaded(write_site(root, files))
    placed, _ = anchor(loaded, settings)
    exact = [found for found in placed.anchors if found.state == "exact"]
    if len(exact) < 0.99 * size * ANNOTATIONS:
        raise RuntimeError(f"only {len(exact)} quotes are exact")
    write_site(root, {LOCK_FILE: write_lock(placed)})
    return root


def _loaded(root: Path) -> tuple[Loaded, Settings]:
    config, _ = read_config(root)
    assert config
    settings, _ = read_settings(config)
    assert settings
    return load(root)[0], settings


def _work_on(root: Path, work: Callable[[Loaded, Settings], Cost]) -> Cost:
    return work(*_loaded(root))


def _render(loaded: Loaded, settings: Settings) -> Cost:
    convert(loaded.articles[0].markdown, settings)
    return measured(lambda: convert(loaded.articles[0].markdown, settings))


def _anchor(loaded: Loaded, settings: Settings) -> Cost:
    """Measure the stage without its rendering, and without records, as in a first build."""
    first = replace(loaded, accepted={})
    return _without_rendering(first, settings)


def _anchor_changed(loaded: Loaded, settings: Settings) -> Cost:
    article = loaded.articles[0]
    changed = replace(article, markdown=with_changed_words(article.markdown, Random(1)))
    return _without_rendering(replace(loaded, articles=(changed,)), settings)


def _without_rendering(loaded: Loaded, settings: Settings) -> Cost:
    bare = replace(loaded, claims={}, dates={}, accepted={})
    anchor(bare, settings)  # the first call prepares what all others use
    whole = measured(lambda: anchor(loaded, settings))
    return whole - measured(lambda: anchor(bare, settings))


def with_changed_words(markdown: str, rng: Random) -> str:
    """Put other words of the text in the place of CHANGED of them, headings and names excepted."""
    lines = markdown.split("\n")
    vocabulary = sorted({word for line in lines for word in line.split() if word.isalpha()})
    return "\n".join(_changed(line, vocabulary, rng) for line in lines)


def _changed(line: str, vocabulary: list[str], rng: Random) -> str:
    if line.startswith(("#", "[^")):
        return line
    words = line.split(" ")
    for at, word in enumerate(words):
        if word.isalpha() and word.islower() and rng.random() < CHANGED:
            words[at] = rng.choice(vocabulary)
    return " ".join(words)
