"""The `nav` of mkdocs.yml, where an editor wrote one: its pages must be there."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from explainer.config.settings import Config
from explainer.config.staged import GENERATED
from explainer.files import composed, on_disk
from explainer.loading.docs import MARKDOWN
from explainer.loading.validate import did_you_mean
from explainer.model import Loaded, Problem, Step
from explainer.yamlfiles.tree import compose, dump, get, mapping, with_key, without

_GENERATED = tuple(name for name in GENERATED if name != "articles")


def lost_pages(loaded: Loaded, config: Config) -> tuple[Problem, ...]:
    """Report the Markdown files that `nav` names and that are neither in docs/ nor generated.

    Pages of single entries, such as `claims/lit.md`, are not known before all is written: MkDocs tells of those.
    """
    known = [page.path for page in loaded.pages]
    known += [composed(article.path.removeprefix("docs/")) for article in loaded.articles]
    return tuple(
        Problem(config.at("nav", *steps), "error", _message(path, known), "settings")
        for steps, path in _leaves(get(mapping(compose(config.text)), "nav"), ())
        if path.endswith(MARKDOWN) and "://" not in path and not _is_there(path, config)
    )


def without_pages(config: Config, paths: Collection[str]) -> Config:
    """Leave files, named by their paths under docs/, out of `nav`, and sections that are empty then.

    An index page that somebody wrote is made without its words then, and stays.
    """
    made = {"index.md", *(f"{name}/index.md" for name in GENERATED)}
    paths = frozenset(paths) - made
    tree = mapping(compose(config.text))
    nav = get(tree, "nav")
    if nav is None:
        return config
    kept_nav = _pruned(nav, paths)
    tree = without(tree, "nav") if kept_nav is None else with_key(tree, "nav", kept_nav)
    return replace(config, text=dump(tree))


def _pruned(node: Node, paths: Collection[str]) -> Node | None:
    if isinstance(node, ScalarNode):
        return None if composed(node.value) in paths else node
    if isinstance(node, SequenceNode):
        children = [_pruned(child, paths) for child in node.value]
        items = [item for item in children if item is not None]
        return SequenceNode(node.tag, items) if items else None
    if isinstance(node, MappingNode):
        values = [(key, _pruned(value, paths)) for key, value in node.value]
        pairs = [(key, value) for key, value in values if value is not None]
        return MappingNode(node.tag, pairs) if pairs else None
    return node


def _is_there(path: str, config: Config) -> bool:
    section = PurePosixPath(path).parts[0].removesuffix(".md")
    is_generated = section in _GENERATED or path in ("articles.md", "articles/index.md")
    return is_generated or on_disk(config.root / "docs", composed(path)).is_file()


def _message(path: str, known: list[str]) -> str:
    return f"`nav` names {path}, which is not in docs/; correct it or take it out{did_you_mean(path, known)}"


def _leaves(node: Node | None, steps: tuple[Step, ...]) -> Iterator[tuple[tuple[Step, ...], str]]:
    """The values of a navigation, however deep, and the way to each."""
    if isinstance(node, ScalarNode):
        yield steps, node.value
    elif isinstance(node, SequenceNode):
        for index, item in enumerate(node.value):
            yield from _leaves(item, (*steps, index))
    elif isinstance(node, MappingNode):
        for key, value in node.value:
            yield from _leaves(value, (*steps, key.value))
