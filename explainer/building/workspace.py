"""The folders in which a site is made."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from explainer.config.settings import BUILD_DIR


@dataclass(frozen=True)
class Workspace:
    """The root, which holds what the editor wrote, the staged tree's folder, and the site's."""

    root: Path
    build_dir: Path
    site_dir: Path
    shards: tuple[Path, ...] = ()  # folders of pages that were made elsewhere, to be taken over

    @classmethod
    def of(cls, root: Path, site_dir: Path, shards: tuple[Path, ...] = ()) -> Self:
        """Return the workspace whose staged tree is in the usual folder, build/ in the root."""
        return cls(root, root / BUILD_DIR, site_dir, shards)
