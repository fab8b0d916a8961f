"""A site with a little of everything, whose lists are long for a limit of a few kilobytes; and
how to build it with such a limit.
"""

from collections.abc import Iterator
from pathlib import Path

from explainer.building.workspace import Workspace
from explainer.files.textfiles import read_bytes
from explainer.model import Problem
from explainer.pages import makers
from explainer.pages.division import divided
from explainer.pages.download import downloads
from explainer.pages.lookup import Lookup, look_up
from explainer.pipeline import Analysed, analyse, complete, write_staged
from tests.sealed_pages import unsealed
from tests.site_files import write_site

LIMIT = 4_000  # bytes
ARTICLES = ("harbour", "lamp", "news/fog", "tower")
_TYPES = ("book", "report", "webpage")


def long_lists() -> dict[str, str]:
    """Give the files of the site."""
    files = {"mkdocs.yml": "site_name: Long lists\nsite_url: https://example.org/lists/\n"}
    for number, slug in enumerate(ARTICLES):
        sentences = "\n\n".join(f"Keeper {index} of {slug} wrote it." for index in range(8))
        title = slug.title().replace("/", " and ")
        files[f"docs/articles/{slug}.md"] = f"# {title}\n\n{sentences}\n"
        name = slug.replace("/", "-")
        entries = (*_short(), *_claims(slug, name), *_dates(slug, name, number))
        files[f"annotations/articles/{name}.yml"] = f"article: {slug}\n" + "\n".join(entries) + "\n"
    files["annotations/common.yml"] = "\n".join((*_names(), *_sources())) + "\n"
    return files


def _short() -> Iterator[str]:
    yield "brief:"
    for index in range(6):
        yield f"  - Sentence {index} on what Ana 0 and others wrote in these long years."
    yield "questions:"
    for index in range(4):
        yield f"  - {{ask: What is question {index}?, answer: Answer {index} names Ana 1 again.}}"


def _claims(slug: str, name: str) -> Iterator[str]:
    yield "claims:"
    for index in range(4):
        yield f"  {name}-claim-{index}:"
        yield f"    summary: Keeper {index} of {slug} wrote it down"
        yield "    kind: fact"
        yield f"    quote: Keeper {index} of {slug} wrote"
        yield f"    evidence: [{{source: work-{index}, stance: supports}}]"


def _dates(slug: str, name: str, number: int) -> Iterator[str]:
    yield "dates:"
    for index in range(4, 8):
        yield f"  {name}-date-{index}:"
        yield f'    date: "{1700 + 90 * number + 11 * index}"'
        yield f"    title: Keeper {index} of {slug} begins"
        yield f"    quote: Keeper {index} of {slug}"
        yield "    description: See [the other](date:lamp-date-5)."
        if index == 5:
            yield f"    formerly: [old-{name}-date]"


def _names() -> Iterator[str]:
    yield "actors:"
    for index in range(24):
        name = f"{chr(ord('A') + index // 3)}na {index}"  # three of each letter
        yield f"  actor-{index}: {{name: {name}, type: person, role: keeps the light}}"
    yield "terms:"
    for index in range(40):
        name = f"{chr(ord('A') + index // 4)}xis {index}"
        yield f"  term-{index}: {{name: {name}, definition: A line that is number {index}.}}"


def _sources() -> Iterator[str]:
    yield "sources:"
    for index in range(20):
        yield f"  work-{index}: {{type: {_TYPES[index % 3]}, title: Work {index}, author: Hull}}"


def analysed_site(root: Path) -> Analysed:
    """Write the site and run the stages that only read."""
    write_site(root, long_lists())
    analysed, problems = analyse(root, lambda message: None, with_code=True)
    assert analysed is not None
    assert [problem for problem in problems if problem.level == "error"] == []
    return analysed


def made_pages(analysed: Analysed, most: int = LIMIT) -> dict[str, str]:
    """Make all pages, with indexes of at most so many bytes."""
    found = makers(analysed.site, analysed.settings, analysed.placed.anchors, most)
    made = ((path, make()) for path, make in found.items())
    return {path: unsealed(page) for path, page in made if isinstance(page, str)}


def divided_lookup(analysed: Analysed, most: int = LIMIT) -> Lookup:
    """Return the lookup from which these pages are made."""
    lookup = look_up(analysed.site, analysed.settings, analysed.placed.anchors)
    return divided(lookup, most)


def built_site(root: Path, most: int = LIMIT) -> tuple[Path, tuple[Problem, ...]]:
    """Build the site; give its folder, and the problems."""
    analysed = analysed_site(root)
    workspace = Workspace.of(root, root / "site")
    found = makers(analysed.site, analysed.settings, analysed.placed.anchors, most)
    made = {path: make() for path, make in found.items()}
    docs = root / "docs"
    made |= downloads(analysed.site, analysed.settings, made, lambda path: read_bytes(docs / path))
    problems = write_staged(analysed, workspace, made)
    problems += complete(analysed, workspace, lambda message: None)
    return root / "site", problems
