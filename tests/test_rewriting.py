"""`rename` and `merge`, as an editor uses them: ids change wherever they
stand, and nothing else does.
"""

import difflib
import re
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from explainer.checking.format_rules import check
from explainer.commands import main
from explainer.editing import rewriting
from explainer.entries import LONGEST_LINE
from explainer.files.sitefiles import write_file
from explainer.files.textfiles import write_text
from explainer.loading.load import load
from explainer.model import Loaded
from tests.site_files import BASE, cases, write_site

CASES = cases("rewriting")


def files_of(case: Mapping[str, Any]) -> dict[str, str]:
    folders = ("docs", "annotations")
    settings = case.get("settings", BASE["mkdocs.yml"])
    return {**BASE, "mkdocs.yml": settings} | {
        f"{folder}/{name}": text
        for folder in folders
        for name, text in case.get(folder, {}).items()
    }


def run(root: Path, *arguments: str) -> Result:
    verb, *rest = arguments
    return CliRunner().invoke(main, [verb, "--root", str(root), *rest])


def state(root: Path) -> dict[str, str]:
    files = (path for path in root.rglob("*") if path.is_file() and path.suffix != ".lock")
    return {path.relative_to(root).as_posix(): path.read_bytes().decode() for path in files}


@pytest.mark.parametrize(("_name", "case"), CASES, ids=[name for name, _ in CASES])
def test_cases(tmp_path, _name, case):
    files = files_of(case)
    result = run(write_site(tmp_path, files), *case["run"])
    assert state(tmp_path) == files | case["new"]
    assert result.exit_code == case.get("exit", 0), result.output
    assert result.stderr.endswith(case.get("says", "")), result.stderr
    assert result.stdout == case.get("prints", "")


DONE = [(name, case) for name, case in CASES if case["new"]]


@pytest.mark.parametrize("ends", ["\r\n", "\r", "\n"])
@pytest.mark.parametrize(("_name", "case"), DONE, ids=[name for name, _ in DONE])
def test_line_ends_and_byte_order_mark_stay(tmp_path, ends, _name, case):
    def typed(files: Mapping[str, str]) -> dict[str, str]:
        return {path: "\ufeff" + re.sub("\r?\n", ends, text) for path, text in files.items()}

    files = typed(files_of(case)) | {"mkdocs.yml": files_of(case)["mkdocs.yml"]}
    assert run(write_site(tmp_path, files), *case["run"]).exit_code == 0
    changed = {path: text for path, text in state(tmp_path).items() if text != files[path]}
    assert changed == typed(case["new"])


@pytest.mark.parametrize(("_name", "case"), DONE, ids=[name for name, _ in DONE])
def test_a_second_run_finds_nothing_to_do(tmp_path, _name, case):
    run(write_site(tmp_path, files_of(case)), *case["run"])
    after = state(tmp_path)
    result = run(tmp_path, *case["run"])
    assert result.exit_code == 0, result.output
    assert " is already " in result.stderr
    assert state(tmp_path) == after


@pytest.mark.parametrize(("_name", "case"), DONE, ids=[name for name, _ in DONE])
def test_it_can_be_interrupted_at_any_moment(tmp_path, monkeypatch, _name, case):
    """Whatever number of files were written: the rest can be, by the same command."""
    for written in range(len(case["new"])):
        root, left = write_site(tmp_path / str(written), files_of(case)), iter([True] * written)

        def write(*arguments, left=left):
            if not next(left, False):
                raise KeyboardInterrupt
            return write_file(*arguments)

        with monkeypatch.context() as patched:
            patched.setattr(rewriting, "write_file", write)
            stopped = run(root, *case["run"])
        assert (stopped.exit_code, "Run the same command again" in stopped.stderr) == (130, True)
        changed = {path for path, text in state(root).items() if text != files_of(case).get(path)}
        assert len(changed) == written
        assert run(root, *case["run"]).exit_code == 0
        assert state(root) == files_of(case) | case["new"]


def test_a_file_that_is_not_written_to_its_end_leaves_nothing_beside_it(tmp_path, monkeypatch):
    root = write_site(tmp_path, {"a.yml": "old"})

    def stopped(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", stopped)
    with pytest.raises(KeyboardInterrupt):
        write_text(root / "a.yml", "a.yml", "new")
    assert state(root) == {"a.yml": "old"}


def test_the_record_of_where_the_quotes_stand_goes_along(tmp_path):
    lit = "claims:\n  lit: {quote: was lit, summary: x, kind: fact}\n"
    root = write_site(tmp_path, BASE | {"annotations/a.yml": lit})
    assert run(root, "build").exit_code == 0
    assert run(root, "rename", "claim:lit", "lamp-lit").exit_code == 0
    accepted = load(root)[0].accepted
    assert accepted["claim:lamp-lit"] == accepted["claim:lit"]
    assert accepted["claim:lit"]
    assert run(root, "build").exit_code == 0
    accepted = load(root)[0].accepted
    assert "claim:lamp-lit" in accepted
    assert "claim:lit" not in accepted


def test_a_file_that_cannot_be_changed_leaves_all_as_they_were(tmp_path):
    files = BASE | {
        "annotations/a.yml": "terms:\n  a: {name: Aa, definition: x, broader: c}\n",
        "annotations/b.yml": "terms:\n  c: {name: Cc, definition: x}\n"
        '  d: {name: D2, definition: "[i](term:\\x63)"}\n',
    }
    result = run(write_site(tmp_path, files), "rename", "term:c", "cc")
    assert result.exit_code == 1
    assert state(tmp_path) == files


IDS_BEFORE = ", ".join(f"a{number}" for number in range(100))
LONGEST = "x" * (LONGEST_LINE - len("[](term:a)"))
OVERFLOWING = {
    "former ids": (
        ["rename", "term:a", "b"],
        f"terms:\n  a: {{name: A, definition: x, formerly: [{IDS_BEFORE}]}}\n",
        "annotations/a.yml:2:41: error: `formerly` of term:b has 101 items;"
        " keep at most 100 of them [too-many]",
    ),
    "aliases": (
        ["merge", "term:b", "a"],
        f"terms:\n  a: {{name: A, definition: x, aliases: [{IDS_BEFORE}]}}\n"
        "  b: {name: B, definition: x}\n",
        "annotations/a.yml:2:40: error: `aliases` of term:a has 101 items;"
        " keep at most 100 of them [too-many]",
    ),
    "a sentence": (
        ["rename", "term:a", "a-b"],
        f'terms:\n  a: {{name: A, definition: x}}\nbrief: ["[{LONGEST}](term:a)"]\n',
        "annotations/a.yml:3:9: error: this has 2,002 characters;"
        " shorten it to at most 2,000 [too-long]",
    ),
    "former names of an article": (
        ["rename", "article:lamp", "light"],
        "",
        "docs/articles/lamp.md:2:11: error: `formerly` of the front matter has 101 items;"
        " keep at most 100 of them [too-many]",
    ),
}


@pytest.mark.parametrize("dry_run", [[], ["--dry-run"]])
@pytest.mark.parametrize("name", OVERFLOWING)
def test_what_would_not_be_read_again_is_not_written(tmp_path, name, dry_run):
    command, annotations, problem = OVERFLOWING[name]
    article = f"---\nformerly: [{IDS_BEFORE}]\n---\nThe lamp was lit.\n"
    files = BASE | {"docs/articles/lamp.md": article, "annotations/a.yml": annotations}
    result = run(write_site(tmp_path, files), *command, *dry_run)
    assert result.exit_code == 1
    assert result.stderr.endswith(
        f"{problem}\n1 error, 0 warnings.\n"
        "Nothing was changed: the files would then have the errors above."
        " Prevent these, and run again.\n"
    )
    assert state(tmp_path) == files


# --- any site ---

PHASES = (
    Phase.explicit,
    Phase.reuse,
    Phase.generate,
)  # such a site takes minutes to be made smaller

KEYS = {
    "by": "actors",
    "about": "actors",
    "supports": "claims",
    "attacks": "claims",
    "actors": "actors",
}
KEYS |= {
    "claims": "claims",
    "part_of": "actors",
    "related": "terms",
    "broader": "terms",
    "source": "sources",
}
KINDS = {
    "claims": "claim",
    "dates": "date",
    "actors": "actor",
    "terms": "term",
    "sources": "source",
}
REQUIRED = {
    "claims": "quote: was lit, summary: it x, kind: fact",
    "dates": 'date: "1871", title: then, quote: was lit',
    "actors": "name: N{id}, type: group",
    "terms": "name: T{id}, definition: D{id}",
    "sources": "type: book, title: B",
}
LISTS = {
    "claims": ("by", "about", "supports", "attacks"),
    "dates": ("actors", "claims"),
    "actors": ("part_of",),
    "terms": ("related", "broader"),
    "sources": (),
}
TEXTS = {
    "claims": "note",
    "dates": "description",
    "actors": "description",
    "terms": "",
    "sources": "note",
}
IDS = ("x", "x-1", "y", "xx")


@st.composite
def sites(draw: st.DrawFn) -> tuple[dict[str, str], str, str]:
    """A site over two files, with the kind and the id of one of its entries."""
    files: dict[str, list[str]] = {"annotations/a.yml": [], "annotations/b.yml": []}
    ids = {key: draw(st.lists(st.sampled_from(IDS), min_size=1, unique=True)) for key in KINDS}
    for key in KINDS:
        halves = {name: draw(st.booleans()) for name in ids[key]}
        for path, half in (("annotations/a.yml", True), ("annotations/b.yml", False)):
            mine = [name for name in ids[key] if halves[name] == half]
            if mine:
                files[path] += [
                    f"{key}: # {mine[0]}",
                    *(line for name in mine for line in _entry(draw, key, name, ids)),
                ]
    kind = draw(st.sampled_from(sorted(KINDS)))
    end, mark = draw(st.sampled_from(["\n", "\r\n"])), draw(st.sampled_from(["", "\ufeff"]))
    texts = {path: mark + end.join([*lines, ""]) for path, lines in files.items()}
    page = f"{draw(LINKS)}\n\n[r]: {KINDS[kind]}:{ids[kind][0]}\n\n`{KINDS[kind]}:{ids[kind][0]}`\n"
    return {**BASE, **texts, "docs/about.md": page}, kind, ids[kind][0]


LINKS = st.lists(
    st.builds("[w]({}:{})".format, st.sampled_from(sorted(KINDS.values())), st.sampled_from(IDS)),
    max_size=4,
).map(" and ".join)


def _entry(draw: st.DrawFn, key: str, name: str, ids: Mapping[str, list[str]]) -> list[str]:
    pairs = REQUIRED[key].format(id=name).split(", ")
    for field in LISTS[key]:
        among = [other for other in ids[KEYS[field]] if (KEYS[field], other) != (key, name)]
        chosen = draw(st.lists(st.sampled_from(among), unique=True)) if among else []
        if chosen:
            pairs.append(f"{field}: {draw(st.sampled_from(_styles(chosen)))}")
    links = draw(LINKS)
    if TEXTS[key] and links:
        pairs.append(f"{TEXTS[key]}: {draw(st.sampled_from(_texts(links)))}")
    typed = draw(st.sampled_from([name, f"'{name}'", f'"{name}"']))
    if draw(st.booleans()) and not any("\n" in pair or ": Words" in pair for pair in pairs):
        return [f"  {typed}: {{{', '.join(pairs)}}} # {name}"]
    return [f"  {typed}: # {name}", *(f"    {line}" for pair in pairs for line in pair.split("\n"))]


def _styles(ids: list[str]) -> list[str]:
    block = "".join(f"\n  - {name} # {index}" for index, name in enumerate(ids))
    quoted = "[" + ", ".join(f"'{name}'" for name in ids) + "]"
    return [f"[{', '.join(ids)}]", quoted, block, *(ids if len(ids) == 1 else ())]


def _texts(links: str) -> list[str]:
    folded = links.replace(" ", "\n  ")
    return [f"'{links}'", f'"{links}"', f"|\n  {folded}", f">-\n  {folded}", f"Words {folded}"]


def said(loaded: Loaded) -> dict[str, Any]:
    """All that a site says, by entry and page."""
    found = {
        str(entry.ref): entry.body.model_dump(mode="json") for entry in loaded.entries.values()
    }
    return found | {page.path: page.markdown for page in loaded.pages}


def expected(data: Any, key: str, old: str, new: str, field: str = "") -> Any:
    """What is said, with the one id replaced; told here anew, without the program's own tables."""
    if isinstance(data, dict):
        return {name: expected(value, key, old, new, name) for name, value in data.items()}
    if isinstance(data, list):
        return [expected(each, key, old, new, field) for each in data]
    if KEYS.get(field) == key and data == old:
        return new
    return (
        re.sub(rf"({KINDS[key]}:){old}(?=[)\n])", rf"\g<1>{new}", data)
        if isinstance(data, str)
        else data
    )


@settings(phases=PHASES)
@given(sites())
def test_any_site_says_the_same_with_the_one_id_replaced(made):
    files, key, old = made
    with TemporaryDirectory() as folder:
        root = write_site(Path(folder), files)
        before, problems = load(root)
        assert [problem for problem in problems if problem.level == "error"] == []
        unknown = {problem.message for problem in check(before) if problem.rule == "unknown-id"}
        result = run(root, "rename", f"{KINDS[key]}:{old}", "new-id")
        assert result.exit_code == 0, result.output
        after, _ = load(root)
        wanted = expected(said(before), key, old, "new-id")
        body = wanted.pop(f"{KINDS[key]}:{old}")
        assert said(after) == wanted | {f"{KINDS[key]}:new-id": body | {"formerly": [old]}}
        assert {
            problem.message for problem in check(after) if problem.rule == "unknown-id"
        } == unknown
        for path, text in state(root).items():
            for line in difflib.ndiff(files[path].splitlines(), text.splitlines()):
                named = old if line[0] == "-" else "new-id|formerly"
                assert line[0] in " ?" or re.search(rf"(?<![\w-])({named})(?![\w-])", line), line


def united(said: dict[str, Any], key: str, one: str, other: str) -> dict[str, Any]:
    """What is said when two entries are one; told here anew, as above."""
    rest = {name: _without_doubles(body, name, key, one, other) for name, body in said.items()}
    wanted = expected(rest, key, one, other)
    goes, stays = wanted.pop(f"{KINDS[key]}:{one}"), wanted[f"{KINDS[key]}:{other}"]
    for field in LISTS[key]:
        stays[field] += [each for each in goes[field] if each not in (*stays[field], one, other)]
    stays |= {"aliases": [goes["name"]], "formerly": [one]}
    stays |= {TEXTS[key]: stays[TEXTS[key]] or goes[TEXTS[key]]} if TEXTS[key] else {}
    return wanted


def _without_doubles(body: Any, name: str, key: str, one: str, other: str) -> Any:
    if isinstance(body, str):
        return body
    is_other = name == f"{KINDS[key]}:{other}"
    doubled = {
        field: [
            each
            for each in body[field]
            if each != one or (other not in body[field] and not is_other)
        ]
        for field in body
        if KEYS.get(field) == key
    }
    return body | doubled


@settings(phases=PHASES)
@given(sites(), st.data())
def test_any_two_entries_become_one(made, data):
    files, _, _ = made
    with TemporaryDirectory() as folder:
        root = write_site(Path(folder), files)
        before, _ = load(root)
        pairs = [
            (key, one, two)
            for key in ("actors", "terms")
            for one in IDS
            for two in IDS
            if one != two
        ]
        both = [pair for pair in pairs if {pair[1], pair[2]} <= getattr(before, pair[0]).keys()]
        assume(both)
        key, one, other = data.draw(st.sampled_from(both))
        result = run(root, "merge", f"{KINDS[key]}:{one}", other)
        after, problems = load(root)
        if "[circle]" in result.output:
            assert result.exit_code == 1
            assert said(after) == said(before)
            return
        assert result.exit_code == 0, result.output
        assert [problem for problem in problems if problem.level == "error"] == []
        assert said(after) == united(said(before), key, one, other)
