"""A Python-Markdown extension: a picture that stands alone, with a caption or a credit, becomes a figure.

    ![A lens](lens.png "The lens, from below")
    ![A lens](lens.png){caption="The lens of *1871*" credit="Photo: [Anna Lund](https://example.org)"}

A title is plain text, as it is everywhere in Markdown; what an attribute list says may hold emphasis and links.
Pictures in running text, several in a paragraph, and those in a figure already stay as they are.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, cast
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockprocessors import OListProcessor
from markdown.extensions import Extension
from markdown.treeprocessors import InlineProcessor, Treeprocessor
from markdown.util import ETX, STX

# Priorities of Python-Markdown's own steps: "inline" has 20, "attr_list" 8; at 7 and 6 come "abbr" and "smarty", which
# work on captions, too.
_BEFORE_INLINE = 20.5
_AFTER_ATTRIBUTES = 7.9
_PICTURE_FIRST = re.compile(r"\s*\[?!\[")
_ATTRIBUTES = re.compile(r"(?<=[)\]\n])\{[^{}\n]*\}")
_VALUE = re.compile(r"""(?<=[{: ])((?:caption|credit)=)("[^"]*"|'[^']*')""")
_SIGN = re.compile(r"[^\w\s\"']|_")
_OF_LISTS = 40  # the priority that Python-Markdown gives to numbered lists
_HIDDEN = re.compile(rf"{STX}(\d+){ETX}")


class _NumberedLists(OListProcessor):
    LAZY_OL = False


class CaptionExtension(Extension):
    """Makes the figures, once the attributes of pictures are known; and lets lists begin with the number typed."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Add the two steps, and have no list begin with 1 that says otherwise."""
        processors = md.parser.blockprocessors
        if (
            type(processors["olist"]) is OListProcessor
        ):  # and not that of an extension, such as sane_lists
            processors.register(_NumberedLists(md.parser), "olist", _OF_LISTS)
        md.treeprocessors.register(_HideMarkdown(md), "explainer-caption-markdown", _BEFORE_INLINE)
        md.treeprocessors.register(_MakeFigures(md), "explainer-captions", _AFTER_ATTRIBUTES)


class _HideMarkdown(Treeprocessor):
    """Links and emphasis in an attribute list would tear it apart, so their signs wait in the form of escaped ones."""

    def run(self, root: Element) -> None:
        if "attr_list" not in self.md.treeprocessors:
            return
        for paragraph in root.iter("p"):
            text = paragraph.text or ""
            has_code = "`" in _ATTRIBUTES.sub("", text)  # the attributes may be an example in it
            if _PICTURE_FIRST.match(text) and not has_code:
                paragraph.text = _ATTRIBUTES.sub(_with_hidden_values, text)


def _with_hidden_values(attributes: re.Match[str]) -> str:
    return _VALUE.sub(_with_hidden_signs, attributes[0])


def _with_hidden_signs(value: re.Match[str]) -> str:
    return value[1] + _SIGN.sub(lambda sign: f"{STX}{ord(sign[0])}{ETX}", value[2])


class _MakeFigures(Treeprocessor):
    """Turns each paragraph that is one picture, and says more than that, into a figure."""

    def run(self, root: Element) -> None:
        parents = {child: parent for parent in root.iter() for child in parent}
        for paragraph in list(root.iter("p")):
            picture = _only_picture(paragraph)
            if picture and not _is_in_figure(paragraph, parents):
                self._add_caption(paragraph, picture)

    def _add_caption(self, paragraph: Element, picture: Sequence[Element]) -> None:
        """Make the paragraph a figure if there are words to stand below the picture."""
        carriers = (paragraph, *picture)
        caption, credit = _text_of("caption", carriers), _text_of("credit", carriers)
        title = "" if caption else _text_of("title", picture[-1:])
        if not (title or caption or credit):
            return
        for element in carriers:
            element.attrib.pop("caption", None)
            element.attrib.pop("credit", None)
        if not caption:
            picture[-1].attrib.pop("title", None)
        paragraph.tag = "figure"
        shown = self._element("figcaption", caption)
        shown.text = shown.text or title
        paragraph.append(shown)
        if credit:
            small = self._element("small", credit)
            small.set("class", "ex-credit")
            _append(shown, small)

    def _element(self, tag: str, hidden: str) -> Element:
        """Return an element with the emphasis and links of an attribute's text."""
        holder = Element("div")
        element = SubElement(holder, tag)
        element.text = _HIDDEN.sub(lambda sign: chr(int(sign[1])), hidden)
        cast("InlineProcessor", self.md.treeprocessors["inline"]).run(holder)
        return element


def _only_picture(paragraph: Element) -> tuple[Element, ...]:
    """Return the picture that a paragraph consists of, after the link around it, if any.

    Where it holds anything else, return ().
    """
    found: tuple[Element, ...] = ()
    element = paragraph
    while element.tag in ("p", "a"):
        if len(element) != 1 or (element.text or "").strip() or (element[0].tail or "").strip():
            return ()
        element = element[0]
        found += (element,)
    return found if element.tag == "img" else ()


def _is_in_figure(element: Element, parents: Mapping[Element, Element]) -> bool:
    while element in parents:
        element = parents[element]
        if element.tag == "figure":
            return True
    return False


def _text_of(name: str, elements: Sequence[Element]) -> str:
    """Return what the innermost of the elements says in an attribute, "" where none says anything."""
    values = [(element.get(name) or "").strip() for element in reversed(elements)]
    return next(filter(None, values), "")


def _append(caption: Element, credit: Element) -> None:
    """Put the credit at the end of the caption, with a space between them."""
    if len(caption):
        caption[-1].tail = f"{caption[-1].tail or ''} "
    elif caption.text:
        caption.text += " "
    caption.append(credit)


def makeExtension(**kwargs: Any) -> CaptionExtension:  # noqa: N802
    """Return the extension; Python-Markdown looks for this name."""
    return CaptionExtension(**kwargs)
