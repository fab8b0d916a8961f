"""`serve`: the preview that rebuilds on change."""

import sys
import time
from pathlib import Path

import click

from explainer.commands.options import root_option, site_dir_option, site_url, target
from explainer.commands.output import in_order, say, show
from explainer.model import Problem
from explainer.pipeline import build_site, has_errors
from explainer.serve import serve as serve_site


@click.command()
@root_option
@site_dir_option
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes any free port.")
def serve(root: Path, site_dir: Path | None, port: int) -> None:
    """Build, serve on 127.0.0.1 and rebuild on change. Ctrl-C ends it."""
    folder = target(root, site_dir)

    def rebuild() -> tuple[Problem, ...]:
        begun = time.monotonic()
        problems = in_order(build_site(root, folder, lambda _message: None))
        show(problems)
        state = "Not built: see above" if has_errors(problems) else "Built"
        say(f"{time.strftime('%H:%M:%S')} {state} ({time.monotonic() - begun:.1f} s).")
        return problems

    def ready(address: str, problems: tuple[Problem, ...]) -> None:
        say(f"Serving {address} (Ctrl-C ends)")

    watched = [root / "docs", root / "annotations", root / "mkdocs.yml"]
    problems = serve_site(rebuild, watched, folder, port=port, site_url=site_url(root), ready=ready)
    show(problems)
    sys.exit(1 if problems else 0)
