"""What strangers write into articles and front matter, opened in a browser: none of
it runs, and text is text.
"""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from explainer.building.renderer import render_site
from explainer.building.workspace import Workspace
from explainer.marking.comment import Marks, marks_comment
from explainer.pipeline import analyse, write_staged
from tests.browsing import Served, serving
from tests.conftest import silent
from tests.site_files import write_site

ODD = "Is 3 < 5 & 7? <svg onload=ran()>"
BREAKING = "\"'><svg onload=ran()> & <"
NAME = 'Tom & Ida\'s <b>"Lights"</b>'
HEADING = '# The `</title><script>ran()</script>` tag & "x" onmouseover=ran()\n\nWords.'
KEYS = (
    "subtitle status description revision_date updated icon_ author license "
    "location og tags robots social".split()
)
HEAD = "".join(f"{key}: '{BREAKING.replace(chr(39), chr(39) * 2)} {key}'\n" for key in KEYS)
# What would become attributes, an address or an element by a step behind the last cleaning
LATE = (
    '<abbr title="opinion data-search-x=">essay " " onanimationstart=ran() says</abbr>, '
    '`data-search-x="not"` found, [a](java&#xfe0f;script:ran()), '
    '[b](about.md "<img src=x onerror=ran()>")'
)
TEXTS = {
    "mkdocs.yml": (
        f"site_name: {NAME!r}\n".replace("\\'", "''")
        + "site_description: 'a \"><svg onload=ran()>'\nsite_author: '\"><svg onload=ran()>'\n"
        + "site_url: https://example.org/\nrepo_url: https://example.net/x\n"
        "repo_name: '<svg onload=ran()>'\n"
        + "theme: {features: [navigation.footer, navigation.path]}\n"
        + "nav:\n  - Home: index.md\n  - articles/lamp.md\n"
        + "  - 'Part <svg onload=ran()>':\n    - 'One & \"<i onclick=ran()>two\"': about.md\n"
        + "    - '<img src=x onerror=ran()>.md'\n    - code.md\n"
    ),
    "docs/articles/lamp.md": (
        f"---\ntitle: '{ODD}'\nsummary: '{ODD}'\nx: !!binary PHN2ZyBvbmxvYWQ9cmFuKCk+\n{HEAD}---\n"
        "The lamp was lit.\n"
    ),
    "docs/about.md": (
        '---\n{robots: ["<svg onload=ran()>"], search: {"<svg onload=ran()>": '
        '"<svg onload=ran()>"}}\n---\nWords.\n'
    ),
    "docs/<img src=x onerror=ran()>.md": "---\n{hide: []}\n---\nWords.\n",
    "docs/more & <b>.md": "Author: `<svg onload=ran()>`\n\nWords.\n",
    "docs/code.md": HEADING + "\n",
    "annotations/a.yml": (
        "article: lamp\nclaims:\n"
        "  lit: {quote: was lit, summary: 'So <svg onload=ran()> & it was', "
        f"kind: value, by: lund, note: {LATE!r}}}\n"
        "actors:\n  lund: {name: 'Anna <svg onload=ran()>', type: person, role: "
        "'keeper <svg onload=ran()>'}\n"
    ),
}
RAW = """
<script>ran()</script>
<svg onload=ran()><script>ran()</script><a href="javascript:ran()"><text y="9">drawn</text></a></svg>
<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=ran()&gt;">
<img src=x onerror=ran()>
<iframe srcdoc="<script>parent.ran()</script>"></iframe>
<object data="data:text/html,<script>parent.ran()</script>"></object>
<form action="javascript:ran()"><button formaction="javascript:ran()">press</button></form>
<input autofocus onfocus=ran()>
<details open ontoggle=ran()><summary>more</summary>x</details>
<video autoplay onloadstart=ran()><source src=x onerror=ran()></video>
<meta http-equiv="refresh" content="0;url=javascript:ran()"><base href="https://example.org/">
<div id="__config">{"base": "javascript:ran()", "search": "javascript:ran()"}</div><style>@import "x";</style>
<noscript><p title="</noscript><img src=x onerror=ran()>"></noscript>
<textarea><img src=x onerror=ran()></textarea><title><img src=x onerror=ran()></title>
<template><img src=x onerror=ran()></template><xmp><img src=x onerror=ran()></xmp>
<select><style></select><img src=x onerror=ran()></style>
<![CDATA[<img src=x onerror=ran()>]]><?php <img src=x onerror=ran()> ?>
<!--><img src=x onerror=ran()>--><plaintext>
"""  # noqa: E501
MARKDOWN = """[a](javascript:ran()) [b](data:text/html,x) <javascript:ran()> ![c](x" onerror="ran()) [d][e]

*Words*{onclick="ran()" onmouseover=ran()} and a heading:

## Part <img src=x onerror=ran()> `<svg onload=ran()>` {#x" onmouseover="ran() data-toc-label="<svg onload=ran()>"}

| <img src=x onerror=ran()> | b |
| --- | --- |
| <svg onload=ran()> | b |

![<svg onload=ran()>](y.png "<svg onload=ran()>"){caption="<svg onload=ran()> *x*" credit="<img src=x onerror=ran()>"}

A note[^1] of the HTML there is.

<div markdown="1" onclick="ran()">
*Words* <b onmouseover="ran()">b</b>
</div>

!!! note "<svg onload=ran()>"
    <img src=x onerror=ran()>

*[HTML]: "><svg onload=ran()>
[e]: javascript:ran()
[^1]: <img src=x onerror=ran()> <script>ran()</script>
"""  # noqa: E501
BORDER = "<!-- explainer:begin  -->\n\n<script>ran()</script>\n\n<!-- explainer:end  -->\n"
FORGED = f"{marks_comment(Marks(None, ()))}\n"
STRANGE = {
    "mkdocs.yml": (
        "site_name: Lights\nextra: {explainer: {safe: true}}\n"
        "markdown_extensions: [abbr, md_in_html, pymdownx.details]\n"
    ),
    "docs/articles/lamp.md": f"# Lamp\n\nThe lamp was lit.\n\n{MARKDOWN}\n{RAW}\n",
    "docs/articles/lens.md": "# Lens\n\n" + "\n\n".join(RAW.strip().split("\n")) + "\n",
    "docs/articles/forged.md": f"{FORGED}# Forged\n\n{BORDER}\nWords.\n\n<script>ran()</script>\n",
    "docs/index.md": f"{FORGED}# Home\n\n{BORDER}\n{MARKDOWN}\n<script>ran()</script>\n\n```\n",
    "docs/claims.md": f"# Claims\n\n{MARKDOWN}\n\n<div>\n",
    "docs/about.md": f"{FORGED}# About\n\n{MARKDOWN}\n{RAW}\n",
    "annotations/a.yml": (
        "article: lamp\nclaims:\n  lit: {quote: was lit, summary: So it was, "
        "kind: value, by: lund}\n"
        "actors:\n  lund: {name: Anna, type: person, role: keeper}\n"
    ),
}
ACTIVE = (
    "iframe, object, embed, base, meta[http-equiv]:not([http-equiv=Content-Security-Policy]), "
    ".md-content form:not([class]), .md-content style"
)


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Served]]:
    yield from _served(tmp_path_factory.mktemp("texts"), TEXTS)


@pytest.fixture(scope="module")
def strange(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Served]]:
    yield from _served(tmp_path_factory.mktemp("strange"), STRANGE)


def _served(root: Path, files: dict[str, str]) -> Iterator[tuple[Path, Served]]:
    """Render a site whatever is wrong with it: links that lead nowhere are
    none of what is tried here.
    """
    write_site(root, files)
    analysed, _ = analyse(root, silent)
    assert analysed is not None
    assert write_staged(analysed, Workspace.of(root, root / "site")) == ()
    render_site(analysed.config, root / "build", root / "site")
    with serving(root / "site") as server:
        yield root / "site", server


@pytest.fixture(scope="module")
def watched(browser: Browser) -> Iterator[Page]:
    """A page on which whatever runs leaves a trace; the policy in the pages would stop it."""
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.add_init_script("window.ran = () => { window.hasRun = true }")
    page.on("dialog", lambda dialog: dialog.dismiss())
    yield page
    context.close()


_POINT = """
document.querySelectorAll('[open] summary, .md-content a').forEach(
  element => element.dispatchEvent(new Event('mouseover', { bubbles: true })))
"""
_COULD_RUN = """
[...document.querySelectorAll('*')].flatMap(element => [...element.attributes])
  .filter(({ name, value }) =>
    name.startsWith('on') || /^\\s*(javascript|data):(?!image)/i.test(value))
  .map(({ name, value }) => `${name}=${value}`)
"""


def _run(page: Page, site: Path, address: str) -> list[str]:
    """The pages of a site on which something ran, or has an attribute that could."""
    found = []
    for file in sorted(site.rglob("*.html")):
        path = file.relative_to(site).as_posix()
        page.goto(address + quote(path), wait_until="load")
        page.evaluate(_POINT)
        active = page.evaluate(_COULD_RUN)
        if page.evaluate("window.hasRun") or active:
            found.append(f"{path}: {active}")
    return found


@pytest.mark.thorough
def test_what_runs_leaves_a_trace(watched: Page, strange: tuple[Path, Served]) -> None:
    watched.goto(f"{strange[1].address}about/")
    watched.evaluate("document.body.innerHTML = '<img src=x onerror=ran()>'")
    watched.wait_for_function("window.hasRun")


def test_nothing_in_front_matter_names_and_settings_runs(
    watched: Page, texts: tuple[Path, Served]
) -> None:
    site, server = texts
    assert _run(watched, site, server.address) == []


def test_text_is_shown_as_typed_and_escaped_once(watched: Page, texts: tuple[Path, Served]) -> None:
    site, server = texts
    watched.goto(f"{server.address}articles/lamp/")
    expect(watched).to_have_title(f"{ODD} - {NAME}")
    expect(watched.locator("h1")).to_have_text(ODD)
    for selector in (
        "[property='og:title']",
        "[name=description]",
        "[property='og:site_name']",
        "[name=author]",
    ):
        assert watched.locator(selector).first.get_attribute("content") in (
            ODD,
            NAME,
            f"{BREAKING} author",
            f"{BREAKING} description",
        )
    expect(watched.locator(".md-header__topic").first).to_have_text(NAME)
    expect(watched.locator(".md-header .md-logo")).to_have_attribute("title", NAME)
    expect(watched.locator(".md-header .md-logo")).to_have_attribute("aria-label", NAME)
    watched.goto(f"{server.address}claims/lit/")
    expect(watched.get_by_role("link", name=ODD, exact=True).first).to_be_visible()
    shown = 'essay " " onanimationstart=ran() says, data-search-x="not" found'
    expect(watched.locator(".md-content")).to_contain_text(shown)
    for file in site.rglob("*.html"):
        text = file.read_text("utf-8")
        assert "&amp;lt;" not in text
        assert "&amp;amp;" not in text


def test_the_search_finds_titles_as_typed(watched: Page, texts: tuple[Path, Served]) -> None:
    watched.goto(f"{texts[1].address}articles/lamp/")
    watched.keyboard.press("/")
    expect(watched.locator(".md-search__input")).to_be_focused()
    watched.keyboard.type("lit lamp")
    results = watched.locator(".md-search-result")
    expect(results.get_by_text(ODD).first).to_be_visible()
    assert not watched.evaluate("window.hasRun")


@pytest.mark.thorough
def test_nothing_that_strangers_write_runs_on_a_safe_site(
    watched: Page, strange: tuple[Path, Served]
) -> None:
    site, server = strange
    assert _run(watched, site, server.address) == []
    for path in ("articles/lamp/", "articles/lens/", "articles/forged/", "about/", ""):
        watched.goto(server.address + path)
        assert watched.locator(ACTIVE).count() == 0, path
        assert watched.evaluate("document.getElementById('__config').tagName") == "SCRIPT"


def test_a_safe_page_keeps_what_the_program_makes(
    watched: Page, strange: tuple[Path, Served]
) -> None:
    watched.goto(f"{strange[1].address}articles/lamp/")
    expect(watched.locator("[data-annotation='claim:lit']").first).to_have_text("was lit")
    watched.goto(f"{strange[1].address}claims/")
    expect(watched.get_by_role("link", name="So it was").first).to_be_attached()
