"""The article in a page of HTML, without what is around it."""

from lxml import etree

from explainer.new.decoding import NotTextError
from explainer.new.trees import declarations, drop, text_of
from explainer.text.fragment import CONTROLS, DEEPEST, Element, clean_tree, first_too_deep

# https://html.spec.whatwg.org/multipage/sections.html
_AROUND = ("nav", "aside", "dialog", "menu", "search")
_UNREAD = ("script", "style", "noscript", "template", "button", "canvas", "head", "link", "meta")
# What an editor may miss, and what it is called
_EMBEDDED, _FIELDS = "videos, sounds or embedded pages", "fields of forms"
_LOST = {
    "iframe": _EMBEDDED,
    "video": _EMBEDDED,
    "audio": _EMBEDDED,
    "object": _EMBEDDED,
    "embed": _EMBEDDED,
    "input": _FIELDS,
    "select": _FIELDS,
    "textarea": _FIELDS,
    "svg": "drawings",
}
_HIDDEN = "passages of hidden text"
# The element in the place of something that was left out: `what` it was, and its `address`
LOST = "lost"
_ROLES = frozenset({"navigation", "banner", "contentinfo", "complementary", "search", "dialog"})


def parse_page(html: str) -> Element:
    """Return a page as a tree, whose root is its `html` element.

    Any text can be parsed; raises NotTextError only if elements are nested too deeply.
    """
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True
    )
    data = html.translate(CONTROLS).encode("utf-8", "replace")
    tree = etree.fromstring(data, parser) if data.strip() else None
    if tree is None:
        return etree.Element("html")
    clean_tree(tree)
    if first_too_deep(tree) is not None:
        way = "open it in a browser, and copy its text into a file"
        raise NotTextError(f"this page nests its elements more than {DEEPEST} levels deep; {way}")
    return tree


def content_of(page: Element) -> tuple[Element, str]:
    """Return the article in a page, and the tag of the element that it was found in.

    It is the `article` element with most words, if it has half of those of `main`, or of the page:
    a teaser in a list is no article. Else it is `main`, or else `body`. Navigation, forms, scripts
    and hidden elements are removed from the tree; so are headers and footers of the whole page.
    """
    body = page.find("body")
    if body is None:
        body = page
    _leave_out(body)
    whole, tag = body, "body"
    for element in body.iter():
        if element.tag == "main" or element.get("role") == "main":
            whole, tag = element, "main"
            break
    article = max(whole.iter("article"), key=_size, default=None)
    if article is not None and 2 * _size(article) >= _size(whole):
        return article, "article"
    return whole, tag


def _leave_out(body: Element) -> None:
    """Remove what is around the text of a page, and what is not shown or has no place in it."""
    words = _size(body)
    for element in list(body.iter()):
        if element is not body and (_is_around(element) or _is_small_form(element, words)):
            drop(element)
        elif _is_unseen(element) and 2 * _size(element) < words:  # pages may begin unseen
            _empty(element)
        elif element.tag in _LOST:
            _mark_lost(element)


def _is_around(element: Element) -> bool:
    if element.tag in _UNREAD or element.tag in _AROUND or element.get("role") in _ROLES:
        return True
    if element.tag in ("header", "footer"):  # of the page, unless they are in a section of it
        return next(element.iterancestors("article", "main", "section"), None) is None
    display = declarations(element.get("style") or "").get("display", "")
    return element.get("hidden") is not None or display == "none"


def _is_unseen(element: Element) -> bool:
    """Return whether an element has words that are not shown, although they take up space."""
    visibility = declarations(element.get("style") or "").get("visibility", "")
    return visibility in ("hidden", "collapse") and bool(text_of(element).strip())


def _empty(element: Element) -> None:
    """Leave out what is in an element that is not shown: as a cell, it keeps others in place."""
    for child in list(element):
        element.remove(child)
    element.text = None
    etree.SubElement(element, LOST).set("what", _HIDDEN)


def _is_small_form(element: Element, words: int) -> bool:
    """Return whether an element is a form that does not hold the whole page, as some do."""
    return (element.tag == "form" or element.get("role") == "form") and 2 * _size(element) < words


def _mark_lost(element: Element) -> None:
    """Replace an element by an empty one; drop icons without words, and hidden fields."""
    is_icon = element.tag == "svg" and not text_of(element).strip()
    if is_icon or element.get("type") in ("hidden", "submit", "button"):
        drop(element)
        return
    address = element.get("src") or element.get("data")
    source = element.find("source")
    if not address and source is not None:
        address = source.get("src")
    if not address or address.startswith("data:"):
        address = ""
    kind, tail = _LOST[str(element.tag)], element.tail
    element.clear()
    element.tag, element.tail = LOST, tail
    element.set("what", kind)
    element.set("address", address)


def _size(element: Element) -> int:
    return sum(len(text.split()) for text in element.itertext())
