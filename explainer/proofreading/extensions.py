"""The Markdown extensions of a site by their plain names."""

from explainer.model import Settings

_PREFIX = "markdown.extensions."
_EXTRA = frozenset({"abbr", "attr_list", "def_list", "footnotes", "md_in_html", "tables"})
_BUNDLES = {
    "extra": _EXTRA | {"fenced_code"},
    "pymdownx.extra": _EXTRA | {"pymdownx.betterem", "pymdownx.superfences"},
}


def extension_names(settings: Settings) -> frozenset[str]:
    """Give the names of the extensions, and of those that a bundle such as `extra` holds."""
    names = {name.removeprefix(_PREFIX) for name in settings.extensions}
    held = [_BUNDLES[name] for name in names if name in _BUNDLES]
    return frozenset(names.union(*held))
