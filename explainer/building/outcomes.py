"""Keep what a build ended with, so that the next command need not build (`unchanged.py`)."""

import os
from collections.abc import Callable, Iterable
from typing import NamedTuple

from explainer.building import unchanged
from explainer.building.knowable import is_knowable
from explainer.building.publish import leftovers
from explainer.building.workspace import Workspace
from explainer.config.settings import Config, read_config
from explainer.files.folders import real_path
from explainer.model import Problem, Settings


class Keeping(NamedTuple):
    """What is needed to keep the outcome of a build, for `unchanged.last_outcome`."""

    command: unchanged.Command
    folder: str  # of the site, as the command names it
    worded: Callable[[tuple[Problem, ...]], str]  # returns what the command says of problems

    def begin(self) -> unchanged.Beginning | None:
        """Return what a build begins with, before it reads any of it."""
        config, _ = read_config(self.command.root, os.environ)
        return unchanged.begin(self.command, _custom_dir(config)) if config else None

    def end(
        self,
        beginning: unchanged.Beginning,
        used: tuple[Config, Settings],
        workspace: Workspace,
        written: Iterable[str],
        problems: tuple[Problem, ...],
    ) -> None:
        """Keep the outcome of a build, if everything is known that it depends on.

        It has written the site, and what is `written` in the build folder.
        """
        config, site_dir = used[0], workspace.site_dir
        if not is_knowable(*used) or _custom_dir(config) != beginning.custom_dir:
            return
        made = unchanged.Made(
            str(real_path(site_dir)),
            [str(workspace.build_dir / name) for name in written],
            [str(folder) for folder in leftovers(site_dir)],
        )
        outcome = unchanged.Outcome(self.folder, self.worded(problems))
        unchanged.keep(beginning, made, outcome)


def _custom_dir(config: Config) -> str:
    return str(config.custom_dir or "")
