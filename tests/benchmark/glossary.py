"""The glossary alone: the articles and terms of the large site, and nothing else.

MkDocs alone builds the same pages, typed by hand: the articles, a page for each term, and a list of
them. So the difference is what it takes to find the terms, link them, and prove the site.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tests.benchmark.bench import Bench, build, build_by_mkdocs, without_results
from tests.benchmark.big_site import dumped
from tests.benchmark.processes import Cost
from tests.site_files import write_site

_BY_HAND = {
    "site_name": "A glossary",
    "theme": {"name": "material"},
    "plugins": ["search"],
    "markdown_extensions": ["footnotes", "toc"],
    "not_in_nav": "/glossary/*/\n",
}


def with_explainer(bench: Bench) -> Cost:
    """Build the glossary, its pages and all links to them, as in a fresh clone."""
    return build(without_results(_sites(bench)[0]))


def by_mkdocs(bench: Bench) -> Cost:
    """Build the same pages, typed by hand."""
    return build_by_mkdocs(_sites(bench)[1] / "build/mkdocs.yml")


def _sites(bench: Bench) -> tuple[Path, Path]:
    return _written(bench.site, bench.folder)


@cache
def _written(large: Path, folder: Path) -> tuple[Path, Path]:
    """Write both sites; build ours once, so that it has its lock file."""
    terms: dict[str, dict[str, Any]] = {}
    for file in sorted(large.glob("annotations/terms-*.yml")):
        terms |= yaml.safe_load(file.read_text("utf-8"))["terms"]
    for term in terms.values():
        term.pop("evidence", None)  # which names sources
    docs = {
        file.relative_to(large).as_posix(): file.read_text("utf-8")
        for file in sorted(large.glob("docs/**/*.md"))
    }
    ours = {"mkdocs.yml": "site_name: A glossary\n", "annotations/a.yml": dumped({"terms": terms})}
    root = write_site(folder / "glossary", {**ours, **docs})
    build(root)
    by_hand = {f"build/{path}": text for path, text in {**docs, **_pages(terms)}.items()}
    nav = [path.removeprefix("docs/") for path in docs] + ["glossary/index.md"]
    by_hand["build/mkdocs.yml"] = dumped(_BY_HAND | {"nav": nav})
    return root, write_site(folder / "glossary-by-hand", by_hand)


def _pages(terms: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    pages = {
        f"docs/glossary/{id}/index.md": f"# {term['name']}\n\n{term['definition']}\n"
        for id, term in terms.items()
    }
    items = (f"- [{term['name']}]({id}/index.md)\n" for id, term in terms.items())
    pages["docs/glossary/index.md"] = f"# Glossary\n\n{''.join(items)}"
    return pages
