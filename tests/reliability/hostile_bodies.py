"""A site with raw HTML in articles and pages: there it runs on purpose, unless it is `safe`."""

from collections.abc import Iterator
from random import Random

from tests.reliability.hostile_payloads import PAYLOADS, numbered
from tests.reliability.hostile_site import HostileSite

_FORMS = (
    "{}",
    "Words {} words.",
    "- {}\n- x",
    "> {}",
    "## A heading {}",
    "x | y\n--- | ---\n{} | y",
)
_FOLDERS = ("docs/articles", "docs/pages")
_EACH = 8  # strings on one page; some swallow those after them
_FIRST = 90_000_000  # above the numbers of strings elsewhere
_SETTINGS = "site_name: Lights\nuse_directory_urls: false\n"
_SAFE = "extra: {explainer: {safe: true}}\n"


def body_site(seed: int, is_safe: bool, refused: frozenset[int]) -> HostileSite:
    """Make a site with each string in an article and on a page, without those refused."""
    files: dict[str, str | bytes] = {"mkdocs.yml": _SETTINGS + (_SAFE if is_safe else "")}
    files["docs/index.md"] = "# Lights\n\nWords.\n"
    placed: dict[int, tuple[str, str]] = {}
    at: dict[tuple[str, int], int] = {}
    for folder in _FOLDERS:
        files[f"{folder}/x"] = "no picture"  # links must lead somewhere
    for path, strings in _pages(seed):
        lines = ["# Words", ""]
        for number, string in strings:
            if number not in refused:
                block = string.split("\n")
                at.update({(path, len(lines) + line): number for line in range(1, len(block) + 1)})
                # an error on the page does not tell which string it is about: try one by one
                at[path, 0] = number
                placed[number] = ("body", string)
                lines += [*block, ""]
        files[path] = "\n".join([*lines, "Words.", ""])
    return HostileSite(files, placed, at)


def _pages(seed: int) -> Iterator[tuple[str, list[tuple[int, str]]]]:
    """Yield paths of articles and pages, each with its strings and their numbers."""
    order = Random(seed)
    number = _FIRST
    for folder in _FOLDERS:
        payloads = order.sample(PAYLOADS, len(PAYLOADS))
        for start in range(0, len(payloads), _EACH):
            strings = []
            for payload in payloads[start : start + _EACH]:
                number += 1
                strings.append((number, order.choice(_FORMS).format(numbered(payload, number))))
            yield f"{folder}/text-{start}.md", strings
