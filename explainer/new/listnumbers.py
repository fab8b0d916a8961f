"""The numbers that a browser shows at the items of a list."""

import re

from explainer.text.fragment import Element

# https://html.spec.whatwg.org/multipage/common-microsyntaxes.html#rules-for-parsing-integers
_INTEGER = re.compile(r"[ \t\n\f\r]*([+-]?[0-9]{1,9})")


def numbers_in(items: Element) -> dict[Element, int]:
    """Return the number of each item of a list, 0 for all items of one without numbers."""
    children = items.findall("li")
    if items.tag != "ol":
        return dict.fromkeys(children, 0)
    step, first = 1, 1
    if items.get("reversed") is not None:
        step, first = -1, len(children)
    numbers: dict[Element, int] = {}
    number = _integer(items.get("start"), first)
    for child in children:
        number = _integer(child.get("value"), number)
        numbers[child] = number
        number += step
    return numbers


def _integer(written: str | None, otherwise: int) -> int:
    match = _INTEGER.match(written or "")
    return int(match[1]) if match else otherwise
