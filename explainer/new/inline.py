"""Running text of a web page as Markdown: emphasis, links, pictures, code; the rest stays HTML."""

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from html import escape
from urllib.parse import SplitResult, parse_qsl, urljoin, urlsplit

from explainer.new.escaping import escaped, escaped_start
from explainer.new.ownpictures import Pictures, source_of
from explainer.new.trees import text_of
from explainer.new.webnotes import Footnotes
from explainer.text.fragment import Element

_EMPHASIS = {"em": "*", "i": "*", "cite": "*", "dfn": "*", "var": "*", "strong": "**", "b": "**"}
# Elements that stay HTML, since Markdown has no markup for them, and their new tags
_HTML_TAGS = {
    "abbr": "abbr", "del": "del", "ins": "ins", "kbd": "kbd", "mark": "mark", "q": "q", "rp": "rp",
    "rt": "rt", "ruby": "ruby", "small": "small", "sub": "sub", "sup": "sup", "u": "u",
    "s": "del", "strike": "del",
}  # fmt: skip
_CODE = ("code", "samp", "tt")
# Others may run something, or would be taken for `kind:id`.
_SCHEMES = ("http", "https", "mailto", "tel", "ftp")
# Hosts and paths that lead on, and the parameters that hold the address
_REDIRECTS = (
    ("google.com", "/url", ("q", "url")),
    ("safelinks.protection.outlook.com", "/", ("url",)),
    ("facebook.com", "/l.php", ("u",)),
)
_ADDRESS_ESCAPES = {ord(sign): f"%{ord(sign):02X}" for sign in " ()<>\"'`\\{}|^"}
BREAK = "<br>\n"
# Behind it, Python-Markdown reads no HTML up to the end of the text: its parser waits for a number.
UNREADABLE = "&#"


@dataclass(frozen=True)
class Web:
    """A page's own address, or "", its footnotes, and its pictures."""

    base: str
    footnotes: Footnotes
    pictures: Pictures


def paragraph(nodes: Iterable[str | Element], web: Web) -> str:
    """Return a paragraph as Markdown, or "" if it is empty."""
    lines = [line.strip() for line in running(nodes, web).split("\n")]
    while lines and lines[0] in ("", "<br>"):
        lines.pop(0)
    while lines and lines[-1] in ("", "<br>"):
        lines.pop()
    return "\n".join(map(escaped_start, lines)).removesuffix("<br>").rstrip()


def running(nodes: Iterable[str | Element], web: Web) -> str:
    """Return strings and elements in a row as Markdown; white space is collapsed."""
    done = ""
    for node in nodes:
        if isinstance(node, str):
            piece = escaped(re.sub(r"[ \t\n\r\f]+", " ", node))
        else:
            piece = _element(node, web, done[-1:])
        if done.endswith((" ", "\n")):
            piece = piece.lstrip(" ")
        done += piece
    return done


def inside(element: Element) -> list[str | Element]:
    """Return the strings and elements in an element, in order."""
    nodes: list[str | Element] = [element.text or ""]
    for child in element:
        nodes += [child, child.tail or ""]
    return nodes


def address_of(address: str | None, web: Web) -> str:
    """Return the whole address of a link; "" for one within the page, or with errors."""
    if not address or address.strip().startswith("#"):
        return ""
    try:
        whole = urljoin(web.base, address.replace("\n", "").strip())
        scheme = urlsplit(whole).scheme
    except ValueError:
        return ""
    if scheme not in _SCHEMES:
        return ""
    return _redirected(whole).translate(_ADDRESS_ESCAPES)


def _redirected(address: str) -> str:
    """Return the address that a redirect of a word processor or mail program leads to.

    Any other address is returned as it is.
    """
    try:
        parts = urlsplit(address)
        given = dict(parse_qsl(parts.query))
        keys = _redirect_keys(parts)
    except ValueError:
        return address
    target = next((given[key] for key in keys if key in given), "")
    return target if target.startswith(("https://", "http://", "mailto:")) else address


def _redirect_keys(parts: SplitResult) -> tuple[str, ...]:
    for host, path, keys in _REDIRECTS:
        if _is_at(parts, host, path):
            return keys
    return ()


def _is_at(parts: SplitResult, host: str, path: str) -> bool:
    name = parts.hostname or ""
    return parts.path == path and (name == host or name.endswith(f".{host}"))


def _element(element: Element, web: Web, before: str) -> str:
    """Return an element in running text as Markdown; `before` is the character in front of it."""
    tag = str(element.tag)
    if tag == "br":
        return BREAK
    if tag == "img":
        return _picture(element, web)
    if tag in _CODE:
        return _code(element, before)
    if tag == "a":
        return _link(element, web)
    if tag == "sup":
        marks = _footnote_marks(element, web)
        if marks:
            return marks
    return _marked(element, web, before)


def _marked(element: Element, web: Web, before: str) -> str:
    """Return the content of an element as Markdown, between what marks it, if anything."""
    tag = str(element.tag)
    inner = running(inside(element), web)
    if tag in _EMPHASIS:
        return _around(inner, *_signs(_EMPHASIS[tag], inner, before))
    if tag == "abbr" and element.get("title"):
        return _around(inner, f'<abbr title="{escape(str(element.get("title")))}">', "</abbr>")
    if tag in _HTML_TAGS:
        return _around(inner, *_tags(_HTML_TAGS[tag]))
    return inner


def _footnote_marks(element: Element, web: Web) -> str:
    references = web.footnotes.references
    return "".join(f"[^{references[link]}]" for link in element.iter("a") if link in references)


def _around(inner: str, start: str, end: str) -> str:
    """Put markup directly around words: Markdown's emphasis cannot begin or end with a space."""
    words = inner.strip()
    if not words.replace("<br>", "").strip():  # nothing to emphasise or to click on
        return inner
    lead, _, tail = inner.partition(words)
    return f"{lead}{start}{words}{end}{tail}"


def _signs(sign: str, inner: str, before: str) -> tuple[str, str]:
    """Return asterisks; tags if others are inside or directly before, which Markdown would pair."""
    if "*" not in inner and before != "*":
        return sign, sign
    return _tags("em" if sign == "*" else "strong")


def _tags(tag: str) -> tuple[str, str]:
    return f"<{tag}>", f"</{tag}>"


def _code(element: Element, before: str) -> str:
    text = " ".join(text_of(element).split())
    if not text:
        return ""
    if before == "`" or "|" in text or UNREADABLE in text:  # a bar would end the cell of a table
        return code_element(text)
    fence = "`" * (1 + max(map(len, re.findall("`+", text)), default=0))
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def code_element(text: str) -> str:
    """Return a line of code as an element, whatever characters are in it."""
    return f"<code>{escaped(text).replace('|', '&#124;')}</code>"


def _link(element: Element, web: Web) -> str:
    if element in web.footnotes.backs:
        return ""
    if element in web.footnotes.references:
        return f"[^{web.footnotes.references[element]}]"
    inner = running(inside(element), web)
    address = address_of(element.get("href"), web)
    # which no page should have
    is_inside_another = next(element.iterancestors("a"), None) is not None
    if is_inside_another or not address:
        return inner
    return _around(_no_note(inner), "[", f"]({address})")


def _no_note(text: str) -> str:
    """Keep the text of a link or picture from beginning like the mark of a footnote, `[^`."""
    words = text.lstrip()
    return text.replace("^", "&#94;", 1) if words.startswith("^") else text


def _picture(element: Element, web: Web) -> str:
    """Return a picture as Markdown, or as a comment if no browser shows it."""
    alt = " ".join((element.get("alt") or "").split())
    if element in web.pictures.unshown:
        description = alt.replace("--", "–").replace(">", "").strip("-")
        return f"<!-- a picture was here ({web.pictures.unshown[element]}): {description} -->"
    source = source_of(element)
    if not source:
        return ""
    own = web.pictures.addresses.get(element)
    with suppress(ValueError):
        source = own or urljoin(web.base, source)
    return f"![{_no_note(escaped(alt))}]({source.translate(_ADDRESS_ESCAPES)})"
