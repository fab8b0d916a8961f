"""Read the settings of MkDocs, and run it.

Besides this module, only `opentree.py`, `pagewise.py`, `obstacle.py`, `incremental.py`,
`policy_plugin.py` and `live.py` import `mkdocs`.

When ProperDocs runs the hook, `import mkdocs` gives ProperDocs, as the hook needs.
"""

import errno
import gc
import io
import logging
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import yaml
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, BuildError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.pages import Page
from mkdocs.utils.yaml import (
    ConfigDirPlaceholder,
    DocsDirPlaceholder,
    RelativeDirPlaceholder,
    get_yaml_loader,
)

from explainer.building.builtsite import BuiltPage
from explainer.building.complaints import Logged, collected, one_line, place_in, problems_of
from explainer.building.incremental import old_pages
from explainer.building.new_plugins import new_plugins
from explainer.building.obstacle import obstacle_in
from explainer.building.pagewise import build_page_by_page
from explainer.building.policy_plugin import PLUGIN, PagePolicies
from explainer.building.search_index import divide_search
from explainer.building.setting_errors import about_setting, unreadable
from explainer.building.stage import CONFIG_FILE
from explainer.config.annotation_extensions import own_annotation_extensions
from explainer.config.flags import is_safe
from explainer.config.othercode import has_other_scripts
from explainer.config.own_commands import own_commands
from explainer.config.settings import EXTENSION, Config
from explainer.files.textfiles import read_text
from explainer.files.workingfolder import working_in
from explainer.lastresort import is_ours, last_words
from explainer.model import PAGE_FOLDER, Level, Place, Problem, Settings
from explainer.yamlfiles.tree import compose

# The default time of a build, 1 January 1980: the earliest that every archive format can hold.
DEFAULT_EPOCH = 315_532_800
_DISK_ERRORS = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EIO)
_REQUIRED = {"site_name": "Site"}  # values for settings that have no default


class Superseded(Exception):  # noqa: N818
    """A build was abandoned, because its result is no longer wanted."""


def read_settings(
    config: Config,
    with_code: bool = True,
) -> tuple[Settings | None, tuple[Problem, ...]]:
    """Let MkDocs validate the completed mkdocs.yml; each problem has the place of its key.

    The Markdown extensions in the result are those that MkDocs will render with, except this
    program's own. Without code, no tag of the file as typed is run, and `config` must come from
    `without_own_code`.
    """
    config = replace(config, root=config.root.absolute())
    with collected() as records, working_in(config.root), new_plugins():
        loaded, problems = _validated(config, (), with_code)
    problems += problems_of(records, config)
    if loaded is None:
        return None, problems
    extensions = [name for name in loaded.markdown_extensions if name != EXTENSION]
    extension_configs = dict(loaded.mdx_configs or {})
    extension_configs.pop(EXTENSION, None)
    settings = Settings(
        site_name=loaded.site_name,
        extensions=tuple(extensions),
        extension_configs=_plain(extension_configs),
        directory_urls=loaded.use_directory_urls,
        site_url=loaded.site_url or "",
        repo_url=loaded.repo_url or "",
        language=str(loaded.theme.get("language") or "en"),
        root=config.root,
        is_safe=is_safe(compose(config.text)),
        follow_links=config.bounds.follow_links,
        has_other_scripts=has_other_scripts(config),
        formula_commands=own_commands(config),
        annotation_extensions=own_annotation_extensions(config.text),
    )
    return settings, problems


def _plain(value: Any) -> Any:
    """Return options of an extension with plain values for the tag `!relative` of MkDocs."""
    if isinstance(value, RelativeDirPlaceholder):
        return PAGE_FOLDER
    if isinstance(value, ConfigDirPlaceholder | DocsDirPlaceholder):
        return os.fspath(value)
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value


class Rendering(NamedTuple):
    """A site as rendered: what was wrong, and the pages that were read back already, by path."""

    problems: tuple[Problem, ...]
    pages: Mapping[str, BuiltPage] = MappingProxyType({})


class RenderOptions(NamedTuple):
    """How to render a site."""

    is_wanted: Callable[[], bool] = lambda: True  # returns False when the site need not be ready
    say: Callable[[str], None] = lambda _: None  # reports what makes the build slower
    markers: Sequence[str] = ()  # those of `read_page`
    old_site: Path | None = None  # take pages that would not change from there
    shards: Sequence[Path] = ()  # and from the folders of these


def render_site(
    config: Config, build_dir: Path, site_dir: Path, options: RenderOptions | None = None
) -> Rendering:
    """Render the staged tree; the problems are the warnings, and whatever stopped MkDocs.

    `site_dir` is emptied first. Raises `Superseded` soon after the site is no longer wanted.
    """
    is_wanted, say, markers, old_site, shards = options or RenderOptions()
    staged, made = build_dir.absolute(), site_dir.absolute()
    pages = dict[str, BuiltPage]()

    def checkpoint() -> None:
        if not is_wanted():
            raise Superseded

    def render(mkdocs_config: MkDocsConfig, logged: list[Logged]) -> None:
        obstacle = obstacle_in(mkdocs_config, config.root.absolute())
        if obstacle:
            say(f"Rendering the pages as MkDocs does, because of {obstacle}")
            _build_at_once(mkdocs_config, logged, checkpoint)
        else:
            with old_pages(staged, old_site, shards, mkdocs_config, say) as old:
                pages.update(build_page_by_page(mkdocs_config, logged, markers, checkpoint, old))
        divide_search(made)

    problems = rendered(config, build_dir, site_dir, render)
    return Rendering(problems, pages)


def rendered(
    config: Config,
    build_dir: Path,
    made: Path,
    render: Callable[[MkDocsConfig, list[Logged]], None],
) -> tuple[Problem, ...]:
    """Call `render` with MkDocs's settings of the staged tree, for a folder, and with its log.

    Return all that was logged, and what stopped it. Raises `Superseded` if that does.
    """
    failure: BaseException | None = None
    staged, made, root = build_dir.absolute(), made.absolute(), config.root.absolute()
    logged = list[Logged]()
    try:
        with fixed_date(), working_in(root), _running(staged, made, logged) as mkdocs_config:
            render(mkdocs_config, logged)
    except Superseded:
        raise
    except (Exception, SystemExit) as error:  # plug-ins and themes may raise anything
        failure = error
    problems = problems_of(logged, config)
    if failure is not None:
        problems += _about_failure(failure, problems, config)
    return tuple(dict.fromkeys(problems))


def _about_failure(
    failure: BaseException, problems: Sequence[Problem], config: Config
) -> tuple[Problem, ...]:
    """Return a problem for what stopped MkDocs, unless one of the problems is an error already."""
    if is_ours(failure):
        return (Problem(Place("."), "error", last_words(failure), "internal"),)
    if any(problem.level == "error" for problem in problems):
        return ()
    message = f"MkDocs stopped: {_described(failure)}"
    if getattr(failure, "errno", None) in _DISK_ERRORS:
        message += "; check disk space and permissions"
    return (Problem(config.at(), "error", message, "mkdocs"),)


@contextmanager
def fixed_date(epoch: int = DEFAULT_EPOCH) -> Iterator[None]:
    """Set the time of the build for MkDocs, in seconds since 1970, unless SOURCE_DATE_EPOCH is set.

    See https://reproducible-builds.org/specs/source-date-epoch/. Where two threads use MkDocs,
    enter this once more around both.
    """
    defaults = {"SOURCE_DATE_EPOCH": str(epoch), "NO_MKDOCS_2_WARNING": "1"}
    unset = defaults.keys() - os.environ
    for name in unset:
        os.environ[name] = defaults[name]
    try:
        yield
    finally:
        for name in unset:
            os.environ.pop(name, None)


def hooked_config(
    running: MkDocsConfig, build_dir: Path, problems: Sequence[Problem], epoch: int = DEFAULT_EPOCH
) -> MkDocsConfig:
    """Return the settings of the staged tree for a hook's `on_config`, from those MkDocs runs with.

    `mkdocs serve` goes on watching the editor's files; its pages, into which it writes a script,
    carry no policy. The problems are written to MkDocs's log. If any is an error, raise Abort,
    which ends the build and leaves the old site as it is.
    """
    log = logging.getLogger("mkdocs.hooks.explainer")
    for problem in problems:
        log.log(logging.ERROR if problem.level == "error" else logging.WARNING, "%s", problem)
    if any(problem.level == "error" for problem in problems):
        raise Abort("The site was not built: the content has errors.")
    os.environ.setdefault("SOURCE_DATE_EPOCH", str(epoch))
    staged = load_config(
        str(build_dir / CONFIG_FILE),
        site_dir=running.site_dir,
        site_url=running.site_url,
        strict=running.strict,
    )
    if not _is_served(running):
        staged.plugins[PLUGIN] = PagePolicies()
    staged.plugins.on_startup(command="build", dirty=False)
    return staged.plugins.on_config(staged)


def _is_served(running: MkDocsConfig) -> bool:
    """Return whether these are settings of `mkdocs serve`, whose site has the server's address."""
    host, port = running.dev_addr
    return (running.site_url or "").startswith(f"http://{host}:{port}/")


class _Afterwards(BasePlugin):  # type: ignore[type-arg, no-untyped-call]
    """Does something when a build has ended, successfully or not."""

    def __init__(self, do: Callable[[], None]) -> None:
        self.do = do

    @event_priority(-100)  # after the other plug-ins have written their files
    def on_post_build(self, **_: Any) -> None:
        self.do()

    @event_priority(-100)
    def on_build_error(self, **_: Any) -> None:
        self.do()


def after_build(config: MkDocsConfig, do: Callable[[], None]) -> None:
    """Make MkDocs call `do` when it has built with these settings, or failed; perhaps twice."""
    config.plugins["explainer/afterwards"] = _Afterwards(do)


def staged_config(build_dir: Path, site_dir: Path) -> MkDocsConfig:
    """Return MkDocs's settings of the staged tree. Raises whatever MkDocs raises."""
    with new_plugins():
        config = load_config(str(build_dir / CONFIG_FILE), site_dir=str(site_dir), strict=False)
    config.plugins[PLUGIN] = PagePolicies()
    return config


class _Checkpoint(BasePlugin):  # type: ignore[type-arg, no-untyped-call]
    """Calls a function before each page, which may raise."""

    def __init__(self, checkpoint: Callable[[], None]) -> None:
        self.checkpoint = checkpoint

    def on_pre_page(self, page: Page, **_: Any) -> None:
        self.checkpoint()

    def on_page_context(self, context: Any, **_: Any) -> None:
        self.checkpoint()


@contextmanager
def _running(staged: Path, site_dir: Path, logged: list[Logged]) -> Iterator[MkDocsConfig]:
    """Yield MkDocs's settings of the staged tree, its plug-ins started."""
    with collected(logged):
        config = staged_config(staged, site_dir)
        config.plugins.on_startup(command="build", dirty=False)
    # The results of the stages live to the end: to look for garbage in them takes seconds
    gc.freeze()
    try:
        yield config
    except BuildError as error:
        logged.append(Logged(logging.ERROR, str(error)))  # as MkDocs's own loop does
        raise
    finally:
        gc.unfreeze()
        config.plugins.on_shutdown()


def _build_at_once(
    config: MkDocsConfig, logged: list[Logged], checkpoint: Callable[[], None]
) -> None:
    config.plugins["explainer/checkpoint"] = _Checkpoint(checkpoint)
    with collected(logged):
        build(config)


def _validated(
    config: Config, dropped: tuple[str, ...], with_code: bool
) -> tuple[MkDocsConfig | None, tuple[Problem, ...]]:
    """Return MkDocs's settings, None if any is wrong, and the problems of all of them.

    MkDocs stops at the first wrong setting, so try again with its default; the settings `dropped`
    are those that were wrong before.
    """
    loaded = MkDocsConfig(config_file_path=str(config.root / config.path))
    known = dict(MkDocsConfig._schema)
    try:
        loaded.load_file(io.BytesIO(config.text.encode()))
        for key in dropped:
            loaded.load_dict({key: _REQUIRED.get(key, known[key].default)})
        loaded.load_dict({"strict": False})
        errors, warnings = loaded.validate()
    except (Exception, SystemExit) as error:  # tags of the file may call anything
        return None, (_unreadable(config, error, with_code),)

    def problem(level: Level, key: str, message: str) -> Problem:
        return Problem(config.at(key), level, about_setting(key, message, known), "settings")

    reported = (*dropped, "docs_dir")  # a missing docs/ is reported where articles are looked for
    new = [(key, str(error)) for key, error in errors if key not in reported]
    if new:
        wrong = tuple(problem("error", key, error) for key, error in new)
        _, others = _validated(config, (*dropped, *dict(new)), with_code)
        return None, wrong + others
    notes = tuple(problem("warning", key, text) for key, text in sorted(warnings))
    return (None if dropped or errors else loaded), notes


class _Inert(yaml.SafeLoader):
    """Makes None of values with tags that would run code."""


_Inert.add_multi_constructor("tag:yaml.org,2002:python/", lambda *_: None)


def _unreadable(config: Config, error: BaseException, with_code: bool) -> Problem:
    """Return a problem for settings that MkDocs cannot read.

    It is at the unreadable value in the file as typed; where that is elsewhere, as in an inherited
    file, it quotes MkDocs's error.
    """
    file = config.root / config.path
    text, _ = read_text(file, config.path)
    mkdocs_config = MkDocsConfig(config_file_path=str(file))
    loader = get_yaml_loader(yaml.Loader if with_code else _Inert, config=mkdocs_config)
    found = unreadable(text, loader) if text else None
    if found is None:
        message = (
            f"MkDocs cannot use these settings ({_described(error)}); "
            "look at the hooks and plug-ins that they name"
        )
        return Problem(place_in(config, str(error)), "error", message, "settings")
    node, message = found
    place = Place(config.path, node.start_mark.line + 1, node.start_mark.column + 1)
    return Problem(place, "error", message, "settings")


def _described(error: BaseException) -> str:
    return f"{type(error).__name__}: {one_line(str(error))}"
