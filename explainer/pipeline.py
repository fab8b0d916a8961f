"""All stages, top to bottom: from a root to its site.

Nothing here prints or ends the program; `commands/` does. It is the way to use Explainer from Python, too.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple

from explainer.anchoring.anchor import anchor
from explainer.anchoring.records import write_lock
from explainer.building.contentpolicy import write_policy
from explainer.building.locks import hold_lock
from explainer.building.publish import begin, new_dir, publish, recover, refuse, turn_beside
from explainer.building.renderer import Superseded, read_settings, render_site
from explainer.building.stage import stage
from explainer.building.verify import expected, verify
from explainer.checking.format_rules import check as check_rules
from explainer.config.excluded import without_excluded
from explainer.config.installed import installed_only
from explainer.config.navigation import without_pages
from explainer.config.offline import offline as offline_config
from explainer.config.owncode import changes_words, without_own_code
from explainer.config.settings import BUILD_DIR, Config, read_config
from explainer.files.textfiles import on_disk, read_bytes, write_text
from explainer.files.wholefiles import remove_leftovers
from explainer.linking.drafts import draft_paths, draft_problems, has_drafts, without_drafts
from explainer.linking.link import link
from explainer.loading.load import LOCK_FILE, accepted_anchors, load
from explainer.loading.lost_documents import lost_documents
from explainer.model import Loaded, Placed, Problem, Settings, Site
from explainer.pages import makers, pages
from explainer.pages.download import downloads
from explainer.pages.index import unlisted_indexes
from explainer.proofreading.proofread import proofread
from explainer.rules.annotation_schema import SITE_SCHEMA, site_schema
from explainer.rules.options import read_options
from explainer.rules.review import review

_LOST_LINKS = ("broken-link", "local-link")  # what a link to a draft is, too, once that is left out
_LOCK = f"{BUILD_DIR}/site.lock"  # held by who writes the staged tree or puts a site in place
Say = Callable[[str], None]
Step = Callable[[], tuple[Problem, ...]]
Made = Mapping[str, str | bytes]
_UNGUARDED: AbstractContextManager[object] = nullcontext()


@dataclass(frozen=True)
class Analysed:
    """What the stages made of a root, without having written anything."""

    config: Config
    settings: Settings
    placed: Placed
    site: Site


class Readings(NamedTuple):
    """What was read of a root, None where mkdocs.yml cannot be used, and what is wrong with it."""

    loaded: Loaded
    config: Config | None
    settings: Settings | None
    problems: tuple[Problem, ...]


def analyse(
    root: Path, say: Say, offline: bool = False, with_code: bool = False
) -> tuple[Analysed | None, tuple[Problem, ...]]:
    """Run every stage that only reads, so that one run shows every mistake; None where mkdocs.yml cannot be used.

    Drafts are part of it. Code that lies in the root runs only `with_code`, for who builds.
    """
    with _code_of(root, with_code):
        readings = _read(root, say, offline, with_code)
        analysed, problems = _examine(readings, say)
        return analysed, (*readings.problems, *problems)


def _code_of(root: Path, with_code: bool) -> AbstractContextManager[None]:
    return nullcontext() if with_code else installed_only(root)


def analyse_to_publish(
    root: Path, say: Say, offline: bool = False, with_code: bool = False
) -> tuple[Analysed | None, Analysed | None, tuple[Problem, ...]]:
    """Return the site without its drafts, the whole of it, and all problems; None as by `analyse`.

    What is wrong with the drafts alone does not keep the rest from being published: these errors
    are warnings. `with_code` is as for `analyse`.
    """
    with _code_of(root, with_code):
        return _to_publish(_read(root, say, offline, with_code), say)


def _to_publish(
    readings: Readings,
    say: Say,
) -> tuple[Analysed | None, Analysed | None, tuple[Problem, ...]]:
    whole, problems = _examine(readings, say)
    if whole is None or not has_drafts(readings.loaded):
        return whole, whole, (*readings.problems, *problems)
    loaded = without_drafts(whole.site, whole.config.text)
    config = without_pages(whole.config, draft_paths(readings.loaded))
    published, found = _examine(readings._replace(loaded=loaded, config=config), say)
    into_drafts = tuple(draft_problems(whole.site))
    told = {problem.place for problem in into_drafts}
    of_drafts = (*_only_of_drafts(problems, found), *into_drafts)
    kept = (
        problem for problem in found if problem.place not in told or problem.rule not in _LOST_LINKS
    )
    return published, whole, (*readings.problems, *kept, *of_drafts)


def _only_of_drafts(problems: Iterable[Problem], published: Iterable[Problem]) -> Iterator[Problem]:
    """Yield the problems that are not found without the drafts, none of them an error."""
    told = {(problem.place, problem.rule) for problem in published}
    for problem in problems:
        if (problem.place, problem.rule) not in told:
            is_error = problem.level == "error"
            later = " (an error once the draft is published)" if is_error else ""
            yield problem._replace(level="warning", message=f"{problem.message}{later}")


def _read(root: Path, say: Say, offline: bool, with_code: bool) -> Readings:
    say("Reading docs/ and annotations/")
    config, config_problems = read_config(root, os.environ if with_code else {})
    loaded, load_problems = load(root, bounds=config.bounds if config else None)
    config = offline_config(config) if config and offline else config
    config, code_problems = (config, ()) if with_code or not config else without_own_code(config)
    settings, settings_problems = read_settings(config, with_code) if config else (None, ())
    loaded, excluding_problems = (
        without_excluded(loaded, config) if config and settings else (loaded, ())
    )
    lost = tuple(lost_documents(loaded))
    of_settings = (*config_problems, *code_problems, *settings_problems)
    problems = (*load_problems, *of_settings, *excluding_problems, *lost)
    return Readings(loaded, config, settings, problems)


def _examine(readings: Readings, say: Say) -> tuple[Analysed | None, tuple[Problem, ...]]:
    """Run the stages on what was read, or on a part of it."""
    loaded, config, settings, _ = readings
    problems = check_rules(loaded)
    if config is None or settings is None:
        return None, problems
    say("Finding the quotes in the articles")
    placed, anchor_problems = anchor(loaded, settings)
    say("Linking names and entries")
    site, link_problems = link(placed, settings)
    options, options_problems = read_options(config)
    found = (*link_problems, *options_problems, *review(site, options, settings.language))
    say("Reading the texts as a reader will")
    made = makers(site, settings, placed.anchors)
    of_words = (*anchor_problems, *proofread(site, settings, config, made))
    if changes_words(config):
        of_words = tuple(map(_unless_changed, of_words))
    return Analysed(config, settings, placed, site), (*problems, *found, *of_words)


def _unless_changed(problem: Problem) -> Problem:
    """Make a warning of what may not be so once all extensions have run."""
    if problem.level != "error":
        return problem
    later = " (an error in the build, unless an extension that runs only there changes these words)"
    return problem._replace(level="warning", message=f"{problem.message}{later}")


def build_site(root: Path, site_dir: Path, say: Say, offline: bool = False) -> tuple[Problem, ...]:
    """Build the whole site, to be read from a server or from a folder. With an error anywhere, the old site stays."""
    root = (
        root.absolute()
    )  # which holds when the current folder is in the old site, and goes away with it
    on_wait = cache(partial(say, "Waiting for another program that uses this folder"))
    with site_lock(root, on_wait):  # what another program has just written is read, too
        published, whole, problems = analyse_to_publish(root, say, offline, with_code=True)
        refused = refusal(whole, root, site_dir)
        problems += (*refused, *write_site_schema(whole, root))
        if refused:
            return problems
        with turn_beside(site_dir, on_wait):
            problems += recover(site_dir)
            if published is None or whole is None or has_errors(problems):
                return problems
            say("Writing the pages")
            problems += write_staged(published, root)
            if has_errors(problems):
                return problems
            return problems + complete(published, root, site_dir, say, accepted=whole.placed)


def refusal(analysed: Analysed | None, root: Path, site_dir: Path) -> tuple[Problem, ...]:
    """Say why the site of a root must not be put into a folder, as `publish.refuse` does."""
    custom_dir = analysed.config.custom_dir if analysed else None
    return refuse(site_dir, root, root / BUILD_DIR, *filter(None, [custom_dir]))


@contextmanager
def site_lock(root: Path, on_wait: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Keep other programs from writing into this root meanwhile.

    `on_wait` is called while one does, and may raise. What a killed program left half-written in
    the root is removed.
    """
    with hold_lock(root / _LOCK, on_wait):
        remove_leftovers(root)
        yield


def complete(
    analysed: Analysed,
    root: Path,
    site_dir: Path,
    say: Say,
    is_wanted: Callable[[], bool] = lambda: True,
    reading: AbstractContextManager[object] = _UNGUARDED,
    build_dir: Path | None = None,
    accepted: Placed | None = None,
) -> tuple[Problem, ...]:
    """Make the whole site from the staged tree and put it in place; with an error, the old site stays.

    For who holds the `site_lock`, and has the turn beside `site_dir`.

    Raises `Superseded` soon after `is_wanted` gives False; the site in place is whole then, too. `reading` is held
    while the staged tree is read. The lock file is made of what is `accepted`, where the site is only a part of it.
    """
    problems = recover(site_dir)
    steps = _steps(analysed, root, site_dir, is_wanted, reading, build_dir or root / BUILD_DIR)
    keep: Step = partial(write_accepted, accepted or analysed.placed, root)
    try:
        for message, step in (*steps, ("Keeping where the quotes stand", keep)):
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
        problems = begin(site_dir)
        if problems:
            return problems
        with reading:
            problems = render_site(analysed.config, build_dir, made, is_wanted)
        return problems if has_errors(problems) else (*problems, *write_policy(made))

    return (
        ("Rendering the pages (MkDocs)", render),
        ("Verifying the site", lambda: verify(made, wanted, settings.site_url)),
        ("Putting the site in place", lambda: publish(made, site_dir)),
    )


def made_files(
    analysed: Analysed, root: Path, checkpoint: Callable[[], None] = lambda: None
) -> Made:
    """Make the Markdown of all pages, and what belongs to it, by path.

    `checkpoint` is called before each page, and may raise.
    """
    site = analysed.site
    made = pages(site, analysed.settings, analysed.placed.anchors, checkpoint)

    def read(path: str) -> bytes | None:
        return read_bytes(on_disk(root / "docs", path))

    return made | downloads(site, analysed.settings, made, read)


def write_staged(
    analysed: Analysed, root: Path, build_dir: Path | None = None, made: Made | None = None
) -> tuple[Problem, ...]:
    """Write all that `made_files` gives into the build folder: build/ where none is given."""
    files = made or made_files(analysed, root)
    loaded = analysed.site.loaded
    target = build_dir or root / BUILD_DIR
    return stage(analysed.config, files, loaded.assets, target, unlisted_indexes(loaded))


def write_site_schema(analysed: Analysed | None, root: Path) -> tuple[Problem, ...]:
    """Write the schema that offers the site's ids to editors' tools, beside errors, too; no site needs it."""
    if analysed is None:
        return ()
    path = f"{BUILD_DIR}/{SITE_SCHEMA}"
    problems = write_text(root / path, path, site_schema(analysed.site.loaded))
    return tuple(problem._replace(level="warning") for problem in problems)


def write_accepted(placed: Placed, root: Path) -> tuple[Problem, ...]:
    """Write the lock file, where there is anything to keep; the site is there also if that fails.

    It stays as it is where somebody has accepted other passages since it was read.
    """
    accepted, _ = accepted_anchors(root)
    if not placed.anchors or accepted != placed.loaded.accepted:
        return ()
    problems = write_text(root / LOCK_FILE, LOCK_FILE, write_lock(placed))
    return tuple(problem._replace(level="warning") for problem in problems)


def has_errors(problems: Iterable[Problem]) -> bool:
    """Tell whether any problem is more than a warning."""
    return any(problem.level == "error" for problem in problems)
