"""Longer words of Han characters in which a name is likely to stand: 東京都 holds 京都.

No spaces show where a word ends, so only habit tells: the same character beside a name, wherever an
article has it. Not counted are characters that often stand there without making another word.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from explainer.model import Mention
from explainer.text.sentences import Context

_HAN = re.compile("[\u3005\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_SMALL_WORDS = (
    "的之是在和與与跟及或而也又从從由对對向为為把被将將到于於以至就都则則即如若等了着著过過并並但"
    "使让讓会會可能不再只还還最很更有无無因据據给給称稱说說叫令来來去进進出入返回离離任当當作成"
    "其此该該这這那本各每某两兩一二三四五六七八九十百千万萬年月日时時上下中内內外前後后間间旧舊新原"
)
_ONLY_BEFORE = (
    "今驻駐籍自像名经經往赴攻打败敗"
    "国國省市县縣県州区區郡府道町村城镇鎮"  # in an address
    "统統席理相臣长長卿授士者生王家员員官使帅帥军軍人帝皇妃后公侯伯爵监監督师師队隊"  # titles
    "子女弟兄父母夫妻"
)
_ONLY_BEHIND = "氏君様首总總総主知议議政派王省市县縣県州区區郡府道町村人方側侧西东東南北部"
_NOT_BEFORE = frozenset(_SMALL_WORDS + _ONLY_BEFORE)
_NOT_BEHIND = frozenset(_SMALL_WORDS + _ONLY_BEHIND)
# Of titles and bodies named after a person or place, more stand behind a name than before it
_FEWEST_BEFORE, _FEWEST_BEHIND = 2, 3
_NEARLY_ALL = 0.8


class LongerWord(NamedTuple):
    """A name with the character beside it, how many times, and of how many."""

    text: str
    name: str
    times: int
    places: int


def longer_words(mentions: Sequence[Mention]) -> Iterator[LongerWord]:
    """Yield the longer words in which names of an entry stand nearly everywhere in an article."""
    contexts = defaultdict[str, list[Context]](list)
    for mention in mentions:
        if not mention.written:
            contexts[mention.context.words].append(mention.context)
    for name, found in contexts.items():
        longer = _with_one_before(name, found) or _with_one_behind(name, found)
        if longer:
            yield longer


def _with_one_before(name: str, found: Sequence[Context]) -> LongerWord | None:
    char, count = _most_common(context.before[-1:] for context in found)
    is_often = count >= max(_FEWEST_BEFORE, _NEARLY_ALL * len(found))
    if not is_often or char in _NOT_BEFORE or not _are_han(char, name[0]):
        return None
    return LongerWord(char + name, name, count, len(found))


def _with_one_behind(name: str, found: Sequence[Context]) -> LongerWord | None:
    char, count = _most_common(context.after[:1] for context in found)
    is_often = count == len(found) >= _FEWEST_BEHIND
    if not is_often or char in _NOT_BEHIND or not _are_han(char, name[-1]):
        return None
    return LongerWord(name + char, name, count, len(found))


def _most_common(chars: Iterable[str]) -> tuple[str, int]:
    return Counter(chars).most_common(1)[0]


def _are_han(*chars: str) -> bool:
    return all(map(_HAN.match, chars))
