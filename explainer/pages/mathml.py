"""Formulas as MathML, which a browser shows by itself, for a file without the site's scripts."""

import re
from html import unescape
from typing import NamedTuple
from xml.etree.ElementTree import tostring

from latex2mathml.converter import convert_to_element

from explainer.text.formulas import is_formula
from explainer.text.fragment import Element, parse

# A formula as PyMdown's Arithmatex puts it into the text, and the type of a script for MathJax 2
# whose formula has lines of its own.
_TYPED = re.compile(r"\s*(?:\\\((.*)\\\)|\\\[(.*)\\\])\s*", re.DOTALL)
_DISPLAYED = re.compile(r";\s*mode\s*=\s*display")
# The name of a command that the converter does not know: it is left in the formula.
_UNKNOWN = re.compile(r">\\[A-Za-z]")
# What `\href`, `\style` and `\class` set: none of them belongs in a file that is passed on.
_ACTING = ("href", "style", "class")


def set_formulas(root: Element) -> None:
    """Turn formulas in TeX into MathML; of a formula drawn by KaTeX, keep the MathML in it.

    Code, even that of formulas, and whatever cannot be converted stay as they were typed.
    """
    for element in list(root.iter("*")):
        if element.getparent() is None or element.tag == "code" or not is_formula(element):
            continue
        math = next(element.iter("math"), None)
        source = _source(element)
        if "katex" in (element.get("class") or "").split() and math is not None:
            _fill(element, math)
        elif source is not None:
            made = _math(source)
            _fill(element, source.tex if made is None else made)


class _Source(NamedTuple):
    """A formula in TeX; one that is displayed has lines of its own."""

    tex: str
    is_displayed: bool


def _source(formula: Element) -> _Source | None:
    script = next(filter(_is_tex, formula.iter("script")), None)
    if script is not None:
        return _Source(script.text or "", bool(_DISPLAYED.search(script.get("type") or "")))
    if len(formula):
        return None
    typed = _TYPED.fullmatch(formula.text or "")
    if typed is None:
        return None
    inline, displayed = typed.groups()
    return _Source(inline or displayed or "", inline is None)


def _is_tex(script: Element) -> bool:
    return (script.get("type") or "").startswith("math/tex")


def _math(source: _Source) -> Element | None:
    """Return a formula as MathML, None if it cannot be converted.

    The converter's own `convert` leaves `<` in texts as it is, so that they would become elements.
    """
    try:
        made = convert_to_element(source.tex, display="block" if source.is_displayed else "inline")
    except Exception:  # the converter does not document what it raises for a wrong formula
        return None
    for element in made.iter():
        element.text = element.text and unescape(element.text)  # it writes spaces as `&#x02009;`
        for name in _ACTING:
            element.attrib.pop(name, None)
    html = tostring(made, encoding="unicode")
    return None if _UNKNOWN.search(html) else parse(html)[0]


def _fill(formula: Element, contents: Element | str) -> None:
    """Replace the contents of an element by a formula, or by its source."""
    if formula.tag == "script":
        formula.tag = "span"
        formula.attrib.clear()
    for child in list(formula):
        formula.remove(child)
    if isinstance(contents, str):
        formula.text = contents
        return
    formula.text = None
    contents.tail = None
    formula.append(contents)
