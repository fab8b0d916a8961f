"""All stages, top to bottom: from a root to its site.

Nothing here prints or ends the program; `commands/` does. It is the way to use Explainer from Python, too.
"""

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from explainer.anchor import anchor
from explainer.anchoring.lock import write_lock
from explainer.build import Superseded, read_settings, render_site
from explainer.building.turns import turn
from explainer.check import check as check_rules
from explainer.config.excluded import without_excluded
from explainer.config.navigation import lost_pages
from explainer.config.offline import offline as offline_config
from explainer.config.settings import Config, read_config
from explainer.files import read_bytes, write_text
from explainer.link import link
from explainer.load import LOCK_FILE, load
from explainer.loading.lost_documents import lost_documents
from explainer.model import Placed, Problem, Settings, Site
from explainer.pages import pages
from explainer.pages.download import downloads
from explainer.pages.index import unlisted_indexes
from explainer.publish import new_dir, publish, recover, refuse
from explainer.rules.options import read_options
from explainer.rules.review import review
from explainer.schema import SITE_SCHEMA, site_schema
from explainer.stage import stage
from explainer.verify import expected, verify

BUILD_DIR = "build"
_LOCK = f"{BUILD_DIR}/site.lock"  # held by who writes the staged tree or puts a site in place
Say = Callable[[str], None]
Step = Callable[[], tuple[Problem, ...]]
Made = tuple[Mapping[str, str | bytes], tuple[Problem, ...]]
_UNGUARDED: AbstractContextManager[object] = nullcontext()


@dataclass(frozen=True)
class Analysed:
    """What the stages made of a root, without having written anything."""

    config: Config
    settings: Settings
    placed: Placed
    site: Site


def analyse(root: Path, say: Say, offline: bool = False) -> tuple[Analysed | None, tuple[Problem, ...]]:
    """Run every stage that only reads, so that one run shows every mistake; None where mkdocs.yml cannot be used."""
    say("Reading docs/ and annotations/")
    loaded, load_problems = load(root)
    config, config_problems = read_config(root)
    config = offline_config(config) if config and offline else config
    settings, settings_problems = read_settings(config) if config else (None, ())
    loaded, excluding_problems = without_excluded(loaded, config) if config and settings else (loaded, ())
    lost = lost_pages(loaded, config) if config and settings else ()
    lost += tuple(lost_documents(loaded))
    problems = (*load_problems, *config_problems, *settings_problems, *excluding_problems, *lost, *check_rules(loaded))
    if config is None or settings is None:
        return None, problems
    say("Finding the quotes in the articles")
    placed, anchor_problems = anchor(loaded, settings)
    say("Linking names and entries")
    site, link_problems = link(placed, settings)
    options, options_problems = read_options(config)
    found = (*anchor_problems, *link_problems, *options_problems, *review(site, options, settings.language))
    return Analysed(config, settings, placed, site), (*problems, *found)


def build_site(root: Path, site_dir: Path, say: Say, offline: bool = False) -> tuple[Problem, ...]:
    """Build the whole site, to be read from a server or from a folder. With an error anywhere, the old site stays."""
    analysed, problems = analyse(root, say, offline)
    problems += refuse(site_dir, root, root / BUILD_DIR)
    with site_lock(root):
        problems += (*recover(site_dir), *write_site_schema(analysed, root))
        if analysed is None or has_errors(problems):
            return problems
        say("Writing the pages")
        problems += write_staged(analysed, root)
        return problems if has_errors(problems) else problems + complete(analysed, root, site_dir, say)


def site_lock(root: Path, waiting: Callable[[], None] = lambda: None) -> AbstractContextManager[None]:
    """Keep other programs from building this root meanwhile; `waiting` is called while one does, and may raise."""
    return turn(root / _LOCK, waiting)


def complete(
    analysed: Analysed,
    root: Path,
    site_dir: Path,
    say: Say,
    is_wanted: Callable[[], bool] = lambda: True,
    reading: AbstractContextManager[object] = _UNGUARDED,
    build_dir: Path | None = None,
) -> tuple[Problem, ...]:
    """Make the whole site from the staged tree and put it in place; with an error, the old site stays.

    For who holds the `site_lock`.

    Raises `Superseded` soon after `is_wanted` gives False; the site in place is whole then, too. `reading` is held
    while the staged tree is read.
    """
    problems = recover(site_dir)
    try:
        for message, step in _steps(analysed, root, site_dir, is_wanted, reading, build_dir or root / BUILD_DIR):
            if not is_wanted():
                raise Superseded
            if has_errors(problems):
                return (*problems, *recover(site_dir))
            say(message)
            problems += step()
    except Superseded:
        recover(site_dir)  # perhaps nobody builds it any more
        raise
    return problems


def _steps(
    analysed: Analysed,
    root: Path,
    site_dir: Path,
    is_wanted: Callable[[], bool],
    reading: AbstractContextManager[object],
    build_dir: Path,
) -> tuple[tuple[str, Step], ...]:
    """What writes, in order; each step goes on from the one before, and is left out after an error."""
    made, settings = new_dir(site_dir), analysed.settings
    wanted = expected(analysed.site, settings.directory_urls)

    def render() -> tuple[Problem, ...]:
        with reading:
            return render_site(analysed.config, build_dir, made, is_wanted)

    return (
        ("Rendering the pages (MkDocs)", render),
        ("Verifying the site", lambda: verify(made, wanted, settings.site_url)),
        ("Putting the site in place", lambda: publish(made, site_dir)),
        ("Keeping where the quotes stand", lambda: write_accepted(analysed.placed, root)),
    )


def made_files(analysed: Analysed, root: Path, going_on: Callable[[], None] = lambda: None) -> Made:
    """Make the Markdown of all pages, and what belongs to it, by path; and tell what could not be put into it.

    `going_on` is called before each page, and may raise.
    """
    site = analysed.site
    made = pages(site, analysed.settings, analysed.placed.anchors, going_on)
    files, problems = downloads(site, analysed.settings, made, lambda path: read_bytes(root / "docs" / path))
    return made | files, problems


def write_staged(
    analysed: Analysed, root: Path, build_dir: Path | None = None, made: Made | None = None
) -> tuple[Problem, ...]:
    """Write all that `made_files` gives into the build folder: build/ where none is given."""
    files, problems = made or made_files(analysed, root)
    loaded = analysed.site.loaded
    target = build_dir or root / BUILD_DIR
    return problems + stage(analysed.config, files, loaded.assets, target, unlisted_indexes(loaded))


def write_site_schema(analysed: Analysed | None, root: Path) -> tuple[Problem, ...]:
    """Write the schema that offers the site's ids to editors' tools, beside errors, too; no site needs it."""
    if analysed is None:
        return ()
    path = f"{BUILD_DIR}/{SITE_SCHEMA}"
    problems = write_text(root / path, path, site_schema(analysed.site.loaded))
    return tuple(problem._replace(level="warning") for problem in problems)


def write_accepted(placed: Placed, root: Path) -> tuple[Problem, ...]:
    """Write the lock file, where there is anything to keep; the site is there also if that fails."""
    if not placed.anchors:
        return ()
    problems = write_text(root / LOCK_FILE, LOCK_FILE, write_lock(placed))
    return tuple(problem._replace(level="warning") for problem in problems)


def has_errors(problems: Iterable[Problem]) -> bool:
    """Tell whether any problem is more than a warning."""
    return any(problem.level == "error" for problem in problems)
