"""What a page may hold: all that the program, the theme and cleaned texts can make of honest words.

The facts of a page are its elements and their attributes, as a browser reads them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import NamedTuple

from explainer.rendering.annotation_texts import _ATTRIBUTES, _CLASSES, _TAGS
from explainer.text import cleaning
from explainer.text.visible import ADDED

ITSELF = ""  # the name of an attribute, for the element
# Of these, only the values are known that are on honest pages
_ACTING = frozenset("action background data formaction http-equiv poster rel srcdoc style".split())
_ADDRESSES = frozenset({"href", "src", "srcset", "xlink:href"})
# A browser leaves out spaces and control characters before an address
_ELSEWHERE = re.compile(r"[\0-\x20]*(?:[a-z][a-z0-9+.-]*:|[/\\][\t\n\r]*[/\\])", re.IGNORECASE)
_LINK = re.compile(r"[\0-\x20]*(?:https?://|mailto:)", re.IGNORECASE)
_IN_ARTICLES = re.compile(r"[\0-\x20]*(?:(?:https?|mailto|tel):|[/\\])", re.IGNORECASE)
_REDIRECT = re.compile(r'location\.replace\("[^"<>\\]*" \+ location\.hash\)')
# Elements that the theme's search keeps of texts, and the words that it found
_SEARCHED = "code li mark ol p pre sub sup ul".split()
_STATUS = re.compile(r"md-status--\S+")
_OWN_CLASSES = re.compile(r"(?:md|ex|mermaid)\b")


class Fact(NamedTuple):
    """An element, or an attribute of one, with the value where that tells what it does."""

    tag: str
    name: str
    value: str = ""


class Known:
    """The facts of honest pages, and what texts may add to them."""

    def __init__(self, facts: Iterable[Fact], is_safe: bool = False) -> None:
        """Take the facts of pages; `is_safe` is that of a site whose articles are cleaned."""
        self.facts = frozenset(facts)
        self.is_safe = is_safe
        self.pairs = {(fact.tag, fact.name) for fact in self.facts}
        self.pairs.update(chain(_kept(_TAGS, _ATTRIBUTES), _kept(cleaning._MATHML, _MATHML)))
        self.pairs |= {("search", f"<{tag}></{tag}>") for tag in _SEARCHED}
        self.pairs.add(("span", "data-now"))  # where the day of the build is in a list
        self.pairs |= {("span", "hidden"), ("span", ADDED)}  # quotation marks for the search
        if is_safe:
            tags = cleaning._TAGS | cleaning._SVG | cleaning._WITH_CAPITALS
            self.pairs.update(_kept(tags, cleaning._ATTRIBUTES))
        self.classes = {name for fact in self.facts for name in _classes(fact)}

    def is_strange(self, fact: Fact) -> bool:
        """Tell whether no page may hold this."""
        if fact in self.facts:
            return False
        is_cleaned = self.is_safe and fact.name in ("poster", "rel", "style")
        if (fact.tag, fact.name) not in self.pairs or (fact.name in _ACTING and not is_cleaned):
            return True
        if fact.name in _ADDRESSES:
            return self._is_strange_address(fact)
        if fact.tag == "script":
            return fact.name != ITSELF or not _REDIRECT.fullmatch(fact.value)
        return not all(map(self._is_known_class, _classes(fact)))

    def _is_strange_address(self, fact: Fact) -> bool:
        if not _ELSEWHERE.match(fact.value):
            return False
        if self.is_safe:
            return not _IN_ARTICLES.match(fact.value)
        return fact.tag != "a" or not _LINK.match(fact.value)

    def _is_known_class(self, name: str) -> bool:
        if name in self.classes or _CLASSES.fullmatch(name) or _STATUS.fullmatch(name):
            return True
        return self.is_safe and not _OWN_CLASSES.match(name)


_MATHML: Mapping[str, Iterable[str]] = {"*": cleaning._MATHML_ATTRIBUTES}


def _kept(tags: Iterable[str], names: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of tags and attributes that cleaning keeps."""
    for tag in tags:
        for name in (ITSELF, *names["*"], *names.get(tag, ())):
            yield tag, name


def _classes(fact: Fact) -> list[str]:
    return fact.value.split() if fact.name == "class" else []
