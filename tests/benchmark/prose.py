"""Names and plausible sentences, made from a seed and a small grammar; no word of
it is taken from any text.
"""

from collections.abc import Iterator, Sequence
from random import Random
from typing import NamedTuple

_ONSETS = "b br c d dr f g gr h k l m n p r s st t th tr v w".split()
_VOWELS = "a e i o u ai ea ou".split()
_CODAS = "l m n r s t ck ld nd rn ss th".split()
_ENDINGS = (
    "berg bury by don ford ham holm ley mere moor ness ow sby son stead ton vale wick".split()
)
_FIRST_NAMES = (
    "Agnes Albert Beatrix Cyril Dora Edmund Elsa Felix Greta Hugo Ida Jasper Karla Leon Martha "
    "Nils Olga Piet Ruth Sven Thea Ursula Victor Wilma"
).split()
_MODIFIERS = (
    "anchored baffled banded capped coastal coupled cross damped double drained dry fixed "
    "floating folded gauged graded guarded hinged inland jointed keyed ledger lidded mean "
    "notched outer paired pooled proved quiet ringed sealed settled shared sluiced spaced "
    "tidal upper vented winged"
).split()
_NOUNS = (
    "allotment barrage caisson conduit culvert datum dyke easement fairway freshet gabion groyne "
    "headrace levy lock manifold moorage penstock quota revetment spillway "
    "tariff tideway tollbook weir"
).split()
_THINGS = (
    "the survey,the northern bank,the second tender,the winter accounts,the pumping house,the "
    "older map,the annual return,the petition,the ferry landing,the lower meadow,the "
    "inspection,the repair fund,the draft rules,the harbour wall"
).split(",")
_ADVERBS = (
    "at first,by common consent,in practice,on the whole,over time,to "
    "some surprise,without notice".split(",")
)
_CAUSES = (
    "because the records had been kept with care,although nobody had asked for it,while the "
    "money for it was still in doubt,so that the smaller parishes could follow,before the spring "
    "flood reached the town,even where the ground was thought too soft,as the engineers had "
    "warned for years,unless the council found another way"
).split(",")
_NUMBERED = (
    "{n} boats,{n} households,{n} acres of pasture,{n} crowns a year,{n} "
    "signatures,{n} wagonloads".split(",")
)

# {a} and {b}: actors; {s} and {t}: terms; {x}: a thing; {y}: a cause; {v}: an adverb; {n}: a number
# with what it counts
_PATTERNS = (
    "{a} measured {x} against {s} and counted {n} {y}",
    "{v}, {a} paid for {n} out of {s}, {y}",
    "{x} lost {n} to {s} {y}",
    "neither {a} nor {b} would sign for {x} {y}, and {n} stayed outside",
    "{a} wrote to {b} that {s} had cost {n} {y}",
    "{s} replaced {t} along {x}, and {n} were moved {y}",
    "{x} was closed for a season {y}, which left {n} without shelter",
    "{v}, {n} were set aside for {x} {y}",
    "{a} held that {s} would spare {n} {y}",
    "had {a} refused, {x} would have needed {t} and {n} {y}",
    "{b} called {s} a burden on {n}, {y}",
    "{a} ought to have opened {x} to {n} {y}",
    "under {s}, {n} passed {x} {y}",
    "{n} were entered against {x} {v}, {y}",
)


class Words(NamedTuple):
    """What sentences are about: for each actor its names, any of which may be
    used, and the names of terms.
    """

    actors: Sequence[Sequence[str]]
    terms: Sequence[str]


def places(rng: Random) -> Iterator[str]:
    """Made-up names of places and families, none of them twice."""
    seen: set[str] = set()
    while True:
        name = (
            rng.choice(_ONSETS) + rng.choice(_VOWELS) + rng.choice(_CODAS) + rng.choice(_ENDINGS)
        ).capitalize()
        if name not in seen:
            seen.add(name)
            yield name


def first_name(rng: Random) -> str:
    """A first name."""
    return rng.choice(_FIRST_NAMES)


def term_names(count: int, rng: Random) -> list[str]:
    """Names of terms, each of two words; at most a thousand."""
    pairs = [f"{modifier} {noun}" for modifier in _MODIFIERS for noun in _NOUNS]
    return rng.sample(pairs, count)


def plural(term: str) -> str:
    """The plural of a term's name."""
    return f"{term[:-1]}ies" if term.endswith("levy") else f"{term}s"


def sentence(words: Words, rng: Random) -> str:
    """A sentence without its full stop, of ten to thirty words; it seldom comes twice,
    because it counts something.
    """
    a, b = (rng.choice(names) for names in rng.sample(words.actors, 2))
    s, t = rng.sample(words.terms, 2)
    text = rng.choice(_PATTERNS).format(
        a=a,
        b=b,
        s=f"the {s}" if rng.random() < 0.7 else plural(s),
        t=plural(t),
        x=rng.choice(_THINGS),
        y=rng.choice(_CAUSES),
        v=rng.choice(_ADVERBS),
        n=rng.choice(_NUMBERED).format(n=rng.randrange(12, 9_999)),
    )
    return text[0].upper() + text[1:]


def dressed(text: str, rng: Random) -> str:
    """The sentence as Markdown that reads the same: some words of every second one
    are emphasised or a link.
    """
    words = text.split()
    kind = rng.random()
    first = rng.randrange(1, len(words) - 4)
    last = first + rng.randrange(1, 4)
    inner = " ".join(words[first:last])
    if kind < 0.25:
        inner = f"*{inner}*"
    elif kind < 0.4:
        inner = f"**{inner}**"
    elif kind < 0.5:
        inner = f"[{inner}](https://example.org/{rng.randrange(1, 99)})"
    return " ".join((*words[:first], inner, *words[last:]))
