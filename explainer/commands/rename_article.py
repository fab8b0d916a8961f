"""`rename article:OLD NEW`: an article's file, and all that names it."""

import sys
from pathlib import Path

import click

from explainer.addresses import slug_of
from explainer.commands.output import log, show_problems
from explainer.commands.shared_rewriting import carry_out, readable
from explainer.config.excluded import is_draft_path
from explainer.config.settings import Config
from explainer.editing.renaming_articles import Move, move_of, rename_article
from explainer.files.folders import Bounds
from explainer.files.sitefiles import move_file
from explainer.files.textfiles import is_taken, on_disk
from explainer.format.did_you_mean import did_you_mean
from explainer.format.former import is_article_name, is_too_long, owner
from explainer.model import Loaded, Ref
from explainer.text.controls import visible
from explainer.yamlfiles.tree import compose, scalar


def move_article(root: Path, old: str, new: str, dry_run: bool) -> None:
    """Rename an article's file and change what names it; the file may have been moved by hand."""
    old, new = slug_of(old), slug_of(new.removeprefix("article:"))
    loaded, config, settings = readable(root, (old, new))
    _refuse(loaded, config, old, new)
    move = move_of(loaded, old, new)
    _must_be_free(root, move)
    rewritings = rename_article(loaded, config, settings, old, new)
    files = carry_out(config.bounds, rewritings, dry_run, (old, new))
    is_moved = all(article.slug != old for article in loaded.articles)
    if is_moved and not files:
        log(f"article:{old} is already article:{new}.")
        return
    if not is_moved:
        log(f"{move.old}: {'would become' if dry_run else 'is now'} {move.new}")
    if dry_run:
        return
    if not is_moved:
        _move(config.bounds, move)
    log(f"article:{old} is now article:{new}; its old address redirects to the new one.")


def _move(bounds: Bounds, move: Move) -> None:
    problems = move_file(bounds, move.old, move.new)
    if problems:
        show_problems(problems)
        log("The article keeps its old name. Fix this, and run the same command again.")
        sys.exit(1)


def _must_be_free(root: Path, move: Move) -> None:
    """Raise UsageError if the new name belongs to another file, which a rename would replace."""
    old, new = on_disk(root, move.old), root / move.new
    if not (is_taken(old) and is_taken(new)):
        return
    is_same = new.exists() and old.samefile(new)  # perhaps the names differ only in case
    if not is_same:
        message = f"{move.new} already exists, and is not an article; choose another name"
        raise click.UsageError(message)


def _refuse(loaded: Loaded, config: Config, old: str, new: str) -> None:
    """Raise UsageError if either of the two names cannot be used."""
    slugs = [article.slug for article in loaded.articles]
    before = owner(loaded, Ref("article", new))
    _must_be_name(new)
    if new == old:
        raise click.UsageError(f"article:{old} already has this name; give it another")
    if old in slugs and new in slugs:
        raise click.UsageError(f"there is already an article named {new}; choose another name")
    if old not in slugs and not is_article_name(old):
        message = f"`{old}` is not the name of a file in docs/articles/"
        raise click.UsageError(f"{message}; only articles can be renamed in this way")
    if old not in slugs and new not in slugs:
        raise click.UsageError(f"there is no article `{old}`{did_you_mean(old, slugs)}")
    if before and before.id != old:
        advice = "whose old address leads there; choose another"
        raise click.UsageError(f"`{new}` was the name of {before}, {advice}")
    if old in slugs and _stops_being_a_draft(config, move_of(loaded, old, new)):
        raise click.UsageError(
            f"`draft_docs` in mkdocs.yml makes {old} a draft and would not do so for {new}; "
            "write `draft: true` into its front matter first"
        )


def _must_be_name(new: str) -> None:
    """Raise UsageError if an article's file cannot have a name on every system."""
    for part in new.split("/"):
        if part in ("", "index", "README") or part.startswith("."):
            advice = "write a name like new-name or folder/new-name"
            raise click.UsageError(f"`{new}` is not a name for an article; {advice}")
    if is_too_long(new):
        message = "this name is too long for a file on every system; choose a shorter one"
        raise click.UsageError(message)
    if any(sign in new for sign in '\\:*?"<>|') or visible(new) != new:
        message = f"`{visible(new)}` is not a valid file name on every system"
        raise click.UsageError(f"{message}; use letters, digits and hyphens")


def _stops_being_a_draft(config: Config, move: Move) -> bool:
    """Return whether a pattern, not its name, makes it a draft, and does not match the new name."""
    old, new = move.in_docs
    patterns = scalar(compose(config.text), "draft_docs").splitlines()
    is_named = any(line.strip().lstrip("/") == old for line in patterns)
    return is_draft_path(old, config) and not is_named and not is_draft_path(new, config)
