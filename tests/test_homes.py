"""Where "Add" in the preview puts an entry, when there are several articles and files."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from explainer.pipeline import analyse
from explainer.preview.homes import home, new_file
from explainer.preview.inserting import insert_entry
from tests.conftest import silent
from tests.site_files import CASES, write_site

GIVEN: dict[str, Any] = yaml.safe_load((CASES / "homes/homes.yml").read_text("utf-8"))


@pytest.mark.parametrize("case", GIVEN["cases"], ids=lambda case: case["name"])
def test_an_entry_goes_where_its_kind_stands_for_the_article(
    case: dict[str, Any], tmp_path: Path
) -> None:
    analysed, problems = analyse(write_site(tmp_path, {**GIVEN["docs"], **case["files"]}), silent)
    assert analysed, problems
    found = {
        f"{kind} of {slug}": home(analysed.site, kind, slug)
        for kind, slug in map(str.split, case["of"])
    }
    assert found == dict(zip(found, case["to"], strict=True))


def test_a_new_file_says_which_article_it_is_about(tmp_path: Path) -> None:
    analysed, _ = analyse(write_site(tmp_path, GIVEN["docs"]), silent)
    assert analysed
    new = new_file(analysed.site.loaded, "claim", "lamp")
    inserted = insert_entry(new, "claims", "  lit:\n    kind: fact\n")
    expected = "article: articles/lamp.md\n\nclaims:\n  lit:\n    kind: fact\n"
    assert inserted == (expected, 4)
    assert new_file(analysed.site.loaded, "actor", "lamp") == ""
