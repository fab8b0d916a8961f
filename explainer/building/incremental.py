"""What a built page depends on, and the pages that a build takes over from the old site.

The page of a staged file is the same as long as these are: the bytes of the file and its path; the
settings, with what variables of the environment make of them; the templates; the navigation, with
titles and metadata, since each page shows it; this program's code, the versions of all installed
packages and of Python; the day of the build; and the files that its links ask for. All but the last
are in its key; the last are kept with it. If anything is missing in `_frame`, pages will be stale.
"""

import json
import os
import sqlite3
import stat
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from hashlib import blake2b
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from markdown.util import get_installed_extensions
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File

from explainer.building.fingerprints import code_versions, file_digest, stamp
from explainer.building.kept import Kept, kept_elsewhere, kept_values
from explainer.building.opentree import OpenTree
from explainer.building.pagerecord import MadePage, from_json, to_json
from explainer.building.publish import link_or_copy
from explainer.building.unchanged import keeps_nothing

KEPT_FILE = "kept.sqlite"  # in the build folder
SHARD_FILE = "shard.sqlite"  # the same, in the folder of a shard
_KIND = "page"
# Modules of extensions that read nothing but the page, unless they are among the others
_KNOWN = ("explainer.", "markdown.extensions.", "material.extensions.", "pymdownx.")
_READERS = ("pymdownx.b64", "pymdownx.snippets", "material.extensions.preview")
_PLACES = ("site_dir", "docs_dir", "config_file_path")  # settings that say where the root is
_ICONS = "custom_icons"  # an option that names folders of icons


class KeptPages(NamedTuple):
    """Pages that were made before: their folder, and what is kept of them."""

    folder: Path
    kept: Kept


class OldPages:
    """The pages of the site in place, and of shards of the new one, with what is kept of them."""

    def __init__(self, kept: Kept, old_site: Path, shards: Sequence[KeptPages] = ()) -> None:
        self._kept, self._all_made = kept, (KeptPages(old_site, kept), *shards)
        self._frame = b""
        self.counts = Counter[Path]()  # of the pages that were taken over, by folder

    def begin(self, tree: OpenTree, markers: Sequence[str]) -> None:
        """Find out what all pages depend on. The titles of the tree must be known."""
        self._tree, self._frame = tree, _frame(tree, markers)

    def take(self, file: File) -> MadePage | None:
        """Put a page that would not change into the new site; return None if it must be made."""
        for old in self._all_made:
            made = self._taken(old, file)
            if made:
                self.counts[old.folder] += 1
                return made
        return None

    def _taken(self, old: KeptPages, file: File) -> MadePage | None:
        value = old.kept.get(_KIND, self._key(file))
        try:
            made = from_json(value["page"])
            known = list(value["stamp"])
        except (TypeError, KeyError, ValueError, AttributeError):
            return None
        if any(self._tree.address(path) != url for path, url in made.asked.items()):
            return None
        shared = self._share(old.folder, file.dest_uri, known)
        is_new = shared != known or old.kept is not self._kept
        if shared and is_new:
            self.keep(file, made)
        return made if shared else None

    def keep(self, file: File, made: MadePage) -> None:
        """Keep what was made of a page, for later builds."""
        if made.built is None:
            return  # nothing was written
        status = Path(self._tree.config.site_dir, file.dest_uri).lstat()
        value = {"stamp": [*stamp(status), made.digest], "page": to_json(made)}
        self._kept.put(_KIND, self._key(file), value)

    def _key(self, file: File) -> str:
        digest = blake2b(self._frame, digest_size=16)
        digest.update(file.src_uri.encode("utf-8", "surrogateescape") + b"\0")
        digest.update(file.content_bytes)
        return digest.hexdigest()

    def _share(self, folder: Path, path: str, known: list[Any]) -> list[Any]:
        """Give a file a place in the new site, if its stamp or else its digest is known.

        Return both as they are there; [] if it has changed.
        """
        old, new = f"{folder}/{path}", f"{self._tree.config.site_dir}/{path}"
        digest = known[-1]
        try:
            status = os.lstat(old)
            if not stat.S_ISREG(status.st_mode):
                return []
            if [*stamp(status), digest] != known and file_digest(Path(old)) != digest:
                return []
            os.makedirs(new.rpartition("/")[0], exist_ok=True)  # noqa: PTH103
            if os.path.lexists(new):
                os.unlink(new)  # noqa: PTH108  # a file of the editor's with the same path
            link_or_copy(old, new)
            return [*stamp(os.lstat(new)), digest]
        except OSError:
            return []


@contextmanager
def old_pages(
    build_dir: Path,
    old_site: Path | None,
    shards: Sequence[Path],
    config: MkDocsConfig,
    say: Callable[[str], None],
) -> Iterator[OldPages | None]:
    """Yield the pages of the old site and of shards.

    Yield None where they may differ without notice, as `say` says.
    """
    if old_site is None or keeps_nothing():
        yield None
        return
    reader = file_reader(config.markdown_extensions, config.mdx_configs)
    if reader:
        say(f"Making all pages again, because of {reader}, which may read other files")
        yield None
        return

    def on_fault() -> None:
        say(f"Making all pages again, since {build_dir.name}/{KEPT_FILE} cannot be used")

    with ExitStack() as stack:
        kept = stack.enter_context(kept_values(build_dir / KEPT_FILE, on_fault))
        opened = list[KeptPages]()
        for folder in shards:
            try:
                theirs = stack.enter_context(kept_elsewhere(folder / SHARD_FILE))
            except (sqlite3.Error, ValueError):
                say(f"{folder} holds no shard that this version can read")
            else:
                opened.append(KeptPages(folder, theirs))
        old = OldPages(kept, old_site, opened)
        yield old
        for made in opened:
            say(f"Pages taken from {made.folder}: {old.counts[made.folder]}")


def file_reader(extensions: Iterable[str], options: Mapping[str, Any]) -> str:
    """Return the extension that may put other files into a page, as words, or "".

    The extensions are Markdown's, with their options by name.
    """
    modules = {entry.name: str(entry.module) for entry in get_installed_extensions()}
    for name in extensions:
        module = modules.get(name, name).partition(":")[0]
        has_icons = _ICONS in str(options.get(name))
        if not module.startswith(_KNOWN) or module in _READERS or has_icons:
            return f"the extension {name}"
    return ""


def _frame(tree: OpenTree, markers: Sequence[str]) -> bytes:
    """Return a digest of what all pages depend on."""
    config = tree.config
    digest = blake2b(digest_size=16)
    parts: Iterable[object] = chain(
        (code_versions(), os.environ.get("SOURCE_DATE_EPOCH"), list(markers)),
        [Path(config.config_file_path or "").read_bytes()],
        [json.dumps(_settings(config), default=_described, skipkeys=True)],
        _templates(Path(config.theme.custom_dir or os.devnull)),
        [_described_items(tree, tree.nav.items)],
    )
    for part in parts:
        digest.update(repr(part).encode("utf-8", "backslashreplace") + b"\0")
    return digest.digest()


def _settings(config: MkDocsConfig) -> dict[str, Any]:
    """Return the settings as MkDocs understands them; what it makes of the file may vary."""
    settings = {key: value for key, value in config.items() if key not in _PLACES}
    settings["theme"] = dict(config.theme)
    settings["plugins"] = {name: dict(plugin.config) for name, plugin in config.plugins.items()}
    return settings


def _described(value: Any) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    return [type(value).__qualname__, getattr(value, "__qualname__", "")]


def _templates(folder: Path) -> Iterator[tuple[str, bytes]]:
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            yield file.relative_to(folder).as_posix(), file.read_bytes()


def _described_items(tree: OpenTree, items: Iterable[Any]) -> list[Any]:
    """Return what pages show of the navigation."""
    described: list[Any] = []
    for item in items:
        children = _described_items(tree, item.children or ())
        meta = sorted(map(repr, (getattr(item, "meta", None) or {}).items()))
        described.append((item.title, getattr(item, "url", None), meta, children))
    return described
