"""Keep `pymdownx.snippets` and `pymdownx.b64` from including files that must not be read.

These are files outside the site, links that lead out of it, and pipes.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from pymdownx.util import parse_url, url2path

from explainer.files.folders import Bounds, is_hidden, path_problem
from explainer.files.textfiles import is_taken
from explainer.model import Settings

_SOURCE = re.compile(r"""\ssrc\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".svg")  # that `pymdownx.b64` takes in


class RefusedSnippetError(Exception):
    """A snippet or picture that must not be read; the message says why, and what to do."""


class Includes(Extension):
    """Make these two extensions, if they were loaded before, refuse such files.

    A text that is `of_annotations` takes in nothing from addresses, and files only from folders
    that mkdocs.yml names for them: who writes it may be trusted with less than those who read all
    texts.
    """

    def __init__(self, settings: Settings, of_annotations: bool = False) -> None:
        super().__init__()
        self.bounds = Bounds(settings.root or Path.cwd(), settings.follow_links)
        self.of_annotations = of_annotations

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Guard the steps that search for files."""
        for step in md.preprocessors:
            find = getattr(step, "get_snippet_path", None)
            if find is not None:
                self._guard(step, find)
        if "b64" in md.postprocessors:
            embed: Any = md.postprocessors["b64"]
            embed.run = partial(_embedded, embed.run, embed.config, self.bounds)

    def _guard(self, step: Any, find: Callable[[str], str | None]) -> None:
        if self.of_annotations:
            find = partial(_found_in, find, _folders_of(step, self.bounds.root / "docs"))
            step.download = _refuse_download
        step.get_snippet_path = partial(_found, find, _bounds_of(step, self.bounds))


def _folders_of(step: Any, docs: Path) -> tuple[Path, ...]:
    """Return the folders for snippets alone: not those that hold all texts, drafts among them."""
    folders = [Path(folder).resolve() for folder in step.base_path]
    return tuple(folder for folder in folders if not docs.resolve().is_relative_to(folder))


def _found_in(find: Callable[[str], str | None], folders: Sequence[Path], name: str) -> str | None:
    """Return the path of a snippet in one of the folders, or None if it does not exist.

    Raise RefusedSnippetError for one elsewhere.
    """
    path = find(name)
    if path and not any(Path(path).resolve().is_relative_to(folder) for folder in folders):
        raise RefusedSnippetError(
            f"'{name}' is not included in an annotation; type the words, "
            "or move the file into a folder of its own and name that under `base_path`"
        )
    return path


@cache  # which the extension clears
def _refuse_download(address: str) -> list[str]:
    """Raise RefusedSnippetError."""
    raise RefusedSnippetError(f"'{address}' is not loaded for an annotation; type the words")


def _bounds_of(step: Any, bounds: Bounds) -> Bounds:
    """Return the bounds extended by the extension's options: folders elsewhere, or any file."""
    is_free = not getattr(step, "restrict_base_path", True)
    also = tuple(map(Path, getattr(step, "base_path", ())))
    return bounds._replace(also=also, follow_links=bounds.follow_links or is_free)


def _found(find: Callable[[str], str | None], bounds: Bounds, name: str) -> str | None:
    """Return the path of a snippet, None if there is none. Raises RefusedSnippetError."""
    path = find(name)
    if not path:
        return path
    if is_hidden(name):
        why = "it is hidden, since its name begins with a dot; rename it"
        raise RefusedSnippetError(f"'{name}' is not included: {why}")
    problem = path_problem(Path(path), bounds)
    if problem:
        raise RefusedSnippetError(f"'{name}' is not included: {problem.message}")
    return path


def _embedded(
    embed: Callable[[str], str], options: dict[str, Any], bounds: Bounds, html: str
) -> str:
    """Return HTML with its pictures embedded, as `embed` does. Raises RefusedSnippetError."""
    folders = [Path(options[key]) for key in ("base_path", "root_path") if options[key]]
    follows = bounds.follow_links or not options["restrict_path"]
    bounds = bounds._replace(also=tuple(folders), follow_links=follows)
    for name in _local_pictures(html):
        file = Path(options["base_path"], name).absolute()
        problem = path_problem(file, bounds) if is_taken(file) else None
        if problem:
            raise RefusedSnippetError(f"'{name}' is not included: {problem.message}")
    return embed(html)


def _local_pictures(html: str) -> Iterator[str]:
    """Yield the paths at which the extension searches for pictures, as typed."""
    for match in _SOURCE.finditer(html):
        _, _, path, _, _, _, is_url, _ = parse_url(match[1] or match[2] or "")
        name = path if is_url else url2path(path)
        if name.lower().endswith(_PICTURES):
            yield name
