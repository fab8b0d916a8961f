"""Equations of Word (OMML) as a line of text, such as `x=(-b±√(b^2-4ac))/(2a)`."""

from collections.abc import Iterator

from explainer.text.fragment import Element

MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"


def in_line(equation: Element) -> str:
    """Return an element of an equation as text."""
    name = str(equation.tag).removeprefix(MATH)
    if name == "t":
        return equation.text or ""
    if name == "f":
        return f"{_grouped(equation, 'num')}/{_grouped(equation, 'den')}"
    if name in ("sSup", "sSub", "sSubSup"):
        return _part(equation, "e") + _scripts(equation)
    if name == "rad":
        return f"{_part(equation, 'deg')}√({_part(equation, 'e')})"
    if name == "nary":
        sign = _value(equation, "chr", "∫")
        return f"{sign}{_scripts(equation)} {_part(equation, 'e')}"
    if name == "d":
        inner = _value(equation, "sepChr", ", ").join(map(in_line, equation.findall(f"{MATH}e")))
        return _value(equation, "begChr", "(") + inner + _value(equation, "endChr", ")")
    if name == "m":
        rows = map(_row, equation.findall(f"{MATH}mr"))
        return f"[{'; '.join(rows)}]"
    return "".join(_inner(equation))


def _row(row: Element) -> str:
    return ", ".join(map(in_line, row.findall(f"{MATH}e")))


def _inner(element: Element) -> Iterator[str]:
    for child in element:
        if isinstance(child.tag, str) and not child.tag.endswith("Pr"):
            yield in_line(child)


def _part(element: Element, name: str) -> str:
    found = element.find(f"{MATH}{name}")
    return "" if found is None else "".join(_inner(found))


def _scripts(element: Element) -> str:
    scripts = ""
    for sign, name in (("_", "sub"), ("^", "sup")):
        text = _grouped(element, name)
        if text:
            scripts += f"{sign}{text}"
    return scripts


def _grouped(element: Element, name: str) -> str:
    """Return a part, in brackets if it is more than a name or a number."""
    text = _part(element, name)
    return text if text.isalnum() or not text else f"({text})"


def _value(element: Element, name: str, default: str) -> str:
    found = element.find(f"{MATH}{element.tag.removeprefix(MATH)}Pr/{MATH}{name}")
    return default if found is None else found.get(f"{MATH}val", "")
