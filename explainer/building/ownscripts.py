"""The articles and pages whose own text, which is trusted, holds scripts, handlers or forms."""

from explainer.addresses import page_path
from explainer.config.scripted import is_script
from explainer.model import Site
from explainer.text.fragment import Element, parse

_ELEMENTS = frozenset({"script", "form", "base"})
_ATTRIBUTES = frozenset({"srcdoc", "formaction"})  # besides handlers of events
_PICTURE = "data:image/"


def scripted_pages(site: Site) -> frozenset[str]:
    """Return the paths under docs/ of the pages whose own text holds any."""
    texts = dict(site.pages)
    for text in site.articles.values():
        texts[page_path(text.rendered.ref)] = text
    return frozenset(path for path, text in texts.items() if has_scripts(text.rendered.html))


def has_scripts(html: str) -> bool:
    """Return whether HTML holds what a policy would keep from working."""
    return any(map(_is_scripted, parse(html).iter()))


def _is_scripted(element: Element) -> bool:
    if element.tag in _ELEMENTS:
        return True
    return any(_is_scripted_attribute(str(name), str(value)) for name, value in element.items())


def _is_scripted_attribute(name: str, value: str) -> bool:
    if name.startswith("on") or name in _ATTRIBUTES:
        return True
    return is_script(value) and not value.startswith(_PICTURE)
