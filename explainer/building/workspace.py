"""The folders that a site is made in."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from explainer.config.settings import BUILD_DIR


@dataclass(frozen=True)
class Workspace:
    """The root, with what the editor wrote, the folder of the staged tree, and that of the site."""

    root: Path
    build_dir: Path
    site_dir: Path

    @classmethod
    def of(cls, root: Path, site_dir: Path) -> Self:
        """Return the workspace whose staged tree is in the usual folder, build/ in the root."""
        return cls(root, root / BUILD_DIR, site_dir)
