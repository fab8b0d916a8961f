"""Links of annotations to pages and files lead there from every page that shows them."""

from pathlib import Path
from urllib.parse import urljoin

import pytest
from lxml import html

from explainer.pipeline import build_site
from tests.conftest import silent
from tests.site_files import write_site

PAGES = (
    "the [answers](faq.md#how-much), [another](articles/bridge.md#claim-open), [index][i], "
    "[filtered](claims/index.md?actor=lund&x=1%262%20é), [asked](faq.md?h=lot#how-much)"
)
LINKS = f"the [log](log/1871.pdf#page=3&zoom=80), {PAGES}"
TEXT = f"See {LINKS}.\n\n[i]: glossary/index.md"
ANNOTATIONS = f"""
article: articles/lamp.md
brief:
  - &text |
    {TEXT.replace(chr(10), chr(10) + "    ")}
questions:
  - ask: Why?
    answer: *text
claims:
  lit:
    quote: The lamp was lit every night
    summary: It was lit.
    kind: fact
    by: lund
    note: *text
    evidence: [{{source: log, stance: supports, note: *text}}]
    verdict: {{is: supported, because: *text, checked: 2025-01-01}}
dates:
  built: {{date: 1871, title: It is built, quote: in 1871, description: *text, basis: *text}}
actors:
  lund: {{name: Lund, type: person, role: keeper, description: *text}}
terms:
  lens: {{name: lens, definition: *text}}
sources:
  log: {{type: document, title: Log, author: Lund, issued: 1871, note: *text}}
"""
FILES = {
    "annotations/lamp.yml": ANNOTATIONS,
    "annotations/bridge.yml": "article: articles/bridge.md\n"
    "claims: {open: {quote: It was open, summary: Open., kind: fact, by: lund}}\n",
    "docs/articles/lamp.md": "# The lamp\n\nThe lamp was lit every night, "
    "says Lund. The lens came in 1871.\n",
    "docs/articles/bridge.md": "# The bridge\n\nIt was open.\n",
    "docs/faq.md": "# Questions\n\n## How much?\n\nA lot.\n",
    "docs/log/1871.pdf": "%PDF",
}
PLACES = {
    True: (
        "faq/#how-much",
        "log/1871.pdf#page=3&zoom=80",
        "articles/bridge/#claim-open",
        "glossary/",
        "claims/?actor=lund&x=1%262%20%C3%A9",
        "faq/?h=lot#how-much",
    ),
    False: (
        "faq.html#how-much",
        "log/1871.pdf#page=3&zoom=80",
        "articles/bridge.html#claim-open",
        "glossary/index.html",
        "claims/index.html?actor=lund&x=1%262%20%C3%A9",
        "faq.html?h=lot#how-much",
    ),
}
# the pages that show at least one of the texts, without the endings of their files
SHOWN = {
    "index", "articles/lamp", "claims/lit/index", "timeline/index", "actors/lund/index",
    "glossary/lens/index", "sources/index",
}  # fmt: skip
HOME = "https://example.org/lights/"


@pytest.mark.parametrize("with_folders", PLACES)
def test_a_link_leads_there_from_every_page(tmp_path: Path, with_folders: bool) -> None:
    urls = f"use_directory_urls: {str(with_folders).lower()}\n"
    settings = f"site_name: Lights\nsite_url: {HOME}\n{urls}"
    root = write_site(tmp_path, {"mkdocs.yml": settings, **FILES})
    problems = build_site(root, root / "site", silent)
    assert [str(problem) for problem in problems if problem.level == "error"] == []
    showing = set()
    for file in sorted((root / "site").rglob("*.html")):
        page = file.relative_to(root / "site").as_posix()
        links = html.parse(str(file)).getroot().iter("a")
        address = HOME + (page.removesuffix("index.html") if with_folders else page)
        places = {link.text: urljoin(address, link.get("href") or "") for link in links}
        if "log" in places and page != "data/articles/bridge.html":  # which holds the words itself
            showing.add(page.removesuffix(".html"))
            names = ("answers", "log", "another", "index", "filtered", "asked")
            wanted = tuple(HOME + place for place in PLACES[with_folders])
            assert tuple(places[name] for name in names) == wanted, page
    article = "articles/lamp/index" if with_folders else "articles/lamp"
    assert showing >= {page.replace("articles/lamp", article) for page in SHOWN}
    assert "data/articles/lamp" in showing


@pytest.mark.parametrize(("note", "is_there"), [("", True), ("[^1]\n\n[^1]: The log.", False)])
def test_a_place_of_a_name_is_offered_where_the_page_has_it(
    tmp_path: Path, note: str, is_there: bool
) -> None:
    """A page that opens an index and has footnotes carries no marks."""
    lund = "annotations/lund.yml"
    files = {
        "mkdocs.yml": f"site_name: Lights\nsite_url: {HOME}\n",
        "docs/articles/lamp.md": "# The lamp\n\nIt was lit.\n",
        "docs/index.md": f"# Lights\n\nAnna Lund kept it.{note}\n",
        lund: "actors:\n  lund: {name: Anna Lund, type: person, role: keeper}\n"
        'brief: ["[She](index.md#actor-lund--1) lit it."]\n',
    }
    root = write_site(tmp_path, files)
    found = build_site(root, root / "site", silent)
    errors = [(each.place.path, each.rule) for each in found if each.level == "error"]
    assert errors == ([] if is_there else [(lund, "local-link")])
