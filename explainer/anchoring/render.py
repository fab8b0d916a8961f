"""Markdown to HTML, as the site's renderer will do it."""

from collections.abc import Mapping
from html import escape
from typing import Any

from markdown import Markdown

from explainer.model import PAGE_FOLDER, Settings
from explainer.workingfolder import working_in


def render(markdown: str, settings: Settings, folder: str = "docs") -> str:
    """The HTML of a Markdown text, with the extensions of the settings. Never raises.

    See `render_with_complaint`.
    """
    return render_with_complaint(markdown, settings, folder)[0]


def render_with_complaint(
    markdown: str,
    settings: Settings,
    folder: str = "docs",
) -> tuple[str, str]:
    """The HTML, and what kept the extensions from making it, or "".

    After a complaint it was made without extensions.
    `folder` is that of the text, relative to the root.
    """
    try:
        with working_in(settings.root):
            configs = configs_for(settings, folder)
            renderer = Markdown(extensions=list(settings.extensions), extension_configs=configs)
            return renderer.convert(markdown), ""
    except Exception as error:  # extensions are anybody's code and raise anything
        return _plain(markdown), f"{type(error).__name__}: {error}"


def configs_for(settings: Settings, folder: str) -> dict[str, dict[str, Any]]:
    """Give the options of the extensions, for texts in a folder, for Python-Markdown to change."""
    place = str(settings.root / folder) if settings.root else folder
    return {name: _placed(options, place) for name, options in settings.extension_configs.items()}


def _placed(value: Any, folder: str) -> Any:
    if isinstance(value, Mapping):
        return {key: _placed(item, folder) for key, item in value.items()}
    if isinstance(value, list):
        return [_placed(item, folder) for item in value]
    return folder if value is PAGE_FOLDER else value


def _plain(markdown: str) -> str:
    try:
        return Markdown().convert(markdown)
    except Exception:  # Python-Markdown recurses into nested blocks
        return f"<pre>{escape(markdown)}</pre>"
