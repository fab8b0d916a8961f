"""The page that explains the site's terms and signs, made from the code's own definitions."""

from explainer.addresses import METHOD
from explainer.figures import shapes
from explainer.pages.document import Make, render
from explainer.pages.index import index_page, section_anchor
from explainer.pages.lookup import Lookup
from explainer.pages.view import View


def pages(lookup: Lookup) -> dict[str, Make]:
    """Give what makes the page about the method."""
    return index_page(lookup, METHOD, "Method", _method, "How claims, dates and sources are described here.")


def _method(view: View) -> str:
    times = [(shapes.sample(sign), meaning) for sign, meaning in shapes.MEANINGS.items()]
    return render("method.md.j2", times=times, anchor=section_anchor(view.lookup))
