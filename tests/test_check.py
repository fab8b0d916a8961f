import inspect

import pytest

from explainer.checking.format_rules import RULES, check
from explainer.loading.load import load
from tests.site_files import BASE, cases, write_site

CASES = [
    pytest.param(case, id=f"{case['rule']}-{case.get('name', '')}") for _, case in cases("check")
]


def problems_of(annotations, root, files=()):
    loaded, _ = load(write_site(root, {**BASE, "annotations/a.yml": annotations, **dict(files)}))
    return sorted(check(loaded))


@pytest.mark.parametrize("case", CASES)
def test_reports(case, tmp_path):
    problems = problems_of(case["report"], tmp_path, case.get("files", {}))
    assert [str(problem) for problem in problems] == case["problems"]
    assert case["rule"] in {problem.rule for problem in problems}


@pytest.mark.parametrize("case", CASES)
def test_accepts(case, tmp_path):
    assert not problems_of(case["accept"], tmp_path)


def test_every_rule_has_cases_and_says_what_is_bad_and_good():
    rules = {rule.__name__.replace("_", "-") for rule in RULES}
    assert rules == {case["rule"] for _, case in cases("check")}
    for rule in RULES:
        text = inspect.getdoc(rule)
        assert "Bad: " in text, rule
        assert "Good: " in text, rule


def test_front_matter_is_checked(tmp_path):
    article = "---\ndate: yesterday\nsource_url: javascript:1\n---\n# The lamp\n\nText.\n"
    problems = problems_of("", tmp_path, {"docs/articles/lamp.md": article})
    assert [problem.rule for problem in problems] == ["wrong-date", "unsafe-address"]
    assert [problem.place.line for problem in problems] == [2, 3]
