"""A site that is read from a folder, by `file://`, where browsers start no workers."""

from dataclasses import replace

from explainer.config.settings import Config
from explainer.yamlfiles.tree import appended, compose, dump, get, mapping, node_of, with_key

# The theme loads such a polyfill from another host, unless one of this name is set.
_FRAME_WORKER = "assets/javascripts/iframe-worker.js"
# It writes the search index as a script, too, which needs no request.
_PLUGIN = "material/offline"


def offline(config: Config) -> Config:
    """Return the settings of a site whose links lead to files, and whose search needs no server.

    Such a copy has no address, whatever `site_url` says: that is the address of another copy.
    """
    tree = mapping(compose(config.text))
    tree = with_key(tree, "use_directory_urls", node_of(False))
    tree = with_key(tree, "site_url", node_of(""))
    extra = mapping(get(tree, "extra"))
    polyfills = appended(get(extra, "polyfills"), _FRAME_WORKER)
    tree = with_key(tree, "extra", with_key(extra, "polyfills", polyfills))
    tree = with_key(tree, "plugins", appended(get(tree, "plugins"), _PLUGIN))
    return replace(config, text=dump(tree))
