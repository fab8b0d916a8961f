"""What verbs print: messages on standard error, so that results can be redirected."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path

import click
from rich.console import Console
from rich.live import Live
from rich.text import Text

from explainer.format.wording import counted
from explainer.loading.load import UNREADABLE
from explainer.model import Problem
from explainer.pipeline import WAITING, Say, site_lock, texts_lock
from explainer.rules.report import in_order, report
from explainer.text.controls import visible_lines

_PATIENCE = 1.0  # seconds before progress is reported where no terminal shows it


def show_problems(problems: Iterable[Problem], form: str = "text", folder: str = "") -> None:
    """Log problems as lines, or print them in a form for programs; then log their number.

    `folder` is the path of the root for that form.
    """
    ordered = in_order(problems)
    if form == "text":
        click.echo(visible_lines(report(ordered, form)), nl=False, err=True)
    else:  # the forms for programs are harmless already
        click.echo(report(ordered, form, folder), nl=False)
    # By itself: where nobody reads on, only a second write to a pipe tells
    click.echo(visible_lines(_counts(ordered)), nl=False, err=True)


def worded(problems: Iterable[Problem]) -> str:
    """Return problems as lines, and their number, as `show_problems` logs them."""
    ordered = in_order(problems)
    return report(ordered, "text") + _counts(ordered)


def _counts(problems: Sequence[Problem]) -> str:
    """Return lines with the number of problems, and of annotations that lost their words."""
    lines = f"{_count(problems)}\n" if problems else ""
    lost = sum(problem.rule.startswith("anchor-") for problem in problems)
    if lost:
        whose = "its" if lost == 1 else "their"
        what = counted(lost, "annotation")
        lines += f"Run `reanchor` to review {what} that lost {whose} words.\n"
    return lines


def unreadable(problems: Iterable[Problem]) -> list[Problem]:
    """Return the errors that hide a whole file, so that its content seems to be missing."""
    errors = [problem for problem in problems if problem.level == "error"]
    return [problem for problem in errors if problem.rule in UNREADABLE]


def not_run(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems about code that only a build runs, whose effects are missing here."""
    return [problem for problem in problems if problem.rule == "not-run"]


def _count(problems: Sequence[Problem]) -> str:
    errors = sum(problem.level == "error" for problem in problems)
    return f"{counted(errors, 'error')}, {counted(len(problems) - errors, 'warning')}."


def log(message: str, coloured: Callable[[str], str] = str) -> None:
    """Print lines on standard error, made harmless to a terminal, then coloured by `coloured`."""
    click.echo(coloured(visible_lines(message)), err=True)


def write_result(result: str) -> None:
    """Print a result that ends with a line end on standard output, made harmless to a terminal."""
    click.echo(visible_lines(result), nl=False)


@contextmanager
def writing(root: Path) -> Iterator[None]:
    """Keep other programs from writing into a root; if one is doing so, log that and wait."""
    on_wait = cache(partial(log, f"{WAITING} …"))
    with site_lock(root, on_wait), texts_lock(root, on_wait):
        yield


@contextmanager
def progress() -> Iterator[Say]:
    """Yield a function that shows progress: on a terminal at once, elsewhere after a second."""
    console = Console(stderr=True)
    begun = time.monotonic()
    if console.is_terminal:
        # Nothing moves between two messages: that would need a thread, and a build that has threads
        # cannot share its work out among processes
        with Live(console=console, auto_refresh=False, transient=True) as line:
            yield lambda message: line.update(Text(f"{message} …"), refresh=True)
        return

    def log_if_slow(message: str) -> None:
        if time.monotonic() - begun > _PATIENCE:
            log(f"{message} …")

    yield log_if_slow
