"""A site that is read from a folder, by `file://`: no server answers there, and browsers start no workers."""

from dataclasses import replace

from explainer.config.settings import Config
from explainer.yamlfiles.tree import appended, compose, dump, get, mapping, node_of, with_key

# It begins as one that the theme would load from another host; where it finds one so named, it loads none.
_FRAME_WORKER = "assets/javascripts/iframe-worker.js"
_PLUGIN = (
    "material/offline"  # writes the index of the search as a script too, which needs no request
)


def offline(config: Config) -> Config:
    """Give the settings of a site whose links lead to files, with a search that works there.

    Such a copy has no address of its own, whatever `site_url` says: it is not the site that is found there.
    """
    tree = mapping(compose(config.text))
    tree = with_key(tree, "use_directory_urls", node_of(False))
    tree = with_key(tree, "site_url", node_of(""))
    extra = mapping(get(tree, "extra"))
    polyfills = appended(get(extra, "polyfills"), _FRAME_WORKER)
    tree = with_key(tree, "extra", with_key(extra, "polyfills", polyfills))
    tree = with_key(tree, "plugins", appended(get(tree, "plugins"), _PLUGIN))
    return replace(config, text=dump(tree))
