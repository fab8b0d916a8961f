"""The staged tree as MkDocs has it before it renders any page: settings, files and navigation.

MkDocs renders the Markdown of all pages before it puts any into a template, because every page
shows the navigation. Once the titles there are known, each page can be made alone.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from mkdocs.commands.build import _populate_page
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, get_files, set_exclusions
from mkdocs.structure.nav import get_navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents

from explainer.files.deepfolders import walk


def page_of(file: File) -> Page:
    """Return the page of a Markdown file, which an open tree gives to each."""
    page = file.page
    assert page is not None
    return page


def release(page: Page) -> None:
    """Forget the text of a page that is written, which would fill the memory; keep its title."""
    page.markdown, page.content, page.toc = "", "", TableOfContents([])
    page.present_anchor_ids = page.links_to_anchors = None


class _AskedFiles(Files):
    """Files that note which are asked for, as MkDocs does for each link in Markdown."""

    def __init__(self, files: Iterable[File]) -> None:
        super().__init__(files)
        self.asked = dict[str, str]()

    def get_file_from_path(self, path: str) -> File | None:
        found = super().get_file_from_path(path)
        self.asked[path] = found.url if found else ""
        return found


class _FilesToSee(FileSystemLoader):
    """The files of a theme that are not hidden.

    MkDocs takes none of the others, but would look at each: Material has 14,000 icons.
    """

    def list_templates(self) -> list[str]:
        return sorted({path for folder in self.searchpath for path in _seen_below(Path(folder))})


def _seen_below(folder: Path) -> Iterator[str]:
    for parent, folders, names in walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            yield Path(parent, name).relative_to(folder).as_posix()


class OpenTree:
    """What MkDocs knows of a staged tree; call `read` or `title` to make it read a page.

    `unread` are the paths of the pages that were not read yet; `asked` has, for each of the others,
    the files that it asked for, with their addresses, or "" if there are none.
    """

    def __init__(self, config: MkDocsConfig) -> None:
        """Do what `mkdocs build` does before it reads pages. Raises whatever MkDocs raises."""
        self.config = config = config.plugins.on_config(config)
        config.plugins.on_pre_build(config=config)
        files, env = get_files(config), config.theme.get_env()
        theme = Environment(loader=_FilesToSee(config.theme.dirs), autoescape=True)
        files.add_files_from_theme(theme, config)
        self.files = files = _AskedFiles(config.plugins.on_files(files, config=config))
        set_exclusions(files, config)
        self.nav = config.plugins.on_nav(get_navigation(files, config), config=config, files=files)
        self.env = config.plugins.on_env(env, config=config, files=files)
        self.pages: Sequence[File] = files.documentation_pages()
        self.unread = {file.src_uri for file in self.pages}
        self.asked = dict[str, dict[str, str]]()

    def title(self, page: Page) -> tuple[Any, Any]:
        """Return what other pages show of this one: its title and its metadata.

        Raises whatever MkDocs or an extension raises.
        """
        page.read_source(self.config)
        if "title" not in vars(page) and "title" not in page.meta:
            self.read(page)  # its title is its first heading
        return page.title, dict(page.meta)

    def read(self, page: Page) -> None:
        """Render the Markdown of a page. Raises whatever MkDocs or an extension raises."""
        self.files.asked = asked = dict[str, str]()
        _populate_page(page, self.config, self.files)
        self.asked[page.file.src_uri] = asked
        self.unread.discard(page.file.src_uri)

    def address(self, path: str) -> str:
        """Return the address of a file, as in `asked`; "" if there is none."""
        found = self.files.get_file_from_path(path)
        return found.url if found else ""
