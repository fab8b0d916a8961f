"""What may make a page of a site depend on what other pages say, so that none can be made alone.

A plug-in or hook may collect from all pages before it changes any; so may an extension, in its
module; and a template may show other pages. We know what those of MkDocs, Material and PyMdown do.
"""

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig

from explainer.building.policy_plugin import PLUGIN
from explainer.config.installed import is_installed_extension, is_of_site
from explainer.config.settings import EXTENSION

# Plug-ins known to change each page by nothing but its own text
PAGE_BY_PAGE = frozenset(
    {
        *("search", "material/search", "info", "material/info", "material/offline", "offline"),
        PLUGIN,
    }
)
# Templates of all pages: they show titles, addresses and the day of the last change
_SHARED = frozenset({"404.html", "sitemap.xml"})
# Names by which a template reaches pages besides its own
_OTHER_PAGES = frozenset(b"ancestors children nav next_page pages parent previous_page".split())
_EXPRESSION = re.compile(rb"\{[{%](.*?)[%}]\}", re.DOTALL)
_NAME = re.compile(rb"\w+")
_OWN_OVERRIDES = Path(__file__).parents[1] / "overrides"


def obstacle_in(config: MkDocsConfig, root: Path) -> str:
    """Return words for the first thing that may make a page depend on others; "" if nothing may.

    `config` are the settings of the staged tree of the site in `root`.
    """
    for obstacles in (_plugins(config), _extensions(config, root), _templates(config)):
        for obstacle in obstacles:
            return obstacle
    return ""


def _plugins(config: MkDocsConfig) -> Iterator[str]:
    for hook in config.hooks:
        yield f"the hook {hook.removeprefix('../')}"
    for plugin in config.plugins:
        if plugin not in PAGE_BY_PAGE:
            yield f"the plug-in {plugin}"


def _extensions(config: MkDocsConfig, root: Path) -> Iterator[str]:
    for name in config.markdown_extensions:
        if name != EXTENSION and not is_installed_extension(name, root):
            yield f"the extension {name}"
    for function in _functions(config.mdx_configs):
        if _is_own_code(function, root):
            yield f"the function {function.__name__}"


def _templates(config: MkDocsConfig) -> Iterator[str]:
    for template in (*config.theme.static_templates, *config.extra_templates):
        if template not in _SHARED:
            yield f"the template {template}"
    custom_dir = Path(config.theme.custom_dir or os.devnull)
    for file in sorted(custom_dir.rglob("*")):
        path = file.relative_to(custom_dir)
        if file.is_file() and not _is_copy(file, _OWN_OVERRIDES / path) and _shows_others(file):
            yield f"the template {path.as_posix()}"


def _shows_others(template: Path) -> bool:
    for expression in _EXPRESSION.findall(template.read_bytes()):
        if _OTHER_PAGES.intersection(_NAME.findall(expression)):
            return True
    return False


def _is_copy(file: Path, original: Path) -> bool:
    return original.is_file() and file.read_bytes() == original.read_bytes()


def _functions(options: Any) -> Iterator[Any]:
    """Yield the functions in options of extensions."""
    if callable(options):
        yield getattr(options, "func", options)  # that of a partial
    elif isinstance(options, dict):
        for value in options.values():
            yield from _functions(value)
    elif isinstance(options, list | tuple):
        for value in options:
            yield from _functions(value)


def _is_own_code(function: Any, root: Path) -> bool:
    module = sys.modules.get(getattr(function, "__module__", None) or "")
    file = getattr(module, "__file__", None)
    return file is None or is_of_site(Path(file), root)
