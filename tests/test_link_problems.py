import pytest

from explainer.anchoring.anchor import anchor
from explainer.linking.link import link
from explainer.loading.load import load
from explainer.model import Settings
from tests.site_files import BASE, cases, write_site


@pytest.mark.parametrize("case", [pytest.param(case, id=name) for name, case in cases("link")])
def test_problems(case, tmp_path):
    files = {"annotations/a.yml": case.get("annotations", ""), **case.get("files", {})}
    loaded, _ = load(write_site(tmp_path, {**BASE, **files}))
    settings = Settings("Lights", **case.get("settings", {}))
    placed, _ = anchor(loaded, settings)
    _, problems = link(placed, settings)
    assert [str(problem) for problem in sorted(problems)] == case["problems"]
