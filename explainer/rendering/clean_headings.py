"""Clean the HTML of headings before their ids are made of it, as `extension.py` does in the build.

Python-Markdown makes the HTML of each heading while it makes the tree. What cleaning removes there
must be in no id, or a link to the heading would lead nowhere.
"""

from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.treeprocessors import Treeprocessor

from explainer.text.cleaning import clean_page

_LAST = -1_000_000  # a priority below that of all other steps


class CleanHeadings(Extension):
    """Cleans headings alone; the whole text is left as it is."""

    is_tree_done: bool = False

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Add the step, and one that finds out when there are no more headings."""
        md.postprocessors.register(_Clean(self), "explainer-clean-headings", _LAST)
        md.treeprocessors.register(_HeadingsDone(self), "explainer-headings-done", _LAST)


class _Clean(Postprocessor):
    def __init__(self, extension: CleanHeadings) -> None:
        super().__init__()
        self.extension = extension

    def run(self, text: str) -> str:
        return text if self.extension.is_tree_done else clean_page(text)


class _HeadingsDone(Treeprocessor):
    def __init__(self, extension: CleanHeadings) -> None:
        super().__init__()
        self.extension = extension

    def run(self, root: Element) -> None:
        self.extension.is_tree_done = True
