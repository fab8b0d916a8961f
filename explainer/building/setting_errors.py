"""What MkDocs says of a wrong mkdocs.yml, in words that tell an editor what to write."""

import re
from collections.abc import Iterable, Iterator
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
    r"[Ee]xpected(?: type:)? (?:a |an )?(?:<class ')?(\w+)(?:'>)?,? (?:but received|got):? <class '(\w+)'>"
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
# keys of ours that MkDocs does not know, and where they stand
_OF_EXPLAINER = {
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
    """What is wrong with a key or its value, and what to write instead; `known` are the keys of MkDocs."""
    if key in message and message.startswith(_UNKNOWN):
        if key in _OF_EXPLAINER:
            return f"`{key}` belongs under `{_OF_EXPLAINER[key]}:`; move it there"
        return (
            f"unknown key `{key}`{did_you_mean(key, known) or '; remove it, or correct its name'}"
        )
    missing = _NO_EXTENSION.search(message)
    if missing:
        hint = did_you_mean(missing[1], _extensions()) or "; correct its name, or install it"
        return f"there is no Markdown extension `{missing[1]}`{hint}"
    match, line = (
        _TYPE.search(message),
        _CLASS.sub(lambda name: _TYPES.get(name[1], name[1]), one_line(message)),
    )
    if match:
        wanted, found = _NAMED.get(match[1], match[1]), match[2]
        quoted = (
            "; put it in quotation marks"
            if wanted == "str" and found in ("bool", "int", "float")
            else ""
        )
        return f"`{key}` should be {_TYPES.get(wanted, wanted)}, not {_TYPES.get(found, found)}{quoted}"
    advice = next((f"; {advice}" for sign, advice in _ADVICE if sign in line), "")
    return f"`{key}`: {line.removesuffix('.') if advice else line}{advice}"


def _extensions() -> list[str]:
    """Return the names of the extensions of Python-Markdown and PyMdown, and of others."""
    of_pymdown = (f"pymdownx.{module.name}" for module in iter_modules(pymdownx.__path__))
    return [*(entry.name for entry in get_installed_extensions()), *of_pymdown]


def unreadable(text: str, loader: Any) -> tuple[Node, str] | None:
    """The first value of some YAML that a `loader` of PyYAML can make nothing of, and what to do about it."""
    root = loader(text).get_single_node()
    for node in _inside_out(root):
        try:
            loader("").construct_document(node)
        except Exception as error:  # constructors of tags call anything
            return node, _about(node, error)
    return None


def _inside_out(node: Node) -> Iterator[Node]:
    pairs = node.value if isinstance(node, MappingNode) else ()
    children = [each for pair in pairs for each in pair] or (
        node.value if isinstance(node, SequenceNode) else ()
    )
    for child in children:
        yield from _inside_out(child)
    yield node


def _about(node: Node, error: Exception) -> str:
    tag = node.tag.rpartition("2002:")[2]
    if isinstance(node, ScalarNode) and tag in _PLAIN_TAGS:
        meant = _PLAIN_TAGS[tag]
        return f"`{node.value}` is tagged as {meant}, but is not one; put it in quotation marks, without a tag"
    if tag == "!ENV":
        return "!ENV takes the name of a variable, or a list of names with a default at its end: `!ENV [NAME, default]`"
    said = error.problem if isinstance(error, MarkedYAMLError) else str(error)
    return f"{tag if tag[:1] == '!' else f'!!{tag}'} cannot be read: {one_line(said or '')}; correct it, or remove it"
