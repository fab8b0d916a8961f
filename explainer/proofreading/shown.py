"""The words that a rendered text shows: without code, formulas, and what is hidden."""

from collections.abc import Iterator

from lxml import etree

from explainer.text.fold import folded
from explainer.text.fragment import Element
from explainer.text.visible import BLOCKS, UNREAD

_SOURCE = frozenset({"code", "kbd", "math", "pre", "samp", "svg"})
# classes of elements that a script turns into formulas
_FORMULAS = frozenset({"arithmatex", "katex", "MathJax"})


def shown_text(root: Element) -> str:
    """Return the folded text of a tree (see `fold.py`), its blocks on lines of their own."""
    lines = "".join(_parts(root)).split("\n")
    shown = (folded(line).strip() for line in lines)
    return "\n".join(filter(None, shown))


def _parts(root: Element) -> Iterator[str]:
    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        if event == "start" and _is_source(element):
            walk.skip_subtree()
            continue
        is_element = event in ("start", "end")
        if is_element and (element.tag in BLOCKS or element.tag == "br"):
            yield "\n"
        if event == "start":
            yield element.text or ""
        elif element is not root:
            yield element.tail or ""


def _is_source(element: Element) -> bool:
    if element.tag in _SOURCE or element.tag in UNREAD:
        return True
    return not _FORMULAS.isdisjoint((element.get("class") or "").split())
