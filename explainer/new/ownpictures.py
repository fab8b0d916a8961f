"""The pictures in an article's file, or beside it: each gets a file of its own in the site."""

import base64
import binascii
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from explainer.text.fragment import Element

# Returns the bytes of the file at a relative address, or None
Beside = Callable[[str], bytes | None]
# How files begin that browsers show:
# https://developer.mozilla.org/docs/Web/Media/Guides/Formats/Image_types
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
    """The pictures that get files of their own, and those that no browser shows."""

    addresses: Mapping[Element, str] = field(default_factory=dict)  # relative to docs/articles/
    files: Mapping[str, bytes] = field(default_factory=dict)  # by their paths below docs/articles/
    unshown: Mapping[Element, str] = field(default_factory=dict)  # their formats


def nothing_beside(_address: str) -> None:
    """Return None: a text that is not in a file has no files beside it."""


def pictures_of(content: Element, folder: str, beside: Beside) -> Pictures:
    """Return the pictures of an article; those that are equal share a file.

    The files are called `folder`/picture-1.png and so on.
    """
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
    """Return a picture's address, also if it has several sizes or a script loads it later."""
    for name in ("src", "data-src", "data-original", "srcset", "data-srcset"):
        given = (picture.get(name) or "").strip()
        if given and name.endswith("srcset"):
            given = given.split()[0].rstrip(",")
        if given and not (name == "src" and _is_placeholder(given, picture)):
            return given
    return (picture.get("src") or "").strip()


def _is_placeholder(source: str, picture: Element) -> bool:
    """Return whether an address only holds the place of a picture that a script loads later."""
    is_loaded_later = any(map(picture.get, ("data-src", "data-original", "data-srcset")))
    return is_loaded_later and source.startswith("data:")


def _data(source: str, beside: Beside) -> bytes | None:
    """Return the bytes of a picture in the page, or beside it; None for one elsewhere."""
    if source.lower().startswith("data:"):
        return _data_in(source)
    try:
        parts = urlsplit(source)
    except ValueError:
        return None
    if parts.scheme or parts.netloc or parts.path.startswith("/") or not parts.path:
        return None
    return beside(unquote(parts.path))


def _data_in(address: str) -> bytes:
    """Return the bytes in a `data:` address, none if it is broken."""
    head, _, body = address[5:].partition(",")
    try:
        if head.lower().endswith(";base64"):
            return base64.b64decode(unquote(body))
        return unquote_to_bytes(body)
    except (binascii.Error, ValueError):
        return b""


def _ending(data: bytes) -> str:
    """Return the ending for a file in a format that browsers show, or ""."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data[4:12] in (b"ftypavif", b"ftypavis"):
        return "avif"
    start = data[:1000].lower()
    is_drawing = b"<svg" in start and start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
    if is_drawing and b"<script" not in data.lower():
        return "svg"
    return _named(data, _FORMATS)


def _format(data: bytes) -> str:
    if not data:
        return "no data"
    if data[:4] == b"\x01\0\0\0" and data[40:44] == b" EMF":
        return "EMF"
    return _named(data, _OTHERS) or "unknown format"


def _named(data: bytes, formats: tuple[tuple[bytes, str], ...]) -> str:
    return next((name for start, name in formats if data.startswith(start)), "")
