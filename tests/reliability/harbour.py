"""A small site with every kind of file that the program writes, and what its editor does to it."""

from collections.abc import Mapping
from pathlib import Path

Tree = Mapping[str, bytes]

_ARTICLE = (
    "# The lamp\n\nThe lamp was lit every night by the keeper of the harbour. "
    "It never once failed.\n"
)
_LIT = """article: articles/lamp.md
claims:
  lit:
    quote: was lit every night by the keeper of the harbour
    summary: It was lit.
    kind: fact
    by: [anna]
terms:
  lamp: {name: lamp, definition: A light., related: [horn]}
  horn: {name: horn, definition: A sound.}
"""
_HEARD = """article: articles/lamp.md
claims:
  heard: {quote: was heard far away, summary: It was heard., kind: fact}
"""
_ACTORS = """actors:
  anna: {name: Anna, type: person, role: keeper}
  ida: {name: Ida, type: person, role: keeper}
"""
SITE = {
    "mkdocs.yml": "site_name: Lights\nhooks: [build_site.py]\n",
    "build_site.py": "from explainer.hook import on_config\n",
    "docs/articles/lamp.md": _ARTICLE,
    "docs/about.md": "# About\n\nOf [the lamp](term:lamp), "
    "by [Anna](actor:anna) and [Ida](actor:ida).\n",
    "docs/lamp.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    "annotations/entries.yml": _LIT,
    "annotations/actors.yml": _ACTORS,
}
# What an editor keeps in the built site.
HIDDEN = {"site/.nojekyll": "", "site/.git/HEAD": "ref: refs/heads/main\n"}
# What is changed after the site was built: more words, or other words in a quote.
CHANGED = {
    "docs/articles/lamp.md": _ARTICLE + "\nThe horn was heard far away.\n",
    "annotations/more.yml": _HEARD,
}
# One annotation in other words, on a site whose pages no hook may change: most are as before.
WITHOUT_HOOK = {**SITE, "mkdocs.yml": "site_name: Lights\n"}
EDITED = {"annotations/entries.yml": _LIT.replace("It was lit.", "It was lit at dusk.")}
REWORDED = {"docs/articles/lamp.md": _ARTICLE.replace("keeper", "keepers")}


def tree(folder: Path) -> Tree:
    """Return what all files below a folder hold, by their paths."""
    files = (file for file in folder.rglob("*") if file.is_file() and not file.is_symlink())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def part(whole: Tree, folder: str) -> Tree:
    """Return the files below a folder of a tree, by their paths in it."""
    return {
        path.removeprefix(folder): data for path, data in whole.items() if path.startswith(folder)
    }
