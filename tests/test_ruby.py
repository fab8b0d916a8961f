"""Ruby: its readings are shown above the words, and are no words themselves."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import Browser, Page

from explainer.pipeline import build_site
from tests.browsing import opened, serving
from tests.conftest import PROJECT, silent
from tests.site_files import write_site

READINGS = ("みなと", "まち", "むてき", "うみ")
FILES = {
    "mkdocs.yml": "site_name: 灯り\n",
    "docs/articles/fog.md": """# <ruby>霧笛<rt>むてき</ruby>の夜

<ruby>港<rt>みなと</rt>町<rt>まち</rt></ruby>の灯りは消えた。

## <ruby>海<rp>(</rp><rt>うみ</rt><rp>)</rp></ruby>の声

<ruby>霧笛<rp>(</rp><rt>むてき</rt><rp>)</rp></ruby>が鳴る。
""",
    "docs/about.md": "# この話\n\n<ruby>霧笛<rt>むてき</ruby>のこと。\n\nそのあと。\n",
    "annotations/a.yml": """
article: articles/fog.md
dates:
  out: {quote: 港町の灯りは消えた, date: 1871, title: 灯りが消える}
terms:
  horn: {name: 霧笛, definition: 霧の中で鳴らす笛。}
actors:
  town: {name: 港町, type: group, role: 漁師}
""",
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_site(tmp_path_factory.mktemp("ruby"), FILES)
    assert build_site(folder, folder / "site", silent) == ()
    return folder


@pytest.fixture(scope="module", params=["mkdocs", "zensical"])
def site(request: pytest.FixtureRequest, root: Path) -> Path:
    if request.param == "mkdocs":
        return root / "site"
    command = [str(Path(sys.executable).parent / "zensical"), "build"]
    environment = os.environ | {"PYTHONPATH": str(PROJECT)}
    arguments = ["-f", str(root / "build/mkdocs.yml")]
    subprocess.run([*command, *arguments], check=True, capture_output=True, env=environment)
    return root / "build/site"


def held(text: str) -> list[str]:
    return [reading for reading in READINGS if reading in text]


def test_the_search_finds_words_without_their_readings(site: Path) -> None:
    file = site / "search/search_index.json"
    index = json.loads((file if file.is_file() else site / "search.json").read_text("utf-8"))
    parts = index.get("docs") or index["items"]
    said = "\n".join(part["title"] + part["text"] for part in parts)
    assert held(said) == []
    for words in ("港町の灯りは消えた。", "霧笛が鳴る。", "霧笛のこと。", "そのあと。", "海の声"):
        assert words in said


def test_titles_and_contents_are_words(site: Path) -> None:
    page = html.parse(str(site / "articles/fog/index.html")).getroot()
    assert page.findtext(".//title") == "霧笛の夜 - 灯り"
    contents = page.xpath(
        "//nav[@data-md-component='toc' or contains(@class, 'md-nav--secondary')]"
    )
    said = "".join(element.text_content() for element in contents)
    assert "海の声" in said
    assert held(said) == []


@pytest.mark.parametrize("path", ["articles/fog/index.html", "data/articles/fog.html"])
def test_readings_stay_in_the_article(site: Path, path: str) -> None:
    article = html.parse(str(site / path)).xpath("//*[@class='ex-article']")[0]
    assert held("".join(article.xpath(".//rt//text()"))) == list(READINGS)
    assert {ruby.tag for ruby in article.xpath(".//ruby/*")} <= {"mark", "a", "rt", "rp"}
    [link] = article.xpath(".//a[starts-with(@data-annotation, 'actor:')][ruby]")
    assert link.xpath("string(ruby/rt[1])") == "みなと"


def test_other_pages_show_words_without_readings(site: Path) -> None:
    for path in ("timeline", "glossary/horn", "actors/town", "articles"):
        page = html.parse(str(site / path / "index.html")).getroot()
        assert held(page.text_content()) == []


@pytest.fixture(scope="module")
def article(browser: Browser, root: Path) -> Iterator[Page]:
    with serving(root / "site") as server, opened(browser) as page:
        page.goto(f"{server.address}articles/fog/")
        yield page


def test_readings_stand_above_linked_and_marked_words(article: Page) -> None:
    """Each above the piece of text before it, whatever is around that."""
    apart = article.evaluate("""() => [
      ...document.querySelectorAll(".ex-article rt"),
    ].map((reading) => {
      const { left, right, bottom } = reading.getBoundingClientRect();
      const before = document.createRange();
      before.selectNodeContents(reading.previousSibling.localName === "rp"
        ? reading.previousSibling.previousSibling : reading.previousSibling);
      const words = before.getBoundingClientRect();
      const isOver = left < words.right && words.left < right;
      return isOver ? bottom - words.top : 1000;
    })""")
    assert len(apart) == 5
    assert max(apart) < 8  # the boxes of lines may overlap
