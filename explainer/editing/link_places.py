"""Find where a text has the address of a link, without reading Markdown here.

The text is rendered with another address at each place at which it could be, and those that become
addresses of links are told apart. So links of all forms are found, and what only looks like one is
left alone, as in code, titles, comments and longer addresses.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from html import unescape

from markdown.blockprocessors import ReferenceProcessor

from explainer.model import Settings
from explainer.yamlfiles.written_names import places, with_names

Addresses = Callable[[str], Sequence[str]]  # from Markdown to the addresses in its HTML
_SNIPPETS = "pymdownx.snippets"


def addressed(text: str, name: str, addresses: Addresses, form: str) -> tuple[int, ...] | None:
    """Return the indexes of the places of a name at which it is an address as a whole.

    Return None if it is no address in this text, and () if it is also where it is not written
    plainly, such as with an escape, so that not all can be told. `form`, such as `actor:{}`, makes
    a name of a word.
    """
    if name not in unescape(text).replace("\\", ""):
        return None
    found = _used(text, [name], addresses)
    if name not in found:
        return None
    words = _words_not_in("\n".join([text, *found]), len(places(text, name)))
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
    """Return so many words that are not in a text, and differ only in the case of their letters.

    So they are one word in the labels of links, where case does not count.
    """
    longest = max(map(len, re.findall("q+", text, re.IGNORECASE)), default=0)
    length = max(longest, number.bit_length()) + 1
    letters = str.maketrans("01", "qQ")
    return [f"{index:0{length}b}".translate(letters) for index in range(number)]
