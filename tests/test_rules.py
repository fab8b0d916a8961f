"""Editorial rules: their cases, their levels and exceptions, and the page about them."""

import ast
import re
from collections import defaultdict

import pytest
from click.testing import CliRunner

from build_site import main
from explainer.pipeline import analyse
from explainer.rules.catalogue import EDITORIAL, FORMAT, catalogue
from explainer.rules.manual import PAGE, page
from explainer.rules.vocabulary import shipped_words, vocabulary
from tests.conftest import PROJECT, silent
from tests.site_files import BASE, cases, write_site

# what the cases may name without giving it: on lines behind their own, so that places stay
NAMED = {"annotations/named.yml": "sources:\n  log: {type: document, title: The log}\n"}


def problems_of(case, root):
    files = {
        path: text.replace("LONG", "word " * case.get("long", 0))
        for path, text in case.get("files", {}).items()
    }
    analysed, problems = analyse(
        write_site(root, {**BASE, **NAMED, "annotations/a.yml": case["annotations"], **files}),
        silent,
    )
    assert analysed is not None
    return [
        str(problem)
        for problem in sorted(problems)
        if problem.rule == case["rule"] and problem.place.path not in NAMED
    ]


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=f"{case['rule']}-{name}") for name, case in cases("rules")]
)
def test_reports(case, tmp_path):
    assert problems_of(case, tmp_path) == case["problems"]


def test_every_rule_has_a_case_that_it_reports_and_one_that_it_does_not():
    for reports in (True, False):
        assert EDITORIAL.keys() <= {
            case["rule"] for _, case in cases("rules") if bool(case["problems"]) is reports
        }


def test_every_rule_says_what_is_bad_and_good():
    for name in (*EDITORIAL, *FORMAT):
        rule = catalogue()[name]
        assert rule.line.startswith("Report "), name
        assert rule.bad, name
        assert rule.good, name


def test_every_name_that_a_problem_ends_with_is_in_the_catalogue():
    written = (file.read_text(encoding="utf-8") for file in (PROJECT / "explainer").rglob("*.py"))
    named = {
        name
        for text in written
        for name in re.findall(r'(?:Problem|_error)\(.*"([a-z]+(?:-[a-z]+)*)"\)', text)
    }
    cases = (
        file for file in (PROJECT / "tests").rglob("*.yml") if file.parent.name != "report"
    )  # with invented names
    expected = (file.read_text(encoding="utf-8") for file in cases)
    named |= {
        name
        for text in expected
        for name in re.findall(r": (?:error|warning): .*\[([a-z-]+)\]", text)
    }
    assert {name for name in named if not name.startswith("verify-")} - catalogue().keys() == set()


def test_levels_in_the_catalogue_are_those_in_the_code_and_in_the_cases():
    found = defaultdict(set)
    for rule, level in (*_levels_in_code(), *_levels_in_cases()):
        found[rule].add(level)
    fixed = {name: set(rule.levels) for name, rule in catalogue().items() if not rule.editorial}
    assert {name: found[name] for name in fixed} == fixed


def _levels_in_code():
    """Yield rule and level of each `Problem(place, level, message, rule)` that spells them out."""
    for file in (PROJECT / "explainer").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Problem":
                _, level, _, rule = node.args
                if isinstance(level, ast.Constant) and isinstance(rule, ast.Constant):
                    yield rule.value, level.value


def _levels_in_cases():
    """Yield rule and level of each message in the cases, but for those of later errors."""
    files = (*(PROJECT / "tests").rglob("*.y*ml"), *(PROJECT / "tests").rglob("expected.txt"))
    for file in files:
        if file.parent.name == "report":  # with invented names
            continue
        text = file.read_text(encoding="utf-8")
        for level, message, rule in re.findall(r": (error|warning): (.*)\[([a-z-]+)\]", text):
            if "(an error " not in message:
                yield rule, level


def test_the_page_about_rules_is_current():
    command = f"python build_site.py rules --markdown > {PAGE}"
    assert (PROJECT / PAGE).read_text(encoding="utf-8") == page(), f"run: {command}"


def test_every_link_on_the_page_leads_to_a_heading():
    text = page()
    headings = [
        line.lstrip("# ").lower().replace(" ", "-")
        for line in text.splitlines()
        if line.startswith("#")
    ]
    numbered = [f"{name}-1" if name in headings[:at] else name for at, name in enumerate(headings)]
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= set(numbered)


def run(*arguments):
    return CliRunner().invoke(main, ["rules", *arguments])


def test_the_command_tells_about_rules():
    assert run("--markdown").output == page()
    assert [line.split()[0] for line in run().output.splitlines()] == list(EDITORIAL)
    told = run("statement-without-speaker").output
    assert told == (
        "statement-without-speaker (warning)\n\n"
        "Report a statement without a speaker under `by`.\n\n"
        "Bad: `kind: statement` alone.\n\nGood: `kind: statement` with `by: keeper-lund`.\n\n"
        "For one entry: `allow: {statement-without-speaker: the reason why}`. For the "
        "whole site, in mkdocs.yml: "
        "`extra: {explainer: {rules: {statement-without-speaker: off}}}`.\n"
    )
    assert run("unknown-key").output.endswith("\n\nIt cannot be silenced.\n")
    wrong = run("statement-without-speeker")
    assert wrong.exit_code == 2
    assert (
        "there is no rule `statement-without-speeker`; did you mean `statement-without-speaker`?"
        in wrong.output
    )


def test_every_shipped_loaded_word_is_found():
    words = vocabulary()
    for word in shipped_words():
        assert [hit.words for hit in words.find(f"It was {word}.")] == [word]


def test_the_shipped_site_breaks_few_rules_and_says_why(figure):
    analysed, problems = analyse(PROJECT, silent)
    assert analysed is not None
    assert [str(problem) for problem in problems] == []
    loaded = analysed.placed.loaded
    allowed = [name for entry in loaded.claims.values() for name in entry.body.allow]
    assert len(allowed) <= 5
    figure(f"editorial rules on the shipped site: 0 problems, {len(allowed)} allowed with a reason")
