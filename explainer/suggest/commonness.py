"""How common English words are: the lists of symspellpy, made of Google Books counts and SCOWL spellings.

https://github.com/mammothb/symspellpy; the counts: https://storage.googleapis.com/books/ngrams/books/datasetsv2.html
"""

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

UNKNOWN = 1_000_000
"""The rank of a word that is not in the list."""
_SPELLINGS = (
    ("dgement", "dgment"),
    ("ise", "ize"),
    ("isation", "ization"),
    ("our", "or"),
    ("tre", "ter"),
    ("ence", "ense"),
)
_LIST = "frequency_dictionary_en_82_765.txt"


@lru_cache(maxsize=1)
def ranks() -> Mapping[str, int]:
    """The rank of each of some 80,000 words in lower case: 0 for the commonest."""
    lines = files("symspellpy").joinpath(_LIST).read_text("utf-8-sig").splitlines()
    counts = {word: int(count) for word, count in (line.split() for line in lines)}
    return {
        word: rank
        for rank, word in enumerate(sorted(counts, key=lambda word: (-counts[word], word)))
    }


def rank(word: str) -> int:
    """The rank of a word in any case, in whichever of its British and American spellings is the commoner."""
    low = word.lower()
    return min(
        ranks().get(each, UNKNOWN) for each in (low, *(low.replace(*pair) for pair in _SPELLINGS))
    )


def stem(word: str) -> str:
    """A word in lower case without the ending of a plural: what is written alike may be one term."""
    low = word.lower().removesuffix("'s").removesuffix("’s")
    if low.endswith("ies") and len(low) > 4:
        return low[:-3] + "y"
    if low.endswith(("sses", "shes", "ches", "xes")):
        return low[:-2]
    return (
        low[:-1]
        if low.endswith("s") and not low.endswith(("ss", "us", "is")) and len(low) > 3
        else low
    )
