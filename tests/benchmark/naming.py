"""Finding the names of very many entries in all texts of the large site."""

from itertools import islice
from pathlib import Path
from random import Random

from explainer.anchoring.anchor import anchor
from explainer.format.fields import markdown
from explainer.format.names import names_of
from explainer.linking.mentions import find_names, names_in
from explainer.loading.load import load
from explainer.model import Loaded, Settings
from tests.benchmark.bench import Bench
from tests.benchmark.big_site import dumped
from tests.benchmark.processes import Cost, in_fresh_process, measured
from tests.benchmark.prose import places
from tests.site_files import write_site

NAMES = 100  # names and aliases for each article of the large site


def mentions(bench: Bench) -> Cost:
    """Find all names in the articles and in the Markdown of annotations."""
    others = bench.folder / "names"
    wanted = bench.articles * NAMES
    return in_fresh_process(_mentions, bench.site, others, wanted)


def _mentions(root: Path, others: Path, wanted: int) -> Cost:
    loaded, _ = load(root)
    placed, _ = anchor(loaded, Settings("Large", extensions=("footnotes",)))
    more = _more_actors(loaded, others, wanted)
    entries = (*loaded.named_entries, *more.named_entries)
    fields = [field.text for field in markdown(loaded)]

    def find() -> None:
        names = names_of(entries)
        for visible in placed.visible.values():
            list(names_in(names, visible, ()))
        for text in fields:
            find_names(names, text)

    return measured(find)


def _more_actors(loaded: Loaded, root: Path, wanted: int) -> Loaded:
    """Load so many actors that the two sites have as many names as wanted."""
    taken = {entry.body.name for entry in loaded.named_entries}
    taken |= {alias for entry in loaded.named_entries for alias in entry.body.aliases}
    new = (place for place in places(Random(2)) if place not in taken)
    actors = {
        place.lower(): {"name": f"Otto {place}", "aliases": [place], "type": "person"}
        for place in islice(new, max(0, wanted - len(taken)) // 2)
    }
    return load(write_site(root, {"annotations/a.yml": dumped({"actors": actors})}))[0]
