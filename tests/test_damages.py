"""Random damages to valid sites: none ends the program, and what it says of them
leads to the damaged line.

Every damage (`damaging.py`) is done to one file of a site that is without problems; then
everything that only reads is run, as `check` does: a few hundred times, with `--thorough` 5,000
times. More of them, with attacks (`attacking.py`) on more than the files of sites, are tried by
`python -m tests.reliability damages`.
"""

import re
import shutil
import tempfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import repeat
from multiprocessing import get_context
from pathlib import Path
from random import Random

import pytest

from explainer import pipeline
from explainer.loading.load import load
from explainer.model import Problem
from tests.conftest import PROJECT, silent
from tests.damaging import DAMAGES, holders
from tests.excerpt import write_excerpt
from tests.reliability.damages import failures

CHUNK = 125  # damages to one site; each site gets some
SITES = ("shipped", "full", "rtl", "wide", "one-date", "strange")


@dataclass(frozen=True)
class Outcome:
    """What became of one damage: `first` and `each` tell whether the first message,
    or every one, leads to it.
    """

    site: str
    damage: str
    path: str
    line: str  # as it was
    now: str
    error: str  # the traceback's last line; "" as it should be
    messages: tuple[str, ...]
    first: bool
    each: tuple[bool, ...]


@pytest.fixture(scope="module")
def outcomes(thorough: bool) -> list[Outcome]:
    if not thorough:
        return [each for number in range(len(SITES)) for each in damaged_often(number, 25)]
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        found = pool.map(damaged_often, range(40), repeat(CHUNK))
        return [each for several in found for each in several]


def damaged_often(number: int, count: int) -> list[Outcome]:
    """Do `count` damages to one of the sites, whose files are put right after each."""
    name = SITES[number % len(SITES)]
    random = Random(number)
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        # by far the slowest where the site is small, and mostly the same
        patch.setattr(pipeline, "read_settings", remembering(pipeline.read_settings))
        root = Path(folder).resolve() / "site"
        if name == "shipped":
            write_excerpt(root, 2_000)
        else:
            shutil.copytree(PROJECT / "tests/sites" / name, root)
        site = Site(name, root)
        return [site.damaged(random) for _ in range(count)]


def remembering(read):
    """Read the settings of each mkdocs.yml once."""
    known = {}

    def remembered(config, with_code=False):
        if config.text not in known:
            known[config.text] = read(config, with_code)
        return known[config.text]

    return remembered


class Site:
    """A valid site in a folder of its own."""

    def __init__(self, name: str, root: Path) -> None:
        self.name, self.root = name, root
        self.loaded = load(root)[0]
        self.known = Counter(_said(problem) for problem in _problems(root))
        paths = [
            *root.glob("annotations/**/*.y*ml"),
            *root.glob("docs/**/*.md"),
            root / "mkdocs.yml",
        ]
        self.files = {
            path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
            for path in sorted(paths)
        }

    def damaged(self, random: Random) -> Outcome:
        path = random.choice(
            [*self.files, *(path for path in self.files if path.startswith("annotations/"))] * 2
        )
        before = self.files[path].split("\n")
        while True:
            damage, at = random.choice(DAMAGES), self._line(path, before, random)
            found = damage(before, at, random)
            if found and found[0] != before:
                break
        lines, touched = found
        file = self.root / path
        file.write_bytes("\n".join(lines).encode("utf-8", "surrogatepass"))
        try:
            problems, error = _problems(self.root), ""
        except Exception as raised:
            problems, error = [], repr(raised)
        file.write_bytes(self.files[path].encode())
        new = self._new(problems)
        right = {line + 1 for line in (*touched, *holders(before, at))}
        each = tuple(self._leads(problem, path, right, before, at) for problem in new)
        now = lines[at] if at < len(lines) else ""
        shown = tuple(str(problem) for problem in new)
        where = f"{path}:{at + 1}"
        return Outcome(
            self.name,
            damage.__name__,
            where,
            before[at],
            now,
            error,
            shown,
            each[:1] == (True,),
            each,
        )

    @staticmethod
    def _line(path: str, lines: list[str], random: Random) -> int:
        """Any line that is not empty; of an article, its front matter half of the time."""
        end = lines.index("---", 1) if lines[0] == "---" and random.random() < 0.5 else len(lines)
        return random.choice([number for number, line in enumerate(lines[:end]) if line.strip()])

    def _new(self, problems: list[Problem]) -> list[Problem]:
        """What was not said of the site before; errors first, as an editor looks at them."""
        known, new = self.known.copy(), []
        for problem in sorted(problems, key=lambda each: (each.level != "error", each)):
            known[_said(problem)] -= 1
            new += [problem] if known[_said(problem)] < 0 else []
        return new

    def _leads(
        self, problem: Problem, path: str, right: set[int], before: list[str], at: int
    ) -> bool:
        """Whether a message is at the damaged line, at what holds it, or at the
        annotation of the damaged words.
        """
        if problem.place.path == path:
            return problem.place.line in right
        return path.startswith("docs/") and problem.rule.startswith(
            ("anchor-", "unused", "long-quote")
        )


def _said(problem: Problem) -> tuple[str, str]:
    """A problem without its place, and without the places and entries that it names."""
    return problem.rule, re.sub(
        r":\d+\b|line \d+|(?<=claim|.date|actor|.term|ource):[\w.-]+", "", problem.message
    )


def _problems(root: Path) -> list[Problem]:
    return list(pipeline.analyse(root, silent)[1])


def test_attacks_end_no_program(thorough: bool, figure) -> None:
    count = 120 if thorough else 30
    failed = failures(0, count, 1)
    figure(f"attacks: {count}, of which {len(failed)} gave a traceback")
    assert failed == []


def _share(count: int, of: int) -> str:
    return f"{count / max(of, 1):.1%}"


def test_no_damage_ends_the_program(outcomes: list[Outcome], figure) -> None:
    broken = [outcome for outcome in outcomes if outcome.error]
    figure(f"random damages: {len(outcomes)}, of which {len(broken)} gave a traceback")
    assert len(outcomes) >= 150
    assert not broken, "\n".join(
        f"{o.damage} {o.site}/{o.path}: {o.line!r} → {o.now!r}: {o.error}" for o in broken[:5]
    )


def test_messages_lead_to_the_damage(outcomes: list[Outcome], figure) -> None:
    told = [outcome for outcome in outcomes if outcome.messages]
    first = sum(outcome.first for outcome in told)
    every = [leads for outcome in told for leads in outcome.each]
    figure(
        f"random damages: without any message {_share(len(outcomes) - len(told), len(outcomes))}"
    )
    figure(
        "random damages: first message at the damaged line or what holds it "
        f"{_share(first, len(told))}"
    )
    figure(
        f"random damages: of all {len(every)} messages {_share(sum(every), len(every))} are there"
    )
    assert first >= 0.95 * len(told)
