"""Names of WordprocessingML (ECMA-376), and the parts of a DOCX file as trees, parsed safely."""

from lxml import etree

from explainer.new.decoding import NotTextError
from explainer.new.packed import Parts
from explainer.text.fragment import Element

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/"
NAMES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": f"{_OFFICE}relationships",
    "m": f"{_OFFICE}math",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "v": "urn:schemas-microsoft-com:vml",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "wp15": "http://schemas.microsoft.com/office/word/2012/wordprocessingDrawing",
}
_MOST_TAGS = 2_000_000  # mammoth takes half a kilobyte for each
_STRICT = {  # the namespaces of "Strict Open XML", and those of all other files
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": NAMES["w"].encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": NAMES["r"].encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/math": NAMES["m"].encode(),
    b"http://purl.oclc.org/ooxml/drawingml/main": NAMES["a"].encode(),
    b"http://purl.oclc.org/ooxml/drawingml/picture": NAMES["pic"].encode(),
}
AGAIN = "open it in Word or LibreOffice, and save it again as a Word document (DOCX)"


def tag(name: str) -> str:
    """Return the name in a tree of an element or attribute such as `w:p`."""
    prefix, _, local = name.partition(":")
    return f"{{{NAMES[prefix]}}}{local}"


def tree_of(parts: Parts, path: str) -> Element | None:
    """Return a part as a tree; None if there is no such part.

    Raises NotTextError for a part that is broken, defines entities or is larger than a book.
    """
    data = parts.get(path)
    if data is None:
        return None
    for strict, usual in _STRICT.items():
        data = data.replace(strict, usual)
    if data.count(b"<") > _MOST_TAGS:
        raise NotTextError(
            f"this document has more than {_MOST_TAGS:,} tags; "
            "save each chapter as a file of its own"
        )
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise NotTextError(f"the part {path} of this DOCX file is broken; {AGAIN}") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise NotTextError(
            f"the part {path} of this DOCX file defines entities, "
            f"which no Word document does; {AGAIN}"
        )
    return root


def value(element: Element | None, path: str) -> str:
    """Return the `w:val` of an element below another, or ""."""
    if element is None:
        return ""
    found = element.find(path, NAMES)
    return "" if found is None else found.get(tag("w:val"), "")


def is_on(element: Element | None) -> bool:
    """Return whether an element that switches something on exists, and does not switch it off."""
    if element is None:
        return False
    return element.get(tag("w:val"), "true").lower() not in ("0", "false", "off")


def words_in(element: Element) -> str:
    """Return the words below an element."""
    return "".join(each.text or "" for each in element.iter(tag("w:t")))
