"""What a stranger's article holds stays in its place: on a safe site nothing covers
notes, menus or the page.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from explainer.pipeline import build_site, has_errors
from tests.browsing import Served, serving
from tests.conftest import silent
from tests.site_files import write_site

ARTICLE = """# The lamp

The lamp was lit every night. In forty years the lamp never once failed.

{covering}

The end.
"""
CLAIMS = """article: articles/{name}.md
claims:
  failed-{name}:
    {{quote: never once failed, summary: It did., kind: statement, by: lund, note: No log says so.}}
"""
ATTACKS = {
    "drawing": '<svg width="400" height="300" transform="translate(-300) scale(6)"><path '
    'd="M0 0h400v300z"/></svg>',
    "formula": '<math><mstyle scriptlevel="-20"><mi>F</mi></mstyle></math>',
    "box": '<div style="width: 9000px; text-align: right">F</div>',
    "letters": "<big>" * 40 + "F" + "</big>" * 40,
    "styles": '<p class="md-overlay ex-sidenote" '
    'style="position:fixed;inset:0;background:red">F</p>',
    "sheet": "<style>.ex-sidenote{display:none}</style>",
    "fields": '<form action="https://x.example"><input id="__search" type="password"></form>',
    "heads": '<base href="https://x.example/"><meta http-equiv="refresh" content="0;url=https://x.example">',
    "labels": '<label for="__drawer" class="md-overlay">F</label><a '
    'id="__drawer" name="forms">F</a>',
    "names": "".join(
        f'<b id="{name}">F</b>'
        for name in ("location", "lunr", "forms", "head", "_claim-failed-names")
    ),
}
COVERED = """() => [
  ".ex-mark", ".ex-sidenote p", "h1", ".md-tabs a", ".md-search__input",
].filter((selector) => {
  const element = document.querySelector(selector);
  element.scrollIntoView({ block: "center" });
  const { left, top, width, height } = element.getBoundingClientRect();
  const seen = document.elementFromPoint(left + width / 2, top + height / 2);
  return !seen || !(element.contains(seen) || seen.contains(element));
})"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    root = write_site(
        tmp_path_factory.mktemp("safe"),
        {
            "mkdocs.yml": "site_name: Lights\nextra: {explainer: {safe: true}}\n",
            "annotations/z.yml": "actors: {lund: {name: Anna Lund, type: person, role: keeper}}\n",
            **{
                f"docs/articles/{name}.md": ARTICLE.format(covering=html)
                for name, html in ATTACKS.items()
            },
            **{f"annotations/{name}.yml": CLAIMS.format(name=name) for name in ATTACKS},
        },
    )
    problems = build_site(root, root / "site", silent)
    assert not has_errors(problems), problems
    assert {problem.place.path for problem in problems if problem.rule == "raw-html"} >= {
        f"docs/articles/{name}.md" for name in ATTACKS
    }
    with serving(Path(root / "site")) as served:
        yield served


@pytest.mark.parametrize("name", ATTACKS)
@pytest.mark.thorough
def test_nothing_is_covered(name: str, site: Served, page: Page) -> None:
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{site.address}articles/{name}/")
    assert page.evaluate(COVERED) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 1440
    page.locator(".ex-ref").first.click()
    assert page.locator(f"#_claim-failed-{name}").count() == 1
    page.keyboard.press("/")
    expect(page.locator(".md-search__input")).to_be_focused()
    assert page.url.startswith(site.address)
    assert faults == []
