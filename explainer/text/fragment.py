"""A piece of HTML as a tree, and the tree as HTML again."""

import re
from collections.abc import Iterator
from itertools import chain

from lxml import etree

Element = etree._Element
# Levels, far more than any text needs: browsers stop at 512, libxml2 at 2,046, and recursive
# programs, such as Python-Markdown, sooner.
DEEPEST = 100

# XML does not allow most control characters, and lxml refuses to write them; they mean nothing to
# a reader.
CONTROLS = dict.fromkeys(
    chain(range(9), range(14, 32), range(0xD800, 0xE000), (0xFFFE, 0xFFFF)), "\ufffd"
)
CONTROLS |= {0x0B: " ", 0x0C: " "}  # the line break and the page break of word processors
_CONTROL = re.compile(f"[{re.escape(''.join(map(chr, CONTROLS)))}]")

# https://html.spec.whatwg.org/multipage/parsing.html#serialising-html-fragments
_VOID = frozenset(
    "area base basefont bgsound br col embed frame hr img input keygen link meta param source track"
    " wbr".split()
)
_RAW = frozenset("iframe noembed noframes noscript plaintext script style xmp".split())
# The parser drops all that follows these.
_END_TAGS = ("</html>", "</HTML>", "</body>", "</BODY>")
# In a ruby, the next words end a reading; the parser, older than that rule, puts them into it.
_OPEN_READING = re.compile(r"<(rt|rp|rtc)\b[^>]*>[^<]*(?=<rb\b)", re.IGNORECASE)


def parse(html: str) -> Element:
    """Return a fragment as a tree, in a `body` element; the parser repairs broken HTML.

    Control characters, also as references such as `&#11;`, are replaced by others in all strings of
    the tree.
    """
    for end_tag in _END_TAGS:
        html = html.replace(end_tag, "")
    if "<rb" in html:
        html = _OPEN_READING.sub(r"\g<0></\1>", html)
    data = f"<html><body>{_CONTROL.sub(_replaced, html)}"
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True)
    body = etree.fromstring(data.encode("utf-8"), parser).find("body")
    if body is None:
        return etree.Element("body")
    if "&#" in html:
        clean_tree(body)
    return body


def write(root: Element) -> str:
    """Return the fragment in `root` as HTML; libxml2's own serialiser leaves out some end tags."""
    return "".join(_parts(root))


def clean(string: str) -> str:
    """Return a string of the same length without the control characters that a tree cannot hold."""
    return string if string.isprintable() else string.translate(CONTROLS)


def clean_tree(root: Element) -> None:
    """Replace the control characters in all strings below an element, so that lxml can set them."""
    for element in root.iter():
        for name, value in element.items():
            if _CONTROL.search(str(value)):
                element.set(name, _CONTROL.sub(_replaced, str(value)))
        if element.text and _CONTROL.search(element.text):
            element.text = _CONTROL.sub(_replaced, element.text)
        if element.tail and _CONTROL.search(element.tail):
            element.tail = _CONTROL.sub(_replaced, element.tail)


def first_too_deep(root: Element) -> Element | None:
    """Return the first element nested in more than `DEEPEST` others, or None."""
    depth = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > DEEPEST + 1:
            found: Element = element
            return found
    return None


def _replaced(control: re.Match[str]) -> str:
    return CONTROLS[ord(control[0])]


def _parts(root: Element) -> Iterator[str]:
    yield _text(root)
    for event, element in etree.iterwalk(root, events=("start", "end", "comment")):
        if element is root:
            continue
        if event == "start":
            yield _start_tag(element)
            yield _text(element)
            continue
        yield _end_tag(element) if event == "end" else f"<!--{element.text or ''}-->"
        yield _escaped(element.tail or "")


def _start_tag(element: Element) -> str:
    attributes = [f' {name!s}="{_quoted(str(value))}"' for name, value in element.items()]
    return f"<{element.tag!s}{''.join(attributes)}>"


def _end_tag(element: Element) -> str:
    return "" if element.tag in _VOID else f"</{element.tag!s}>"


def _text(element: Element) -> str:
    text = element.text or ""
    return text if element.tag in _RAW else _escaped(text)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _quoted(value: str) -> str:
    """Return the value of an attribute; some plug-ins take a `<` in it for the start of a tag."""
    return _escaped(value).replace('"', "&quot;")
