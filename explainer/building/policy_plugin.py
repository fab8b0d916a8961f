"""The plug-in that writes into each page the Content-Security-Policy that the page satisfies.

So a script that somebody manages to put into a page does not run on a host that sends no headers,
such as GitHub Pages. https://html.spec.whatwg.org/#attr-meta-http-equiv-content-security-policy
"""

import re
from html import escape
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.pages import Page

from explainer.building.builtsite import page_tree
from explainer.building.contentpolicy import needs_of, page_policy
from explainer.config.policy_extent import STAGED_KEY

PLUGIN = "explainer/policy"
_AFTER_ALL = -1_000  # priority of an event; -100 is the lowest that plug-ins use
_TEXT_BEGINS, _TEXT_ENDS = '<article class="md-content__inner', "</article>"
# Where browsers have to find the encoding first, within 1,024 bytes
_PLACE = re.compile(r"<head\b[^>]*>(?:\s*<meta charset=[^>]+>)?", re.IGNORECASE)


class PagePolicies(BasePlugin):  # type: ignore[type-arg, no-untyped-call]
    """Writes the policies as the settings of the staged tree say."""

    @event_priority(_AFTER_ALL)
    def on_post_page(self, output: str, page: Page, config: MkDocsConfig) -> str:
        """Return a page with its policy."""
        return _with_policy(output, page.file.src_uri, config)

    @event_priority(_AFTER_ALL)
    def on_post_template(self, output: str, template_name: str, config: MkDocsConfig) -> str:
        """Return what is made of a template, such as 404.html, with its policy."""
        if not template_name.endswith(".html"):
            return output
        return _with_policy(output, "", config)


def _with_policy(output: str, path: str, config: MkDocsConfig) -> str:
    """Return the HTML of a page whose source has a path; "" for a page without source."""
    settings: dict[str, Any] = config.extra.get(STAGED_KEY) or {}
    extent = settings.get("extent", "none")
    place = _PLACE.search(output)
    if extent == "none" or path in settings["without"] or not place:
        return output
    needs = needs_of(page_tree(_around_text(output).encode()))
    policy = page_policy(needs, config.repo_url or "", allows_scripts=extent != "all")
    element = f'<meta http-equiv="Content-Security-Policy" content="{escape(policy, quote=False)}">'
    return output[: place.end()] + element + output[place.end() :]


def _around_text(output: str) -> str:
    """Return a page without its text, in which nothing is known to be wanted."""
    begin, end = output.find(_TEXT_BEGINS), output.rfind(_TEXT_ENDS)
    if begin < 0 or end < begin:
        return output
    return output[:begin] + output[end:]
