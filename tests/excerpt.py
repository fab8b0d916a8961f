"""The beginning of the shipped article as a site of its own, which is built several
times faster than the whole.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from explainer.entries import ExactQuote
from explainer.format.fields import references
from explainer.loading.load import load
from explainer.model import Entry, Loaded
from explainer.text.fold import folded
from tests.conftest import PROJECT

_LINK = re.compile(r"\b(claim|date|actor|term|source):([a-z0-9-]+)")


def write_excerpt(root: Path, size: int) -> None:
    """Write the first paragraphs of the shipped article, of `size` characters or more,
    with what annotates them.

    Entries that lead to one that is left out are left out, too.
    """
    article = next((PROJECT / "docs/articles").glob("*.md"))
    text = article.read_text(encoding="utf-8")
    text = text[: text.index("\n\n", size)] + "\n"
    loaded = load(PROJECT)[0]
    kept = _kept(loaded, folded(text))
    files = {
        "mkdocs.yml": "site_name: Talks\ntheme:\n  name: material\n",
        f"docs/articles/{article.name}": text,
    }
    for path, yaml in loaded.files.items():
        files[path] = "\n".join(_without_entries(loaded, path, yaml.split("\n"), kept)) + "\n"
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(content, encoding="utf-8")


def _kept(loaded: Loaded, text: str) -> set[str]:
    """Return what is quoted from the text or named in it, with all that this leads to.

    Left out is what leads to a quote that is not in the text.
    """
    bodies = {str(entry.ref): entry for entry in loaded.entries.values()}
    elsewhere = {
        name
        for name, entry in bodies.items()
        if not all(_stands(quote, text) for quote in _quotes(entry))
    }
    kept = set[str]()
    for name, entry in bodies.items():
        title = getattr(entry.body, "name", None)
        if _quotes(entry) or (title and folded(title) in text):
            reached = _reached(name, bodies)
            kept |= reached if reached.isdisjoint(elsewhere) else set()
    return kept


def _reached(name: str, bodies: Mapping[str, Entry[Any]]) -> set[str]:
    """Return an entry and all that it leads to."""
    reached, left = set[str](), [name]
    while left:
        each = left.pop()
        if each not in reached:
            reached.add(each)
            left += _named(bodies[each])
    return reached


def _quotes(entry):
    return getattr(entry.body, "quote", ())


def _stands(quote, text: str) -> bool:
    return isinstance(quote, ExactQuote) and text.count(folded(quote.exact)) == 1


def _named(entry) -> set[str]:
    linked = {f"{kind}:{name}" for kind, name in _LINK.findall(repr(entry.body))}
    return linked | {str(target) for _, _, target in references(entry)}


def _without_entries(loaded: Loaded, path: str, lines: list[str], kept: set[str]) -> Iterator[str]:
    starts = {
        entry.at().line: str(entry.ref)
        for entry in loaded.entries.values()
        if entry.at().path == path
    }
    keeping = True
    for number, line in enumerate(lines, 1):
        if number in starts:
            keeping = starts[number] in kept
        elif line and not line.startswith(" "):
            keeping = not line.startswith(("brief:", "questions:"))
        if keeping and line:
            yield line
