"""Formulas as MathML, which a browser shows by itself, for a file that has none of the site's scripts."""

import re
from typing import NamedTuple

from latex2mathml.converter import convert

from explainer.text.formulas import is_formula
from explainer.text.fragment import Element, parse

# How PyMdown's Arithmatex puts a formula into the text, and MathJax 2 the source of one that has lines of its own.
_TYPED = re.compile(r"\s*(?:\\\((.*)\\\)|\\\[(.*)\\\])\s*", re.DOTALL)
_DISPLAYED = re.compile(r";\s*mode\s*=\s*display")
# A sign of a command that the converter does not know: it puts its name into the formula.
_UNKNOWN = re.compile(r">\\[A-Za-z]")


def set_formulas(root: Element) -> None:
    """Turn formulas into MathML: those typed in TeX, and those that KaTeX wrote beforehand for its style sheet.

    What cannot be turned stays as it was typed.
    """
    for element in list(root.iter("*")):
        if element.getparent() is None or not is_formula(element):
            continue
        math = next(element.iter("math"), None)
        source = _source(element)
        if "katex" in (element.get("class") or "").split() and math is not None:
            _fill(element, math)
        elif source is not None:
            made = _math(source)
            _fill(element, source.tex if made is None else made)


class _Source(NamedTuple):
    """A formula in TeX; what is displayed has lines of its own."""

    tex: str
    is_displayed: bool


def _source(formula: Element) -> _Source | None:
    script = next(filter(_is_tex, formula.iter("script")), None)
    if script is not None:
        return _Source(script.text or "", bool(_DISPLAYED.search(script.get("type") or "")))
    typed = _TYPED.fullmatch(formula.text or "") if len(formula) == 0 else None
    if typed is None:
        return None
    return _Source(typed[1] or typed[2] or "", typed[1] is None)


def _is_tex(script: Element) -> bool:
    return (script.get("type") or "").startswith("math/tex")


def _math(source: _Source) -> Element | None:
    try:
        html = convert(source.tex, display="block" if source.is_displayed else "inline")
    except Exception:  # whatever it is: the converter does not say what it raises for a formula that is not right
        return None
    return None if _UNKNOWN.search(html) else parse(html)[0]


def _fill(formula: Element, contents: Element | str) -> None:
    """Let an element hold a formula, or its source, and nothing else."""
    if formula.tag == "script":
        formula.tag = "span"
        formula.attrib.clear()
    for child in list(formula):
        formula.remove(child)
    formula.text = contents if isinstance(contents, str) else None
    if not isinstance(contents, str):
        contents.tail = None
        formula.append(contents)
