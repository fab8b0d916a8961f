"""Messages that no file of a site brings about, in full: of folders and of single files."""

import json
import re
from collections.abc import Iterable
from html import escape
from pathlib import Path

import pytest
from click.testing import CliRunner

from explainer.anchoring import effort
from explainer.anchoring.advice import _proposal
from explainer.anchoring.evidence import prepare
from explainer.building.page_sizes import large_files
from explainer.commands import main
from explainer.config.navigation import MOST_LISTED
from explainer.entries import ExactQuote, FrontMatter
from explainer.files.textfiles import MOST_BYTES, read_text
from explainer.format.did_you_mean import Proposals
from explainer.linking.crowded_references import crowded_references
from explainer.linking.local_links import LinkTargets
from explainer.linking.problems import field_problems
from explainer.loading.load import load
from explainer.model import (
    Article,
    LinkedText,
    Loaded,
    Place,
    Problem,
    Ref,
    Relation,
    Rendered,
    Settings,
    Site,
    Span,
)
from explainer.pipeline import analyse, build_site
from explainer.rendering.annotation_texts import RenderedText, render_text, text_renderer
from explainer.text.formula_source import misuses
from explainer.text.visible import read
from tests.conftest import silent
from tests.site_files import BASE, write_site


def messages_of(rule: str, problems: Iterable[Problem]) -> list[str]:
    return [problem.message for problem in problems if problem.rule == rule]


def test_a_file_in_another_encoding(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_bytes("actors: {}\n".encode("utf-16"))
    _, (problem,) = read_text(tmp_path / "a.yml", "a.yml")
    assert problem.message == "this file is saved as UTF-16; save it as UTF-8"


def test_a_file_that_is_too_long(tmp_path: Path) -> None:
    file = tmp_path / "a.yml"
    file.write_bytes(b"#" * (MOST_BYTES + 1))
    _, (problem,) = read_text(file, "a.yml")
    assert problem.rule == "too-long"
    assert problem.message == (
        "this file is larger than 20 MB, which would take minutes to read; "
        "split it into several files"
    )


@pytest.mark.parametrize("lines", ["x<br>" * 500, "- x\n" * 500, "x\n\n" * 500])
def test_a_note_of_too_many_lines(lines: str, tmp_path: Path) -> None:
    terms = {"lens": {"name": "lens", "definition": lines}}
    files = {"annotations/a.yml": json.dumps({"terms": terms})}
    _, problems = analyse(write_site(tmp_path, BASE | files), lambda _message: None)
    (message,) = (problem.message for problem in problems if problem.rule == "too-long")
    assert message in (
        "this has 500 lines; shorten it to at most 400",
        "this has 501 lines; shorten it to at most 400",
    )


def test_more_unused_entries_than_a_site_can_have(tmp_path: Path) -> None:
    """One error says so, in place of a warning for each; the site may turn the rule off."""
    terms = {f"x{index}": {"name": f"X{index}", "definition": "No."} for index in range(1001)}
    files = {"annotations/a.yml": json.dumps({"terms": terms})}
    _, problems = analyse(write_site(tmp_path, BASE | files), lambda _message: None)
    (problem,) = (problem for problem in problems if "unused" in problem.rule)
    assert (problem.level, problem.rule) == ("error", "too-many-unused")
    assert problem.message == (
        "nothing names or links to 1,001 actors, terms and sources, such as term:x0; name them, "
        "or remove them until at most 1,000 are left"
    )
    off = {"mkdocs.yml": f"{BASE['mkdocs.yml']}extra: {{explainer: {{rules: {{unused: off}}}}}}\n"}
    _, problems = analyse(write_site(tmp_path, BASE | files | off), lambda _message: None)
    assert not [problem for problem in problems if "unused" in problem.rule]


def test_more_entries_than_a_site_can_have(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("explainer.loading.excess.MOST_ENTRIES", 50)
    terms = {f"x{index}": {"name": f"X{index}", "definition": "No."} for index in range(49)}
    claims = {
        "lit": {"quote": "lit", "summary": "It was lit.", "kind": "value"},
        "again": {"quote": "The lamp", "restates": "lit"},
    }
    questions = [{"ask": "Who?", "answer": "She."}] * 60
    files = {
        "annotations/a.yml": json.dumps({"terms": terms}),
        "annotations/b.yml": json.dumps(
            {"article": "lamp", "questions": questions, "claims": claims}
        ),
        "annotations/c.yml": json.dumps({"article": "lamp", "questions": questions}),
    }
    loaded, problems = load(write_site(tmp_path, BASE | files))
    assert (len(loaded.terms), len(loaded.questions)) == (48, 100)
    assert (list(loaded.claims), list(loaded.restatements)) == (["lit"], ["again"])
    assert messages_of("too-many", problems) == [
        "there are 51 entries, and from term:x9 on they are more than the 50 that a site with so "
        "few words can show; remove some",
        "the article lamp has 100 questions before this one, in all files together; remove some",
    ]


def test_more_names_than_a_site_can_have(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("explainer.loading.excess.MOST_NAMES", 5)
    actors = {
        id_: {"name": id_, "aliases": [f"{id_} {id_}"], "type": "person", "role": "keeper"}
        for id_ in ("ann", "ben", "cat")
    }
    files = {"annotations/a.yml": json.dumps({"actors": actors})}
    loaded, problems = load(write_site(tmp_path, BASE | files))
    assert list(loaded.actors) == ["ann", "ben"]
    assert messages_of("too-many", problems) == [
        "from actor:cat on, actors and terms have more than 5 names and aliases, the most that can "
        "be looked for; remove some"
    ]


def test_more_former_ids_than_a_site_can_have(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("explainer.loading.excess.MOST_FORMER", 2)
    terms = {
        id_: {"name": id_, "definition": "A thing.", "formerly": [f"{id_}-1", f"{id_}-2"]}
        for id_ in ("lamp", "wick")
    }
    files = {"annotations/a.yml": json.dumps({"terms": terms})}
    loaded, problems = load(write_site(tmp_path, BASE | files))
    assert list(loaded.terms) == ["lamp"]
    assert messages_of("too-many", problems) == [
        "from term:wick on, entries have more than 2 former ids, each of which is a page of its "
        "own; remove some"
    ]


def test_more_quotes_than_a_site_can_have(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("explainer.loading.excess.MOST_QUOTES", 3)
    monkeypatch.setattr("explainer.loading.excess.CHARACTERS_OF_QUOTE", 1_000)
    lit = {"summary": "It was lit.", "kind": "value", "quote": ["lamp", "lit"]}
    files = {"annotations/a.yml": json.dumps({"claims": {"a": lit, "b": lit}})}
    loaded, problems = load(write_site(tmp_path, BASE | files))
    assert list(loaded.claims) == ["a"]
    assert messages_of("too-many", problems) == [
        "from claim:b on, entries have more than 3 quotes, more than so few words can show; remove "
        "some"
    ]


def test_more_dates_for_the_grammar_than_can_be_read_soon(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("explainer.loading.excess.MOST_OF_DATES", 30)
    written = {"one": "{1871,1873}", "other": "1871~/1873~", "third": "[1871..1873]"}
    sources = {
        id_: {"type": "book", "title": "Lamps", "issued": date} for id_, date in written.items()
    }
    files = {"annotations/a.yml": json.dumps({"sources": sources})}
    loaded, problems = load(write_site(tmp_path, BASE | files))
    assert [*loaded.sources] == ["one", "other", "third"]
    assert messages_of("too-many", problems) == []
    monkeypatch.setattr("explainer.loading.excess.MOST_OF_DATES", 20)
    loaded, problems = load(tmp_path)
    assert [*loaded.sources] == ["one", "other"]
    assert messages_of("too-many", problems) == [
        "from source:third on, dates that are not just years, months, days or intervals of them "
        "have more than 20 characters, and reading them takes long; write some more simply"
    ]


def test_more_quotes_to_search_for_than_can_be_found_soon(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first are searched for; quotes that just stand there need no search."""
    monkeypatch.setattr(effort, "_LEAST", 2 * effort._EACH)
    monkeypatch.setattr(effort, "_FOR_CHARACTER", 0)
    quotes = ["The lamp was lit each night", "the lamp never twice failed", "In forty years"]
    claims = {
        f"c{number}": {"quote": quote, "summary": "It says so.", "kind": "fact"}
        for number, quote in enumerate(quotes)
    }
    files = {"annotations/a.yml": json.dumps({"claims": claims})}
    _, problems = analyse(write_site(tmp_path, BASE | files), silent)
    (searched,) = messages_of("anchor-changed", problems)
    (left_out,) = messages_of("anchor-orphan", problems)
    assert "similar" in searched
    assert left_out == (
        "these words are not where they were accepted, or are in several places, and so many"
        " quotes have to be searched for that this one was left out; correct those that are"
        " reported before it"
    )


def test_a_text_that_becomes_too_large(tmp_path: Path) -> None:
    rendered = RenderedText("<p>a</p>", read("<p>a</p>"), (), (), (), (), too_large=123_456)
    known = LinkTargets(frozenset(), {}, lambda _: frozenset())
    (problem,) = field_problems(Loaded(), rendered, Place("a.yml"), known, Proposals())
    assert problem.message == (
        "this would become 123 KB of HTML, more than 100 KB and 20 times what is typed, so it is "
        "shown as typed; shorten it"
    )


def test_a_text_that_becomes_too_many_elements(tmp_path: Path) -> None:
    cells = f"<table><tr>{'<td>' * 1_999}"
    definitions = {"lens": {"name": "lens", "definition": cells}}
    files = {"annotations/a.yml": json.dumps({"terms": definitions})}
    analysed, problems = analyse(write_site(tmp_path, BASE | files), lambda _message: None)
    assert [problem.message for problem in problems if problem.rule == "too-large"] == [
        "this would become 2,002 elements of HTML, such as cells and words in bold, more than "
        "2,000, so it is shown as typed; shorten it"
    ]
    assert analysed
    assert list(analysed.site.texts.values()) == [f"<p>{escape(cells)}</p>"]


def test_a_text_that_includes_too_many_lines(tmp_path: Path) -> None:
    parts = tmp_path / "parts"
    parts.mkdir()
    (parts / "log.md").write_text("*lit*\n" * 300)
    (parts / "words.md").write_text("*[CG]: Coast Guard\n" * 500)
    options = {"base_path": [str(parts)], "auto_append": ["words.md"]}
    configs = {"pymdownx.snippets": options}
    settings = Settings("", ("abbr", "pymdownx.snippets"), configs, root=tmp_path)
    renderer = text_renderer(settings)
    once = render_text('The CG:\n\n--8<-- "log.md"', renderer)
    assert (once.html.count("<em>"), once.html.count("<abbr "), once.unread) == (300, 1, ())
    twice = render_text('--8<-- "log.md"\n' * 2, renderer)
    assert (twice.html, [unread.message for unread in twice.unread]) == (
        "",
        [
            "with the files that it includes, this has 600 lines, so it is left out; include "
            "less, or only a section of each file"
        ],
    )


def test_addresses_that_are_repeated_too_often_and_tables_with_too_many_cells() -> None:
    renderer = text_renderer()
    links = render_text(f"[a]: https://example.org/{'x' * 999}\n\n" + "[a] " * 100, renderer)
    assert [unread.message for unread in links.unread] == [
        "addresses and titles of links and abbreviations are repeated so often that they would "
        "have 50,950 characters here; shorten them, or use them less often"
    ]
    table = render_text("a|" * 99 + "a\n" + "-|" * 99 + "-\n" + "a|a\n" * 99, renderer)
    assert [unread.message for unread in table.unread] == [
        "the tables of this text would have 10,000 cells, far more than are typed, so this is "
        "shown as typed; keep the rows as short as they are filled"
    ]


def test_an_article_that_would_name_too_much_at_each_word(tmp_path: Path) -> None:
    text = " ".join(f"w{number}" for number in range(1_000))
    claims = {}
    for number in range(200):
        quote = {"start": f"w{number}", "end": f"w{999 - number}"}
        claims[f"c{number:0>70}"] = {"quote": quote, "summary": "So.", "kind": "value"}
    files = {
        "docs/articles/lamp.md": f"# The lamp\n\n{text}\n",
        "annotations/a.yml": json.dumps({"article": "lamp", "claims": claims}),
    }
    _, problems = analyse(write_site(tmp_path, BASE | files), lambda _message: None)
    (message,) = (each.message for each in problems if each.rule == "crowded-words")
    assert message == (
        "the article lamp would need 3,120 KB to say at each word what is highlighted there, more "
        f"than 1,000 KB, and most of it for claim:c{0:0>70} (31 KB); quote fewer words, or remove "
        "former ids"
    )


def test_entries_that_name_each_other_too_often(tmp_path: Path) -> None:
    ids = [f"c{number}" for number in range(100)]
    claims = {}
    for each in ids:
        others = [other for other in ids if other != each]
        claims[each] = {"quote": "lit", "summary": "s" * 1_900, "kind": "value"}
        claims[each] |= {"supports": others}
    files = {"annotations/a.yml": json.dumps({"claims": claims})}
    loaded, _ = load(write_site(tmp_path, BASE | files))
    relations = [Relation(Ref("claim", each), "supports", Ref("claim", ids[0])) for each in ids]
    assert not list(crowded_references(loaded, relations * 50))
    (problem,) = crowded_references(loaded, relations * 99)
    assert problem.message == (
        "the references between entries would repeat 40 MB of titles on the pages, more than 30 "
        "MB, and claim:c0 names most (396 KB); shorten titles, summaries and lists"
    )


def test_entries_that_connect_too_many_actors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Makers, and those who restate, count once for each actor beside them; a crowd does not."""
    lit = {"quote": "lit", "kind": "value"}
    claims = {
        "one": lit | {"summary": "One.", "by": ["a", "b"], "supports": ["two"]},
        "again": {"quote": "lit", "restates": "one", "by": ["c", "b"]},
        "once-more": {"quote": "lit", "restates": "one", "by": ["d"]},
        "two": lit | {"summary": "Two.", "by": ["d"], "about": ["a", "b"]},
    }
    crowd = [f"x{number}" for number in range(51)]
    dates = {"all": {"title": "All", "quote": "lit", "date": "1871", "actors": crowd}}
    actors = {}
    for each in ("a", "b", "c", "d", *crowd):
        actors[each] = {"name": each * 3, "type": "person", "mentions": "off"}
    text = json.dumps({"article": "lamp", "claims": claims, "actors": actors, "dates": dates})
    root = write_site(tmp_path, BASE | {"annotations/a.yml": text})
    limit = "explainer.linking.crowded_connections.MOST_PAIRS"
    monkeypatch.setattr(limit, 8)
    assert not messages_of("too-large", analyse(root, silent)[1])
    monkeypatch.setattr(limit, 7)
    assert messages_of("too-large", analyse(root, silent)[1]) == [
        "claims and dates would connect 8 pairs of actors, more than 7, and claim:one connects "
        "most (6); name fewer actors, or relate fewer claims"
    ]


def test_annotations_that_name_entries_too_often(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    actors = {
        "lund": {"name": "Anna Lund", "type": "person", "description": "Ida Holm, and Ida Holm."},
        "holm": {"name": "Ida Holm", "type": "person", "description": "Not Anna Lund."},
    }
    files = {"annotations/a.yml": json.dumps({"actors": actors})}
    root = write_site(tmp_path, BASE | files)
    monkeypatch.setattr("explainer.linking.crowded_names._TYPED_FOR_NAME", 1_000)
    monkeypatch.setattr("explainer.linking.crowded_names.MOST_NAMES", 3)
    assert not messages_of("too-large", analyse(root, silent)[1])
    monkeypatch.setattr("explainer.linking.crowded_names.MOST_NAMES", 2)
    assert messages_of("too-large", analyse(root, silent)[1]) == [
        "the texts of annotations name entries 3 times, more than 2, and those of actor:lund do "
        "most (2); shorten them, or write `mentions: off` where names are common words"
    ]
    names = {each: {"name": entry["name"], "type": "person"} for each, entry in actors.items()}
    asked = [{"ask": "Who?", "answer": "Anna Lund, Ida Holm, and Anna Lund."}]
    text = json.dumps({"article": "lamp", "questions": asked, "actors": names})
    (root / "annotations/a.yml").write_text(text, "utf-8")
    found = messages_of("too-large", analyse(root, silent)[1])
    assert "and those of briefs and answers do most (3)" in found[0]


def test_pages_that_are_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One page is an error, and so are all together; nothing is staged then."""
    keeper = {"name": "Anna Lund", "type": "person", "description": "She kept it. " * 1_500}
    lund = json.dumps({"actors": {"lund": keeper}})
    root = write_site(tmp_path / "root", BASE | {"annotations/a.yml": lund})
    monkeypatch.setattr("explainer.building.page_sizes.MOST_OF_PAGE", 1_000)
    problems = build_site(root, root / "site", silent)
    messages = {re.sub(r"\d+ KB", "9 KB", str(each)) for each in problems}
    assert (
        "annotations/a.yml:1:13: error: the page of docs/actors/lund/index.md would have 0.0 MB, "
        "of which 0.0 MB can be shown, and the most, 9 KB, is for actor:lund; shorten its texts "
        "and lists, or divide entries [too-large]"
    ) in messages
    assert not (root / "build/docs").exists()
    monkeypatch.setattr("explainer.building.page_sizes.MOST_OF_PAGE", 10**6)
    monkeypatch.setattr("explainer.building.page_sizes.MOST_OF_ALL", 15_000)
    monkeypatch.setattr("explainer.building.page_sizes.TIMES_OF_ALL", 0)
    (problem,) = (each for each in build_site(root, root / "site", silent) if each.level == "error")
    assert re.sub(r"\d+ KB", "9 KB", problem.message) == (
        "the pages together would have more than 0 MB, far more than is typed; the largest is "
        "actors/lund/index.md, and the most, 9 KB, is for actor:lund; shorten texts and lists "
        "that many pages repeat"
    )


def test_pages_of_too_many_elements(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages that editors wrote may have as many of their own as they like."""
    keeper = {"name": "Anna Lund", "type": "person", "description": "<b>a</b> " * 300}
    files = {
        "annotations/a.yml": json.dumps({"actors": {"lund": keeper}}),
        "docs/about.md": f"# About\n\n{'<hr>' * 300}\n",
    }
    root = write_site(tmp_path, BASE | files)
    monkeypatch.setattr("explainer.building.page_sizes.MOST_ELEMENTS", 250)
    (problem,) = (each for each in build_site(root, root / "site", silent) if each.level == "error")
    assert re.sub(r"30\d", "300", str(problem)) == (
        "annotations/a.yml:1:13: error: the page of docs/actors/lund/index.md would have 300 "
        "elements of HTML, such as cells and links, of which 250 can be shown, and the most, 300, "
        "is for actor:lund; shorten its texts and lists, or divide entries [too-large]"
    )
    assert not (root / "build/docs").exists()


def test_elements_that_are_generated_into_pages_that_editors_wrote(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An editor's page that opens an index may have as many of its own besides."""
    keepers = {f"lund-{n}": {"name": f"Anna {n}{n}", "type": "person"} for n in range(10, 99)}
    files = {
        "annotations/a.yml": json.dumps({"actors": keepers}),
        "docs/actors/index.md": f"# All\n\n{'<hr>' * 300}\n",
    }
    root = write_site(tmp_path, BASE | files)
    monkeypatch.setattr("explainer.building.page_sizes.MOST_ELEMENTS", 250)
    problems = [each for each in build_site(root, root / "site", silent) if each.level == "error"]
    assert re.sub(r"\d+ elements", "9 elements", problems[0].message).startswith(
        "the page of docs/actors/index.md would have 9 elements of HTML, such as cells and links, "
        "of which 550 can be shown"
    )


def _of_lamp(folder: Path, content: str, own: str) -> tuple[str, ...]:
    """Return what is reported of the page of an article, which itself is only `own`."""
    lamp = Article("lamp", "docs/articles/lamp.md", FrontMatter(), "The lamp", "Lit.")
    linked = LinkedText(Rendered(lamp.ref, own, ""), (), ())
    site = Site(Loaded((lamp,)), {"lamp": linked}, {}, {}, {}, ())
    file = folder / "articles/lamp/index.html"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content, "utf-8")
    return tuple(map(str, large_files(folder, site, True)))


def test_an_article_with_too_many_elements_once_rendered(tmp_path: Path) -> None:
    assert _of_lamp(tmp_path, "<td>" * 30_002, "<p>a<b>b</b></p>") == ()
    assert _of_lamp(tmp_path, "<td>" * 30_002, "<p>a</p>") == (
        "docs/articles/lamp.md:1:1: error: the page of docs/articles/lamp.md would have 30,002 "
        "elements of HTML, such as cells and links, of which 30,001 can be shown; shorten its "
        "texts and lists, or divide entries [too-large]",
    )


def test_an_article_that_is_too_large_once_rendered(tmp_path: Path) -> None:
    assert _of_lamp(tmp_path, "a" * 5_000_001, "") == (
        "docs/articles/lamp.md:1:1: error: the page of docs/articles/lamp.md would have 5.0 MB, of "
        "which 5.0 MB can be shown; shorten its texts and lists, or divide entries [too-large]",
    )


def test_the_text_of_an_article_that_no_edit_shortened(tmp_path: Path) -> None:
    record = ["", "lamp " * 50_000, ""]
    lock = {"version": 1, "anchors": {"article:lamp": [record], "claim:x": [["", "a", ""]] * 101}}
    root = write_site(tmp_path, BASE | {"annotations/anchors.lock.json": json.dumps(lock)})
    _, problems = analyse(root, lambda _message: None)
    messages = [problem.message for problem in problems if problem.rule == "lock-file"]
    advice = (
        "restore it from version control, or delete it, and every quote that is found once is "
        "accepted again"
    )
    assert messages == [
        f"the record of claim:x cannot be read; {advice}",
        "the text of article:lamp is far longer here than the article, so it is not used; "
        f"{advice}",
    ]


@pytest.mark.parametrize("is_named", [True, False])
def test_more_pages_than_a_navigation_can_list(is_named: bool, tmp_path: Path) -> None:
    pages = [f"p{number}.md" for number in range(MOST_LISTED + 1)]
    nav = "".join(f"  - {path}\n" for path in pages)
    settings = {"mkdocs.yml": f"{BASE['mkdocs.yml']}nav:\n{nav}"} if is_named else {}
    files = {f"docs/{path}": "# A page\n" for path in pages}
    _, problems = analyse(write_site(tmp_path, BASE | files | settings), lambda _message: None)
    (problem,) = (problem for problem in problems if problem.place.path == "mkdocs.yml")
    assert (problem.level, problem.rule) == ("warning", "settings")
    words = "the theme lists 501 pages on every page, which is slow; name at most 500 under `nav`"
    assert problem.message == words


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    _, (problem,) = read_text(tmp_path, "a.yml")
    assert problem.message == "this is a folder, not a file; replace it with a file"


def test_an_article_of_that_name(tmp_path: Path) -> None:
    root = write_site(tmp_path / "root", BASE)
    write_site(tmp_path, {"lamp.txt": "The lamp\n\nIt was lit."})
    arguments = [
        "new",
        "article",
        str(tmp_path / "lamp.txt"),
        "--name",
        "lamp",
        "--root",
        str(root),
    ]
    said = CliRunner().invoke(main, arguments).stderr
    file = root / "docs/articles/lamp.md"
    assert (
        f"{file} already exists and is left as it is; give the article another "
        "--name, or remove that file" in said
    )


def test_an_article_that_cannot_be_moved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    root = write_site(tmp_path, BASE | {"annotations/a.yml": ""})
    monkeypatch.setattr(Path, "rename", refused)
    said = CliRunner().invoke(main, ["rename", "article:lamp", "light", "--root", str(root)]).stderr
    message = (
        "this file cannot be moved to docs/articles/light.md (Permission denied); "
        "check its permissions"
    )
    assert f"docs/articles/lamp.md:1:1: error: {message} [unreadable]" in said
    assert said.endswith(
        "The article keeps its old name. Fix this, and run the same command again.\n"
    )


def test_a_passage_that_nothing_near_it_tells_from_others() -> None:
    said = _proposal(ExactQuote(exact="lid"), prepare("lit " * 60), Span(120, 123, 0.7))
    assert said == '"lit", and add words around it: it occurs more than once'


@pytest.mark.parametrize("signs", [r"\dots", "= "])
def test_formulas_of_too_many_signs(signs: str) -> None:
    words = "lamp, " * 700
    assert misuses(rf"{words} \[{signs * 700}\]", ()) == ()
    assert misuses(signs.replace("\\", "") * 2_000, ()) == ()
    ((where, message),) = misuses(rf"{words} \[{signs * 1_500}\]", ())
    assert where == r"\["
    assert message == (
        "this text with formulas has 2,204 signs besides letters and digits, and could freeze the"
        " page; leave some out, so that at most 1,500 stay"
    )
