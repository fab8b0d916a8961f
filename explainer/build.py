"""The only module that knows MkDocs: reads its settings, runs it, gives its complaints as problems.

Imports of `mkdocs` lead to ProperDocs where its command runs, which is what the hook needs there.
"""

import gc
import io
import logging
import os
import re
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from logging.handlers import BufferingHandler
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort

from explainer.model import Level, Place, Problem, Settings
from explainer.settings import EXTENSION, Config
from explainer.stage import CONFIG_FILE

# Dates in the sitemap where nobody says otherwise: 1 January 1980, the earliest that every archive format can hold.
DEFAULT_EPOCH = 315_532_800
# What MkDocs leaves unsaid: what to do about it
_ADVICE = (
    ("absolute link", "make it relative, or write the whole address with https://"),
    ("unrecognized relative link", "correct it; a link to a page ends in .md"),
    ("not found among documentation files", "correct the path, or put the file there"),
    ("does not contain an anchor", "correct what follows the #, or remove it"),
    ("there is no such anchor on this page", "correct what follows the #, or remove it"),
)
# A link that leads nowhere is an error, at the place that MkDocs names, though the site could be built
_BROKEN = ("is not found among documentation files", "does not contain an anchor", "no such anchor on this page")
_QUOTED = re.compile(r"'([^'\n]+)'")


def read_settings(config: Config) -> tuple[Settings | None, tuple[Problem, ...]]:
    """Let MkDocs validate the completed mkdocs.yml; the problems stand at the keys that they are about.

    The Markdown extensions given are those that MkDocs will render with, save this program's own.
    """
    with _collected() as records:
        loaded, problems = _validated(config, ())
    problems += tuple(_problem(record, config) for record in records)
    if loaded is None:
        return None, problems
    settings = Settings(
        site_name=loaded.site_name,
        extensions=tuple(name for name in loaded.markdown_extensions if name != EXTENSION),
        extension_configs={name: value for name, value in (loaded.mdx_configs or {}).items() if name != EXTENSION},
        directory_urls=loaded.use_directory_urls,
        site_url=loaded.site_url or "",
        repo_url=loaded.repo_url or "",
        language=str(loaded.theme.get("language") or "en"),
    )
    return settings, problems


def render_site(config: Config, build_dir: Path, site_dir: Path, epoch: int = DEFAULT_EPOCH) -> tuple[Problem, ...]:
    """Run MkDocs on the staged tree; what it warns of, and whatever stops it, are problems.

    `site_dir` is emptied first. `epoch`, in seconds since 1970, is the date of the build where SOURCE_DATE_EPOCH is not
    set (https://reproducible-builds.org/specs/source-date-epoch/).
    """
    failure: BaseException | None = None
    with _collected() as records, _environment(SOURCE_DATE_EPOCH=str(epoch), NO_MKDOCS_2_WARNING="1"):
        try:
            _run(load_config(str(build_dir / CONFIG_FILE), site_dir=str(site_dir), strict=False))
        except (Exception, SystemExit) as error:  # plug-ins and themes may raise anything
            failure = error
    problems = tuple(_problem(record, config) for record in records)
    if failure is not None and all(problem.level != "error" for problem in problems):
        message = f"MkDocs stopped: {type(failure).__name__}: {_one_line(str(failure))}"
        problems += (Problem(config.at(), "error", message, "mkdocs"),)
    return tuple(dict.fromkeys(problems))


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
        str(build_dir / CONFIG_FILE), site_dir=running.site_dir, site_url=running.site_url, strict=running.strict
    )
    staged.plugins.on_startup(command="build", dirty=False)
    return staged.plugins.on_config(staged)


def _run(config: MkDocsConfig) -> None:
    config.plugins.on_startup(command="build", dirty=False)
    gc.freeze()  # what the stages made stays to the end: looking for garbage in it again and again takes seconds
    try:
        build(config)
    finally:
        gc.unfreeze()
        config.plugins.on_shutdown()


def _validated(config: Config, dropped: tuple[str, ...]) -> tuple[MkDocsConfig | None, tuple[Problem, ...]]:
    """MkDocs stops at the first wrong setting: leave that out and try again, so that one run shows every mistake."""
    loaded = MkDocsConfig(config_file_path=str(config.root / config.path))
    try:
        loaded.load_file(io.BytesIO(config.text.encode()))
        for key in dropped:
            loaded.load_dict({key: dict(MkDocsConfig._schema)[key].default})
        loaded.load_dict({"strict": False})
        errors, warnings = loaded.validate()
    except (Exception, SystemExit) as error:  # tags of the file may call anything
        return None, (Problem(config.at(), "error", _one_line(str(error)), "settings"),)
    # a missing docs/ is reported where articles are looked for
    new = [(key, error) for key, error in errors if key != "docs_dir" and key not in dropped]
    wrong = tuple(Problem(config.at(key), "error", _about(key, str(error)), "settings") for key, error in new)
    if new:
        return None, wrong + _validated(config, (*dropped, *(key for key, _ in new)))[1]
    notes = tuple(Problem(config.at(key), "warning", _about(key, text), "settings") for key, text in sorted(warnings))
    return (None if dropped or errors else loaded), notes


def _about(key: str, message: str) -> str:
    return f"`{key}`: {_one_line(message)}"


@contextmanager
def _collected() -> Iterator[list[logging.LogRecord]]:
    """Warnings and errors that any library logs in this thread, instead of on the terminal."""
    handler = BufferingHandler(sys.maxsize)
    handler.setLevel(logging.WARNING)
    thread = threading.get_ident()
    handler.addFilter(lambda record: record.thread == thread)
    root = logging.getLogger()
    others = root.handlers[:]
    root.handlers[:] = [handler]
    try:
        yield handler.buffer
    finally:
        root.handlers[:] = others


@contextmanager
def _environment(**values: str) -> Iterator[None]:
    """Set variables that are not set, for a while."""
    unset = {name: value for name, value in values.items() if name not in os.environ}
    os.environ.update(unset)
    try:
        yield
    finally:
        for name in unset:
            os.environ.pop(name, None)


def _problem(record: logging.LogRecord, config: Config) -> Problem:
    message = _one_line(record.getMessage())
    message += next((f"; {advice}" for sign, advice in _ADVICE if sign in message), "")
    is_broken = any(sign in message for sign in _BROKEN)
    level: Level = "error" if record.levelno >= logging.ERROR or is_broken else "warning"
    return Problem(_place(message, config), level, message, "mkdocs")


def _place(message: str, config: Config) -> Place:
    """The spot that MkDocs means: it names the file and, for a link, the address in it."""
    quoted = _QUOTED.findall(message)
    if message.startswith("Config value"):
        return config.at(*quoted[:1])
    if "'nav' configuration" in message or '"nav" configuration' in message:
        return config.at("nav")
    page = next((name for name in quoted if name.endswith(".md")), None)
    if page is None:
        return config.at()
    path = f"docs/{page}"
    file = config.root / path
    return _find(file, path, quoted[quoted.index(page) + 1 :]) if file.is_file() else Place(f"build/{path}")


def _find(file: Path, path: str, wanted: Sequence[str]) -> Place:
    text = file.read_text("utf-8", "replace")
    at = next((text.find(target) for target in wanted if target in text), -1)
    return Place(path, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)) if at >= 0 else Place(path)


def _one_line(message: str) -> str:
    """The message without the lines of a traceback."""
    lines = [line for line in message.splitlines() if not line.startswith(" ") or line.lstrip().startswith("- ")]
    return " ".join(" ".join(lines).split())
