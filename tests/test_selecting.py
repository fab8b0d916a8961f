"""Words selected in a browser become stanzas; test_selecting_browser.py has what an editor does."""

import json
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from explainer.anchoring.evidence import prepare
from explainer.entries import ENTRY_TYPES
from explainer.format.keys import KINDS
from explainer.model import Span
from explainer.pipeline import build_site, site_lock, texts_lock
from explainer.preview.inserting import insert_entry
from explainer.preview.proposal import ASKED
from explainer.preview.selection import Selected, located
from explainer.text.visible import READINGS, UNREAD
from tests.conftest import PROJECT, silent
from tests.previewing import PATIENCE, Preview, eventually, previewing
from tests.site_files import BASE, CASES, cases, write_site

SITE = yaml.safe_load((CASES / "selecting/files/site.yml").read_text("utf-8"))
QUESTIONS = [case for case in cases("selecting") if case[0].startswith("cases-")]
PASTED = [case for case in cases("selecting") if case[0].startswith("pasting-")]
annotating = import_module("explainer.preview.annotating")  # the package has a function of its name
NEW = "  new:\n    quote: y\n"
CLAIM = {"article": "lamp", "kind": "claim", "words": "the lamp never once failed"}
ARTICLE = st.text(alphabet="ab Ünd. \n“”'-3,5\u00ad…e\u0301灯", min_size=1, max_size=60)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """One that no test changes."""
    with previewing(write_site(tmp_path_factory.mktemp("selecting"), SITE)) as preview:
        yield preview


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    with previewing(
        write_site(tmp_path, {**BASE, "annotations/all.yml": "# mine\nclaims:\n"})
    ) as preview:
        yield preview


def asked(preview: Preview, path: str, question: dict[str, Any] | bytes) -> dict[str, Any]:
    body = question if isinstance(question, bytes) else json.dumps(question).encode()
    origin = {"Origin": preview.own.removesuffix("/_explainer/")}
    try:
        with urllib.request.urlopen(
            urllib.request.Request(preview.own + path, body, origin)
        ) as answer:
            return json.loads(answer.read())
    except urllib.error.HTTPError as error:
        return json.loads(error.read())


@pytest.mark.parametrize(
    ("name", "case"), QUESTIONS, ids=lambda each: each if isinstance(each, str) else ""
)
def test_a_selection_gets_a_stanza_or_a_message(
    name: str, case: dict[str, Any], served: Preview
) -> None:
    told = {
        key: case.pop(key) for key in ("name", "stanza", "message", "note", "at") if key in case
    }
    answer = asked(served, "stanza", {"article": "lamp", "kind": "claim", **case})
    assert answer.get("message") == told.get("message")
    assert answer.get("stanza") == told.get("stanza")
    assert [note["message"] for note in answer.get("notes", ())] == (
        [told["note"]] if "note" in told else []
    )
    assert told.get("at") in (None, f"{answer.get('file')}:{answer.get('line')}")


@pytest.mark.parametrize(
    ("name", "case"), PASTED, ids=lambda each: each if isinstance(each, str) else ""
)
def test_an_entry_is_put_in_place(name: str, case: dict[str, Any]) -> None:
    expected = (case["after"], case["line"]) if "after" in case else None
    assert insert_entry(case["before"], "claims", NEW) == expected
    assert expected is None or expected[0].splitlines()[expected[1] - 1].strip() == "new:"


@given(ARTICLE, st.integers(0, 60), st.integers(0, 60))
def test_a_selection_is_found_where_it_was(words: str, start: int, end: int) -> None:
    """Whatever white space the browser has: here none at all."""
    text = prepare(words)
    parts = (words[start:end], words[:start], words[max(start, end) :])
    found = located(text, Selected(*("".join(part.split()) for part in parts)))
    for span in found:
        assert words[span.start : span.end].strip()
    if words[start:end].strip(" \n\u00ad") and "\u0301" not in words and "--" not in words:
        first = words[start:end].strip(" \n\u00ad")
        assert Span(words.index(first, start), words.index(first, start) + len(first)) in found


def test_a_place_without_the_words_around_it_is_none() -> None:
    text = prepare("The lamp was lit. " * 3)
    assert located(text, Selected("lamp", "an entirely other beginning", "and another end")) == ()
    assert len(located(text, Selected("lamp"))) == 6 - 3


def test_the_dialog_asks_for_all_that_the_format_requires() -> None:
    for kind, names in ASKED.items():
        required = {
            name for name, field in ENTRY_TYPES[kind].model_fields.items() if field.is_required()
        }
        assert required - {"quote"} <= set(names)
    assert set(ASKED) < set(KINDS.values())


def test_the_script_leaves_out_what_is_no_word_of_the_article() -> None:
    script = (PROJECT / "explainer/preview/page/30-annotate.js").read_text("utf-8")
    listed = script.partition("const UNREAD = `")[2].partition("`")[0]
    assert {part.strip() for part in listed.split(",")} >= UNREAD | READINGS


def test_an_entry_is_added_when_it_is_complete(preview: Preview) -> None:
    question = {"article": "lamp", "kind": "claim", "words": "the lamp never once failed"}
    assert asked(preview, "entry", {**question, "values": {"summary": "It never failed."}}) == {
        "message": "Fill in kind first."
    }
    wrong = {"summary": "It never failed.", "kind": "fact", "by": "lund"}
    assert (
        "There is no actor `lund`"
        in asked(preview, "entry", {**question, "values": wrong})["message"]
    )
    file = preview.root / "annotations/all.yml"
    assert file.read_text() == "# mine\nclaims:\n"
    answer = asked(preview, "entry", {**question, "values": {**wrong, "by": ""}})
    assert (answer["added"], answer["line"]) == ("annotations/all.yml", 3)
    entry = "    quote: the lamp never once failed\n    summary: It never failed.\n    kind: fact\n"
    assert file.read_text() == f"# mine\nclaims:\n  the-lamp-never-once-failed:\n{entry}"
    assert preview.shows('data-annotation="claim:the-lamp-never-once-failed"', "articles/lamp/")
    again = asked(preview, "entry", {**question, "values": {**wrong, "by": ""}})
    assert again["line"] == 7
    assert "  the-lamp-never-once-failed-2:\n" in file.read_text()


def test_entries_that_are_added_at_the_same_moment_are_all_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever changes the file waits until all have come; then another would be there, too."""
    all_have_come, comers = threading.Event(), count(1)
    inside, crowds = list[str](), list[int]()
    turn, with_entry = annotating._turn, annotating.with_entry

    @contextmanager
    def in_turn(*arguments: Any) -> Iterator[None]:
        if next(comers) == 8:
            all_have_come.set()
        with turn(*arguments):
            yield

    def waiting(text: str, *arguments: Any) -> tuple[str, int] | None:
        inside.append(text)
        assert all_have_come.wait(PATIENCE)
        crowds.append(len(inside))
        inside.remove(text)
        return with_entry(text, *arguments)

    def add(number: int) -> dict[str, Any]:
        values = {"summary": f"{number}.", "kind": "fact"}
        return asked(preview, "entry", {**CLAIM, "values": values})

    monkeypatch.setattr(annotating, "_turn", in_turn)
    monkeypatch.setattr(annotating, "with_entry", waiting)
    root = write_site(tmp_path, {**BASE, "annotations/all.yml": "claims:\n"})
    with previewing(root) as preview, ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(add, range(8)))
    lines = (root / "annotations/all.yml").read_text().splitlines()
    assert crowds == [1] * 8
    for number, answer in enumerate(answers):
        assert lines[answer["line"] + 1] == f"    summary: {number}."
    assert len(lines) == 1 + 8 * 4


def test_what_is_saved_while_an_entry_is_added_stays(
    preview: Preview, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, with_entry = preview.root / "annotations/all.yml", annotating.with_entry

    def saving(text: str, *arguments: Any) -> tuple[str, int] | None:
        file.write_text("# A thought.\nclaims:\n")
        return with_entry(text, *arguments)

    monkeypatch.setattr(annotating, "with_entry", saving)
    assert "added" in asked(preview, "entry", ONCE)
    assert file.read_text().startswith("# A thought.\nclaims:\n\nterms:\n  lamp-never-once:\n")


def test_an_entry_is_added_while_the_site_is_built(preview: Preview) -> None:
    with site_lock(preview.root):
        assert "added" in asked(preview, "entry", ONCE)


def test_an_entry_does_not_wait_long_for_a_command(
    preview: Preview, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(annotating, "_PATIENCE", 0)
    with texts_lock(preview.root, lambda: None):
        answer = asked(preview, "entry", ONCE)
        assert "stanza" in asked(preview, "stanza", ONCE)
    said = "Another command is changing the files; try again when it has ended."
    assert answer == {"message": said}
    assert "added" in asked(preview, "entry", ONCE)


def test_a_file_is_made_where_there_is_none(preview: Preview) -> None:
    (preview.root / "annotations/all.yml").unlink()
    (preview.root / "annotations").rmdir()
    assert eventually(
        lambda: (
            preview.bench.analysed is not None and not preview.bench.analysed.placed.loaded.files
        )
    )
    values = {"name": "lamp", "definition": "A light."}
    question = {"article": "lamp", "kind": "term", "words": "lamp", "before": "In forty years the"}
    assert (
        asked(preview, "entry", {**question, "values": values})["added"] == "annotations/terms.yml"
    )
    written = (preview.root / "annotations/terms.yml").read_text()
    assert written == "terms:\n  lamp:\n    name: lamp\n    definition: A light.\n"


def test_a_file_name_does_not_turn_what_is_behind_it(preview: Preview) -> None:
    name, shown = "annotations/all\u202egpj.yml", "annotations/all\\u202egpj.yml"
    (preview.root / "annotations/all.yml").rename(preview.root / name)
    assert eventually(
        lambda: preview.bench.analysed and name in preview.bench.analysed.placed.loaded.files
    )
    question = {"article": "lamp", "kind": "claim", "words": "the lamp never once failed"}
    offered = asked(preview, "stanza", question)
    assert (offered["file"], offered["links"][0]["words"]) == (shown, shown)
    values = {"summary": "It never failed.", "kind": "fact"}
    added = asked(preview, "entry", {**question, "values": values})
    assert (added["added"], added["links"][0]["words"]) == (shown, f"{shown}:3")
    (preview.root / name).write_text("claims: {}\n")
    refused = asked(preview, "stanza", question)["notes"][0]
    assert refused["links"][0]["words"].startswith(shown)


def test_a_file_with_a_mistake_is_left_alone(preview: Preview) -> None:
    broken = "claims:\n  a: [\n"
    question = {"article": "lamp", "kind": "claim", "words": "the lamp never once failed"}
    answer = asked(preview, "stanza", question)
    assert answer["can_add"]
    write_site(preview.root, {"annotations/all.yml": broken, "annotations/more.yml": ""})
    assert preview.shows("1 error")
    answer = asked(preview, "stanza", question)
    assert (answer["can_add"], answer["file"], answer["line"]) == (
        False,
        "annotations/all.yml",
        None,
    )
    said = (
        "annotations/all.yml cannot be read: this is not valid YAML: "
        "the [ that opens here is not closed on its line. Fix that first, or copy the entry."
    )
    assert answer["notes"][-1]["message"] == said
    assert answer["notes"][-1]["links"][0]["words"] == "annotations/all.yml:2"
    answer = asked(
        preview, "entry", {**question, "values": {"summary": "It never failed.", "kind": "fact"}}
    )
    assert answer["message"] == said
    assert (preview.root / "annotations/all.yml").read_text() == broken


ONCE = {
    "article": "lamp",
    "kind": "term",
    "words": "lamp never once",
    "values": {"name": "once", "definition": "One time."},
}
OUTSIDE = (
    "this symbolic link leads out of the site's folder, to OUT/a.yml, so it is not followed; "
    "replace it with a copy, or set `follow_links: true` under `extra: explainer:` in mkdocs.yml"
)
UNFIT = {
    "a link that leads out": ("OUT/a.yml", f"cannot be read: {OUTSIDE}."),
    "a link to settings": (
        "../mkdocs.yml",
        "has the key `site_name`, so it is no annotation file.",
    ),
    "a link to a hidden file": (
        "../.github/pages.yml",
        "cannot be read: this symbolic link leads to a hidden file or folder, .github/pages.yml, so"
        " it is not followed; replace it with a copy, or set `follow_links: true` under"
        " `extra: explainer:` in mkdocs.yml.",
    ),
}


@pytest.mark.parametrize(("to", "why"), UNFIT.values(), ids=UNFIT)
def test_no_link_leads_an_entry_into_a_file_that_is_not_read(
    to: str, why: str, tmp_path: Path
) -> None:
    """As where somebody's branch is checked out, while the last good state is shown."""
    root, out = tmp_path / "root", tmp_path / "out"
    write_site(root, {**BASE, "annotations/all.yml": "terms:\n", ".github/pages.yml": "on: push\n"})
    write_site(out, {"a.yml": "alias: x\n"})
    with previewing(root) as preview:
        assert asked(preview, "stanza", ONCE)["can_add"]
        (root / "annotations/all.yml").unlink()
        (root / "annotations/all.yml").symlink_to(to.replace("OUT", str(out)))
        said = f"annotations/all.yml {why} Fix that first, or copy the entry."
        for _ in ("at once", "when it is noticed"):
            answer = asked(preview, "stanza", ONCE)
            assert (answer["can_add"], answer["line"]) == (False, None)
            refused = asked(preview, "entry", ONCE)["message"]
            assert refused.replace(str(out), "OUT") == said
            assert preview.shows("1 error")
    assert (out / "a.yml").read_text() == "alias: x\n"
    assert (root / "mkdocs.yml").read_text() == BASE["mkdocs.yml"]
    assert (root / ".github/pages.yml").read_text() == "on: push\n"


def test_no_file_is_made_in_a_folder_that_is_not_read(tmp_path: Path) -> None:
    root, out = write_site(tmp_path / "root", BASE), tmp_path / "out"
    out.mkdir()
    with previewing(root) as preview:
        assert asked(preview, "stanza", ONCE)["can_add"]
        (root / "annotations").symlink_to(out)
        refused = asked(preview, "entry", ONCE)["message"]
        assert "this symbolic link leads out of the site's folder" in refused
    assert [*out.iterdir()] == []


def test_links_are_followed_where_the_settings_say_so(tmp_path: Path) -> None:
    settings = "site_name: Lights\nextra: {explainer: {follow_links: true}}\n"
    root = write_site(tmp_path / "root", {**BASE, "mkdocs.yml": settings, "annotations/b.yml": ""})
    write_site(tmp_path, {"out/a.yml": "terms:\n"})
    (root / "annotations/a.yml").symlink_to(tmp_path / "out/a.yml")
    with previewing(root) as preview:
        assert asked(preview, "entry", ONCE)["added"] == "annotations/a.yml"
    assert (tmp_path / "out/a.yml").read_text().startswith("terms:\n  lamp-never-once:\n")
    assert (root / "annotations/a.yml").is_symlink()


def test_a_file_that_is_about_another_article_by_now(tmp_path: Path) -> None:
    fog = {"docs/articles/fog.md": "# The fog\n\nThe fog came.\n"}
    root = write_site(tmp_path, {**BASE, **fog, "annotations/a.yml": "article: lamp\nclaims:\n"})
    with previewing(root) as preview:
        values = {"summary": "It never failed.", "kind": "fact"}
        question = {**ONCE, "kind": "claim", "values": values}
        assert asked(preview, "stanza", question)["can_add"]
        theirs = "article: fog\nclaims: {x: {}}\n"
        write_site(root, {"annotations/a.yml": theirs})
        said = "annotations/a.yml is not about lamp any more. Fix that first, or copy the entry."
        assert asked(preview, "entry", question)["message"] == said
    assert (root / "annotations/a.yml").read_text() == theirs


def test_words_of_an_article_that_was_changed_since_are_refused(preview: Preview) -> None:
    question = {"article": "lamp", "kind": "claim", "words": "the lamp never once failed"}
    write_site(
        preview.root,
        {
            "docs/articles/lamp.md": "# The lamp\n\nIt failed.\n",
            "annotations/all.yml": "claims: [\n",
        },
    )
    assert preview.shows("1 error")
    said = "The article has changed and is not shown yet; first fix what the panel lists."
    assert asked(preview, "stanza", question)["message"] == said
    values = {"summary": "It never failed.", "kind": "fact"}
    assert asked(preview, "entry", {**question, "values": values})["message"] == said


def test_a_block_in_braces_is_left_alone(preview: Preview) -> None:
    write_site(
        preview.root,
        {
            "annotations/all.yml": "claims: {a: {quote: was lit, summary: "
            "It was lit., kind: fact}}\n"
        },
    )
    assert preview.shows('data-annotation="claim:a"', "articles/lamp/")
    question = {"article": "lamp", "kind": "claim", "words": "the lamp never once failed"}
    said = (
        "This cannot be put into annotations/all.yml without changing what "
        "is there; copy it by hand."
    )
    assert asked(preview, "stanza", question)["notes"][-1]["message"] == said


def test_what_is_no_question_is_told(served: Preview) -> None:
    for body in (b"", b"{}", b'{"article": "lamp", "kind": "source", "words": "x"}', b"\xff"):
        assert "This request is not from the dialog" in asked(served, "stanza", body)["message"]


def test_nothing_of_it_is_in_a_published_site(tmp_path: Path) -> None:
    root = write_site(tmp_path, SITE)
    assert all(problem.level == "warning" for problem in build_site(root, root / "site", silent))
    for file in (root / "site").rglob("*.*"):
        assert b"_explainer" not in file.read_bytes(), file


def test_before_there_is_a_state_without_errors(tmp_path: Path) -> None:
    with previewing(write_site(tmp_path, {**BASE, "annotations/a.yml": "claims: ["})) as preview:
        assert eventually(lambda: bool(preview.reports))
        answer = asked(preview, "stanza", {"article": "lamp", "kind": "claim", "words": "lamp"})
        assert "The site still has errors" in answer["message"]
