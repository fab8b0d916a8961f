"""Which policy each page carries: `extra: explainer: page_policy:` of mkdocs.yml.

Only the scripts of this program and of the theme are known to keep to a policy. Those of others may
load further ones, and plug-ins may write handlers into any page.
"""

from collections.abc import Collection
from typing import Any, Literal

from yaml.nodes import MappingNode

from explainer.config.flags import has_policies
from explainer.config.othercode import has_other_code, has_other_scripts
from explainer.config.settings import Config
from explainer.yamlfiles.tree import compose, get, mapping, node_of, with_key

# What a policy is about: nothing, handlers of events in attributes, or all scripts and forms
Extent = Literal["none", "handlers", "all"]
STAGED_KEY = "explainer_policy"  # under `extra` of the staged file


def policy_extent(config: Config) -> Extent:
    """Return what the policy of a page without scripts of its own is about."""
    tree = compose(config.text)
    if not has_policies(tree) or has_other_code(config):
        return "none"
    if has_other_scripts(config) or get(get(tree, "extra"), "polyfills") is not None:
        return "handlers"
    return "all"


def with_policy(tree: MappingNode, extent: Extent, scripted: Collection[str]) -> MappingNode:
    """Return the settings of a staged tree with what its pages are to carry.

    `scripted` are the pages with scripts of their own, by path under docs/: they carry none.
    """
    value: dict[str, Any] = {"extent": extent, "without": sorted(scripted)}
    extra = mapping(get(tree, "extra"))
    return with_key(tree, "extra", with_key(extra, STAGED_KEY, node_of(value)))
