"""Small changes to a tree of HTML in which no text is lost, and what attributes say."""

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
    """Put what an element holds in its place."""
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
    """Put all that an element holds into a new one inside it."""
    inner = etree.Element(tag)
    inner.text, element.text = element.text, None
    inner.extend(list(element))
    element.append(inner)


def classes(element: Element) -> list[str]:
    """Return the classes of an element, in lower case."""
    return (element.get("class") or "").lower().split()


def declarations(style: str) -> dict[str, str]:
    """Return what a `style` says, by property, in lower case."""
    pairs = (part.partition(":") for part in style.lower().split(";"))
    return {
        name.strip(): value.replace("!important", "").strip()
        for name, colon, value in pairs
        if colon
    }


def _append_text(parent: Element, before: Element | None, text: str) -> None:
    """Let a text follow a child, or begin what the parent holds where there is none."""
    if before is not None:
        before.tail = (before.tail or "") + text
    else:
        parent.text = (parent.text or "") + text
