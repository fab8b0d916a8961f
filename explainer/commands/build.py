"""`build`: the whole site, once."""

import sys
import time
from pathlib import Path

import click

from explainer.commands.output import progress, say, show
from explainer.commands.shared_options import root_option, site_dir_option, target
from explainer.files.textfiles import is_taken
from explainer.pipeline import build_site, has_errors


@click.command()
@root_option
@site_dir_option
@click.option(
    "--offline", is_flag=True, help="Make a site that works opened from a folder, search included."
)
def build(root: Path, site_dir: Path | None, offline: bool) -> None:
    """Build the site into site/. With errors in the content, the old site stays as it was."""
    begun = time.monotonic()
    folder = target(root, site_dir)
    with progress() as tell:
        problems = build_site(root, folder, tell, offline)
    show(problems)
    if has_errors(problems):
        say(f"The site was not built; {_unchanged(folder)}.")
        sys.exit(1)
    say(f"The site is in {folder} ({time.monotonic() - begun:.1f} s).")


def _unchanged(folder: Path) -> str:
    """Say that the folder, whatever it holds, is as it was before the error; else what to do."""
    is_there = is_taken(folder)
    return f"{folder} is unchanged" if is_there else "correct the errors above and run again"
