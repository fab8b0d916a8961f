"""The options that several verbs share."""

import os
from pathlib import Path

import click


def _open_folder(_: click.Context, __: click.Parameter, root: Path) -> Path:
    """Refuse a root in which no file can be opened, even if it can be listed."""
    if not os.access(root, os.X_OK):
        raise click.BadParameter(f"{root} cannot be opened; check its permissions")
    return root


root_option = click.option(
    "--root",
    callback=_open_folder,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=".",
    help="The folder that holds mkdocs.yml, docs/ and annotations/; this one by default.",
)


def _site_dir(_: click.Context, __: click.Parameter, value: str | None) -> Path | None:
    """Return the folder of the site; refuse a value that can only be a mistake in a shell."""
    if value is not None and not value.strip():
        raise click.BadParameter("this is empty; give the name of a folder")
    if value is not None and value.startswith("~"):
        advice = f"give the full path, or ./{value} for a folder of that name"
        raise click.BadParameter(f"the shell did not expand `~`; {advice}")
    return None if value is None else Path(value)


site_dir_option = click.option(
    "--site-dir",
    metavar="PATH",
    callback=_site_dir,
    help="Where the site goes; site/ in the root by default.",
)
