from pathlib import Path

import pytest

from explainer.anchoring.anchor import anchor
from explainer.checking.format_rules import check
from explainer.loading.load import load
from explainer.model import Settings
from tests.benchmark.__main__ import main
from tests.benchmark.article import CLAIMS, DATES
from tests.benchmark.big_site import FEWEST, write_big_site
from tests.benchmark.measure import STAGES
from tests.thoroughness import one_quick


@pytest.mark.thorough
def test_a_benchmark_measures_every_stage(tmp_path, capfd):
    assert main(["--articles", "1", "--rounds", "1", "--keep", str(tmp_path), "--profile"]) == 0
    printed = capfd.readouterr().out
    for name in (*STAGES, "mkdocs build of the staged tree", "cumulative", "tottime"):
        assert name in printed


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
