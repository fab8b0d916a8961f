"""The page that explains the site's terms and signs, made from the code's own definitions."""

from explainer.addresses import METHOD
from explainer.figures import argument, shapes
from explainer.pages.document import render
from explainer.pages.index import index_page, section_anchor
from explainer.pages.lookup import Lookup


def pages(lookup: Lookup) -> dict[str, str]:
    """Give the page about the method."""
    times = [(shapes.sample(sign), meaning) for sign, meaning in shapes.MEANINGS.items()]
    body = render("method.md.j2", times=times, arguments=argument.key(), anchor=section_anchor(lookup))
    return index_page(lookup, METHOD, "Method", lambda view: body, "How claims, dates and sources are described here.")
