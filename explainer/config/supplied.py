"""Lists in mkdocs.yml that an editor adds to: Markdown extensions, features of the theme, plug-ins.

What the program supplies stays in them, whatever else is set, unless it is removed by name under
`extra: explainer:`.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from markdown.extensions.extra import extensions as parts_of_extra
from markdown.util import get_installed_extensions
from pymdownx.extra import extra_extensions as parts_of_pymdownx_extra
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from explainer.format.did_you_mean import did_you_mean
from explainer.format.wording import listed
from explainer.model import Place, Problem
from explainer.yamlfiles.tree import each, get, mapping, merged, node_of

WITHOUT_EXTENSIONS, WITHOUT_FEATURES = "without_extensions", "without_features"
EXTENSIONS: Mapping[str, Mapping[str, Any]] = {
    "admonition": {},
    "attr_list": {},
    "def_list": {},
    "fenced_code": {},
    "footnotes": {},
    "tables": {},
    "toc": {"permalink": True},
}
FEATURES = (
    "navigation.indexes",
    "navigation.tabs",
    "search.highlight",
    "search.suggest",
    "toc.follow",
)
_ALWAYS = ("fenced_code", "tables", "toc")  # as mkdocs.config.defaults has it
_SEARCHES = ("search", "material/search")
# Extensions that load others themselves, and one that replaces another
_BUNDLES: Mapping[str, Iterable[str]] = {
    "extra": parts_of_extra,
    "pymdownx.extra": parts_of_pymdownx_extra,
}
_REPLACED: Mapping[str, Iterable[str]] = {"pymdownx.superfences": ("fenced_code",)}
# This removes comments, also those by which a safe site knows the parts that it generates. Cleaning
# removes those of its texts.
_STRIPPING, _KEEPING_COMMENTS = "pymdownx.striphtml", {"strip_comments": False}
_NULL = "tag:yaml.org,2002:null"
_SHORT_NAMES = {entry.value.partition(":")[0]: entry.name for entry in get_installed_extensions()}


def short_name(extension: str) -> str:
    """Return the usual name of an extension: `toc` for `markdown.extensions.toc`, too."""
    return _SHORT_NAMES.get(extension.partition(":")[0], extension)


def parts_of(extension: str) -> tuple[str, ...]:
    """Return the short names of the extensions that one loads itself; none for most."""
    return tuple(short_name(part) for part in _BUNDLES.get(short_name(extension), ()))


def held_by(extension: str) -> frozenset[str]:
    """Return the short names of an extension and of all that need not be loaded beside it."""
    name = short_name(extension)
    return frozenset({name, *_REPLACED.get(name, ())}).union(*map(held_by, parts_of(name)))


def with_extensions(own: Node | None, left_out: Collection[str]) -> Node:
    """Put our extensions before an editor's, in any form; typed options win over ours.

    What is not a list of extensions stays as it is, for MkDocs to report.
    """
    items = items_of(own)
    if items is None:
        return own or node_of([])
    unneeded = _held(items).union(left_out)
    ours = [_with_options(node_of(name)) for name in EXTENSIONS if name not in unneeded]
    return _list([*ours, *map(_with_options, items)])


def with_comments(extensions: Node) -> Node:
    """Let no extension remove comments, whatever its options say."""
    return each(extensions, _with_comments)


def _with_comments(item: Node) -> Node:
    if item_name(item) != _STRIPPING:
        return item
    options = item_options(item)
    kept = merged(mapping(options), mapping(node_of(_KEEPING_COMMENTS)))
    return _item(node_of(_STRIPPING), kept)


def with_features(own: Node | None, left_out: Collection[str]) -> Node:
    """Put our features of the theme before an editor's."""
    items = items_of(own)
    if items is None:
        return own or node_of([])
    typed = {str(item.value) for item in items if isinstance(item, ScalarNode)}
    ours = [name for name in FEATURES if name not in typed and name not in left_out]
    return _list([*map(node_of, ours), *items])


def with_search(own: Node | None) -> Node:
    """Put the search before other plug-ins, unless a list is empty: then MkDocs loads none."""
    items = items_of(own)
    if own is None:
        return _list([node_of("search")])
    if items is None:
        return own
    is_empty = isinstance(own, SequenceNode) and not items
    if is_empty or any(item_name(item) in _SEARCHES for item in items):
        return own
    return _list([node_of("search"), *items])


def left_out(own: MappingNode, key: str) -> tuple[str, ...]:
    """Return the names under `without_extensions` or `without_features`; none if invalid."""
    names = names_of(option_of(own, key)) or ()
    return tuple(short_name(name) for name in names)


def names_of(node: Node | None) -> tuple[str, ...] | None:
    """Return the names in a list, or a single one; None for anything else."""
    if node is None or _is_nothing(node):
        return ()
    items = node.value if isinstance(node, SequenceNode) else [node]
    if not all(isinstance(item, ScalarNode) for item in items):
        return None
    return tuple(str(item.value) for item in items)


def option_of(tree: Node | None, key: str) -> Node | None:
    """Return the value of an option under `extra: explainer:`; None if it is not set."""
    return get(get(get(tree, "extra"), "explainer"), key)


def omission_problems(own: MappingNode, at: Callable[..., Place]) -> Iterator[Problem]:
    """Report the names under these keys that remove nothing."""
    for key, example in ((WITHOUT_EXTENSIONS, "footnotes"), (WITHOUT_FEATURES, "navigation.tabs")):
        if names_of(option_of(own, key)) is None:
            message = f"`{key}` should be a list of names, such as `[{example}]`"
            yield _problem(at("extra", "explainer", key), message)
    held = _held(items_of(get(own, "markdown_extensions")) or [])
    features = items_of(get(get(own, "theme"), "features")) or []
    typed = {str(feature.value) for feature in features}
    for index, name in enumerate(left_out(own, WITHOUT_EXTENSIONS)):
        place = at("extra", "explainer", WITHOUT_EXTENSIONS, index)
        yield from _extension_problems(name, held, place)
    for index, name in enumerate(left_out(own, WITHOUT_FEATURES)):
        place = at("extra", "explainer", WITHOUT_FEATURES, index)
        yield from _feature_problems(name, typed, place)


def _extension_problems(name: str, held: Collection[str], place: Place) -> Iterator[Problem]:
    """Report an extension that cannot be left out."""
    if name in _ALWAYS:
        message = f"MkDocs itself loads `{name}`, so it cannot be left out; remove this"
        yield _problem(place, message)
    elif name not in EXTENSIONS:
        hint = did_you_mean(name, EXTENSIONS) or f"; those are {listed(EXTENSIONS)}"
        message = f"`{name}` is not among the extensions that Explainer adds{hint}"
        yield _problem(place, message)
    elif name in held:
        message = (
            f"`{name}` is set under `markdown_extensions`, directly or as part of another; "
            "remove it here or there"
        )
        yield _problem(place, message)


def _feature_problems(name: str, typed: Collection[str], place: Place) -> Iterator[Problem]:
    """Report a feature that cannot be left out."""
    if name not in FEATURES:
        hint = did_you_mean(name, FEATURES) or f"; those are {listed(FEATURES)}"
        message = f"`{name}` is not among the features that Explainer adds{hint}"
        yield _problem(place, message)
    elif name in typed:
        yield _problem(place, f"`{name}` is set under `features`; remove it here or there")


def _problem(place: Place, message: str) -> Problem:
    return Problem(place, "error", message, "settings")


def items_of(own: Node | None) -> list[Node] | None:
    """Return the items of a list, each a name or a mapping of one key; None for anything else.

    A mapping is another form of such a list: each key with its options.
    """
    if own is None or _is_nothing(own):
        return []
    if isinstance(own, MappingNode):
        return [_item(key, options) for key, options in own.value]
    if isinstance(own, SequenceNode):
        return [_with_short_name(item) for item in own.value]
    return None


def _item(key: Node, options: Node) -> Node:
    name = ScalarNode(key.tag, _short(key.value))
    return MappingNode("tag:yaml.org,2002:map", [(name, options)], flow_style=False)


def _with_short_name(item: Node) -> Node:
    if isinstance(item, MappingNode) and len(item.value) == 1:
        return _item(*item.value[0])
    if isinstance(item, ScalarNode):
        return ScalarNode(item.tag, short_name(item.value))
    return item


def _short(name: object) -> Any:
    return short_name(name) if isinstance(name, str) else name


def item_name(item: Node) -> str:
    """Return the name of an item, with options or without; "" if it is neither."""
    if isinstance(item, MappingNode) and len(item.value) == 1:
        item = item.value[0][0]
    return item.value if isinstance(item, ScalarNode) else ""


def item_options(item: Node) -> Node | None:
    """Return the options of an item that has a name; None without any."""
    options: Node | None = item.value[0][1] if isinstance(item, MappingNode) else None
    return options


def _held(items: Iterable[Node]) -> frozenset[str]:
    return frozenset().union(*(held_by(item_name(item)) for item in items))


def _with_options(item: Node) -> Node:
    """Put our options for an extension below those that are set."""
    name = item_name(item)
    ours = EXTENSIONS.get(name)
    if not ours:
        return item
    own = item_options(item)
    if own is not None and not isinstance(own, MappingNode) and not _is_nothing(own):
        return item
    return _item(node_of(name), merged(mapping(node_of(ours)), mapping(own)))


def _is_nothing(node: Node) -> bool:
    return isinstance(node, ScalarNode) and (node.tag == _NULL or not node.value)


def _list(items: list[Node]) -> Node:
    return SequenceNode("tag:yaml.org,2002:seq", items, flow_style=False)
