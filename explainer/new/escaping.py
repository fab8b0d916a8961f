"""Text as Markdown that shows exactly this text: whatever Markdown would take for markup is escaped.

The rules are those of Python-Markdown with the extensions that sites have by default, against which a test holds them,
and of those that many sites set.
"""

import re

# In the order of the alternatives: a backslash before punctuation or at the end of a line, what is markup anywhere,
# underscores that are not inside a word, what looks like an entity, and what could open a picture together with what
# follows; then what extensions read that a site may set: marked, struck, raised and lowered words, keys, emoji and
# formulas.
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
    r"|(?P<entity>:(?=\s)|~(?=~~)|=(?==*\s*\Z|==)|\|"  # definitions, fences, underlines of headings, tabs, tables
    r"|/(?=//)|:(?=::)|\?(?=\?\?))"  # blocks and boxes of extensions
)


def escaped(text: str) -> str:
    """A piece of running text; white space is left as it is."""
    return _ANYWHERE.sub(lambda match: _ENTITIES.get(match.group(), "\\" + match.group()), text)


def escaped_start(line: str) -> str:
    """A line of Markdown whose beginning is text: it opens no heading, list, quote or the like."""
    match = _AT_START.match(line)
    if not match:
        return line
    rest = line[match.end() :]
    if match["number"]:
        return f"{match['number']}\\{match['mark']}{rest}"
    return (f"\\{match['escaped']}" if match["escaped"] else f"&#{ord(match['entity'])};") + rest
