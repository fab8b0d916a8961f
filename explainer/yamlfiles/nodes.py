"""YAML as text that knows its places.

PyYAML's plain loader turns `no` into False and `12:30` into 750, takes a doubled key in silence and forgets lines. Here
the nodes are composed with the base loader, so every scalar stays the text that was typed and each has its place.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from explainer.model import Place, Problem, Step
from explainer.text.controls import MOST_MARKS, in_reading_order, unstacked
from explainer.yamlfiles.escapes import escapes_in, refused, without_refused_characters
from explainer.yamlfiles.losses import losses
from explainer.yamlfiles.syntax_advice import fault

Data = str | list["Data"] | dict[str, "Data"]
Path = tuple[Step, ...]

# Enough for an editor who reuses a list here and there; far too few for a "billion laughs" or an endless loop.
ALIAS_BUDGET = 100
_REUSED_AS_ONE = 1_000  # characters of a text: a longer one counts as several values
MKDOCS_TAGS = ("!ENV", "!relative")  # which its settings may have
BREAKS = str.maketrans(
    "\u0085\u2028\u2029", "   "
)  # which YAML counts as line ends, and no editor shows as such
_ODD_SPACE = re.compile(r"[^\S \t\n]")  # such as the no-break space, which looks like any other
DEEPEST = 50  # the format needs six levels


@dataclass(frozen=True)
class YamlText:
    """A YAML file as plain data (text, lists, dicts), with the place of each value and of each key in a mapping."""

    data: Data | None
    values: Mapping[Path, Place]
    keys: Mapping[Path, Place]


EMPTY = YamlText(None, {}, {})


def read_yaml(
    text: str, path: str, first_line: int = 1, tags: Collection[str] = ()
) -> tuple[YamlText, tuple[Problem, ...]]:
    """Read one YAML document that begins at line `first_line` of a file, and may have these `tags`.

    Text that is not YAML gives EMPTY and one problem; a doubled key keeps its first value and gives a problem. What
    YAML loses in silence gives a warning.
    """
    text = text.translate(BREAKS)
    try:
        events = _events(text)
        if events is None:
            return EMPTY, (
                _problem(Place(path, first_line), "the YAML is nested too deeply; make it flatter"),
            )
        root = yaml.compose(text, Loader=LOADER)
    except yaml.MarkedYAMLError as error:
        return EMPTY, (_syntax_problem(error, text, path, first_line),)
    except yaml.reader.ReaderError as error:
        return EMPTY, (_character_problem(error, text, path, first_line),)
    if root is None:
        return EMPTY, ()
    read, problems = _Walk(path, first_line, text.split("\n"), tags).read(root)
    lost = (
        Problem(Place(path, line + first_line, column + 1), "warning", advice, "lost-text")
        for line, column, advice in (losses(events, text) if read.data is not None else ())
    )
    return read, (*problems, *lost)


def _events(text: str) -> list[yaml.Event] | None:
    """What PyYAML reads; None where values are nested too deeply, since composing those ends the process (6.0.3)."""
    depth, events = 0, []
    for event in yaml.parse(text, Loader=LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(
            event, yaml.CollectionEndEvent
        )
        if depth > DEEPEST:
            return None
        events.append(event)
    return events


LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class _Walk:
    """One walk over the nodes of a document, collecting data, places and problems."""

    def __init__(
        self, path: str, first_line: int, lines: Sequence[str], tags: Collection[str]
    ) -> None:
        self.path, self.first_line, self.lines, self.tags = path, first_line, lines, tags
        self.values: dict[Path, Place] = {}
        self.keys: dict[Path, Place] = {}
        self.problems: list[Problem] = []
        self.seen: set[int] = set()
        self.reused = 0

    def read(self, root: Node) -> tuple[YamlText, tuple[Problem, ...]]:
        try:
            data = self.value(root, ())
        except _TooManyAliasesError:
            message = f"more than {ALIAS_BUDGET} values, or very long ones, are reused with *; write them out"
            return EMPTY, (*self.problems, _problem(self.place(root), message))
        return YamlText(data, self.values, self.keys), tuple(self.problems)

    def place(self, node: Node) -> Place:
        return Place(self.path, node.start_mark.line + self.first_line, node.start_mark.column + 1)

    def value(self, node: Node, steps: Path) -> Data:
        if id(node) in self.seen:
            self.reused += 1
            if isinstance(node, ScalarNode):
                self.reused += len(node.value) // _REUSED_AS_ONE
        if self.reused > ALIAS_BUDGET:
            raise _TooManyAliasesError
        self.seen.add(id(node))
        self.values[steps] = self.place(node)
        if node.tag.startswith("!") and node.tag not in self.tags:
            self.problems.append(
                _problem(self.place(node), "put text that begins with ! in quotation marks")
            )
        if isinstance(node, MappingNode):
            return dict(self.items(node, steps))
        if isinstance(node, SequenceNode):
            return [self.value(child, (*steps, index)) for index, child in enumerate(node.value)]
        return self.text(node) if isinstance(node, ScalarNode) else ""

    def text(self, node: ScalarNode) -> str:
        """Give a text as later stages can take it; what must not be in it is a problem."""
        typed = str(node.value)
        value = unstacked(typed)
        if value != typed:
            message = f"a letter has more than {MOST_MARKS} accents, which would cover the lines beside it; delete them"
            self.problems.append(_problem(self.place(node), message))
        if value.isprintable():
            return value
        character = refused(value)
        if character:
            self.problems.append(self.refusal(node, character))
        return in_reading_order(without_refused_characters(value))

    def refusal(self, node: ScalarNode, character: str) -> Problem:
        """Report a character that is typed as an escape, since it would be refused as itself."""
        found = next(
            (each for each in escapes_in(node, self.lines) if each.character == character), None
        )
        code = f"U+{ord(character):04X}"
        if found is None:
            return _problem(self.place(node), f"the character {code} is not allowed; delete it")
        place = Place(self.path, found.line + self.first_line, found.column + 1)
        message = (
            f"`{found.typed}` stands for the character {code}, which is not allowed; delete it"
        )
        return _problem(place, message)

    def items(self, node: MappingNode, steps: Path) -> Iterator[tuple[str, Data]]:
        doubled: list[tuple[str, Node]] = []
        for key, child in node.value:
            odd = (
                _ODD_SPACE.search(key.value)
                if isinstance(key, ScalarNode) and not key.style
                else None
            )
            typed = self.text(key) if isinstance(key, ScalarNode) else ""
            name = _ODD_SPACE.sub("", typed).strip() if odd else typed
            if not isinstance(key, ScalarNode):
                message = (
                    "a key must be plain text; put text that begins with { or [ in quotation marks"
                )
                self.problems.append(_problem(self.place(key), message))
            elif (*steps, name) in self.keys:
                doubled.append((name, key))
            else:
                if odd:
                    message = f"a space in the key `{name}` is an unusual one (U+{ord(odd[0]):04X}); retype it"
                    self.problems.append(_problem(self.place(key), message))
                self.keys[(*steps, name)] = self.place(key)
                yield name, self.value_below(key, child, (*steps, name))

        self.problems += self.given_twice(doubled, steps)

    def given_twice(self, doubled: Sequence[tuple[str, Node]], steps: Path) -> Iterator[Problem]:
        """A problem for each key, or one where several of an entry are: another begins there, without its line."""
        is_entry = len(steps) > 1 and len(doubled) > 1
        for name, key in doubled[:1] if is_entry else doubled:
            message = f"the key `{name}` is given twice (first on line {self.keys[(*steps, name)].line}); keep one"
            if is_entry:
                others = " and ".join(f"`{other}`" for other, _ in doubled[1:])
                message += f", as of {others}; or, if another entry begins here, write its id above, with a colon"
            yield _problem(self.place(key), message, "doubled-key")

    def value_below(self, key: Node, child: Node, steps: Path) -> Data:
        """The value of a key, which is a list also where the space after its first hyphen was left out."""
        value = self.value(child, steps)
        is_below = (
            isinstance(child, ScalarNode)
            and child.start_mark.line > key.start_mark.line
            and not child.style
        )
        if (
            not is_below
            or not isinstance(value, str)
            or value[:1] != "-"
            or not value[1:2].isalpha()
        ):
            return value
        self.problems.append(_problem(self.place(child), "a space is missing after the hyphen"))
        self.values[(*steps, 0)] = self.place(child)
        return [value[1:]]


class _TooManyAliasesError(Exception):
    """The budget for aliases is used up."""


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
    line = text.count("\n", 0, at)
    column = at - (text.rfind("\n", 0, at) + 1) + 1
    return _problem(
        Place(path, line + first_line, column),
        f"the character U+{code:04X} is not allowed; delete it",
    )
