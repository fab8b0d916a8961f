"""Word documents for tests, made of little XML."""

import io
import zipfile
from collections.abc import Mapping

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
NAMESPACES = " ".join(
    (
        'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"',
        f'xmlns:r="{_OFFICE}/relationships" xmlns:m="{_OFFICE}/math"',
        f'xmlns:a="{_DRAWING}/main" xmlns:pic="{_DRAWING}/picture" '
        f'xmlns:wp="{_DRAWING}/wordprocessingDrawing"',
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"',
        'xmlns:v="urn:schemas-microsoft-com:vml"',
        'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"',
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"',
    )
)
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default '
    'Extension="png" ContentType="image/png"/><Default Extension="emf" '
    'ContentType="image/x-emf"/></Types>'
)
_STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{name}"/></w:style>'
    for id, name in (
        ("Titel", "Title"),
        ("Zitat", "Quote"),
        ("TOC1", "toc 1"),
        *((f"berschrift{level}", f"heading {level}") for level in (1, 2, 3)),
    )
)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc0000003010100c9fe92ef"
    "0000000049454e44ae426082"
)
EMF = b"\x01\0\0\0" + bytes(36) + b" EMF" + bytes(40)


def word_file(
    body: str, parts: Mapping[str, str] | None = None, links: Mapping[str, str] | None = None
) -> bytes:
    """Make a document of the XML of its body; `parts` are other parts below word/, by name,
    without their roots' names.

    `links` are the addresses that relationships lead to, by id; those of the pictures p1
    (PNG) and p2 (EMF) are there.
    """
    given = {"styles": _STYLES, **(parts or {})}
    roots = {"footnotes": "footnotes", "endnotes": "endnotes", "header1": "hdr"}
    texts = {
        f"word/{name}.xml": _root(roots.get(name, name), inner) for name, inner in given.items()
    }
    return packed(
        {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": _relationships({"main": ("officeDocument", "word/document.xml", "")}),
            "word/document.xml": _root("document", f"<w:body>{body}</w:body>"),
            "word/_rels/document.xml.rels": _relationships(_of_document(links or {})),
            "word/media/image1.png": PNG,
            "word/media/image2.emf": EMF,
            **texts,
        }
    )


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        for path, content in parts.items():
            # of a fixed day, since the bytes are names of test cases, too
            file.writestr(zipfile.ZipInfo(path), content)
    return data.getvalue()


def paragraph(text: str, style: str = "") -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}<w:r><w:t>{text}</w:t></w:r></w:p>"


def _root(name: str, inner: str) -> str:
    return f"<w:{name} {NAMESPACES}>{inner}</w:{name}>"


def _of_document(links: Mapping[str, str]) -> dict[str, tuple[str, str, str]]:
    pictures = {"p1": ("image", "media/image1.png", ""), "p2": ("image", "media/image2.emf", "")}
    return pictures | {
        id: ("hyperlink", address, ' TargetMode="External"') for id, address in links.items()
    }


def _relationships(found: Mapping[str, tuple[str, str, str]]) -> str:
    each = "".join(
        f'<Relationship Id="{id}" Type="{_OFFICE}/relationships/{kind}" Target="{target}"{mode}/>'
        for id, (kind, target, mode) in found.items()
    )
    return f'<Relationships xmlns="{_RELATIONSHIPS}">{each}</Relationships>'
