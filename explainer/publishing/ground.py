"""Which folder is inside which, whatever they are called: links, spellings and mounts can lead to one folder."""

from pathlib import Path

from explainer.folders import real_path


def stands_in(path: Path, folder: Path) -> bool:
    """Tell whether a path is a folder or below it; for a path that does not exist, the folders above it count.

    Folders are told apart by device and number, so DOCS is docs on a disk that ignores case.
    Raises OSError.
    """
    place, ground = real_path(path), real_path(folder)
    if place.is_relative_to(ground):
        return True
    return any(_is_same(above, ground) for above in (place, *place.parents))


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except (FileNotFoundError, NotADirectoryError):
        return False  # one is not there, or not at this moment: a site is being put in place
