"""`--thorough` runs what is left out without it, and CI runs all."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PROJECT
from tests.thoroughness import at_widths, every_third, in_thirds, one_quick


def collected(*options: str, **variables: str) -> int:
    """Return how many tests of a file with slow ones are run."""
    environment = {name: value for name, value in os.environ.items() if name != "CI"} | variables
    command = [sys.executable, "-m", "pytest", "-n0", "--collect-only", "-q", *options]
    done = subprocess.run(
        [*command, "tests/test_agreement.py"],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.count("test_agreement.py::")


@pytest.mark.parametrize(
    ("options", "variables"),
    [(["--thorough"], {}), pytest.param([], {"CI": "true"}, marks=pytest.mark.thorough)],
    ids=["option", "CI"],
)
def test_all_is_run_by_an_option_and_in_ci(options: list[str], variables: dict[str, str]) -> None:
    assert collected(*options, **variables) == collected() + 3


def test_the_command_of_ci_runs_all() -> None:
    script = Path(PROJECT / ".ci/run").read_text("utf-8")
    assert "export CI=true" in script


def test_a_quick_run_has_one_width_of_each_case() -> None:
    crossed = at_widths([("a",), ("b",), ("c",)], (360, 1440))
    quick = [each.values for each in crossed if not each.marks]
    assert quick == [("a", 360), ("b", 1440), ("c", 360)]
    assert len(crossed) == 6


def test_a_quick_run_may_leave_cases_out() -> None:
    crossed = at_widths([("a",), ("b",), ("c",), ("d",)], (360, 1440), 3)
    assert [each.values for each in crossed if not each.marks] == [("a", 360), ("d", 1440)]
    assert len(crossed) == 8


def test_a_quick_run_has_every_third_page() -> None:
    crossed = in_thirds([("a",), ("b",), ("c",), ("d",), ("e",), ("f",)], 2)
    assert [each.values for each in crossed if not each.marks] == [("c",), ("f",)]
    assert len(crossed) == 6
    assert every_third("abcdefg", 1, False) == "be"
    assert every_third("abcdefg", 4, False) == "be"
    assert every_third("abcdefg", 1, True) == "abcdefg"


def test_a_quick_run_has_the_first_of_several() -> None:
    first, *others = one_quick(["light", "dark", "sepia"])
    assert first == "light"
    assert [each.marks[0].name for each in others] == ["thorough", "thorough"]
