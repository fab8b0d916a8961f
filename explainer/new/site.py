"""A new site in a folder of its own: the starter files, and what depends on the Explainer that runs."""

from importlib.resources import files
from pathlib import Path

from explainer.new.requirement import UNKNOWN
from explainer.schema import SCHEMA_FILE, annotation_schema
from explainer.wholefiles import create_files

# a path in the new site: the file of the starter, whose names have no dots in front, since packages leave those out
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
    """Give the text of each file of a new site, by its path; `requirement` is what pip installs there, if known."""
    starter = files("explainer.new") / "starter"
    texts = {path: starter.joinpath(name).read_text(encoding="utf-8") for path, name in STARTER.items()}
    made = {SCHEMA_FILE: annotation_schema(), "requirements.txt": f"{requirement}\n" if requirement else UNKNOWN}
    return dict(sorted({**texts, **made}.items()))


def is_free(folder: Path) -> bool:
    """Whether nothing is there yet: no such folder, or an empty one."""
    return not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))


def write_site(folder: Path, texts: dict[str, str]) -> None:
    """Write the files below a folder that is free, all or none.

    Raises OSError where the disk refuses, or a file is there by now.
    """
    create_files({folder / path: text.encode() for path, text in texts.items()})
