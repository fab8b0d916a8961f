"""What is stopped at any change to the disk loses nothing; in full:
`python -m tests.reliability kills`.
"""

import subprocess
import sys

from tests.conftest import PROJECT
from tests.reliability.kills import WORKS, killed


def test_what_a_refusing_disk_leaves_is_whole_and_what_is_said_of_it_true(thorough: bool) -> None:
    builds = 25 if thorough else 1
    done = subprocess.run(
        [sys.executable, "-m", "tests.reliability.disks", str(builds)],
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
