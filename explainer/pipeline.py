"""All stages, top to bottom: from a root to its site.

Nothing here prints or ends the program; `commands/` does. Use it to run Explainer from Python, too.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple

from explainer.anchoring.anchor import anchor
from explainer.anchoring.records import write_lock
from explainer.building.builtsite import BuiltPage
from explainer.building.contentpolicy import write_policy
from explainer.building.kept_analysis import CacheFor, kept_analysis, no_cache_for
from explainer.building.locks import hold_lock
from explainer.building.outcomes import Keeping
from explainer.building.ownscripts import scripted_pages
from explainer.building.page_sizes import large_files, large_pages, most_of_all
from explainer.building.publish import begin, hold_site_dir, new_dir, publish, recover, refuse
from explainer.building.renderer import RenderOptions, Superseded, read_settings, render_site
from explainer.building.stage import STAGED, stage
from explainer.building.verify import expected, markers_to_find, read_pages, verify
from explainer.building.workspace import Workspace
from explainer.checking.format_rules import check as check_rules
from explainer.config.annotation_extensions import has_known_extensions
from explainer.config.excluded import without_excluded
from explainer.config.installed import installed_only
from explainer.config.navigation import without_pages
from explainer.config.offline import offline as offline_text
from explainer.config.othercode import has_other_code
from explainer.config.owncode import changes_words, without_own_code
from explainer.config.settings import BUILD_DIR, Config, read_config
from explainer.files.folders import Bounds, real_path
from explainer.files.sitefiles import replace_at
from explainer.files.textfiles import MOST_BYTES, on_disk, read_bytes, read_start, write_text
from explainer.files.wholefiles import remove_leftovers
from explainer.linking.drafts import draft_paths, draft_problems, has_drafts, without_drafts
from explainer.linking.link import link
from explainer.loading.load import LOCK_FILE, SCHEMA_FILE, accepted_anchors, load
from explainer.loading.lost_documents import lost_documents
from explainer.loading.schema_lines import SITE_SCHEMA
from explainer.model import NO_CACHE, Cache, Loaded, Placed, Problem, Settings, Site
from explainer.pages import made_pages, makers
from explainer.pages.download import downloads
from explainer.pages.index import unlisted_indexes
from explainer.pages.tracing import Maker
from explainer.proofreading.proofread import proofread
from explainer.rules.annotation_schema import foreign_schema_file, site_schema
from explainer.rules.options import read_options
from explainer.rules.review import review

_LOST_LINKS = ("broken-link", "local-link")  # rules that report a link to a left-out draft, too
_LOCK = f"{BUILD_DIR}/site.lock"  # held while a staged tree is written or a site put in place
_TEXTS_LOCK = f"{BUILD_DIR}/texts.lock"  # held while what an editor wrote is changed
WAITING = "Waiting for another program that uses this folder"
Say = Callable[[str], None]
Step = Callable[[], tuple[Problem, ...]]
Made = Mapping[str, str | bytes]
_UNGUARDED: AbstractContextManager[object] = nullcontext()


@dataclass(frozen=True)
class Analysed:
    """The result of the stages that only read, for one root."""

    config: Config
    settings: Settings
    placed: Placed
    site: Site
    makers: Mapping[str, Maker]  # of all pages
    cache: Cache = NO_CACHE  # for these settings, as long as the build lasts


class Readings(NamedTuple):
    """The files of a root as read, and their problems; settings are None if they are unusable."""

    loaded: Loaded
    config: Config | None
    settings: Settings | None
    problems: tuple[Problem, ...]


def analyse(
    root: Path,
    say: Say,
    offline: bool = False,
    with_code: bool = False,
    cache_for: CacheFor = no_cache_for,
) -> tuple[Analysed | None, tuple[Problem, ...]]:
    """Run every stage that only reads, drafts included, so that one run shows every mistake.

    Return None where mkdocs.yml cannot be used. Code in the root, such as hooks, runs only
    `with_code`, which is for builds. The makers of pages use no cache.
    """
    with _code_of(root, with_code):
        readings = _read(root, say, offline, with_code)
        analysed, problems = _examine(readings, say, cache_for, keeps_pages=False)
        return analysed, (*readings.problems, *problems)


def _code_of(root: Path, with_code: bool) -> AbstractContextManager[None]:
    return nullcontext() if with_code else installed_only(root)


def analyse_to_publish(
    root: Path,
    say: Say,
    offline: bool = False,
    with_code: bool = False,
    cache_for: CacheFor = no_cache_for,
) -> tuple[Analysed | None, Analysed | None, tuple[Problem, ...]]:
    """Return the site without its drafts, the whole site, and all problems; None as by `analyse`.

    Errors that only the drafts have are warnings, so that they do not keep the rest from being
    published. `with_code` is as for `analyse`.
    """
    with _code_of(root, with_code):
        return _to_publish(_read(root, say, offline, with_code, cache_for), say, cache_for)


def _to_publish(
    readings: Readings,
    say: Say,
    cache_for: CacheFor,
) -> tuple[Analysed | None, Analysed | None, tuple[Problem, ...]]:
    whole, problems = _examine(readings, say, cache_for)
    if whole is None or not has_drafts(readings.loaded):
        return whole, whole, (*readings.problems, *problems)
    loaded = without_drafts(whole.site, whole.config.text)
    config = without_pages(whole.config, draft_paths(readings.loaded))
    published, found = _examine(readings._replace(loaded=loaded, config=config), say, cache_for)
    into_drafts = tuple(draft_problems(whole.site))
    reported_places = {problem.place for problem in into_drafts}
    all_problems = list(readings.problems)
    for problem in found:
        if problem.place not in reported_places or problem.rule not in _LOST_LINKS:
            all_problems.append(problem)
    all_problems += (*_only_in_drafts(problems, found), *into_drafts)
    return published, whole, tuple(all_problems)


def _only_in_drafts(problems: Iterable[Problem], published: Iterable[Problem]) -> Iterator[Problem]:
    """Yield the problems that are not found without the drafts, as warnings."""
    published_findings = {(problem.place, problem.rule) for problem in published}
    for problem in problems:
        if (problem.place, problem.rule) not in published_findings:
            is_error = problem.level == "error"
            later = " (an error once the draft is published)" if is_error else ""
            yield problem._replace(level="warning", message=f"{problem.message}{later}")


def _read(
    root: Path, say: Say, offline: bool, with_code: bool, cache_for: CacheFor = no_cache_for
) -> Readings:
    say("Reading docs/ and annotations/")
    config, problems = read_config(root, os.environ if with_code else {})
    bounds = config.bounds if config else None
    settings = None
    if config:
        config, settings, more = _settled(config, offline, with_code)
        problems += more
    kept = cache_for(config, settings) if config and settings else NO_CACHE
    loaded, load_problems = load(root, bounds=bounds, cache=kept)
    problems = (*load_problems, *problems)
    if config and settings:
        loaded, more = without_excluded(loaded, config)
        problems += more
    problems = (*problems, *lost_documents(loaded), *_foreign_schema_file(root))
    return Readings(loaded, config, settings, problems)


def _foreign_schema_file(root: Path) -> tuple[Problem, ...]:
    data = read_start(root / SCHEMA_FILE, MOST_BYTES)
    return foreign_schema_file(data, SCHEMA_FILE) if data else ()


def _settled(
    config: Config, offline: bool, with_code: bool
) -> tuple[Config, Settings | None, tuple[Problem, ...]]:
    """Return what is used of mkdocs.yml, as text and as MkDocs has it, with what is wrong in it."""
    problems: tuple[Problem, ...] = ()
    if offline:
        config = replace(config, text=offline_text(config.text))
    if not with_code:
        config, problems = without_own_code(config)
    settings, settings_problems = read_settings(config, with_code)
    return config, settings, (*problems, *settings_problems)


def _examine(
    readings: Readings, say: Say, cache_for: CacheFor, keeps_pages: bool = True
) -> tuple[Analysed | None, tuple[Problem, ...]]:
    """Run the stages on what was read, or on a part of it."""
    loaded, config, settings, _ = readings
    problems = check_rules(loaded)
    if config is None or settings is None:
        return None, problems
    kept = cache_for(config, settings)
    say("Finding the quotes in the articles")
    placed, anchor_problems = anchor(loaded, settings, kept)
    say("Linking names and entries")
    site, link_problems = link(placed, settings, kept)
    options, options_problems = read_options(config)
    found = (*link_problems, *options_problems, *review(site, options, settings.language))
    say("Reading the texts as a reader will")
    of_pages = kept if keeps_pages else NO_CACHE
    made = makers(site, settings, placed.anchors, cache=of_pages)
    about_words = (*anchor_problems, *proofread(site, settings, config, made, kept))
    if changes_words(config):
        about_words = tuple(map(_unless_changed, about_words))
    analysed = Analysed(config, settings, placed, site, made, of_pages)
    return analysed, (*problems, *found, *about_words)


def _unless_changed(problem: Problem) -> Problem:
    """Return a problem as a warning, since it may be gone once all extensions have run."""
    if problem.level != "error":
        return problem
    later = " (an error in the build, unless an extension that runs only there changes these words)"
    return problem._replace(level="warning", message=f"{problem.message}{later}")


def build_site(
    root: Path,
    site_dir: Path,
    say: Say,
    offline: bool = False,
    keeping: Keeping | None = None,
    shards: tuple[Path, ...] = (),
) -> tuple[Problem, ...]:
    """Build the whole site, `offline` for reading it from a folder instead of from a server.

    With an error anywhere, the old site stays. With `keeping`, the outcome is kept. Pages that fit
    are taken from `shards`, which `sharding.build_shard` makes.
    """
    # A relative root would be lost: the current folder may be in the old site, and go with it
    workspace = Workspace.of(root.absolute(), site_dir, tuple(map(Path.absolute, shards)))
    on_wait = cache(partial(say, WAITING))
    with (
        site_lock(workspace.root, on_wait),  # before reading, for what another has just written
        kept_analysis(workspace.build_dir, say) as cache_for,
    ):
        return _built(workspace, say, offline, on_wait, keeping, cache_for)


def _built(
    workspace: Workspace,
    say: Say,
    offline: bool,
    on_wait: Callable[[], None],
    keeping: Keeping | None,
    cache_for: CacheFor,
) -> tuple[Problem, ...]:
    """Build the site of a root whose lock is held."""
    root, site_dir = workspace.root, workspace.site_dir
    beginning = keeping.begin() if keeping else None
    published, whole, problems = analyse_to_publish(
        root, say, offline, with_code=True, cache_for=cache_for
    )
    refused = refusal(whole, workspace)
    problems += (*refused, *write_site_schema(whole, root))
    if refused:
        return problems
    with hold_site_dir(site_dir, on_wait):
        problems += recover(site_dir)
        if published is None or whole is None or has_errors(problems):
            return problems
        say("Writing the pages")
        problems += write_staged(published, workspace)
        if has_errors(problems):
            return problems
        problems += complete(published, workspace, say, accepted=whole.placed)
        if keeping and beginning and not has_errors(problems):
            used, written = (whole.config, whole.settings), (*STAGED, SITE_SCHEMA)
            keeping.end(beginning, used, workspace, written, problems)
        return problems


def refusal(analysed: Analysed | None, workspace: Workspace) -> tuple[Problem, ...]:
    """Return why the site must not be put into its folder, as `publish.refuse` does."""
    build_dir = workspace.root / BUILD_DIR
    custom_dir = analysed.config.custom_dir if analysed else None
    others = [custom_dir] if custom_dir else []
    return refuse(workspace.site_dir, workspace.root, build_dir, *others)


@contextmanager
def site_lock(root: Path, on_wait: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Keep other programs from writing into this root meanwhile.

    `on_wait` is called while one does, and may raise. Files that a killed program left half-written
    in the root are removed.
    """
    with hold_lock(root / _LOCK, on_wait):
        remove_leftovers(root)
        yield


def texts_lock(root: Path, on_wait: Callable[[], None]) -> AbstractContextManager[None]:
    """Keep others from changing an editor's files meanwhile; `on_wait` is as for `site_lock`.

    No build holds it, so a change need not wait for one. Whoever needs both locks takes this one
    last.
    """
    return hold_lock(root / _TEXTS_LOCK, on_wait)


def complete(
    analysed: Analysed,
    workspace: Workspace,
    say: Say,
    is_wanted: Callable[[], bool] = lambda: True,
    reading: AbstractContextManager[object] = _UNGUARDED,
    accepted: Placed | None = None,
) -> tuple[Problem, ...]:
    """Make the whole site from the staged tree and put it in place.

    With an error, the old site stays. The caller holds the `site_lock` and `hold_site_dir`.
    `reading` is held while the staged tree is read. The lock file is made of `accepted`, where the
    site is only a part of it.

    Raises `Superseded` soon after `is_wanted` returns False; the site in place is whole then, too.
    """
    site_dir = workspace.site_dir
    problems = recover(site_dir)
    keep: Step = partial(write_accepted, accepted or analysed.placed, analysed.config.bounds)
    steps = (
        *_steps(analysed, workspace, say, is_wanted, reading),
        ("Keeping where the quotes stand", keep),
    )
    try:
        for message, step in steps:
            if not is_wanted():
                raise Superseded
            if has_errors(problems):
                return (*problems, *recover(site_dir))
            say(message)
            problems += step()
    except Superseded:
        recover(site_dir)  # perhaps no other build follows
        raise
    return problems


def _steps(
    analysed: Analysed,
    workspace: Workspace,
    say: Say,
    is_wanted: Callable[[], bool],
    reading: AbstractContextManager[object],
) -> tuple[tuple[str, Step], ...]:
    """Return the steps that write, in order; none may run after an error in one before."""
    site_dir, settings = workspace.site_dir, analysed.settings
    made = new_dir(site_dir)
    has_others = has_other_code(analysed.config) or not has_known_extensions(settings)
    wanted = expected(analysed.site, settings.directory_urls, has_others, settings.is_safe)
    read_back = dict[str, BuiltPage]()

    def render() -> tuple[Problem, ...]:
        problems = begin(site_dir)
        if problems:
            return problems
        old_site = _old_site(settings, site_dir, say)
        shards = workspace.shards if old_site else ()
        options = RenderOptions(is_wanted, say, markers_to_find(wanted), old_site, shards)
        with reading:
            rendering = render_site(analysed.config, workspace.build_dir, made, options)
        read_back.update(rendering.pages)
        return rendering.problems

    def check() -> tuple[Problem, ...]:
        pages = read_pages(made, wanted, read_back, analysed.cache)
        problems = large_files(made, analysed.site, settings.directory_urls)
        problems += write_policy(made, (page.needs for page in pages.values()))
        return problems or verify(made, wanted, settings.site_url, pages=pages)

    return (
        ("Rendering the pages (MkDocs)", render),
        ("Verifying the site", check),
        ("Putting the site in place", lambda: publish(made, site_dir)),
    )


def _old_site(settings: Settings, site_dir: Path, say: Say) -> Path | None:
    """Return the site from which pages may be taken over; None where a stranger may have made it.

    Whoever brings articles may bring a site with forged pages, and a record that vouches for them.
    """
    if settings.is_safe:
        say("Making all pages again, because of `safe`: a stranger may have made the old ones")
        return None
    return real_path(site_dir)


def made_files(
    analysed: Analysed, root: Path, checkpoint: Callable[[], None] = lambda: None
) -> Made:
    """Make the Markdown of all pages and the files that belong to them, by path under docs/.

    `checkpoint` is called before each page, and may raise.
    """
    made = made_pages(analysed.makers, checkpoint, most_of_all(analysed.site.loaded))

    def read(path: str) -> bytes | None:
        return read_bytes(on_disk(root / "docs", path))

    return made | downloads(analysed.site, analysed.settings, made, read, analysed.cache)


def write_staged(
    analysed: Analysed, workspace: Workspace, made: Made | None = None
) -> tuple[Problem, ...]:
    """Write the staged tree from `made`, or, without it, from what `made_files` returns."""
    files = made or made_files(analysed, workspace.root)
    loaded = analysed.site.loaded
    problems = large_pages(files, loaded)
    if problems:
        return problems
    unlisted, scripted = unlisted_indexes(loaded), scripted_pages(analysed.site)
    build_dir = workspace.build_dir
    return stage(analysed.config, files, loaded.assets, build_dir, unlisted, scripted)


def write_site_schema(analysed: Analysed | None, root: Path) -> tuple[Problem, ...]:
    """Write the schema from which editors' tools complete the site's ids, also if there are errors.

    No site needs it, so all problems are warnings.
    """
    if analysed is None:
        return ()
    path = f"{BUILD_DIR}/{SITE_SCHEMA}"
    problems = write_text(root / path, path, site_schema(analysed.site.loaded))
    return tuple(problem._replace(level="warning") for problem in problems)


def write_accepted(placed: Placed, bounds: Bounds) -> tuple[Problem, ...]:
    """Write the lock file, where there is anything to keep.

    It stays as it is where somebody has accepted other passages since it was read. The site is in
    place by then, so all problems are warnings.
    """
    old = read_bytes(bounds.root / LOCK_FILE)
    accepted, _ = accepted_anchors(bounds.root)
    if not placed.anchors or accepted != placed.loaded.accepted:
        return ()
    problems = replace_at(bounds, LOCK_FILE, write_lock(placed), over=old)
    return tuple(problem._replace(level="warning") for problem in problems)


def has_errors(problems: Iterable[Problem]) -> bool:
    """Return whether any problem is more than a warning."""
    return any(problem.level == "error" for problem in problems)
