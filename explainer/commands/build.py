"""`build`: the whole site, once.

What builds it is imported only if something has changed, since that alone takes long.
"""

import gc
import time
from importlib import import_module
from pathlib import Path

import click

from explainer.building.unchanged import Command, Outcome, last_outcome
from explainer.commands.shared_options import root_option, site_dir_option
from explainer.text.controls import visible_lines

_REST = "explainer.commands.shared_building"
# Objects that are made before Python looks for garbage: after an edit, it need not look at all
_MOST_NEW = 1_000_000


@click.command()
@root_option
@site_dir_option
@click.option(
    "--offline", is_flag=True, help="Make a site that works opened from a folder, search included."
)
@click.option(
    "--only",
    multiple=True,
    metavar="ARTICLE",
    help="Make a shard: only the pages of this article, for --shard. Repeat it for more articles.",
)
@click.option(
    "--shard",
    "shards",
    multiple=True,
    metavar="FOLDER",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Take pages from this folder, which --only made. Repeat it for more shards.",
)
def build(
    root: Path,
    site_dir: Path | None,
    offline: bool,
    only: tuple[str, ...],
    shards: tuple[Path, ...],
) -> None:
    """Build the site into site/. With errors in the content, the old site stays as it was."""
    begun = time.monotonic()
    command = Command(root, site_dir, offline)
    if only:
        _build_shard(command, only, shards, begun)
        return
    outcome = last_outcome(command)
    if outcome:
        _repeat(outcome, begun)
    else:
        gc.set_threshold(_MOST_NEW)
        import_module(_REST).build_anew(command, begun, shards)


def _build_shard(
    command: Command, only: tuple[str, ...], shards: tuple[Path, ...], begun: float
) -> None:
    if shards:
        raise click.UsageError("--only makes a shard, and --shard uses it: give one of the two.")
    if command.site_dir is None:
        raise click.UsageError("A shard is no whole site: with --site-dir, say where it goes.")
    import_module(_REST).build_shard_anew(command, only, begun)


def _repeat(outcome: Outcome, begun: float) -> None:
    """Say again what the last build said."""
    where = f"the site is in {outcome.folder} ({time.monotonic() - begun:.1f} s)"
    lines = f"{outcome.said}Nothing has changed since the last build; {where}.\n"
    click.echo(visible_lines(lines), nl=False, err=True)
