"""Sealed texts: what this program puts on a staged page, as the digits of a comment.

Plug-ins of a site read a page before it is rendered, and Markdown extensions before its HTML is set
aside. They obey what stands between their delimiters, which may be any signs, whoever wrote it.
Among digits there are none, so what annotators typed is out of their reach until it is HTML.
"""

import re
from collections.abc import Callable

_OPEN, _CLOSE = "<!-- explainer:html ", " -->"
# Both begin with plain characters, for which `re` searches many times as fast.
_SEALED = re.compile(f"\n{_OPEN}([0-9a-f]+){_CLOSE}(?=\n|\\Z)")
_COMMENT = "<!-- explainer:"  # of marks, too
_DIGITS = re.compile(f"({_COMMENT}[a-z]+ )([0-9a-f]+)(?={_CLOSE})")
# A heading stays Markdown, for the table of contents; there is a blank line on both sides of it.
_HEADING = re.compile(r"(\n\n## [^\n]*)(?=\n\n|\Z)")


def digits_of(text: str) -> str:
    """Return a text as hexadecimal digits."""
    return text.encode("utf-8", "replace").hex()


def text_of(digits: str) -> str:
    """Return the text of hexadecimal digits. Raises ValueError if they are none."""
    return bytes.fromhex(digits).decode("utf-8", "replace")


def seal(markdown: str) -> str:
    """Return Markdown that is HTML with headings between, with the HTML sealed."""
    pieces = _HEADING.split(f"\n\n{markdown}")
    pieces[::2] = map(_sealed, pieces[::2])
    return "".join(pieces)[2:]


def _sealed(html: str) -> str:
    """Return HTML sealed, between the line ends that are around it."""
    inner = html.strip("\n")
    if not inner:
        return html
    before, _, after = html.partition(inner)
    return f"{before}{_OPEN}{digits_of(inner)}{_CLOSE}{after}"


def unseal(text: str, change: Callable[[str], str] = str) -> str:
    """Return a text in which all that was sealed is open, as `change` returns it."""

    def opened(comment: re.Match[str]) -> str:
        try:
            return f"\n{change(text_of(comment[1]))}"
        except ValueError:  # an odd number of digits, which somebody typed
            return comment[0]

    return _SEALED.sub(opened, f"\n{text}")[1:]


def sealed_in(text: str) -> str:
    """Return what is sealed in a text, without the rest."""
    comments = (comment[0] for comment in _SEALED.finditer(f"\n{text}"))
    return "".join(map(unseal, comments))


def shown_size(content: str | bytes) -> int:
    """Return about how many bytes a staged page or file has once all digits in it are text."""
    if isinstance(content, bytes):
        return len(content)
    size = len(content) if content.isascii() else len(content.encode("utf-8", "surrogatepass"))
    start = content.find(_COMMENT)
    while start >= 0:
        end = content.find(_CLOSE, start)
        size -= max(0, end - start) // 2
        start = content.find(_COMMENT, end) if end >= 0 else -1
    return size


def all_open(text: str) -> str:
    """Return a staged page with all digits replaced by the text that they stand for."""
    return _DIGITS.sub(lambda digits: digits[1] + text_of(digits[2]), text)
