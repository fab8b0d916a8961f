"""`rename article:OLD NEW`: an article's file, and all that names it."""

import sys
from pathlib import Path

import click

from explainer.addresses import slug_of
from explainer.commands.output import say, show
from explainer.commands.shared_rewriting import carry_out, settled
from explainer.config.excluded import is_draft_path
from explainer.config.settings import Config
from explainer.editing.renaming_articles import Move, move_of, rename_article
from explainer.files.textfiles import is_taken, on_disk
from explainer.format.did_you_mean import did_you_mean
from explainer.format.former import is_too_long, owner
from explainer.model import Loaded, Place, Problem, Ref
from explainer.text.controls import visible
from explainer.yamlfiles.tree import compose, scalar


def move_article(root: Path, old: str, new: str, dry_run: bool) -> None:
    """Give an article's file another name, or the rest, where the file was moved by hand."""
    old, new = slug_of(old), slug_of(new.removeprefix("article:"))
    loaded, config, settings = settled(root, (old, new))
    _refuse(loaded, config, old, new)
    move = move_of(loaded, old, new)
    _must_be_free(root, move)
    files = carry_out(root, rename_article(loaded, config, settings, old, new), dry_run)
    is_there = not any(article.slug == old for article in loaded.articles)
    if is_there and not files:
        say(f"article:{old} is already article:{new}.")
        return
    if not is_there:
        say(f"{move.old}: {'would become' if dry_run else 'is now'} {move.new}")
    if dry_run:
        return
    if not is_there:
        _move(root, move)
    say(f"article:{old} is now article:{new}; its old address redirects to the new one.")


def _move(root: Path, move: Move) -> None:
    try:
        (root / move.new).parent.mkdir(parents=True, exist_ok=True)
        on_disk(root, move.old).rename(root / move.new)
    except OSError as error:
        why = error.strerror
        message = f"this file cannot be moved to {move.new} ({why}); check its permissions"
        show([Problem(Place(move.old), "error", message, "unreadable")])
        say("The article keeps its old name. Fix this, and run the same command again.")
        sys.exit(1)


def _must_be_free(root: Path, move: Move) -> None:
    """Raise UsageError if something that is not an article has the new name: a rename would replace it."""
    old, new = on_disk(root, move.old), root / move.new
    if not (is_taken(old) and is_taken(new)):
        return
    if not (
        new.exists() and old.samefile(new)
    ):  # a name that differs in case only may be the same file
        raise click.UsageError(
            f"{move.new} already exists, and is not an article; choose another name"
        )


def _refuse(loaded: Loaded, config: Config, old: str, new: str) -> None:
    """Raise what is wrong with the two names."""
    slugs = [article.slug for article in loaded.articles]
    before = owner(loaded, Ref("article", new))
    _must_be_name(new)
    if new == old:
        raise click.UsageError(f"article:{old} already has this name; give it another")
    if old in slugs and new in slugs:
        raise click.UsageError(f"there is already an article named {new}; choose another name")
    if old not in slugs and new not in slugs:
        raise click.UsageError(f"there is no article `{old}`{did_you_mean(old, slugs)}")
    if before and before.id != old:
        way = "whose old address leads there; choose another"
        raise click.UsageError(f"`{new}` was the name of {before}, {way}")
    if old in slugs and _stops_being_a_draft(config, move_of(loaded, old, new)):
        raise click.UsageError(
            f"`draft_docs` in mkdocs.yml makes {old} a draft and would not do so for {new}; "
            "write `draft: true` into its front matter first"
        )


def _must_be_name(new: str) -> None:
    """Raise UsageError if an article's file cannot be called so on every system."""
    parts = new.split("/")
    if any(part in ("", ".", "..", "index", "README") or part.startswith(".") for part in parts):
        way = "write a name like new-name or folder/new-name"
        raise click.UsageError(f"`{new}` is not a name for an article; {way}")
    if is_too_long(new):
        why = "this name is too long for a file on every system"
        raise click.UsageError(f"{why}; choose a shorter one")
    if any(sign in new for sign in '\\:*?"<>|') or visible(new) != new:
        way = "use letters, digits and hyphens"
        raise click.UsageError(f"`{visible(new)}` is not a valid file name on every system; {way}")


def _stops_being_a_draft(config: Config, move: Move) -> bool:
    """Return whether a pattern that is more than its name makes it a draft, and would not any more."""
    old, new = move.in_docs
    patterns = scalar(compose(config.text), "draft_docs").splitlines()
    is_named = any(line.strip().lstrip("/") == old for line in patterns)
    return is_draft_path(old, config) and not is_named and not is_draft_path(new, config)
