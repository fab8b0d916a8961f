"""Signs that touch a name and make it a part of another word: C++, C#, US$ 40, AT&T, @lund, 20 °C.

They are no punctuation, as an honest text puts it beside a name: “Lund*” has a footnote. Where no
spaces are written, such a sign belongs to the words beyond it: 向美国$40亿. Texts are folded.
"""

import re

from explainer.text.korean import HANGUL
from explainer.text.words import UNSPACED

_CURRENCY = "$¢-¥֏؋฿₠-⃏＄￠￡￥￦"
_SPACED = rf"[^\W_{UNSPACED}{HANGUL}]"  # a letter or digit of a script with spaces
_LETTER = rf"[^\W\d_{UNSPACED}{HANGUL}]"
_JOINING = "[&＆*]"  # AT&T, E*TRADE
_BESIDE_SPACED = f"[^{UNSPACED}{HANGUL}]"
_IS_ONE_LETTER = r"(?<![^\W_][^\W_])"  # what ends here
_BEHIND = re.compile(
    rf"(?<={_BESIDE_SPACED})(?:"
    r"[#＃♯♭@＠\\]|:\\|_[^\W_]"
    rf"|[{_CURRENCY}]|-[{_CURRENCY}](?!\d)"  # 40 US-$, but not: the US—$40 million
    r"|[+＋](?:[+＋]|(?![^\W_]))"  # C++17 and Disney+, but not Lund+Holm
    rf"|{_JOINING}{_SPACED}"
    rf"|{_IS_ONE_LETTER}(?:\*|\.{_LETTER}(?![^\W_]))"  # A* and D.C.
    r")"
)
_BEFORE = re.compile(
    rf"(?={_BESIDE_SPACED})(?:"
    rf"(?<=[@＠\\°{_CURRENCY}])|(?<=[^\W_]_)"
    r"|(?<=(?<!\S)!)"  # !Kung
    rf"|(?<={_SPACED}{_JOINING})"
    rf"|(?<=(?<![^\W_]){_LETTER}\.)(?!\w\w)"
    r")"
)


def touches_sign(text: str, start: int, end: int) -> bool:
    """Return whether a sign beside a name in a folded text makes it a part of another word."""
    return bool(_BEFORE.match(text, start) or _BEHIND.match(text, end))
