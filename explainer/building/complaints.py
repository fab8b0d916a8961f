"""What MkDocs and its kin complain of in their log, as problems at the places that they mean."""

import logging
import re
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from logging.handlers import BufferingHandler
from pathlib import Path

from explainer.config.settings import Config
from explainer.files.textfiles import is_file, on_disk, read_bytes
from explainer.model import Level, Place, Problem

# What MkDocs leaves unsaid: what to do about it
_ADVICE = (
    ("absolute link", "make it relative, or write the whole address with https://"),
    ("unrecognized relative link", "correct it; a link to a page ends in .md"),
    ("not found among documentation files", "correct the path, or put the file there"),
    ("not found in the documentation files", "correct it or take it out"),
    ("does not contain an anchor", "correct what follows the #, or remove it"),
    ("there is no such anchor on this page", "correct what follows the #, or remove it"),
)
# A link that leads nowhere is an error, at the place that MkDocs names, though the site could be built
_BROKEN = (
    "is not found among documentation files",
    "is not found in the documentation files",
    "does not contain an anchor",
    "no such anchor on this page",
)
_MISSING = re.compile(
    r"(?:link|target|reference to) '([^'\n]+)'(?:, but the target)?(?: is included .*)? is not found",
    re.I,
)
_LEFT_OUT = "it is in docs/, but mkdocs.yml excludes it: remove this, or the pattern that does so"
_QUOTED = re.compile(r"'([^'\n]+)'")


@contextmanager
def collected() -> Iterator[list[logging.LogRecord]]:
    """Give a list that fills with the warnings and errors that any library logs in this thread."""
    handler = BufferingHandler(sys.maxsize)
    handler.setLevel(logging.WARNING)
    thread = threading.get_ident()
    handler.addFilter(lambda record: record.thread == thread)
    root = logging.getLogger()
    root.addHandler(handler)  # others stay: two threads may be collecting at once
    try:
        yield handler.buffer
    finally:
        root.removeHandler(handler)


def problems_of(records: Iterable[logging.LogRecord], config: Config) -> tuple[Problem, ...]:
    """Give a problem for each complaint, with what to do next where that is not said.

    What is wrong with a setting is left out: it was told when the settings were read.
    """
    return tuple(
        _problem(record, config)
        for record in records
        if not _is_reported_elsewhere(record.getMessage())
    )


def _is_reported_elsewhere(message: str) -> bool:
    """Return whether something else reports it: the reading of the settings, or `proofread.py` of footnotes."""
    return message.startswith("Config value") or "footnote that is never referenced" in message


def one_line(message: str) -> str:
    """Give the message without the lines of a traceback."""
    lines = [
        line
        for line in message.splitlines()
        if not line.startswith(" ") or line.lstrip().startswith("- ")
    ]
    return " ".join(" ".join(lines).split())


def place_in(config: Config, message: str) -> Place:
    """The spot in mkdocs.yml of the first thing that a message quotes and that stands there."""
    return _find(config.root / config.path, config.path, _QUOTED.findall(message))


def _problem(record: logging.LogRecord, config: Config) -> Problem:
    message = one_line(record.getMessage())
    advice = next((advice for sign, advice in _ADVICE if sign in message), "")
    if any(is_file(on_disk(config.root / "docs", name)) for name in _MISSING.findall(message)):
        advice = _LEFT_OUT
    message = f"{message.removesuffix('.')}; {advice}" if advice else message
    is_broken = any(sign in message for sign in _BROKEN)
    level: Level = "error" if record.levelno >= logging.ERROR or is_broken else "warning"
    return Problem(_place(message, config), level, message, "mkdocs")


def _place(message: str, config: Config) -> Place:
    """The spot that MkDocs means: it names the file and, for a link, the address in it."""
    quoted = _QUOTED.findall(message)
    if "'nav' configuration" in message or '"nav" configuration' in message:
        return config.at("nav")
    page = next((name for name in quoted if name.endswith(".md")), None)
    if page is None:
        return config.at()
    file = on_disk(config.root / "docs", page)
    path = file.relative_to(config.root).as_posix()
    return (
        _find(file, path, quoted[quoted.index(page) + 1 :])
        if is_file(file)
        else Place(f"build/{path}")
    )


def _find(file: Path, path: str, wanted: Sequence[str]) -> Place:
    text = (read_bytes(file) or b"").decode("utf-8", "replace")
    at = next((text.find(target) for target in wanted if target in text), -1)
    return (
        Place(path, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))
        if at >= 0
        else Place(path)
    )
