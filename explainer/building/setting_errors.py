"""Reword MkDocs's errors about a wrong mkdocs.yml, so that an editor knows what to write.

They can only be told apart by their wording: MkDocs gives them no codes.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from pkgutil import iter_modules
from typing import Any

import pymdownx
from markdown.util import get_installed_extensions
from yaml.error import MarkedYAMLError
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from explainer.building.complaints import one_line
from explainer.config.supplied import WITHOUT_EXTENSIONS, WITHOUT_FEATURES
from explainer.format.did_you_mean import did_you_mean

_TYPES = {
    "str": "text",
    "list": "a list (lines that begin with -)",
    "dict": "keys with values",
    "bool": "true or false",
    "int": "a number",
    "float": "a number",
    "NoneType": "nothing",
}
_TYPE = re.compile(
    r"[Ee]xpected(?: type:)? (?:a |an )?(?:<class ')?(\w+)(?:'>)?,? "
    r"(?:but received|got):? <class '(\w+)'>"
)
_CLASS = re.compile(r"<class '(\w+)'>")
_NAMED = {"string": "str", "mapping": "dict"}
_NO_EXTENSION = re.compile(r"Failed to load extension '([^'\n]+)'.*No module named '\1'", re.DOTALL)
_UNKNOWN = "Unrecognised configuration name"
_ADVICE = (
    ("isn't an existing", "correct the path, or create what it names"),
    (
        "Required configuration not provided",
        "write a value (after !ENV, a list whose last item is the default)",
    ),
    ("is not installed", "correct its name, or install it"),
    ("Failed to load extension", "correct its name and its options, or install it"),
    ("Invalid config options for Markdown Extension", "write them as keys with values"),
    (
        "Invalid Markdown Extensions configuration",
        "write a line `- name` for each, and indent its options by four more spaces",
    ),
    (_UNKNOWN, "correct the name, or remove it"),
)
# The keys of Explainer, which MkDocs does not know, and the keys that they belong under
_OWN_KEYS = {
    "explainer": "extra",
    "rules": "extra: explainer",
    "loaded_words": "extra: explainer",
    WITHOUT_EXTENSIONS: "extra: explainer",
    WITHOUT_FEATURES: "extra: explainer",
}
_PLAIN_TAGS = {
    "timestamp": "a date",
    "int": "a number",
    "float": "a number",
    "bool": "true or false",
}


def about_setting(key: str, message: str, known: Iterable[str]) -> str:
    """Return what is wrong with a key or its value, and what to do about it.

    `message` is MkDocs's, `known` are the keys of MkDocs.
    """
    if key in message and message.startswith(_UNKNOWN):
        if key in _OWN_KEYS:
            return f"`{key}` belongs under `{_OWN_KEYS[key]}:`; move it there"
        hint = did_you_mean(key, known) or "; remove it, or correct its name"
        return f"unknown key `{key}`{hint}"
    missing = _NO_EXTENSION.search(message)
    if missing:
        hint = did_you_mean(missing[1], _extensions()) or "; correct its name, or install it"
        return f"there is no Markdown extension `{missing[1]}`{hint}"
    types = _TYPE.search(message)
    if types:
        return _wrong_type(key, _NAMED.get(types[1], types[1]), types[2])
    line = _CLASS.sub(lambda name: _TYPES.get(name[1], name[1]), one_line(message))
    for words, advice in _ADVICE:
        if words in line:
            return f"`{key}`: {line.removesuffix('.')}; {advice}"
    return f"`{key}`: {line}"


def _wrong_type(key: str, wanted: str, found: str) -> str:
    """Return a message on the value of a key, given the names of two Python types."""
    message = f"`{key}` should be {_TYPES.get(wanted, wanted)}, not {_TYPES.get(found, found)}"
    if wanted == "str" and found in ("bool", "int", "float"):
        message += "; put it in quotation marks"
    return message


def _extensions() -> list[str]:
    """Return the names of all installed Markdown extensions, those of PyMdown among them."""
    installed = [entry.name for entry in get_installed_extensions()]
    for module in iter_modules(pymdownx.__path__):
        installed.append(f"pymdownx.{module.name}")
    return installed


def unreadable(text: str, loader: Any) -> tuple[Node, str] | None:
    """Return the first value that a `loader` of PyYAML fails on, and a message; None if none."""
    root = loader(text).get_single_node()
    for node in _inside_out(root):
        try:
            loader("").construct_document(node)
        except Exception as error:  # constructors of tags call anything
            return node, _about(node, error)
    return None


def _inside_out(node: Node) -> Iterator[Node]:
    """Yield a node after all those inside it."""
    children: Iterable[Node] = ()
    if isinstance(node, MappingNode):
        children = chain.from_iterable(node.value)
    elif isinstance(node, SequenceNode):
        children = node.value
    for child in children:
        yield from _inside_out(child)
    yield node


def _about(node: Node, error: Exception) -> str:
    tag = node.tag.rpartition("2002:")[2]
    if isinstance(node, ScalarNode) and tag in _PLAIN_TAGS:
        return (
            f"`{node.value}` is tagged as {_PLAIN_TAGS[tag]}, but is not one; "
            "put it in quotation marks, without a tag"
        )
    if tag == "!ENV":
        return (
            "!ENV takes the name of a variable, or a list of names with a default at its end: "
            "`!ENV [NAME, default]`"
        )
    shown_tag = tag if tag[:1] == "!" else f"!!{tag}"
    reason = (error.problem if isinstance(error, MarkedYAMLError) else str(error)) or ""
    return f"{shown_tag} cannot be read: {one_line(reason)}; correct it, or remove it"
