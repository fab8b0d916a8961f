"""Korean particles, written behind a noun without a space: 서울에서 is “in Seoul”.

서울대학교 is no noun with a particle, but a university. The particles are those of Standard Korean
(National Institute of Korean Language, part of speech 조사), with the forms of 이다, “to be”, that
cannot be the end of another noun. Many have one form behind a consonant and another behind a vowel,
which keeps 창 out of 창고. If a noun with its particle reads like another word, as in 비만, no rule
can tell the two apart.
"""

import re

# Letters and syllables: Scripts.txt of Unicode 14.0, Script=Hangul, without the enclosed ones.
HANGUL = "\u1100-\u11ff\u3131-\u318e\ua960-\ua97c\uac00-\ud7a3\ud7b0-\ud7fb\uffa0-\uffdc"
_LETTER = re.compile(f"[{HANGUL}]")

# A syllable is 0xAC00 + 28 * (initial and vowel) + final, which is 0 for none and 8 for ㄹ
# (Unicode 14.0, 3.12).
_SYLLABLES = range(0xAC00, 0xD7A4)
_OPEN = "".join(map(chr, _SYLLABLES[0::28]))
_LIQUID = "".join(map(chr, _SYLLABLES[8::28]))
_AFTER_VOWEL = f"(?<=[{_OPEN}])"
_AFTER_CONSONANT = f"(?<![{_OPEN}])"
_AFTER_VOWEL_OR_LIQUID = f"(?<=[{_OPEN}{_LIQUID}])"
_AFTER_OTHER_CONSONANT = f"(?<![{_OPEN}{_LIQUID}])"


def _one_of(words: str) -> str:
    """Return a pattern for words with spaces between them."""
    return f"(?:{'|'.join(words.split())})"


# Where, to whom, with what, from when: one or two of these, and one of `_LAST` behind them
_RELATION = "|".join((
    _one_of(
        "에 에서 에게 에게서 께 께서 한테 한테서 하고 보다 처럼 같이 만큼 대로 까지 부터 마다"
        " 조차 마저 밖에 뿐 만 커녕 치고"
    ),
    _AFTER_VOWEL_OR_LIQUID + _one_of("로 로서 로써 로부터"),
    _AFTER_OTHER_CONSONANT + _one_of("으로 으로서 으로써 으로부터"),
    _AFTER_VOWEL + _one_of("와 랑"),
    _AFTER_CONSONANT + _one_of("과 이랑"),
))  # fmt: skip
# Subject, topic, object, “of”, “too”, “or”, “that is”: nothing follows these
_LAST = "|".join((
    _one_of("의 도 엔 에선 에겐 까진 부턴 입니다 입니까"),
    _AFTER_VOWEL
    + _one_of(
        "가 는 를 나 든 든지 라도 야 라고 라는 라며 였다 였고 였던 였으며 였지만 예요"
    ),
    _AFTER_CONSONANT
    + _one_of(
        "이 은 을 이나 이든 이든지 이라도 이야 이란 이라고 이라는 이라며 이다 이며 이고 이면"
        " 이지만 이자 이었다 이었고 이었던 이었으며 이었지만 이에요"
    ),
))  # fmt: skip
_TAIL = rf"(?:{_RELATION}){{0,2}}(?:{_LAST})?(?![{HANGUL}])"
_PARTICLES = re.compile(f"들?{_TAIL}")
# Reported speech ends in 다, 라, 자 or 냐, and the reporting words follow without a space: 켰다고
_REPORTING = re.compile(f"(?<=[다라자냐])(?:고|는|며|면서|지만|던)(?:{_LAST})?(?![{HANGUL}])")


def is_hangul(char: str) -> bool:
    """Return whether a character is a letter or a syllable of the Korean script."""
    return bool(_LETTER.match(char))


def is_before_particles(text: str, at: int) -> bool:
    """Return whether only particles are left of the word at an offset, in code points of `text`."""
    return bool(_PARTICLES.match(text, at))


def is_among_endings(text: str, at: int) -> bool:
    """Return whether the noun or reported sentence at the start of a word has ended at this offset.

    There a quote may end: before the particles of its last noun, or within them.
    """
    start = at
    while start > 0 and is_hangul(text[start - 1]):
        if _PARTICLES.match(text, start) or _REPORTING.match(text, start):
            return True
        start -= 1
    return False
