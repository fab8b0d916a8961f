"""The pictures of an article that are in its file, or beside it: each gets a file of its own in the site."""

import base64
import binascii
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from explainer.text.fragment import Element

Beside = Callable[[str], bytes | None]  # what the file at a relative address holds, if there is one
# How files of the formats begin that browsers show (https://developer.mozilla.org/docs/Web/Media/Guides/Formats/Image_types)
_FORMATS = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"GIF8", "gif"),
    (b"BM", "bmp"),
)
_OTHERS = (
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"\xd7\xcd\xc6\x9a", "WMF"),
    (b"\x01\0\x09\0", "WMF"),
)


@dataclass(frozen=True)
class Pictures:
    """Where each picture is to be found from docs/articles/, the new files there, and those that no browser shows."""

    addresses: Mapping[Element, str] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)  # by their paths below docs/articles/
    unshown: Mapping[Element, str] = field(default_factory=dict)  # and their formats


def nothing_beside(_address: str) -> None:
    """There is no file beside a text that has no file of its own."""


def pictures_of(content: Element, folder: str, beside: Beside) -> Pictures:
    """Return the files for the pictures of an article: `folder`/picture-1.png and so on; equal ones share a file."""
    addresses: dict[Element, str] = {}
    names: dict[bytes, str] = {}
    unshown: dict[Element, str] = {}
    for picture in content.iter("img"):
        data = _data(source_of(picture), beside)
        if data is None:
            continue
        ending = _ending(data)
        if ending:
            name = names.setdefault(data, f"{folder}/picture-{len(names) + 1}.{ending}")
            addresses[picture] = name
        else:
            unshown[picture] = _format(data)
    return Pictures(addresses, {name: data for data, name in names.items()}, unshown)


def source_of(picture: Element) -> str:
    """Return the address of a picture; one that is loaded later by a script, or in several sizes, has it elsewhere."""
    for name in ("src", "data-src", "data-original", "srcset", "data-srcset"):
        given = (picture.get(name) or "").strip()
        if given and name.endswith("srcset"):
            given = given.split()[0].rstrip(",")
        if given and not (name == "src" and _is_placeholder(given, picture)):
            return given
    return (picture.get("src") or "").strip()


def _is_placeholder(source: str, picture: Element) -> bool:
    """Return whether it only keeps the place for a picture that a script loads."""
    later = any(picture.get(name) for name in ("data-src", "data-original", "data-srcset"))
    return later and source.startswith("data:")


def _data(source: str, beside: Beside) -> bytes | None:
    """Return the bytes of a picture that is written into the page, or lies beside it; None for one elsewhere."""
    if source.lower().startswith("data:"):
        head, _, body = source[5:].partition(",")
        try:
            return (
                base64.b64decode(unquote(body))
                if head.lower().endswith(";base64")
                else unquote_to_bytes(body)
            )
        except (binascii.Error, ValueError):
            return b""
    try:
        parts = urlsplit(source)
    except ValueError:
        return None
    is_near = not (parts.scheme or parts.netloc or parts.path.startswith("/"))
    return beside(unquote(parts.path)) if is_near and parts.path else None


def _ending(data: bytes) -> str:
    """Return the ending for a file of a format that browsers show, or ""."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data[4:12] in (b"ftypavif", b"ftypavis"):
        return "avif"
    start = data[:1000].lower()
    is_drawing = b"<svg" in start and start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
    if is_drawing and b"<script" not in data.lower():
        return "svg"
    return next((ending for mark, ending in _FORMATS if data.startswith(mark)), "")


def _format(data: bytes) -> str:
    if data[:4] == b"\x01\0\0\0" and data[40:44] == b" EMF":
        return "EMF"
    return next(
        (name for mark, name in _OTHERS if data.startswith(mark)),
        "unknown format" if data else "no data",
    )
