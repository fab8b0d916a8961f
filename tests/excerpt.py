"""The beginning of the shipped article as a site of its own, which is built several
times faster than the whole.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from explainer.entries import ExactQuote
from explainer.format.fields import references
from explainer.loading.load import load
from explainer.model import AnyEntry, Loaded
from explainer.text.fold import folded
from tests.conftest import PROJECT

# Few names are in an excerpt besides their aliases.
SETTINGS = """\
site_name: Talks
theme:
  name: material
extra: {explainer: {rules: {alias-alone: "off"}}}
"""
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
        "mkdocs.yml": SETTINGS,
        f"docs/articles/{article.name}": text,
    }
    for path, yaml in loaded.files.items():
        files[path] = "\n".join(_without_entries(loaded, path, yaml.split("\n"), kept)) + "\n"
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(content, encoding="utf-8")


def _kept(loaded: Loaded, text: str) -> set[str]:
    """Return what is quoted from the text or named in it, and the sources of that.

    Left out is what leads to anything that is left out.
    """
    bodies = {str(ref): entry for ref, entry in loaded.entries.items() if _occurs(entry, text)}
    kept = set(bodies)
    while True:
        left = {name for name in kept if _named(bodies[name]) <= kept}
        if left == kept:
            break
        kept = left
    used = set[str]().union(*(_named(bodies[name]) for name in kept))
    return {name for name in kept if name in used or not name.startswith("source:")}


def _occurs(entry: AnyEntry, text: str) -> bool:
    """Return whether each quote of an entry is in the text, or one of its names, if it has any."""
    names = [getattr(entry.body, "name", ""), *getattr(entry.body, "aliases", ())]
    names = [name for name in names if name]
    if names and not any(folded(name) in text for name in names):
        return False
    return all(_stands(quote, text) for quote in _quotes(entry))


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
