import pytest

from explainer.anchor import anchor
from explainer.link import link
from explainer.load import load
from explainer.model import Settings
from tests.site_files import BASE, cases, write_site


@pytest.mark.parametrize("case", [pytest.param(case, id=name) for name, case in cases("link")])
def test_problems(case, tmp_path):
    files = {"annotations/a.yml": case.get("annotations", ""), **case.get("files", {})}
    loaded, _ = load(write_site(tmp_path, {**BASE, **files}))
    placed, _ = anchor(loaded, Settings("Lights"))
    _, problems = link(placed, Settings("Lights"))
    assert [str(problem) for problem in sorted(problems)] == case["problems"]
