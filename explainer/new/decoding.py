"""The bytes of a text file as text; other files are refused, with advice on what to do."""

import codecs

from lxml import etree

_MARKS = {  # byte order marks, the longer ones first: that of UTF-16 begins that of UTF-32
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
_SAVE_AS_DOCX = "open it in Word or LibreOffice, and save it as a Word document (DOCX)"
_SAVE_AS_PAGE = (
    "open it in the program that made it, "
    "and save it as a web page (HTML) or a Word document (DOCX)"
)
_BINARY = {  # how files of a kind begin: what they are, and what to do
    b"%PDF": ("a PDF", "copy its text into a file, or use `pdftotext FILE article.txt`"),
    b"PK\x03\x04": ("a packed file", _SAVE_AS_DOCX),
    b"\xd0\xcf\x11\xe0": (
        "a file of an older Word version, or one with a password",
        f"{_SAVE_AS_DOCX}, without a password",
    ),
    b"{\\rtf": ("a file in Rich Text Format", _SAVE_AS_DOCX),
    b"MIME-Version:": ("a web archive (MHTML)", _SAVE_AS_PAGE),
    b"From: <Saved by": ("a web archive (MHTML)", _SAVE_AS_PAGE),
}
_ZEROS = (
    "this is not a text file (it contains zero bytes); save it as text in UTF-8, or as a web page"
)
_GUESSED = "windows-1252"
_HEAD = 4096  # bytes in which a page declares its encoding; HTML asks for the first 1,024


class NotTextError(ValueError):
    """The bytes are not text; the message says what they are and what to do."""


def decoded(data: bytes, html: bool = False) -> tuple[str, str]:
    r"""Return the text, with "\n" at the ends of lines, and a warning or "". Raises NotTextError.

    A byte order mark decides; else the text is UTF-8 if it can be, else in the encoding that a page
    of HTML declares. Any other text is taken for Windows-1252, with a warning.
    """
    for start, (kind, way) in _BINARY.items():
        if data.startswith(start):
            raise NotTextError(f"this is {kind}, not text; {way}")
    text, warning = _text_and_warning(data, html)
    if "\0" in text:
        raise NotTextError(_ZEROS)
    return text.replace("\r\n", "\n").replace("\r", "\n"), warning


def _text_and_warning(data: bytes, html: bool) -> tuple[str, str]:
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return _by(data[len(mark) :], encoding), ""
    # UTF-16 without a mark, if it begins with a Latin letter
    if data[:2].count(0) == 1 and len(data) % 2 == 0:
        return _by(data, "utf-16-le" if data[1] == 0 else "utf-16-be"), ""
    try:
        return data.decode(), ""
    except UnicodeDecodeError:
        if b"\0" in data:
            raise NotTextError(_ZEROS) from None
    declared = _declared(data) if html else ""
    if declared:
        return _by(data, declared), ""
    warning = f"the text is not UTF-8 and was read as {_GUESSED}; check that its letters are right"
    return _by(data, _GUESSED), warning


def _by(data: bytes, name: str) -> str:
    try:
        return data.decode(name)
    except (UnicodeDecodeError, LookupError):
        raise NotTextError(f"this is neither UTF-8 nor {name}; save it as text in UTF-8") from None


def _declared(data: bytes) -> str:
    """Return the encoding that a page declares, or ""."""
    tree = etree.fromstring(data[:_HEAD], etree.HTMLParser(encoding="iso-8859-1"))
    if tree is None:
        return ""
    for meta in tree.iter("meta"):
        name = meta.get("charset") or (meta.get("content") or "").lower().partition("charset=")[2]
        try:
            return codecs.lookup(name.strip(" ;\"'")).name if name else ""
        except LookupError:
            continue
    return ""
