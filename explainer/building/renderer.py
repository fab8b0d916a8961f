"""What knows MkDocs, with live.py: reads its settings and runs it.

Imports of `mkdocs` lead to ProperDocs where its command runs, which is what the hook needs there.
"""

import errno
import gc
import io
import logging
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.pages import Page
from mkdocs.utils.yaml import (
    ConfigDirPlaceholder,
    DocsDirPlaceholder,
    RelativeDirPlaceholder,
    get_yaml_loader,
)

from explainer.building.complaints import collected, one_line, place_in, problems_of
from explainer.building.setting_errors import about_setting, unreadable
from explainer.building.stage import CONFIG_FILE
from explainer.config.safety import is_safe
from explainer.config.settings import EXTENSION, Config
from explainer.files.textfiles import read_text
from explainer.files.workingfolder import working_in
from explainer.lastresort import is_ours, last_words
from explainer.model import PAGE_FOLDER, Place, Problem, Settings

# The time of a build where nobody says otherwise: 1 January 1980, the earliest that every archive format can hold.
DEFAULT_EPOCH = 315_532_800
_OF_DISKS = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EIO)
_REQUIRED = {"site_name": "Site"}  # what has no default


class Superseded(Exception):  # noqa: N818
    """Nobody waits for this build any more, and it was given up."""


def read_settings(
    config: Config,
    with_code: bool = True,
) -> tuple[Settings | None, tuple[Problem, ...]]:
    """Let MkDocs validate the completed mkdocs.yml; the problems stand at the keys that they are about.

    The Markdown extensions given are those that MkDocs will render with, save this program's own.
    Without code, `config` is what `without_own_code` gives, and nothing of the file as typed is
    run either.
    """
    config = replace(config, root=config.root.absolute())
    with collected() as records, working_in(config.root):
        loaded, problems = _validated(config, (), with_code)
    problems += problems_of(records, config)
    if loaded is None:
        return None, problems
    configs = loaded.mdx_configs or {}
    settings = Settings(
        site_name=loaded.site_name,
        extensions=tuple(name for name in loaded.markdown_extensions if name != EXTENSION),
        extension_configs=_plain({name: configs[name] for name in configs if name != EXTENSION}),
        directory_urls=loaded.use_directory_urls,
        site_url=loaded.site_url or "",
        repo_url=loaded.repo_url or "",
        language=str(loaded.theme.get("language") or "en"),
        root=config.root,
        is_safe=is_safe(config),
        follow_links=config.bounds.follow_links,
    )
    return settings, problems


def _plain(value: Any) -> Any:
    """Options of an extension without what only MkDocs resolves, the tag `!relative`."""
    if isinstance(value, RelativeDirPlaceholder):
        return PAGE_FOLDER
    if isinstance(value, ConfigDirPlaceholder | DocsDirPlaceholder):
        return os.fspath(value)
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list) else value


def render_site(
    config: Config, build_dir: Path, site_dir: Path, is_wanted: Callable[[], bool] = lambda: True
) -> tuple[Problem, ...]:
    """Run MkDocs on the staged tree; what it warns of, and whatever stops it, are problems.

    `site_dir` is emptied first. Raises `Superseded` soon after `is_wanted` gives False.
    """
    failure: BaseException | None = None
    staged, made = build_dir.absolute(), site_dir.absolute()
    with collected() as records, fixed_date(), working_in(config.root.absolute()):
        try:
            _run(staged_config(staged, made), is_wanted)
        except Superseded:
            raise
        except (Exception, SystemExit) as error:  # plug-ins and themes may raise anything
            failure = error
    problems = problems_of(records, config)
    if failure is not None and is_ours(failure):
        problems += (Problem(Place("."), "error", last_words(failure), "internal"),)
    elif failure is not None and all(problem.level != "error" for problem in problems):
        advice = (
            "; check disk space and permissions"
            if getattr(failure, "errno", None) in _OF_DISKS
            else ""
        )
        message = f"MkDocs stopped: {type(failure).__name__}: {one_line(str(failure))}{advice}"
        problems += (Problem(config.at(), "error", message, "mkdocs"),)
    return tuple(dict.fromkeys(problems))


@contextmanager
def fixed_date(epoch: int = DEFAULT_EPOCH) -> Iterator[None]:
    """Let MkDocs take this for the time of the build, in seconds since 1970, where SOURCE_DATE_EPOCH is not set.

    See https://reproducible-builds.org/specs/source-date-epoch/. Where two threads use MkDocs, one more around both.
    """
    wanted = {"SOURCE_DATE_EPOCH": str(epoch), "NO_MKDOCS_2_WARNING": "1"}
    unset = {name: value for name, value in wanted.items() if name not in os.environ}
    os.environ.update(unset)
    try:
        yield
    finally:
        for name in unset:
            os.environ.pop(name, None)


def hooked_config(
    running: MkDocsConfig, build_dir: Path, problems: Sequence[Problem], epoch: int = DEFAULT_EPOCH
) -> MkDocsConfig:
    """For a hook's `on_config`: MkDocs goes on with the staged tree, while `mkdocs serve` watches the editor's files.

    The problems go to MkDocs's log; errors among them end the build (raises Abort), and the old site stays.
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
    staged.plugins.on_startup(command="build", dirty=False)
    return staged.plugins.on_config(staged)


class _Afterwards(BasePlugin):  # type: ignore[type-arg, no-untyped-call]
    """Does something when a build has ended, whatever came of it."""

    def __init__(self, do: Callable[[], None]) -> None:
        self.do = do

    @event_priority(-100)  # when the other plug-ins have written what they write
    def on_post_build(self, **_: Any) -> None:
        self.do()

    @event_priority(-100)
    def on_build_error(self, **_: Any) -> None:
        self.do()


def after_build(config: MkDocsConfig, do: Callable[[], None]) -> None:
    """Let MkDocs do something when it has built with these settings, or failed to; perhaps twice."""
    config.plugins["explainer/afterwards"] = _Afterwards(do)


def staged_config(build_dir: Path, site_dir: Path) -> MkDocsConfig:
    """Give the settings of the staged tree, as MkDocs has them; raises what MkDocs raises."""
    return load_config(str(build_dir / CONFIG_FILE), site_dir=str(site_dir), strict=False)


class _GiveUp(BasePlugin):  # type: ignore[type-arg, no-untyped-call]
    """Ends a build between two pages."""

    def __init__(self, is_wanted: Callable[[], bool]) -> None:
        self.is_wanted = is_wanted

    def on_pre_page(self, page: Page, **_: Any) -> None:
        if not self.is_wanted():
            raise Superseded

    def on_page_context(self, context: Any, **_: Any) -> None:
        if not self.is_wanted():
            raise Superseded


def _run(config: MkDocsConfig, is_wanted: Callable[[], bool]) -> None:
    config.plugins["explainer/give-up"] = _GiveUp(is_wanted)
    config.plugins.on_startup(command="build", dirty=False)
    gc.freeze()  # what the stages made stays to the end: looking for garbage in it again and again takes seconds
    try:
        build(config)
    finally:
        gc.unfreeze()
        config.plugins.on_shutdown()


def _validated(
    config: Config, dropped: tuple[str, ...], with_code: bool
) -> tuple[MkDocsConfig | None, tuple[Problem, ...]]:
    """MkDocs stops at the first wrong setting: leave that out and try again, so that one run shows every mistake."""
    loaded, known = (
        MkDocsConfig(config_file_path=str(config.root / config.path)),
        dict(MkDocsConfig._schema),
    )
    try:
        loaded.load_file(io.BytesIO(config.text.encode()))
        for key in dropped:
            loaded.load_dict({key: _REQUIRED.get(key, known[key].default)})
        loaded.load_dict({"strict": False})
        errors, warnings = loaded.validate()
    except (Exception, SystemExit) as error:  # tags of the file may call anything
        return None, (_unreadable(config, error, with_code),)
    # a missing docs/ is reported where articles are looked for
    new = [(key, error) for key, error in errors if key != "docs_dir" and key not in dropped]
    wrong = tuple(
        Problem(config.at(key), "error", about_setting(key, str(error), known), "settings")
        for key, error in new
    )
    if new:
        return None, wrong + _validated(config, (*dropped, *(key for key, _ in new)), with_code)[1]
    notes = tuple(
        Problem(config.at(key), "warning", about_setting(key, text, known), "settings")
        for key, text in sorted(warnings)
    )
    return (None if dropped or errors else loaded), notes


class _Inert(yaml.SafeLoader):
    """Makes nothing of tags that would run code."""


_Inert.add_multi_constructor("tag:yaml.org,2002:python/", lambda *_: None)


def _unreadable(config: Config, error: BaseException, with_code: bool) -> Problem:
    """What MkDocs cannot read, at its place in the file as typed; else, as in an inherited file, what MkDocs says."""
    text, _ = read_text(config.root / config.path, config.path)
    loader = get_yaml_loader(
        yaml.Loader if with_code else _Inert,
        config=MkDocsConfig(config_file_path=str(config.root / config.path)),
    )
    found = unreadable(text, loader) if text else None
    if found is None:
        said = f"{type(error).__name__}: {one_line(str(error))}"
        message = f"MkDocs cannot use these settings ({said}); look at the hooks and plug-ins that they name"
        return Problem(place_in(config, str(error)), "error", message, "settings")
    mark = found[0].start_mark
    return Problem(
        Place(config.path, mark.line + 1, mark.column + 1), "error", found[1], "settings"
    )
