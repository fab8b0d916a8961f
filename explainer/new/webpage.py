"""The article in a page of HTML, without what stands around it."""

from lxml import etree

from explainer.new.decoding import NotTextError
from explainer.new.trees import drop
from explainer.text.fragment import CONTROLS, DEEPEST, Element, clean_tree, first_too_deep

# https://html.spec.whatwg.org/multipage/sections.html
_AROUND = ("nav", "aside", "dialog", "menu", "search")
_UNREAD = ("script", "style", "noscript", "template", "button", "canvas", "head", "link", "meta")
# What an editor may miss, and what it is called
_LOST = {
    **dict.fromkeys(
        ("iframe", "video", "audio", "object", "embed"), "videos, sounds or embedded pages"
    ),
    **dict.fromkeys(("input", "select", "textarea"), "fields of forms"),
    "svg": "drawings",
}
LOST = "lost"  # the element that marks the place of something that was left out: `what` it was, and its `address`
_ROLES = frozenset({"navigation", "banner", "contentinfo", "complementary", "search", "dialog"})


def parse_page(html: str) -> Element:
    """The page as a tree, whose root is its `html` element.

    Anything is taken; raises NotTextError only where elements are nested too deeply.
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
    """Take the article out of the page, and say which element it is.

    It is the `article` element that holds most of the words, if it holds half of those of `main` (or of the page: a
    list of teasers is no article); else `main`; else `body`. Navigation, forms, scripts and what is hidden are
    removed from the tree; headers and footers too, where they are those of the whole page.
    """
    body = page.find("body")
    body = page if body is None else body
    words = _size(body)
    for element in list(body.iter()):
        if element is not body and (_is_around(element) or _is_small_form(element, words)):
            drop(element)
        elif element.tag in _LOST:
            _mark_lost(element)
    main = next(
        (each for each in body.iter() if each.tag == "main" or each.get("role") == "main"), None
    )
    whole = body if main is None else main
    article = max(whole.iter("article"), key=_size, default=None)
    if article is not None and 2 * _size(article) >= _size(whole):
        return article, "article"
    return whole, "body" if main is None else "main"


def _is_around(element: Element) -> bool:
    if element.tag in _UNREAD or element.tag in _AROUND or element.get("role") in _ROLES:
        return True
    if element.tag in ("header", "footer"):  # of the page, unless they stand in a section of it
        return not any(
            each.tag in ("article", "main", "section") for each in element.iterancestors()
        )
    style = (element.get("style") or "").replace(" ", "").lower()
    return element.get("hidden") is not None or "display:none" in style


def _is_small_form(element: Element, words: int) -> bool:
    """Return whether it is a form, and does not hold the whole page, as some programs make it."""
    return (element.tag == "form" or element.get("role") == "form") and 2 * _size(element) < words


def _mark_lost(element: Element) -> None:
    """Leave an empty element in its place; icons without words, and fields that nobody sees, leave none."""
    is_seen = element.tag != "svg" or any(text.strip() for text in element.itertext())
    if not is_seen or element.get("type") in ("hidden", "submit", "button"):
        drop(element)
        return
    source = element.find("source")
    inner = "" if source is None else source.get("src", "")
    address = element.get("src") or element.get("data") or inner
    what, tail = _LOST[str(element.tag)], element.tail
    element.clear()
    element.tag, element.tail = LOST, tail
    element.set("what", what)
    element.set("address", address if not address.startswith("data:") else "")


def _size(element: Element) -> int:
    return sum(len(text.split()) for text in element.itertext())
