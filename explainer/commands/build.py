"""`build`: the whole site, once.

What builds it is imported only if something has changed, since that alone takes long.
"""

import time
from importlib import import_module
from pathlib import Path

import click

from explainer.building.unchanged import Command, Outcome, last_outcome
from explainer.commands.shared_options import root_option, site_dir_option
from explainer.text.controls import visible_lines


@click.command()
@root_option
@site_dir_option
@click.option(
    "--offline", is_flag=True, help="Make a site that works opened from a folder, search included."
)
def build(root: Path, site_dir: Path | None, offline: bool) -> None:
    """Build the site into site/. With errors in the content, the old site stays as it was."""
    begun = time.monotonic()
    command = Command(root, site_dir, offline)
    outcome = last_outcome(command)
    if outcome:
        _repeat(outcome, begun)
    else:
        import_module("explainer.commands.shared_building").build_anew(command, begun)


def _repeat(outcome: Outcome, begun: float) -> None:
    """Say again what the last build said."""
    where = f"the site is in {outcome.folder} ({time.monotonic() - begun:.1f} s)"
    lines = f"{outcome.said}Nothing has changed since the last build; {where}.\n"
    click.echo(visible_lines(lines), nl=False, err=True)
