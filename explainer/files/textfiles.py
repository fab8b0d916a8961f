"""Reading text files as editors leave them: any encoding mistake is a problem with its place, never a traceback."""

import codecs
import errno
import os
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from itertools import count
from pathlib import Path
from typing import NamedTuple

from explainer.files.folders import real_path, special_kind, way_to_read
from explainer.files.wholefiles import create_files, replace_file
from explainer.model import Place, Problem

MOST_BYTES = 20_000_000  # of a file that somebody wrote; a book of 150,000 words has 1 MB
TOO_LONG = (
    "this file is larger than 20 MB, which would take minutes to read; split it into several files"
)
_IN_THE_WAY = (errno.EEXIST, errno.ENOTDIR, errno.EISDIR, errno.ENOTEMPTY)
_WIDE = {
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
    codecs.BOM_UTF32_BE: "UTF-32",
}


class SpecialFileError(OSError):
    """What should be read is a pipe, a socket or a device; its `strerror` says so, and what to do."""


def is_file(file: Path) -> bool:
    """Return whether there is a file: False where its folder, or its name, does not allow a look."""
    return os.path.isfile(file)  # noqa: PTH113 - pathlib's raises where a look is forbidden


def is_folder(folder: Path) -> bool:
    """Return whether there is a folder, as `is_file` does for files."""
    return os.path.isdir(folder)  # noqa: PTH112


def is_taken(path: Path) -> bool:
    """Return whether anything has this name, be it a link that leads nowhere."""
    return os.path.lexists(path)


def composed(name: str) -> str:
    """Return a name in the form (NFC) in which names are compared: macOS may take accents apart."""
    return unicodedata.normalize("NFC", name)


def caseless(name: str) -> str:
    """Return what is equal for names that Windows or macOS take for one."""
    return composed(composed(name).casefold())


def alike(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield each name that Windows or macOS take for one before it in the alphabet, with that."""
    first: dict[str, str] = {}
    for name in sorted(set(names)):
        other = first.setdefault(caseless(name), name)
        if other != name:
            yield name, other


def same_name(other: str) -> str:
    """Say what is wrong with a file that Windows and macOS take for another."""
    where = "on Windows and macOS, where one would replace the other"
    return f"{other} is the same name {where}; rename one"


def on_disk(folder: Path, path: str) -> Path:
    """Return the file of a composed path below a folder, whatever form its name has on the disk."""
    file = folder / path
    if path.isascii() or is_taken(file):
        return file
    for part in Path(path).parts:
        named = [each for each in _entries_of(folder) if composed(each.name) == composed(part)]
        folder = named[0] if named else folder / part
    return folder


def _entries_of(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def read_bytes(file: Path) -> bytes | None:
    """Give what a file holds, or None where it cannot be read."""
    try:
        return _read(file)
    except OSError:
        return None


def read_start(file: Path, most: int) -> bytes:
    """Give at most so many bytes from the start of a file; none where it cannot be read."""
    try:
        return _read(file, most)
    except OSError:
        return b""


def _read(file: Path, most: int = -1) -> bytes:
    """Read a regular file, or at most so many bytes of it.

    Raises OSError for anything else, which might keep one waiting, or never end.
    """
    with open(file, "rb", opener=opened_at_once) as opened:
        kind = special_kind(os.fstat(opened.fileno()).st_mode)
        if kind:
            raise SpecialFileError(
                errno.EINVAL, f"this is {kind}, not a file; replace it with a file"
            )
        return opened.read(most)


def opened_at_once(path: str, flags: int) -> int:
    """Open a file without waiting for the writer of a pipe."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def read_text(
    file: Path, path: str, most: int = MOST_BYTES
) -> tuple[str | None, tuple[Problem, ...]]:
    r"""Give the text of a UTF-8 file with all line ends as "\n", or None and a problem at `path`.

    One of more than `most` bytes is not read.
    """
    try:
        if file.stat().st_size > most:
            return None, (Problem(Place(path), "error", TOO_LONG, "too-long"),)
        data = _read(file)
    except SpecialFileError as error:
        return None, (_problem(Place(path), str(error.strerror)),)
    except IsADirectoryError:
        return None, (
            _problem(Place(path), "this is a folder, not a file; replace it with a file"),
        )
    except OSError as error:
        message = f"this file cannot be read ({error.strerror}); {way_to_read(error.errno)}"
        return None, (_problem(Place(path), message),)
    wide = next((name for bom, name in _WIDE.items() if data.startswith(bom)), None)
    if wide:
        return None, (_problem(Place(path), f"this file is saved as {wide}; save it as UTF-8"),)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return None, (
            _problem(_place_of(data, error.start, path), _undecodable(data, error.start)),
        )
    if "\0" in text:
        place = _place_of(text.encode(), text.encode().index(b"\0"), path)
        return None, (
            _problem(
                place, "this is not a text file (it contains a zero byte); replace or remove it"
            ),
        )
    return text.replace("\r\n", "\n").replace("\r", "\n"), ()


def free_path(stem: str, is_used: Callable[[str], bool]) -> str:
    """Give a path for a new YAML file: `stem`.yml, or the first of `stem`-2.yml and so on that is not used."""
    paths = (f"{stem}{f'-{number}' * (number > 1)}.yml" for number in count(1))
    return next(path for path in paths if not is_used(path))


def write_text(file: Path, path: str, text: str) -> tuple[Problem, ...]:
    """Replace a file as a whole, so that no moment leaves it half-written; one that holds the text is left alone."""
    data = text.encode()
    try:
        if is_file(file) and _read(file) == data:
            return ()
        file.parent.mkdir(parents=True, exist_ok=True)
        replace_file(file, data)
    except OSError as error:
        return (_unwritable(path, error),)
    return ()


def write_new_text(file: Path, path: str, text: str) -> tuple[Problem, ...]:
    """Make a file as a whole; one that is there by now, or anything else of its name, is left alone."""
    try:
        create_files({file: text.encode()})
    except OSError as error:
        return (_unwritable(path, error),)
    return ()


def way_to_write(error: OSError) -> str:
    """Say what to do where something cannot be written."""
    if error.errno in _IN_THE_WAY:
        return "something else has its name, or that of a folder above it; rename or remove that"
    return "check disk space and permissions"


def _unwritable(path: str, error: OSError) -> Problem:
    return _problem(
        Place(path), f"this file cannot be written ({error.strerror}); {way_to_write(error)}"
    )


class Unchanged(NamedTuple):
    """Why a text cannot be changed and what to do, with the line and column of what stands in the way (or 0)."""

    why: str
    line: int = 0
    column: int = 0


def change_file(
    file: Path, place: Place, change: Callable[[str], str | Unchanged]
) -> tuple[Problem, ...]:
    """Change the text of a file, whose byte order mark and line ends stay; `place` is what is to be changed in it.

    Where `change` cannot be, the file is left alone, and there is a problem.
    """
    texts, problems = changed_text(file, place, change)
    return (
        problems if texts is None else write_text(real_path(file), place.path, texts[0] + texts[2])
    )


def changed_text(
    file: Path, place: Place, change: Callable[[str], str | Unchanged]
) -> tuple[tuple[str, str, str] | None, tuple[Problem, ...]]:
    """The byte order mark of a file (or ""), and its text before and after a change that is not written yet."""
    text, problems = read_text(file, place.path)
    if text is None:
        return None, problems
    mark, raw = _mark_and_text(_read(file))
    new = change(raw)
    if isinstance(new, Unchanged):
        at = Place(place.path, new.line, new.column) if new.line else place
        return None, (Problem(at, "error", new.why, "not-changed"),)
    return (mark, raw, new), ()


def _mark_and_text(data: bytes) -> tuple[str, str]:
    text = data.decode()
    return ("\ufeff", text[1:]) if text.startswith("\ufeff") else ("", text)


def _undecodable(data: bytes, at: int) -> str:
    return f"the byte 0x{data[at]:02X} is not UTF-8; save the file as UTF-8 (it may be in an older encoding)"


def _place_of(data: bytes, at: int, path: str) -> Place:
    line_start = data.rfind(b"\n", 0, at) + 1
    return Place(
        path, data.count(b"\n", 0, at) + 1, len(data[line_start:at].decode("utf-8", "replace")) + 1
    )


def _problem(place: Place, message: str) -> Problem:
    return Problem(place, "error", message, "encoding" if "UTF" in message else "unreadable")
