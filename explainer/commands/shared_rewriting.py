"""Shared by `rename` and `merge`: read the site, show what changes, and write it."""

import difflib
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NoReturn

import click

from explainer.building.renderer import read_settings
from explainer.checking.format_rules import check as check_rules
from explainer.commands.output import log, show_problems, write_result
from explainer.config.installed import installed_only
from explainer.config.owncode import without_own_code
from explainer.config.settings import Config, read_config
from explainer.editing.rewriting import Rewriting, Rewritten, rewritten, text_after, write
from explainer.files.folders import Bounds
from explainer.files.textfiles import ReadText, read_text, with_line_feeds
from explainer.format.did_you_mean import did_you_mean
from explainer.format.entry_links import KINDS, entry_of
from explainer.format.wording import counted
from explainer.loading.load import load
from explainer.model import Loaded, Problem, Ref, Settings
from explainer.pipeline import has_errors

Prove = Callable[[Loaded], Iterable[Problem]]  # from what is read after a change to what is wrong

dry_run_option = click.option(
    "--dry-run",
    is_flag=True,
    help="Only print the lines that would change, as a diff; write nothing.",
)


def entry_name(_: click.Context, __: click.Parameter, value: str) -> Ref:
    """Read `kind:id` from the command line; raise BadParameter for anything else."""
    ref = entry_of(value)
    if ref is None:
        message = f"write kind and id, such as `{KINDS[0]}:my-id`"
        raise click.BadParameter(f"{message}; the kinds are {', '.join(KINDS)}")
    return ref


def readable(root: Path, gone: Sequence[str] = ()) -> tuple[Loaded, Config, Settings]:
    """Return texts and settings; exit with 1 if any cannot be read: it may contain the id.

    `gone` are slugs of articles that may be missing. If there are any, annotations may also be
    about any other missing article.
    """
    config, config_problems = read_config(root)
    bounds = config.bounds if config else Bounds(root)
    loaded, problems = _loaded(bounds, gone, read_text)
    settings, settings_problems = _settings(root, config) if config else (None, ())
    problems = (*problems, *config_problems, *settings_problems)
    if config is None or settings is None or has_errors(problems):
        show_problems(problem for problem in problems if problem.level == "error")
        log(
            "Nothing was changed: a file that cannot be read may contain the id. "
            "Fix this first, and run again."
        )
        sys.exit(1)
    return loaded, config, settings


def _loaded(
    bounds: Bounds, gone: Sequence[str], text_of: ReadText
) -> tuple[Loaded, tuple[Problem, ...]]:
    loaded, problems = load(bounds.root, gone, bounds, text_of=text_of)
    if gone:
        problems = tuple(problem for problem in problems if problem.rule != "unknown-article")
    return loaded, problems


def _settings(root: Path, config: Config) -> tuple[Settings | None, tuple[Problem, ...]]:
    plain, _ = without_own_code(config)
    with installed_only(root):
        return read_settings(plain, with_code=False)


def unknown(loaded: Loaded, ref: Ref) -> click.UsageError:
    """Return the error for an entry that does not exist."""
    ids = sorted(each.id for each in loaded.entries if each.kind == ref.kind)
    return click.UsageError(f"there is no {ref.kind} `{ref.id}`{did_you_mean(ref.id, ids)}")


def carry_out(
    bounds: Bounds,
    rewritings: Sequence[Rewriting],
    dry_run: bool,
    gone: Sequence[str] = (),
    prove: Prove = lambda _: (),
) -> tuple[Rewritten, ...]:
    """Write all the changes, or only print them; return the files.

    Exit with 1 after an error, or if the files would have errors then: so that they could not be
    read, or those that `prove` finds. `gone` is as for `readable`.
    """
    files, problems = rewritten(bounds, rewritings)
    if problems:
        _stop(problems, "Nothing was changed.")
    loaded, problems = _loaded(bounds, gone, text_after(files))
    errors = [problem for problem in problems if problem.level == "error"] or [*prove(loaded)]
    if errors:
        message = "Nothing was changed: the files would then have the errors above."
        _stop(errors, f"{message} Prevent these, and run again.")
    if dry_run:
        write_result("".join(map(_diff, files)))
    else:
        _write(bounds, files)
    verb = "would change" if dry_run else "changed"
    for file in files:
        log(f"{file.path}: {counted(_changed_lines(file), 'line')} {verb}")
    return files


def proofs(prove: Prove, before: Loaded) -> Prove:
    """Return a proof that also finds the errors of the format which nothing had `before`.

    Such as a circle of `broader` terms, once two of them are one.
    """
    known = {problem.rule for problem in check_rules(before)}

    def prove_all(after: Loaded) -> Iterator[Problem]:
        yield from prove(after)
        for problem in check_rules(after):
            if problem.level == "error" and problem.rule not in known:
                yield problem

    return prove_all


def _write(bounds: Bounds, files: Sequence[Rewritten]) -> None:
    try:
        problems = write(bounds, files)
    except KeyboardInterrupt:
        log("Some files may not be changed yet. Run the same command again to finish.")
        raise
    if problems:
        _stop(problems, "Not all files were changed. Fix this, and run the same command again.")


def _stop(problems: Sequence[Problem], message: str) -> NoReturn:
    if problems:
        show_problems(problems)
    log(message)
    sys.exit(1)


def _diff(file: Rewritten) -> str:
    old, new = _lines(file.old), _lines(file.new)
    diff = ""
    for line in difflib.unified_diff(old, new, file.path, file.path, n=0):
        diff += line.rstrip("\n") + "\n"
    return diff


def _lines(text: str) -> list[str]:
    """Return the lines of a text as an editor counts them."""
    return with_line_feeds(text).split("\n")


def _changed_lines(file: Rewritten) -> int:
    old, new = _lines(file.old), _lines(file.new)
    if len(old) == len(new):  # as after nearly all renaming
        return sum(one != other for one, other in zip(old, new, strict=True))
    lines = 0
    opcodes = difflib.SequenceMatcher(None, old, new).get_opcodes()
    for tag, old_start, old_end, new_start, new_end in opcodes:
        if tag != "equal":
            lines += max(old_end - old_start, new_end - new_start)
    return lines
