import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
import yaml

from explainer.building.builtsite import read_page
from explainer.building.foreign import Foreign
from explainer.building.pagerecord import built_from_json, built_to_json
from explainer.building.verify import Expected, expected, verify
from explainer.config.annotation_extensions import has_known_extensions
from explainer.entries import FrontMatter
from explainer.model import (
    Article,
    Highlight,
    LinkedText,
    Loaded,
    Page,
    Problem,
    Ref,
    Rendered,
    Settings,
    Site,
    Span,
)
from explainer.pages import document
from explainer.pipeline import build_site
from explainer.text.seals import seal
from explainer.text.sentences import Context
from tests.conftest import PROJECT, silent
from tests.site_files import BASE, write_site

CASES = yaml.safe_load((Path(__file__).parent / "cases/verify/sites.yml").read_text("utf-8"))


def write(root: Path, files: dict[str, str | None]) -> Path:
    documents = {
        path: f"<!doctype html><html><head><title>x</title></head><body>{text}</body></html>"
        if path.endswith(".html") and text is not None
        else text or ""
        for path, text in files.items()
    }
    return write_site(root, documents)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_case(case: dict, tmp_path: Path) -> None:
    wanted = Expected(
        articles={path: tuple(article) for path, article in case.get("articles", {}).items()},
        ids={path: frozenset(ids) for path, ids in case.get("ids", {}).items()},
        owners={(path, id): owner for path, id, owner in case.get("owners", ())},
        annotations={path: frozenset(names) for path, names in case.get("annotations", {}).items()},
        sources=case.get("sources", {}),
        own_markers=frozenset(case.get("said", ())),
        has_other_code=case.get("has_other_code", False),
        is_safe=case.get("is_safe", False),
    )
    problems = verify(
        write(tmp_path, case["files"]), wanted, case.get("site_url", "https://example.org/lamp/")
    )
    if "hosts" in case:
        assert len(problems) == case["hosts"], problems
        assert {problem.rule for problem in problems} == {"verify-host"}
    else:
        assert [str(problem) for problem in problems] == case["problems"]


def test_what_a_site_must_hold() -> None:
    ref = Ref("article", "lamp")
    mark = Highlight(Ref("claim", "a"), Span(0, 3), "claim-a", 1, Context("", "The", " lamp"))
    text = LinkedText(Rendered(ref, "<p>The lamp {{</p>", "The lamp {{"), (mark,), ())
    site = Site(
        Loaded(
            articles=(
                Article("lamp", "docs/articles/lamp.md", FrontMatter(), "Lamp", "The lamp {{"),
            ),
            pages=(Page("about.md", "About"),),
        ),
        articles={"lamp": text},
        pages={},
        texts={},
        mentions={},
        relations=(),
    )
    assert expected(site) == Expected(
        articles={"articles/lamp/index.html": ("lamp", "The lamp {{")},
        ids={"articles/lamp/index.html": frozenset({"claim-a"})},
        owners={("articles/lamp/index.html", "claim-a"): "claim:a"},
        annotations={"articles/lamp/index.html": frozenset({"claim:a"})},
        sources={
            "articles/lamp/index.html": "docs/articles/lamp.md",
            "about/index.html": "docs/about.md",
        },
        own_markers=frozenset({"{{"}),
    )
    assert set(expected(site, directory_urls=False).articles) == {"articles/lamp.html"}


def test_what_a_fault_of_this_program_puts_on_its_pages_stops_the_build(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    term = "terms:\n  lens: {name: lens, definition: A glass., allow: {unused: a test}}\n"
    root = write_site(tmp_path, {**BASE, "annotations/a.yml": term})
    assert build_site(root, root / "site", silent) == ()
    before = (root / "site/glossary/lens/index.html").read_bytes()
    shutil.rmtree(root / "build")  # what is kept there of the pages
    monkeypatch.setattr(document, "seal", lambda body: seal(f"{body}\n\n<form></form>"))
    problems = build_site(root, root / "site", silent)
    assert {(problem.rule, problem.level) for problem in problems} == {("verify-foreign", "error")}
    assert "site/glossary/lens/index.html" in {problem.place.path for problem in problems}
    assert (root / "site/glossary/lens/index.html").read_bytes() == before


def test_what_is_foreign_is_kept_with_a_page(tmp_path: Path) -> None:
    text = '<!--explainer:begin--><p onclick="x">a</p><!--explainer:end-->'
    page = read_page(write(tmp_path, {"x.html": text}), "x.html", ())
    assert page.foreign == (Foreign("`onclick` of <p>", False),)
    assert built_from_json(json.loads(json.dumps(built_to_json(page)))) == page


@pytest.mark.parametrize(
    ("extensions", "configs", "are_known"),
    [
        (("toc", "pymdownx.superfences", "explainer.extension"), {}, True),
        (("toc", "mdx_math"), {}, False),
        (("pymdownx.snippets",), {"pymdownx.snippets": {"auto_append": []}}, True),
        (("pymdownx.snippets",), {"pymdownx.snippets": {"auto_append": ["foot.md"]}}, False),
    ],
)
def test_extensions_that_may_add_html_to_every_page(
    extensions: tuple[str, ...], configs: dict, are_known: bool
) -> None:
    settings = Settings("", extensions=extensions, extension_configs=configs)
    assert has_known_extensions(settings) is are_known


# What somebody writes who has not heard of `if __name__ == "__main__"`; the lock stands for that of
# a build.
UNGUARDED = """
from pathlib import Path
from random import Random

from explainer.pipeline import site_lock
from explainer.building.verify import Expected, verify

with site_lock(Path("root")):
    print(verify(Path("site"), Expected()))
"""


def test_a_script_that_builds_a_large_site_does_not_wait_for_itself(tmp_path: Path) -> None:
    pages = {f"site/{number}.html": '<p id="x">The lamp</p>' for number in range(2_000)}
    write_site(tmp_path, {**pages, "script.py": UNGUARDED})
    command = [sys.executable, str(tmp_path / "script.py")]
    environment = os.environ | {"PYTHONPATH": str(PROJECT)}
    ended = subprocess.run(
        command,
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert ended.stderr == ""
    assert ended.stdout == "()\n"


@pytest.mark.parametrize(
    "data", [b"", b" \n", b"<!-- a lone comment -->", b"<!doctype html>", b"<?php ?>"]
)
def test_a_page_without_any_element_is_an_empty_one(data: bytes, tmp_path: Path) -> None:
    write_site(tmp_path, {"own.html": data})
    assert verify(tmp_path, Expected()) == ()


PLACES = (
    "index.html",
    "404.html",
    "x/index.html",
    "a/b/index.html",
    "a/b/x/index.html",
    "a/c.html",
)
PARTS = (
    "../",
    "../",
    "../",
    "a/",
    "b/",
    "x/",
    "c.html",
    "index.html",
    "..",
    ".",
    "/",
    "//",
    "?q",
    " ",
)
ENDS = ("", "#", "#i", "#%69", "#j", "#top", "#a%20b", "#i:~:text=x", "#fnref1")
HOSTS = ("https://example.org/lamp/", "https://example.org/", "https://elsewhere.org/", "mailto:a")


def test_a_link_is_judged_as_if_it_were_the_only_one(tmp_path: Path) -> None:
    chance = Random(1)

    def links() -> list[str]:
        starts = [chance.choice(("", "", "", *HOSTS)) for _ in range(60)]
        return [
            start + "".join(chance.choices(PARTS, k=chance.randrange(5))) + chance.choice(ENDS)
            for start in starts
        ]

    found = {path: [link for link in links() if link] for path in PLACES}

    def page(addresses: list[str]) -> str:
        shown = "".join(f'<a href="{address}">x</a>' for address in addresses)
        return f'<p id="i">{shown}</p><p id="a b"></p>'

    whole = {path: page(addresses) for path, addresses in found.items()}
    site_url = "https://example.org/lamp/"
    together = verify(write(tmp_path / "whole", whole), Expected(), site_url)
    root = write(tmp_path / "alone", dict.fromkeys(PLACES, page([])))
    alone = list[Problem]()
    for path, addresses in found.items():
        for address in dict.fromkeys(addresses):
            write(root, {path: page([address])})
            alone += verify(root, Expected(), site_url)
        write(root, {path: page([])})
    assert [str(problem) for problem in together] == sorted(map(str, alone))
    assert len(alone) > 50
