"""The Content-Security-Policy of a built site: its pages keep to it, and what is
put into them does not run.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from explainer.building.builtsite import page_tree
from explainer.building.contentpolicy import (
    POLICY_FILE,
    content_security_policy,
    hash_of,
    needs_of,
    page_policy,
)
from explainer.building.ownscripts import has_scripts
from explainer.pipeline import build_site
from tests.browsing import empty, serving
from tests.conftest import copy_of_project, silent
from tests.site_files import cases, write_site
from tests.site_pages import ARTICLE, PAGES
from tests.thoroughness import in_thirds

LONGEST = 2_000  # characters of a header's value that hosts of static sites take
NOWHERE = "nowhere/at/all/"
IN_PAGE = "meta[http-equiv=Content-Security-Policy]"
TOLD = """addEventListener("securitypolicyviolation", (event) => {
  console.error(`violated: ${event.effectiveDirective} ${event.blockedURI} in ${event.sourceFile}`);
});"""


def directives(policy: str) -> dict[str, str]:
    pairs = [directive.split(" ", 1) for directive in policy.split("; ")]
    assert len(dict(pairs)) == len(pairs)
    return dict(pairs)


def filled(value: str | None) -> str | None:
    """The value of a case, its hashes in the order in which they stand in a policy."""
    if value is None:
        return None
    first, *rest = re.split(r" (?={)", value)
    return " ".join((first, *sorted(hash_of(each[1:-1]) for each in rest)))


@pytest.mark.parametrize(
    "case",
    [case for _, case in cases("content-policy")],
    ids=[name for name, _ in cases("content-policy")],
)
def test_directives(case):
    policy = content_security_policy(needs_of(page_tree(page.encode())) for page in case["pages"])
    found = directives(policy)
    for name, value in case["directives"].items():
        assert found.get(name) == filled(value), name
    assert re.fullmatch(r"[\x20-\x7e]+", policy)


@pytest.mark.parametrize(
    "case",
    [case for _, case in cases("page-policy")],
    ids=[name for name, _ in cases("page-policy")],
)
def test_directives_of_a_page(case):
    needs = needs_of(page_tree(case["page"].encode()))
    policy = page_policy(needs, case.get("repository", ""), case.get("allows_scripts", False))
    found = directives(policy)
    for name, value in case["directives"].items():
        assert found.get(name) == filled(value), name


@pytest.mark.parametrize(("name", "case"), cases("own-scripts"))
def test_own_scripts(name, case):
    assert has_scripts(case["html"]) == case["is_scripted"]


def test_a_hash_is_that_of_the_specification():
    """The example of https://www.w3.org/TR/CSP3/#external-hash, for `alert('Hello, world.');`."""
    assert (
        hash_of("alert('Hello, world.');")
        == "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='"
    )


def test_each_build_writes_it(shipped_site: Path) -> None:
    text = (shipped_site / POLICY_FILE).read_text(encoding="ascii")
    assert text.endswith("'\n")
    assert text.count("\n") == 1
    assert len(text) < LONGEST
    found = directives(text.strip())
    assert "unsafe" not in text
    assert len(found["script-src"].split()) < 12, "scripts of templates hold nothing of their page"


# --- in a browser ---


BY_HEADER, BY_PAGES = "header", "pages"


@pytest.fixture(scope="module", params=[BY_HEADER, BY_PAGES])
def means(request: pytest.FixtureRequest) -> str:
    """How browsers learn the policy: by a header with each file, or from the pages themselves."""
    return str(request.param)


@pytest.fixture(scope="module")
def guarded(means: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the shipped site, and a few more pages."""
    root = copy_of_project(tmp_path_factory.mktemp("guarded"))
    more = {
        "docs/tables.md": "# Tables\n\n| Year | Ships |\n| --- | ---: |\n| 1871 | 40 |\n",
        "docs/deep/er/page.md": "# Deep\n\nFar below.\n",
        "docs/trusted.md": "# Trusted\n\n"
        "<p onclick=\"document.title += ', and was clicked'\">Click.</p>\n\n"
        "<script>document.title = 'ran'</script>\n",
    }
    write_site(root, more)
    if means == BY_HEADER:
        with (root / "mkdocs.yml").open("a") as settings:
            settings.write("extra: {explainer: {page_policy: false}}\n")
    problems = build_site(root, root / "site", silent)
    assert [str(problem) for problem in problems if problem.level == "error"] == []
    policy = (root / "site" / POLICY_FILE).read_text(encoding="ascii").strip()
    headers = {"Content-Security-Policy": policy} if means == BY_HEADER else {}
    with serving(root / "site", headers) as served:
        yield served.address


@pytest.fixture(scope="module")
def listened(browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    """A page, and all that it complains of, violations of the policy among it."""
    context = browser.new_context(permissions=["clipboard-write"])
    context.add_init_script(TOLD)
    page, complaints = context.new_page(), list[str]()
    page.on(
        "console",
        lambda message: complaints.append(message.text) if message.type == "error" else None,
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page, complaints
    context.close()


@pytest.fixture
def watched(listened: tuple[Page, list[str]]) -> tuple[Page, list[str]]:
    """The same for one test alone."""
    page, complaints = listened
    empty(page)
    complaints.clear()
    return page, complaints


def use(page: Page) -> None:
    """Do on a page what readers do on every page: another palette, the shortcuts,
    paper, a preview, the search.
    """
    for switch in page.locator("label[for^=__palette]").all():
        if switch.is_visible():
            switch.click()
    page.keyboard.press("?")
    page.keyboard.press("Escape")
    page.emulate_media(media="print")
    page.emulate_media(media="screen")
    for link in page.locator("main a[href][data-annotation], main .ex-ref").all()[:2]:
        link.hover()
    page.locator("input.md-search__input").click()
    page.keyboard.type("zelinsky")
    expect(page.locator(".md-search [role=status]")).to_contain_text("matching document")
    page.keyboard.press("Escape")


USED = ("", ARTICLE, NOWHERE)  # in a quick run; the others are only opened


PATHS = in_thirds([(path,) for path in (*PAGES, "tables/", "deep/er/page/", NOWHERE)])


@pytest.mark.parametrize("path", PATHS)
def test_every_kind_of_page_satisfies_the_policy(watched, guarded, means, path, thorough):
    page, complaints = watched
    # a host shows the page for what is not found at any address
    page.route(
        f"**/{NOWHERE}", lambda route: route.fulfill(response=route.fetch(url=f"{guarded}404.html"))
    )
    answer = page.goto(guarded + path)
    assert answer
    if means == BY_HEADER:
        assert "script-src" in answer.headers["content-security-policy"]
    assert page.locator(IN_PAGE).count() == (means == BY_PAGES)
    if thorough or path in USED:
        use(page)
    assert complaints == []


@pytest.mark.thorough
def test_views_filter_and_file_to_keep_satisfy_the_policy(watched, guarded):
    page, complaints = watched
    page.goto(guarded + ARTICLE)
    for view in page.locator("[name=ex-view]").all():
        view.check(force=True)
    page.goto(guarded + "claims/?kind=fact")
    page.goto(guarded + f"data/{ARTICLE.rstrip('/')}.html")
    page.keyboard.press("?")
    expect(page.locator("h1")).to_be_visible()
    page.goto(guarded + "tables/")
    aligned = page.locator("td >> nth=1").evaluate("cell => getComputedStyle(cell).textAlign")
    assert aligned == "right"
    assert complaints == []


def test_an_editors_script_in_the_text_of_a_page_runs_where_no_header_forbids_it(
    watched, guarded, means
):
    page, complaints = watched
    page.goto(guarded + "trusted/")
    page.get_by_text("Click.").click()
    if means == BY_PAGES:
        assert page.title() == "ran, and was clicked"
        assert complaints == []
        return
    assert page.title() != "ran"
    violated = {each.split()[1] for each in complaints if each.startswith("violated")}
    assert violated == {"script-src-elem", "script-src-attr"}


INJECTED = [
    "<script>document.title = 'ran'</script>",
    "<img src=x onerror=\"document.title = 'ran'\">",
    "<svg onload=\"document.title = 'ran'\"></svg>",
    "<iframe srcdoc=\"<script>parent.document.title = 'ran'</script>\"></iframe>",
    '<object data="data:text/html,<script>1</script>"></object>',
    '<base href="https://example.org/">',
    "<script src=\"data:text/javascript,document.title='ran'\"></script>",
]


@pytest.mark.parametrize("markup", INJECTED)
def test_what_somebody_puts_into_a_page_on_its_way_does_not_run(watched, guarded, markup):
    page, complaints = watched

    def put_in(route):
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace("<h1", f"{markup}<h1", 1))

    page.route("**/method/", put_in)
    page.goto(guarded + "method/")
    page.wait_for_load_state("load")
    assert page.title() != "ran"
    assert any(each.startswith("violated") for each in complaints)
