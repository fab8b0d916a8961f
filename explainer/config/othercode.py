"""Whether code of others may add pages, change texts, or read the pages in the browser."""

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from explainer.config.settings import Config
from explainer.yamlfiles.tree import compose, get, mapping

# Plug-ins known neither to add anything that links may lead to, nor to read Markdown
_HARMLESS = frozenset({
    "git-authors", "git-revision-date", "git-revision-date-localized", "glightbox", "info", "meta",
    "minify", "offline", "optimize", "privacy", "rss", "search", "social", "typeset",
})  # fmt: skip


def has_other_code(config: Config) -> bool:
    """Return whether the pages may differ from those in docs/.

    The reason may be a hook, a plug-in, or code that was left out of the settings.
    """
    if config.not_run:
        return True
    tree = mapping(compose(config.text))
    hooks = get(tree, "hooks")
    if isinstance(hooks, SequenceNode) and hooks.value:
        return True
    return any(name.removeprefix("material/") not in _HARMLESS for name in plugins(config))


def plugins(config: Config) -> list[str]:
    """Return the names of the plug-ins, as typed."""
    return _names(get(mapping(compose(config.text)), "plugins"))


def has_other_scripts(config: Config) -> bool:
    """Return whether pages may load scripts besides ours and the theme's, such as MathJax."""
    tree = mapping(compose(config.text))
    scripts = get(tree, "extra_javascript")
    if isinstance(scripts, SequenceNode) and scripts.value:
        return True
    return get(get(tree, "theme"), "custom_dir") is not None or has_other_code(config)


def _names(plugins: Node | None) -> list[str]:
    """Return the names in a list of names and of mappings, or in one mapping."""
    if isinstance(plugins, MappingNode):
        return [str(key.value) for key, _ in plugins.value]
    names: list[str] = []
    if isinstance(plugins, SequenceNode):
        for child in plugins.value:
            if isinstance(child, ScalarNode):
                names.append(str(child.value))
            elif isinstance(child, MappingNode):
                names += _names(child)
    return names
