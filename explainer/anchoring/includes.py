"""The files that `pymdownx.snippets` includes in a text, if they may be read for the site."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension

from explainer.folders import Bounds, is_hidden, path_problem
from explainer.model import Settings


class RefusedSnippetError(Exception):
    """A snippet must not be read; the message says why, and what to do."""


class Includes(Extension):
    """Makes the extension for snippets, if it is loaded before, refuse pipes and links out of the site."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.bounds = Bounds(settings.root or Path.cwd(), settings.follow_links)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Guard the step that looks for files."""
        for step in md.preprocessors:
            find = getattr(step, "get_snippet_path", None)
            if find is not None:
                guarded = partial(_found, find, _bounds_of(step, self.bounds))
                setattr(step, "get_snippet_path", guarded)  # noqa: B010 - only this extension's step has it


def _bounds_of(step: Any, bounds: Bounds) -> Bounds:
    """Return the bounds with what the extension's options allow as well: folders elsewhere, or everything."""
    is_free = not getattr(step, "restrict_base_path", True)
    also = tuple(map(Path, getattr(step, "base_path", ())))
    return bounds._replace(also=also, follow_links=bounds.follow_links or is_free)


def _found(find: Callable[[str], str | None], bounds: Bounds, name: str) -> str | None:
    """Return the path of a snippet, None where there is none. Raises RefusedSnippetError."""
    path = find(name)
    if path and is_hidden(name):
        why = "it is hidden, since its name begins with a dot; rename it"
        raise RefusedSnippetError(f"'{name}' is not included: {why}")
    problem = path_problem(Path(path), bounds) if path else None
    if problem:
        raise RefusedSnippetError(f"'{name}' is not included: {problem.message}")
    return path
