"""What somebody typed, as messages quote it.

It is set apart from the message's own words, and short enough to be read.
"""

import re

_MOST = 200  # characters; an address or a sentence is shorter
_KEPT_AT_END = 50
_BACKTICKS = re.compile("`+")


def in_backticks(typed: str) -> str:
    """Return a text between backticks, with its middle left out if it is long.

    One that contains backticks stands between more of them than it has in a row, as code does in
    Markdown (https://spec.commonmark.org/0.31.2/#code-spans): otherwise what follows them would
    look like the message's own words.
    """
    text = typed
    if len(typed) > _MOST:
        text = f"{typed[: _MOST - _KEPT_AT_END].rstrip()} … {typed[-_KEPT_AT_END:].lstrip()}"
    if "`" not in text:
        return f"`{text}`"
    longest = max(map(len, _BACKTICKS.findall(text)))
    signs = "`" * (longest + 1)
    return f"{signs} {text} {signs}"
