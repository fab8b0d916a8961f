"""Templates as Python code, kept where Python keeps its own compiled modules, beside this package.

Compiling those of a site takes a fifth of the processor time of a rebuild. None are kept below
`build/`, which may come from elsewhere, since what is kept here is run.
"""

import sys
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path

from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket

from explainer.building.fingerprints import code_versions

_FOLDER = Path(cache_from_source(str(Path(__file__).parents[1] / "templates" / "any.py"))).parent


class CompiledTemplates(FileSystemBytecodeCache):
    """The templates of one kind: those whose environments differ in nothing but where they look.

    There is one file for each name. It is good for one source, and one version of all packages.
    """

    def __init__(self, kind: str) -> None:
        super().__init__(str(_FOLDER), f"{kind}-%s.{sys.implementation.cache_tag}.jinja")

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Return the key of a template by its name alone: each site stages the same ones."""
        return super().get_cache_key(name)

    def get_source_checksum(self, source: str) -> str:
        """Return what the source, and the filters that Jinja may have used, are recognised by."""
        return super().get_source_checksum("\n".join((*code_versions(), source)))

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load a compiled template; leave the bucket empty if there is none that can be read."""
        try:
            super().load_bytecode(bucket)
        except Exception:  # of a damaged file, which Python's `pickle` finds in many ways
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a compiled template where Python would keep a module, else do nothing."""
        if sys.dont_write_bytecode:
            return
        with suppress(OSError):
            _FOLDER.mkdir(parents=True, exist_ok=True)
            super().dump_bytecode(bucket)
