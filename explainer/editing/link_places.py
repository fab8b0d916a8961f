"""Find where a text has the address of a link, without reading Markdown here.

The text is rendered with another address at each place at which it could be, and those that become
addresses of links are told apart. So links of all forms are found, and what only looks like one is
left alone, as in code, titles, comments and longer addresses.
"""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from hashlib import sha256
from html import unescape

from markdown.blockprocessors import ReferenceProcessor

from explainer.model import Settings
from explainer.yamlfiles.written_names import places, with_names

Addresses = Callable[[str], Sequence[str]]  # from Markdown to the addresses in its HTML
_SNIPPETS = "pymdownx.snippets"
_LETTERS = str.maketrans("0123456789", "ghijklmnop")  # for the digits among those of a digest
_SHORTEST = 16  # letters of a word: too many to make a text that has those of its own digest


def addressed(text: str, name: str, addresses: Addresses, form: str) -> tuple[int, ...] | None:
    """Return the indexes of the places of a name at which it is an address as a whole.

    Return None if it is no address in this text, and () if it is also where it is not written
    plainly, such as with an escape, so that not all can be told. `form`, such as `actor:{}`, makes
    a name of a word.
    """
    if name not in text and name not in unescape(text).replace("\\", ""):
        return None  # and nothing has to be rendered
    found = _used(text, [name], addresses)
    if name not in found:
        return None
    words = _words_not_in(text, len(places(text, name)))
    signs = [form.format(word) for word in words]
    shown = Counter(_used(with_names(text, name, signs.__getitem__), signs, addresses))
    if sum(shown[sign] for sign in signs) != found.count(name):
        return ()
    return tuple(index for index, sign in enumerate(signs) if sign in shown)


def without_snippets(settings: Settings) -> Settings:
    """Return settings with which only a text itself is rendered, not the files that it includes."""
    extensions = [name for name in settings.extensions if not name.startswith(_SNIPPETS)]
    return replace(settings, extensions=tuple(extensions))


def _used(text: str, names: Collection[str], addresses: Addresses) -> Sequence[str]:
    """Return the addresses in a text with its definitions of these names used, above it."""
    wanted = frozenset(names)
    uses = ""
    for definition in ReferenceProcessor.RE.finditer(text):
        if definition[2].strip("<>") in wanted:
            uses += f"[x][{definition[1]}]\n\n"
    return addresses(uses + text)


def _words_not_in(text: str, number: int) -> list[str]:
    """Return so many words that are not in a text, being made of its digest.

    They differ only in the case of their letters, so they are one word in the labels of links.
    """
    length = max(_SHORTEST, number.bit_length())
    letters = sha256(text.encode()).hexdigest().translate(_LETTERS)[:length]
    return [_with_capitals(letters, f"{index:0{length}b}") for index in range(number)]


def _with_capitals(letters: str, digits: str) -> str:
    """Return letters of which those beside a 1 are capitals."""
    pairs = zip(letters, digits, strict=True)
    return "".join(letter.upper() if digit == "1" else letter for letter, digit in pairs)
