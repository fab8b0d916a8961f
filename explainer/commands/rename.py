"""`rename`: give an entry another id, wherever it is named."""

import re
from contextlib import nullcontext
from functools import partial
from pathlib import Path

import click

from explainer.addresses import MARKDOWN, slug_of
from explainer.commands.output import log, writing
from explainer.commands.rename_article import move_article
from explainer.commands.shared_options import root_option
from explainer.commands.shared_rewriting import (
    carry_out,
    dry_run_option,
    entry_name,
    proofs,
    readable,
    unknown,
)
from explainer.editing.merging import MERGED
from explainer.editing.renaming import rename as rewritings_for
from explainer.editing.rewriting import still_named
from explainer.entries import ID_PATTERN, LONGEST_ID
from explainer.format.former import is_article_name, owner
from explainer.model import Loaded, Ref


def _old_name(context: click.Context, parameter: click.Parameter, value: str) -> Ref:
    """Read `kind:id` or `article:name` from the command line."""
    kind, colon, slug = value.partition(":")
    if kind == "article" and colon:
        return Ref("article", slug)
    if value.endswith(MARKDOWN):
        raise click.BadParameter(_of_file(value))
    return entry_name(context, parameter, value)


def _of_file(path: str) -> str:
    """Return the advice for the path of a file of Markdown."""
    is_elsewhere = path.startswith("docs/") and not path.startswith("docs/articles/")
    if is_elsewhere or not is_article_name(slug_of(path)):
        return "only articles, which are files in docs/articles/, and entries can be renamed"
    return f"write `article:{slug_of(path)}`"


@click.command()
@root_option
@dry_run_option
@click.argument("old", callback=_old_name, metavar="KIND:OLD")
@click.argument("new", metavar="NEW")
def rename(root: Path, dry_run: bool, old: Ref, new: str) -> None:
    """Give an entry another id, or an article's file another name: rename claim:lit lamp-lit.

    KIND is claim, date, actor, term, source or article. The id changes in all annotations and in
    the links (kind:id) of all articles and pages; every other byte stays. The entry keeps its old
    id under `formerly`, so that old addresses go on working. If it is interrupted, run the same
    command again.

    An article is named by its file, without .md: rename article:storm great-storm. Its file is
    moved, and what names it follows: annotations, links and `nav`. Where you moved it yourself,
    the rest is done.
    """
    with nullcontext() if dry_run else writing(root):
        if old.kind == "article":
            move_article(root, old.id, new, dry_run)
        else:
            _rename(root, old, new, dry_run)


def _rename(root: Path, old: Ref, new: str, dry_run: bool) -> None:
    loaded, config, settings = readable(root)
    target = Ref(old.kind, new.removeprefix(f"{old.kind}:"))
    entries = loaded.entries
    is_done = old not in entries and target in entries and old.id in entries[target].body.formerly
    if not is_done:
        _refuse(loaded, old, target)
    prove = proofs(partial(still_named, settings=settings, name=old), loaded)
    rewritings = rewritings_for(loaded, settings, old, target)
    files = carry_out(config.bounds, rewritings, dry_run, prove=prove)
    if is_done and not files:
        log(f"{old} is already {target}.")
    elif not dry_run:
        log(f"{old} is now {target}; its old addresses redirect to the new ones.")


def _refuse(loaded: Loaded, old: Ref, new: Ref) -> None:
    """Raise UsageError if either of the two names cannot be used."""
    entries, before = loaded.entries, owner(loaded, new)
    if not re.fullmatch(ID_PATTERN, new.id) or len(new.id) > LONGEST_ID:
        signs = f"lower-case letters, digits and single hyphens, {LONGEST_ID} at most"
        raise click.UsageError(f"`{new.id}` is not an id: use {signs}")
    if old not in entries:
        raise unknown(loaded, old)
    if new == old:
        raise click.UsageError(f"{old} already has this id; give it another")
    if new in entries:
        path, line, _ = entries[new].at()
        message = f"{new} already exists, at {path}:{line}"
        if old.kind in MERGED:
            message += f"; to merge the two, run `merge {old} {new.id}`"
        raise click.UsageError(message)
    if before and before != old:
        message = f"`{new.id}` was an id of {before}, whose old addresses lead there"
        raise click.UsageError(f"{message}; choose another")
