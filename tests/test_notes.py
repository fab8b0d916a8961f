import json
from pathlib import Path
from typing import Any

import pytest
from markdown import Markdown

from explainer.anchoring.anchor import anchor
from explainer.linking.link import link
from explainer.loading.load import load
from explainer.model import Settings
from explainer.pages import articles
from explainer.pages.lookup import look_up
from explainer.text.fragment import Element, parse
from tests.site_files import BASE, cases, write_site

CASES = cases("notes")


def article_page(root: Path, files: dict[str, str]) -> Element:
    settings = Settings("Lights")
    placed, _ = anchor(load(write_site(root, BASE | files))[0], settings)
    staged = articles.pages(look_up(link(placed, settings)[0], settings, placed.anchors))[
        "articles/lamp.md"
    ]()
    return parse(Markdown(extensions=["explainer.extension"]).convert(staged.split("---\n", 2)[2]))


def told(note: Element) -> dict[str, Any]:
    item = note if note.tag == "li" else note.getparent()
    labels = [link.get("aria-label") for link in note.iter("a") if link.get("aria-label")]
    found = {
        "label": note.get("data-label"),
        "number": int(item.get("value") or 0),
        "role": note.get("role"),
        "text": " ".join(" ".join(note.itertext()).replace(" .", ".").replace(" ,", ",").split())
        .replace(" .", ".")
        .replace(" :", ":"),
        "links": [link.get("href") for link in note.iter("a")],
        "back": labels,
    }
    return {key: value for key, value in found.items() if value}


@pytest.mark.parametrize(("name", "case"), CASES, ids=[name for name, _ in CASES])
def test_notes_say_what_the_case_says(tmp_path: Path, name: str, case: dict[str, Any]) -> None:
    page = article_page(tmp_path, case["files"])
    noted = [note for note in page.iter() if note.get("data-preview")]
    found = {note.get("id") or note.get("data-preview"): told(note) for note in noted}
    assert list(found) == list(case["notes"])
    for note_id, expected in case["notes"].items():
        assert {
            key: value for key, value in found[note_id].items() if key != "back" or key in expected
        } == expected


@pytest.mark.parametrize(("count", "is_folded"), [(3, False), (70, True)])
def test_a_note_with_many_sources_is_folded(tmp_path: Path, count: int, is_folded: bool) -> None:
    """Each has a line of its own, however few letters it has."""
    ids = [f"s{number}" for number in range(count)]
    evidence = [{"source": each, "stance": "supports"} for each in ids]
    claim = {"quote": "Lund lit the lamp", "summary": "It.", "kind": "fact", "evidence": evidence}
    sources = {each: {"type": "book", "title": each} for each in ids}
    files = {
        "docs/articles/lamp.md": "# The lamp\n\nThat autumn Lund lit the lamp.\n",
        "annotations/all.yml": json.dumps({"claims": {"lit": claim}, "sources": sources}),
    }
    page = article_page(tmp_path, files)
    (note,) = (each for each in page.iter() if each.get("id") == "_claim-lit")
    assert [each.text for each in note.iter("summary")] == ["The note"] * is_folded
    assert len(list(note.iter("li"))) == count


def test_what_has_the_role_of_a_comment_is_no_list_item_itself(tmp_path: Path) -> None:
    page = article_page(tmp_path, dict(CASES)["notes-every kind"]["files"])
    comments = [element for element in page.iter() if element.get("role") == "comment"]
    assert comments
    assert all(element.tag == "div" and element.getparent().tag == "li" for element in comments)
    assert all(
        element.get("data-preview") == element.get("id")[1:].replace("-", ":", 1)
        for element in comments
    )
