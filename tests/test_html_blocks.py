"""Blocks of HTML are found faster than Python-Markdown finds them, and are the same."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import tostring

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown import Markdown
from markdown.preprocessors import HtmlBlockPreprocessor

from explainer.building.renderer import render_site
from explainer.building.workspace import Workspace
from explainer.pipeline import analyse_to_publish, write_staged
from explainer.rendering import html_blocks
from explainer.rendering.html_blocks import HtmlBlocks
from explainer.text.seals import seal, unseal
from tests.benchmark.big_site import write_big_site
from tests.conftest import copy_of_project, silent
from tests.html_strategy import html
from tests.site_pages import SITES
from tests.test_command import tree
from tests.thoroughness import one_quick

SITES_BOTH_WAYS = ["full", *sorted({path.name for path in SITES.iterdir()} - {"full", "broken"})]

_NAMES = st.sampled_from("p em a h2 pre li div br hr img td span script DIV x-y section".split())
_ATTRIBUTES = st.sampled_from(
    "| class='x'| id='a>b'| hidden| title='a\n\nb'| markdown='1'| q=x|/|\n x='&amp;'| /| a'".split(
        "|"
    )
)
_BETWEEN = st.sampled_from(
    "\n|\n\n| \n \n|a|b c| |    |&|&amp;|&#39;|&#39|*x*|# h\n|`|```\n|<|>|<!--c-->|<?p?>|<!x>|</>"
    "|- a\n|> |\u00a0|1 < 2|<https://a.b>|[a]: b\n".split("|")
)
_OPENED = st.builds("<{}{}>".format, _NAMES, _ATTRIBUTES)
_CLOSED = st.builds("</{}>".format, _NAMES)
_WHOLE = st.builds("<div{0}>{1}<{2}>{1}</{2}></div>".format, _ATTRIBUTES, _BETWEEN, _NAMES)
_PLAIN = st.builds("\n\n<div>{0}<{1}>{0}</{1}></div>\n".format, st.just("\n\nb"), _NAMES)
_SOUP = st.lists(_OPENED | _CLOSED | _WHOLE | _PLAIN | _BETWEEN, max_size=14).map("".join)

RENDERERS = [
    (Markdown(extensions=names), Markdown(extensions=[*names, HtmlBlocks()]))
    for names in ([], ["md_in_html"])
]


class Taken(NamedTuple):
    """What a step leaves as Markdown, and what it takes out."""

    lines: list[str]
    stash: list[str]


def taken(text: str, md: Markdown) -> Taken:
    md.reset()
    lines = md.preprocessors["html_block"].run(text.split("\n"))
    blocks = md.htmlStash.rawHtmlBlocks
    return Taken(lines, [each if isinstance(each, str) else tostring(each) for each in blocks])


@pytest.mark.parametrize("renderers", RENDERERS, ids=["alone", "md_in_html"])
@settings(max_examples=300)
@given(_SOUP | html)
@example("<div>a</div>&amp;<div>b</div>\n")
@example("<div>a</div><div><p>b</p></div>\n\n")
@example("a <div>b</div>\n")
@example("<div>\n<a>\n\n</div>\n\n</div>\n    <p>c</p>\n")
@example("<DIV class='a' hidden\n id=\"b\"><br/><hr></div>  \n\nWords &amp; <em>more</em>.")
def test_they_are_those_of_python_markdown(renderers: tuple[Markdown, Markdown], text: str) -> None:
    slow, fast = renderers
    assert taken(text, fast) == taken(text, slow)


@pytest.mark.parametrize("text", ["<p>a</p>\n\n# b\n\n<ul>\n<li>c <br>\n\n</ul>\n", "a <em>b</em>"])
def test_plain_ones_are_found_without_it(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with slow_runs(monkeypatch) as texts:
        Markdown(extensions=[HtmlBlocks()]).convert(text)
    assert texts == []


def test_the_step_of_another_extension_stays_but_for_what_is_sealed() -> None:
    md = Markdown()
    md.preprocessors.register(_Other(md), "html_block", 20)
    HtmlBlocks().extendMarkdown(md)
    text = "<p>a</p>\n\n## b\n\n<p>c</p>"
    assert md.convert(seal(text)) == Markdown().convert(text.upper())


class _Other(HtmlBlockPreprocessor):
    def run(self, lines: list[str]) -> list[str]:
        return super().run([line.upper() for line in lines])


SEALED = ("", "\n", "<p>a</p>", "## a", "## a\n\n<p>b</p>\n\n\n## c", "<p>é\t\r\n  \n\n</p>\n\n")


@pytest.mark.parametrize("text", SEALED)
def test_what_is_sealed_is_rendered_as_if_it_were_open(text: str) -> None:
    page = seal(text)
    assert unseal(page) == text
    renderer = Markdown(extensions=[HtmlBlocks()])
    html = renderer.convert(text)
    assert renderer.reset().convert(page) == html
    found = re.fullmatch(r"(?:\n*(?:## [ac]|<!-- explainer:html [0-9a-f]+ -->))*\n*", page)
    assert found, page


def test_a_forged_seal_is_a_comment() -> None:
    for digits in ("0g", "5", "", "5B", "5b -->"):
        page = f"<!-- explainer:html {digits} -->"
        assert unseal(page) == page
    assert unseal("<!-- explainer:html ff -->") == "\ufffd"


@contextmanager
def slow_runs(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Yield the texts that are left to Python-Markdown meanwhile."""
    texts: list[str] = []
    run = HtmlBlockPreprocessor.run

    def noted(self: HtmlBlockPreprocessor, lines: list[str]) -> list[str]:
        texts.append("\n".join(lines))
        return run(self, lines)

    with monkeypatch.context() as patch:
        patch.setattr(HtmlBlockPreprocessor, "run", noted)
        yield texts


@pytest.mark.parametrize("name", one_quick([*SITES_BOTH_WAYS, "shipped", "generated"]))
def test_sites_are_the_same_both_ways(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = _site(name, tmp_path / "root")
    workspace = Workspace.of(root, root / "site")
    analysed, _, _ = analyse_to_publish(root, silent)
    assert analysed
    assert write_staged(analysed, workspace) == ()
    with slow_runs(monkeypatch) as left:
        render_site(analysed.config, workspace.build_dir, tmp_path / "fast")
    typed = [*analysed.site.loaded.articles, *analysed.site.loaded.pages]
    assert len(left) <= len(typed)
    monkeypatch.setattr(html_blocks, "_KNOWN", ())
    render_site(analysed.config, workspace.build_dir, tmp_path / "slow")
    assert tree(tmp_path / "fast") == tree(tmp_path / "slow")


def _site(name: str, root: Path) -> Path:
    if name == "shipped":
        return copy_of_project(root)
    if name == "generated":
        return write_big_site(root, 5, 1)
    return Path(shutil.copytree(SITES / name, root))
