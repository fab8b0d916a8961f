"""Build a site of which something has changed, or may have."""

import sys
import time
from pathlib import Path

from explainer.building.outcomes import Keeping
from explainer.building.unchanged import Command
from explainer.commands.output import log, progress, show_problems, worded
from explainer.commands.shared_settings import target
from explainer.files.textfiles import is_taken
from explainer.pipeline import build_site, has_errors
from explainer.sharding import build_shard


def build_anew(command: Command, begun: float, shards: tuple[Path, ...] = ()) -> None:
    """Build a site; exit with status 1 if there are errors. `begun` is a time of the clock."""
    folder = target(command.root, command.site_dir)
    keeping = Keeping(command, str(folder), worded)
    with progress() as say:
        problems = build_site(command.root, folder, say, command.offline, keeping, shards)
    show_problems(problems)
    if has_errors(problems):
        log(f"The site was not built; {_unchanged(folder)}.")
        sys.exit(1)
    log(f"The site is in {folder} ({time.monotonic() - begun:.1f} s).")


def build_shard_anew(command: Command, slugs: tuple[str, ...], begun: float) -> None:
    """Build a shard; exit as `build_anew` does."""
    folder = target(command.root, command.site_dir)
    with progress() as say:
        problems = build_shard(command.root, folder, slugs, say, command.offline)
    show_problems(problems)
    if has_errors(problems):
        log(f"The shard was not built; {_unchanged(folder)}.")
        sys.exit(1)
    log(f"The shard is in {folder} ({time.monotonic() - begun:.1f} s).")


def _unchanged(folder: Path) -> str:
    """Return a sentence: that the folder is unchanged or, if it does not exist, what to do."""
    return (
        f"{folder} is unchanged" if is_taken(folder) else "correct the errors above and run again"
    )
