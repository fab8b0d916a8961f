"""A shard: some pages of a site, where its build is shared out among machines.

Each machine makes the pages of some articles, and one puts all of them together, as it takes over
those of an earlier build: see `incremental`.
"""

from collections.abc import Collection, Sequence
from pathlib import Path
from zlib import crc32

from mkdocs.config.defaults import MkDocsConfig

from explainer.addresses import fragment, page_path
from explainer.building.complaints import Logged
from explainer.building.incremental import SHARD_FILE, OldPages, file_reader
from explainer.building.kept import kept_values
from explainer.building.obstacle import obstacle_in
from explainer.building.pagewise import build_some_pages
from explainer.building.renderer import rendered
from explainer.config.settings import Config
from explainer.model import AnyEntry, Place, Problem, Ref, Site


def shard_paths(site: Site, slugs: Collection[str]) -> frozenset[str]:
    """Return the staged paths of the pages that a shard with these articles holds.

    They are those of the articles, of the claims that these make, and of the actors and terms that
    they name. An entry that several articles name is in the shard of one of them, which its id
    decides, so that the best known are not all in one.
    """
    paths = {page_path(Ref("article", slug)) for slug in slugs}
    for entry in site.loaded.entries.values():
        has_page = not fragment(entry.ref)
        if has_page and _article_of(site, entry) in slugs:
            paths.add(page_path(entry.ref))
    return frozenset(paths)


def _article_of(site: Site, entry: AnyEntry) -> str | None:
    if entry.article:
        return entry.article
    origins = [mention.origin for mention in site.mentions.get(entry.ref, ())]
    articles = sorted({origin.id for origin in origins if origin.kind == "article"})
    return articles[crc32(entry.ref.id.encode()) % len(articles)] if articles else None


def render_shard(
    config: Config, build_dir: Path, folder: Path, paths: Collection[str], markers: Sequence[str]
) -> tuple[Problem, ...]:
    """Render the pages of some staged files into a folder, for a build of the whole site.

    The problems are as those of `render_site`, and whatever prevents that.
    """
    obstacles = list[str]()
    record = folder / SHARD_FILE

    def render(mkdocs_config: MkDocsConfig, logged: list[Logged]) -> None:
        obstacle = obstacle_in(mkdocs_config, config.root.absolute())
        extensions = mkdocs_config.markdown_extensions
        obstacle = obstacle or file_reader(extensions, mkdocs_config.mdx_configs)
        if obstacle:
            obstacles.append(obstacle)
            return
        with kept_values(record, lambda: None) as kept:
            build_some_pages(mkdocs_config, logged, markers, paths, OldPages(kept, folder))

    problems = rendered(config, build_dir, folder, render)
    if obstacles:
        message = f"pages cannot be made apart, because of {obstacles[0]}; build without --only"
        problems += (Problem(config.at(), "error", message, "shard"),)
    elif not (record.exists() or any(problem.level == "error" for problem in problems)):
        message = "no record of the pages can be written; check disk space and permissions"
        problems += (Problem(Place(str(folder)), "error", message, "shard"),)
    return problems
