"""Hooks and plug-ins of a site that may add files or change texts, so that only a build can tell what comes of them."""

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from explainer.config.settings import Config
from explainer.yamlfiles.tree import compose, get, mapping

# Plug-ins of which it is known that they neither add anything that a link leads to nor read Markdown
_HARMLESS = frozenset({
    "git-authors", "git-revision-date", "git-revision-date-localized", "glightbox", "info", "meta", "minify", "offline",
    "optimize", "privacy", "rss", "search", "social", "typeset",
})  # fmt: skip


def has_other_code(config: Config) -> bool:
    """Return whether hooks, plug-ins or what was not run may make a page other than in docs/."""
    if config.not_run:
        return True
    tree = mapping(compose(config.text))
    hooks = get(tree, "hooks")
    if isinstance(hooks, SequenceNode) and hooks.value:
        return True
    return any(
        name.removeprefix("material/") not in _HARMLESS for name in _names(get(tree, "plugins"))
    )


def _names(plugins: Node | None) -> list[str]:
    """Return the names in a list of names and of mappings, or in one mapping."""
    if isinstance(plugins, MappingNode):
        return [str(key.value) for key, _ in plugins.value]
    children = plugins.value if isinstance(plugins, SequenceNode) else []
    alone = [str(child.value) for child in children if isinstance(child, ScalarNode)]
    return alone + [
        name for child in children if isinstance(child, MappingNode) for name in _names(child)
    ]
