"""Tiny sites for tests: a mapping from paths to texts becomes a folder."""

from collections.abc import Mapping
from pathlib import Path

import yaml

CASES = Path(__file__).parent / "cases"

# The lighthouse of the format's examples: every case may add files to it or put others in their
# place.
BASE = {
    "mkdocs.yml": "site_name: Lights\n",
    "docs/articles/lamp.md": "# The lamp\n\nThe lamp was lit every night. "
    "In forty years the lamp never once failed.\n",
}


def write_site(root: Path, files: Mapping[str, str | bytes]) -> Path:
    for path, content in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def cases(folder: str) -> list[tuple[str, dict]]:
    """The cases of a folder, each with its name: a file holds a list of
    them, or a mapping of lists.
    """
    found = []
    for file in sorted((CASES / folder).glob("*.yml")):
        for number, case in enumerate(yaml.safe_load(file.read_text(encoding="utf-8")), 1):
            found.append((f"{file.stem}-{case.get('name', number)}", case))
    return found
