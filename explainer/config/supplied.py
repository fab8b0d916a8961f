"""Lists of mkdocs.yml that an editor adds to: Markdown extensions, features of the theme, plug-ins.

What the program supplies stays there, whatever else is set, until it is taken out by name under
`extra: explainer:`.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from markdown.extensions.extra import extensions as parts_of_extra
from markdown.util import get_installed_extensions
from pymdownx.extra import extra_extensions as parts_of_pymdownx_extra
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from explainer.entries import FLAGS
from explainer.files.folders import FOLLOW_LINKS
from explainer.format.did_you_mean import did_you_mean
from explainer.format.wording import listed
from explainer.model import Place, Problem
from explainer.yamlfiles.tree import get, mapping, merged, node_of

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
# Extensions that load others by themselves, and one that takes the place of another.
_BUNDLES: Mapping[str, Iterable[str]] = {
    "extra": parts_of_extra,
    "pymdownx.extra": parts_of_pymdownx_extra,
}
_REPLACED: Mapping[str, Iterable[str]] = {"pymdownx.superfences": ("fenced_code",)}
_NULL = "tag:yaml.org,2002:null"
_SHORT_NAMES = {entry.value.partition(":")[0]: entry.name for entry in get_installed_extensions()}


def short_name(extension: str) -> str:
    """Return the usual name of an extension: `toc` for `markdown.extensions.toc`, too."""
    return _SHORT_NAMES.get(extension.partition(":")[0], extension)


def parts_of(extension: str) -> tuple[str, ...]:
    """Return the short names of the extensions that one loads by itself; none for most."""
    return tuple(short_name(part) for part in _BUNDLES.get(short_name(extension), ()))


def held_by(extension: str) -> frozenset[str]:
    """Return the short names of an extension and of all that need not be loaded beside it."""
    name = short_name(extension)
    parts = (held_by(part) for part in parts_of(name))
    return frozenset({name, *_REPLACED.get(name, ())}).union(*parts)


def with_extensions(own: Node | None, left_out: Collection[str]) -> Node:
    """Put our extensions before those of an editor, in any form; options typed go before ours.

    What is no list of extensions stays as it is: MkDocs reports what is wrong with it.
    """
    items = _items(own)
    if items is None:
        return own or node_of([])
    held = _held(items)
    taken = held.union(left_out)
    ours = [_with_options(node_of(name)) for name in EXTENSIONS if name not in taken]
    return _list([*ours, *map(_with_options, items)])


def with_features(own: Node | None, left_out: Collection[str]) -> Node:
    """Put our features of the theme before those of an editor."""
    items = _items(own)
    if items is None:
        return own or node_of([])
    typed = {str(item.value) for item in items if isinstance(item, ScalarNode)}
    ours = [name for name in FEATURES if name not in typed and name not in left_out]
    return _list([*map(node_of, ours), *items])


def with_search(own: Node | None) -> Node:
    """Put the search before other plug-ins; an empty list tells MkDocs that there are none."""
    items = _items(own)
    is_none = isinstance(own, SequenceNode) and not items
    is_there = any(_name(item) in _SEARCHES for item in items or ())
    if own is not None and (items is None or is_none or is_there):
        return own
    return _list([node_of("search"), *(items or ())])


def left_out(own: MappingNode, key: str) -> tuple[str, ...]:
    """Return the names under `without_extensions` or `without_features`, as far as these are names."""
    node = _option(own, key)
    names = _names(node) or ()
    return tuple(short_name(name) for name in names)


def follows_links(own: MappingNode | None) -> bool:
    """Return whether symbolic links are to be followed out of the site's folder."""
    return flag(_option(mapping(own), FOLLOW_LINKS)) == "true"


def flag(option: Node | None) -> str:
    """Return "true" or "false", or "" for what is neither, such as an `!ENV`."""
    if not isinstance(option, ScalarNode) or option.tag.startswith("!"):
        return ""
    return FLAGS.get(str(option.value).casefold(), "")


def _names(node: Node | None) -> tuple[str, ...] | None:
    """Return the names of a list, or a single one; None for what is neither."""
    if node is None or _is_nothing(node):
        return ()
    items = node.value if isinstance(node, SequenceNode) else [node]
    if not all(isinstance(item, ScalarNode) for item in items):
        return None
    return tuple(str(item.value) for item in items)


def _option(own: MappingNode, key: str) -> Node | None:
    return get(get(get(own, "extra"), "explainer"), key)


def link_option_problems(own: MappingNode, at: Callable[..., Place]) -> Iterator[Problem]:
    """Report `follow_links` with anything but true or false."""
    option = _option(own, FOLLOW_LINKS)
    if option is not None and not flag(option):
        message = f"`{FOLLOW_LINKS}` should be true, to follow symbolic links out of the site's folder, or false"
        yield _problem(at("extra", "explainer", FOLLOW_LINKS), message)


def omission_problems(own: MappingNode, at: Callable[..., Place]) -> Iterator[Problem]:
    """Report the names under these keys that take nothing out."""
    for key, example in ((WITHOUT_EXTENSIONS, "footnotes"), (WITHOUT_FEATURES, "navigation.tabs")):
        if _names(_option(own, key)) is None:
            message = f"`{key}` should be a list of names, such as `[{example}]`"
            yield _problem(at("extra", "explainer", key), message)
    held = _held(_items(get(own, "markdown_extensions")) or [])
    features = _items(get(get(own, "theme"), "features")) or []
    typed = {str(feature.value) for feature in features}
    for index, name in enumerate(left_out(own, WITHOUT_EXTENSIONS)):
        why = _kept_extension(name, held)
        if why:
            yield _problem(at("extra", "explainer", WITHOUT_EXTENSIONS, index), why)
    for index, name in enumerate(left_out(own, WITHOUT_FEATURES)):
        why = _kept_feature(name, typed)
        if why:
            yield _problem(at("extra", "explainer", WITHOUT_FEATURES, index), why)


def _kept_extension(name: str, held: Collection[str]) -> str:
    if name in _ALWAYS:
        message = f"MkDocs itself loads `{name}`, so it cannot be left out; remove this"
    elif name not in EXTENSIONS:
        hint = did_you_mean(name, EXTENSIONS) or f"; those are {listed(EXTENSIONS)}"
        message = f"`{name}` is not among the extensions that Explainer adds{hint}"
    elif name in held:
        message = f"`{name}` is set under `markdown_extensions`, directly or as part of another; remove it here or there"
    else:
        message = ""
    return message


def _kept_feature(name: str, typed: Collection[str]) -> str:
    if name not in FEATURES:
        hint = did_you_mean(name, FEATURES) or f"; those are {listed(FEATURES)}"
        message = f"`{name}` is not among the features that Explainer adds{hint}"
    elif name in typed:
        message = f"`{name}` is set under `features`; remove it here or there"
    else:
        message = ""
    return message


def _problem(place: Place, message: str) -> Problem:
    return Problem(place, "error", message, "settings")


def _items(own: Node | None) -> list[Node] | None:
    """Return the items of a list, each text or a mapping of one key; None for what is no such list.

    A mapping is another form of it: each key with its options.
    """
    if isinstance(own, MappingNode):
        return [_item(key, options) for key, options in own.value]
    if own is None or _is_nothing(own):
        return []
    return [_renamed(item) for item in own.value] if isinstance(own, SequenceNode) else None


def _item(key: Node, options: Node) -> Node:
    name = ScalarNode(key.tag, _short(key.value))
    return MappingNode("tag:yaml.org,2002:map", [(name, options)], flow_style=False)


def _short(name: object) -> Any:
    return short_name(name) if isinstance(name, str) else name


def _renamed(item: Node) -> Node:
    if isinstance(item, MappingNode) and len(item.value) == 1:
        return _item(*item.value[0])
    return ScalarNode(item.tag, _short(item.value)) if isinstance(item, ScalarNode) else item


def _name(item: Node) -> str:
    """Return the name of an item, or "" for what is none."""
    if isinstance(item, MappingNode) and len(item.value) == 1:
        item = item.value[0][0]
    return item.value if isinstance(item, ScalarNode) else ""


def _held(items: Iterable[Node]) -> frozenset[str]:
    return frozenset().union(*(held_by(_name(item)) for item in items))


def _with_options(item: Node) -> Node:
    """Put our options for an extension below those that are set."""
    name = _name(item)
    ours = EXTENSIONS.get(name)
    if not ours:
        return item
    own = item.value[0][1] if isinstance(item, MappingNode) else None
    if own is not None and not isinstance(own, MappingNode) and not _is_nothing(own):
        return item
    return _item(node_of(name), merged(mapping(node_of(ours)), mapping(own)))


def _is_nothing(node: Node) -> bool:
    return isinstance(node, ScalarNode) and (node.tag == _NULL or not node.value)


def _list(items: list[Node]) -> Node:
    return SequenceNode("tag:yaml.org,2002:seq", items, flow_style=False)
