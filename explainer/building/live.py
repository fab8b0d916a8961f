"""Keep the staged tree open in MkDocs, so that the preview can render single pages."""

from collections.abc import Collection
from pathlib import Path

from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.structure.pages import Page

from explainer.building.complaints import collected
from explainer.building.obstacle import PAGE_BY_PAGE
from explainer.building.opentree import OpenTree
from explainer.building.renderer import fixed_date, staged_config
from explainer.building.workspace import Workspace
from explainer.files.workingfolder import working_in

# Parts of the names of Markdown extensions that put other files into a page
_READ_FILES = ("snippets", "include", "b64")


class Live:
    """Renders single pages of a staged tree as a full build renders them.

    Every page shows the navigation, so all titles are read first. When files are added or removed,
    or settings or templates change, make a new one. Not thread-safe.
    """

    def __init__(self, config: MkDocsConfig, root: Path) -> None:
        self._root = root
        config.plugins.on_startup(command="build", dirty=False)
        self._tree = tree = OpenTree(config)
        self._sources = frozenset(tree.unread)
        self._titles = {page.file.src_uri: tree.title(page) for page in tree.nav.pages}
        theme, extra = tree.config.theme, tree.config.extra_templates
        of_all_pages = (*theme.static_templates, *extra)  # made last
        self._files: dict[str, File] = {}
        for file in tree.files:
            is_included = file.inclusion.is_included()  # type: ignore[no-untyped-call]
            if is_included and file.dest_uri not in of_all_pages:
                self._files[file.dest_uri] = file
        self.paths = frozenset(self._files)  # of the files that `render` makes, as on the site

    def refresh(self, changed: Collection[str]) -> frozenset[str]:
        """Take in changed files, named by their paths under the staged docs/.

        Return the paths of all files of the site that may differ from before.
        """
        tree = self._tree
        extensions = " ".join(tree.config.markdown_extensions)
        if any(part in extensions for part in _READ_FILES):
            changed = self._sources.union(changed)
        tree.unread |= self._sources.intersection(changed)
        outdated = [page for page in tree.nav.pages if page.file.src_uri in changed]
        before = self._titles
        with working_in(self._root):
            self._titles = before | {page.file.src_uri: tree.title(page) for page in outdated}
        stale = {path for path, file in self._files.items() if file.src_uri in changed}
        if self._titles != before:
            stale |= {file.dest_uri for file in tree.pages}
        return frozenset(stale)

    def warm_up(self) -> None:
        """Load the templates, which takes most of the time of the first page.

        Raises what `render` raises.
        """
        for file in self._tree.pages[:1]:
            self.render(file.dest_uri)

    def source(self, path: str) -> str:
        """Return the path under the staged docs/ of the source of a file of the site, or ""."""
        return self._files[path].src_uri if path in self._files else ""

    def render(self, path: str) -> bytes:
        """Return a file of the site. Raises KeyError, and whatever MkDocs or a plug-in raises."""
        file = self._files[path]
        if file.page is None or not file.is_documentation_page():
            return file.content_bytes
        with collected(), fixed_date(), working_in(self._root):
            return self._rendered(file, file.page)

    def _rendered(self, file: File, page: Page) -> bytes:
        """Do the same as `_populate_page` and `_build_page` of mkdocs.commands.build."""
        tree, config = self._tree, self._tree.config
        if file.src_uri in tree.unread:
            tree.read(page)
        config._current_page, page.active = page, True
        try:
            context = get_context(tree.nav, tree.pages, config, page)
            template = tree.env.get_template(page.meta.get("template", "main.html"))
            context = config.plugins.on_page_context(
                context, page=page, config=config, nav=tree.nav
            )
            output = config.plugins.on_post_page(template.render(context), page=page, config=config)
            return output.encode("utf-8", errors="xmlcharrefreplace")
        finally:
            config._current_page, page.active = None, False


def open_live(workspace: Workspace) -> Live | None:
    """Open the staged tree of a site; return None where a page may depend on other texts.

    The paths of the workspace are absolute.
    """
    root = workspace.root
    with collected(), fixed_date(), working_in(root):
        config = staged_config(workspace.build_dir, workspace.site_dir)
        if config.hooks or set(config.plugins) - PAGE_BY_PAGE:
            return None
        return Live(config, root)
