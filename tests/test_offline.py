"""A site that is opened from a folder."""

import shutil
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, expect

from explainer.building.search_index import divide_search
from explainer.config.offline import offline
from explainer.config.settings import read_config
from explainer.pipeline import build_site
from tests.conftest import copy_of_project, silent
from tests.site_files import BASE, write_site
from tests.thoroughness import one_quick


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped site, made to be opened from a folder whose name is not easy."""
    root = copy_of_project(tmp_path_factory.mktemp("offline"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SITE_URL", "https://example.org/talks/")
        problems = build_site(root, root / "my sité #1", silent, offline=True)
    assert [
        str(problem) for problem in problems
    ] == []  # verify among them: every link leads to a file
    return root / "my sité #1"


@pytest.mark.parametrize(
    ("typed", "plugins", "extra"),
    [
        (
            "",
            ["search", "material/offline"],
            {"polyfills": ["assets/javascripts/iframe-worker.js"]},
        ),
        (
            "plugins: [tags]\nextra: {polyfills: [x.js], generator: no}\n",
            ["search", "tags", "material/offline"],
            {"polyfills": ["x.js", "assets/javascripts/iframe-worker.js"], "generator": False},
        ),
        (
            "plugins: {search: {lang: de}}\n",
            {"search": {"lang": "de"}, "material/offline": None},
            {"polyfills": ["assets/javascripts/iframe-worker.js"]},
        ),
        (
            "extra: {polyfills: [js/iframe-worker.js]}\n",
            ["search", "material/offline"],
            {"polyfills": ["js/iframe-worker.js"]},
        ),
        (
            "plugins: [search, offline: {enabled: false}]\n",
            ["search", "material/offline"],
            {"polyfills": ["assets/javascripts/iframe-worker.js"]},
        ),
    ],
    ids=["none", "list", "mapping", "own polyfill", "switched off"],
)
def test_settings(tmp_path: Path, typed: str, plugins: object, extra: object) -> None:
    write_site(
        tmp_path, {"mkdocs.yml": f"site_name: Lamp\nsite_url: https://example.org/\n{typed}"}
    )
    config, problems = read_config(tmp_path)
    assert config is not None
    assert problems == ()
    made = yaml.safe_load(offline(config.text))
    assert made["use_directory_urls"] is False
    assert made["site_url"] == ""
    assert (made["plugins"], made.get("extra")) == (plugins, extra)


@pytest.mark.parametrize(
    ("plugin", "is_offline"),
    [
        ("offline", True),
        ("material/offline: {}", True),
        ("offline: {enabled: false}", False),
        ("offline: {enabled: !ENV [OFFLINE, false]}", True),  # as it is set
        ("offline: {enabled: !ENV [OTHER, false]}", False),
        ("tags", False),
    ],
)
def test_the_plug_in_makes_links_lead_to_files(
    tmp_path: Path, plugin: str, is_offline: bool
) -> None:
    text = f"site_name: Lamp\nplugins: [search, {plugin}]\n"
    write_site(tmp_path, {"mkdocs.yml": text})
    config, problems = read_config(tmp_path, {"OFFLINE": "true"})
    assert config is not None
    assert problems == ()
    assert ("use_directory_urls: false" in config.text) is is_offline
    assert ("iframe-worker" in config.text) is is_offline


def test_a_site_with_the_plug_in_is_built(tmp_path: Path) -> None:
    settings = {"mkdocs.yml": "site_name: Lamp\nplugins: [search, offline]\n"}
    root = write_site(tmp_path, {**BASE, **settings, "annotations/a.yml": ""})
    assert build_site(root, root / "site", silent) == ()
    assert (root / "site/articles/lamp.html").is_file()


def test_what_the_folder_holds(folder: Path) -> None:
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert {"index.html", "claims/now-trumps-war-too/index.html", "search/search_index.js"} <= files
    assert [path for path in files if path.startswith("sitemap")] == []  # it has no address
    assert "unpkg.com" not in (folder / "index.html").read_text("utf-8")


@pytest.mark.thorough
def test_a_site_with_an_address_has_a_sitemap(shipped_site: Path) -> None:
    text = (shipped_site / "sitemap.xml").read_text("utf-8")
    assert text.startswith("<?xml")
    assert "<loc>https://example.org/talks/claims/now-trumps-war-too/</loc>" in text
    assert "404" not in text


@pytest.fixture(params=one_quick(["whole", "divided"]))
def indexed(folder: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """The folder with each kind of search index."""
    if request.param == "whole":
        return folder
    copy = tmp_path / folder.name
    shutil.copytree(folder, copy)
    divide_search(copy, most=0)
    return copy


@pytest.mark.thorough
def test_a_walk_without_a_server(browser: Browser, indexed: Path) -> None:
    """Home, the article, a note, its claim, and by the search to a text and an actor."""
    folder = indexed
    page = browser.new_page()
    asked, complaints = list[str](), list[str]()
    page.on("request", lambda request: asked.append(request.url))
    page.on(
        "console",
        lambda message: complaints.append(message.text) if message.type == "error" else None,
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto((folder / "index.html").as_uri())
    page.locator("article a[href*='stalled-ukraine-talks.html']").first.click()
    expect(page.locator(".ex-article")).to_be_visible()
    page.locator("#_claim-now-trumps-war-too .ex-label a").last.click()
    expect(page.locator("h1")).to_contain_text("no longer Biden’s alone")
    page.locator("input.md-search__input").click()
    page.keyboard.type("a barbed mesage")
    expect(page.locator(".md-search-result__link mark").first).to_have_text("barbed")
    page.locator("input.md-search__input").fill("zelinsky")
    page.keyboard.press("Shift")
    expect(page.locator(".md-search-result__link h1").first).to_contain_text("Zelensky")
    page.locator(".md-search-result__link").first.click()
    expect(page.locator("h1")).to_contain_text("Volodymyr Zelensky")
    page.close()
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert complaints == []
