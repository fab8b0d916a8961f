"""The other names of entries, for the search.

They are not in the front matter of the entries' pages: there they would be tags, and shown as such.
It is a script, because a page opened from a folder may load nothing else.
"""

import json
from collections.abc import Callable
from functools import partial

from explainer.addresses import page_path, url
from explainer.pages.document import attribute
from explainer.pages.lookup import Lookup

ALIASES = "data/aliases.js"


def pages(lookup: Lookup) -> dict[str, Callable[[], str]]:
    """Return a maker of the script, by its path under the staged docs/."""
    return {ALIASES: partial(_script, lookup)}


def _script(lookup: Lookup) -> str:
    return f"explainerAliases = {json.dumps(_aliases(lookup))};\n"


def _aliases(lookup: Lookup) -> dict[str, list[str]]:
    """Return the aliases of actors and terms as HTML, by the address of their page.

    Addresses are relative to the root of the site.
    """
    loaded, found = lookup.site.loaded, dict[str, list[str]]()
    for entry in loaded.named_entries:
        if entry.body.aliases:
            address = url(page_path(entry.ref), lookup.settings.directory_urls)
            found[address] = [attribute(alias) for alias in entry.body.aliases]
    return found
