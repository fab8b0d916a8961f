"""Find out, before anything else is done, whether a build would make what is there already.

What a build makes depends on the files of the editor's, the code that runs, the command, some
variables of the environment, and the day. When a site is complete, all this is kept in a file of
the build folder, with what was made, and with what the command said. If nothing of it differs, the
next command says the same. Whatever else a build comes to depend on must be added to `_around`,
or to the `inputs`; a site that depends on more is not kept.

This imports nothing but the standard library: to import the rest takes longer than to find out.
"""

import json
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from explainer.building.fingerprints import (
    Fingerprints,
    are_same,
    code_versions,
    files_in,
    fingerprints,
)

LAST_FILE = "last.json"  # in the build folder
KEEP = "EXPLAINER_KEEP"  # the variable that, set to 0, has everything made again
_BUILD_DIR = "build"
_MARK = ".explainer-site"  # the one hidden file of a site that is ours
_SETTINGS = ("mkdocs.yml", "mkdocs.yaml")
# Settings that have other files read, or make a stranger's `build/` possible
_UNCLEAR = re.compile(rb"\b(INHERIT|safe)\b")
_ENV_TAG = b"!ENV"
_NAMES = re.compile(rb"[^\s\[\]{},'\"]+")
_FARTHEST = timedelta(hours=14)  # of a time zone from UTC
# What reading a file that somebody else may have written can raise
_FAULTS = (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError)


class Command(NamedTuple):
    """A command that builds a site, as typed."""

    root: Path
    site_dir: Path | None = None
    offline: bool = False


class Outcome(NamedTuple):
    """What a build ended with: where the site is, as the command names it, and what was said."""

    folder: str
    said: str


class Beginning(NamedTuple):
    """What a build begins with."""

    command: Command
    custom_dir: str  # the editor's own templates, or ""
    around: Sequence[Any]
    inputs: Fingerprints


class Made(NamedTuple):
    """What a build has made, by the paths of files and folders."""

    site: str
    others: Sequence[str]
    absent: Sequence[str]  # what an interrupted build leaves


def keeps_nothing() -> bool:
    """Return whether the environment asks for everything to be made again."""
    return os.environ.get(KEEP) == "0"


def last_outcome(command: Command) -> Outcome | None:
    """Return what the last complete build ended with, if it would be the same now; else None."""
    with suppress(*_FAULTS):
        kept = _read(_file(command))
        custom_dir, made = kept["custom_dir"], Made(*kept["made"])
        if kept["around"] != _around(command) or _is_unclear(command):
            return None
        outcome = Outcome(*kept["outcome"])
        if any(map(os.path.lexists, made.absent)) or os.path.realpath(outcome.folder) != made.site:
            return None
        if not are_same(_inputs(command, custom_dir), kept["inputs"], by_stamp=False):
            return None
        return outcome if are_same(_outputs(made), kept["outputs"], by_stamp=True) else None
    return None


def begin(command: Command, custom_dir: str) -> Beginning | None:
    """Return what a build begins with; None if its outcome cannot be kept."""
    with suppress(*_FAULTS):
        if not _is_unclear(command):
            inputs = fingerprints(_inputs(command, custom_dir))
            return Beginning(command, custom_dir, _around(command), inputs)
    return None


def keep(beginning: Beginning, made: Made, outcome: Outcome) -> None:
    """Keep the outcome of a build, unless what it began with changed meanwhile.

    The record of the quotes is among that. The caller holds the locks.
    """
    file = _file(beginning.command)
    known: Fingerprints = {}
    with suppress(*_FAULTS):
        known = _read(file)["outputs"]
    with suppress(*_FAULTS):
        file.unlink(missing_ok=True)  # never write through a link
        if begin(beginning.command, beginning.custom_dir) != beginning:
            return
        _write(
            file,
            {
                "around": beginning.around,
                "custom_dir": beginning.custom_dir,
                "inputs": beginning.inputs,
                "made": made,
                "outputs": fingerprints(_outputs(made), known),
                "outcome": outcome,
            },
        )


def _around(command: Command) -> list[Any]:
    """Return what a build depends on besides its files, as JSON gives it back."""
    root, site_dir, offline = command
    today = [date.today().isoformat(), (datetime.now(UTC) + _FARTHEST).date().isoformat()]
    folders = [str(root), str(Path.cwd()), str(site_dir or "")]
    return [folders, offline, list(code_versions()), today, _variables(command)]


def _variables(command: Command) -> str:
    """Return a digest of the variables of the environment for which the settings may ask."""
    names = {b"SOURCE_DATE_EPOCH"}
    for text in _settings(command):
        if _ENV_TAG in text:
            names.update(_NAMES.findall(text))
    digest = blake2b(digest_size=16)
    for name in sorted(names):
        value = os.environ.get(name.decode("utf-8", "surrogateescape"))
        digest.update(f"{value!r}\0".encode("utf-8", "backslashreplace"))
    return digest.hexdigest()


def _is_unclear(command: Command) -> bool:
    if keeps_nothing():
        return True
    return any(_UNCLEAR.search(text) for text in _settings(command))


def _settings(command: Command) -> Iterator[bytes]:
    for path in files_in(str(command.root / name) for name in _SETTINGS):
        yield Path(path).read_bytes()


def _inputs(command: Command, custom_dir: str) -> dict[str, os.stat_result | None]:
    starts = [str(command.root / name) for name in ("docs", "annotations", *_SETTINGS)]
    return files_in([*starts, *filter(None, [custom_dir])])


def _outputs(made: Made) -> dict[str, os.stat_result | None]:
    return files_in(chain(made.others, _of_site(made.site)))


def _of_site(site: str) -> Iterable[str]:
    """Yield what is in a site, without hidden files of the editor's, which stay in it."""
    for name in os.listdir(site):  # noqa: PTH208
        if name == _MARK or not name.startswith("."):
            yield f"{site}/{name}"


def _file(command: Command) -> Path:
    return command.root / _BUILD_DIR / LAST_FILE


def _write(file: Path, kept: object) -> None:
    data = json.dumps(kept).encode()
    file.write_bytes(_digest(data) + b"\n" + data)


def _read(file: Path) -> Any:
    """Return what `_write` wrote. Raises OSError, and ValueError for anything else."""
    if not files_in([str(file)]).get(str(file)):
        raise FileNotFoundError(file)
    digest, _, data = file.read_bytes().partition(b"\n")
    if digest != _digest(data):
        raise ValueError("the file is damaged")
    return json.loads(data)


def _digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=16).hexdigest().encode()
