"""`new`: a site in a folder of its own."""

import shlex
import sys
from pathlib import Path

import click

from explainer.commands.output import say
from explainer.new.requirement import installed_from
from explainer.new.site import is_free, site_files, write_site


@click.group()
def new() -> None:
    """Begin a site, or an article of it."""


@new.command(name="site")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def new_site(folder: Path) -> None:
    """Make a working site in a folder of its own.

    DIR must not exist yet, or be empty. The site holds settings, an invented example of an article with every kind of
    annotation, the version of Explainer to install, and a workflow that publishes it on GitHub Pages. Its README.md
    says what is where. No program code is copied: to upgrade, upgrade the package.
    """
    try:
        if not is_free(folder):
            raise click.BadParameter(f"{folder} is there already and not empty; choose a new folder", param_hint="DIR")
        requirement = installed_from()
        texts = site_files(requirement)
        write_site(folder, texts)
    except OSError as error:
        say(f"{error.filename or folder} cannot be written ({error.strerror}); choose another folder.")
        sys.exit(1)
    for path in texts:
        say(f"{folder / path}: written")
    if requirement is None:
        say(
            "Where this Explainer was installed from is not known to other machines, so requirements.txt is left open: "
            "put in its address before you publish the site."
        )
    _go_on(f"serve --root {shlex.quote(str(folder))}", "show the site, and each change at once")


def _go_on(*steps: str) -> None:
    """Say what to do next: a command and what it does, in turn."""
    name = str(click.get_current_context().find_root().info_name)
    program = f"python {name}" if name.endswith(".py") else name
    say("Next:")
    for command, what in zip(steps[::2], steps[1::2], strict=True):
        say(f"  {program} {command}    {what}")
