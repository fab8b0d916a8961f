"""What `rename` and `merge` share: reading the site, telling what changes, and writing it."""

import difflib
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NoReturn

import click

from explainer.building.renderer import read_settings
from explainer.commands.output import give, say, show
from explainer.config.installed import installed_only
from explainer.config.owncode import without_own_code
from explainer.config.settings import Config, read_config
from explainer.editing.renaming import by_ref
from explainer.editing.rewriting import Rewriting, Rewritten, rewritten, write
from explainer.format.did_you_mean import did_you_mean
from explainer.format.entry_links import KINDS, entry_of
from explainer.format.wording import counted
from explainer.loading.load import load
from explainer.model import Loaded, Problem, Ref, Settings
from explainer.pipeline import has_errors

dry_run_option = click.option(
    "--dry-run",
    is_flag=True,
    help="Only print the lines that would change, as a diff; write nothing.",
)


def entry_name(_: click.Context, __: click.Parameter, value: str) -> Ref:
    """Read `kind:id` from the command line; wrong usage where it is none."""
    ref = entry_of(value)
    if ref is None:
        kinds = ", ".join(KINDS)
        raise click.BadParameter(
            f"write kind and id, such as `{KINDS[0]}:my-id`; the kinds are {kinds}"
        )
    return ref


def readable(root: Path) -> tuple[Loaded, Settings]:
    """What was written and set; where any of it cannot be read, it may hold the id, so the program ends with 1."""
    loaded, _, settings = settled(root)
    return loaded, settings


def settled(root: Path, gone: Sequence[str] = ()) -> tuple[Loaded, Config, Settings]:
    """As `readable`, with the settings as typed; files may be about articles that are `gone`, or of any other name."""
    config, more = read_config(root)
    loaded, problems = load(root, gone, config.bounds if config else None)
    settings, last = _settings(root, config) if config else (None, ())
    problems = (*problems, *more, *last)
    if gone:
        problems = tuple(problem for problem in problems if problem.rule != "unknown-article")
    if config is None or settings is None or has_errors(problems):
        show(problem for problem in problems if problem.level == "error")
        say(
            "Nothing was changed: a file that cannot be read may contain the id. Fix this first, and run again."
        )
        sys.exit(1)
    return loaded, config, settings


def _settings(root: Path, config: Config) -> tuple[Settings | None, tuple[Problem, ...]]:
    plain, _ = without_own_code(config)
    with installed_only(root):
        return read_settings(plain, with_code=False)


def unknown(loaded: Loaded, ref: Ref) -> click.UsageError:
    """Wrong usage: there is no such entry."""
    ids = sorted(each.id for each in by_ref(loaded) if each.kind == ref.kind)
    return click.UsageError(f"there is no {ref.kind} `{ref.id}`{did_you_mean(ref.id, ids)}")


def carry_out(root: Path, rewritings: Sequence[Rewriting], dry_run: bool) -> tuple[Rewritten, ...]:
    """Write all the changes, or only print them; gives the files that they are in. With an error, the program ends."""
    files, problems = rewritten(root, rewritings)
    if problems:
        _stop(problems, "Nothing was changed.")
    if dry_run:
        give("".join(line for file in files for line in _diff(file)))
    else:
        _write(root, files)
    for file in files:
        say(
            f"{file.path}: {counted(_changed_lines(file), 'line')} {'would change' if dry_run else 'changed'}"
        )
    return files


def _write(root: Path, files: Sequence[Rewritten]) -> None:
    try:
        problems = write(root, files)
    except KeyboardInterrupt:
        say("Some files may not be changed yet. Run the same command again to finish.")
        raise
    if problems:
        _stop(problems, "Not all files were changed. Fix this, and run the same command again.")


def _stop(problems: Sequence[Problem], message: str) -> NoReturn:
    if problems:
        show(problems)
    say(message)
    sys.exit(1)


def _diff(file: Rewritten) -> Iterator[str]:
    old, new = _lines(file.old), _lines(file.new)
    for line in difflib.unified_diff(old, new, file.path, file.path, n=0):
        yield line.rstrip("\n") + "\n"


def _lines(text: str) -> list[str]:
    """The lines as an editor counts them."""
    return text.replace("\r\n", "\n").split("\n")


def _changed_lines(file: Rewritten) -> int:
    matcher = difflib.SequenceMatcher(None, _lines(file.old), _lines(file.new), autojunk=False)
    return sum(
        max(code[2] - code[1], code[4] - code[3])
        for code in matcher.get_opcodes()
        if code[0] != "equal"
    )
