"""Some words of a text, or around a place in it, as a message or a page shows them.

Each function has the form of one kind of display. Lengths and offsets are in code points.
"""

import re

from explainer.text.borders import is_border
from explainer.text.words import words

# So many characters of either side show a place in a message.
SIDE = 32
CUT = " …"  # stands behind a text that is cut
# A longer diff is shown without the middles of its long stretches; so many characters are left at
# either end of each.
_LONGEST_DIFF = 400
_END_OF_STRETCH = 60
_STRETCHES = re.compile(r"(\[-.*?-\]|\{\+.*?\+\})")  # removed and added words, as in a word diff
_MOST_LAST_WORDS = 3
_LONGEST_LAST_WORDS = 24
_JOINING = dict.fromkeys(map(ord, "\u2019-\u2010\u2011"), "'")  # signs that do not separate words


def on_one_line(text: str) -> str:
    """Return a text with single spaces for white space, and none at its ends."""
    return " ".join(text.split())


def slashed(text: str) -> str:
    """Return a text on one line, with a slash where its lines or blocks end, as in verse."""
    return text.replace("\n", " / ")


def first_line(text: str, most: int) -> str:
    """Return the beginning of the first line of a text that is not blank, at most `most` long."""
    return text.lstrip().partition("\n")[0][:most]


def shortened(text: str, most: int) -> str:
    """Return a text of at most `most` characters; a longer one is cut after a word, with " …".

    If more than half of the text would be lost before a word ends, it is cut inside a word.
    """
    if len(text) <= most:
        return text
    ends = range(most, most // 2, -1)
    end = next((end for end in ends if is_border(text, end)), most)
    return f"{text[:end].rstrip(' ,;:')}{CUT}"


def without_middle(text: str) -> str:
    """Return a text on one line; a long one without its middle, cut inside words."""
    flat = on_one_line(text)
    return flat if len(flat) <= 4 * SIDE else f"{flat[: 2 * SIDE]} … {flat[-SIDE:]}"


def shortened_diff(diff: str) -> str:
    """Return a word diff, or any text, on one line; a long one without the middles of stretches."""
    if len(diff) <= _LONGEST_DIFF:
        return diff
    stretches = _STRETCHES.split(diff)
    for index, stretch in enumerate(stretches):
        if index % 2:  # removed or added words, in their brackets
            stretches[index] = stretch[:2] + _ends_of_stretch(stretch[2:-2]) + stretch[-2:]
        else:
            stretches[index] = _ends_of_stretch(stretch)
    return "".join(stretches)


def _ends_of_stretch(stretch: str) -> str:
    """Return the whole words at both ends, or characters of a script without spaces."""
    if len(stretch) <= 3 * _END_OF_STRETCH:
        return stretch
    head, tail = stretch[:_END_OF_STRETCH], stretch[-_END_OF_STRETCH:]
    return f"{head.rpartition(' ')[0] or head} … {tail.partition(' ')[2] or tail}"


def last_words(text: str, start: int, end: int) -> int:
    """Return the offset in `text` at which the last few words of `text[start:end]` begin."""
    begin = end
    plain = text[start:end].translate(_JOINING)
    for word in reversed(words(plain)[-_MOST_LAST_WORDS:]):
        if end - (start + word.start) > _LONGEST_LAST_WORDS and begin < end:
            break
        begin = start + word.start
    return begin if begin < end else start


def sides(text: str, start: int, end: int, most: int) -> tuple[str, str]:
    """Return the text on either side of `text[start:end]`, at most `most` characters of each."""
    return text[max(start - most, 0) : start], text[end : end + most]


def in_brackets(before: str, shown: str, after: str) -> str:
    """Return words in brackets between their sides, of which some whole words are left."""
    return f"{_end_of(before)}[{without_middle(shown)}]{_start_of(after)}"


def _end_of(side: str) -> str:
    """Return the last whole words, or characters of a script without spaces."""
    end = side[-SIDE:]
    if _is_inside_word(side[-SIDE - 1 : -SIDE + 1]):
        end = end.split(None, 1)[-1]
    space = " " if side[-1:].isspace() else ""
    return on_one_line(end) + space


def _start_of(side: str) -> str:
    """Return the first whole words, or characters of a script without spaces."""
    start = side[:SIDE]
    if _is_inside_word(side[SIDE - 1 : SIDE + 1]):
        start = start.rsplit(None, 1)[0]
    space = " " if side[:1].isspace() else ""
    return space + on_one_line(start)


def _is_inside_word(around: str) -> bool:
    """Return whether the place between two characters is in a word."""
    return len(around) == 2 and not any(map(str.isspace, around))


def cut_sides(before: str, after: str, most: int) -> tuple[str, str]:
    """Return the sides of some words on one line, cut at a space, with "…" for what is left out."""
    before, after = before.replace("\n", " "), after.replace("\n", " ")
    if len(before) > most:
        before = f"… {before[-most:].partition(' ')[2]}"
    if len(after) > most:
        after = after[:most].rpartition(" ")[0] + CUT
    return before, after


def words_around(text: str, start: int, end: int) -> str:
    """Return `text[start:end]` with up to four words of its paragraph before and after it."""
    before = text[:start].rpartition("\n")[2].split(" ")
    after = text[end:].partition("\n")[0].split(" ")
    return (" ".join(before[-4:]) + text[start:end] + " ".join(after[:4])).strip(" ,;:.")
