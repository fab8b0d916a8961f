"""`build`: the whole site, once."""

import sys
import time
from pathlib import Path

import click

from explainer.commands.output import log, progress, show_problems
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
    with progress() as say:
        problems = build_site(root, folder, say, offline)
    show_problems(problems)
    if has_errors(problems):
        log(f"The site was not built; {_unchanged(folder)}.")
        sys.exit(1)
    log(f"The site is in {folder} ({time.monotonic() - begun:.1f} s).")


def _unchanged(folder: Path) -> str:
    """Return a sentence: that the folder is unchanged or, if it does not exist, what to do."""
    return (
        f"{folder} is unchanged" if is_taken(folder) else "correct the errors above and run again"
    )
