"""Files outside docs/ and annotations/ that the preview follows: snippets, and those to watch."""

import re
from collections.abc import Iterator
from pathlib import Path

from yaml.nodes import ScalarNode, SequenceNode

from explainer.config.settings import Config
from explainer.model import PAGE_FOLDER, Loaded, Settings
from explainer.yamlfiles.tree import compose, get

_EXTENSION = "pymdownx.snippets"
# https://facelessuser.github.io/pymdown-extensions/extensions/snippets/
# A path after the marker, or a block of them.
_INLINE = re.compile(r"-8<-+[ \t]+[\"']([^\"'\n]+)[\"']")
_BLOCK = re.compile(r"^[ \t]*-+8<-+[ \t]*\n(.+?)^[ \t]*-+8<-+[ \t]*$", re.MULTILINE | re.DOTALL)


def watched_paths(config: Config) -> Iterator[Path]:
    """Yield the files and folders that mkdocs.yml lists under MkDocs's own `watch`."""
    node = get(compose(config.text), "watch")
    for item in node.value if isinstance(node, SequenceNode) else ():
        if isinstance(item, ScalarNode):
            yield config.root / item.value


def snippet_files(loaded: Loaded, settings: Settings) -> Iterator[Path]:
    """Yield the files that articles, pages and mkdocs.yml take snippets from, existing or not."""
    if settings.root is None or _EXTENSION not in settings.extensions:
        return
    options = settings.extension_configs.get(_EXTENSION, {})
    everywhere = list(_texts(options.get("auto_append")))
    for doc in loaded.docs:
        folder = (settings.root / doc.file).parent
        for name in (*everywhere, *_names(doc.markdown)):
            for typed in _texts(options.get("base_path", ".")):
                base = folder if typed == PAGE_FOLDER else Path(typed)
                yield settings.root / base / name


def _names(markdown: str) -> Iterator[str]:
    """Yield the paths in a text, without the lines or the section that are asked for."""
    names = _INLINE.findall(markdown)
    for block in _BLOCK.findall(markdown):
        names += map(str.strip, block.splitlines())
    for name in names:
        yield name.partition(":")[0]


def _texts(value: object) -> list[str]:
    """Return the texts of a list, or a single text."""
    if isinstance(value, list):
        return [str(item) for item in value]
    return [value] if isinstance(value, str) else []
