"""Running text of a web page as Markdown: emphasis, links, pictures, code. What Markdown has no sign for stays HTML."""

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from html import escape
from urllib.parse import SplitResult, parse_qsl, urljoin, urlsplit

from explainer.new.escaping import escaped, escaped_start
from explainer.new.ownpictures import Pictures, source_of
from explainer.new.webnotes import Footnotes
from explainer.text.fragment import Element

_EMPHASIS = {"em": "*", "i": "*", "cite": "*", "dfn": "*", "var": "*", "strong": "**", "b": "**"}
_AS_HTML = {
    tag: tag
    for tag in (
        "abbr",
        "del",
        "ins",
        "kbd",
        "mark",
        "q",
        "rp",
        "rt",
        "ruby",
        "small",
        "sub",
        "sup",
        "u",
    )
}
_AS_HTML |= {"s": "del", "strike": "del"}
_CODE = ("code", "samp", "tt")
_SCHEMES = (
    "http",
    "https",
    "mailto",
    "tel",
    "ftp",
)  # others may run something, or would be taken for `kind:id`
# Hosts and paths that lead on, and the parameters that say where to
_REDIRECTS = (
    ("google.com", "/url", ("q", "url")),
    ("safelinks.protection.outlook.com", "/", ("url",)),
    ("facebook.com", "/l.php", ("u",)),
)
_IN_ADDRESS = {ord(sign): f"%{ord(sign):02X}" for sign in " ()<>\"'`\\{}|^"}
BREAK = "<br>\n"
# After it, Python-Markdown reads no more HTML up to the end of the text: the parser behind it waits for a number.
UNREADABLE = "&#"


@dataclass(frozen=True)
class Web:
    """What the conversion of a page needs to know of it: its own address or "", its footnotes, and its pictures."""

    base: str
    footnotes: Footnotes
    pictures: Pictures


def paragraph(nodes: Iterable[str | Element], web: Web) -> str:
    """Give the Markdown of a paragraph, or "" where nothing is in it."""
    lines = [line.strip() for line in running(nodes, web).split("\n")]
    while lines and lines[0] in ("", "<br>"):
        lines.pop(0)
    while lines and lines[-1] in ("", "<br>"):
        lines.pop()
    return "\n".join(map(escaped_start, lines)).removesuffix("<br>").rstrip()


def running(nodes: Iterable[str | Element], web: Web) -> str:
    """Give the Markdown of strings and elements in a row; white space is collapsed."""
    done = ""
    for node in nodes:
        piece = (
            escaped(re.sub(r"[ \t\n\r\f]+", " ", node))
            if isinstance(node, str)
            else _element(node, web, done[-1:])
        )
        done += piece.lstrip(" ") if done.endswith((" ", "\n")) else piece
    return done


def inside(element: Element) -> list[str | Element]:
    """The strings and elements that an element holds, in order."""
    nodes: list[str | Element] = [element.text or ""]
    for child in element:
        nodes += [child, child.tail or ""]
    return nodes


def address_of(address: str | None, web: Web) -> str:
    """The whole address of a link, "" for one that leads nowhere outside of the page; errors in it make it none."""
    try:
        whole = urljoin(web.base, "".join((address or "").split("\n")).strip())
        scheme = urlsplit(whole).scheme
    except ValueError:
        return ""
    is_own = not address or address.strip().startswith("#")
    return "" if is_own or scheme not in _SCHEMES else _behind(whole).translate(_IN_ADDRESS)


def _behind(address: str) -> str:
    """Return the address that a redirect of a word processor or mail program leads to, else the address itself."""
    try:
        parts = urlsplit(address)
        keys = next((keys for host, path, keys in _REDIRECTS if _is_at(parts, host, path)), ())
        given = dict(parse_qsl(parts.query))
    except ValueError:
        return address
    target = next((given[key] for key in keys if key in given), "")
    return target if target.startswith(("https://", "http://", "mailto:")) else address


def _is_at(parts: SplitResult, host: str, path: str) -> bool:
    name = parts.hostname or ""
    return parts.path == path and (name == host or name.endswith(f".{host}"))


def _element(element: Element, web: Web, before: str) -> str:
    """The Markdown of an element within running text; `before` is the character in front of it."""
    tag = str(element.tag)
    if tag == "br":
        return BREAK
    if tag == "img":
        return _picture(element, web)
    if tag in _CODE:
        return _code(element, before)
    if tag == "a":
        return _link(element, web)
    marks = [
        web.footnotes.references[each]
        for each in element.iter("a")
        if each in web.footnotes.references
    ]
    if tag == "sup" and marks:
        return "".join(f"[^{mark}]" for mark in marks)
    inner = running(inside(element), web)
    if tag in _EMPHASIS:
        return _around(inner, *_signs(_EMPHASIS[tag], inner, before))
    if tag == "abbr" and element.get("title"):
        return _around(inner, f'<abbr title="{escape(str(element.get("title")))}">', "</abbr>")
    return _around(inner, *_tags(_AS_HTML[tag])) if tag in _AS_HTML else inner


def _around(inner: str, start: str, end: str) -> str:
    """Put signs right around the words: Markdown knows no emphasis that begins or ends with a space."""
    words = inner.strip()
    if not words.replace("<br>", "").strip():  # there is nothing to emphasise or to click on
        return inner
    lead, _, tail = inner.partition(words)
    return f"{lead}{start}{words}{end}{tail}"


def _signs(sign: str, inner: str, before: str) -> tuple[str, str]:
    """Asterisks, or elements where asterisks stand within or right before, since Markdown would pair them otherwise."""
    return (
        _tags("em" if sign == "*" else "strong") if "*" in inner or before == "*" else (sign, sign)
    )


def _tags(tag: str) -> tuple[str, str]:
    return f"<{tag}>", f"</{tag}>"


def _code(element: Element, before: str) -> str:
    text = " ".join("".join(map(str, element.itertext())).split())
    if not text:
        return ""
    if before == "`" or "|" in text or UNREADABLE in text:  # a bar would end the cell of a table
        return code_element(text)
    fence = "`" * (1 + max(map(len, re.findall("`+", text)), default=0))
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def code_element(text: str) -> str:
    """Give a line of code as an element, whatever signs are in it."""
    return f"<code>{escaped(text).replace('|', '&#124;')}</code>"


def _link(element: Element, web: Web) -> str:
    if element in web.footnotes.backs:
        return ""
    if element in web.footnotes.references:
        return f"[^{web.footnotes.references[element]}]"
    inner, address = running(inside(element), web), address_of(element.get("href"), web)
    is_inside_another = (
        next(element.iterancestors("a"), None) is not None
    )  # no page is meant to have such
    if is_inside_another or not address:
        return inner
    return _around(_no_note(inner), "[", f"]({address})")


def _no_note(text: str) -> str:
    """Let the text of a link or picture not begin as the mark of a footnote does, `[^`."""
    words = text.lstrip()
    return text.replace("^", "&#94;", 1) if words.startswith("^") else text


def _picture(element: Element, web: Web) -> str:
    """Return the picture at its address; a comment in the place of one that no browser shows."""
    alt = " ".join((element.get("alt") or "").split())
    if element in web.pictures.unshown:
        said = alt.replace("--", "–").replace(">", "").strip("-")
        return f"<!-- a picture was here ({web.pictures.unshown[element]}): {said} -->"
    source = source_of(element)
    if not source:
        return ""
    own = web.pictures.addresses.get(element)
    with suppress(ValueError):
        source = own or urljoin(web.base, source)
    return f"![{_no_note(escaped(alt))}]({source.translate(_IN_ADDRESS)})"
