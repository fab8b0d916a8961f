"""A site that is read from a folder, by `file://`, where browsers start no workers."""

from yaml.nodes import MappingNode, Node, SequenceNode

from explainer.config.supplied import item_name, items_of, names_of
from explainer.yamlfiles.tree import appended, compose, dump, get, mapping, node_of, with_key

# The theme loads such a polyfill from another host, unless one of this name is set.
_FRAME_WORKER = "assets/javascripts/iframe-worker.js"
# It writes the search index as a script, too, which needs no request.
_PLUGIN = "material/offline"
_NAMES = (_PLUGIN, "offline")
_LIST = "tag:yaml.org,2002:seq"


def offline(text: str) -> str:
    """Return completed settings as those of a site that needs no server.

    Such a copy has no address, whatever `site_url` says: that is the address of another copy.
    """
    tree = opened_from_folder(mapping(compose(text)))
    tree = with_key(tree, "site_url", node_of(""))
    plugins = get(tree, "plugins")
    if plugin_of(tree) is not None:  # which may be switched off
        others = [item for item in items_of(plugins) or () if item_name(item) not in _NAMES]
        plugins = SequenceNode(_LIST, others)
    return dump(with_key(tree, "plugins", appended(plugins, _PLUGIN)))


def opened_from_folder(tree: MappingNode) -> MappingNode:
    """Return settings with which links lead to files, and the search needs no other host."""
    tree = with_key(tree, "use_directory_urls", node_of(False))
    extra = mapping(get(tree, "extra"))
    polyfills = get(extra, "polyfills")
    if any("iframe-worker" in name for name in names_of(polyfills) or ()):  # the editor's own
        return tree
    extra = with_key(extra, "polyfills", appended(polyfills, _FRAME_WORKER))
    return with_key(tree, "extra", extra)


def plugin_of(tree: Node) -> Node | None:
    """Return the theme's plug-in for such sites as it is listed, with its options, or None."""
    items = items_of(get(tree, "plugins")) or ()
    return next((item for item in items if item_name(item) in _NAMES), None)
