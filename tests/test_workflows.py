"""What GitHub and pre-commit run: their files name commands that are there, and the
scripts do what they say.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from build_site import main
from tests.conftest import PROJECT
from tests.site_files import write_site

HOOKS = yaml.safe_load((PROJECT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
FILES = sorted((PROJECT / ".github/workflows").glob("*.yml"))
WORKFLOWS = {
    file.name: yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader) for file in FILES
}
MARKER = "<!-- explainer: annotations -->"
needs_bash = pytest.mark.skipif(shutil.which("bash") is None, reason="no bash here")


STARTER = PROJECT / "explainer/new/starter"
OF_SITES = {
    name: yaml.load((STARTER / name).read_text(encoding="utf-8"), yaml.BaseLoader)
    for name in ("pages.yml", "annotations-workflow.yml")
}
ALL = [*WORKFLOWS.values(), *OF_SITES.values()]
PAGES = [WORKFLOWS["pages.yml"], OF_SITES["pages.yml"]]
DEPENDABOT = [PROJECT / ".github/dependabot.yml", STARTER / "dependabot.yml"]


def steps(name: str) -> list[dict[str, Any]]:
    return [step for job in WORKFLOWS[name]["jobs"].values() for step in job["steps"]]


def understood(arguments: list[str]) -> list[str]:
    """The options and arguments as the verb takes them; fails on an unknown one."""
    verb, rest = (arguments[0], arguments[1:]) if arguments else ("build", [])
    command = main.commands[verb].load()
    with click.Context(command) as context:
        command.parse_args(context, [*rest])
    return arguments


def test_the_commands_in_workflows_are_there():
    found = [
        understood(shlex.split(line.split(">")[0])[2:])
        for name in WORKFLOWS
        for step in steps(name)
        for line in re.findall(r"python build_site\.py.*", step.get("run", ""))
    ]
    assert found == [["reanchor", "--report", "--markdown"], ["check", "--format", "github"], []]


def test_every_action_is_pinned_and_the_same_everywhere():
    pins = {step["uses"] for name in WORKFLOWS for step in steps(name) if "uses" in step}
    assert all(re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", pin) for pin in pins), pins
    assert len(pins) == len({pin.partition("@")[0] for pin in pins})


def test_the_comment_of_a_pin_is_its_version():
    for file in [*FILES, *STARTER.glob("*.yml")]:
        for line in file.read_text(encoding="utf-8").splitlines():
            if "uses:" in line:
                assert re.search(r"@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line), line


@pytest.mark.parametrize("workflow", ALL, ids=lambda workflow: workflow["name"])
def test_jobs_state_their_permissions_and_leave_no_token_in_the_checkout(workflow):
    assert workflow["permissions"] == {}
    for job in workflow["jobs"].values():
        assert job["permissions"], "each job says what its token may do"
        for step in job["steps"]:
            assert "${{" not in step.get("run", ""), "what others wrote is given as variables"
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"] == {"persist-credentials": "false"}


@pytest.mark.parametrize("workflow", PAGES, ids=["own", "of sites"])
def test_what_builds_a_site_cannot_publish_it(workflow):
    build, deploy = workflow["jobs"].values()
    assert build["permissions"] == {"contents": "read", "pages": "read"}
    assert deploy["permissions"] == {"pages": "write", "id-token": "write"}
    (only,) = deploy["steps"]
    assert only["uses"].startswith("actions/deploy-pages@")
    assert deploy["needs"] == "build"


@pytest.mark.parametrize("workflow", PAGES, ids=["own", "of sites"])
def test_a_build_finds_what_the_last_one_made(workflow):
    """Only what a run on the same branch made: those of pull requests have caches of their own."""
    assert workflow["on"].keys() == {"push", "workflow_dispatch"}
    uses = [step.get("uses", "").partition("@")[0] for step in workflow["jobs"]["build"]["steps"]]
    cache = workflow["jobs"]["build"]["steps"][uses.index("actions/cache")]["with"]
    assert cache["path"].split() == ["build", "site"]
    assert cache["key"].startswith(cache["restore-keys"] + "${{ github.run_id }}")
    assert uses.index("actions/checkout") < uses.index("actions/cache")


def test_ci_installs_nothing_but_what_a_lock_file_names():
    """All commands of pip in workflows; sites have two more, for what the site itself names."""
    for workflow in WORKFLOWS.values():
        jobs = workflow["jobs"].values()
        scripts = "\n".join(step.get("run", "") for job in jobs for step in job["steps"])
        for command in re.findall(r"pip install .*", scripts):
            assert re.search(r"--require-hashes .*\.txt$|--no-index ", command), command
    run = (PROJECT / ".ci/run").read_text(encoding="utf-8")
    assert re.search(r"pip install --require-hashes .*tests/requirements\.txt", run)
    assert run.index("PIP_NO_INDEX=1") < run.index("pip install -e '.[test]'")


def test_the_lowest_versions_are_tried_on_the_oldest_python():
    (job,) = WORKFLOWS["test.yml"]["jobs"].values()
    tried = {(each["python"], each["lock"]) for each in job["strategy"]["matrix"]["include"]}
    versions = ("3.11", "3.12", "3.13")
    newest = {(python, "tests/requirements.txt") for python in versions}
    assert tried == newest | {("3.11", "tests/lowest.txt")}
    assert job["steps"][-1]["run"] == 'bash .ci/run "$LOCK"'


def test_vulnerabilities_are_looked_for_each_week():
    events = WORKFLOWS["audit.yml"]["on"]
    assert [each["cron"].split()[2:] for each in events["schedule"]] == [["*", "*", "1"]]
    script = steps("audit.yml")[-1]["run"]
    assert set(re.findall(r"-r (\S+)", script)) == {"tests/requirements.txt", ".ci/audit.txt"}


@pytest.mark.parametrize("file", DEPENDABOT, ids=["own", "of sites"])
def test_updates_are_proposed_each_week_together(file):
    updates = yaml.safe_load(file.read_text(encoding="utf-8"))["updates"]
    assert "github-actions" in {update["package-ecosystem"] for update in updates}
    for update in updates:
        assert update["schedule"] == {"interval": "weekly"}
        assert [group["patterns"] for group in update["groups"].values()] == [["*"]]
        for path in (*update.get("directories", ()), *update.get("exclude-paths", ())):
            assert (PROJECT / path.strip("/")).exists(), path


def test_code_of_a_pull_request_never_meets_a_token_that_writes():
    for name, workflow in WORKFLOWS.items():
        events = workflow["on"]
        assert "pull_request_target" not in events, name
        for job in workflow["jobs"].values() if "pull_request" in events else ():
            permissions = job.get("permissions", workflow["permissions"])
            is_running_code = any(
                "uses" in step or "build_site" in step["run"] for step in job["steps"]
            )
            assert not (is_running_code and "write" in permissions.values()), name


def script(job: str, needle: str) -> str:
    (found,) = (
        step["run"]
        for step in WORKFLOWS["annotations.yml"]["jobs"][job]["steps"]
        if needle in str(step)
    )
    return found


def run_script(text: str, folder: Path, **variables: str) -> None:
    environment = {
        **os.environ,
        "RUNNER_TEMP": str(folder),
        "PATH": f"{folder}:{os.environ['PATH']}",
        **variables,
    }
    subprocess.run(["bash", "-e", "-c", text], cwd=folder, env=environment, check=True, timeout=600)


def tool(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    (folder / name).chmod(0o755)


@needs_bash
@pytest.mark.parametrize(
    ("article", "status", "told"),
    [
        ("The lamp was lit every night.", "0", "Every annotation is on its words."),
        (
            "The lamp was lit on most nights.",
            "1",
            "**1 annotation** to be put back on the words of the article:",
        ),
        (None, "1", "The annotations cannot be read: see the problems."),
    ],
)
def test_the_report_is_a_summary_and_an_output(article, status, told, tmp_path):
    claim = "claims: {a: {quote: The lamp was lit every night, summary: It was lit., kind: fact}}\n"
    files = {
        "mkdocs.yml": "site_name: S\n",
        "docs/articles/one.md": f"# One\n\n{article}\n",
        "annotations/a.yml": claim,
    }
    root = write_site(tmp_path, files | ({} if article else {"mkdocs.yml": "[\n"}))
    shutil.copy(PROJECT / "build_site.py", root)
    tool(tmp_path, "python", f'exec "{sys.executable}" "$@"')
    summary, output = tmp_path / "summary", tmp_path / "output"
    run_script(
        script("check", "reanchor"),
        tmp_path,
        GITHUB_STEP_SUMMARY=str(summary),
        GITHUB_OUTPUT=str(output),
        PYTHONPATH=str(PROJECT),
    )
    first, head, *lines = output.read_text(encoding="utf-8").splitlines()
    assert first == f"status={status}"
    assert lines[-1] == head.removeprefix("report<<")
    assert lines[0] == summary.read_text(encoding="utf-8").splitlines()[0] == told


@needs_bash
@pytest.mark.parametrize(
    ("status", "there", "expected"),
    [
        ("1", "", ["--method", "POST", "repos/o/r/issues/7/comments"]),
        ("1", "41\n42", ["--method", "PATCH", "repos/o/r/issues/comments/41"]),
        ("0", "41", ["--method", "PATCH", "repos/o/r/issues/comments/41"]),
        ("0", "", []),
    ],
)
def test_one_comment_is_made_and_brought_up_to_date(status, there, expected, tmp_path):
    tool(
        tmp_path,
        "gh",
        f'if [ "$2" = --paginate ]; then echo "{there}"; else printf "%s\\n" "$@" > '
        f"{tmp_path}/calls; fi",
    )
    report = '**1 annotation** `x` $(false) "quoted"'
    run_script(
        script("comment", "GH_TOKEN"),
        tmp_path,
        REPORT=report,
        STATUS=status,
        NUMBER="7",
        GITHUB_REPOSITORY="o/r",
    )
    calls = (tmp_path / "calls").read_text().splitlines() if (tmp_path / "calls").exists() else []
    body = [f"-F\nbody=@{tmp_path}/comment.md", "--silent"] if expected else []
    assert calls == ["api", *expected, *"\n".join(body).splitlines()] if expected else calls == []
    assert (tmp_path / "comment.md").read_text(encoding="utf-8") == f"{MARKER}\n{report}\n"


def test_hooks_of_pre_commit_are_commands():
    scripts = (PROJECT / "pyproject.toml").read_text(encoding="utf-8")
    assert 'explainer = "explainer.commands:main"' in scripts
    for hook in HOOKS:
        program, *arguments = shlex.split(hook["entry"])
        assert program == "explainer"
        assert understood(arguments)
        assert (hook["language"], hook["pass_filenames"]) == ("python", False)


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_hooks_look_at_what_a_site_is_made_of(hook):
    wanted = re.compile(hook["files"])
    for path in ("docs/articles/a.md", "annotations/sub/a.yml", "mkdocs.yml"):
        assert wanted.search(path), path
    for path in ("README.md", "explainer/loading/docs.py", "old/mkdocs.yml", "mkdocs.yml.bak"):
        assert not wanted.search(path), path
