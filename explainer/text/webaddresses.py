"""Web and mail addresses in running text. They have no words, so no name is found in one."""

import re
from collections.abc import Iterator

from explainer.text.korean import HANGUL
from explainer.text.words import UNSPACED

# In scripts without spaces, and in Korean with its particles, words follow an address immediately.
# Such letters belong to it only behind its punctuation, as in https://ja.wikipedia.org/wiki/灯台.
OTHER = f"{UNSPACED}{HANGUL}"
NO_PART = (
    '\\s<>"“”„«»‹›—…\u3000-\u3002\u3008-\u3011\u3014-\u301f'
    "\uff01\uff08\uff09\uff0c\uff0e\uff1a\uff1b\uff1f"
)
_PART = rf"(?:[^{NO_PART}{OTHER}]|(?<=[/=#?&_.%+~-])[{OTHER}]+)"
_LAST = r"(?<![.,;:!?)\]'*])"
_LABEL = rf"[^\W{OTHER}](?:[^\W{OTHER}]|-)*"
_AT_BEGINNING = rf"(?<![^\W{OTHER}])(?<![.+@%-])"  # no other part of an address before it
_ADDRESS = re.compile(
    rf"{_AT_BEGINNING}(?:"
    rf"[A-Za-z][A-Za-z0-9+.-]*://{_PART}+{_LAST}"  # https://lamp.example.org/oil
    rf"|www\.{_PART}+{_LAST}"
    rf"|(?:{_LABEL}[.+%])*{_LABEL}@{_LABEL}(?:\.{_LABEL})+"  # keeper@lund.example
    rf"|[A-Za-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{{2,}}/{_PART}+{_LAST}"  # example.org/oil
    rf"|[A-Za-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{{2,}}(?![^\W{OTHER}])"  # Lund.example, lamp.txt
    r")"
)
_SIGN = re.compile(r"://|\w\.\w")


def web_addresses(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end, in code points, of each address in a text, in order."""
    if _SIGN.search(text):  # most texts have none, which this shows quickly
        for match in _ADDRESS.finditer(text):
            yield match.span()
