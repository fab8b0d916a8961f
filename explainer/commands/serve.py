"""`serve`: show a preview that follows the files."""

import sys
import time
from pathlib import Path

import click

from explainer.commands.output import log, show_problems
from explainer.commands.shared_options import root_option, site_dir_option
from explainer.commands.shared_settings import site_url, target
from explainer.model import Problem
from explainer.preview import serve as serve_bench
from explainer.preview.source_pages import EDITORS
from explainer.preview.workbench import Workbench

FIRST_PORT, PORTS = 8000, 20
_EVENTS = {
    "shown": "Shown",
    "kept": "Not shown: see above; the last state without errors stays",
    "built": "The whole site is built",
    "not built": "The whole site was not built: see above",
}


@click.command()
@root_option
@site_dir_option
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    help="The first free one from 8000 by default; 0 takes any.",
)
@click.option(
    "--editor",
    default="",
    envvar="EXPLAINER_EDITOR",
    help=f"Add links that open a problem's place in your editor: {', '.join(EDITORS)}, or an "
    "address with {path}, {line} and {column}.",
)
def serve(root: Path, site_dir: Path | None, port: int | None, editor: str) -> None:
    """Show the site on 127.0.0.1 and each saved change at once, with what is wrong.

    Ctrl-C ends it, with exit status 130, as shells expect.
    """
    template = _template(editor)
    ports = range(FIRST_PORT, FIRST_PORT + PORTS) if port is None else (port,)
    bench = Workbench(root, target(root, site_dir), _report)

    def ready(address: str) -> None:
        if port is None and f":{FIRST_PORT}/" not in address:
            log(f"Port {FIRST_PORT} is in use by another program; this is the next free one.")
        log(f"Serving {address} (Ctrl-C ends)")

    problems = serve_bench(
        bench, ports=ports, site_url=site_url(root), editor=template, ready=ready
    )
    show_problems(problems)
    sys.exit(1 if problems else 0)


def _template(editor: str) -> str:
    template = EDITORS.get(editor, editor)
    try:
        template.format(path="", line=1, column=1)
    except (KeyError, IndexError, ValueError) as error:
        usage = "an address can have only {path}, {line} and {column} in braces"
        raise click.BadParameter(usage, param_hint="--editor") from error
    if editor and "{path}" not in template:
        usage = f"{editor} is neither one of {', '.join(EDITORS)} nor an address with {{path}}"
        raise click.BadParameter(usage, param_hint="--editor")
    return template


def _report(event: str, problems: tuple[Problem, ...], seconds: float) -> None:
    show_problems(problems)
    log(f"{time.strftime('%H:%M:%S')} {_EVENTS[event]} ({seconds:.1f} s).")
