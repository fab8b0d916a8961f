"""Packed files (ZIP): their parts, within limits, and what a file without an article is."""

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Mapping

from explainer.new.decoding import NotTextError

Parts = Mapping[str, bytes]  # by their paths in the file

MARK = b"PK\x03\x04"
# Unpacked; what unpacks to more is an attack, or a book of photographs.
_MOST_BYTES = 300_000_000
_MOST_PARTS = 10_000
_BROKEN = (
    zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError, ValueError,
    zlib.error, struct.error, lzma.LZMAError,
)  # fmt: skip
_SAVE_AS_DOCX = "open it in the program that made it, and save it as a Word document (DOCX)"
_KINDS = {  # how the part `mimetype` begins: what the file is, and what to do
    b"application/vnd.oasis.opendocument.text": (
        "a LibreOffice text document (ODT)",
        _SAVE_AS_DOCX,
    ),
    b"application/vnd.oasis.opendocument": (
        "another file of LibreOffice",
        "copy its text into a file",
    ),
    b"application/epub+zip": ("an EPUB", "unpack it, and give the file of one chapter (.xhtml)"),
}
_FOLDERS = {
    "xl/": ("a spreadsheet (XLSX)", "copy its text into a Word document or a text file"),
    "ppt/": ("a presentation (PPTX)", "copy its text into a Word document or a text file"),
    "Index/": ("a file of Apple's Pages, Numbers or Keynote", "export it as Word (DOCX)"),
}


def unpacked(data: bytes) -> Parts:
    """Return the parts of a packed file. Raises NotTextError if broken, locked or too large."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            infos = [info for info in packed.infolist() if not info.is_dir()]
            size = sum(info.file_size for info in infos)
            if len(infos) > _MOST_PARTS or size > _MOST_BYTES:
                limits = f"{_MOST_BYTES // 1_000_000} MB, or more than {_MOST_PARTS:,} files"
                raise NotTextError(
                    f"this packed file unpacks to more than {limits}, and was not opened; "
                    "make its pictures smaller"
                )
            return {info.filename: packed.read(info) for info in infos}
    except NotTextError:
        raise
    except _BROKEN as error:
        raise NotTextError(
            f"this packed file is broken or has a password; {_SAVE_AS_DOCX}, without one"
        ) from error


def refusal(parts: Parts) -> NotTextError:
    """Return the error for a packed file without an article that can be read."""
    kind, advice = _kind(parts)
    return NotTextError(f"this is {kind}; {advice}")


def _kind(parts: Parts) -> tuple[str, str]:
    """Return what a packed file is, and what to do."""
    mimetype = parts.get("mimetype", b"")
    for start, kind in _KINDS.items():
        if mimetype.startswith(start):
            return kind
    for folder, kind in _FOLDERS.items():
        if any(name.startswith(folder) for name in parts):
            return kind
    return (
        "a packed file without an article",
        "unpack it, and give the file that holds the text",
    )


def web_page(parts: Parts) -> str:
    """Return the path of the only HTML page, as in exports of Google Docs; "" if there is none."""
    names = [name for name in parts if "/" not in name]
    pages = [name for name in names if name.lower().endswith((".html", ".htm"))]
    return pages[0] if len(pages) == 1 else ""
