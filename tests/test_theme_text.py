"""Front matter and settings are staged as HTML that shows what was typed."""

from html import unescape
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from explainer.config.themetext import head_as_html, html_of, in_block_style, settings_as_html
from explainer.text.controls import as_shown
from explainer.yamlfiles.tree import compose, dump, mapping

TEXT = st.text(alphabet=st.characters(exclude_categories=("Cc", "Cs")) | st.sampled_from("<>&\"'"))
VALUES = st.recursive(
    TEXT | st.integers() | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)


def shown(value: Any) -> Any:
    """What a browser shows of a value whose texts are HTML."""
    if isinstance(value, dict):
        return {shown(key): shown(item) for key, item in value.items()}
    if isinstance(value, list):
        return [shown(item) for item in value]
    return unescape(value) if isinstance(value, str) else value


def put_in_order(value: Any) -> Any:
    if isinstance(value, dict):
        return {put_in_order(key): put_in_order(item) for key, item in value.items()}
    if isinstance(value, list):
        return [put_in_order(item) for item in value]
    return as_shown(value) if isinstance(value, str) else value


@given(st.dictionaries(st.from_regex("[a-z]+", fullmatch=True), VALUES, max_size=4), st.booleans())
def test_every_text_of_a_head_is_html_that_shows_it(head: dict[str, Any], is_flow: bool) -> None:
    typed = yaml.safe_dump(head, allow_unicode=True, default_flow_style=is_flow)
    staged = yaml.safe_load(head_as_html(typed))
    assert "<" not in yaml.safe_dump(staged, allow_unicode=True)
    assert shown(staged) == put_in_order(head)


@pytest.mark.parametrize(
    ("typed", "staged"),
    [
        ("title: Lamp # &\nhide: [toc]\n", "title: Lamp # &\nhide: [toc]\n"),
        (
            "title: A & B\ndraft: true\nday: 2024-01-02\n",
            "title: A &amp; B\ndraft: true\nday: 2024-01-02\n",
        ),
        ("a: &x <b>\nb: *x\n", "a: &id001 '&lt;b&gt;'\nb: *id001\n"),
        ("a: !!binary PGI+\n", 'a: "PGI+"\n'),
        ("a: !!str <\n", "a: '&lt;'\n"),
        ("{a: '<'}\n", "{a: '&lt;'}\n"),
        ("status: new md-header\na: b\n", "status: new-md-header\na: b\n"),
        ("status: ' md-header'\n", "status: md-header\n"),
        ("status: [a md-header b]\n", "status: ''\n"),
        ("status: <b>\n", "status: '&lt;b&gt;'\n"),
        ("a: [\n", "a: [\n"),
        ("", ""),
    ],
)
def test_head(typed: str, staged: str) -> None:
    assert head_as_html(typed) == staged


def test_keys_can_be_put_below_those_in_braces() -> None:
    assert in_block_style("{a: [x], b: {c: d}}") == "a: [x]\nb: {c: d}\n"
    assert in_block_style("{}") == ""
    assert in_block_style("a: b\n") == "a: b\n"


def test_names_and_titles_of_settings() -> None:
    text = (
        "site_name: A & <b>\nsite_author: !ENV [AUTHOR, '<']\ncopyright: <b>©</b>\nrepo_name: x\n"
        "nav:\n- B & C: a&b.md\n- '<i>':\n  - x.md\n  - '\"': y.md\n"
    )
    staged = dump(settings_as_html(mapping(compose(text))))
    assert yaml.load(staged, yaml.BaseLoader) == {
        "site_name": "A &amp; &lt;b&gt;",
        "site_author": ["AUTHOR", "<"],
        "copyright": "<b>©</b>",
        "repo_name": "x",
        "nav": [{"B &amp; C": "a&b.md"}, {"&lt;i&gt;": ["x.md", {"&quot;": "y.md"}]}],
    }


def test_as_html() -> None:
    assert html_of("a\"<b> & 'c'\u202ed") == "a&quot;&lt;b&gt; &amp; 'c'd"


def test_other_texts_of_settings_are_html_where_the_theme_writes_them_as_they_are():
    typed = """
extra:
  social: [{name: A & B, link: "https://example.org/?a&b"}]
  alternate: [{name: <b>, link: /de/, lang: de}]
theme: {direction: '"x', palette: [{scheme: '"', toggle: {name: <i>}}]}
markdown_extensions: [tables, {toc: {title: <u>}}]
"""
    made = yaml.safe_load(dump(settings_as_html(mapping(compose(typed)))))
    assert made["extra"]["social"] == [{"name": "A & B", "link": "https://example.org/?a&amp;b"}]
    assert made["extra"]["alternate"] == [{"name": "&lt;b&gt;", "link": "/de/", "lang": "de"}]
    assert made["theme"]["direction"] == "&quot;x"
    assert made["theme"]["palette"] == [{"scheme": "&quot;", "toggle": {"name": "&lt;i&gt;"}}]
    assert made["markdown_extensions"] == ["tables", {"toc": {"title": "&lt;u&gt;"}}]
