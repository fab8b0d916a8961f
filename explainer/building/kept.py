"""What earlier builds made, kept in one file so that the next need not make it again.

A value is JSON under a kind and a key; the key is a digest of all that the value depends on. The
file may be anybody's, such as from a cache of CI, so nothing of it is run, and each value is
checked. A file that is damaged, or not ours, is removed: that costs time, never a wrong page.
"""

import json
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any

_VERSION = 2  # of the table; a file with another is made again
_TABLE = """
CREATE TABLE kept (
    kind TEXT, key TEXT, value BLOB, digest BLOB, build INTEGER, PRIMARY KEY (kind, key)
) WITHOUT ROWID
"""
_MOST_BUILDS = 2**40


class Kept:
    """The values kept, for one build. What it neither gets nor puts is forgotten at its end."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._build = _last_build(database) + 1
        self._used = set[tuple[str, str]]()
        self.fault: Exception | None = None  # why the file cannot be used

    def get(self, kind: str, key: str) -> Any:
        """Return a value; None if none is kept, or the file turns out to be damaged."""
        if self.fault:
            return None
        try:
            value = _value(self._database, kind, key)
        except (sqlite3.Error, ValueError, RecursionError) as error:
            self.fault = error
            return None
        if value is not None:
            self._used.add((kind, key))
        return value

    def put(self, kind: str, key: str, value: Any) -> None:
        """Keep a value, what JSON cannot hold as text, in place of any other with this key."""
        if self.fault:
            return
        data = json.dumps(value, default=str).encode()
        row = (kind, key, data, _digest(kind, key, data), self._build)
        try:
            self._database.execute("INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?, ?)", row)
        except sqlite3.Error as error:
            self.fault = error

    def finish(self) -> None:
        """Forget what was not used, and write the rest. Raises sqlite3.Error."""
        used = [(self._build, *names) for names in sorted(self._used)]
        self._database.executemany("UPDATE kept SET build = ? WHERE kind = ? AND key = ?", used)
        self._database.execute("DELETE FROM kept WHERE build < ?", (self._build,))
        self._database.commit()


@contextmanager
def kept_values(file: Path, on_fault: Callable[[], None]) -> Iterator[Kept]:
    """Yield what is kept in a file, and write it if what is done meanwhile does not raise.

    One process at a time may do this. A file that cannot be used is removed, and begun again next
    time; `on_fault` is called then.
    """
    with closing(_opened(file, on_fault)) as database:
        kept = Kept(database)
        yield kept
        if not kept.fault:
            try:
                kept.finish()
            except sqlite3.Error as error:  # a full disk
                kept.fault = error
    if kept.fault:
        on_fault()
        _remove(file)


@contextmanager
def kept_elsewhere(file: Path) -> Iterator[Kept]:
    """Yield what another build kept in a file, which stays as it is.

    Raises sqlite3.Error, or ValueError, if it is no such file.
    """
    address = f"{file.absolute().as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(address, uri=True)) as database:
        _check_version(database)
        yield Kept(database)


def _opened(file: Path, on_fault: Callable[[], None]) -> sqlite3.Connection:
    """Open the file, or make it; where that cannot be done, keep nothing beyond this build."""
    is_new = not os.path.exists(file)  # noqa: PTH110  # also where the folder cannot be read
    if os.path.islink(file):  # noqa: PTH114
        _remove(file)  # never write through a link
    for _ in range(2):
        with suppress(sqlite3.Error, OSError, ValueError):
            return _connected(file)
        if not is_new:
            on_fault()
        _remove(file)
        is_new = True
    return _connected(":memory:")


def _connected(file: Path | str) -> sqlite3.Connection:
    """Open a database that has the table of this version, or none. Raises sqlite3.Error."""
    database = sqlite3.connect(file, timeout=0)
    try:
        database.execute("PRAGMA trusted_schema = OFF")
        database.execute("PRAGMA synchronous = OFF")  # each value is checked when it is read
        if database.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,):
            database.execute(_TABLE)
            database.execute(f"PRAGMA user_version = {_VERSION}")
            database.commit()
        _check_version(database)
        _last_build(database)
    except BaseException:
        database.close()
        raise
    return database


def _check_version(database: sqlite3.Connection) -> None:
    """Raise sqlite3.Error unless a database has the table of this version."""
    if database.execute("PRAGMA user_version").fetchone() != (_VERSION,):
        raise sqlite3.DatabaseError("another version")


def _last_build(database: sqlite3.Connection) -> int:
    """Return the number of the last build. Raises sqlite3.Error, or ValueError if it is none."""
    (last,) = database.execute("SELECT coalesce(max(build), 0) FROM kept").fetchone()
    if not isinstance(last, int) or last >= _MOST_BUILDS:
        raise ValueError("no number of a build")
    return last


def _value(database: sqlite3.Connection, kind: str, key: str) -> Any:
    """Return a value or None. Raises sqlite3.Error, and ValueError if it is wrong."""
    query = "SELECT value, digest FROM kept WHERE kind = ? AND key = ?"
    row = database.execute(query, (kind, key)).fetchone()
    if row is None:
        return None
    data, digest = row
    if not isinstance(data, bytes) or digest != _digest(kind, key, data):
        raise ValueError(f"the value of {kind} {key} is damaged")
    return json.loads(data)


def _digest(kind: str, key: str, data: bytes) -> bytes:
    return blake2b(f"{kind}\0{key}\0".encode() + data, digest_size=16).digest()


def _remove(file: Path) -> None:
    for name in (file.name, f"{file.name}-journal"):
        with suppress(OSError):
            file.with_name(name).unlink()
