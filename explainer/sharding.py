"""All stages for a shard of a site; `pipeline.build_site` puts shards together."""

from collections.abc import Iterator, Sequence
from functools import cache, partial
from pathlib import Path

from explainer.building.kept_analysis import kept_analysis
from explainer.building.publish import begin, hold_site_dir, new_dir, publish, recover
from explainer.building.shards import render_shard, shard_paths
from explainer.building.verify import expected, markers_to_find
from explainer.building.workspace import Workspace
from explainer.format.did_you_mean import did_you_mean
from explainer.format.wording import counted
from explainer.model import Place, Problem
from explainer.pipeline import (
    WAITING,
    Analysed,
    Say,
    analyse_to_publish,
    has_errors,
    refusal,
    site_lock,
    write_staged,
)


def build_shard(
    root: Path, folder: Path, slugs: Sequence[str], say: Say, offline: bool = False
) -> tuple[Problem, ...]:
    """Put the pages of some articles, and of what only they name, into a folder.

    The whole site is analysed, since any page may name any entry; with an error anywhere, the
    folder stays as it was. `offline` must be the same in the build that takes the pages over, and
    so must all files, settings and versions.
    """
    workspace = Workspace.of(root.absolute(), folder)
    on_wait = cache(partial(say, WAITING))
    with (
        site_lock(workspace.root, on_wait),
        kept_analysis(workspace.build_dir, say) as cache_for,
    ):
        published, whole, problems = analyse_to_publish(root, say, offline, True, cache_for)
        problems += refusal(whole, workspace)
        if published:
            problems += tuple(_obstacles(published, slugs))
        if published is None or has_errors(problems):
            return problems
        with hold_site_dir(folder, on_wait):
            problems += recover(folder)
            if not has_errors(problems):
                say("Writing the pages")
                problems += write_staged(published, workspace)
            if not has_errors(problems):
                problems += _made(published, workspace, slugs, say)
            return problems


def _obstacles(analysed: Analysed, slugs: Sequence[str]) -> Iterator[Problem]:
    if analysed.settings.is_safe:
        message = (
            "the setting `safe` does not allow it: a stranger could forge the pages of a shard"
        )
        yield Problem(
            analysed.config.at("extra"), "error", f"{message}; build without --only", "shard"
        )
    known = analysed.site.articles
    for slug in slugs:
        if slug not in known:
            hint = did_you_mean(slug, known) or f"; the site has {counted(len(known), 'article')}"
            message = f"there is no published article `{slug}`{hint}"
            yield Problem(Place("docs/articles"), "error", message, "shard")


def _made(
    analysed: Analysed, workspace: Workspace, slugs: Sequence[str], say: Say
) -> tuple[Problem, ...]:
    folder = workspace.site_dir
    problems = begin(folder)
    if problems:
        return problems
    made, wanted = new_dir(folder), expected(analysed.site, analysed.settings.directory_urls)
    paths = shard_paths(analysed.site, slugs)
    say(f"Rendering {counted(len(paths), 'page')} (MkDocs)")
    config, markers = analysed.config, markers_to_find(wanted)
    problems = render_shard(config, workspace.build_dir, made, paths, markers)
    if has_errors(problems):
        return (*problems, *recover(folder))
    return (*problems, *publish(made, folder))
