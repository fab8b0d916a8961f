"""What a reader would meet that is wrong is told before anything is built; cases are
in `cases/proofreading/`.

A case is a site: `markdown` is its article, `settings` are lines of its mkdocs.yml, `files` are
more of its files, and `large` names some that are larger than a file for download can hold.
"""

from pathlib import Path

import pytest

from explainer.pages.download import LARGEST_IMAGE
from explainer.pipeline import analyse
from tests.conftest import silent
from tests.site_files import BASE, cases, write_site


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=name) for name, case in cases("proofreading")]
)
def test_case(case: dict, tmp_path: Path) -> None:
    root = write_site(tmp_path, site_of(case))
    problems = analyse(root, silent)[1]
    assert [str(problem) for problem in sorted(problems)] == case["problems"]


def site_of(case: dict) -> dict[str, str | bytes]:
    given = {"mkdocs.yml": BASE["mkdocs.yml"] + case.get("settings", ""), "annotations/a.yml": ""}
    if "markdown" in case:
        given["docs/articles/lamp.md"] = case["markdown"]
    large = dict.fromkeys(case.get("large", ()), b"x" * (LARGEST_IMAGE * 3 // 2))
    return {**BASE, **given, **case.get("files", {}), **large}
