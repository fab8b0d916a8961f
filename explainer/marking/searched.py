"""Let the search find the words of a page as its readers see them.

The theme's search takes the texts out of the HTML: it would show the words of a `q` as those of the
newsroom, and join those on both sides of a `br`.
"""

import re

from lxml import etree

from explainer.text.fragment import Element, parse, write
from explainer.text.visible import ADDED

_DRAWN = re.compile(r"<(?:q|br)(?=[\s/>])", re.IGNORECASE)
_WITHIN_QUOTATION = etree.XPath("boolean(ancestor::q)")
_IN_CODE = etree.XPath("boolean(ancestor::pre)")


def with_drawn(html: str) -> str:
    """Return the HTML of a page with what a browser draws in its text: quotation marks, line ends.

    The marks are hidden from readers, for whom the browser draws its own.
    """
    if not _DRAWN.search(html):
        return html
    root = parse(html)
    for quotation in root.iter("q"):
        opening, closing = "‘’" if _WITHIN_QUOTATION(quotation) else "“”"
        first = _hidden(opening)
        first.tail, quotation.text = quotation.text, None
        quotation.insert(0, first)
        quotation.append(_hidden(closing))
    for line_end in root.iter("br"):
        after = line_end.tail or ""
        if not after[:1].isspace() and not _IN_CODE(line_end):
            line_end.tail = f"\n{after}"
    return write(root)


def _hidden(sign: str) -> Element:
    element = etree.Element("span", {ADDED: "", "hidden": ""})
    element.text = sign
    return element
