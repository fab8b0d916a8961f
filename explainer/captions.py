"""A Python-Markdown extension that makes figures of pictures with a caption or a credit.

    ![A lens](lens.png "The lens, from below")
    ![A lens](lens.png){caption="The lens of *1871*" credit="Photo: [Anna Lund](https://example.org)"}

A title is plain text, as it is everywhere in Markdown; a caption or credit in an attribute list may
hold emphasis and links. Pictures in running text, several in a paragraph, and those already in a
figure stay as they are.
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

# Priorities beside those of Python-Markdown's own steps: "inline" has 20, "attr_list" 8; at 7 and 6
# come "abbr" and "smarty", which work on captions, too.
_BEFORE_INLINE = 20.5
_AFTER_ATTRIBUTES = 7.9
_OLIST_PRIORITY = 40  # that of Python-Markdown's numbered lists
_PICTURE_FIRST = re.compile(r"\s*\[?!\[")
_ATTRIBUTES = re.compile(r"(?<=[)\]\n])\{[^{}\n]*\}")
_VALUE = re.compile(r"""(?<=[{: ])((?:caption|credit)=)("[^"]*"|'[^']*')""")
_SIGN = re.compile(r"[^\w\s\"']|_")
_HIDDEN = re.compile(rf"{STX}(\d+){ETX}")


class _NumberedLists(OListProcessor):
    LAZY_OL = False


class CaptionExtension(Extension):
    """Makes figures of captioned pictures, and lets numbered lists begin with the number typed."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Add the steps; leave numbered lists to an extension for them, such as sane_lists."""
        processors = md.parser.blockprocessors
        if type(processors["olist"]) is OListProcessor:
            processors.register(_NumberedLists(md.parser), "olist", _OLIST_PRIORITY)
        md.treeprocessors.register(_HideMarkdown(md), "explainer-caption-markdown", _BEFORE_INLINE)
        md.treeprocessors.register(_MakeFigures(md), "explainer-captions", _AFTER_ATTRIBUTES)


class _HideMarkdown(Treeprocessor):
    """Hides the Markdown in attribute lists, which links and emphasis would tear apart.

    Its characters are replaced by the form in which Python-Markdown keeps escaped characters.
    """

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
    """Makes a figure of each paragraph that is one picture with a title, caption or credit."""

    def run(self, root: Element) -> None:
        parents = {child: parent for parent in root.iter() for child in parent}
        for paragraph in list(root.iter("p")):
            picture = _only_picture(paragraph)
            if picture and not _is_in_figure(paragraph, parents):
                self._add_caption(paragraph, picture)

    def _add_caption(self, paragraph: Element, picture: Sequence[Element]) -> None:
        """Make the paragraph a figure if there is any text to put below the picture."""
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
        """Return an element with the text of an attribute, in which Markdown was `hidden`."""
        holder = Element("div")
        element = SubElement(holder, tag)
        element.text = _HIDDEN.sub(lambda sign: chr(int(sign[1])), hidden)
        cast("InlineProcessor", self.md.treeprocessors["inline"]).run(holder)
        return element


def _only_picture(paragraph: Element) -> tuple[Element, ...]:
    """Return the picture that a paragraph consists of, and before it the link around it, if any.

    Return () where the paragraph holds anything else.
    """
    found: tuple[Element, ...] = ()
    element = paragraph
    while element.tag in ("p", "a"):
        if len(element) != 1:
            return ()
        (child,) = element
        if f"{element.text or ''}{child.tail or ''}".strip():
            return ()
        element = child
        found += (element,)
    return found if element.tag == "img" else ()


def _is_in_figure(element: Element, parents: Mapping[Element, Element]) -> bool:
    while element in parents:
        element = parents[element]
        if element.tag == "figure":
            return True
    return False


def _text_of(name: str, elements: Sequence[Element]) -> str:
    """Return the text of an attribute of the innermost element that has it, "" where none has."""
    for element in reversed(elements):
        text = (element.get(name) or "").strip()
        if text:
            return text
    return ""


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
