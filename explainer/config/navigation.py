"""The `nav` of mkdocs.yml, where an editor wrote one: its pages must be there."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from explainer.config.indexes import NAMED
from explainer.config.settings import Config
from explainer.config.staged import GENERATED
from explainer.loading.docs import MARKDOWN
from explainer.loading.validate import did_you_mean
from explainer.model import Loaded, Problem, Step
from explainer.yamlfiles.tree import compose, get, mapping

_GENERATED = tuple(name for name in GENERATED if name != "articles")


def lost_pages(loaded: Loaded, config: Config) -> tuple[Problem, ...]:
    """Report the Markdown files that `nav` names and that are neither in docs/ nor generated.

    Pages of single entries, such as `claims/lit.md`, are not known before all is written: MkDocs tells of those.
    """
    known = [page.path for page in loaded.pages]
    known += [article.path.removeprefix("docs/") for article in loaded.articles]
    return tuple(
        Problem(config.at("nav", *steps), "error", _message(path, known), "settings")
        for steps, path in _leaves(get(mapping(compose(config.text)), "nav"), ())
        if path.endswith(MARKDOWN) and "://" not in path and not _is_there(path, config)
    )


def _is_there(path: str, config: Config) -> bool:
    section = PurePosixPath(path).parts[0].removesuffix(".md")
    is_generated = section in _GENERATED or path in ("articles.md", "articles/index.md")
    return is_generated or (config.root / "docs" / path).is_file()


def _message(path: str, known: list[str]) -> str:
    others = f"; generated pages are {', '.join(NAMED)}" if "/" not in path else ""
    hint = did_you_mean(path, [*known, *NAMED]) or others
    return f"`nav` names {path}, which is not in docs/; correct it or take it out{hint}"


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
