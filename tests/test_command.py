"""The command as an editor types it, on whole sites."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from build_site import main
from explainer.commands import Verb, output
from tests.conftest import PROJECT, copy_of_project
from tests.site_files import BASE, write_site

SITES = Path(__file__).parent / "sites"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def site(name: str, to: Path) -> Path:
    return shutil.copytree(SITES / name, to / name)


def tree(folder: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


@pytest.mark.parametrize("name", ["minimal", "full", "strange"])
def test_builds_without_a_problem(name, tmp_path):
    root = site(name, tmp_path)
    result = run("--root", root)
    assert result.exit_code == 0, result.output
    assert ": error: " not in result.output
    assert (root / "site/index.html").is_file()
    assert list(root.glob("site/search/search_index.*"))


def test_an_article_in_another_language_says_so(tmp_path):
    root = site("strange", tmp_path)
    assert run("--root", root).exit_code == 0
    page = (root / "site/articles/eins.html").read_text(encoding="utf-8")
    assert 'data-article="eins" lang="de" dir="ltr"' in page


def test_check_says_which_articles_the_rules_on_words_pass_over(tmp_path):
    german = "---\nlang: de\n---\n# Die Lampe\n\nSie brannte.\n"
    root = write_site(tmp_path, {**BASE, "annotations/a.yml": "", "docs/articles/lampe.md": german})
    told = (
        "Not in English: docs/articles/lampe.md (de). The rules "
        "words-against-date and part-of-longer-name read English only.\n"
    )
    assert run("check", "--root", root).stderr.startswith(told)
    french = "site_name: Lumières\ntheme: {name: material, language: fr}\n"
    write_site(root, {"mkdocs.yml": french})
    said = run("check", "--root", root).stderr
    assert said.startswith(
        "Not in English: docs/articles/lamp.md (fr), docs/articles/lampe.md (de). The rules words-"
    )
    assert "words-against-date, part-of-longer-name and loaded-words read English only." in said
    write_site(root, BASE)
    (root / "docs/articles/lampe.md").unlink()
    assert "Not in English" not in run("check", "--root", root).stderr


def test_the_full_site_has_every_address(tmp_path):
    root = site("full", tmp_path)
    assert run("build", "--root", root, "--site-dir", tmp_path / "out").exit_code == 0
    for address in (
        "articles articles/finn-point articles/tide claims claims/lamp-never-failed actors "
        "actors/keeper-lund glossary glossary/fresnel-lens timeline sources method about"
    ).split():
        assert (tmp_path / "out" / address / "index.html").is_file(), address
    assert 'id="lamp-lit"' in (tmp_path / "out/timeline/index.html").read_text()
    assert 'id="harbour-log"' in (tmp_path / "out/sources/index.html").read_text()


def test_broken_tells_everything_at_once(tmp_path):
    root = site("broken", tmp_path)
    result = run("check", "--root", root)
    assert result.exit_code == 1
    assert result.output == (SITES / "broken/expected.txt").read_text(encoding="utf-8")
    assert result.stdout == ""


def test_errors_leave_the_old_site_as_it_was(tmp_path):
    root = site("full", tmp_path)
    assert run("--root", root).exit_code == 0
    before = tree(root / "site"), tree(root / "annotations")
    (root / "annotations/more.yml").write_text("actors: {x: {nam: X}}\n")
    result = run("--root", root)
    assert result.exit_code == 1
    assert "is unchanged" in result.output
    (root / "annotations/more.yml").unlink()
    assert (tree(root / "site"), tree(root / "annotations")) == before


def test_two_builds_and_any_names_of_files_give_the_same_bytes(tmp_path):
    root = site("full", tmp_path)
    assert run("--root", root, "--site-dir", tmp_path / "one").exit_code == 0
    (root / "annotations/finn-point.yml").rename(root / "annotations/zz.yml")
    (root / "annotations/site.yml").rename(root / "annotations/aa.yaml")
    assert run("--root", root, "--site-dir", tmp_path / "two").exit_code == 0
    assert tree(tmp_path / "one") == tree(tmp_path / "two")


def test_the_site_dir_of_mkdocs_yml_is_respected(tmp_path):
    root = site("full", tmp_path)
    with (root / "mkdocs.yml").open("a") as config:
        config.write("site_dir: ../public\n")
    assert run("--root", root).exit_code == 0
    assert (tmp_path / "public/index.html").is_file()
    assert not (root / "site").exists()


def test_check_writes_nothing_but_the_schema_of_the_site_and_the_anchors(tmp_path):
    root = site("full", tmp_path)
    before = tree(tmp_path)
    assert run("check", "--root", root).exit_code == 0
    after = tree(tmp_path)
    assert '"keeper-lund"' in after.pop("full/build/annotations.schema.json").decode()
    assert after == before
    assert run("check", "--root", root, "--anchors", tmp_path / "anchors.jsonl").exit_code == 0
    lines = [
        json.loads(line)
        for line in (tmp_path / "anchors.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert {line["state"] for line in lines} == {"exact"}
    found = {line["annotation"]: line for line in lines}
    assert found["claim:lamp-never-failed"]["article"] == "finn-point"
    place = found["claim:lamp-never-failed"]["places"][0]
    assert place["words"] == "in forty years the lamp never once failed"
    assert place["before"].endswith("first time, and ")
    assert place["end"] - place["start"] == len(place["words"])
    assert place["similarity"] == 1


def test_the_lock_file_is_written_by_a_build_and_makes_moved_possible(tmp_path):
    root = write_site(
        tmp_path, {**BASE, "annotations/a.yml": CLAIM.format(quote="the lamp never once failed")}
    )
    assert run("--root", root).exit_code == 0
    lock = json.loads((root / "annotations/anchors.lock.json").read_text(encoding="utf-8"))
    assert "claim:lamp" in json.dumps(lock)
    moved = (
        "# The lamp\n\nIt was often out. On a quiet island far away, "
        "the lamp never once failed us.\n"
    )
    (root / "docs/articles/lamp.md").write_text(moved)
    result = run("--root", root)
    assert result.exit_code == 1
    assert "[anchor-moved]" in result.output
    assert json.loads((root / "annotations/anchors.lock.json").read_text(encoding="utf-8")) == lock


CLAIM = "claims:\n  lamp: {{quote: {quote}, summary: It was lit., kind: fact}}\n"

BAD_INPUT = {
    "broken YAML": (
        {"annotations/a.yml": "actors: {x: [}\n"},
        r"annotations/a\.yml:1:\d+: error: .*\[yaml\]",
    ),
    "latin-1": (
        {"annotations/a.yml": b"actors: {m: {name: M\xfcller}}\n"},
        r"a\.yml:1:21: error: .*UTF-8.*\[encoding\]",
    ),
    "an empty article": (
        {"docs/articles/lamp.md": ""},
        r"docs/articles/lamp\.md:1:1: error: .*\[empty-article\]",
    ),
    "an article in UTF-16": (
        {"docs/articles/lamp.md": "# Lamp".encode("utf-16")},
        r"lamp\.md:1:1: error: .*UTF-16",
    ),
    "an article of zero bytes": (
        {"docs/articles/lamp.md": b"# L\0amp\n"},
        r"lamp\.md:1:4: error: .*\[unreadable\]",
    ),
    "a script in an annotation": (
        {
            "annotations/a.yml": "terms:\n  lamp: {name: lamp, definition: "
            "'A <script>alert(1)</script> light.'}\n"
        },
        r"a\.yml:2:34: warning: .*<script>.*\[cleaned-html\]",
    ),
    "an address that runs a script": (
        {
            "annotations/a.yml": "terms:\n  lamp: {name: lamp, definition: "
            "'A [light](javascript:alert(1)).'}\n"
        },
        r"a\.yml:2:45: error: .*javascript.*\[unsafe-address\]",
    ),
    "an id with a slash": (
        {"annotations/a.yml": "actors: {a/b: {}}\n"},
        r"a\.yml:1:10: error: .*\[bad-id\]",
    ),
    "an id with dots": (
        {"annotations/a.yml": "actors: {..: {}}\n"},
        r"a\.yml:1:10: error: .*\[bad-id\]",
    ),
    "no mkdocs.yml": ({"mkdocs.yml": None}, r"mkdocs\.yml:1:1: error: .*\[settings\]"),
    "an empty mkdocs.yml": (
        {"mkdocs.yml": ""},
        r"mkdocs\.yml:1:1: error: .*site_name.*\[settings\]",
    ),
    "a broken mkdocs.yml": (
        {"mkdocs.yml": "site_name: [\n"},
        r"mkdocs\.yml:1:12: error: .*\[yaml\]",
    ),
    "an unknown theme": (
        {"mkdocs.yml": "site_name: x\ntheme: zebra\n"},
        r"mkdocs\.yml:2:1: error: .*\[settings\]",
    ),
    "an unknown extension": (
        {"mkdocs.yml": "site_name: x\nmarkdown_extensions: [zebra]\n"},
        r"mkdocs\.yml:2:1: error: .*zebra.*\[settings\]",
    ),
    "an unknown plug-in": (
        {"mkdocs.yml": "site_name: x\nplugins: [zebra]\n"},
        r"mkdocs\.yml:2:1: error: .*\[settings\]",
    ),
    "a broken lock file": (
        {"annotations/anchors.lock.json": "{<<<<<<< HEAD"},
        r"annotations/anchors\.lock\.json:1:\d+: error: .*\[lock-file\]",
    ),
}


@pytest.mark.parametrize(("files", "message"), BAD_INPUT.values(), ids=BAD_INPUT.keys())
def test_bad_input_is_told_at_its_place(files, message, tmp_path):
    content = {path: text for path, text in {**BASE, **files}.items() if text is not None}
    result = run("--root", write_site(tmp_path, {"annotations/z.yml": "", **content}))
    assert re.search(message, result.output), result.output
    assert result.exit_code == (1 if ": error: " in result.output else 0)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output


def test_missing_folders_are_told(tmp_path):
    (tmp_path / "mkdocs.yml").write_text("site_name: x\n")
    result = run("--root", tmp_path)
    assert result.exit_code == 1
    assert "docs:1:1: error: " in result.output
    assert "annotations:1:1: warning: " in result.output


def test_file_names_with_spaces_and_other_letters_work(tmp_path):
    files = {
        "mkdocs.yml": "site_name: x\n",
        "docs/articles/Мой маяк & я.md": "Лампа горела каждую ночь.\n",
    }
    annotations = "article: articles/Мой маяк & я.md\n" + CLAIM.format(quote="Лампа горела")
    result = run("--root", write_site(tmp_path, {**files, "annotations/а б.yml": annotations}))
    assert result.exit_code == 0, result.output
    page = (tmp_path / "site/articles/Мой маяк & я/index.html").read_text(encoding="utf-8")
    assert 'id="claim-lamp"' in page


def test_megabytes_of_text_are_no_trouble(tmp_path, thorough):
    text = "# Long\n\nThe needle stands here.\n\n" + (
        "The lamp was lit every night. " * 100 + "\n\n"
    ) * (3_500 if thorough else 350)
    annotations = (
        CLAIM.format(quote="The needle stands here")
        + "  gone: {quote: a whale at sea, summary: x, kind: fact}\n"
    )
    root = write_site(
        tmp_path, {**BASE, "docs/articles/lamp.md": text, "annotations/a.yml": annotations}
    )
    result = run("check", "--root", root)
    assert result.exit_code == 1
    assert re.findall(r"(\S+) error: .*\[(.*)\]", result.output) == [
        ("annotations/a.yml:3:17:", "anchor-orphan")
    ]


def test_help_and_wrong_usage(tmp_path):
    assert run("--help").exit_code == 0
    for verb in ("build", "check", "serve"):
        assert verb in run("--help").output
        assert run(verb, "--help").exit_code == 0
    assert run("biuld").exit_code == 2
    assert run("--root", tmp_path / "nowhere").exit_code == 2
    assert run("check", "--colour", "red").exit_code == 2


@pytest.mark.parametrize("verb", main.list_commands(click.Context(main)))
@pytest.mark.parametrize("width", [20, 45, 66, 200])
def test_the_list_of_commands_says_what_the_help_of_each_says(verb: str, width: int) -> None:
    listed = main.commands[verb]
    assert isinstance(listed, Verb)
    assert listed.get_short_help_str(width) == listed.load().get_short_help_str(width)


def test_the_list_of_commands_imports_none_of_them() -> None:
    code = (
        "import sys; from explainer.commands import main; main(['--help'], standalone_mode=False);"
        "print([each for each in ('mkdocs', 'pydantic', 'lxml', 'yaml') if each in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert result.stdout.splitlines()[-1] == "[]", result


def test_a_folder_that_is_no_site_is_never_replaced(tmp_path):
    root = site("minimal", tmp_path)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/diary.txt").write_text("dear")
    for target in (tmp_path / "mine", root, root / "docs", tmp_path):
        result = run("--root", root, "--site-dir", target)
        assert result.exit_code == 1, target
        assert "--site-dir" in result.output
    assert (tmp_path / "mine/diary.txt").read_text() == "dear"


@pytest.mark.thorough
def test_mkdocs_in_the_root_gives_the_same_site(tmp_path):
    root = copy_of_project(tmp_path / "root")
    environment = {**os.environ, "PYTHONPATH": str(PROJECT), "NO_MKDOCS_2_WARNING": "1"}
    ours = run("--root", root, "--site-dir", tmp_path / "ours")
    assert ours.exit_code == 0, ours.output
    command = [
        sys.executable,
        "-m",
        "mkdocs",
        "build",
        "-q",
        "--site-dir",
        str(tmp_path / "theirs"),
    ]
    done = subprocess.run(
        command, cwd=root, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert tree(tmp_path / "theirs") == tree(tmp_path / "ours")


def test_two_results_on_standard_output_are_refused(tmp_path):
    root = write_site(tmp_path, BASE)
    for other, message in ((("--anchors", "-"), "name a file"), (("--roles",), "leave one out")):
        result = run("check", "--root", root, "--format", "json", *other)
        assert result.exit_code == 2
        assert message in result.stderr


def test_a_date_that_the_library_refuses_leaves_the_result_whole(tmp_path):
    dates = "article: lamp\ndates:\n  lit: {date: 2015-XX/2017, title: It is lit, quote: was lit}\n"
    root = write_site(tmp_path, {**BASE, "annotations/a.yml": dates})
    result = run("check", "--root", root, "--format", "json")
    assert result.exit_code == 1
    assert [found["rule"] for found in json.loads(result.stdout)] == ["wrong-date"]


def test_guessed_roles_are_listed_only_when_asked_for(tmp_path):
    dates = """\
article: lamp
dates:
  lit: {date: 1871-10-03, title: The lamp is lit, quote: The lamp was lit}
  kept:
    title: Lund keeps it
    quote: In forty years
    date: 1871/1911
  hoped: {date: 1871, role: expectation, title: It may fail, quote: failed}
"""
    root = write_site(tmp_path, {**BASE, "annotations/dates.yml": dates})
    assert "counts as" not in run("check", "--root", root).output
    result = run("check", "--root", root, "--roles")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "annotations/dates.yml:3:15: lit, 1871-10-03, counts as an event; "
        "if that is wrong, add `role: span` or `role: expectation`.",
        "annotations/dates.yml:7:11: kept, 1871/1911, counts as a span; "
        "if that is wrong, add `role: event` or `role: expectation`.",
    ]
    assert "2 roles guessed, of 3 dates." in result.stderr


def test_a_file_that_cannot_be_written_is_wrong_usage(tmp_path):
    result = run(
        "check", "--root", write_site(tmp_path, BASE), "--anchors", tmp_path / "none/anchors.jsonl"
    )
    assert result.exit_code == 2
    assert "none/anchors.jsonl cannot be written: No such file or directory." in result.stderr


def test_progress_is_reported_where_nothing_else_shows_it(tmp_path, monkeypatch):
    monkeypatch.setattr(output, "_PATIENCE", -1.0)
    result = run("check", "--root", site("full", tmp_path))
    assert result.stderr.startswith("Reading docs/ and annotations/ …\n")
