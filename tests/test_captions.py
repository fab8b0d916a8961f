"""Figures: what becomes one, and that captions are words like any others,
from the quote to the page.
"""

import re
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown
from playwright.sync_api import Browser

from explainer.pipeline import build_site
from explainer.text.fragment import Element, parse
from tests.browsing import DESK, PHONE, opened, reading, serving, sideways
from tests.conftest import PROJECT, silent
from tests.site_files import cases
from tests.site_pages import SITES

EXTENSIONS = ("attr_list", "footnotes", "tables")


def rendered(markdown: str, extensions: Sequence[str] = EXTENSIONS, captions: bool = True) -> str:
    return Markdown(extensions=[*extensions, *["explainer.captions"] * captions]).convert(markdown)


@pytest.mark.parametrize(
    "case", [case for _, case in cases("captions")], ids=[name for name, _ in cases("captions")]
)
def test_case(case: dict[str, Any]) -> None:
    extensions = (*EXTENSIONS, *case.get("extensions", ()))
    html = rendered(case["markdown"], extensions)
    if "holds" in case:
        assert case["holds"] in html
    else:
        assert html.strip() == case.get(
            "html", rendered(case["markdown"], extensions, captions=False)
        )


def test_without_attribute_lists_such_words_are_words() -> None:
    text = '![A lens](lens.png){caption="The *lens*"}'
    assert rendered(text, ()) == rendered(text, (), captions=False)


@pytest.mark.parametrize("document", ["README.md", "explainer/new/starter/README.md"])
def test_the_example_that_is_documented_becomes_a_figure(document: str) -> None:
    (example,) = re.findall(r"`(!\[.*?)`", (PROJECT / document).read_text("utf-8"))
    credit = '<small class="ex-credit">Photo: Anna Lund</small>'
    assert f"<figcaption>The lens in 1871 {credit}</figcaption></figure>" in rendered(example)


UNTITLED = [
    "![",
    "[",
    "]",
    "(",
    ")",
    "a.png",
    " ",
    "\n",
    "\n\n",
    "- ",
    "> ",
    "{",
    "}",
    ".wide",
    "width=3",
    "`",
    "*",
    "w",
]


@given(st.lists(st.sampled_from(UNTITLED)).map("".join))
def test_pictures_without_words_stay_as_they_are(text: str) -> None:
    assert rendered(text) == rendered(text, captions=False)


INLINE = [
    "*",
    "_",
    "**",
    "\\",
    "`",
    "[x](y.md)",
    "[^1]",
    "<b>",
    "</b>",
    "&amp;",
    "&",
    "<",
    "!",
    "(",
    ")",
    " ",
    "w",
    "5",
]


@given(
    st.lists(st.sampled_from(INLINE)).map(lambda parts: f"w{''.join(parts)}w"),
    st.sampled_from("\"'"),
)
def test_a_caption_reads_as_the_same_words_in_a_paragraph(text: str, mark: str) -> None:
    notes = "\n\n[^1]: Note"
    caption = rendered(f"![a](b.png){{caption={mark}{text}{mark}}}{notes}").partition(
        "<figcaption>"
    )[2]
    paragraph = rendered(text + notes, captions=False).partition("<p>")[2]
    assert caption.partition("</figcaption>")[0] == paragraph.partition("</p>")[0]


# --- a whole site ---


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("figures") / "root"
    shutil.copytree(SITES / "figures", root)
    assert [str(problem) for problem in build_site(root, root / "site", silent)] == []
    return root / "site"


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with serving(site) as served:
        yield served.address


def captions(site: Path, path: str) -> list[Element]:
    return list(parse((site / path).read_text("utf-8")).iter("figcaption"))


@pytest.mark.parametrize("path", ["articles/lens/index.html", "data/articles/lens.html"])
def test_captions_of_every_kind_are_words_of_the_article(site: Path, path: str) -> None:
    """The quotes of claims stand in a title, in an attribute list, in HTML and in a
    caption of another extension.
    """
    found = captions(site, path)
    marked = [
        [mark.get("data-annotation") for mark in caption.iter("mark")][:1] for caption in found
    ]
    assert marked == [["claim:rings"], ["claim:painted"], ["claim:broken"], ["claim:mended"], []]
    assert [
        link.get("data-annotation") for link in found[0].iter("a") if link.get("data-annotation")
    ] == ["actor:anna-lund"]
    assert "".join(found[1].itertext()).endswith(". Drawing: Anna Lund, CC BY 4.0")
    assert all(caption.getparent().find(".//img") is not None for caption in found)  # type: ignore[union-attr]


def test_a_caption_is_quoted_where_its_words_are_shown_again(site: Path) -> None:
    (quote,) = parse((site / "claims/rings/index.html").read_text("utf-8")).iter("blockquote")
    assert "".join(quote.itertext()).strip() == "Anna Lund counted 24 rings of glass."


def test_hand_written_pages_have_figures(site: Path) -> None:
    (caption,) = captions(site, "about/index.html")
    assert "".join(caption.itertext()) == "The tower is drawn from memory. Anna Lund"


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_caption_stands_below_its_picture(
    browser: Browser, address: str, size: tuple[int, int]
) -> None:
    with reading(browser, address, size, "articles/lens/#claim-painted") as page:
        assert page.locator("#claim-painted").evaluate("it => it.matches('figcaption :target')")
        for figure in page.locator(".ex-article figure").all():
            picture, caption = (
                figure.locator("img").bounding_box(),
                figure.locator("figcaption").bounding_box(),
            )
            assert picture
            assert caption
            assert picture["height"] > 0
            assert 0 <= caption["y"] - picture["y"] - picture["height"] < 24
            assert abs(caption["x"] - picture["x"]) < 1
        assert sideways(page) == ""


def test_in_print_a_figure_stays_on_one_page(browser: Browser, address: str) -> None:
    with opened(browser, (640, 300)) as page:
        page.emulate_media(media="print")
        page.goto(f"{address}articles/lens/")
        for figure in page.locator(".ex-article figure").all():
            assert figure.evaluate("it => getComputedStyle(it).breakInside") == "avoid"
            height = figure.evaluate("it => it.getBoundingClientRect().height")
            assert height < 300


def test_from_right_to_left_a_figure_stands_on_the_right(browser: Browser, address: str) -> None:
    with reading(browser, address, DESK, "articles/tower/") as page:
        ends = page.locator(".ex-article").evaluate(
            "it => [...it.querySelectorAll('img, figcaption')].map(one => "
            "one.getBoundingClientRect().right)"
        )
        assert len(ends) == 2
        assert ends[0] == ends[1]
