"""A site that holds a hostile string wherever an editor can write one.

A site is made again without the strings that it was refused for, until it can be built: each string
is placed or refused.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from explainer.entries import FrontMatter
from explainer.model import Problem
from tests.reliability.hostile_entries import annotations, texts_of
from tests.reliability.hostile_payloads import CANARY, PAYLOADS, numbered
from tests.reliability.hostile_settings import settings
from tests.reliability.hostile_yaml import Leaf, Written, written

ARTICLES = ("lamp", "tide")
# Keys that MkDocs and its theme read, and lists among them.
_THEME_KEYS = (
    *("description", "subtitle", "status", "icon", "template", "image", "revision_date"),
    *("canonical", "updated", "comments", "slug", "cover", "robots", "css_class", "x-own"),
)
_LISTS = ("hide", "tags", "authors", "categories", "formerly")
_MAPPINGS = {"search": ("boost", "exclude"), "social": ("cards", "title"), "git": ("date",)}
_KEYS = tuple(dict.fromkeys((*FrontMatter.model_fields, *_THEME_KEYS, *_LISTS, *_MAPPINGS)))
_PLAIN = "The lamp was lit every night. In the winter of 1911 the light was never found.\n"
# What entries refer to where a hostile id was refused.
_OTHERS = """\
sources: {harbour-log: {type: document, title: The log}}
actors: {keeper-lund: {name: Nobody at all, type: person}}
"""
IN_NAMES = "\u2215"  # stands for the slash, which no name of a file can hold
_LONGEST_NAME = 150  # bytes


@dataclass
class Strings:
    """The strings of one site: each place takes the next one, with a number of its own."""

    seed: int
    site: int
    refused: frozenset[int] = frozenset()
    placed: dict[int, tuple[str, str]] = field(default_factory=dict)  # where, and what
    number: int = 0

    def take(self, place: str, other: str | None = None) -> Leaf | str | None:
        """Give the next string for a place; the other one, where that string was refused.

        The strings of a place follow each other from site to site, in an order of its own.
        """
        self.number += 1
        number = self.site * 10_000 + self.number
        if number in self.refused:
            return other
        text = self.text(place, number)
        self.placed[number] = (place, text)
        return Leaf(number, text)

    def text(self, place: str, number: int) -> str:
        """Return the string of a number."""
        order = Random(f"{self.seed} {place} {self.number}").sample(PAYLOADS, len(PAYLOADS))
        return numbered(order[self.site % len(order)], number)


@dataclass(frozen=True)
class HostileSite:
    """The files of a site by path, and what is hostile in them."""

    files: Mapping[str, str | bytes]
    placed: Mapping[int, tuple[str, str]]  # where each string stands, by its number, and the string
    at: Mapping[tuple[str, int], int]  # numbers of strings; line 0 is the path itself

    def blamed(self, problem: Problem) -> int | None:
        """Return the number of the string that a problem is about, or None."""
        path, line, _ = problem.place
        # the last in what MkDocs says, or is said of a link in a page
        named = re.findall(rf"{CANARY}\((\d+)\)", f"{path} {problem.message}")
        number = self.at.get((path, line)) or (int(named[-1]) if named else None)
        return number or self.at.get((path, 0)) or self._nearest(path, line)

    def _nearest(self, path: str, line: int) -> int | None:
        """Return the number of the nearest string of a file, such as in the entry at that line."""
        lines = [at for file, at in self.at if file == path]
        nearest = min(lines, key=lambda at: (abs(at - line), at < line), default=0)
        return self.at.get((path, nearest))


Make = Callable[[frozenset[int]], HostileSite]
"""Makes a site without the strings whose numbers are given."""


def hostile_site(seed: int, site: int, refused: frozenset[int]) -> HostileSite:
    """Make a site of a seed, without the strings that were refused."""
    strings = Strings(seed, site, refused)
    return filled_site(strings, lambda: settings(strings.take))


def filled_site(strings: Strings, settings_of: Callable[[], Mapping[Any, Any]]) -> HostileSite:
    """Make a site with a string in every place; its settings are made last."""
    files: dict[str, str | bytes] = {}
    at: dict[tuple[str, int], int] = {}

    def add(path: str, content: Written, after: str = "") -> None:
        files[path] = content.text + after
        at.update({(path, line): number for line, number in content.lines.items()})

    for slug in ARTICLES:
        notes = annotations(f"articles/{slug}.md", slug, strings.take)
        add(f"annotations/{slug}.yml", written(notes))
        add(f"docs/articles/{slug}.md", _head("article", strings), f"# A {slug}\n\n{_body(notes)}")
    for path in ("about.md", "more/deep.md", "index.md"):
        add(f"docs/{path}", _head("page", strings), f"# A page\n\n{_PLAIN}")
    files["annotations/others.yml"] = _OTHERS
    for path, content, number in _named_files(strings):
        files[path] = content
        at[path, 0] = number
    add("mkdocs.yml", written(settings_of(), "# Settings"))
    return HostileSite(files, strings.placed, at)


def _head(kind: str, strings: Strings) -> Written:
    """Return front matter with a string under every key."""
    head: dict[Any, Any] = {}
    for key in _KEYS:
        place = f"{kind}.{key}"
        if key in _LISTS:
            items = [strings.take(place), strings.take(place)]
            value: Any = [item for item in items if item is not None]
        elif key in _MAPPINGS:
            pairs = {part: strings.take(f"{place}.{part}") for part in _MAPPINGS[key]}
            value = {part: item for part, item in pairs.items() if item is not None}
        else:
            value = strings.take(place)
        if value:
            head[key] = value
    name = strings.take(f"{kind}.key")
    head |= {name: "x"} if name else {}
    found = written(head, "---")
    return Written(f"{found.text}---\n\n", found.lines)


def _body(notes: Mapping[str, Any]) -> str:
    """Return a text that has the words of every quote, and every name, as a reader sees them."""
    quoted = [entry["quote"] for key in ("claims", "dates") for entry in notes[key].values()]
    passages = [" ".join(texts_of(quote)) for part in quoted for quote in map(_in_order, part)]
    named = [*notes["actors"].values(), *notes["terms"].values()]
    names = [name for entry in named for name in _names(entry)]
    return "\n\n".join([_PLAIN, *map(_as_text, passages), *map(_as_text, names)]) + "\n"


def _in_order(quote: Mapping[str, Any]) -> list[Any]:
    """Return the parts of a quote as they follow each other in the article."""
    keys = ("prefix", "exact", "suffix", "start", "end")
    return [quote[key] for key in keys if key in quote]


def _names(entry: Mapping[str, Any]) -> Iterator[str]:
    yield from texts_of([entry["name"], *entry.get("aliases", [])])


def _as_text(text: str) -> str:
    """Return Markdown that a reader sees as this very text."""
    return re.sub(r"[^\w ]|_", lambda found: f"&#{ord(found[0])};", " ".join(text.split()))


def _named_files(strings: Strings) -> Iterator[tuple[str, str | bytes, int]]:
    """Yield files whose names are hostile, with their contents and the number of the string."""
    files: tuple[tuple[str, str, str | bytes], ...] = (
        ("article", "docs/articles/{}.md", _PLAIN),
        ("article folder", "docs/articles/{}/x.md", f"# In a folder\n\n{_PLAIN}"),
        ("page", "docs/{}.md", _PLAIN),
        ("page", "docs/{}.md", "# A page with a title\n"),
        ("page folder", "docs/{}/index.md", "# An index\n"),
        ("page folder", "docs/{}/y.md", _PLAIN),
        ("picture", "docs/{}.png", b"\x89PNG"),
        ("script", "docs/{}.txt", "x"),
        ("annotations", "annotations/{}.yml", "actors: {}\n"),
        ("annotations folder", "annotations/{}/x.yml", "actors: {}\n"),
    )
    for kind, pattern, content in files:
        leaf = strings.take(f"name of {kind}")
        if isinstance(leaf, Leaf):
            yield pattern.format(_as_name(leaf.text)), content, leaf.number


def _as_name(text: str) -> str:
    """Return a name that a file can have here."""
    name = text.replace("/", IN_NAMES).replace("\0", "").strip()
    return f"n{name}".encode()[:_LONGEST_NAME].decode(errors="ignore")
