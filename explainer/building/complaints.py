"""Turn the warnings and errors that MkDocs or ProperDocs logs into problems with places.

They can only be told apart by their wording: a log has no codes.
"""

import logging
import re
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from explainer.config.settings import Config
from explainer.files.textfiles import is_file, on_disk, read_bytes
from explainer.model import Level, Place, Problem

# What to do about a message, which MkDocs leaves unsaid; by words in that message
_ADVICE = (
    ("absolute link", "make it relative, or write the whole address with https://"),
    ("unrecognized relative link", "correct it; a link to a page ends in .md"),
    ("not found among documentation files", "correct the path, or put the file there"),
    ("not found in the documentation files", "correct it or take it out"),
    ("does not contain an anchor", "correct what follows the #, or remove it"),
    ("there is no such anchor on this page", "correct what follows the #, or remove it"),
)
# A link that leads nowhere is an error, though the site could be built; by words in the message
_BROKEN = (
    "is not found among documentation files",
    "is not found in the documentation files",
    "does not contain an anchor",
    "no such anchor on this page",
)
_MISSING = re.compile(
    r"(?:link|target|reference to) '([^'\n]+)'"
    r"(?:, but the target)?(?: is included .*)? is not found",
    re.IGNORECASE,
)
_LEFT_OUT = "it is in docs/, but mkdocs.yml excludes it: remove this, or the pattern that does so"
_QUOTED = re.compile(r"'([^'\n]+)'")


class Logged(NamedTuple):
    """A message in a log, and its level as a number of `logging`."""

    level: int
    message: str


class _Collector(logging.Handler):
    """Collects the warnings and errors of one thread in a list."""

    def __init__(self, logged: list[Logged]) -> None:
        super().__init__(logging.WARNING)
        self.logged = logged
        self._thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self._thread:
            self.logged.append(Logged(record.levelno, record.getMessage()))


@contextmanager
def collected(logged: list[Logged] | None = None) -> Iterator[list[Logged]]:
    """Yield a list, `logged` if given, to which whatever this thread logs is added.

    That is the warnings and errors of all libraries.
    """
    collector = _Collector([] if logged is None else logged)
    root = logging.getLogger()
    root.addHandler(collector)  # others stay: two threads may be collecting at once
    try:
        yield collector.logged
    finally:
        root.removeHandler(collector)


def problems_of(messages: Iterable[Logged], config: Config) -> tuple[Problem, ...]:
    """Return a problem for each message, with what to do next where it does not say that."""
    problems = []
    for logged in messages:
        if not _is_reported_elsewhere(logged.message):
            problems.append(_problem(logged, config))
    return tuple(problems)


def _is_reported_elsewhere(message: str) -> bool:
    """Return whether `read_settings` reports it, or, of footnotes, `proofread.py`."""
    return message.startswith("Config value") or "footnote that is never referenced" in message


def one_line(message: str) -> str:
    """Return a message on one line, without the lines of a traceback, which are indented."""
    lines = message.splitlines()
    own = [line for line in lines if not line.startswith(" ") or line.lstrip().startswith("- ")]
    return " ".join(" ".join(own).split())


def place_in(config: Config, message: str) -> Place:
    """Return the place in mkdocs.yml of the first words quoted in a message that occur there."""
    return _find(config.root / config.path, config.path, _QUOTED.findall(message))


def _problem(logged: Logged, config: Config) -> Problem:
    message = one_line(logged.message)
    advice = _advice(message, config)
    if advice:
        message = f"{message.removesuffix('.')}; {advice}"
    is_broken = any(sign in message for sign in _BROKEN)
    level: Level = "error" if logged.level >= logging.ERROR or is_broken else "warning"
    return Problem(_place(message, config), level, message, "mkdocs")


def _advice(message: str, config: Config) -> str:
    """Return what to do about a message of MkDocs, or ""."""
    for name in _MISSING.findall(message):
        if is_file(on_disk(config.root / "docs", name)):
            return _LEFT_OUT
    return next((advice for sign, advice in _ADVICE if sign in message), "")


def _place(message: str, config: Config) -> Place:
    """Return the place that a message is about: it quotes the file and, of a link, the address."""
    quoted = _QUOTED.findall(message)
    if "'nav' configuration" in message or '"nav" configuration' in message:
        return config.at("nav")
    for number, name in enumerate(quoted, 1):
        if name.endswith(".md"):
            return _place_in_page(name, quoted[number:], config)
    return config.at()


def _place_in_page(page: str, wanted: Sequence[str], config: Config) -> Place:
    """Return the place of words in a page under docs/; a generated page is in build/."""
    file = on_disk(config.root / "docs", page)
    path = file.relative_to(config.root).as_posix()
    if not is_file(file):
        return Place(f"build/{path}")
    return _find(file, path, wanted)


def _find(file: Path, path: str, wanted: Sequence[str]) -> Place:
    """Return the place of the first of some words that a file contains, else that of the file."""
    text = (read_bytes(file) or b"").decode("utf-8", "replace")
    for words in wanted:
        at = text.find(words)
        if at >= 0:
            return Place(path, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))
    return Place(path)
