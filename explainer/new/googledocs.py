"""Pages of Google Docs, whose style sheets say how letters look and which lists are nested."""

import re

from explainer.new.trees import classes
from explainer.text.fragment import Element

_RULE = re.compile(r"\.(c\d+)\s*\{([^}]*)\}")
_LIST = re.compile(r"(lst-kix_\w+?)-(\d)")


def with_styles_inline(page: Element) -> None:
    """Copy the rules for the classes of each span, `c1` and so on, into its `style`."""
    sheets = "".join(style.text or "" for style in page.iter("style"))
    rules: list[tuple[str, str]] = _RULE.findall(sheets)
    if not rules:
        return
    for span in page.iter("span"):
        own = [body for name, body in rules if name in classes(span)]
        if own:
            span.set("style", ";".join([*own, span.get("style") or ""]))


def with_lists_nested(page: Element) -> None:
    """Put lists of a deeper level, which follow as lists of their own, into the items before."""
    for parent in list(page.iter()):
        open_lists: list[tuple[int, str, Element]] = []  # level and name, from the outermost
        for child in list(parent):
            found = _name_and_level(child)
            is_next = open_lists and not (open_lists[0][2].tail or "").strip()
            if found is None or not is_next:
                open_lists = []
            if found is not None:
                _place(child, *found, open_lists)


def _place(
    child: Element, name: str, level: int, open_lists: list[tuple[int, str, Element]]
) -> None:
    while open_lists and open_lists[-1][0] > level:
        open_lists.pop()
    if open_lists and open_lists[-1][:2] == (level, name) and len(open_lists) + level > 0:
        open_lists[-1][2].extend(list(child))
        _remove(child, open_lists[0][2])
        return
    while open_lists and open_lists[-1][0] >= level:
        open_lists.pop()
    if open_lists and len(open_lists[-1][2]):
        outermost = open_lists[0][2]
        tail, child.tail = child.tail, None
        open_lists[-1][2][-1].append(child)
        outermost.tail = (outermost.tail or "") + (tail or "")
    open_lists.append((level, name, child))


def _remove(child: Element, outermost: Element) -> None:
    parent = child.getparent()
    if parent is not None:
        outermost.tail = (outermost.tail or "") + (child.tail or "")
        child.tail = None
        parent.remove(child)


def _name_and_level(element: Element) -> tuple[str, int] | None:
    if element.tag not in ("ul", "ol"):
        return None
    found = next(filter(None, map(_LIST.fullmatch, classes(element))), None)
    if not found:
        return None
    return found[1], int(found[2])
