from pathlib import Path
from random import Random

import pytest

from explainer.anchoring.anchor import anchor
from explainer.checking.format_rules import check
from explainer.loading.load import load
from explainer.model import Settings
from tests.benchmark import table
from tests.benchmark.__main__ import main
from tests.benchmark.article import CLAIMS, DATES
from tests.benchmark.bench import Bench, NotMeasured
from tests.benchmark.big_site import FEWEST, write_big_site
from tests.benchmark.book import CHANGED, with_changed_words
from tests.benchmark.processes import Cost, RunError, run_python
from tests.benchmark.rebuilds import add_alias, edit_article, edit_summary
from tests.benchmark.sampling import HOTTEST, profile
from tests.benchmark.table import ROWS, Row
from tests.site_files import BASE, write_site
from tests.test_command import tree
from tests.thoroughness import one_quick


@pytest.mark.thorough
def test_every_row_is_measured(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["--articles", "1", "--rounds", "1", "--keep", str(tmp_path)]) == 0
    printed = capfd.readouterr().out
    for row in ROWS:
        (line,) = (line for line in printed.splitlines() if line.startswith(f"| {row.title} |"))
        assert "not measured" not in line or row.name == "full-base"  # CI has only the last commit
        assert line.count("|") == 5
    for told in ("building/renderer.py", "By stage", f"The {HOTTEST} functions"):
        assert told in printed


def test_only_the_rows_that_are_named_are_measured(capsys, monkeypatch):
    def cost(_bench: Bench) -> Cost:
        return Cost(1, 0.5)

    rows = (Row("one", "First", 2, cost), Row("two", "Second", 2, cost))
    monkeypatch.setattr("tests.benchmark.__main__.ROWS", rows)
    assert main(["--only", "two", "--rounds", "1"]) == 0
    printed = capsys.readouterr().out
    assert "| Second | 1.00 s | 2 s | reached, by processor 0.50 s |" in printed
    assert "cores" in printed
    assert "First" not in printed


def test_a_row_is_the_median_of_ratios_within_a_round():
    row = Row("x", "Title", 0.5, one, other)
    costs = {one: [Cost(1, 2), Cost(9, 9), Cost(4, 2)], other: [Cost(2, 8), Cost(9, 9), Cost(4, 8)]}
    assert row.line(costs) == "| Title | 1 | 0.5 | **missed**, by processor 0.25 |"
    known = row._replace(obstacle="it is far")
    assert known.line(costs) == "| Title | 1 | 0.5 | **missed** (it is far), by processor 0.25 |"
    memory = Row("x", "Title", 6, one, other, "memory", "it is far")
    assert (
        memory.line({one: [Cost(0, 0, 8)], other: [Cost(0, 0, 2)]}) == "| Title | 4 | 6 | reached |"
    )


def one(_bench: Bench) -> Cost:
    raise NotMeasured("there is no clock")


def other(_bench: Bench) -> Cost:
    return Cost(1, 1)


def test_what_cannot_be_measured_says_why(capsys, monkeypatch):
    monkeypatch.setattr("tests.benchmark.__main__.ROWS", (Row("x", "Title", 1, one, other),))
    assert main([]) == 0
    assert "| Title | – | | not measured: there is no clock |" in capsys.readouterr().out


def test_names_of_rows_are_used_once():
    names = [row.name for row in ROWS]
    assert len(names) == len(set(names))
    assert len(table.HEAD) == 2


def test_a_failed_program_is_told_with_its_last_words():
    with pytest.raises(RunError, match=r"ended with 3:\nlast words"):
        run_python("-c", "print('last words'); raise SystemExit(3)")


def test_processes_that_a_program_starts_are_measured_with_it():
    busy = "sum(range(20_000_000))"
    started = f"import subprocess, sys; subprocess.run([sys.executable, '-c', '{busy}'])"
    cost = run_python("-c", started)
    alone = run_python("-c", "pass")
    assert cost.processor > alone.processor
    assert cost.memory > 0


@pytest.mark.thorough
def test_a_profile_tells_the_stages(tmp_path: Path) -> None:
    root = write_site(tmp_path / "root", BASE)
    cost, lines = profile(root, tmp_path / "samples")
    told = "\n".join(lines)
    assert cost.processor > 0
    assert "building/renderer.py" in told
    assert "start and imports" in told
    assert len(lines) > HOTTEST + 4


def test_the_edits_change_what_they_say_and_keep_the_site_right(tmp_path: Path) -> None:
    root = write_big_site(tmp_path, 1)
    before = tree(root)
    article, annotations = "docs/articles/article-001.md", "annotations/articles/article-001.yml"
    for number in (1, 23):
        edit_summary(root / annotations, number)
        edit_article(root / article, number)
    texts = {path: (root / path).read_text("utf-8") for path in (article, annotations)}
    assert texts[annotations].count("Saved") == texts[annotations].count("Saved23 ") == 1
    assert texts[article].replace("Saved 23 times.\n\n", "") == before[article].decode()
    aliases = [add_alias(root), add_alias(root)]
    assert len(set(aliases)) == 2
    loaded, problems = load(root)
    assert [*problems, *check(loaded)] == []
    assert any(set(aliases) <= set(actor.body.aliases) for actor in loaded.actors.values())
    changed = {path for path, data in tree(root).items() if data != before[path]}
    assert changed == {article, annotations, "annotations/actors-1.yml"}


def test_a_tenth_of_the_words_of_a_book_is_changed():
    text = "# One heading here\n\n" + "some words of a text that goes on\n" * 500
    now = with_changed_words(text, Random(1))
    pairs = list(zip(text.split(), now.split(), strict=True))
    share = sum(before != after for before, after in pairs) / len(pairs)
    assert CHANGED * 0.7 < share < CHANGED
    assert now.startswith("# One heading here\n")


@pytest.mark.parametrize("seed", one_quick([1, 2]))
def test_all_annotations_of_a_big_site_are_right(seed, tmp_path):
    loaded, problems = load(write_big_site(tmp_path, 3, seed))
    placed, more = anchor(loaded, Settings("Big", extensions=("footnotes",)))
    assert not [*problems, *check(loaded), *more]
    assert {found.state for found in placed.anchors} == {"exact"}
    assert (len(loaded.articles), len(loaded.claims), len(loaded.dates)) == (
        3,
        3 * CLAIMS,
        3 * DATES,
    )
    assert len(loaded.actors) == len(loaded.terms) == FEWEST


def test_a_seed_gives_the_same_bytes_each_time(tmp_path):
    def written(root: Path) -> dict[str, bytes]:
        return {
            str(file.relative_to(root)): file.read_bytes()
            for file in root.rglob("*")
            if file.is_file()
        }

    one, same, other = (
        written(write_big_site(tmp_path / name, 1, seed))
        for name, seed in (("a", 1), ("b", 1), ("c", 2))
    )
    assert one == same != other
