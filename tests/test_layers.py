"""No import of the package runs up: a folder, or a module beside the folders, uses
only rows below its own.
"""

from itertools import pairwise

import grimp

# From top to bottom; those of one row do not import each other either.
LAYERS = (
    {"commands"},
    {"preview"},
    {"hook", "sharding"},
    {"pipeline"},
    {"new", "suggest", "editing", "proofreading"},
    {"pages", "rules"},
    {"building", "linking", "anchoring", "checking", "extension"},
    {"marking", "rendering"},
    {"config"},
    {"loading", "figures"},
    {"dates"},
    {"format"},
    {"addresses"},
    {"yamlfiles"},
    {"files"},
    {"model"},
    {"text"},
    {"captions", "entries", "lastresort"},
)


def test_no_import_runs_up():
    graph = grimp.build_graph("explainer", cache_dir=None)
    rooms = {child.removeprefix("explainer.") for child in graph.find_children("explainer")}
    assert rooms == set().union(*LAYERS)
    found = graph.find_illegal_dependencies_for_layers(layers=LAYERS, containers={"explainer"})
    assert [f"{each.importer} imports {each.imported}" for each in found] == []


def test_no_module_name_is_used_twice():
    graph = grimp.build_graph("explainer", cache_dir=None)
    leaves = sorted(
        module.rpartition(".")[2] for module in graph.modules if not graph.find_children(module)
    )
    assert [name for name, other in pairwise(leaves) if name == other] == []
