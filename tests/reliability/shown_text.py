"""What pages show of the strings: each that is text stands there as it was typed."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from tests.reliability.hostile_entries import MARKDOWN
from tests.reliability.hostile_payloads import CANARY
from tests.reliability.hostile_site import IN_NAMES, HostileSite
from tests.reliability.visiting import Seen

_FORMULA = "\\("  # which names that are read out leave away
# Settings, which are made relative to the page, and DOIs, which are shown as they are in addresses
_ADDRESSES = ("site_url", ".link", ".homepage", ".doi")
_KEPT = 100  # characters
_SENTENCE_END = re.compile("[.!?]")


def altered(site: HostileSite, seen: Seen) -> Iterator[str]:
    """Yield the strings that stand somewhere other than typed, such as escaped twice."""
    for number, texts in seen.words.items():
        place, string = site.placed.get(number, ("", ""))
        is_changed = place.endswith((MARKDOWN, *_ADDRESSES)) or string.startswith(_FORMULA)
        if not place or is_changed:
            continue
        typed = _heads(string, number)
        shown = {_heads(text, number)[-1]: text for text in texts}
        others = [text for head, text in shown.items() if not head.endswith(typed)]
        is_cut = ".quote." in place and all(_is_end(head, typed) for head in shown)
        if others and not is_cut:
            yield f"{place}: {string!r} as {others[0]!r}"


def _is_end(head: str, typed: Iterable[str]) -> bool:
    """Tell whether a sentence begins within a string: a page shows no more of it then."""
    if any(head and each.endswith(head) for each in typed):
        return True
    tails = [each[end.end() :] for each in typed for end in _SENTENCE_END.finditer(each)]
    return head.endswith((*typed, *filter(None, tails)))


def _heads(text: str, number: int) -> tuple[str, ...]:
    """Return what stands before each call of the canary in a text, as far as pages keep it."""
    parts = text.split(f"{CANARY}({number})")
    return tuple(_bare(part)[-_KEPT:] for part in parts[:-1])


def _bare(text: str) -> str:
    """Return a text without what pages may change: its first letter,
    spaces, invisible characters.
    """
    composed = unicodedata.normalize("NFC", text.replace("-", "").replace(IN_NAMES, "/"))
    seen = (sign for sign in composed if unicodedata.category(sign) not in ("Cc", "Cf"))
    return "".join("".join(seen).split()).casefold()
