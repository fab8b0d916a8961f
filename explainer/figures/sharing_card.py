"""The picture of a sharing card: the title, and the text in miniature with its annotations marked.

It is a PNG of 1200 by 630 pixels, the size that sites which show previews ask for (https://ogp.me/
names no size; Meta, X and LinkedIn recommend the ratio 1.91). Unlike the other pictures it contains
its own letters and colours.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from io import BytesIO
from itertools import accumulate
from typing import NamedTuple

import fontpkg
from PIL import Image, ImageDraw, ImageFont

SIZE = (1200, 630)
_EDGE = 64
_FONT = "Noto Sans"  # Latin, Greek and Cyrillic letters; SIL Open Font Licence
_NO_CHARACTER = "\U0010ffff"  # every font lacks it, and draws it as it draws missing letters
_WORD = re.compile(r"\S+")

# The sheet of miniature text runs off the lower edge.
_SHEET_WIDTH, _SHEET_TOP, _SHEET_EDGE = 400, 72, 36
_LETTER = 5  # pixels: width of a letter
_BAR = 7  # height of words
_LINE = 17  # from line to line
_PARAGRAPH = 12  # in addition, between paragraphs

Box = tuple[float, float, float, float]


class CardMark(NamedTuple):
    """An annotated stretch of a text, in code points, and its colour: claim or date."""

    start: int
    end: int
    colour: str


class Card(NamedTuple):
    """What a picture shows: `text` is the visible text of an article, `marks` stretches of it."""

    title: str
    above: str  # in small letters; may be ""
    below: str
    text: str = ""
    marks: tuple[CardMark, ...] = ()


# More letters than any card has room for: measuring millions takes as much memory as drawing them.
_MOST_SHOWN = 1_000


def draw_card(card: Card, colours: Mapping[str, str]) -> bytes:
    """Return a picture as PNG; the same values and version of Pillow give the same bytes.

    `colours` are `#rrggbb` by name: paper, surface, ink, muted, line, claim, claim-tint, date and
    date-tint. If the title has letters that the font lacks, no words are written at all, rather
    than some of them as empty boxes.
    """
    image = Image.new("RGB", SIZE, colours["surface"])
    draw = ImageDraw.Draw(image)
    has_words = writable(card.title)
    room = SIZE[0] - 2 * _EDGE
    if card.text:
        at_right = SIZE[0] - _EDGE - _SHEET_WIDTH
        left = at_right if has_words else (SIZE[0] - _SHEET_WIDTH) // 2
        _draw_sheet(draw, card, colours, left)
        room -= _SHEET_WIDTH + 56
    if has_words:
        _draw_words(draw, card, colours, room)
    data = BytesIO()
    image.save(data, "PNG")
    return data.getvalue()


def writable(text: str) -> bool:
    """Return whether the font has all letters of a text, none of which joins or runs leftwards."""
    return all(map(_has_letter, unicodedata.normalize("NFC", text)))


# --- words ---


def _draw_words(
    draw: ImageDraw.ImageDraw, card: Card, colours: Mapping[str, str], room: int
) -> None:
    small = _font(26, 400)
    size, lines = _fitted(unicodedata.normalize("NFC", " ".join(card.title.split())), room)
    top = 150 - size / 2 if len(lines) > 3 else 190 - size / 2
    draw.rectangle((0, 0, 12, SIZE[1]), fill=colours["claim"])
    for text, y in ((card.above, 64), (card.below, SIZE[1] - 64 - 32)):
        if writable(text):
            draw.text((_EDGE, y), _cut(_wrapped(text, small, room), 1)[0], colours["muted"], small)
    title, font = "\n".join(lines), _font(size, 700)
    draw.multiline_text((_EDGE, top), title, colours["ink"], font, spacing=size * 0.12)


def _fitted(title: str, room: int) -> tuple[int, list[str]]:
    """Return the largest size in which the title fits, and its lines; cut it if none does."""
    for size in (68, 60, 52, 44, 38):
        lines = _wrapped(title, _font(size, 700), room)
        if len(lines) * size * 1.4 <= 380:
            return size, lines
    return size, _cut(lines, int(380 / (size * 1.4)))


def _cut(lines: list[str], most: int) -> list[str]:
    """Return at most so many lines; an ellipsis ends the last one if others follow."""
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], lines[most - 1].rstrip(" ,;:.") + " …"]


def _wrapped(text: str, font: ImageFont.FreeTypeFont, room: int) -> list[str]:
    """Return the lines of a text, none of them wider than `room` pixels."""
    lines = [""]
    for word in text[:_MOST_SHOWN].split():
        for part in _parts(word, font, room):
            longer = f"{lines[-1]} {part}".strip()
            if font.getlength(longer) <= room:
                lines[-1] = longer
            else:
                lines.append(part)
    return lines


def _parts(word: str, font: ImageFont.FreeTypeFont, room: int) -> Iterator[str]:
    """Yield a word, in parts if it is longer than a line."""
    while font.getlength(word) > room:
        fitting = sum(end <= room for end in accumulate(map(font.getlength, word)))
        yield word[:fitting]
        word = word[fitting:]
    yield word


@cache
def _font(size: int, weight: int) -> ImageFont.FreeTypeFont:
    # the basic layout, since the other one depends on what else is installed
    font = ImageFont.truetype(str(fontpkg.path(_FONT)), size, layout_engine=ImageFont.Layout.BASIC)
    font.set_variation_by_axes([weight, 100])
    return font


@cache
def _has_letter(letter: str) -> bool:
    if unicodedata.bidirectional(letter) in ("R", "AL", "AN", "NSM"):
        return False
    if unicodedata.combining(letter):
        return False
    return _drawn(letter) != _drawn(_NO_CHARACTER)


def _drawn(letter: str) -> tuple[tuple[int, int], bytes]:
    mask = _font(26, 400).getmask(letter)
    return mask.size, bytes(mask)


# --- the text in miniature ---


def _draw_sheet(
    draw: ImageDraw.ImageDraw, card: Card, colours: Mapping[str, str], left: int
) -> None:
    sheet = (left, _SHEET_TOP, left + _SHEET_WIDTH, SIZE[1] + 10)
    draw.rectangle(sheet, fill=colours["paper"], outline=colours["line"], width=2)
    room = _SHEET_WIDTH - 2 * _SHEET_EDGE
    placed = _mirrored(room) if _runs_leftwards(card.text) else _as_it_is
    for word, x, y in _words(card.text, room, SIZE[1] - _SHEET_TOP):
        text, offset = word
        box = placed(left + _SHEET_EDGE, x, _SHEET_TOP + _SHEET_EDGE + y, len(text) * _LETTER)
        _draw_word(draw, box, _colour(offset, card.marks), colours)


def _draw_word(
    draw: ImageDraw.ImageDraw, box: Box, colour: str, colours: Mapping[str, str]
) -> None:
    x0, y0, x1, y1 = box
    if colour:
        draw.rectangle((x0 - _LETTER, y0 - 4, x1, y1 + 4), fill=colours[f"{colour}-tint"])
        draw.rectangle((x0 - _LETTER, y1 + 3, x1, y1 + 4), fill=colours[colour])
    draw.rectangle((x0, y0, x1 - 2, y1), fill=colours[colour or "line"])


def _colour(at: int, marks: tuple[CardMark, ...]) -> str:
    """Return the colour of the first mark at an offset, or ""."""
    return next((mark.colour for mark in marks if mark.start <= at < mark.end), "")


def _words(text: str, room: int, height: int) -> Iterator[tuple[tuple[str, int], int, int]]:
    """Yield words with their offsets, and places in pixels, line by line, up to the height."""
    y, offset = 0, 0
    for paragraph in text.split("\n"):
        x = 0
        for found in _WORD.finditer(paragraph):
            word = found[0][: room // _LETTER]
            if x + len(word) * _LETTER > room:
                x, y = 0, y + _LINE
            if y > height:
                return
            yield (word, offset + found.start()), x, y
            x += (len(word) + 1) * _LETTER
        offset += len(paragraph) + 1
        if paragraph.strip():
            y += _LINE + _PARAGRAPH


def _as_it_is(left: int, x: int, y: int, width: int) -> Box:
    return left + x, y, left + x + width, y + _BAR


def _mirrored(room: int) -> Callable[[int, int, int, int], Box]:
    return lambda left, x, y, width: _as_it_is(left, room - x - width, y, width)


def _runs_leftwards(text: str) -> bool:
    """Return whether the first letter with a direction runs from right to left."""
    for direction in map(unicodedata.bidirectional, text):
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False
