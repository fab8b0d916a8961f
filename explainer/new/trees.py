"""Small changes to a tree of HTML in which no text is lost; its text, classes and styles."""

from lxml import etree

from explainer.text.fragment import Element


def drop(element: Element) -> None:
    """Take an element out, but not the text that follows it."""
    parent = element.getparent()
    if parent is None:
        return
    _append_text(parent, element.getprevious(), element.tail or "")
    element.tail = None
    parent.remove(element)


def unwrap(element: Element) -> None:
    """Replace an element by its content."""
    parent = element.getparent()
    if parent is None:
        return
    _append_text(parent, element.getprevious(), element.text or "")
    at = parent.index(element)
    children = list(element)
    parent[at:at] = children
    before = children[-1] if children else element.getprevious()
    _append_text(parent, before, element.tail or "")
    element.tail = None
    parent.remove(element)


def wrap_inside(element: Element, tag: str) -> None:
    """Put the content of an element into a new one inside it."""
    inner = etree.Element(tag)
    inner.text, element.text = element.text, None
    inner.extend(list(element))
    element.append(inner)


def classes(element: Element) -> list[str]:
    """Return the classes of an element, in lower case."""
    return (element.get("class") or "").lower().split()


def declarations(style: str) -> dict[str, str]:
    """Return the values in a `style` by property, in lower case."""
    values: dict[str, str] = {}
    for part in style.lower().split(";"):
        name, colon, value = part.partition(":")
        if colon:
            values[name.strip()] = value.replace("!important", "").strip()
    return values


def text_of(element: Element) -> str:
    """Return all text inside an element."""
    return "".join(map(str, element.itertext()))


def _append_text(parent: Element, before: Element | None, text: str) -> None:
    """Put a text behind a child, or at the beginning of the parent where there is no child."""
    if before is not None:
        before.tail = (before.tail or "") + text
    else:
        parent.text = (parent.text or "") + text
