"""A new site in a folder of its own: the starter files, and those that depend on this Explainer."""

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from explainer.files.textfiles import read_bytes
from explainer.files.wholefiles import create_files, is_leftover
from explainer.loading.load import SCHEMA_FILE
from explainer.new.requirement import UNKNOWN
from explainer.rules.annotation_schema import annotation_schema

# Paths in the new site, and the files of the starter; these have no dots in front of their names,
# since packages leave such files out.
STARTER = {
    ".github/dependabot.yml": "dependabot.yml",
    ".github/workflows/annotations.yml": "annotations-workflow.yml",
    ".github/workflows/pages.yml": "pages.yml",
    ".gitignore": "gitignore",
    "README.md": "README.md",
    "annotations/README.md": "annotations/README.md",
    "annotations/lighthouse.yml": "annotations/lighthouse.yml",
    "build_site.py": "build_site.py",
    "docs/articles/lighthouse.md": "docs/articles/lighthouse.md",
    "mkdocs.yml": "mkdocs.yml",
}


def site_files(requirement: str | None) -> dict[str, str]:
    """Return the text of each file of a new site, by its path.

    `requirement` is what pip installs there; None if it is not known.
    """
    starter = files("explainer.new") / "starter"
    texts = {
        path: starter.joinpath(name).read_text(encoding="utf-8") for path, name in STARTER.items()
    }
    made = {
        SCHEMA_FILE: annotation_schema(),
        "requirements.txt": f"{requirement}\n" if requirement else UNKNOWN,
    }
    return dict(sorted({**texts, **made}.items()))


def is_free(folder: Path, texts: Mapping[str, str]) -> bool:
    """Return whether a folder is empty, or has only some of these files, left by a killed run.

    Raises OSError.
    """
    if not folder.exists():
        return True
    if not folder.is_dir():
        return False
    is_complete = all((folder / path).is_file() for path in texts)
    return not is_complete and all(_is_left(file, folder, texts) for file in folder.rglob("*"))


def _is_left(path: Path, folder: Path, texts: Mapping[str, str]) -> bool:
    if path.is_symlink():
        return False
    name = path.relative_to(folder).as_posix()
    if path.is_dir():
        return any(text.startswith(f"{name}/") for text in texts)
    if is_leftover(path):
        return True
    return name in texts and read_bytes(path) == texts[name].encode()


def write_site(folder: Path, texts: dict[str, str]) -> None:
    """Write the files below a folder that `is_free`, all or none.

    Raises OSError where the disk refuses, or a file is there by now.
    """
    for path in [*folder.rglob("*")]:
        if is_leftover(path):
            path.unlink()
    create_files({folder / path: text.encode() for path, text in texts.items()})
