"""`new`: an article made from a file, and a site in a folder of its own."""

import os
import shlex
import stat
import sys
from collections.abc import Iterable, Mapping
from io import BufferedReader
from pathlib import Path
from shutil import which
from typing import get_args

import click

from explainer.commands.output import log, show_problems, writing
from explainer.commands.shared_options import root_option
from explainer.config.settings import CONFIG_FILES, read_config
from explainer.files.folders import Bounds, real_path
from explainer.files.sitefiles import file_at
from explainer.files.textfiles import is_file, is_taken, opened_at_once, read_bytes
from explainer.files.wholefiles import create_files
from explainer.model import Problem
from explainer.new.article import Draft, Format, draft
from explainer.new.decoding import NotTextError
from explainer.new.ownpictures import Beside, nothing_beside
from explainer.new.requirement import installed_from
from explainer.new.site import is_free, site_files, write_site

LARGEST = 200_000_000  # bytes: more than any article with its pictures


@click.group()
def new() -> None:
    """Begin an article, or a site."""


@new.command(name="article")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@root_option
@click.option(
    "--name",
    help="Of the article's file, without .md; else made from that of FILE, or from the title.",
)
@click.option(
    "--format",
    "given",
    type=click.Choice(get_args(Format)),
    help="What FILE holds; told by its ending (.md, .txt, .html, .docx), or by how it begins.",
)
def new_article(file: str, root: Path, name: str | None, given: Format | None) -> None:
    """Make an article of a Word document, a web page, Markdown or plain text.

    FILE is a DOCX or any text file; - stands for standard input. The article goes into
    docs/articles/, its pictures into a folder of its name there, and neither replaces what is
    there. Its front matter holds what FILE says about itself (title, author, day, language,
    address, description); what is missing is left to you as a comment. Of a web page, only the
    article is taken, without menus and the like; pages that Word, LibreOffice or Google Docs saved
    are read as they are meant. Whatever could not be kept is listed. Plain text has a paragraph
    between blank lines, and shows exactly the words of the file.
    """
    path = Path("" if file == "-" else file)
    _must_be_site(root)
    own_name = "" if path.stem == "index" else path.stem
    try:
        made = draft(_content(file), path.suffix, given, name or own_name, _beside(path))
    except NotTextError as error:
        shown = path if path.name else "-"
        raise click.BadParameter(f"{shown}: {error}", param_hint="FILE") from error
    with writing(root):
        _write_article(root, made)
    _report(root, made)


def _content(file: str) -> bytes:
    """Read a file or standard input; raise BadParameter if it is too large, or has no end."""
    data = sys.stdin.buffer.read(LARGEST + 1) if file == "-" else _read(file)
    if len(data) > LARGEST:
        usage = f"this file is larger than {LARGEST // 1_000_000} MB; make its pictures smaller"
        raise click.BadParameter(usage, param_hint="FILE")
    return data


def _read(name: str) -> bytes:
    """Read a file, up to a byte more than is allowed; never wait for the writer of a named pipe."""
    try:
        with open(name, "rb", buffering=0, opener=opened_at_once) as file:
            first = file.read(LARGEST + 1)  # None if nothing was written into a pipe yet
            mode = os.fstat(file.fileno()).st_mode
            if stat.S_ISREG(mode):
                return first
            if first == b"" and stat.S_ISFIFO(mode):
                message = f"nothing is written into the named pipe {name}; give a file"
                raise click.BadParameter(message, param_hint="FILE")
            os.set_blocking(file.fileno(), True)
            return (first or b"") + BufferedReader(file).read(LARGEST)
    except OSError as error:
        message = f"{name} cannot be read ({error.strerror}); give a file"
        raise click.BadParameter(message, param_hint="FILE") from error


def _beside(path: Path) -> Beside:
    """Return a function that reads files in a file's folder, by their relative addresses."""
    folder = real_path(path.parent)

    def read(address: str) -> bytes | None:
        file = real_path(folder / address)
        return read_bytes(file) if file.is_relative_to(folder) and is_file(file) else None

    return read if path.name else nothing_beside


def _must_be_site(root: Path) -> None:
    if not any(is_file(root / name) for name in CONFIG_FILES):
        raise click.UsageError(
            f"{root.absolute()} contains no site; give --root, or create one with `new site DIR`"
        )


def _write_article(root: Path, made: Draft) -> None:
    if made.name in ("", "index"):
        usage = "what should the article be called? Give a name, such as --name finn-point"
        raise click.UsageError(usage)
    articles = root / "docs/articles"
    file = articles / f"{made.name}.md"
    contents = {articles / path: data for path, data in made.pictures.items()}
    contents[file] = made.markdown.encode()
    for path in (file, *contents):
        if is_taken(path) and not _is_leftover(path, file, contents):
            raise click.UsageError(
                f"{path} already exists and is left as it is; "
                "give the article another --name, or remove that file"
            )
    problems = _misleading(root, contents)
    if problems:
        show_problems(problems)
        log("Nothing was saved.")
        sys.exit(1)
    try:
        create_files(contents)
    except OSError as error:
        reason = f"{error.filename or file} cannot be written ({error.strerror})"
        log(f"Nothing was saved: {reason}; check disk space and permissions.")
        sys.exit(1)
    for path in contents:
        log(f"{path}: written")


def _misleading(root: Path, paths: Iterable[Path]) -> set[Problem]:
    """Return a problem for each path that leads where no file of the site may be."""
    config, _ = read_config(root)
    bounds = config.bounds if config else Bounds(root)
    problems = set[Problem]()
    for path in paths:
        problems.update(file_at(bounds, path.relative_to(root).as_posix())[1])
    return problems


def _is_leftover(path: Path, article: Path, texts: Mapping[Path, bytes]) -> bool:
    """Return whether a picture was left by a run that was killed before it wrote the article."""
    return not is_taken(article) and read_bytes(path) == texts[path]


def _report(root: Path, made: Draft) -> None:
    """Log what was found, what is left to the editor, and how to go on."""
    if made.part:
        log(f"The article was taken from the page's <{made.part}> element.")
    if made.known:
        log(f"Known: {', '.join(made.known)}.")
    if made.missing:
        log(f"Not known: {', '.join(made.missing)}. Fill them in at its top, if you like.")
    for warning in made.warnings:
        log(f"Warning: {warning}.")
    options = "" if root == Path() else f" --root {shlex.quote(str(root))}"
    _log_next_steps(
        (f"suggest {made.name}{options} --write", "propose annotations"),
        (f"serve{options}", "show the site, and each change at once"),
    )


@new.command(name="site")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def new_site(folder: Path) -> None:
    """Make a working site in a folder of its own.

    DIR must not exist yet, or be empty. If the command is interrupted, run it again. The site holds
    settings, an invented example of an article with every kind of annotation, the version of
    Explainer to install, and a workflow that publishes it on GitHub Pages. Its README.md says what
    is where. No program code is copied: to upgrade, upgrade the package.
    """
    try:
        requirement = installed_from()
        texts = site_files(requirement)
        if not is_free(folder, texts):
            usage = f"{folder} already exists and is not empty; choose a new folder"
            raise click.BadParameter(usage, param_hint="DIR")
        write_site(folder, texts)
    except OSError as error:
        reason = f"{error.filename or folder} cannot be written ({error.strerror})"
        log(f"{reason}; choose another folder.")
        sys.exit(1)
    for path in texts:
        log(f"{folder / path}: written")
    if requirement is None:
        log(
            "Other machines cannot tell where this Explainer was installed from, so "
            "requirements.txt is incomplete: put in its address before you publish the site."
        )
    serve = f"serve --root {shlex.quote(str(folder))}"
    _log_next_steps((serve, "show the site, and each change at once"))


def _log_next_steps(*steps: tuple[str, str]) -> None:
    """Log commands to run next, each given with a description."""
    log("Next:")
    program = _program()
    for command, description in steps:
        log(f"  {program} {command}    {description}")


def _program() -> str:
    """Return how to call this program again.

    Such as `python build_site.py`, or `.venv/bin/explainer` if it is not on the path.
    """
    called, name = Path(sys.argv[0]), str(click.get_current_context().find_root().info_name)
    if name.endswith(".py"):
        return f"python {name}"
    if called.name != name or which(name) == str(called):
        return name
    if called.is_relative_to(Path.cwd()):
        called = called.relative_to(Path.cwd())
    return shlex.quote(str(called))
