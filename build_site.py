"""The command: calls the stages top to bottom, and is the only place that prints or sets an exit status.

python build_site.py            build the site
python build_site.py check      show every problem, write nothing
python build_site.py serve      build, serve on this machine, rebuild on change

It is also a hook of MkDocs (see `hooks` in mkdocs.yml), so that `mkdocs build` and `mkdocs serve` give the same site.
"""

import gc
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from explainer import __version__
from explainer.anchor import anchor, anchors_json
from explainer.build import hooked_config, read_settings, render_site
from explainer.check import check as check_rules
from explainer.download import downloads
from explainer.files import read_bytes, write_text
from explainer.link import link
from explainer.load import LOCK_FILE, load
from explainer.lock import write_lock
from explainer.model import Placed, Problem, Settings, Site
from explainer.offline import offline as offline_config
from explainer.pages import pages
from explainer.publish import new_dir, publish, recover, refuse
from explainer.schema import annotation_schema
from explainer.serve import serve as serve_site
from explainer.settings import Config, read_config
from explainer.stage import stage
from explainer.verify import expected, verify

BUILD_DIR = "build"
Say = Callable[[str], None]
Step = Callable[[], tuple[Problem, ...]]


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
    problems = (*load_problems, *config_problems, *settings_problems, *check_rules(loaded))
    if config is None or settings is None:
        return None, problems
    say("Finding the quotes in the articles")
    placed, anchor_problems = anchor(loaded, settings)
    say("Linking names and entries")
    site, link_problems = link(placed, settings)
    return Analysed(config, settings, placed, site), (*problems, *anchor_problems, *link_problems)


def build_site(root: Path, site_dir: Path, say: Say, offline: bool = False) -> tuple[Problem, ...]:
    """Build the whole site, to be read from a server or from a folder. With an error anywhere, the old site stays."""
    analysed, problems = analyse(root, say, offline)
    problems += (*recover(site_dir), *refuse(site_dir, root, root / BUILD_DIR))
    if analysed is None:
        return problems
    for message, step in _steps(analysed, root, site_dir):
        if has_errors(problems):
            return (*problems, *recover(site_dir))
        say(message)
        problems += step()
    return problems


def _steps(analysed: Analysed, root: Path, site_dir: Path) -> tuple[tuple[str, Step], ...]:
    """What writes, in order; each step goes on from the one before, and is left out after an error."""
    made, settings = new_dir(site_dir), analysed.settings
    wanted = expected(analysed.site, settings.directory_urls)
    return (
        ("Writing the pages", lambda: write_staged(analysed, root)),
        ("Rendering the pages (MkDocs)", lambda: render_site(analysed.config, root / BUILD_DIR, made)),
        ("Verifying the site", lambda: verify(made, wanted, settings.site_url)),
        ("Putting the site in place", lambda: publish(made, site_dir)),
        ("Keeping where the quotes stand", lambda: write_accepted(analysed.placed, root)),
    )


def write_staged(analysed: Analysed, root: Path) -> tuple[Problem, ...]:
    """Write the Markdown of all pages, and what belongs to it, into the build folder."""
    site = analysed.site
    made = pages(site, analysed.settings, analysed.placed.anchors)
    files, problems = downloads(site, analysed.settings, made, lambda path: read_bytes(root / "docs" / path))
    return problems + stage(analysed.config, made | files, site.loaded.assets, root / BUILD_DIR)


def write_accepted(placed: Placed, root: Path) -> tuple[Problem, ...]:
    """Write the lock file, where there is anything to keep; the site is there also if that fails."""
    if not placed.anchors:
        return ()
    problems = write_text(root / LOCK_FILE, LOCK_FILE, write_lock(placed))
    return tuple(problem._replace(level="warning") for problem in problems)


def has_errors(problems: Iterable[Problem]) -> bool:
    """Tell whether any problem is more than a warning."""
    return any(problem.level == "error" for problem in problems)


# --- the hook of MkDocs ---


def on_config(config: Any) -> Any:
    """Let `mkdocs build` and `mkdocs serve` go on with the staged tree."""
    root = Path(config.config_file_path).parent
    analysed, problems = analyse(root, _silent)
    if analysed is not None and not has_errors(problems):
        problems += write_staged(analysed, root)
    return hooked_config(config, root / BUILD_DIR, _sorted(problems))


def _silent(_message: str) -> None:
    pass


# --- the command ---


class _Verbs(click.Group):
    """Without a verb, the site is built."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        takes_verb = args and (not args[0].startswith("-") or args[0] in ("--help", "-h", "--version"))
        return super().parse_args(ctx, args if takes_verb else ["build", *args])


_root = click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=".",
    help="The folder that holds mkdocs.yml, docs/ and annotations/; this one by default.",
)
_site_dir = click.option(
    "--site-dir",
    type=click.Path(path_type=Path),
    help="Where the site goes; site/ in the root by default.",
)


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="Explainer")
def main() -> None:
    """Turn an article and its annotations into a website that explains it.

    Without a verb, the site is built. Exit status: 0, all is well; 1, there are errors in the content (printed as
    path:line:column: level: message [rule]); 2, wrong usage.
    """
    # nearly all that is made here lives to the end: looking for garbage as often as usual takes a tenth of the time
    gc.set_threshold(100_000, 20, 20)


@main.command()
@_root
@_site_dir
@click.option("--offline", is_flag=True, help="Make a site that works opened from a folder, search included.")
def build(root: Path, site_dir: Path | None, offline: bool) -> None:
    """Build the site into site/. With errors in the content, the old site stays as it was."""
    begun = time.monotonic()
    target = _target(root, site_dir)
    with _progress() as say:
        problems = build_site(root, target, say, offline)
    _show(problems)
    if has_errors(problems):
        _say(f"The site was not built; {_old_site(target)}.")
        sys.exit(1)
    _say(f"The site is in {target} ({time.monotonic() - begun:.1f} s).")


@main.command()
@_root
@click.option(
    "--anchors", type=click.File("w", encoding="utf-8", lazy=True), help="Write where each quote stands, as JSON lines."
)
def check(root: Path, anchors: Any) -> None:
    """Show every problem that can be seen without building; write no site."""
    with _progress() as say:
        analysed, problems = analyse(root, say)
    if anchors is not None and analysed is not None:
        anchors.writelines(f"{line}\n" for line in anchors_json(analysed.placed))
    _show(problems)
    if has_errors(problems):
        sys.exit(1)
    _say(_summary(analysed))


@main.command()
@_root
@_site_dir
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes any free port.")
def serve(root: Path, site_dir: Path | None, port: int) -> None:
    """Build, serve on 127.0.0.1 and rebuild on change. Ctrl-C ends it."""
    target = _target(root, site_dir)

    def rebuild() -> tuple[Problem, ...]:
        begun = time.monotonic()
        problems = _sorted(build_site(root, target, _silent))
        _show(problems)
        state = "Not built: see above" if has_errors(problems) else "Built"
        _say(f"{time.strftime('%H:%M:%S')} {state} ({time.monotonic() - begun:.1f} s).")
        return problems

    def ready(address: str, problems: tuple[Problem, ...]) -> None:
        _say(f"Serving {address} (Ctrl-C ends)")

    watched = [root / "docs", root / "annotations", root / "mkdocs.yml"]
    problems = serve_site(rebuild, watched, target, port=port, site_url=_site_url(root), ready=ready)
    _show(problems)
    sys.exit(1 if problems else 0)


@main.command()
def schema() -> None:
    """Print the JSON Schema of annotation files, as in annotations/schema.json."""
    click.echo(annotation_schema(), nl=False)


def _target(root: Path, site_dir: Path | None) -> Path:
    """The folder asked for, else that of mkdocs.yml, else site/."""
    if site_dir is not None:
        return site_dir
    config, _ = read_config(root)
    return config.site_dir if config else root / "site"


def _site_url(root: Path) -> str:
    config, _ = read_config(root)
    settings, _ = read_settings(config) if config else (None, ())
    return settings.site_url if settings else ""


def _old_site(target: Path) -> str:
    return f"the old one in {target} is as it was" if target.exists() else "correct the errors above and run again"


def _sorted(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(set(problems)))


def _show(problems: Iterable[Problem]) -> None:
    for problem in _sorted(problems):
        click.echo(str(problem), err=True)
    _count(_sorted(problems))


def _count(problems: Sequence[Problem]) -> None:
    errors = sum(problem.level == "error" for problem in problems)
    if problems:
        _say(f"{_plural(errors, 'error')}, {_plural(len(problems) - errors, 'warning')}.")


def _plural(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _summary(analysed: Analysed | None) -> str:
    loaded = analysed.placed.loaded if analysed else None
    if loaded is None:
        return ""
    kinds = ("articles", "claims", "dates", "actors", "terms", "sources")
    return "No errors: " + ", ".join(_plural(len(getattr(loaded, kind)), kind[:-1]) for kind in kinds) + "."


def _say(message: str) -> None:
    click.echo(message, err=True)


@contextmanager
def _progress() -> Iterator[Say]:
    """Show what is going on: on a terminal at once, elsewhere as lines once a second has passed."""
    console = Console(stderr=True)
    begun = time.monotonic()
    if console.is_terminal:
        with console.status("Reading") as status:
            yield lambda message: status.update(f"{message} …")
    else:
        yield lambda message: _say(f"{message} …") if time.monotonic() - begun > 1 else None


if __name__ == "__main__":
    main()
