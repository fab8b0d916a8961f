"""How a verb tells what it does and what is wrong: on standard error, so that results can be redirected."""

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

import click
from rich.console import Console

from explainer.load import UNREADABLE
from explainer.model import Problem
from explainer.pipeline import Say
from explainer.report import in_order, report
from explainer.wording import counted


def show(problems: Iterable[Problem], form: str = "text", folder: str = "") -> None:
    """Print the problems in a form for programs on standard output, else a line each, and how many there are."""
    each = in_order(problems)
    click.echo(report(each, form, folder), nl=False, err=form == "text")
    if each:
        say(_count(each))
    lost = sum(problem.rule.startswith("anchor-") for problem in each)
    if lost:
        whose = "its" if lost == 1 else "their"
        say(f"Run `reanchor` to review {counted(lost, 'annotation')} that lost {whose} words.")


def unreadable(problems: Iterable[Problem]) -> list[Problem]:
    """Those that tell of a file that is lost as a whole, so that what is in it looks as if it were gone."""
    return [problem for problem in problems if problem.level == "error" and problem.rule in UNREADABLE]


def not_run(problems: Iterable[Problem]) -> list[Problem]:
    """Those that tell of code which only a build runs: what is shown lacks what it does."""
    return [problem for problem in problems if problem.rule == "not-run"]


def _count(problems: Sequence[Problem]) -> str:
    errors = sum(problem.level == "error" for problem in problems)
    return f"{counted(errors, 'error')}, {counted(len(problems) - errors, 'warning')}."


def say(message: str) -> None:
    """Print a line."""
    click.echo(message, err=True)


@contextmanager
def progress() -> Iterator[Say]:
    """Show what is going on: on a terminal at once, elsewhere as lines once a second has passed."""
    console = Console(stderr=True)
    begun = time.monotonic()
    if console.is_terminal:
        with console.status("Reading") as status:
            yield lambda message: status.update(f"{message} …")
    else:
        yield lambda message: say(f"{message} …") if time.monotonic() - begun > 1 else None
