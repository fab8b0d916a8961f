"""What sharing cards show: the tags of each kind of page, and the pictures."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from PIL import Image

from explainer.entries import FrontMatter
from explainer.figures.sharing_card import SIZE, Card, CardMark, draw_card, writable
from explainer.model import Article, LinkedText, Loaded, Ref, Rendered, Settings, Site
from explainer.pages.sharing import SITE_CARD, _colours, cards, description, sharing
from explainer.text.drawn import drawn_in
from explainer.text.visible import read

CASES = Path(__file__).parent / "cases/sharing"
COLOURS = _colours()
TEXT = "The lamp\nIn forty years the lamp never once failed. It was lit in 1871.\n"
MARKS = (CardMark(9, 50, "claim"), CardMark(51, 70, "date"))
ARTICLE = "articles/stalled-ukraine-talks"


@pytest.mark.parametrize(
    "case", yaml.safe_load((CASES / "articles.yml").read_text()), ids=lambda case: case["name"]
)
def test_what_an_article_says_of_itself(case: dict[str, Any]) -> None:
    front = FrontMatter(**case["front"])
    article = Article("lamp", "docs/articles/lamp.md", front, front.title or "", "")
    assert sharing(article, Settings("Lamps", site_url=case.get("site_url", ""))) == case["sharing"]
    text = LinkedText(Rendered(article.ref, "", case["text"]), (), ())
    assert description(article, text) == case["description"]


@pytest.mark.parametrize(
    ("html", "said"),
    [
        (
            "<p><s>Gone.</s></p><p>It was lit <del>10</del> <s>20</s> times. <s>It failed.</s></p>",
            "It was lit times.",
        ),
        ("<p>It <q>shone</q>,<br>he said.</p>", "It “shone”, / he said."),
        ("<p><s>Gone.</s><br>It shone<br><s>not</s><br>on.</p>", "It shone / on."),
        ("<p>It said <s>in <q>1871</q></s> in <q><s>10</s>20</q>.</p>", "It said in “20”."),
    ],
)
def test_an_article_says_what_is_drawn_in_it_and_nothing_that_it_strikes_out(
    html: str, said: str
) -> None:
    visible = read(html)
    article = Article("lamp", "docs/articles/lamp.md", FrontMatter(), "The lamp", "")
    rendered = Rendered(article.ref, html, visible.text, drawn=drawn_in(visible))
    assert description(article, LinkedText(rendered, (), ())) == said


# --- the tags ---


def tags(site: Path, path: str) -> dict[str, str]:
    metas = html.parse(str(site / path)).xpath("//head/meta[@property or @name]")
    names = [meta.get("property") or meta.get("name") for meta in metas]
    assert len(names) == len(set(names)), "a tag is there twice"
    return {name: meta.get("content") for name, meta in zip(names, metas, strict=True)}


@pytest.mark.parametrize(
    ("path", "title", "says"),
    [
        ("", "Why the talks over Ukraine stalled", "retold and explained"),
        ("articles/", "Articles", "with notes beside it"),
        ("claims/", "Claims", "claim by claim"),
        ("claims/now-trumps-war-too/", "no longer Biden’s alone", "Interpretation"),
        ("timeline/", "Timeline", "When things happened"),
        ("actors/donald-trump/", "Donald Trump", "President"),
        ("glossary/proxy-war/", "Proxy war", "A war"),
        ("sources/", "Sources", "refer to"),
        ("method/", "Method", "described here"),
        ("about/", "About this site", "retold and explained"),
    ],
)
def test_every_kind_of_page_says_what_it_is(
    shipped_site: Path, path: str, title: str, says: str
) -> None:
    found = tags(shipped_site, f"{path}index.html")
    assert found["og:type"] == "website"
    assert title in found["og:title"]
    assert says in found["og:description"] == found["description"]
    assert found["og:url"] == f"https://example.org/talks/{path}"
    assert found["og:image"] == f"https://example.org/talks/{SITE_CARD}"
    assert found["twitter:card"] == "summary_large_image"


def test_an_article_has_a_picture_of_its_own(shipped_site: Path) -> None:
    found = tags(shipped_site, f"{ARTICLE}/index.html")
    assert found["og:type"] == "article"
    assert found["og:title"] == "Why the talks over Ukraine stalled"
    page = html.parse(str(shipped_site / ARTICLE / "index.html"))
    assert (
        page.findtext(".//title") == "Why the talks over Ukraine stalled"
    )  # which is the site's name, too
    assert found["og:image"] == "https://example.org/talks/data/cards/stalled-ukraine-talks.png"
    assert found["og:image:alt"].startswith("Why the talks over Ukraine stalled")
    assert "article:published_time" not in found  # it appeared in May 2025, on no known day


def test_each_page_is_known_by_one_address(shipped_site: Path) -> None:
    for page in sorted(shipped_site.rglob("*/index.html")):
        address = f"https://example.org/talks/{page.parent.relative_to(shipped_site).as_posix()}/"
        assert html.parse(str(page)).xpath("//link[@rel='canonical']/@href") == [address]
        assert address in (shipped_site / "sitemap.xml").read_text()


def test_the_page_for_lost_readers_has_no_address(shipped_site: Path) -> None:
    assert not {"og:url", "og:image"} & set(tags(shipped_site, "404.html"))


# --- the pictures ---


def picture(card: Card) -> Image.Image:
    return Image.open(BytesIO(draw_card(card, COLOURS))).convert("RGB")


def test_pictures_are_made_only_for_a_site_with_an_address() -> None:
    article = Article("old/lamp", "docs/articles/old/lamp.md", FrontMatter(), "The lamp", "")
    site = Site(Loaded(articles=(article,)), {}, {}, {}, {}, ())
    assert cards(site, Settings("Lamps")) == {}
    one, other = (cards(site, Settings("Lamps", site_url="https://example.org/")) for _ in range(2))
    assert sorted(one) == ["data/card.png", "data/cards/old/lamp.png"]
    assert [draw() for draw in one.values()] == [draw() for draw in other.values()]


def test_each_article_gets_another_picture() -> None:
    one, other = Card("The lamp", "", "", TEXT, MARKS), Card("The lamp", "", "", TEXT, MARKS[:1])
    assert draw_card(one, COLOURS) == draw_card(one, COLOURS)
    assert draw_card(one, COLOURS) != draw_card(other, COLOURS)


@pytest.mark.parametrize(
    "title", ["The lamp", "Größe – “Łódź” … €5", "Ελλάδα", "Київ", "Que\u0301bec", "2 × 2"]
)
def test_letters_that_the_font_has(title: str) -> None:
    assert writable(title)


@pytest.mark.parametrize(
    "title", ["日本の灯台", "منارة", "מגדלור", "हिन्दी", "lamp 🗼", "x\u0351", "ไทย"]
)
def test_letters_that_would_be_boxes_or_stand_wrong(title: str) -> None:
    assert not writable(title)
    # then the picture shows the text in miniature alone, in the middle
    drawn = picture(Card(title, "Lamps", "1 claim", TEXT, MARKS))
    assert drawn.crop((0, 0, 380, SIZE[1])).getcolors(1) is not None
    assert drawn.crop((400, 0, 800, SIZE[1])).getcolors(1) is None


def test_a_text_from_right_to_left_begins_on_the_right() -> None:
    def filled(text: str) -> int:
        sheet = picture(Card("日本", "", "", text)).crop((410, 100, 600, 130))
        return sum(
            number
            for number, colour in sheet.getcolors(99999) or ()
            if colour == (0xD4, 0xD8, 0xDE)
        )

    assert filled("lamp") > 0 == filled("منارة")


WORDS = st.text(st.sampled_from("aiMWgÄ’–жΩ \n\t日"), max_size=300)


@given(WORDS | st.text(max_size=300), WORDS)
def test_no_title_leaves_its_place(title: str, above: str) -> None:
    drawn = picture(Card(title, above, "1 claim and 1 date"))
    assert drawn.size == SIZE
    for box in [(13, 0, 50, SIZE[1]), (1150, 0, *SIZE), (13, 0, SIZE[0], 30), (13, 600, *SIZE)]:
        assert drawn.crop(box).getcolors(1) is not None


@given(
    st.text(max_size=900), st.lists(st.tuples(st.integers(0, 900), st.integers(0, 900)), max_size=9)
)
def test_no_word_of_the_miniature_leaves_the_sheet(text: str, marks: list[tuple[int, int]]) -> None:
    drawn = picture(Card("日本", "", "", text, tuple(CardMark(*mark, "claim") for mark in marks)))
    for box in [(0, 0, 399, SIZE[1]), (801, 0, *SIZE), (0, 0, SIZE[0], 71)]:
        assert drawn.crop(box).getcolors(1) is not None


def test_the_colours_are_those_of_the_style_sheet() -> None:
    assert COLOURS["claim"] == "#8a4b00"
    assert Ref("claim", "x").kind in COLOURS


@pytest.mark.parametrize("words", ["W" * 1_000_000, "a b " * 200_000])
def test_a_title_without_end_is_cut(words: str) -> None:
    assert picture(Card(words, words, words)).size == SIZE
