"""How common English words are: symspellpy's list, from Google Books counts and SCOWL spellings.

https://github.com/mammothb/symspellpy; for the counts see
https://storage.googleapis.com/books/ngrams/books/datasetsv2.html
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
    """Return the rank of each of some 80,000 words in lower case: 0 for the most common."""
    counts: dict[str, int] = {}
    for line in files("symspellpy").joinpath(_LIST).read_text("utf-8-sig").splitlines():
        word, count = line.split()
        counts[word] = int(count)
    found: dict[str, int] = {}
    for word in sorted(counts, key=lambda word: (-counts[word], word)):
        found[word] = len(found)
    return found


def rank(word: str) -> int:
    """Return the rank of a word in any case, in its more common spelling, British or American."""
    low = word.lower()
    best = ranks().get(low, UNKNOWN)
    for british, american in _SPELLINGS:
        best = min(best, ranks().get(low.replace(british, american), UNKNOWN))
    return best


def stem(word: str) -> str:
    """Return a word in lower case without a plural ending: words with one stem may be one term."""
    low = word.lower().removesuffix("'s").removesuffix("’s")
    if low.endswith("ies") and len(low) > 4:
        return low[:-3] + "y"
    if low.endswith(("sses", "shes", "ches", "xes")):
        return low[:-2]
    if low.endswith("s") and not low.endswith(("ss", "us", "is")) and len(low) > 3:
        return low[:-1]
    return low
