"""What a script or the browser reads as source, to show something else in its place: formulas and drawings."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy

from lxml import etree

from explainer.text.fragment import Element, write

FORMULAS = frozenset({"math", "mjx-container", "script", "svg"})
# The classes are those of PyMdown Extensions, KaTeX, MathJax and Mermaid.
_CLASSES = frozenset({
    "arithmatex", "katex", "katex-display", "language-math", "language-mermaid", "MathJax", "MathJax_Display",
    "MathJax_Preview", "MathJax_SVG", "mermaid",
})  # fmt: skip
_BLOCK_CLASSES = frozenset({"language-mermaid", "mermaid"})
# The source of a formula beside the formula, and what KaTeX draws beside what it says to a screen reader.
_REPEATED = frozenset({"annotation", "annotation-xml"})
_REPEATED_CLASS = "katex-html"
# Formulas in running text, between the signs that KaTeX and MathJax look for. A single dollar begins one where no
# word ends and no space follows, and ends one where no space precedes and no number follows (much as in Pandoc).
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
    """Tell whether a script or the browser reads an element as source."""
    classes = element.get("class")
    if classes and not _CLASSES.isdisjoint(classes.split()):
        return True
    return element.tag in FORMULAS and (element.tag != "script" or is_source(element))


def is_source(script: Element) -> bool:
    """Tell whether a script is one that MathJax replaces by a formula; one behind a preview repeats its words."""
    return (script.get("type") or "").startswith("math/") and script.getprevious() is None


def is_repeated(element: Element) -> bool:
    """Tell whether an element says in another way what the one before it says."""
    if element.tag in _REPEATED or element.get("class") == _REPEATED_CLASS:
        return element.getprevious() is not None
    return False


def outermost_formula(element: Element | None) -> Element | None:
    """Return the outermost formula among an element and its ancestors; None where there is none."""
    found = None
    while element is not None:
        if is_formula(element):
            found = element
        element = element.getparent()
    return found


def formula_in_line(element: Element | None) -> str:
    """Return the HTML of the formula that holds an element, to stand within a sentence elsewhere.

    Return "" where there is none, or none that can stand there: a diagram that a script draws is as large as a page,
    and a link cannot stand in the link that the words may be.
    """
    formula = outermost_formula(element)
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
    """Return the one of the formulas, sorted, that an offset stands in; else the offset, twice."""
    index = bisect_left(formulas, (at,)) - 1
    if index >= 0 and at < formulas[index][1]:
        return formulas[index]
    return at, at


def typed_formulas(text: str, blocks: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Give the formulas in the paragraphs of a text, in code points, by the signs around them."""
    if "$" not in text and "\\" not in text:
        return
    for block in blocks:
        for match in _TYPED.finditer(text, *block):
            yield match.span()


def in_plain_text(text: str) -> str:
    """Return a text without the signs around its formulas, for where no script makes formulas of them."""
    return _SIGNS.sub(lambda found: found[1] or found[2], text)


def is_literal(parent: Element | None) -> bool:
    """Tell whether what looks like a formula is none, or has an element already, because of where it stands."""
    while parent is not None:
        if parent.tag in _LITERAL or is_formula(parent):
            return True
        parent = parent.getparent()
    return False
