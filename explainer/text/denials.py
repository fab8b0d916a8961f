"""Denials that touch what they deny, in scripts without spaces: 不可能, 辞任しなかった, ไม่ได้รับ.

There is no border of words beside these, as in “im|possible”, so what a quote has of such words
still looks whole. The lists are short. Of Chinese, they have the signs among the `NEGATIONS` of
`anchoring.lexicon`, with 莫 and 别, “do not”; of Japanese, the auxiliaries of negation of school
grammar, ない, ぬ and ず (打消の助動詞), also behind some auxiliary verbs; of Thai, ไม่ and มิ.
"""

import re
from collections.abc import Iterator

from explainer.text.words import UNSPACED_LETTER

# Not where another word ends in such a sign: 特別, 莫 in names, 沉没, 有無, 南非, ภูมิ, สึนามิ
_BEFORE = re.compile(
    r"(?:[不未勿]|(?<![有皆虚虛])[无無]|(?<![沉淹出埋日])[没沒]|(?<![南北东東西中亚亞除是])非"
    r"|(?:(?<![^\W_])|(?<=[你您请請都也就切]))[莫别別]|ไม่|(?<!ภู)(?<!นา)มิ)\Z"
)
_LONGEST = 3
# Not where another word begins with such signs: ないし, ずっと, ずつ; nor of 死ぬ
_DENYING = r"なかった|ない(?!し)|ません|ず(?![ぁ-んー])|ず(?=に)|(?<!死)ぬ(?![ぁ-んー])"
_BEHIND = re.compile(rf"(?:し|され|でき)?(?:て|では?|じゃ)?(?:い|あり)?(?:{_DENYING})")


def denials_beside(text: str, start: int, end: int) -> Iterator[str]:
    """Yield the denials right before and right behind `text[start:end]`."""
    before = _BEFORE.search(text, max(start - _LONGEST, 0), start)
    if before and UNSPACED_LETTER.match(text, start):
        yield before[0]
    behind = _BEHIND.match(text, end)
    if behind and UNSPACED_LETTER.match(text, end - 1):
        yield behind[0]
