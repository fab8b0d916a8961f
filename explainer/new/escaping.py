"""Escape whatever Markdown would take for markup, so that it shows exactly the text.

The rules are those of Python-Markdown with the extensions that sites have by default, against which
a test holds them, and of extensions that many sites set.
"""

import re

# In the order of the alternatives: a backslash before punctuation or at the end of a line; markup
# anywhere; underscores that are not inside a word; what looks like an entity; an exclamation mark
# at the end, which could open a picture. Then markup of extensions that a site may set: marked,
# struck, raised and lowered words, keys, emoji and formulas.
_ANYWHERE = re.compile(
    r"\\(?=[!-/:-@\[-`{-~]|\s*\Z)|[`*\[\]{]|(?<![^\W_])_|_(?![^\W_])|<|&(?=#|\w+;|\w*\Z)|!(?=\Z)"
    r"|=(?==[^\s=](?:[^=\n]*[^\s=])?==)|~(?=~[^\s~](?:[^~\n]*[^\s~])?~~)"
    r"|\^(?=\^[^\s^](?:[^^\n]*[^\s^])?\^\^)|\+(?=\+[\w+-]+\+\+)"
    r"|(?<=\w)~(?=[\w+-]+~)|(?<=\w)\^(?=[\w+-]+\^)|(?<![\w:/]):(?=[a-z][\w-]+:(?![\w:]))"
    r"|\$(?=[^\s$](?:[^$\n]*[^\s$\\])?\$(?!\d))"
)
_ENTITIES = {"<": "&lt;", "&": "&amp;"} | {sign: f"&#{ord(sign)};" for sign in "=~^+:$"}
_AT_START = re.compile(
    r"(?P<number>\d+)(?P<mark>[.)])(?=\s|\Z)"  # a numbered list
    r"|(?P<escaped>[#>]|[-+](?=[\s-]|\Z)|!(?=!!))"  # headings, quotes, lists and rules, admonitions
    # definitions, fences, underlines of headings, tabs, tables
    r"|(?P<entity>:(?=\s)|~(?=~~)|=(?==*\s*\Z|==)|\|"
    r"|/(?=//)|:(?=::)|\?(?=\?\?))"  # blocks and boxes of extensions
)


def escaped(text: str) -> str:
    """Escape a piece of running text; white space stays as it is."""
    return _ANYWHERE.sub(lambda match: _ENTITIES.get(match.group(), "\\" + match.group()), text)


def escaped_start(line: str) -> str:
    """Escape the beginning of a line of Markdown, so that it opens no heading, list or the like."""
    match = _AT_START.match(line)
    if not match:
        return line
    rest = line[match.end() :]
    if match["number"]:
        return f"{match['number']}\\{match['mark']}{rest}"
    if match["escaped"]:
        return f"\\{match['escaped']}{rest}"
    return f"&#{ord(match['entity'])};{rest}"
