from typing import Any
from urllib.parse import parse_qsl

import pytest

from explainer.entries import FrontMatter
from explainer.model import Article, Ref, Settings
from explainer.pages.citing import cite_article, cite_claim, report_address
from tests.site_files import cases

CLAIM = Ref("claim", "failed")
ALL = cases("citing")
CITATIONS = [pytest.param(case, id=name) for name, case in ALL if name.startswith("citations")]
REPORTS = [pytest.param(case, id=name) for name, case in ALL if name.startswith("reports")]


def settings_of(case: dict[str, Any]) -> Settings:
    return Settings("Lights", **case.get("settings", {}))


@pytest.mark.parametrize("case", CITATIONS)
def test_citations(case: dict[str, Any]) -> None:
    front = FrontMatter.model_validate({key: str(v) if key == "date" else v for key, v in case["front"].items()})
    article = Article("lamp", "docs/articles/lamp.md", front, case["front"]["title"], "")
    settings = settings_of(case)
    assert cite_article(article, settings) == (case["article"], case["address"])
    assert cite_claim(CLAIM, "It never failed.", article, settings) == (case["claim"], case["claim_address"])


def test_a_claim_of_an_article_that_could_not_be_read() -> None:
    assert cite_claim(CLAIM, "It failed!", None, Settings("Lights")).text == "Claim: “It failed!”, in: Lights."


@pytest.mark.parametrize("case", REPORTS)
def test_reports(case: dict[str, Any]) -> None:
    address = report_address(CLAIM, case.get("title", 'It "never" failed & more'), settings_of(case))
    form, _, fields = address.partition("?")
    assert form == case["form"]
    assert dict(parse_qsl(fields, strict_parsing=bool(fields))) == case.get("fields", {})
    assert address.isascii()
    assert not {" ", "<", '"'} & set(address)
