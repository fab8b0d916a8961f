"""Formulas and drawings, whose source a script or the browser reads to show something else."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import deepcopy

from lxml import etree

from explainer.text.fragment import Element, write

FORMULAS = frozenset({"math", "mjx-container", "script", "svg"})
# Classes of PyMdown Extensions, KaTeX, MathJax and Mermaid
_CLASSES = frozenset({
    "arithmatex", "katex", "katex-display", "language-math", "language-mermaid", "MathJax",
    "MathJax_Display", "MathJax_Preview", "MathJax_SVG", "mermaid",
})  # fmt: skip
_BLOCK_CLASSES = frozenset({"language-mermaid", "mermaid"})
# The source of a formula beside it, and KaTeX's drawing beside the text for screen readers
_REPEATED = frozenset({"annotation", "annotation-xml"})
_REPEATED_CLASS = "katex-html"
# Formulas in running text, between the delimiters that KaTeX and MathJax look for. A single dollar
# begins one where no word ends and no space follows, and ends one where no space precedes and no
# number follows, much as in Pandoc (https://pandoc.org/MANUAL.html#math).
_TYPED = re.compile(
    r"""
    \\\( .{1,2000}? \\\) | \\\[ .{1,2000}? \\\]
    | \\begin\{([a-z]+\*?)\} .{1,2000}? \\end\{\1\}
    | (?<!\$) \$\$ [^$]+ \$\$ (?!\$)
    | (?<![\w\\$]) \$ (?![\s$]) [^$]* (?<![\s\\$]) \$ (?!\$|\s?\d)
    """,
    re.DOTALL | re.VERBOSE,
)
_SIGNS = re.compile(r"\\\(\s*(.+?)\s*\\\)|\\\[\s*(.+?)\s*\\\]", re.DOTALL)
_LITERAL = frozenset({"code", "kbd", "pre", "samp"})  # KaTeX and MathJax look for nothing in these


def is_formula(element: Element) -> bool:
    """Return whether a script or the browser reads an element as source."""
    classes = element.get("class")
    if classes and not _CLASSES.isdisjoint(classes.split()):
        return True
    return element.tag in FORMULAS and (element.tag != "script" or is_source(element))


def is_typeset(element: Element) -> bool:
    """Return whether a script reads the text of an element as a formula, by its class."""
    classes = (element.get("class") or "").split()
    return not (_CLASSES - _BLOCK_CLASSES).isdisjoint(classes)


def is_source(script: Element) -> bool:
    """Return whether MathJax replaces a script by a formula; behind a preview it repeats that."""
    return (script.get("type") or "").startswith("math/") and script.getprevious() is None


def is_repeated(element: Element) -> bool:
    """Return whether an element repeats the one before it in another form."""
    if element.tag in _REPEATED or element.get("class") == _REPEATED_CLASS:
        return element.getprevious() is not None
    return False


def outermost_source(element: Element | None) -> Element | None:
    """Return the outermost formula or code that an element is (in); None for running text.

    A script may colour code, as highlight.js does, and must find no elements in it.
    """
    return outermost(element, lambda each: each.tag in _LITERAL or is_formula(each))


def outermost(element: Element | None, is_wanted: Callable[[Element], bool]) -> Element | None:
    """Return the outermost wanted one of an element and its ancestors."""
    found = None
    while element is not None:
        if is_wanted(element):
            found = element
        element = element.getparent()
    return found


def formula_in_line(element: Element | None) -> str:
    """Return the HTML of the formula that holds an element, to stand within a sentence elsewhere.

    Return "" if there is none, or none that can stand there: a diagram may be as large as a page,
    and a link cannot be within another, which the sentence may be.
    """
    formula = outermost(element, is_formula)
    if formula is None or not _BLOCK_CLASSES.isdisjoint((formula.get("class") or "").split()):
        return ""
    if next(formula.iter("a"), None) is not None:
        return ""
    copy = deepcopy(formula)
    copy.tail = None
    for part in copy.iter("div", "pre"):
        part.tag = "span"
    holder = etree.Element("body")
    holder.append(copy)
    return write(holder)


def formula_around(formulas: Sequence[tuple[int, int]], at: int) -> tuple[int, int]:
    """Return which of some sorted formulas an offset is in; else the offset as start and end."""
    index = bisect_left(formulas, (at,)) - 1
    if index >= 0 and at < formulas[index][1]:
        return formulas[index]
    return at, at


def typed_formulas(text: str, blocks: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield start and end, in code points, of the formulas typed between delimiters in a text.

    `blocks` are its paragraphs.
    """
    if "$" not in text and "\\" not in text:
        return
    for block in blocks:
        for match in _TYPED.finditer(text, *block):
            yield match.span()


def in_plain_text(text: str) -> str:
    """Return a text without the delimiters of its formulas, as where no script reads them."""
    return _SIGNS.sub(lambda found: found[1] or found[2], text)
