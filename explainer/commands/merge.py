"""`merge`: make two actors or terms one."""

import sys
from collections.abc import Sequence
from contextlib import nullcontext
from functools import partial
from pathlib import Path

import click

from explainer.commands.output import log, show_problems, writing
from explainer.commands.shared_options import root_option
from explainer.commands.shared_rewriting import (
    carry_out,
    dry_run_option,
    entry_name,
    proofs,
    readable,
    unknown,
)
from explainer.editing.merging import MERGED, Merge
from explainer.editing.merging import merge as merged
from explainer.editing.rewriting import Rewritten, home, still_named
from explainer.files.textfiles import with_line_feeds
from explainer.model import Loaded, Place, Problem, Ref
from explainer.yamlfiles.nodes import read_yaml


@click.command()
@root_option
@dry_run_option
@click.argument("one", callback=entry_name, metavar="KIND:ONE")
@click.argument("other", metavar="OTHER")
def merge(root: Path, dry_run: bool, one: Ref, other: str) -> None:
    """Make two actors or terms one: merge actor:lund keeper-lund.

    KIND is actor or term. All that names ONE names OTHER then. OTHER keeps what it says, and gets
    the names and ids of ONE, the items of its lists, and the role or description that it lacks; ONE
    becomes a comment where it stands, so that nothing is lost. Old addresses go on working. If it
    is interrupted, run the same command again.
    """
    with nullcontext() if dry_run else writing(root):
        _merge(root, one, other, dry_run)


def _merge(root: Path, one: Ref, other: str, dry_run: bool) -> None:
    loaded, config, settings = readable(root)
    target = Ref(one.kind, other.removeprefix(f"{one.kind}:"))
    is_done = _is_done(loaded, one, target)
    plan = merged(loaded, settings, one, target)
    if isinstance(plan, Problem):
        show_problems([plan])
        log("Nothing was changed.")
        sys.exit(1)
    prove = proofs(partial(still_named, settings=settings, name=one), loaded)
    files = carry_out(config.bounds, plan.rewritings, dry_run, prove=prove)
    if is_done and not files:
        log(f"{one} is already {target}.")
        return
    if not dry_run:
        log(f"{one} is now {target}; its old addresses redirect to the new ones.")
    _report(plan, files)


def _report(plan: Merge, files: Sequence[Rewritten]) -> None:
    """Log what one entry took over, and what is left only in the comment that was the other."""
    goes, stays, (_, taken, left) = plan.goes, plan.stays, plan.union
    if goes is None:
        return
    texts = {file.path: file for file in files}
    was, now = getattr(goes.body, "type", ""), getattr(stays.body, "type", "")
    if was != now:
        types = f"{goes.ref} is of type {was} and {stays.ref} is of type {now}"
        log(f"{types}: check whether they are the same.")
    keys = [key for key in taken if key != "formerly"]
    if keys:
        path = stays.at().path
        line = read_yaml(texts[path].new, path)[0].keys[home(stays.ref)].line
        log(f"{path}:{line}: {stays.ref} takes over {_listed(keys)} of {goes.ref}.")
    path = goes.at().path
    message = (
        f"{path}:{_line_of_comment(texts[path], goes.at())}: {goes.ref} becomes a comment here"
    )
    if left:
        message += (
            f", which alone keeps its {_listed(left)}; copy to {stays.ref} what you want to keep"
        )
    log(f"{message}.")


def _listed(keys: Sequence[str]) -> str:
    return ", ".join(f"`{key}`" for key in keys)


def _line_of_comment(file: Rewritten, place: Place) -> int:
    """Return the line on which the entry that was at a place is a comment now.

    Entries above it may have got more lines, and may have the same comment.
    """
    old = [line.strip() for line in with_line_feeds(file.old).split("\n")]
    new = [line.strip() for line in with_line_feeds(file.new).split("\n")]
    comment = f"# {old[place.line - 1]}"
    index = new.index(comment)
    for _ in range(old[: place.line - 1].count(comment)):
        index = new.index(comment, index + 1)
    return index + 1


def _is_done(loaded: Loaded, one: Ref, other: Ref) -> bool:
    """Return whether the two were merged before; raise UsageError if they cannot be merged."""
    entries = loaded.entries
    if one.kind not in MERGED:
        kinds = " and ".join(f"{kind}s" for kind in MERGED)
        raise click.UsageError(f"only {kinds} can be merged, no {one.kind}s")
    if one == other:
        raise click.UsageError(f"{one} cannot be merged with itself; name another {one.kind}")
    if other not in entries:
        raise unknown(loaded, other)
    if one not in entries and one.id not in entries[other].body.formerly:
        raise unknown(loaded, one)
    return one not in entries
