"""Make HTML of word processors like that of other pages: with elements for emphasis and lists."""

import re
from collections import Counter

from lxml import etree

from explainer.new.googledocs import with_lists_nested, with_styles_inline
from explainer.new.officelists import with_lists
from explainer.new.trees import classes, declarations, drop, text_of, unwrap, wrap_inside
from explainer.new.wordnumbers import read_numbers
from explainer.text.fragment import Element

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_TITLES = frozenset(
    {"msotitle", "msotitlecxspfirst", "msotitlecxspmiddle", "msotitlecxsplast", "title"}
)
_QUOTATIONS = frozenset({"msoquote", "msointensequote"})
_GENERATORS = ("microsoft word", "libreoffice", "openoffice")
_OFFICE_CLASSES = ("mso", "lst-kix", "doc-content")  # how names of classes begin
_COMMENT_LINKS = re.compile(r"#(?:cmnt|_msocom_|_msoanchor_|cmnt_ref)")
_COMMENT = re.compile(r"(?:cmnt|_com_|_msocom_)\d+")
_WORD_NOTE = re.compile(r"(?:ftn|edn)\d+")


def tidy(page: Element) -> tuple[str, ...]:
    """Change a page of a word processor in place; return what was left out, with numbers."""
    is_office = _is_office(page)
    with_styles_inline(page)
    for element in list(page.iter("span", "font", "b", "strong", "i", "em")):
        _with_emphasis(element)
    left_out = (*_without_comments(page), *_without_changes(page))
    if not is_office:
        return left_out
    read_numbers(page)
    with_lists(page)
    with_lists_nested(page)
    _name_notes(page)
    _set_language(page)
    _set_quotations(page)
    _set_headings(page)
    return left_out


def _is_office(page: Element) -> bool:
    for meta in page.iter("meta"):
        generator = (meta.get("content") or "").lower()
        is_generator = (meta.get("name") or "").lower() == "generator"
        if is_generator and any(name in generator for name in _GENERATORS):
            return True
    return any(_is_of_office(each) for each in page.iter() if isinstance(each.tag, str))


def _is_of_office(element: Element) -> bool:
    if (element.get("id") or "").startswith("docs-internal-guid"):
        return True
    return any(name.startswith(_OFFICE_CLASSES) for name in classes(element))


# --- emphasis ---


def _with_emphasis(element: Element) -> None:
    """Add elements for the emphasis in a `style`; turn those that it undoes into spans."""
    style = declarations(element.get("style") or "")
    weight, slant = style.get("font-weight", ""), style.get("font-style", "")
    if element.tag in ("b", "strong") and weight in ("normal", "400"):
        element.tag = "span"
    if element.tag in ("i", "em") and slant == "normal":
        element.tag = "span"
    if element.tag not in ("span", "font"):
        return
    is_bold = weight in ("bold", "bolder") or (weight.isdigit() and int(weight) >= 600)
    lines = style.get("text-decoration", "") + style.get("text-decoration-line", "")
    emphasis = (
        ("strong", is_bold and not _is_in_heading(element)),
        ("em", slant in ("italic", "oblique")),
        ("del", "line-through" in lines),
        ("sup", style.get("vertical-align") == "super"),
        ("sub", style.get("vertical-align") == "sub"),
    )
    for tag, is_wanted in emphasis:
        if is_wanted and next(element.iterancestors(tag), None) is None:
            wrap_inside(element, tag)


def _is_in_heading(element: Element) -> bool:
    around = element.iterancestors()
    return any(each.tag in _HEADINGS or _TITLES & set(classes(each)) for each in around)


# --- comments and changes ---


def _without_comments(page: Element) -> tuple[str, ...]:
    """Remove the comments of reviewers, and the marks in the text that refer to them."""
    marks = [link for link in page.iter("a") if _COMMENT_LINKS.match(link.get("href") or "")]
    bodies = [each for each in page.iter("div", "p") if _is_comment(each)]
    count = 0
    for mark in marks:
        if _COMMENT.fullmatch((mark.get("href") or "#")[1:]):
            count += 1
    for body in bodies:
        drop(body)
    for mark in marks:
        parent = mark.getparent()
        if parent is not None and parent.tag == "sup" and len(parent) == 1:
            drop(parent)
        else:
            drop(mark)
    return (f"review comments were left out ({count})",) if count else ()


def _is_comment(element: Element) -> bool:
    """Return whether a block begins with the target of a comment's mark."""
    if "msocomtxt" in classes(element):
        return True
    first = next(element.iter("a"), None)
    if first is None or not _COMMENT.fullmatch(first.get("id") or first.get("name") or ""):
        return False
    return element.tag == "div" or first.getparent() is element


def _without_changes(page: Element) -> tuple[str, ...]:
    """Accept the tracked changes of Word."""
    inserted = [each for each in page.iter("ins") if _is_tracked(each, "msoins")]
    deleted = [each for each in page.iter("del") if _is_tracked(each, "msodel")]
    for each in inserted:
        unwrap(each)
    for each in deleted:
        drop(each)
    count = len(inserted) + len(deleted)
    if not count:
        return ()
    return (f"tracked changes were accepted; check them in the file ({count})",)


def _is_tracked(element: Element, name: str) -> bool:
    return any(name in classes(each) for each in (element, *element.iterancestors()))


# --- notes, language, headings ---


def _name_notes(page: Element) -> None:
    """Make the whole block of a note in Word the target of its mark, not only its first link."""
    for block in list(page.iter("div")):
        if not _WORD_NOTE.fullmatch(block.get("id") or ""):
            continue
        first = next(block.iter("a"), None)
        if first is not None and first.get("name"):
            block.set("id", str(first.attrib.pop("name")))
        rule = block.getprevious()
        if rule is not None and rule.tag == "hr":
            drop(rule)


def _set_language(page: Element) -> None:
    """Set the page's language to that of most of its letters."""
    letters: Counter[str] = Counter()
    for element in page.iter():
        if not isinstance(element.tag, str) or element.tag in ("style", "script", "title", "head"):
            continue
        letters[_language(element)] += len("".join((element.text or "").split()))
        parent = element.getparent()
        if parent is not None:
            letters[_language(parent)] += len("".join((element.tail or "").split()))
    most = max(letters, key=lambda name: letters[name], default="")
    if most:
        page.set("lang", most)


def _language(element: Element) -> str:
    for each in (element, *element.iterancestors()):
        language = each.get("lang")
        if language:
            return language
    return ""


def _set_quotations(page: Element) -> None:
    """Turn paragraphs in Word's styles for quotations into elements."""
    for each in page.iter("p"):
        if _QUOTATIONS & set(classes(each)):
            each.tag = "blockquote"


def _set_headings(page: Element) -> None:
    """Keep one heading of the first level, the title; if there are others, move them all down."""
    for each in page.iter("p"):
        if any(re.fullmatch("msoheading[7-9]", name) for name in classes(each)):
            each.tag = "h6"
    title = _title(page)
    headings = [each for each in page.iter(*_HEADINGS) if each is not title and _has_words(each)]
    tops = [each for each in headings if each.tag == "h1"]
    if title is None and len(tops) < 2:
        return
    if title is None and not _words_before(page, tops[0]):
        headings.remove(tops[0])
    if any(each.tag == "h1" for each in headings):
        for each in headings:
            each.tag = f"h{min(int(str(each.tag)[1]) + 1, 6)}"


def _title(page: Element) -> Element | None:
    """Return the paragraph in the style of a title, as a heading; join several in a row."""
    styled = [each for each in page.iter("p", "h1") if _TITLES & set(classes(each))]
    paragraphs = [each for each in styled if _has_words(each)]
    if not paragraphs:
        return None
    first, *others = paragraphs
    first.tag = "h1"
    last = first
    for other in others:
        if other.getprevious() is not last or (last.tail or "").strip():
            break
        line_break = etree.SubElement(first, "br")
        line_break.tail = other.text
        first.extend(list(other))
        drop(other)
    return first


def _has_words(element: Element) -> bool:
    return bool(text_of(element).strip())


def _words_before(page: Element, heading: Element) -> bool:
    """Return whether text of the page stands before a heading."""
    body = page.find("body")
    root = page if body is None else body
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if element is heading:
            return False
        text = element.text if event == "start" else element.tail
        if (text or "").strip() and element.tag not in ("style", "script"):
            return True
    return False
