"""What is stopped at any change to the disk loses nothing; in full:
`python -m tests.reliability kills`.
"""

import subprocess
import sys

import pytest

from tests.conftest import PROJECT
from tests.reliability.kills import WORKS, killed


@pytest.mark.thorough
def test_what_a_refusing_disk_leaves_is_whole_and_what_is_said_of_it_true() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.reliability.disks", "25"],
        cwd=PROJECT,
        text=True,
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stderr


def test_what_is_killed_leaves_everything_as_it_was_or_as_it_should_be(thorough: bool) -> None:
    works = WORKS if thorough else WORKS[:1]
    found = killed(len(works), seed=1, works=works)
    assert (found.killed, found.lost) == (len(works), 0)
    assert found.at_renames > 0
