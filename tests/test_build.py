"""The staged tree and what the renderers make of it. Each test that runs a
renderer makes one tiny site.
"""

import filecmp
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

import pytest
import yaml
from lxml import html

import explainer
from explainer.building import stage as staging
from explainer.building.renderer import DEFAULT_EPOCH, read_settings, render_site
from explainer.building.stage import name_problems, stage
from explainer.building.verify import Expected, verify
from explainer.config.settings import Config, read_config
from explainer.marking.comment import Marks, marks_comment
from explainer.marking.cuts import Mark
from explainer.model import Problem, Settings
from tests.site_files import write_site

CASES = yaml.safe_load((Path(__file__).parent / "cases/build/settings.yml").read_text("utf-8"))
PROJECT = Path(explainer.__file__).parents[1]
CONFIG = "site_name: Lamp\nsite_url: https://example.org/lamp/\nrepo_url: https://github.com/example/lamp\n"
ARTICLE = (
    "# The lamp\n\nThe *lamp* never failed, see [about](../about.md).\n\n```python\nx = 1\n```\n"
)
WORDS = "The lamp\nThe lamp never failed, see about.\nx = 1"
MARKS = (Mark(13, 25, "claim:a", "../../claims/a/", "claim-a", 1, "Claim 1"),)
AROUND = (
    '<p><a href="../">All articles</a>, <a href="../../claims/">claims</a>, '
    '<a href="#claim-a">mark</a></p>'
)
PAGES: Mapping[str, str | bytes] = {
    "index.md": "# Home\n\n[the lamp](articles/lamp.md#claim-a)\n",
    "articles/index.md": "# Articles\n",
    "articles/lamp.md": "---\ntitle: The lamp\n---\n"
    f"{marks_comment(Marks('lamp', MARKS, AROUND))}\n"
    f"{ARTICLE}",
    "claims/index.md": "# Claims\n",
    "claims/a/index.md": "# A\n\n[in the article](../../articles/lamp.md#claim-a)\n",
    "about.md": "---\ntitle: About us\n---\n# About\n\n![x](x.svg){credit='[home](index.md)'}\n",
    "stylesheets/explainer.css": "mark { color: inherit }\n",
}
ASSETS = (PurePosixPath("x.svg"),)
EXPECTED = Expected(
    articles={"articles/lamp/index.html": ("lamp", WORDS)},
    ids={"articles/lamp/index.html": frozenset({"claim-a"})},
    annotations={"articles/lamp/index.html": frozenset({"claim:a"})},
)


def config_of(root: Path, text: str = CONFIG) -> Config:
    write_site(
        root, {"mkdocs.yml": text, "docs/x.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>"}
    )
    config, problems = read_config(root)
    assert config is not None
    assert {problem.level for problem in problems} <= {"warning"}
    return config


def staged(root: Path, text: str = CONFIG, pages: Mapping[str, str | bytes] = PAGES) -> Config:
    config = config_of(root, text)
    assert stage(config, pages, ASSETS, root / "build") == ()
    return config


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(PROJECT), "NO_MKDOCS_2_WARNING": "1"}


def run(*command: str, folder: Path) -> str:
    """Run one of the installed commands and give what it said."""
    program = str(Path(sys.executable).parent / command[0])
    done = subprocess.run(
        [program, *command[1:]],
        cwd=folder,
        env=environment(),
        text=True,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


# Settings as MkDocs reads them


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_settings_case(case: dict, tmp_path: Path) -> None:
    write_site(tmp_path, {"mkdocs.yml": case["given"], "docs/x.md": ""} | case.get("files", {}))
    config, problems = read_config(tmp_path)
    if config is not None:
        problems += read_settings(config)[1]
    said = sorted(map(str, problems))
    assert len(said) == len(case["problems"]), said
    assert all(
        text.startswith(start) for text, start in zip(said, case["problems"], strict=True)
    ), said


@pytest.mark.parametrize(
    ("typed", "allowed"),
    [("[Var, prooftree*]", {"Var", "prooftree*"}), ("dv", {"dv"}), ("", set())],
)
def test_commands_of_formulas_that_a_site_allows(typed, allowed, tmp_path):
    text = f"site_name: Lights\nextra: {{explainer: {{formula_commands: {typed}}}}}\n"
    settings, problems = read_settings(config_of(tmp_path, text))
    assert problems == ()
    assert settings.formula_commands == allowed


@pytest.mark.parametrize(
    ("typed", "has_other_scripts"),
    [
        ("", False),
        ("plugins: [search]\n", False),
        ("extra_javascript: [https://example.org/katex.js]\n", True),
        ("theme: {name: material, custom_dir: overrides}\n", True),
    ],
)
def test_scripts_that_may_read_formulas(typed, has_other_scripts, tmp_path):
    (tmp_path / "overrides").mkdir()
    settings, problems = read_settings(config_of(tmp_path, f"site_name: Lights\n{typed}"))
    assert problems == ()
    assert settings.has_other_scripts is has_other_scripts


def test_settings_are_those_that_mkdocs_renders_with(tmp_path: Path) -> None:
    text = (
        "site_name: Lamp\nsite_url: https://example.org/lamp\nuse_directory_urls: false\n"
        "site_dir: public\n"
        "theme: {language: de}\nmarkdown_extensions:\n- smarty\n- toc: {permalink: true}\n"
    )
    settings, problems = read_settings(config_of(tmp_path, text))
    assert problems == ()
    assert settings == Settings(
        site_name="Lamp",
        extensions=(
            "toc",
            "tables",
            "fenced_code",
            "admonition",
            "attr_list",
            "def_list",
            "footnotes",
            "smarty",
            "explainer.captions",
        ),
        extension_configs={"toc": {"permalink": True}},
        directory_urls=False,
        site_url="https://example.org/lamp/",
        language="de",
        root=tmp_path,
        has_other_scripts=False,
    )


def test_a_missing_docs_folder_is_left_to_the_loader(tmp_path: Path) -> None:
    write_site(tmp_path, {"mkdocs.yml": "site_name: Lamp\n"})
    config, _ = read_config(tmp_path)
    assert config is not None
    assert read_settings(config)[1] == ()


# The staged tree


def test_only_what_changed_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = staged(tmp_path)
    build = tmp_path / "build"
    written: list[Path] = []
    monkeypatch.setattr(staging, "fill_file", lambda path, _: written.append(path))
    stage(config, {**PAGES, "claims/a/index.md": "# Another\n"}, ASSETS, build)
    assert written == [build / "docs/claims/a/index.md"]


def test_what_is_no_longer_wanted_is_removed(tmp_path: Path) -> None:
    staged(tmp_path)
    pages = {path: text for path, text in PAGES.items() if not path.startswith("claims")}
    staged(tmp_path, pages=pages)
    assert files(tmp_path / "build/docs") == {*pages, "x.svg"}
    assert not (tmp_path / "build/docs/claims").exists()


def test_the_editors_templates_are_staged(tmp_path: Path) -> None:
    own = (
        "{% extends 'explainer-main.html' %}{% block extrahead %}{{ super() }}<meta "
        "name='mine'>{% endblock %}"
    )
    write_site(tmp_path, {"mine/main.html": own, "mine/partials/source.html": "mine"})
    config = staged(tmp_path, "site_name: Lamp\ntheme: {custom_dir: mine}\n")
    assert (tmp_path / "build/overrides/main.html").read_text() == own
    assert (tmp_path / "build/overrides/partials/source.html").read_text() == "mine"
    assert render_site(config, tmp_path / "build", tmp_path / "site").problems == ()
    built = (tmp_path / "site/articles/lamp/index.html").read_text("utf-8")
    for sign in ("name='mine'", "og:title", "explainer-view", "explainer-search.js"):
        assert sign in built


@pytest.mark.parametrize(
    "name", ["../x.md", "/x.md", "a/../../x.md", "a\\x.md", "C:x.md", "", "a\0.md"]
)
def test_no_path_leads_out_of_the_staged_tree(name: str, tmp_path: Path) -> None:
    (problem,) = stage(config_of(tmp_path), {name: "x"}, (), tmp_path / "build")
    assert problem.level == "error"
    assert not (tmp_path / "build").exists()


def test_names_that_some_systems_take_for_one() -> None:
    (problem,) = name_problems(("About.md", "about.md"), ())
    assert (problem.place.path, problem.level) == ("docs/about.md", "warning")


def test_an_asset_named_like_a_generated_file(tmp_path: Path) -> None:
    (problem,) = stage(config_of(tmp_path), {"x.svg": "x"}, ASSETS, tmp_path / "build")
    assert (problem.place.path, problem.level) == ("docs/x.svg", "error")


@pytest.mark.parametrize("found", ["docs/precious.md", "mkdocs.yml"])
def test_a_build_folder_with_other_contents_is_left_alone(found: str, tmp_path: Path) -> None:
    write_site(tmp_path, {f"build/{found}": "precious"})
    (problem,) = stage(config_of(tmp_path), PAGES, ASSETS, tmp_path / "build")
    assert problem.level == "error"
    assert files(tmp_path / "build") == {found}


def test_a_link_in_the_build_folder_is_not_followed(tmp_path: Path) -> None:
    staged(tmp_path)
    write_site(tmp_path, {"precious/a.md": "x"})
    (tmp_path / "build/docs/claims/linked").symlink_to(tmp_path / "precious")
    staged(tmp_path)
    assert not (tmp_path / "build/docs/claims/linked").exists()
    assert (tmp_path / "precious/a.md").exists()


def test_a_file_where_a_folder_should_be(tmp_path: Path) -> None:
    write_site(tmp_path, {"build": "a file"})
    (problem,) = stage(config_of(tmp_path), PAGES, ASSETS, tmp_path / "build")
    assert problem.level == "error"


# Rendering


def test_the_site_is_whole_and_the_same_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    config = staged(tmp_path)
    one, two = tmp_path / "one", tmp_path / "two"
    assert render_site(config, tmp_path / "build", one).problems == ()
    assert render_site(config, tmp_path / "build", two).problems == ()
    assert verify(one, EXPECTED, "https://example.org/lamp/") == ()
    assert files(one) == files(two)
    assert filecmp.cmpfiles(one, two, sorted(files(one)), shallow=False)[0] == sorted(files(one))
    assert "SOURCE_DATE_EPOCH" not in os.environ
    assert DEFAULT_EPOCH == 315532800


def test_the_sitemap_tells_only_a_day_that_a_page_gives(tmp_path: Path) -> None:
    about = "---\nupdated: 2025-05-06\n---\n# About\n\n![x](x.svg)\n"
    config = staged(
        tmp_path, pages={**PAGES, "about.md": about, "more.md": "---\nupdated: soon\n---\n# More\n"}
    )
    assert render_site(config, tmp_path / "build", tmp_path / "site").problems == ()
    sitemap = (tmp_path / "site/sitemap.xml").read_text()
    assert sitemap.count("<lastmod>") == 1
    assert "<loc>https://example.org/lamp/about/</loc><lastmod>2025-05-06</lastmod>" in sitemap


def test_an_article_without_a_heading_shows_its_title(tmp_path: Path) -> None:
    pages = {
        **PAGES,
        "articles/lamp.md": "---\ntitle: The lamp &amp; its keeper\n---\nIt was lit.\n",
    }
    del pages["articles/index.md"]  # of a single article, the navigation says “Article”
    render_site(staged(tmp_path, pages=pages), tmp_path / "build", tmp_path / "site")
    page = html.parse(str(tmp_path / "site/articles/lamp/index.html"))
    assert [heading.text for heading in page.iter("h1")] == ["The lamp & its keeper"]


def test_the_link_to_the_repository_asks_nobody_for_stars(tmp_path: Path) -> None:
    render_site(staged(tmp_path), tmp_path / "build", tmp_path / "site")
    page = html.parse(str(tmp_path / "site/index.html"))
    assert page.xpath("//a[@class='md-source']/@href") == ["https://github.com/example/lamp"] * 2
    assert page.xpath("//*[@data-md-component='source']") == []


def test_broken_links_stand_in_the_editors_file(tmp_path: Path) -> None:
    text = "# About\n\n[gone](gone.md) and [absent](#absent)\n"
    write_site(tmp_path, {"docs/about.md": text})
    write_site(tmp_path, {"hook.py": ""})  # so that only a build can tell
    settings = CONFIG + "strict: true\nhooks: [hook.py]\n"
    config = staged(tmp_path, settings, {**PAGES, "about.md": text, "claims/index.md": "[x](y.md)"})
    problems = render_site(config, tmp_path / "build", tmp_path / "site").problems
    assert [(*problem.place, problem.level, problem.rule) for problem in sorted(problems)] == [
        ("build/docs/claims/index.md", 1, 1, "error", "mkdocs"),
        ("docs/about.md", 3, 8, "error", "mkdocs"),
        ("docs/about.md", 3, 30, "error", "mkdocs"),
    ]
    assert (tmp_path / "site/index.html").exists()


def test_a_page_missing_from_the_editors_navigation(tmp_path: Path) -> None:
    write_site(tmp_path, {"hook.py": ""})  # so that only a build can tell
    config = staged(tmp_path, "site_name: Lamp\nnav:\n- index.md\n- gone.md\nhooks: [hook.py]\n")
    problems = render_site(config, tmp_path / "build", tmp_path / "site").problems
    assert [(problem.place.line, problem.level) for problem in problems] == [
        (2, "warning"),
        (2, "error"),
    ]
    assert any("about.md" in problem.message for problem in problems)
    assert not any("claims" in problem.message for problem in problems)


@pytest.mark.parametrize(
    ("name", "hook", "said"),  # MkDocs keeps what it loaded from a path, so each has its own
    [
        ("divides.py", "def on_page_markdown(markdown, **more):\n    1 / 0\n", "division by zero"),
        ("exits.py", "def on_pre_build(**more):\n    raise SystemExit(7)\n", "SystemExit: 7"),
        (
            "fails.py",
            "from mkdocs.exceptions import PluginError\ndef on_env(env, **more):\n"
            "    raise PluginError('no lamp')\n",
            "no lamp",
        ),
    ],
)
def test_whatever_stops_mkdocs_is_a_problem(
    name: str, hook: str, said: str, tmp_path: Path, capfd: pytest.CaptureFixture
) -> None:
    write_site(tmp_path, {name: hook})
    config = staged(tmp_path, CONFIG + f"hooks: [{name}]\n")
    (problem,) = render_site(config, tmp_path / "build", tmp_path / "site").problems
    assert (problem.level, problem.rule) == ("error", "mkdocs")
    assert said in problem.message
    assert capfd.readouterr() == ("", "")


def test_a_template_that_is_broken(tmp_path: Path) -> None:
    write_site(
        tmp_path,
        {"mine/main.html": "{% extends 'base.html' %}{% block content %}{{ 1 / 0 }}{% endblock %}"},
    )
    config = staged(tmp_path, "site_name: Lamp\ntheme: {custom_dir: mine}\n")
    problems: tuple[Problem, ...] = render_site(
        config, tmp_path / "build", tmp_path / "site"
    ).problems
    assert any(problem.level == "error" for problem in problems)


# Other renderers, and MkDocs' own command


@pytest.mark.parametrize("renderer", ["mkdocs", "properdocs", "zensical"])
def test_the_staged_tree_builds_elsewhere(renderer: str, tmp_path: Path) -> None:
    config = staged(tmp_path / "here")
    assert render_site(config, tmp_path / "here/build", tmp_path / "ours").problems == ()
    shutil.move(tmp_path / "here/build", tmp_path / "moved")
    (tmp_path / "elsewhere").mkdir()
    said = run(
        renderer, "build", "-f", str(tmp_path / "moved/mkdocs.yml"), folder=tmp_path / "elsewhere"
    )
    assert "warning" not in said.lower()
    built = tmp_path / "moved/site"
    assert pages_of(built) == pages_of(tmp_path / "ours")
    credit = html.parse(str(built / "about/index.html")).xpath("//figure[img]/figcaption/small/a")[
        0
    ]
    assert (credit.text, credit.get("href").rstrip("/")) == ("home", "..")
    assert verify(built, EXPECTED, "https://example.org/lamp/") == ()
    assert html.parse(str(built / "index.html")).xpath("//*[@data-md-component='source']") == []


def pages_of(site: Path) -> set[str]:
    return {name for name in files(site) if name.endswith(".html")}


HOOK = """
from pathlib import Path, PurePosixPath
from explainer.building.renderer import hooked_config
from explainer.model import Place, Problem
from explainer.config.settings import read_config
from explainer.building.stage import name_problems, stage

def on_config(config):
    root = Path(config.config_file_path).parent
    found, problems = read_config(root)
    pages = {"index.md": (root / "annotations/a.yml").read_text(), "claims/index.md": "# Claims"}
    problems += stage(found, pages, (PurePosixPath("x.svg"),), root / "build")
    if "wrong" in pages["index.md"]:
        problems += (Problem(Place("annotations/a.yml"), "error", "this is wrong", "test"),)
    return hooked_config(config, root / "build", problems)
"""
HOOKED = CONFIG + "hooks: [build_site.py]\nwatch: [annotations]\n"


def hooked(root: Path, said: str) -> Config:
    write_site(root, {"build_site.py": HOOK, "annotations/a.yml": said})
    return config_of(root, HOOKED)


def test_mkdocs_build_in_the_root_gives_the_same_bytes(tmp_path: Path) -> None:
    config = hooked(tmp_path, "# Lamp")
    run("mkdocs", "build", "--strict", folder=tmp_path)
    assert render_site(config, tmp_path / "build", tmp_path / "ours").problems == ()
    names = sorted(files(tmp_path / "ours"))
    assert "claims/index.html" in names
    assert "Content-Security-Policy" in (tmp_path / "ours/index.html").read_text()
    assert sorted(files(tmp_path / "site")) == names
    assert filecmp.cmpfiles(tmp_path / "ours", tmp_path / "site", names, shallow=False)[0] == names


def test_mkdocs_build_with_errors_leaves_the_old_site(tmp_path: Path) -> None:
    hooked(tmp_path, "wrong")
    write_site(tmp_path, {"site/index.html": "old"})
    with pytest.raises(AssertionError, match="this is wrong"):
        run("mkdocs", "build", folder=tmp_path)
    assert (tmp_path / "site/index.html").read_text() == "old"


@pytest.fixture
def mkdocs_serve(tmp_path: Path) -> Iterator[str]:
    hooked(tmp_path, "# first words")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = str(Path(sys.executable).parent / "mkdocs")
    process = subprocess.Popen(
        [program, "serve", "-a", f"127.0.0.1:{port}"],
        cwd=tmp_path,
        env=environment(),
        stderr=subprocess.DEVNULL,
    )
    yield f"http://127.0.0.1:{port}/lamp/"
    process.terminate()
    process.wait(300)


def test_mkdocs_serve_rebuilds(mkdocs_serve: str, tmp_path: Path) -> None:
    """The version of click that is installed decides over this (see pyproject.toml)."""
    assert appears(mkdocs_serve, "first words")
    write_site(tmp_path, {"annotations/a.yml": "# second words"})
    assert appears(mkdocs_serve, "second words")
    with urllib.request.urlopen(mkdocs_serve) as page:
        assert b"Content-Security-Policy" not in page.read(), "its own script could not reload it"


def appears(address: str, words: str) -> bool:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address) as page:
                if words in page.read().decode():
                    return True
        except OSError:
            pass
        time.sleep(0.1)
    return False
