"""Pages are read for the search faster than Material reads them, with the same result."""

from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from material.plugins.search import plugin

from explainer.building.search_parser import _MATERIALS, _FastParser, reading_faster
from tests.html_strategy import html

_NAMES = st.sampled_from("p em a h2 pre code ul li div h1 br img h3 td script section".split())
_ATTRIBUTES = st.sampled_from(
    "| class='x'| id='k'| id| id=''| hidden| data-search-exclude| data-search-exclude='1'"
    "| class='linenodiv'| class='headerlink'| q=x|\n x='&amp;'|/| ID='&lt;'| a='1' a='2'".split("|")
)
_BETWEEN = st.sampled_from(
    "\n|\n\n| |a|b c|&|&amp;|&#39;|&lt|&notit;|<|>|<!--c-->|</>|\u00a0".split("|")
)
_OPENED = st.builds("<{}{}>".format, _NAMES, _ATTRIBUTES)
_CLOSED = st.builds("</{}>".format, _NAMES)
_WHOLE = st.builds(
    "<div{0}>{1}<{2}{3}>{1}</{2}></div>".format, _ATTRIBUTES, _BETWEEN, _NAMES, _ATTRIBUTES
)
_SOUP = st.lists(_OPENED | _CLOSED | _WHOLE | _BETWEEN, max_size=16).map("".join)


def sections(parser: Any, text: str) -> Any:
    """Return all that a parser knows when it has read a text, or how it failed."""
    try:
        parser.feed(text)
        parser.close()
    except (AttributeError, ValueError) as error:  # Material's own parser fails for some
        return repr(error)
    return [(vars(found.el), vars(found) | {"el": ""}) for found in parser.data]


@settings(max_examples=500)
@given(_SOUP | html)
@example("<h2 id='k'>b</h2><div data-search-exclude>a<br><p>b</i></p></div>c")
@example("<div data-search-exclude><div>a</div>b</div>c")
@example("<div><h2 id='k'>b</h2></div><div data-search-exclude><h3 id='l'>a</h3></div>c")
@example("<br data-search-exclude>a")
def test_sections_are_those_that_material_finds(text: str) -> None:
    assert sections(_FastParser(), text) == sections(_MATERIALS(), text)


def test_the_parser_of_material_is_in_its_place_again() -> None:
    with reading_faster():
        assert plugin.Parser is _FastParser
    assert plugin.Parser is _MATERIALS


def test_excluded_texts_are_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(_FastParser, "handle_data", lambda _, text: told.append(text))
    _FastParser().feed("a<section data-search-exclude>b<p id='k'>c</p><br></section>e")
    assert told == ["a", "e"]
