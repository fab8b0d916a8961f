"""What somebody waits for who has just cloned the project."""

from tests.benchmark.bench import Bench, build, fresh_clone
from tests.benchmark.processes import Cost, run_python


def first_build(bench: Bench) -> Cost:
    """Build the shipped site in a fresh clone, where no module of the project is compiled yet."""
    clone = fresh_clone(bench.folder / "clone")
    return build(clone, clone)


def command_help(bench: Bench) -> Cost:
    """Print what the command can do."""
    return run_python("build_site.py", "--help")
