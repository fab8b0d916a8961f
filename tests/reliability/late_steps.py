"""The last steps of a page without the rest of a build: fast enough for very many texts.

They are those that work on finished HTML: our extension for Markdown, then the theme's plug-ins.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import chain, zip_longest
from types import SimpleNamespace
from typing import Any, NamedTuple

from lxml import etree
from markdown import Markdown
from material.plugins.privacy.plugin import PrivacyPlugin
from material.plugins.search.plugin import SearchPlugin
from mkdocs.exceptions import PluginError

from explainer.extension import ExplainerExtension
from explainer.format.entry_links import KINDS
from explainer.marking.comment import Marks, marks_comment
from explainer.model import Settings
from explainer.rendering.annotation_texts import TextRenderer, render_text, text_renderer
from explainer.text.seals import seal
from tests.reliability.judging import ITSELF, Fact, Known

# What stands around the texts here, and what plug-ins add to links
_AROUND = ("html", "body", "main", "section", "section id", "a rel", "a target")
_OF_ARTICLES = ("div data-article", "div class")
_EXCLUDED = ("del", "rp", "rt", "rtc", "s", "strike")
# Addresses that become links to entries, or are paths, which must lead to something: no picture
# may have one of the first
_OF_THE_SITE = re.compile(rf"(?:{'|'.join(KINDS)}):|[/\\]")


class Steps(NamedTuple):
    """What makes HTML of texts, and pages of that; no renderer where they are a safe article."""

    renderer: TextRenderer | None
    markdown: Markdown
    known: Known


def steps_of(extensions: Sequence[Any], of_article: bool = False) -> Steps:
    """Return the steps of a site with some Markdown extensions, as `mkdocs.yml` lists them.

    The texts are annotations, or the article of a site that is `safe`.
    """
    configs: dict[str, Any] = {"toc": {}}
    for each in extensions:
        configs |= each if isinstance(each, dict) else {}
    names = [*configs, *(each for each in extensions if isinstance(each, str))]
    markdown = Markdown(extensions=[*names, ExplainerExtension()], extension_configs=configs)
    if of_article:
        return Steps(None, markdown, _known((*_AROUND, *_OF_ARTICLES), is_safe=True))
    settings = Settings("", extensions=tuple(names), extension_configs=configs)
    return Steps(text_renderer(settings), markdown, _known(_AROUND))


def _known(pairs: Sequence[str], is_safe: bool = False) -> Known:
    facts = [Fact(*f"{pair} ".split(" ")[:2]) for pair in pairs]
    facts += [Fact(tag, "data-search-exclude") for tag in _EXCLUDED]
    return Known([*facts, Fact("div", "class", "ex-article")], is_safe)


def strange_texts(texts: Sequence[str], steps: Steps) -> Iterator[str]:
    """Yield the texts that make something on a page that none may, and what."""
    found = list(_strange(texts, steps))
    if not found:
        return
    for text in texts:
        for fact in dict.fromkeys(_strange([text], steps)):
            yield f"{text!r}: {fact}"
            found = []
    if found:
        yield f"{list(texts)!r}, together: {found[0]}"


def _strange(texts: Sequence[str], steps: Steps) -> Iterator[Fact]:
    page = _article(texts, steps.markdown) if steps.renderer is None else _notes(texts, steps)
    searched = _searched(page)
    try:
        private = _private(searched)
    except PluginError as error:  # it cannot read what it takes for a tag
        yield Fact("broken tag", ITSELF, str(error))
        return
    for html in (page, searched, private):
        yield from filter(steps.known.is_strange, _facts(html))
    if _words(page) != _words(private):
        yield Fact("words", "lost")


def _article(texts: Sequence[str], markdown: Markdown) -> str:
    """Return the page of an article, in which every other text is a heading."""
    blocks = [f"## {' '.join(text.split())}" for text in texts[::2]]
    pairs = zip_longest(blocks, texts[1::2], fillvalue="")
    text = "\n\n".join(chain.from_iterable(pairs))
    first = marks_comment(Marks("lamp", (), cleaned=""))
    return markdown.reset().convert(f"{first}\n{text}\n")


def _notes(texts: Sequence[str], steps: Steps) -> str:
    """Return a page of annotations."""
    rendered = (_html(text, steps.renderer) for text in texts)
    sections = (f'<section id="s{number}">{html}</section>' for number, html in enumerate(rendered))
    html = "\n".join(("<main>", *sections, "</main>"))
    return steps.markdown.reset().convert(f"{marks_comment(Marks(None, ()))}\n{seal(html)}\n")


def _html(text: str, renderer: TextRenderer) -> str:
    """Return the HTML of a text as a template writes it; none of one that is refused."""
    rendered = render_text(text, renderer)
    return "" if rendered.unsafe else rendered.html.strip().replace("\n", "&#10;")


def _searched(html: str) -> str:
    page = SimpleNamespace(content=html)
    plugin = _loaded(SearchPlugin())
    plugin.search_index = SimpleNamespace(add_entry_from_context=lambda _: None)
    plugin.on_page_context({}, page=page, config=None, nav=None)
    return str(page.content)


def _private(html: str) -> str:
    plugin = _loaded(PrivacyPlugin(), assets_fetch=False, log=False)
    plugin.on_config(SimpleNamespace(site_url="", extra_css=(), extra_javascript=()))
    plugin.pool.shutdown()
    page = SimpleNamespace(file=SimpleNamespace(src_uri="x.md"))
    plugin.on_page_content(html, page=page, config=None, files=None)
    return str(plugin.on_post_page(html, page=page, config=None))


def _loaded(plugin: Any, **options: Any) -> Any:
    errors, _ = plugin.load_config(options)
    assert not errors
    return plugin


def _tree(html: str) -> Any:
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True)
    return etree.fromstring(f"<html><body>{html}".encode(), parser)


def _words(html: str) -> str:
    return "".join(_tree(html).itertext())


def _facts(html: str) -> Iterator[Fact]:
    for element in _tree(html).iter():
        if not isinstance(element.tag, str):
            yield Fact("comment", ITSELF, element.text or "")
            continue
        yield Fact(element.tag, ITSELF)
        for name, value in element.items():
            if name == "title" and "<" in value:
                yield Fact(element.tag, "title of tags", value)
            elif not (name in ("href", "src") and _OF_THE_SITE.match(value.lstrip())):
                yield Fact(element.tag, name, value)
