import nh3
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from explainer.linking.texts import entry_of, is_safe, render_text, text_renderer
from tests.site_files import cases


@pytest.mark.parametrize("case", [pytest.param(case, id=name) for name, case in cases("texts")])
def test_rendered(case):
    text = render_text(case["markdown"], text_renderer())
    assert text.html.strip() == case["html"]
    words = text.visible.text
    assert [[words[start:end], str(ref)] for start, end, ref in text.references] == case.get("references", [])
    assert list(text.removed) == case.get("removed", [])
    assert list(text.unsafe) == case.get("unsafe", [])


@given(st.text(max_size=80) | st.text("<>ascript:/\"'= onjv&#;[]()!`*\n", max_size=80))
def test_nothing_that_runs_comes_through(markdown):
    text = render_text(markdown, text_renderer())
    for element in text.visible.root.iterdescendants():
        assert element.tag not in {"script", "style", "iframe", "object", "embed", "img", "svg", "form", "input"}
        assert not [name for name in element.attrib if name.startswith("on")]
        assert is_safe(element.get("href") or "") or entry_of(element.get("href"))


@given(st.text("aÉß1 ,.;:?!'\"()–—-\u00a0\n", max_size=30))
@example("A. b: c - d!")
@example("a  b ")
@example("1. a")
def test_a_plain_text_is_rendered_as_markdown_would_be(text):
    made = render_text(text, text_renderer())
    assert made.removed or made.html == nh3.clean(text_renderer().markdown.convert(text))


def test_one_text_does_not_leak_into_the_next():
    renderer = text_renderer()
    render_text("[a]: https://example.org\n\n[a]", renderer)
    assert render_text("[a]", renderer).html == "<p>[a]</p>"
