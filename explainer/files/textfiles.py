"""Text files as editors leave them; a wrong encoding is a problem with its place."""

import codecs
import errno
import os
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from itertools import count
from pathlib import Path
from typing import NamedTuple

from explainer.files.folders import special_kind, way_to_read
from explainer.files.wholefiles import FileChangedError, replace_file
from explainer.model import Place, Problem

MOST_BYTES = 20_000_000  # of a file that a person wrote; a book of 150,000 words has 1 MB
TOO_LONG = (
    "this file is larger than 20 MB, which would take minutes to read; split it into several files"
)
_IN_THE_WAY = (errno.EEXIST, errno.ENOTDIR, errno.EISDIR, errno.ENOTEMPTY)
_WIDE_ENCODINGS = {
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
    codecs.BOM_UTF32_BE: "UTF-32",
}


# From a file and the path that problems name to its text, or None with problems, as `read_text`.
ReadText = Callable[[Path, str], tuple[str | None, tuple[Problem, ...]]]


class SpecialFileError(OSError):
    """The file to read is a pipe, socket or device; `strerror` says so, and what to do."""


def is_file(file: Path) -> bool:
    """Return whether a path is a file; False where its folder or its name cannot be looked up."""
    return os.path.isfile(file)  # noqa: PTH113 - pathlib's raises where a look is forbidden


def is_folder(folder: Path) -> bool:
    """Return whether a path is a folder; False where it cannot be looked up."""
    return os.path.isdir(folder)  # noqa: PTH112


def is_taken(path: Path) -> bool:
    """Return whether anything has this name, even a symbolic link that leads nowhere."""
    return os.path.lexists(path)


def composed(name: str) -> str:
    """Return a name in NFC, the form in which names are compared: macOS may decompose accents."""
    return unicodedata.normalize("NFC", name)


def caseless(name: str) -> str:
    """Return a key that is equal for names that Windows or macOS take for the same."""
    return composed(composed(name).casefold())


def alike(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield each name that Windows or macOS take for the same as an earlier one, with that one.

    Names are in the order of their code points.
    """
    first: dict[str, str] = {}
    for name in sorted(set(names)):
        other = first.setdefault(caseless(name), name)
        if other != name:
            yield name, other


ON_WINDOWS_AND_MACOS = "on Windows and macOS, where one would replace the other"


def same_name(other: str) -> str:
    """Return the message about a file whose name Windows and macOS take for that of another."""
    return f"{other} is the same name {ON_WINDOWS_AND_MACOS}; rename one"


def on_disk(folder: Path, path: str) -> Path:
    """Return the file at a path in NFC below a folder, in whatever form its name is on the disk."""
    file = folder / path
    if path.isascii() or is_taken(file):
        return file
    for part in Path(path).parts:
        folder = _child_on_disk(folder, part)
    return folder


def _child_on_disk(folder: Path, name: str) -> Path:
    try:
        for child in sorted(folder.iterdir()):
            if composed(child.name) == composed(name):
                return child
    except OSError:  # a folder that cannot be listed
        pass
    return folder / name


def read_bytes(file: Path) -> bytes | None:
    """Return the content of a file, or None if it cannot be read."""
    try:
        return _read(file)
    except OSError:
        return None


def read_start(file: Path, most: int) -> bytes:
    """Return the first bytes of a file, at most `most`; none if it cannot be read."""
    try:
        return _read(file, most)
    except OSError:
        return b""


def _read(file: Path, most: int = -1) -> bytes:
    """Return the content of a regular file, or its first `most` bytes.

    Raise OSError for anything else, which might block, or never end.
    """
    with open(file, "rb", opener=opened_at_once) as opened:
        kind = special_kind(os.fstat(opened.fileno()).st_mode)
        if kind:
            raise SpecialFileError(
                errno.EINVAL, f"this is {kind}, not a file; replace it with a file"
            )
        return opened.read(most)


def opened_at_once(path: str, flags: int) -> int:
    """Open a file without waiting for the writer of a pipe; for `open(…, opener=…)`."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def read_text(
    file: Path, path: str, most: int = MOST_BYTES
) -> tuple[str | None, tuple[Problem, ...]]:
    r"""Return the text of a UTF-8 file with all line ends as "\n", or None and a problem at `path`.

    A file of more than `most` bytes is not read.
    """
    data, problems = _whole(file, path, most)
    return (None, problems) if data is None else _decoded(data, path)


def read_text_bytes(file: Path, path: str) -> tuple[bytes | None, tuple[Problem, ...]]:
    """Return the bytes of a file whose text `read_text` would return, or None and a problem."""
    data, problems = _whole(file, path, MOST_BYTES)
    if data is None:
        return None, problems
    text, problems = _decoded(data, path)
    return (None if text is None else data), problems


def _whole(file: Path, path: str, most: int) -> tuple[bytes | None, tuple[Problem, ...]]:
    place = Place(path)
    try:
        if file.stat().st_size > most:
            return None, (Problem(place, "error", TOO_LONG, "too-long"),)
        return _read(file), ()
    except SpecialFileError as error:
        return None, (_problem(place, str(error.strerror)),)
    except IsADirectoryError:
        return None, (_problem(place, "this is a folder, not a file; replace it with a file"),)
    except OSError as error:
        message = f"this file cannot be read ({error.strerror}); {way_to_read(error.errno)}"
        return None, (_problem(place, message),)


def _decoded(data: bytes, path: str) -> tuple[str | None, tuple[Problem, ...]]:
    for mark, encoding in _WIDE_ENCODINGS.items():
        if data.startswith(mark):
            message = f"this file is saved as {encoding}; save it as UTF-8"
            return None, (_problem(Place(path), message, "encoding"),)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = _undecodable(data[error.start])
        return None, (_problem(_place_of(data, error.start, path), message, "encoding"),)
    if "\0" in text:
        place = _place_of(text.encode(), text.encode().index(b"\0"), path)
        message = "this is not a text file (it contains a zero byte); replace or remove it"
        return None, (_problem(place, message),)
    return with_line_feeds(text), _lone_returns(text, path)


def _lone_returns(text: str, path: str) -> tuple[Problem, ...]:
    """Report the first line that ends with a carriage return alone, unless all lines do.

    Reviews do not show that a line ends there.
    """
    others = text.replace("\r\n", "\n")
    at = others.find("\r")
    if at < 0 or "\n" not in others:
        return ()
    before = with_line_feeds(others[:at]).encode()
    message = (
        "a carriage return alone (U+000D) ends this line, but most programs do not show that a line"
        " ends there; put a line feed in its place"
    )
    place = _place_of(before, len(before), path)
    return (Problem(place, "warning", message, "line-end"),)


def with_line_feeds(text: str) -> str:
    r"""Return a text with all line ends as "\n", as `read_text` does: places count these lines."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def free_path(stem: str, is_used: Callable[[str], bool]) -> str:
    """Return the first unused path for a new YAML file: `stem`.yml, `stem`-2.yml and so on."""
    path = f"{stem}.yml"
    for number in count(2):
        if not is_used(path):
            break
        path = f"{stem}-{number}.yml"
    return path


def write_text(file: Path, path: str, text: str, over: bytes | None = None) -> tuple[Problem, ...]:
    """Replace a file as a whole, unless it holds just this text; report a problem at `path`.

    With `over`, a file that does not hold just these bytes is left as it is, and reported by
    `changed_meanwhile`.
    """
    data = text.encode()
    try:
        if is_file(file) and _read(file) == data:
            return ()
        file.parent.mkdir(parents=True, exist_ok=True)
        replace_file(file, data, over)
    except FileChangedError:
        return (changed_meanwhile(path),)
    except OSError as error:
        return (unwritable(path, error),)
    return ()


def changed_meanwhile(path: str) -> Problem:
    """Return the problem of a file that somebody else has changed since it was read."""
    message = "this file has changed in the meantime, so it is left as it is; try again"
    return _problem(Place(path), message, "not-changed")


def way_to_write(error: OSError) -> str:
    """Return what to do if something cannot be written."""
    if error.errno in _IN_THE_WAY:
        return "something else has its name, or that of a folder above it; rename or remove that"
    return "check disk space and permissions"


def unwritable(path: str, error: OSError) -> Problem:
    """Return the problem of a file that cannot be written."""
    message = f"this file cannot be written ({error.strerror}); {way_to_write(error)}"
    return _problem(Place(path), message)


class Unchanged(NamedTuple):
    """Why a text cannot be changed and what to do; the line and column of the obstacle, or 0."""

    why: str
    line: int = 0
    column: int = 0


def _undecodable(byte: int) -> str:
    return (
        f"the byte 0x{byte:02X} is not UTF-8; "
        "save the file as UTF-8 (it may be in an older encoding)"
    )


def _place_of(data: bytes, at: int, path: str) -> Place:
    """Return the place of the byte at an offset: its line, and its column in characters."""
    line_start = data.rfind(b"\n", 0, at) + 1
    column = len(data[line_start:at].decode("utf-8", "replace")) + 1
    return Place(path, data.count(b"\n", 0, at) + 1, column)


def _problem(place: Place, message: str, rule: str = "unreadable") -> Problem:
    return Problem(place, "error", message, rule)
