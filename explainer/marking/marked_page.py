"""A rendered page with everything that its first line holds: marks, notes, and other parts."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from html import escape

from explainer.marking.annotate import annotated_tree
from explainer.marking.comment import Marks
from explainer.marking.insertions import put_below_title, put_notes
from explainer.text.fragment import Element as HtmlElement
from explainer.text.fragment import parse, write
from explainer.text.languages import language_attributes
from explainer.text.visible import read_tree

TEXT_ID = "_article"  # of the element around the article's own text


def with_marks(html: str, page: Marks, moved: Callable[[str], str] = str) -> str:
    """Return a rendered text with all that the first line of its page holds.

    `moved` is applied to each address in that.
    """
    moved_marks = [replace(mark, href=moved(mark.href)) for mark in page.marks]
    root = annotated_tree(read_tree(parse(html)), moved_marks)
    if page.article is not None:
        put_notes(root, {name: _with_links(note, moved) for name, note in page.notes.items()})
    if page.before:
        put_below_title(root, _with_links(page.before, moved))
    if page.links:
        _lead_to_entries(root, {name: moved(address) for name, address in page.links.items()})
    html = write(root)
    if page.article is None:
        return html
    attributes = f'data-article="{escape(page.article)}"{language_attributes(page.language, "")}'
    article = f'<div class="ex-article" {attributes} id="{TEXT_ID}">{html}</div>'
    return f"{article}{_with_links(page.after, moved)}"


def _lead_to_entries(root: HtmlElement, links: Mapping[str, str]) -> None:
    """Point the links that the author wrote as `kind:id` to their entries, as mentions."""
    for element in root.iter("a"):
        name = (element.get("href") or "").strip()
        if name in links:
            element.set("data-annotation", name)
            element.set("href", links[name])


def _with_links(html: str, moved: Callable[[str], str]) -> str:
    if moved is str:
        return html
    root = parse(html)
    for element in root.iter():
        for name in ("href", "src"):
            if (address := element.get(name)) is not None:
                element.set(name, moved(address))
    return write(root)
