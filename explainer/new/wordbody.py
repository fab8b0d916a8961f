"""Prepare a text of a DOCX file for `mammoth`: change or count what that would lose silently."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from explainer.new.equations import in_line
from explainer.new.trees import drop, unwrap
from explainer.new.wordxml import NAMES, is_on, tag, words_in
from explainer.text.fragment import Element

# Styles that mammoth is to turn into elements
RUBY_BASE, RUBY_TEXT = "ExplainerRubyBase", "ExplainerRubyText"
_TRANSPARENT = ("w:fldSimple", "w:dir", "w:bdo", "w:smartTag", "w:customXml")
# Elements in which a change is one of a mark, not of the text
_PROPERTIES = (tag("w:rPr"), tag("w:trPr"), tag("w:tcPr"), tag("w:numPr"))
_NOTES = ("w:footnoteReference", "w:endnoteReference")


@dataclass(frozen=True)
class WordLinks:
    """What a text can refer to."""

    relationships: Collection[str]  # their ids
    # the ids of the notes, by the names of their marks
    notes: Mapping[str, Collection[str]] = field(default_factory=dict)


def prepare(root: Element, links: WordLinks) -> Counter[str]:
    """Change a text in place; return how often what was changed or left out, by messages."""
    counts: Counter[str] = Counter()
    for step in _STEPS:
        step(root, counts)
    _without_broken_links(root, links, counts)
    return counts


def _take_one_version(root: Element, counts: Counter[str]) -> None:
    """Keep the version for older programs if it holds words or a picture, else that for newer."""
    for both in list(_all(root, "mc:AlternateContent")):
        fallback, choice = both.find("mc:Fallback", NAMES), both.find("mc:Choice", NAMES)
        is_full = fallback is not None and _has(fallback, "w:t", "v:imagedata", "a:blip")
        taken = fallback if is_full or choice is None else choice
        for version in list(both):
            if version is not taken:
                drop(version)
        if taken is not None:
            unwrap(taken)
        unwrap(both)


def _take_out_text_boxes(root: Element, counts: Counter[str]) -> None:
    """Put the paragraphs of a text box behind the paragraph that it is attached to."""
    while (box := next(_all(root, "w:txbxContent"), None)) is not None:
        paragraph = next(box.iterancestors(tag("w:p")), None)
        message = "text boxes: their text follows the paragraph that each was attached to"
        counts[message] += bool(words_in(box))
        if paragraph is not None:
            for block in reversed(list(box)):
                paragraph.addnext(block)
        shape = next(box.iterancestors(tag("w:drawing"), tag("w:pict")), None)
        is_empty = shape is not None and not _has(shape, "a:blip", "v:imagedata")
        drop(box)
        if shape is not None and is_empty and not _has(shape, "w:txbxContent"):
            drop(shape)


def _write_equations(root: Element, counts: Counter[str]) -> None:
    for equation in list(_all(root, "m:oMath")):
        written = " ".join(in_line(equation).split())
        message = f"an equation became plain text, `{written}`; check it in the file, and retype it"
        counts[message] += 1
        equation.addprevious(_run(written))
        drop(equation)
    for paragraph in list(_all(root, "m:oMathPara")):
        unwrap(paragraph)


def _settle_changes(root: Element, counts: Counter[str]) -> None:
    """Accept tracked changes; those of the marks that end paragraphs are left to mammoth."""
    tracked = _all(root, "w:ins", "w:del", "w:moveFrom", "w:moveTo")
    changes = [each for each in tracked if not _is_of_mark(each)]
    for each in changes:
        if each.tag in (tag("w:del"), tag("w:moveFrom")):
            drop(each)
        else:
            unwrap(each)
    counts["tracked changes were accepted; check them in the file"] += len(changes)


def _leave_out_hidden(root: Element, counts: Counter[str]) -> None:
    for run in list(_all(root, "w:r")):
        if is_on(run.find("w:rPr/w:vanish", NAMES)):
            counts["passages of hidden text were left out"] += bool(words_in(run))
            drop(run)


def _leave_out_comments(root: Element, counts: Counter[str]) -> None:
    for mark in list(_all(root, "w:commentReference")):
        counts["review comments were left out"] += 1
        drop(mark)


def _leave_out_contents(root: Element, counts: Counter[str]) -> None:
    """Leave out tables of contents, which the site makes itself."""
    message = "tables of contents were left out; the site has its own"
    for block in list(_all(root, "w:sdt")):
        gallery = block.find("w:sdtPr/w:docPartObj/w:docPartGallery", NAMES)
        if gallery is not None and gallery.get(tag("w:val")) == "Table of Contents":
            counts[message] += 1
            drop(block)
    for style in [each for each in _all(root, "w:pStyle") if _is_contents(each)]:
        properties = style.getparent()
        if properties is None:
            continue
        counts[message] = max(counts[message], 1)
        paragraph = properties.getparent()
        if paragraph is not None:
            drop(paragraph)


def _is_contents(style: Element) -> bool:
    name = style.get(tag("w:val"), "").lower()
    return name.startswith("toc") and name[3:].isdecimal()


def _open_wrappings(root: Element, counts: Counter[str]) -> None:
    """Unwrap what mammoth would leave out with its content."""
    for each in list(_all(root, *_TRANSPARENT)):
        unwrap(each)
    for each in list(_all(root, "w:cr")):
        each.tag = tag("w:br")
    for each in list(_all(root, "w:ptab")):
        each.tag = tag("w:tab")
    for box in list(_all(root, "w14:checkbox")):  # the symbol in its place stays as it is: ☐ or ☒
        drop(box)


def _mark_ruby(root: Element, counts: Counter[str]) -> None:
    for ruby in list(_all(root, "w:ruby")):
        parts = ((ruby.find("w:rubyBase", NAMES), RUBY_BASE), (ruby.find("w:rt", NAMES), RUBY_TEXT))
        outer = next(ruby.iterancestors(tag("w:r")), ruby)
        for part, style in parts:
            if part is not None:
                outer.addprevious(_run(words_in(part), style))
        drop(ruby)


def _sort_drawings(root: Element, counts: Counter[str]) -> None:
    """Make pictures in groups findable for mammoth; count other drawings."""
    for drawing in list(_all(root, "w:drawing", "w:pict")):
        pictures = list(_all(drawing, "pic:pic"))
        for data in _all(drawing, "a:graphicData"):
            data.extend([each for each in pictures if each.getparent() is not data])
        if _has(drawing, "wp15:webVideoPr"):
            counts["videos were left out; only their pictures are there"] += 1
        if not _has(drawing, "a:blip", "v:imagedata", "w:t"):
            counts["drawings (shapes, charts, SmartArt) were left out; save them as pictures"] += 1
            drop(drawing)
    for _ in _all(root, "w:object"):
        counts["embedded objects were left out; each is shown as a picture, if it has one"] += 1


def _write_strokes(root: Element, counts: Counter[str]) -> None:
    """Turn two strokes through words into one, which mammoth knows."""
    for strokes in list(_all(root, "w:dstrike")):
        properties = strokes.getparent()
        if properties is not None and is_on(strokes):
            for other in properties.findall("w:strike", NAMES):
                drop(other)
            strokes.tag = tag("w:strike")


def _count_highlights(root: Element, counts: Counter[str]) -> None:
    marks = [mark for mark in _all(root, "w:highlight") if mark.get(tag("w:val")) != "none"]
    counts["passages lost their highlighting"] += len(marks)


_STEPS: tuple[Callable[[Element, Counter[str]], None], ...] = (
    _take_one_version,
    _leave_out_contents,
    _settle_changes,
    _leave_out_hidden,
    _leave_out_comments,
    _open_wrappings,
    _take_out_text_boxes,
    _write_equations,
    _mark_ruby,
    _sort_drawings,
    _write_strokes,
    _count_highlights,
)


def _without_broken_links(root: Element, links: WordLinks, counts: Counter[str]) -> None:
    """Remove what leads to parts that are not in the file, and pictures that are elsewhere."""
    for picture in list(_all(root, "a:blip", "v:imagedata")):
        inside = picture.get(tag("r:embed")) or picture.get(tag("r:id"))
        if inside not in links.relationships:
            counts["pictures are not in the file, only their places; put them in by hand"] += 1
            drop(picture)
    for link in _all(root, "w:hyperlink"):
        if link.get(tag("r:id")) not in (None, *links.relationships):
            del link.attrib[tag("r:id")]
    for name in _NOTES:
        for mark in list(_all(root, name)):
            if mark.get(tag("w:id")) not in links.notes.get(name, ()):
                counts["notes are not in the file; their marks were left out"] += 1
                drop(mark)


def _is_of_mark(change: Element) -> bool:
    parent = change.getparent()
    return parent is not None and parent.tag in _PROPERTIES


def _run(text: str, style: str = "") -> Element:
    run = etree.Element(tag("w:r"))
    if style:
        properties = etree.SubElement(run, tag("w:rPr"))
        etree.SubElement(properties, tag("w:rStyle")).set(tag("w:val"), style)
    etree.SubElement(run, tag("w:t")).text = text
    return run


def _all(root: Element, *names: str) -> Iterator[Element]:
    return root.iter(*map(tag, names))


def _has(root: Element, *names: str) -> bool:
    return next(_all(root, *names), None) is not None
