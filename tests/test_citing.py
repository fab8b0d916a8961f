from itertools import accumulate
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, expect

from explainer.entries import FrontMatter
from explainer.model import Article, Ref, Settings
from explainer.pages.citing import Format, cite_article, cite_claim, report_address
from explainer.pipeline import build_site
from tests.browsing import serving
from tests.conftest import silent
from tests.site_files import cases, write_site

CLAIM = Ref("claim", "failed")
ALL = cases("citing")
CITATIONS = [pytest.param(case, id=name) for name, case in ALL if name.startswith("citations")]
REPORTS = [pytest.param(case, id=name) for name, case in ALL if name.startswith("reports")]


def settings_of(case: dict[str, Any]) -> Settings:
    return Settings("Lights", **case.get("settings", {}))


@pytest.mark.parametrize("case", CITATIONS)
def test_citations(case: dict[str, Any]) -> None:
    front = FrontMatter.model_validate(
        {key: str(v) if key == "date" else v for key, v in case["front"].items()}
    )
    article = Article("lamp", "docs/articles/lamp.md", front, case["front"]["title"], "")
    settings = settings_of(case)
    cited = {
        "": cite_article(article, settings),
        "claim_": cite_claim(CLAIM, "It never failed.", article, settings),
    }
    assert cited[""][:2] == (case["article"], case["address"])
    assert cited["claim_"][:2] == (case["claim"], case["claim_address"])
    for prefix, citation in cited.items():
        for form in citation.formats:
            wanted = case.get(f"{prefix}{form.name.lower()}")
            assert wanted is None or whole(form, citation.address) == wanted


def whole(form: Format, address: str) -> str:
    return form.before + form.address[0] + (address or "ADDRESS") + form.address[1] + form.after


@given(st.text())
def test_no_title_breaks_out_of_its_field(title: str) -> None:
    article = Article("灯", "docs/articles/灯.md", FrontMatter(), f"x{title}", "")
    bibtex, ris = (whole(form, "") for form in cite_article(article, Settings("Lights")).formats)
    depths = list(accumulate({"{": 1, "}": -1}.get(letter, 0) for letter in bibtex))
    assert (depths[-1], min(depths[len("@misc{") : -1])) == (0, 1)
    assert bibtex.startswith("@misc{deng,")
    assert [line[:6] for line in ris.split("\n")] == [
        f"{tag}  - " for tag in ("TY", "TI", "T2", "UR", "ER")
    ]


def test_a_claim_of_an_article_that_could_not_be_read() -> None:
    assert (
        cite_claim(CLAIM, "It failed!", None, Settings("Lights")).text
        == "Claim: “It failed!”, in: Lights."
    )


@pytest.mark.parametrize("case", REPORTS)
def test_reports(case: dict[str, Any]) -> None:
    address = report_address(
        CLAIM, case.get("title", 'It "never" failed & more'), settings_of(case)
    )
    form, _, fields = address.partition("?")
    assert form == case["form"]
    assert dict(parse_qsl(fields, strict_parsing=bool(fields))) == case.get("fields", {})
    assert address.isascii()
    assert not {" ", "<", '"'} & set(address)


@pytest.mark.thorough
def test_a_page_fills_in_its_address_and_copies_what_it_says(
    browser: Browser, tmp_path: Path
) -> None:
    root = write_site(tmp_path, FILES)
    build_site(root, root / "site", silent)
    with serving(root / "site") as server:
        context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
        page, address = context.new_page(), f"{server.address}claims/lit/"
        page.goto(f"{address}?h=lit#evidence")
        page.get_by_text("How to cite this").click()
        for name in ("BibTeX", "RIS"):
            page.get_by_text(name, exact=True).click()
        copied = [copy(page, name) for name in ("reference", "BibTeX", "RIS")]
        context.close()
    title, source = "Claim: “It was lit”", "The lamp. Lights"
    bibtex = (
        f"@misc{{lit,\n  title = {{{{{title}}}}},\n  howpublished = {{In: {source}}},\n"
        f"  url = {{{address}}}\n}}"
    )
    ris = f"TY  - ELEC\nTI  - {title}\nT2  - {source}\nUR  - {address}\nER  -"
    assert copied == [f"{title}, in: {source}. {address}", bibtex, ris]


FILES = {
    "mkdocs.yml": "site_name: Lights\n",
    "docs/articles/lamp.md": "# The lamp\n\nThe lamp was lit.\n",
    "annotations/a.yml": "article: lamp\nclaims: {lit: {quote: The lamp was lit, summary: It "
    "was lit., kind: fact}}\n",
}


def copy(page: Page, name: str) -> str:
    page.get_by_role("button", name=f"Copy {name}").click()
    copied = page.get_by_role("button", name="Copied")
    expect(copied).to_have_count(1)
    copied.evaluate("(button) => button.remove()")
    return str(page.evaluate("navigator.clipboard.readText()"))
