"""YAML read as plain data, with the place of each value and key.

PyYAML's usual loader turns `no` into False and `12:30` into 750, accepts a doubled key silently and
forgets lines. Here, the nodes are composed with the base loader: each scalar stays the text that
was typed, and has its place.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from yaml.resolver import BaseResolver

from explainer.model import Place, Problem
from explainer.text.controls import (
    MOST_MARKS,
    in_reading_order,
    is_seen,
    unstacked,
    without_hidden_text,
)
from explainer.text.directionmarks import without_idle_marks, without_idle_turns
from explainer.text.typed import in_backticks
from explainer.yamlfiles.escapes import escapes_in, refused, without_refused_characters
from explainer.yamlfiles.losses import losses, may_lose
from explainer.yamlfiles.places import EMPTY, NOWHERE, At, Data, PlaceTree, YamlText
from explainer.yamlfiles.syntax_advice import fault

# Reused values: enough to reuse a list here and there, too few for "billion laughs" or a loop.
ALIAS_BUDGET = 100
_CHARACTERS_OF_ONE = 1_000  # a longer reused text counts as several values
MKDOCS_TAGS = ("!ENV", "!relative")  # tags that the settings of MkDocs may have
# Line ends of YAML that no editor shows as such; they are read as spaces.
BREAKS = str.maketrans("\u0085\u2028\u2029", "   ")
_ODD_SPACE = re.compile(r"[^\S \t\n]")  # such as the no-break space, which looks like any other
_INDENT = re.compile(r"^[\ufeff \t?:-]+", re.MULTILINE)
_BRACKET = re.compile(r"(?:^\ufeff?|[-?:,\[{]|![^\s\[{!]*)[ \t]*(?=[\[{])", re.MULTILINE)
DEEPEST = 50  # levels; the format needs six


def read_yaml(
    text: str, path: str, first_line: int = 1, tags: Collection[str] = ()
) -> tuple[YamlText, tuple[Problem, ...]]:
    """Read one YAML document that begins at line `first_line` of a file, and may have these `tags`.

    Return EMPTY and one problem for text that is not YAML. A doubled key has its first value and
    is a problem; text that YAML silently loses is a warning.
    """
    read, problems, _ = read_with_root(text, path, first_line, tags)
    return read, problems


def read_with_root(
    text: str, path: str, first_line: int = 1, tags: Collection[str] = ()
) -> tuple[YamlText, tuple[Problem, ...], Node | None]:
    """Return what `read_yaml` returns, and the node that it read, if there is one."""
    text = text.translate(BREAKS)
    try:
        root, events = _read(text)
        if events is None:
            message = "the YAML is nested too deeply; make it flatter"
            return EMPTY, (_problem(Place(path, first_line), message),), None
    except yaml.MarkedYAMLError as error:
        return EMPTY, (_syntax_problem(error, text, path, first_line),), None
    except yaml.reader.ReaderError as error:
        return EMPTY, (_character_problem(error, text, path, first_line),), None
    if root is None:
        return EMPTY, (), None
    read, found = _Walk(path, first_line, text.split("\n"), tags).read(root)
    if read.data is None:
        return read, found, None
    problems = list(found)
    for line, column, advice in losses(events, text):
        place = Place(path, line + first_line, column + 1)
        problems.append(Problem(place, "warning", advice, "lost-text"))
    return read, tuple(problems), root


def _read(text: str) -> tuple[Node | None, list[yaml.Event] | None]:
    """Return the root of a text, and its events as `_events` does, or none if nothing needs them.

    Raise yaml.YAMLError if the text is not YAML.
    """
    if not may_lose(text) and "\r" not in text and _most_levels(text) <= DEEPEST:
        with suppress(yaml.YAMLError):  # the events tell what is wrong first
            return yaml.compose(text, Loader=LOADER), []
    events = _events(text)
    return (None if events is None else yaml.compose(text, Loader=LOADER)), events


def _most_levels(text: str) -> int:
    """Return a number of levels that nested values cannot exceed.

    At each column before the first word of a line, a mapping and a list can begin; at each bracket
    that does not stand behind a word, too, as in `[key: value]`. Lines must end with line feeds.
    """
    deepest = max(map(len, _INDENT.findall(text)), default=0)
    return 2 * (deepest + 1 + len(_BRACKET.findall(text)))


def _events(text: str) -> list[yaml.Event] | None:
    """Return the events of PyYAML, or None if values are nested too deeply.

    Composing values nested far deeper ends the process (PyYAML 6.0.3).
    """
    events: list[yaml.Event] = []
    depth = 0
    for event in yaml.parse(text, Loader=LOADER):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST:
            return None
        events.append(event)
    return events


class _Untagged:
    """Gives nodes the tags of the base loader, whose own way to find them looks for others."""

    def resolve(self, kind: type[Node], _value: object, _implicit: object) -> str:
        return _TAGS[kind]

    def descend_resolver(self, _node: object, _index: object) -> None:
        pass

    def ascend_resolver(self) -> None:
        pass


_TAGS = {
    ScalarNode: BaseResolver.DEFAULT_SCALAR_TAG,
    SequenceNode: BaseResolver.DEFAULT_SEQUENCE_TAG,
    MappingNode: BaseResolver.DEFAULT_MAPPING_TAG,
}
LOADER = type("LOADER", (_Untagged, getattr(yaml, "CBaseLoader", yaml.BaseLoader)), {})


def root_of(text: str, loader: Any = LOADER) -> Node | None:
    """Return the root of a YAML text, whose lines are those of an editor; None if it is empty.

    Raise yaml.YAMLError if the text is not YAML.
    """
    root: Node | None = yaml.compose(text.translate(BREAKS), Loader=loader)
    return root


def as_read(value: str) -> str:
    """Return a text as it is read: without what later stages cannot take.

    One in which nothing could be seen is as good as empty.
    """
    value = unstacked(value)
    if not value.isprintable():
        value = without_idle_turns(in_reading_order(without_refused_characters(value)))
    value = without_hidden_text(without_idle_marks(value))
    return value if is_seen(value) else ""


def name_of(key: ScalarNode) -> str:
    """Return the name that a key is read as."""
    name = as_read(str(key.value))
    return _ODD_SPACE.sub("", name).strip() if _odd_space_in(key) else name


def pairs_of(node: MappingNode) -> Iterator[tuple[str | None, Node, Node]]:
    """Yield the name of each key of a mapping, its node, and that of its value.

    The name is None if the value is not read: of doubled keys the first counts, and of others those
    that are text.
    """
    names: set[str] = set()
    for key, value in node.value:
        name = name_of(key) if isinstance(key, ScalarNode) else None
        yield None if name in names else name, key, value
        if name is not None:
            names.add(name)


def _odd_space_in(key: ScalarNode) -> re.Match[str] | None:
    return None if key.style else _ODD_SPACE.search(key.value)


class _Walk:
    """A walk over the nodes of a document, which collects data, places and problems."""

    def __init__(
        self, path: str, first_line: int, lines: Sequence[str], tags: Collection[str]
    ) -> None:
        self.path, self.first_line, self.lines, self.tags = path, first_line, lines, tags
        self.problems: list[Problem] = []
        self.seen: set[int] = set()
        self.reused = 0

    def read(self, root: Node) -> tuple[YamlText, tuple[Problem, ...]]:
        """Return the data of the document, and problems; EMPTY if too much is reused with `*`."""
        try:
            data, tree = self.value(root, 0)
        except _TooManyAliasesError:
            message = (
                f"more than {ALIAS_BUDGET} values, or very long ones, are reused with *; "
                "write them out"
            )
            return EMPTY, (*self.problems, _problem(self.place(root), message))
        return YamlText(data, tree, self.path), tuple(self.problems)

    def at(self, node: Node) -> At:
        return node.start_mark.line + self.first_line, node.start_mark.column + 1

    def place(self, node: Node) -> Place:
        return Place(self.path, *self.at(node))

    def value(self, node: Node, depth: int, key: At = NOWHERE) -> tuple[Data, PlaceTree]:
        """Return the data of a node and its places. Raise _TooManyAliasesError."""
        self.count(node)
        if node.tag.startswith("!") and node.tag not in self.tags:
            message = "put text that begins with ! in quotation marks"
            self.report(node, message)
        if isinstance(node, MappingNode):
            data, below = self.mapping(node, depth)
            return data, PlaceTree(self.at(node), key, below)
        if isinstance(node, SequenceNode):
            items = [self.value(child, depth + 1) for child in node.value]
            places = [each for _, each in items]
            return [item for item, _ in items], PlaceTree(self.at(node), key, places)
        text = self.text(node) if isinstance(node, ScalarNode) else ""
        return text, PlaceTree(self.at(node), key)

    def count(self, node: Node) -> None:
        """Count a value that was read before. Raise _TooManyAliasesError if there are too many."""
        if id(node) in self.seen:
            self.reused += 1
            if isinstance(node, ScalarNode):
                self.reused += len(node.value) // _CHARACTERS_OF_ONE
        if self.reused > ALIAS_BUDGET:
            raise _TooManyAliasesError
        self.seen.add(id(node))

    def report(self, node: Node, message: str) -> None:
        self.problems.append(_problem(self.place(node), message))

    def text(self, node: ScalarNode) -> str:
        """Return a text as it is read, and report what is lost of it."""
        self.inspect(node)
        return as_read(str(node.value))

    def inspect(self, node: ScalarNode) -> None:
        """Report what later stages cannot take of a text."""
        typed = str(node.value)
        if unstacked(typed) != typed:
            message = (
                f"a letter has more than {MOST_MARKS} accents, "
                "which would cover the lines beside it; delete them"
            )
            self.report(node, message)
        character = "" if typed.isprintable() else refused(typed)
        if character:
            self.problems.append(self.refusal(node, character))

    def refusal(self, node: ScalarNode, character: str) -> Problem:
        """Return the problem of a refused character, which must have been typed as an escape."""
        code = f"U+{ord(character):04X}"
        for escape in escapes_in(node, self.lines):
            if escape.character == character:
                place = Place(self.path, escape.line + self.first_line, escape.column + 1)
                message = (
                    f"`{escape.typed}` stands for the character {code}, which is not allowed; "
                    "delete it"
                )
                return _problem(place, message)
        return _problem(self.place(node), f"the character {code} is not allowed; delete it")

    def mapping(self, node: MappingNode, depth: int) -> tuple[Data, dict[str, PlaceTree]]:
        """Return the data and places of a mapping's values; of a doubled key, the first."""
        data: dict[str, Data] = {}
        below: dict[str, PlaceTree] = {}
        doubled: list[tuple[str, Node]] = []
        for name, key, child in pairs_of(node):
            if not isinstance(key, ScalarNode):
                message = (
                    "a key must be plain text; put text that begins with { or [ in quotation marks"
                )
                self.report(key, message)
                continue
            self.inspect(key)
            if name is None:
                doubled.append((name_of(key), key))
                continue
            odd = _odd_space_in(key)
            if odd:
                code = f"U+{ord(odd[0]):04X}"
                shown = in_backticks(name)
                message = f"a space in the key {shown} is an unusual one ({code}); retype it"
                self.report(key, message)
            data[name], below[name] = self.value_below(key, child, depth + 1)
        self.problems += self.doubled_keys(doubled, below, depth)
        return data, below

    def doubled_keys(
        self, doubled: Sequence[tuple[str, Node]], first: Mapping[str, PlaceTree], depth: int
    ) -> Iterator[Problem]:
        """Yield a problem for each doubled key, but only one if an entry has several.

        Then another entry probably begins there, without the line of its id.
        """
        is_entry = depth > 1 and len(doubled) > 1
        for name, key in doubled[:1] if is_entry else doubled:
            line, _ = first[name].key
            message = (
                f"the key {in_backticks(name)} is given twice (first on line {line}); keep one"
            )
            if is_entry:
                others = " and ".join(in_backticks(other) for other, _ in doubled[1:])
                message += (
                    f", as of {others}; "
                    "or, if another entry begins here, write its id above, with a colon"
                )
            yield _problem(self.place(key), message, "doubled-key")

    def value_below(self, key: Node, child: Node, depth: int) -> tuple[Data, PlaceTree]:
        """Return the value of a key; a list of one for text such as `-lamp` on a line below it."""
        value, tree = self.value(child, depth, self.at(key))
        if not isinstance(child, ScalarNode) or not isinstance(value, str) or child.style:
            return value, tree
        is_below = child.start_mark.line > key.start_mark.line
        if not is_below or value[:1] != "-" or not value[1:2].isalpha():
            return value, tree
        message = "a space is missing after the hyphen"
        self.report(child, message)
        return [value[1:]], tree._replace(below=[PlaceTree(tree.value)])


class _TooManyAliasesError(Exception):
    """A document reuses more values with `*` than `ALIAS_BUDGET` allows."""


def _problem(place: Place, message: str, rule: str = "yaml") -> Problem:
    return Problem(place, "error", message, rule)


def _syntax_problem(error: yaml.MarkedYAMLError, text: str, path: str, first_line: int) -> Problem:
    line, column, advice = fault(error, text, LOADER)
    if "invalid Unicode character escape code" in str(error.problem):
        advice = "this escape stands for no character; write the character itself"
    place = Place(path, line + first_line, column + 1)
    return _problem(place, f"this is not valid YAML: {advice}")


def _character_problem(
    error: yaml.reader.ReaderError, text: str, path: str, first_line: int
) -> Problem:
    # the C loader counts bytes, the other one characters: look for the character itself
    code = error.character if isinstance(error.character, int) else ord(error.character[:1] or "\0")
    at = max(text.find(chr(code)), 0)
    line = text.count("\n", 0, at) + first_line
    column = at - (text.rfind("\n", 0, at) + 1) + 1
    message = f"the character U+{code:04X} is not allowed; delete it"
    return _problem(Place(path, line, column), message)
