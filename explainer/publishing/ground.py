"""Which folder stands in which, whatever their names are: links, other spellings and mounts lead to one folder."""

from pathlib import Path


def stands_in(path: Path, folder: Path) -> bool:
    """Tell whether a path is a folder or lies below it; of a path that is not there, what is there above it counts.

    Folders are told apart by device and number, so that DOCS is docs on a disk that takes one name for the other.
    Raises OSError.
    """
    place, ground = path.resolve(), folder.resolve()
    if place.is_relative_to(ground) or not ground.exists():
        return place.is_relative_to(ground)
    return any(above.exists() and above.samefile(ground) for above in (place, *place.parents))
