"""How a verb tells what it does and what is wrong: on standard error, so that results can be redirected."""

import codecs
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import cache, partial
from io import TextIOWrapper
from pathlib import Path
from typing import Literal, TextIO

import click
from rich.console import Console

from explainer.format.wording import counted
from explainer.loading.load import UNREADABLE
from explainer.model import Problem
from explainer.pipeline import Say, site_lock
from explainer.rules.report import in_order, report
from explainer.text.controls import visible_lines

_PATIENCE = 1.0  # seconds before progress is reported where no terminal shows it


def prepare_streams() -> None:
    """Make sure that neither a closed stream nor a character that cannot be encoded is an error.

    Such a character is shown as an escape. In the C locale, Python would write ASCII; write UTF-8.
    """
    sys.stdin = sys.stdin or _nowhere("r")
    sys.stdout = sys.stdout or _nowhere("w")
    sys.stderr = sys.stderr or _nowhere("w")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            is_plain = codecs.lookup(stream.encoding).name == "ascii"
            stream.reconfigure(encoding="utf-8" if is_plain else None, errors="backslashreplace")


def _nowhere(mode: Literal["r", "w"]) -> TextIO:
    """Open a stream that discards everything and has nothing to read."""
    return Path(os.devnull).open(mode, encoding="utf-8")


def show(problems: Iterable[Problem], form: str = "text", folder: str = "") -> None:
    """Print the problems in a form for programs on standard output, else a line each, and how many there are."""
    each = in_order(problems)
    reported = report(each, form, folder)
    is_text = form == "text"
    # the forms for programs are harmless already
    click.echo(visible_lines(reported) if is_text else reported, nl=False, err=is_text)
    if each:
        say(_count(each))
    lost = sum(problem.rule.startswith("anchor-") for problem in each)
    if lost:
        whose = "its" if lost == 1 else "their"
        say(f"Run `reanchor` to review {counted(lost, 'annotation')} that lost {whose} words.")


def unreadable(problems: Iterable[Problem]) -> list[Problem]:
    """Those that tell of a file that is lost as a whole, so that what is in it looks as if it were gone."""
    return [
        problem for problem in problems if problem.level == "error" and problem.rule in UNREADABLE
    ]


def not_run(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems about code that only a build runs, whose effects are missing here."""
    return [problem for problem in problems if problem.rule == "not-run"]


def _count(problems: Sequence[Problem]) -> str:
    errors = sum(problem.level == "error" for problem in problems)
    return f"{counted(errors, 'error')}, {counted(len(problems) - errors, 'warning')}."


def say(message: str, coloured: Callable[[str], str] = str) -> None:
    """Print lines that cannot control the terminal; `coloured` adds colours after they are made harmless."""
    click.echo(coloured(visible_lines(message)), err=True)


def give(result: str) -> None:
    """Print the result of a command on standard output, made harmless likewise; it ends with a line end."""
    click.echo(visible_lines(result), nl=False)


@contextmanager
def harmless_usage() -> Iterator[None]:
    """Make what Click says about wrong usage harmless, since it quotes what was typed."""
    try:
        yield
    except click.ClickException as error:
        said = vars(error)
        for name in {"message", "ui_filename"}.intersection(said):
            said[name] = visible_lines(said[name])
        raise


def writing(root: Path) -> AbstractContextManager[None]:
    """Keep other programs from writing into a site meanwhile; say so if one does already."""
    waiting = cache(partial(say, "Waiting for another program that uses this folder …"))
    return site_lock(root, waiting)


@contextmanager
def progress() -> Iterator[Say]:
    """Show what is going on: on a terminal at once, elsewhere as lines once a second has passed."""
    console = Console(stderr=True)
    begun = time.monotonic()
    if console.is_terminal:
        with console.status("Reading") as status:
            yield lambda message: status.update(f"{message} …")
    else:
        yield lambda message: say(f"{message} …") if time.monotonic() - begun > _PATIENCE else None
