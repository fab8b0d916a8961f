"""No value of an annotation ends a line of a staged page, where Markdown could obey what follows.

A fence there would swallow the HTML up to the next one, quotation marks included.
"""

from pathlib import Path

import pytest

from explainer.pages import pages
from explainer.pipeline import analyse
from tests.conftest import silent
from tests.sealed_pages import unsealed
from tests.site_files import write_site

# in plain text, with a letter from right to left, which is isolated; and in Markdown
PLAIN, MARKDOWN = '"Xא{}~~~{}# y"', "'<abbr title=\"Xא{}~~~{}# y\">z</abbr> X{}~~~{}# y'"
ANNOTATIONS = """
article: lamp
brief: [{markdown}]
questions:
  - {{ask: {plain}, answer: {markdown}}}
claims:
  lit:
    quote: lit at night
    summary: {plain}
    kind: fact
    by: keeper
    note: {markdown}
    evidence: [{{source: log, stance: supports, note: {markdown}}}]
    verdict: {{is: supported, because: {markdown}, checked: 2020}}
dates:
  year: {{quote: in 1871, date: 1871, title: {plain}, description: {markdown}}}
actors:
  keeper: {{name: {plain}, type: person, role: {plain}, description: {markdown}}}
terms:
  lens: {{name: {other}, definition: {markdown}}}
sources:
  log:
    type: book
    title: {plain}
    author: {plain}
    translator: {plain}
    publisher: {plain}
    language: {plain}
    doi: {plain}
    note: {markdown}
"""


def staged(root: Path, in_plain: str, in_markdown: str) -> dict[str, str]:
    """Return the staged pages of a site all of whose values have these characters in them."""
    plain = PLAIN.format(in_plain, in_plain)
    markdown = MARKDOWN.format(*[in_markdown] * 4)
    other = plain.replace("X", "Y")
    text = ANNOTATIONS.format(plain=plain, other=other, markdown=markdown)
    write_site(
        root,
        {
            "mkdocs.yml": "site_name: Lights\n",
            "docs/articles/lamp.md": "# The lamp\n\nIt was lit at night in 1871.\n",
            "annotations/a.yml": text,
        },
    )
    analysed, problems = analyse(root, silent)
    assert analysed is not None, problems
    assert [str(problem) for problem in problems if problem.level == "error"] == []
    made = pages(analysed.site, analysed.settings, analysed.placed.anchors)
    return {path: unsealed(page) for path, page in made.items() if isinstance(page, str)}


@pytest.mark.parametrize(
    ("in_plain", "in_markdown"),
    [
        (r"\n", "&#10;"),
        (r"\r", "&#13;"),
        (r"\r\n\r\n", "&#13;&#10;&#13;&#10;"),
        (" ", "&#11;"),
        (" ", "&#12;"),
        (" ", "&#28;"),
        (r"\x85", "&#133;"),
        (r"\u2028", "&#8232;"),
        (r"\u2029", "&#8233;"),
    ],
)
def test_values_stay_on_their_lines(in_plain: str, in_markdown: str, tmp_path: Path) -> None:
    harmless = staged(tmp_path, " ", " ")
    assert sum(page.count("~~~") for page in harmless.values()) > 50
    for path, page in staged(tmp_path, in_plain, in_markdown).items():
        if path.endswith(".md"):
            assert len(page.splitlines()) == len(harmless[path].splitlines()), path
            assert not [line for line in page.splitlines() if line.startswith(("~~~", "# y"))]
