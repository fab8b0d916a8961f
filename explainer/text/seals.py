"""Sealed texts: what this program puts on a staged page, as the digits of a comment.

Plug-ins of a site read a page before it is rendered, and Markdown extensions before its HTML is set
aside. They obey what stands between their delimiters, which may be any signs, whoever wrote it.
Among digits there are none, so what annotators typed is out of their reach until it is HTML.
"""

import re
from collections.abc import Callable

_OPEN, _CLOSE = "<!-- explainer:html ", " -->"
_SEALED = re.compile(f"^{_OPEN}((?:[0-9a-f]{{2}})+){_CLOSE}$", re.MULTILINE)
# A heading stays Markdown, for the table of contents; there is a blank line on both sides of it.
_HEADING = re.compile(r"((?:(?<=\n\n)|\A)## .*(?=\n\n|\Z))")


def digits_of(text: str) -> str:
    """Return a text as hexadecimal digits."""
    return text.encode("utf-8", "replace").hex()


def text_of(digits: str) -> str:
    """Return the text of hexadecimal digits. Raises ValueError if they are none."""
    return bytes.fromhex(digits).decode("utf-8", "replace")


def seal(markdown: str) -> str:
    """Return Markdown that is HTML with headings between, with the HTML sealed."""
    pieces = _HEADING.split(markdown)
    pieces[::2] = map(_sealed, pieces[::2])
    return "".join(pieces)


def _sealed(html: str) -> str:
    """Return HTML sealed, between the line ends that are around it."""
    inner = html.strip("\n")
    if not inner:
        return html
    before, _, after = html.partition(inner)
    return f"{before}{_OPEN}{digits_of(inner)}{_CLOSE}{after}"


def unseal(text: str, change: Callable[[str], str] = str) -> str:
    """Return a text in which all that was sealed is open, as `change` returns it."""
    return _SEALED.sub(lambda comment: change(text_of(comment[1])), text)


def sealed_in(text: str) -> str:
    """Return what is sealed in a text, without the rest."""
    return "\n".join(map(text_of, _SEALED.findall(text)))
