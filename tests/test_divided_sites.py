"""What `check`, `build` and `serve` make of a site whose indexes are divided: the same links are
good, in articles, on pages and in annotations; an index is divided, or whole again, after an edit.
"""

import re
import shutil
from pathlib import Path

import pytest

from explainer.pages.division import divided
from explainer.pages.lookup import Lookup
from explainer.pipeline import analyse, build_site
from explainer.preview.workbench import Workbench
from tests.conftest import silent
from tests.long_lists import LIMIT, long_lists
from tests.site_files import write_site
from tests.test_command import tree
from tests.thoroughness import one_quick

GOOD = """\
[a date](../timeline/index.md#lamp-date-5), [once](../timeline/index.md#old-lamp-date),
[a source](../sources/index.md#work-4), [facts](../claims/index.md#_fact),
[persons](../actors/index.md#_person), [a letter](../glossary/index.md#_3),
[a part](../timeline/by_time/1800-to-1899/index.md#lamp-date-5), [by its name](date:lamp-date-5)
"""
BAD = "[none](../timeline/index.md#lamp-date-99), [gone](../timeline/by_time/1-to-99-ce/index.md)\n"
# Links in annotations are relative to docs/, and lead straight to the part
NOTED = """\
claims:
  noted:
    summary: It was noted
    kind: fact
    quote: Keeper 7 of lamp wrote it
    note: On [a day](timeline/index.md#lamp-date-5), after [the book](sources/index.md#work-4).
"""


@pytest.fixture(autouse=True)
def small_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    def with_limit(lookup: Lookup, most: int) -> Lookup:
        return divided(lookup, LIMIT)

    monkeypatch.setattr("explainer.pages.divided", with_limit)


def written(root: Path, **more: str) -> Path:
    files = long_lists()
    files["annotations/more.yml"] = f"article: lamp\n{NOTED}"
    return write_site(root, files | more)


def errors(root: Path) -> set[str]:
    return {_shown(str(found)) for found in analyse(root, silent)[1] if found.level == "error"}


def build_errors(root: Path) -> set[str]:
    found = build_site(root, root / "site", silent)
    return {_shown(str(problem)) for problem in found if problem.level == "error"}


def _is_page(path: str) -> bool:
    return path.endswith(".html") and path != "404.html"


def _shown(problem: str) -> str:
    return re.sub(r"^.*?error: ", "", problem)


def test_links_into_divided_indexes_are_good_for_check_and_build(tmp_path: Path) -> None:
    text = f"# Links\n\n{GOOD}"
    root = written(tmp_path, **{"docs/more/links.md": text, "docs/articles/links.md": text})
    assert errors(root) == set()
    assert build_errors(root) == set()
    for path in ("more/links", "articles/links"):
        html = (root / f"site/{path}/index.html").read_text("utf-8")
        assert 'href="../../timeline/#lamp-date-5"' in html
        assert html.count('href="../../timeline/by_time/1800-to-1899/#lamp-date-5"') == 2
    claim = (root / "site/claims/noted/index.html").read_text("utf-8")
    assert 'href="../../timeline/by_time/1800-to-1899/#lamp-date-5">a day<' in claim
    assert 'href="../../sources/by_kind/report/#work-4">the book<' in claim


def test_links_that_lead_nowhere_are_bad_for_check_and_build(tmp_path: Path) -> None:
    root = written(tmp_path, **{"docs/more/links.md": f"# Links\n\n{BAD}"})
    found = errors(root)
    assert len(found) == 2
    assert build_errors(root) == found


def test_notes_in_a_download_are_linked_to_each_other(tmp_path: Path) -> None:
    root = written(tmp_path)
    assert build_errors(root) == set()
    kept = (root / "site/data/articles/lamp.html").read_text("utf-8")
    assert 'href="#_date-lamp-date-5"' in kept
    # the title of a note leads on, to the site
    address = "https://example.org/lists/timeline/by_time/1800-to-1899/#lamp-date-4"
    assert kept.count(f'href="{address}"') == 1


@pytest.mark.thorough
def test_drafts_are_on_no_part(tmp_path: Path) -> None:
    root = written(tmp_path)
    article = root / "docs/articles/news/fog.md"
    text = article.read_text("utf-8")
    article.write_text(f"---\ndraft: true\n---\n{text}", "utf-8")
    assert build_errors(root) == set()
    built = tree(root / "site")
    assert "timeline/by_time/1800-to-1899/index.html" in built
    assert "timeline/by_time/1900-to-1999/index.html" not in built  # all of them were of the draft
    assert [path for path, data in built.items() if b"news-fog-" in data] == []


EDITED = {
    "annotations/common.yml": "glossary/by_letter/b/index.html",
    "annotations/articles/lamp.yml": "claims/by_article/lamp/index.html",
}


@pytest.mark.parametrize("path", one_quick(list(EDITED)))
@pytest.mark.thorough
def test_an_edit_divides_an_index_and_another_makes_it_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setattr(Workbench, "_build_soon", lambda *_: None)
    root = write_site(tmp_path / "root", long_lists())
    file = root / path
    long = file.read_text("utf-8")
    short = re.sub(r"(?m)^  (?:term|lamp-claim)-(?!0).*(?:\n    .*)*\n", "", long)
    build_site(root, root / "site", silent)
    with Workbench(root, root / "site") as bench:
        bench.update()
        for text in (short, long):
            file.write_text(text, "utf-8")
            bench.update()
            assert not bench.is_behind
            fresh = tmp_path / "fresh"
            shutil.copytree(root, fresh, ignore=shutil.ignore_patterns("build", "site"))
            assert build_errors(fresh) == set()
            built = {name: data for name, data in tree(fresh / "site").items() if _is_page(name)}
            assert (EDITED[path] in built) is (text is long)
            assert {name: bench.read(name) for name in built} == built
            gone = [name for name in tree(root / "site") if name not in built and _is_page(name)]
            assert [name for name in gone if bench.read(name) is not None] == []
            shutil.rmtree(fresh)
