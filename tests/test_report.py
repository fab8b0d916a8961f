import json
import re
import shutil
from pathlib import Path
from urllib.parse import unquote

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from build_site import main
from explainer import __version__
from explainer.model import Place, Problem
from explainer.rules.catalogue import catalogue
from explainer.rules.report import FORMS, report
from explainer.text.controls import visible
from tests.conftest import PROJECT

CASES = Path(__file__).parent / "cases/report"
FORM_CASES = yaml.safe_load((CASES / "forms.yml").read_text(encoding="utf-8"))
PROBLEMS = st.builds(
    Problem,
    st.builds(Place, st.text(min_size=1), st.integers(1, 9999), st.integers(1, 999)),
    st.sampled_from(["error", "warning"]),
    st.text(min_size=1),
    st.from_regex("[a-z]+(-[a-z]+)*", fullmatch=True),
)
# https://docs.oasis-open.org/sarif/sarif/v2.1.0/: what each object must have, and what else we give
# it
SARIF = {
    "log": ({"version", "runs"}, {"$schema"}),
    "run": ({"tool", "results"}, {"columnKind"}),
    "driver": ({"name"}, {"version", "rules"}),
    "rule": ({"id"}, {"shortDescription", "help", "defaultConfiguration"}),
    "result": ({"message"}, {"ruleId", "ruleIndex", "level", "locations"}),
}


def typed(problems: list) -> list[Problem]:
    return [Problem(Place(*place), *rest) for place, *rest in problems]


@pytest.mark.parametrize("name", FORM_CASES)
def test_forms(name):
    case = FORM_CASES[name]
    for form in FORMS.keys() & case.keys():
        assert report(typed(case["problems"]), form, case.get("folder", "")) == case[form], form


def test_sarif():
    problems = [
        Problem(Place("annotations/b.yml", 2, 3), "warning", "no source", "claim-without-evidence"),
        Problem(Place("annotations/a b.yml", 6, 9), "error", "“nobody” is not there", "unheard-of"),
    ]
    rule = catalogue()["claim-without-evidence"]
    expected = json.loads((CASES / "sarif.json").read_text(encoding="utf-8"))
    driver = expected["runs"][0]["tool"]["driver"]
    driver["version"] = __version__
    driver["rules"][0] |= {
        "shortDescription": {"text": rule.line},
        "help": {"text": rule.help, "markdown": rule.help},
    }
    assert json.loads(report(problems, "sarif", "lamp")) == expected


def test_every_rule_has_help_and_a_level_that_sarif_knows():
    for rule in catalogue().values():
        assert set(rule.levels) <= {"error", "warning"}, rule.name
        assert rule.line, rule.name


def complete(kind: str, value: dict) -> dict:
    needed, more = SARIF[kind]
    assert needed <= value.keys() <= needed | more
    return value


def sarif_results(text: str) -> list[tuple[str, int, int, str, str, str]]:
    """What a SARIF log says, read as the standard tells to; fails where it is
    not as the standard asks.
    """
    log = complete("log", json.loads(text))
    assert log["version"] == "2.1.0"
    (run,) = (complete("run", run) for run in log["runs"])
    rules = [
        complete("rule", rule)["id"] for rule in complete("driver", run["tool"]["driver"])["rules"]
    ]
    assert len(set(rules)) == len(rules)
    found = []
    for result in run["results"]:
        (location,) = complete("result", result)["locations"]
        place = location["physicalLocation"]
        uri, region = place["artifactLocation"]["uri"], place["region"]
        assert uri.isascii()
        assert not set(uri) & set(' "<>\\^`{|}#?')
        assert min(region["startLine"], region["startColumn"]) >= 1
        assert result["level"] in ("none", "note", "warning", "error")
        assert rules[result["ruleIndex"]] == result["ruleId"]
        found.append(
            (
                unquote(uri),
                *region.values(),
                result["level"],
                result["message"]["text"],
                result["ruleId"],
            )
        )
    return found


@given(st.lists(PROBLEMS))
def test_every_form_tells_the_same(problems):
    told = [(*place, *rest) for place, *rest in sorted(set(problems))]
    assert [tuple(each.values()) for each in json.loads(report(problems, "json"))] == told
    assert sarif_results(report(problems, "sarif")) == told
    assert report(problems, "github").count("\n") == len(told)


@given(PROBLEMS)
def test_github_reads_what_was_meant(problem):
    """As the runner does: properties are cut at `,` and `=`, then the
    escapes are undone, `%25` last.
    """
    head, _, message = (
        report([problem], "github").removesuffix("\n").removeprefix("::").partition("::")
    )
    level, _, properties = head.partition(" ")
    values = dict(each.split("=", 1) for each in properties.split(","))
    undone = {
        key: undo(value, ("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","))
        for key, value in values.items()
    }
    place = Place(undone["file"], int(undone["line"]), int(undone["col"]))
    found = Problem(place, level, undo(message, ("%0D", "\r"), ("%0A", "\n")), undone["title"])
    path = visible(problem.place.path)
    lines = re.split(r"([\r\n])", problem.message)
    shown = "".join(line if line in ("\r", "\n") else visible(line) for line in lines)
    assert found == problem._replace(place=problem.place._replace(path=path), message=shown)


@given(PROBLEMS, st.sampled_from(sorted(FORMS)))
def test_no_report_controls_a_terminal(problem, form):
    printed = report([problem], form).replace("\n", "")
    assert visible(printed) == printed


def undo(text: str, *escapes: tuple[str, str]) -> str:
    for escape, char in (*escapes, ("%25", "%")):
        text = text.replace(escape, char)
    return text


@pytest.mark.parametrize("form", ["json", "sarif", "github"])
@pytest.mark.parametrize(("site", "status"), [("broken", 1), ("full", 0)])
def test_check_prints_a_form_where_programs_read_it(site, status, form, tmp_path, monkeypatch):
    shutil.copytree(
        PROJECT / "tests/sites" / site, tmp_path / "tests/sites" / site
    )  # `check` writes a schema there
    monkeypatch.chdir(tmp_path)
    command = ["check", "--root", f"tests/sites/{site}"]
    text, result = (
        CliRunner().invoke(main, [*command, "--format", name]) for name in ("text", form)
    )
    assert (text.exit_code, text.stdout, result.exit_code) == (status, "", status)
    paths = re.findall(r"^(.+?):\d+:\d+: ", text.stderr, re.MULTILINE)
    below = [f"tests/sites/{site}/{path}" for path in paths]
    if form == "json":
        assert [each["path"] for each in json.loads(result.stdout)] == paths
    elif form == "sarif":
        assert [each[0] for each in sarif_results(result.stdout)] == below
    else:
        assert [
            line.partition("file=")[2].partition(",line")[0] for line in result.stdout.splitlines()
        ] == below
    assert result.stderr.splitlines() == text.stderr.splitlines()[len(paths) :]
