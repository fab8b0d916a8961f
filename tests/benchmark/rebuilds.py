"""Builds of the large site: as in a fresh clone, after one edit, and after none."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import yaml

from tests.benchmark.bench import Bench, build, build_by_mkdocs, without_results
from tests.benchmark.big_site import dumped
from tests.benchmark.processes import Cost

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
NAMING_PAGES = 50  # pages in which the new alias stands, about
_SUMMARY = re.compile(r"""(\bsummary: ['"]?)(?:Saved\d+ )?(?=\w)""")
_PHRASE = re.compile(r"\bthe [a-z]+ [a-z]+ (?:because|although|while|before|unless)\b")


def full(bench: Bench) -> Cost:
    """Build as in a fresh clone of the site's repository."""
    return build(without_results(bench.site))


def full_of_a_tenth(bench: Bench) -> Cost:
    """Build a tenth of the content, as in a fresh clone."""
    return build(without_results(bench.tenth))


def by_mkdocs(bench: Bench) -> Cost:
    """Build the same staged tree by MkDocs alone."""
    return build_by_mkdocs(_built(bench) / "build/mkdocs.yml")


def by_mkdocs_at_base(bench: Bench) -> Cost:
    """Build by MkDocs what an earlier commit staged, with its extension."""
    return build_by_mkdocs(bench.staged_at_base, bench.package_at_base)


def after_nothing(bench: Bench) -> Cost:
    """Build again, once the record of the quotes is up to date."""
    root = _built(bench)
    build(root)
    return build(root)


def after_an_annotation(bench: Bench) -> Cost:
    """Build after a change in one summary."""
    root = _built(bench)
    edit_summary(root / "annotations/articles/article-001.yml", next(bench.saves))
    return build(root)


def after_an_article(bench: Bench) -> Cost:
    """Build after a change at the beginning of an article, which moves all of its quotes."""
    root = _built(bench)
    edit_article(root / "docs/articles/article-001.md", next(bench.saves))
    return build(root)


def after_an_alias(bench: Bench) -> Cost:
    """Build after an actor got another name, which about NAMING_PAGES texts have."""
    root = _built(bench)
    add_alias(root)
    return build(root)


def edit_summary(file: Path, number: int) -> str:
    """Change the first summary of a claim in a file; return the word that is new in it."""
    word = f"Saved{number}"
    text = file.read_text("utf-8")
    file.write_text(_SUMMARY.sub(rf"\g<1>{word} ", text, count=1), "utf-8")
    return word


def edit_article(file: Path, number: int) -> None:
    """Put a paragraph below the title, in the place of that of an earlier edit."""
    head, _, words = file.read_text("utf-8").partition("\n# ")
    title, _, rest = words.partition("\n\n")
    rest = re.sub(r"^Saved \d+ times\.\n\n", "", rest)
    file.write_text(f"{head}\n# {title}\n\nSaved {number} times.\n\n{rest}", "utf-8")


def add_alias(root: Path) -> str:
    """Give the first actor of a site one more alias; return it."""
    file = root / "annotations/actors-1.yml"
    entries: dict[str, Any] = yaml.load(file.read_text("utf-8"), _LOADER)
    actor = next(iter(entries["actors"].values()))
    alias = next(phrase for phrase in _phrases(root) if phrase not in actor["aliases"])
    actor["aliases"].append(alias)
    file.write_text(dumped(entries), "utf-8")
    return alias


def _built(bench: Bench) -> Path:
    """Return the large site with what the last build left."""
    if not (bench.site / "site").is_dir():
        build(bench.site)
    return bench.site


def _phrases(root: Path) -> list[str]:
    """Return phrases of the texts, first those that come about as often as is wanted."""
    found: Counter[str] = Counter()
    for file in (*root.glob("docs/articles/*.md"), *root.glob("annotations/articles/*.yml")):
        found.update(_PHRASE.findall(file.read_text("utf-8")))
    return sorted(found, key=lambda phrase: (abs(found[phrase] - NAMING_PAGES), phrase))
