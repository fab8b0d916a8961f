"""Every name that a problem can end with has a case: a file under `cases/` that
holds a whole message of it.

Cases of what no module's own cases cover are in `cases/messages/`: the files of a site (added to
those of BASE, or `bare`), and all that `check` says of it, or with `build` all that building it
says (with `publish`, before it writes).
"""

import re
import shutil
from pathlib import Path

import pytest

from explainer.building import verify
from explainer.checking.format_rules import RULES
from explainer.pipeline import analyse, analyse_to_publish, build_site
from explainer.rules.other_problems import OTHER_PROBLEMS
from tests.conftest import silent
from tests.site_files import BASE, CASES, cases, write_site
from tests.site_pages import SITES

# These need a port, a fault of the program itself, or much input, and have tests of their own:
# test_serve.py, test_ending.py, test_rare_messages.py and test_limits.py
ELSEWHERE = {
    *("serve", "shard", "internal", "too-large", "too-long", "too-many-unused"),
    "too-much-markup",
}
_WRITTEN = re.compile(r"\[([a-z-]+)\]['\"]?$", re.MULTILINE)  # the end of a message


@pytest.mark.parametrize("case", [pytest.param(case, id=name) for name, case in cases("messages")])
def test_message(case: dict, tmp_path: Path) -> None:
    files = {} if case.get("bare") else BASE
    root = write_site(tmp_path / "root", {**files, **case["files"]})
    if "without" in case:
        shutil.rmtree(root / case["without"])
    if case.get("build"):
        problems = build_site(root, root / "site", silent)
    else:
        problems = (analyse_to_publish if case.get("publish") else analyse)(root, silent)[-1]
    assert [str(problem).replace(f"{root}/", "") for problem in sorted(problems)] == case[
        "problems"
    ]


def test_every_name_of_a_problem_has_a_case() -> None:
    files = (*sorted(CASES.rglob("*.y*ml")), SITES / "broken/expected.txt")
    written = "\n".join(file.read_text(encoding="utf-8") for file in files)
    checked = {rule.__name__.replace("_", "-") for rule in RULES}
    source = Path(verify.__file__).read_text(encoding="utf-8")
    read_back = {
        f"verify-{name}"
        for name in re.findall(r'site\.problem\(.*?"(\w+)"(?:, "warning")?\)', source)
    }
    assert len(read_back) >= 4
    assert (OTHER_PROBLEMS.keys() | checked | read_back) - ELSEWHERE - set(
        _WRITTEN.findall(written)
    ) == set()
