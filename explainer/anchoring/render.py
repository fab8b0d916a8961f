"""Markdown to HTML, as the site's renderer will do it."""

from html import escape

from markdown import Markdown

from explainer.model import Settings


def render(markdown: str, settings: Settings) -> str:
    """The HTML of a Markdown text, with the extensions of the settings. Never raises; see `render_with_complaint`."""
    return render_with_complaint(markdown, settings)[0]


def render_with_complaint(markdown: str, settings: Settings) -> tuple[str, str]:
    """The HTML, and what kept the extensions from making it, or "": then it was made without extensions."""
    try:
        extensions, configs = list(settings.extensions), {k: dict(v) for k, v in settings.extension_configs.items()}
        return Markdown(extensions=extensions, extension_configs=configs).convert(markdown), ""
    except Exception as error:  # extensions are anybody's code and raise anything
        return _plain(markdown), f"{type(error).__name__}: {error}"


def _plain(markdown: str) -> str:
    try:
        return Markdown().convert(markdown)
    except Exception:  # Python-Markdown recurses into nested blocks
        return f"<pre>{escape(markdown)}</pre>"
