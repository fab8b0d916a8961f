"""How the command ends when it does not end by itself: no traceback, and the
status that shells expect.
"""

import logging
import os
import re
import signal
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import NoReturn

import click
import pytest
from click.testing import CliRunner, Result
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from build_site import main, on_config
from explainer import pipeline
from explainer.building.renderer import render_site
from explainer.building.workspace import Workspace
from explainer.commands import shared_rewriting as rewriting
from explainer.commands.ending import CUT_OFF
from explainer.config.settings import read_config
from explainer.lastresort import FAILED, INTERRUPTED
from explainer.preview import workbench
from tests.conftest import PROJECT, copy_of_project
from tests.previewing import eventually
from tests.site_files import BASE, write_site
from tests.thoroughness import in_thirds, one_quick

SITE = {**BASE, "annotations/a.yml": "actors:\n  lund: {name: Lund, type: person, role: keeper}\n"}
LOST = {
    **BASE,
    "annotations/a.yml": "claims:\n  c: {quote: The lamp were lit, summary: "
    "It was lit., kind: fact}\n",
}
READING = (
    ["build"],
    ["check"],
    ["suggest"],
    ["reanchor", "--report"],
    ["rename", "actor:lund", "keeper"],
    ["merge", "actor:lund", "x"],
)
FAULTS = (
    ZeroDivisionError("by zero"),
    RecursionError("too deep"),
    MemoryError(),
    OSError(5, "no disk", "a.yml"),
)
REPORT = re.compile(r"and attach (\S+) and the file")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def raising(error: BaseException):
    def fail(*_: object, **__: object) -> NoReturn:
        raise error

    return fail


def with_usual_signals() -> None:
    """Let signals end a child that a shell in the background, or `nohup`, would let ignore them."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGPIPE):
        signal.signal(number, signal.SIG_DFL)


def started(*arguments: str, **more: object) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "build_site.py", *arguments],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        preexec_fn=with_usual_signals,
        **more,
    )


# The last resort


@pytest.mark.parametrize("verb", READING, ids=lambda verb: verb[0])
@pytest.mark.parametrize("error", FAULTS, ids=lambda error: type(error).__name__)
def test_whatever_is_left_is_one_line(verb, error, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(pipeline, "load", raising(error))
    monkeypatch.setattr(rewriting, "load", raising(error))
    result = run(*verb, "--root", write_site(tmp_path, SITE))
    assert result.exit_code == 70
    assert "Traceback" not in result.output
    line = result.stderr.splitlines()[-1]
    assert line.startswith(f".:1:1: error: Explainer itself failed ({type(error).__name__}")
    assert line.endswith(" [internal]")
    report = Path(REPORT.search(line)[1])
    said = report.read_text(encoding="utf-8")
    report.unlink()
    assert said.startswith("Explainer ")
    assert "Traceback (most recent call last)" in said
    assert not (tmp_path / "site").exists()


def test_a_report_that_cannot_be_kept_is_printed(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(pipeline, "load", raising(ZeroDivisionError("by zero")))
    monkeypatch.setattr("tempfile.mkstemp", raising(OSError("full")))
    result = run("check", "--root", write_site(tmp_path, SITE))
    assert result.exit_code == 70
    assert "Traceback (most recent call last)" in result.stderr
    assert "please report this to its maintainers, and attach the text above and" in result.stderr


def test_what_an_exception_says_is_one_printable_line(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(pipeline, "load", raising(ValueError("a\n\x1b[31mb" + "c" * 1_000)))
    line = run("check", "--root", write_site(tmp_path, SITE)).stderr.splitlines()[-1]
    assert "(ValueError: a �[31mbccc" in line
    assert len(line) < 600
    Path(REPORT.search(line)[1]).unlink()


def test_python_gets_the_exception(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(pipeline, "load", raising(ZeroDivisionError("by zero")))
    with pytest.raises(ZeroDivisionError):
        pipeline.analyse(tmp_path, lambda _: None)


def test_mkdocs_gets_a_line_and_no_traceback(tmp_path, monkeypatch, caplog) -> None:
    monkeypatch.setattr(pipeline, "load", raising(RecursionError("too deep")))
    config = load_config(
        str(write_site(tmp_path, {**SITE, "mkdocs.yml": "site_name: Lights\n"}) / "mkdocs.yml")
    )
    with caplog.at_level(logging.ERROR), pytest.raises(Abort):
        on_config(config)
    assert any(
        "Explainer itself failed (RecursionError: too deep)" in message
        for message in caplog.messages
    )


def test_a_fault_of_ours_within_mkdocs_is_no_setting(tmp_path, monkeypatch) -> None:
    root = write_site(tmp_path, SITE)
    analysed, _ = pipeline.analyse(root, lambda _: None)
    pipeline.write_staged(analysed, Workspace.of(root, root / "site"))
    config, _ = read_config(root)
    monkeypatch.setattr(
        "explainer.marking.marked_page.annotated_tree", len
    )  # which takes one argument only
    problems = render_site(config, root / "build", root / "new").problems
    assert "internal" in [problem.rule for problem in problems if problem.level == "error"]


def test_the_preview_goes_on(tmp_path, monkeypatch) -> None:
    bench = workbench.Workbench(write_site(tmp_path, SITE), tmp_path / "site")
    with bench:
        with monkeypatch.context() as patch:
            patch.setattr(workbench, "analyse", raising(RecursionError("too deep")))
            bench.update()
        assert [problem.rule for problem in bench.problems] == ["internal"]
        bench.update()
        assert [problem.rule for problem in bench.problems] == ["unused"]


@pytest.mark.parametrize("package", one_quick(["lxml", "click", "yaml", "mkdocs", "edtf"]))
def test_a_missing_package_is_named(package: str, tmp_path: Path) -> None:
    code = f"import sys; sys.modules[{package!r}] = None; import build_site; build_site.main()"
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=copy_of_project(tmp_path), capture_output=True, text=True
    )
    assert result.returncode == 70
    assert "Traceback" not in result.stderr
    start = ".:1:1: error: Explainer needs a package that cannot be imported (ModuleNotFoundError: "
    # one that few sites need is not missed before, and it may have taken long until then
    assert any(line.startswith(start) for line in result.stderr.splitlines())
    assert (
        f"install Explainer again for {sys.executable}, as its README says [internal]"
        in result.stderr
    )


# Signals


@pytest.mark.parametrize("verb", READING, ids=lambda verb: verb[0])
def test_interrupted(verb, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(pipeline, "load", raising(KeyboardInterrupt()))
    monkeypatch.setattr(rewriting, "load", raising(KeyboardInterrupt()))
    result = run(*verb, "--root", write_site(tmp_path, SITE))
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (130, "Interrupted.")


class Keyboard(BytesIO):
    """Standard input at which somebody presses Ctrl-C."""

    def read1(self, _: int | None = -1) -> bytes:
        raise KeyboardInterrupt


def test_interrupted_in_a_question(tmp_path) -> None:
    root = write_site(tmp_path, LOST)
    result = CliRunner().invoke(main, ["reanchor", "--root", str(root)], input=Keyboard())
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (130, "Interrupted.")
    result = run("reanchor", "--root", root)
    assert (result.exit_code, "0 accepted, 1 left." in result.stderr) == (1, True)


def test_interrupted_while_files_are_written(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(rewriting, "write", raising(KeyboardInterrupt()))
    result = run("rename", "actor:lund", "keeper", "--root", write_site(tmp_path, SITE))
    assert result.exit_code == 130
    assert "Run the same command again to finish." in result.stderr


@pytest.mark.parametrize(
    ("number", "status"),
    in_thirds([(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]),
)
def test_a_preview_that_is_ended_leaves_nothing(number: int, status: int, tmp_path: Path) -> None:
    root = write_site(tmp_path, SITE)
    served = started("serve", "--port", "0", "--root", str(root))
    assert eventually(lambda: list((root / "build").glob("preview*/mkdocs.yml")) != [])
    served.send_signal(number)
    said, _ = served.communicate(timeout=300)
    assert served.returncode == status
    assert "Traceback" not in said
    assert not list(root.glob(".site*"))


@pytest.mark.parametrize(
    "module", one_quick(["click", "lxml.etree", "mkdocs.config", "explainer.pipeline"])
)
def test_interrupted_while_reading_a_module(module: str) -> None:
    """Ctrl-C comes when this module is about to be read."""
    code = f"""
import sys

class Keyboard:
    def find_spec(self, name, *_):
        if name == {module!r}:
            raise KeyboardInterrupt

sys.meta_path.insert(0, Keyboard())
import build_site
build_site.main()
"""
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True
    )
    assert (ended.returncode, ended.stderr) == (130, "Interrupted.\n")


# Streams


def shell(command: str, root: Path, **more: str) -> "subprocess.CompletedProcess[str]":
    line = command.replace("EXPLAINER", f"{sys.executable} build_site.py").replace(
        "ROOT", str(root)
    )
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", line],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        env=os.environ | more,
    )


def test_nobody_reads_on(tmp_path: Path) -> None:
    root = write_site(tmp_path, SITE | {"docs/articles/lamp.md": "# L\n" + "[x](y.md)\n\n" * 3_000})
    result = shell("EXPLAINER check --root ROOT 2>&1 | head -1", root)
    assert (result.returncode, result.stderr) == (141, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_no_room_for_the_output(tmp_path: Path) -> None:
    result = shell(
        "EXPLAINER check --format json --root ROOT > /dev/full", write_site(tmp_path, LOST)
    )
    assert result.returncode == 1
    last = result.stderr.splitlines()[-1]  # a slow machine reports its progress before
    said = "The output cannot be written (No space left on device); send it somewhere else."
    assert last == said


@pytest.mark.parametrize("closed", one_quick(["<&- >&- 2>&-", ">&-", "2>&-", ">&- 2>&-"]))
def test_closed_streams(closed: str, tmp_path: Path) -> None:
    result = shell(f"EXPLAINER check --root ROOT {closed}", write_site(tmp_path, LOST))
    assert result.returncode == 1
    assert "Traceback" not in result.stderr + result.stdout


def test_no_input_for_an_article(tmp_path: Path) -> None:
    root = write_site(tmp_path, {**SITE, "mkdocs.yml": "site_name: L\n"})
    result = shell("EXPLAINER new article - --name x --root ROOT <&-", root)
    assert result.returncode == 0
    assert "it contains no text" in result.stderr


@pytest.mark.parametrize("locale", one_quick(["C", "POSIX"]))
def test_a_locale_without_letters(locale: str, tmp_path: Path) -> None:
    named = {"annotations/a.yml": "actors:\n  x: {nam: Ünal – 東京}\n"}
    more = {"LC_ALL": locale, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    root = write_site(tmp_path, SITE | named)
    result = shell(
        "EXPLAINER check --format json --root ROOT; EXPLAINER check --root ROOT", root, **more
    )
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    assert "unknown key `nam`" in result.stdout
    latin = shell("EXPLAINER rules --markdown", tmp_path, PYTHONIOENCODING="ascii")
    assert (latin.returncode, latin.stderr) == (0, "")


def test_each_status_is_documented() -> None:
    help_text = " ".join(run("--help").output.split())
    document = (PROJECT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for status in (0, 1, 2, FAILED, INTERRUPTED, 143):
        assert re.search(rf"[;:] {status}, ", help_text)
    for status in (FAILED, INTERRUPTED, CUT_OFF, 129, 143):
        assert re.search(rf"\b{status}\b", document)


def test_wrong_usage_stays_wrong_usage() -> None:
    assert run("nonsense").exit_code == 2
    assert run("check", "--root", "/nowhere").exit_code == 2
    with pytest.raises(click.UsageError):
        main(["nonsense"], standalone_mode=False)
