"""`check`: every problem that can be seen without building."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from explainer.anchoring.anchor import anchors_json
from explainer.commands.output import log, progress, show_problems, write_result
from explainer.commands.shared_options import root_option
from explainer.dates.roles import guesses
from explainer.format.wording import counted
from explainer.linking.drafts import draft_paths
from explainer.model import Loaded
from explainer.pipeline import Analysed, analyse_to_publish, has_errors, write_site_schema
from explainer.rules.english import passed_over
from explainer.rules.report import FORMS

_KINDS = ("articles", "claims", "dates", "actors", "terms", "sources")


@click.command()
@root_option
@click.option(
    "--anchors",
    type=click.File("w", encoding="utf-8", lazy=True),
    help="Write where each quote stands, as JSON lines.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMS)),
    default="text",
    help="For other programs, on standard output: json (a list), sarif (2.1.0, for code scanning "
    "and editors), github (marks at the lines of a pull request). text, without this, goes to "
    "standard error. json names paths from the root, as text does; sarif and github from the "
    "folder in which the command is run.",
)
@click.option(
    "--roles",
    "with_roles",
    is_flag=True,
    help="Also list each date without a `role` of its own: what the timeline takes it for, and how "
    "to change that.",
)
def check(root: Path, anchors: Any, form: str, with_roles: bool) -> None:
    """Show every problem that can be seen without building; write no site.

    Writes build/annotations.schema.json: with it, editors complete the ids of this site and show
    what they stand for.
    """
    if form != "text":
        _refuse_other_output(f"--format {form}", anchors, with_roles)
    with progress() as say:
        _, analysed, problems = analyse_to_publish(root, say)
        problems += write_site_schema(analysed, root)
    if analysed is not None:
        if anchors is not None:
            _write(anchors, anchors_json(analysed.placed))
        if with_roles:
            _list_roles(analysed.placed.loaded)
        if form == "text":
            _report_languages(analysed)
    show_problems(problems, form, _folder(root))
    if has_errors(problems):
        sys.exit(1)
    if analysed is not None:
        log(_summary(analysed.placed.loaded))


def _refuse_other_output(option: str, anchors: Any, with_roles: bool) -> None:
    """Raise UsageError if another option would write to standard output besides this one."""
    if anchors is not None and anchors.name == "-":
        both = f"{option} and --anchors - would both write to standard output"
        raise click.UsageError(f"{both}: name a file.")
    if with_roles:
        both = f"{option} and --roles would both write to standard output"
        raise click.UsageError(f"{both}: leave one out.")


def _report_languages(analysed: Analysed) -> None:
    for line in passed_over(analysed.placed.loaded, analysed.settings.language):
        log(line)


def _write(file: Any, lines: Iterable[str]) -> None:
    try:
        file.writelines(f"{line}\n" for line in lines)
    except click.FileError as error:  # which Click does not report as wrong usage
        raise click.UsageError(
            f"--anchors: {error.filename} cannot be written: {error.message}."
        ) from None


def _list_roles(loaded: Loaded) -> None:
    """Print the guessed roles of dates on standard output, and log their number."""
    lines = tuple(guesses(loaded))
    for line in lines:
        write_result(f"{line}\n")
    log(f"{counted(len(lines), 'role')} guessed, of {counted(len(loaded.dates), 'date')}.")


def _folder(root: Path) -> str:
    """Return the path of the root from the current folder; "" if the root is not in it."""
    here, there = Path.cwd(), root.resolve()
    return there.relative_to(here).as_posix() if there.is_relative_to(here) else ""


def _summary(loaded: Loaded) -> str:
    counts = ", ".join(counted(len(getattr(loaded, kind)), kind[:-1]) for kind in _KINDS)
    drafts = len(draft_paths(loaded))
    left_out = f" (`build` leaves out {counted(drafts, 'draft')})" if drafts else ""
    return f"No errors: {counts}{left_out}."
