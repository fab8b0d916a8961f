"""The page that explains the site's terms and symbols, made from the definitions in the code."""

from explainer.addresses import METHOD
from explainer.pages.document import PageMaker, render
from explainer.pages.index import index_page, section_anchor
from explainer.pages.lookup import Lookup
from explainer.pages.timeline import SIGNS
from explainer.pages.view import View

MEANING = "How claims, dates and sources are described here."


def pages(lookup: Lookup) -> dict[str, PageMaker]:
    """Return a maker of the page about the method, by its path."""
    return index_page(lookup, METHOD, "Method", _method, MEANING)


def _method(view: View) -> str:
    return render("method.md.j2", signs=SIGNS, anchor=section_anchor(view.lookup))
