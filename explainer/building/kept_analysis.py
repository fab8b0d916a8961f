"""What the stages that only read made in earlier builds, for one root.

What they make depends on their arguments, which they name, and on the settings, this program's code
and the installed packages, which are added here. Where it may depend on more, nothing is kept; nor
is it where a stranger's `build/` may hold forged values (`is_knowable`).
"""

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import fields
from hashlib import blake2b
from pathlib import Path
from stat import S_ISREG
from typing import Any

from explainer.building.fingerprints import code_versions
from explainer.building.kept import Kept, kept_values
from explainer.building.knowable import is_knowable
from explainer.building.unchanged import keeps_nothing
from explainer.config.settings import Config
from explainer.model import NO_CACHE, Cache, Settings

ANALYSIS_FILE = "analysis.sqlite"  # in the build folder
CacheFor = Callable[[Config, Settings], Cache]


def no_cache_for(_config: Config, _settings: Settings) -> Cache:
    """Return a cache that keeps nothing."""
    return NO_CACHE


class Remembered:
    """What the last analyses of a program made, in memory; `cache_for` is a `CacheFor`."""

    def __init__(self, build_dir: Path) -> None:
        self._build_dir = build_dir
        self._before, self._now = dict[tuple[str, str], str](), dict[tuple[str, str], str]()

    def begin(self) -> None:
        """Forget what the last analysis did not use."""
        self._before, self._now = self._now, {}

    def cache_for(self, config: Config, settings: Settings) -> Cache:
        """Return what is remembered for some settings."""
        return _cache_of(self, config, settings, self._build_dir)

    def get(self, kind: str, key: str) -> Any:
        """Return a value; None if none is remembered."""
        text = self._now.get((kind, key)) or self._before.get((kind, key))
        if text is None:
            return None
        self._now[kind, key] = text
        return json.loads(text)

    def put(self, kind: str, key: str, value: Any) -> None:
        """Remember a value as it would be read from a file."""
        self._now[kind, key] = json.dumps(value, default=str)


class _KeptCache:
    """The values of one kind of settings, and the tree that was staged last."""

    def __init__(self, kept: Kept | Remembered, frame: str, build_dir: Path) -> None:
        self._kept, self._frame, self._docs = kept, frame, f"{build_dir}/docs/"

    def get(self, kind: str, parts: Sequence[str]) -> Any:
        return self._kept.get(kind, self._key(parts))

    def put(self, kind: str, parts: Sequence[str], value: Any) -> None:
        self._kept.put(kind, self._key(parts), value)

    def staged(self, path: str) -> str | None:
        file = self._docs + path
        with suppress(OSError, ValueError):
            if S_ISREG(os.lstat(file).st_mode):
                with open(file, "rb") as opened:  # noqa: PTH123  # it is faster
                    return opened.read().decode()
        return None

    def _key(self, parts: Sequence[str]) -> str:
        digest = blake2b(digest_size=16)
        for part in (self._frame, *parts):
            data = part.encode("utf-8", "surrogatepass")
            digest.update(b"%d\0" % len(data) + data)
        return digest.hexdigest()


@contextmanager
def kept_analysis(build_dir: Path, say: Callable[[str], None]) -> Iterator[CacheFor]:
    """Yield a function that returns what is kept for some settings; see `kept_values`."""
    if keeps_nothing():
        yield no_cache_for
        return

    def on_fault() -> None:
        say(f"Nothing is taken from {build_dir.name}/{ANALYSIS_FILE}, which cannot be used")

    with kept_values(build_dir / ANALYSIS_FILE, on_fault) as kept:

        def cache_for(config: Config, settings: Settings) -> Cache:
            return _cache_of(kept, config, settings, build_dir)

        yield cache_for


def _cache_of(
    kept: Kept | Remembered, config: Config, settings: Settings, build_dir: Path
) -> Cache:
    if not is_knowable(config, settings):
        return NO_CACHE
    return _KeptCache(kept, _in_words(settings), build_dir)


def _in_words(settings: Settings) -> str:
    """Return what all values depend on."""
    values = {each.name: getattr(settings, each.name) for each in fields(settings)}
    return repr((code_versions(), json.dumps(values, default=_plain, skipkeys=True)))


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, frozenset):
        return sorted(value)
    if hasattr(value, "__qualname__"):  # a function, as of an emoji's HTML
        return [value.__module__, value.__qualname__]
    return repr(value)
