from jinja2 import Environment, nodes

from explainer.config.customdir import BLOCKS, OUR_MAIN
from tests.conftest import PROJECT


def test_each_block_that_is_told_of_is_one_of_ours_or_of_the_theme() -> None:
    tree = Environment().parse(
        (PROJECT / "explainer/overrides" / OUR_MAIN).read_text(encoding="utf-8")
    )
    ours = {block.name for block in tree.find_all(nodes.Block)}
    ours -= {"htmltitle", "header", "footer"}  # which only correct what the theme writes
    assert ours == set(BLOCKS) - {"scripts"}
