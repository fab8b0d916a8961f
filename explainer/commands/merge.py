"""`merge`: makes two actors or terms one."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from explainer.commands.options import root_option
from explainer.commands.output import say, show
from explainer.commands.rewriting import carry_out, dry_run_option, entry_name, readable, unknown
from explainer.editing.merge import MERGED
from explainer.editing.merge import merge as merged
from explainer.editing.rename import by_ref
from explainer.editing.rewriting import Rewritten
from explainer.model import Loaded, Place, Ref


@click.command()
@root_option
@dry_run_option
@click.argument("one", callback=entry_name, metavar="KIND:ONE")
@click.argument("other", metavar="OTHER")
def merge(root: Path, dry_run: bool, one: Ref, other: str) -> None:
    """Make two actors or terms one: merge actor:lund keeper-lund.

    KIND is actor or term. All that names ONE names OTHER then. OTHER gets the names and ids of ONE, and the role or
    description that it lacks; ONE becomes a comment where it stands, so that nothing is lost. Old addresses go on
    working. If it is interrupted, run the same command again.
    """
    loaded, settings = readable(root)
    target = Ref(one.kind, other.removeprefix(f"{one.kind}:"))
    is_done = _is_done(loaded, one, target)
    plan, problems = merged(loaded, settings, one, target)
    if problems:
        show(problems)
        say("Nothing was changed.")
        sys.exit(1)
    files = carry_out(root, plan.rewritings, dry_run)
    if is_done and not files:
        say(f"{one} is {target} already.")
    elif not dry_run:
        say(f"{one} is {target} now; its old addresses lead to the new ones.")
    if plan.comment and not dry_run:
        path, line = plan.comment.path, _line_of_comment(files, plan.comment)
        say(f"{path}:{line}: what was {one} stands here as a comment{_left(plan.left, target)}.")


def _line_of_comment(files: Sequence[Rewritten], place: Place) -> int:
    """The line at which the entry of this place stands now: others may have got more lines above it."""
    file = next(file for file in files if file.path == place.path)
    comment = "# " + file.old.splitlines()[place.line - 1].strip()
    return next(number for number, line in enumerate(file.new.splitlines(), 1) if line.strip() == comment)


def _is_done(loaded: Loaded, one: Ref, other: Ref) -> bool:
    """Whether there is nothing but the rest to do; raises what is wrong with the two names."""
    entries = by_ref(loaded)
    if one.kind not in MERGED:
        raise click.UsageError(f"only {' and '.join(f'{kind}s' for kind in MERGED)} can be merged, no {one.kind}s")
    if one == other:
        raise click.UsageError(f"{one} cannot be merged with itself; name another {one.kind}")
    if other not in entries:
        raise unknown(loaded, other)
    if one not in entries and one.id not in entries[other].body.formerly:
        raise unknown(loaded, one)
    return one not in entries


def _left(keys: tuple[str, ...], other: Ref) -> str:
    listed = ", ".join(f"`{key}`" for key in keys)
    return f"; {listed} of it stand only there: copy to {other} what you want to keep" if keys else ""
