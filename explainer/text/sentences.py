"""The sentence around some words of a visible text, as text and as HTML."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import NamedTuple

import sentencex
from markupsafe import Markup, escape

from explainer.text.abbreviations import abbreviations, titles
from explainer.text.controls import unturned
from explainer.text.drawn import NOTHING_DRAWN, Drawn, Stretch, drawn_in, part_of, stretches_in
from explainer.text.excerpts import CUT, shortened, slashed
from explainer.text.formulas import formula_around, formula_in_line
from explainer.text.fragment import Element
from explainer.text.visible import Visible

# Characters shown on either side of the words; beyond that, a sentence is cut at a word.
LONGEST = 400
# Code points that the library cuts into sentences at once: it takes quadratic time for quotation
# marks and backticks, up to 20 ms for so many.
_AT_ONCE = 8_000
_SPACE = re.compile(r"\s*")
_BESIDE = 100  # code points on either side of a start that show if a sentence begins there


class Formula(NamedTuple):
    """A formula or drawing in a text, from `start` to `end` in code points, as HTML."""

    start: int
    end: int
    html: str


class Context(NamedTuple):
    """Some words inside the sentence (or sentences) that holds them. No part cuts a formula.

    There is a line feed where a line of the article ends and, in `words`, where a block does. The
    quotation marks of a `q` are written out. Offsets are code points of `text`.
    """

    before: str
    words: str
    after: str
    formulas: tuple[Formula, ...] = ()  # in order
    struck: tuple[Stretch, ...] = ()  # what the article strikes out, in order

    @property
    def text(self) -> str:
        """The sentence."""
        return f"{self.before}{self.words}{self.after}"

    @property
    def is_plain(self) -> bool:
        """Return whether there is nothing in it but text."""
        return not self.formulas and not self.struck


@dataclass(frozen=True)
class Sentences:
    """A visible text as it is shown, with the same offsets, and the starts of its sentences.

    Offsets are code points. No sentence reaches over the end of a block, where a line feed is.
    """

    text: str
    starts: tuple[int, ...]
    formulas: tuple[tuple[int, int], ...] = ()
    elements: tuple[Formula, ...] = ()  # the formulas that are elements
    drawn: Drawn = NOTHING_DRAWN

    def around(self, start: int, end: int) -> Context:
        """Return the words from `start` to `end` inside the sentences that hold them."""
        start = formula_around(self.formulas, start)[0]
        end = formula_around(self.formulas, end)[1]
        low, high = self.bounds(start, end)
        first, lead = self._first(low, start)
        last, tail = self._last(end, high)
        part = part_of(self.text, self.drawn, first, last, lead)
        begin, stop = part.place(start, end)
        formulas = tuple(
            Formula(*part.place(formula.start, formula.end), formula.html)
            for formula in self._elements_in(first, last)
        )
        struck = tuple(part.place(*each) for each in stretches_in(self.drawn.struck, first, last))
        before, words, after = part.text[:begin], part.text[begin:stop], part.text[stop:]
        return Context(before, words, f"{after}{tail}", formulas, struck)

    def bounds(self, start: int, end: int) -> tuple[int, int]:
        """Return where the sentences begin and end that hold the words from `start` to `end`."""
        low = self.starts[bisect_right(self.starts, start) - 1]
        following = bisect_right(self.starts, max(end - 1, start))
        return low, self.starts[following] if following < len(self.starts) else len(self.text)

    def _elements_in(self, first: int, last: int) -> Iterator[Formula]:
        at = bisect_left(self.elements, first, key=lambda formula: formula.start)
        for formula in islice(self.elements, at, None):
            if formula.start >= last:
                return
            if formula.end <= last:
                yield formula

    def _first(self, low: int, start: int) -> tuple[int, str]:
        """Return where the shown text before the words begins, and a mark for what is cut off."""
        space = _SPACE.match(self.text, low, start)
        assert space  # it matches "", too
        low = space.end()
        if start - low <= LONGEST:
            return low, ""
        cut = start - LONGEST
        word = self.text.find(" ", cut, start) + 1
        return formula_around(self.formulas, word or cut)[1], "… "

    def _last(self, end: int, high: int) -> tuple[int, str]:
        """Return where the shown text behind the words ends, and a mark for what is cut off."""
        after = self.text[end : min(high, end + 2 * LONGEST)].rstrip()
        if len(after) <= LONGEST:
            return end + len(after), ""
        cut = end + len(shortened(after, LONGEST)) - len(CUT)
        return formula_around(self.formulas, cut)[0], CUT


def sentences_of(visible: Visible, language: str) -> Sentences:
    """Return a visible text cut into sentences; `language` is a BCP 47 tag."""
    primary = language.partition("-")[0].lower()
    starts = [0]
    for start, end in visible.blocks:
        for offset in _sentence_starts(visible.text[start:end], primary):
            at = start + offset
            if at > 0 and not _is_inside(visible.formulas, at):
                starts.append(at)
    elements, drawn = tuple(_elements(visible)), drawn_in(visible)
    return Sentences(_shown(visible), tuple(starts), visible.formulas, elements, drawn)


def as_html(context: Context) -> Context:
    """Return a context as HTML, or as plain text if there is nothing else in it.

    The line feeds of its words stay, and no element reaches over them; in place of others there are
    slashes. Characters of direction, whose end may be elsewhere in the article, are removed.
    """
    before, words, after = map(unturned, context[:3])
    if not context.is_plain:
        begin, stop = len(context.before), len(context.before) + len(context.words)
        before = _part_as_html(context, 0, begin)
        words = _part_as_html(context, begin, stop)
        after = _part_as_html(context, stop, len(context.text))
    return context._replace(before=slashed(before), words=words, after=slashed(after))


def sentence_html(context: Context) -> str:
    """Return a whole sentence, as `as_html` does."""
    before, words, after, *_ = as_html(context)
    return before + slashed(words) + after


def _part_as_html(context: Context, start: int, end: int) -> Markup:
    """Return a part of a context as HTML."""
    html = Markup()
    done = start
    for low, high in stretches_in(context.struck, start, end):
        struck = _with_formulas(context.text[low:high], low, context.formulas)
        html += _with_formulas(context.text[done:low], done, context.formulas)
        html += Markup("<del>{}</del>").format(struck.replace("\n", Markup("</del>\n<del>")))
        done = high
    html += _with_formulas(context.text[done:end], done, context.formulas)
    return Markup(unturned(html))


def _with_formulas(text: str, begin: int, formulas: tuple[Formula, ...]) -> Markup:
    """Return a text as HTML; `begin` is its offset in the whole context."""
    html = Markup()
    done = 0
    for formula in formulas:
        start, end = formula.start - begin, formula.end - begin
        if start >= 0 and end <= len(text):
            html += escape(text[done:start]) + _on_one_line(Markup(formula.html))
            done = end
    return html + escape(text[done:])


def _on_one_line(html: Markup) -> Markup:
    """Return HTML without line ends, so that no line of it can be taken for Markdown."""
    return html.replace("\n", Markup("&#10;"))


def _is_inside(formulas: Sequence[tuple[int, int]], at: int) -> bool:
    return formula_around(formulas, at) != (at, at)


def _elements(visible: Visible) -> Iterator[Formula]:
    for start, end in visible.formulas:
        piece = next(visible.pieces(start, end))
        html = formula_in_line(visible.nodes[piece.node].parent)
        if html:
            yield Formula(start, end, html)


# The superscripts and subscripts of Unicode; a sentence is shown as plain text, and 10⁶ is not 106.
_RAISED = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-−=()aeox", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₒₓ")


def _shown(visible: Visible) -> str:
    """Return the visible text, of the same length, with `sup` raised and `sub` lowered.

    The lines of a block of code are joined.
    """
    text = visible.text
    if text.count("\n") >= len(visible.blocks):
        text = "\n".join(text[slice(*block)].replace("\n", " ") for block in visible.blocks)
    if visible.root.find(".//sup") is None and visible.root.find(".//sub") is None:
        return text
    parts = list(text)
    for piece in visible.pieces(0, len(text)):
        signs = _signs(visible.nodes[piece.node].parent)
        parts[piece.start : piece.end] = text[piece.start : piece.end].translate(signs)
    return "".join(parts)


def _signs(element: Element | None) -> dict[int, int]:
    while element is not None and element.tag not in ("sup", "sub"):
        element = element.getparent()
    if element is None:
        return {}
    return _RAISED if element.tag == "sup" else _LOWERED


def _sentence_starts(block: str, language: str) -> Iterator[int]:
    """Yield the starts of the sentences of a block, in code points."""
    for start, following in pairwise((*_found_starts(block, language), len(block))):
        before, after = block[max(start - _BESIDE, 0) : start], block[start : start + _BESIDE]
        if not _is_continued(before, after, language):
            yield start
        for match in _MISSED_END.finditer(block, start, following):
            yield match.end()


def _found_starts(block: str, language: str) -> Iterator[int]:
    """Yield the starts that the library finds, in code points, one stretch of the block at a time.

    The last sentence of a stretch may be cut off there, so the next stretch begins with it, unless
    it is so long that most of a stretch would be read again.
    """
    low, is_inside = 0, False  # whether the stretch begins within a sentence
    while low < len(block):
        stretch = block[low : low + _AT_ONCE]
        starts = _starts_in(stretch, language)
        first = int(is_inside)
        length, is_inside = len(stretch), True
        if low + length < len(block) and starts and starts[-1] >= length // 2:
            length, is_inside = starts.pop(), False  # the next stretch begins with that sentence
        for start in starts[first:]:
            yield low + start
        low += length


# Between a capital letter and a point, the library (1.0.32) ends the program for those that UTF-8
# writes as several bytes
_SPACES_BEFORE_POINT = re.compile(r"[^\S\n]+(?=\.)")


def _starts_in(stretch: str, language: str) -> list[int]:
    starts = list[int]()
    at = 0
    stretch = _SPACES_BEFORE_POINT.sub(_plain, stretch)
    for sentence in sentencex.segment(language, stretch):
        words = sentence.strip()
        found = stretch.find(words, at)
        if found < 0:
            break  # the library changed the text: the rest counts as one sentence
        starts.append(found)
        at = found + len(words)
    return starts


def _plain(spaces: re.Match[str]) -> str:
    return " " * len(spaces[0])


# Ends that the library misses: before a number, and those of Khmer except for ។ល។, “etc.”
_MISSED_END = re.compile(r"[。！？](?=\d)|(?:(?<!\u17d4ល)\u17d4|\u17d5)\s+(?=\S)")
# The last word before a point, which may have points in it (e.g), and a number before it (40 kg)
_LAST_WORD = re.compile(r"(?P<number>\d[\s\u00a0]*)?(?P<word>[^\W\d_](?:[\w.'’-]*\w)?)\.\s*$")
# `iPhone`, `eBay`: words with a small letter with which a sentence may begin
_CAMEL = re.compile(r"[^\W\d_]{1,3}[A-Z]")
_ORDINAL = re.compile(
    r"\b(?:der|die|das|des|dem|den|im|vom|zum|zur|[kms]?eine?[mnrs]?) \d{1,3}\.\s*$", re.IGNORECASE
)
_GERMAN_STARTS = frozenset(
    """
    Aber Als Am An Auch Auf Bei Da Danach Dann Das Dem Den Denn Der Des Die Dies Diese Dieser Dieses
    Doch Ein Eine Er Es Für Ich Ihr Im In Mit Nach Nun Nur Ob Schon Seit Sie So Um Und Von Vor Wann
    Was Wenn Wer Wie Wir Wo Zu Zum Zur
    """.split()
)


def _is_continued(before: str, after: str, language: str) -> bool:
    """Return whether a sentence continues where the library ends it.

    It does before a small letter; before a number behind an abbreviation ("vol. 3"), but not behind
    a word ("It ended. 1871 was cold."); and between a title and a name. Measured on the cases of
    tests/cases/sentences.
    """
    space = before[len(before.rstrip()) :]
    if not before.strip() or "\n" in space:
        return False
    if not space:
        is_name = after[:1] == "-" or _has_case(after[:1])  # J.-C., C++, .NET
        return before.endswith(".") and is_name
    if _is_small(after[:1]):
        return not _CAMEL.match(after)
    last = _LAST_WORD.search(before)
    if after[:1].isdigit():
        return last is not None and _is_before_number(last, language)
    if last is not None and _word(last) in titles(language) and not last["number"]:
        return True
    is_ordinal = language == "de" and _ORDINAL.search(before) is not None
    return is_ordinal and re.split(r"\W", after, maxsplit=1)[0] not in _GERMAN_STARTS


def _has_case(char: str) -> bool:
    return char.lower() != char.upper()


def _is_small(char: str) -> bool:
    """Return whether a letter is small, and a sentence would begin with its capital.

    It would not in Georgian.
    """
    return char.islower() and char.title() != char


def _is_before_number(last: re.Match[str], language: str) -> bool:
    """Return whether a number belongs to the word before it: to "vol.", but not to "40 kg."."""
    word = _word(last)
    if last["number"]:
        return False
    return len(word) == 1 or "." in word or word in abbreviations(language)


def _word(last: re.Match[str]) -> str:
    """Return the word in lower case, without what is elided before it: `env` of `d’env`."""
    return re.split("[’']", last["word"])[-1].casefold()
