"""Hand-written pages that open an index page, and those of them whose text carries no marks."""

from collections.abc import Sequence

from explainer.addresses import HOME, INDEXES, METHOD
from explainer.model import Page, Ref


def openings(pages: Sequence[Page]) -> dict[str, Page]:
    """Return the hand-written pages at the URLs of index pages, by the paths of the latter.

    For the index of claims, that is `claims/index.md`, `claims/README.md` or `claims.md`.
    """
    by_path = {page.path: page for page in pages}
    found = {}
    for path in (HOME, METHOD, *INDEXES.values()):
        stem = path.removesuffix("index.md")
        names = (path, f"{stem}README.md", f"{stem.rstrip('/')}.md")
        page = next((by_path[name] for name in names if name in by_path), None)
        if page:
            found[path] = page
    return found


def unmarked(pages: Sequence[Page]) -> frozenset[Ref]:
    """Return the pages in whose texts no mention carries an id.

    On a page that opens an index page, footnotes are shown at the very end, below the generated
    part: offsets into them would not hold, so nothing is marked on such a page.
    """
    return frozenset(page.ref for page in openings(pages).values() if "[^" in page.markdown)
