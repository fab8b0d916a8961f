"""Plug-ins of their own for all settings that MkDocs loads.

MkDocs keeps plug-ins that can be started for the next settings, as its own server needs it. But a
preview renders pages while a build of the whole site goes on, and both would fill one index.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from mkdocs.config.config_options import Plugins
from mkdocs.config.defaults import MkDocsConfig

_LOADING = Lock()


@contextmanager
def new_plugins() -> Iterator[None]:
    """Let MkDocs make new plug-ins for the settings that are loaded within the context.

    Those that it keeps stay as they are, for a server of MkDocs in which this program may run.
    """
    plugins = MkDocsConfig.plugins
    assert isinstance(plugins, Plugins)
    with _LOADING:
        kept, plugins.plugin_cache = plugins.plugin_cache, {}
        try:
            yield
        finally:
            plugins.plugin_cache = kept
