"""The hook of MkDocs (`hooks` in mkdocs.yml), so that `mkdocs build` makes the same site."""

from explainer.lastresort import ending_imports, last_words

with ending_imports():
    from contextlib import ExitStack
    from pathlib import Path
    from typing import Any

    from explainer.building.builtsite import needs_of_pages
    from explainer.building.contentpolicy import write_policy
    from explainer.building.publish import hold_site_dir, mark_for_mkdocs, recover
    from explainer.building.renderer import after_build, hooked_config
    from explainer.building.search_index import divide_search
    from explainer.building.stage import has_header
    from explainer.building.workspace import Workspace
    from explainer.files.workingfolder import working_in
    from explainer.model import Place, Problem
    from explainer.pipeline import (
        Analysed,
        analyse_to_publish,
        has_errors,
        refusal,
        site_lock,
        write_staged,
    )


def on_config(config: Any) -> Any:
    """Return the settings of the staged tree, which `mkdocs build` and `mkdocs serve` go on with.

    No other program may write that tree until the site is built. Where MkDocs builds that tree
    already, as `build` does for a site whose hook has another name, the settings stay.
    """
    root = Path(config.config_file_path).parent.absolute()
    if has_header(Path(config.config_file_path)):
        return config
    workspace = Workspace.of(root, Path(config.site_dir))
    with ExitStack() as held:
        try:
            problems = _stage(workspace, held)
        except Exception as error:  # the last resort: MkDocs would print a traceback
            problems = (Problem(Place("."), "error", last_words(error), "internal"),)
        staged = hooked_config(config, workspace.build_dir, tuple(sorted(set(problems))))
        held.callback(_complete, Path(staged.site_dir))
        after_build(staged, held.pop_all().close)
    return staged


def _complete(site_dir: Path) -> None:
    """Write what is made of the whole site, if MkDocs has made one."""
    if site_dir.is_dir():
        divide_search(site_dir)
        write_policy(site_dir, needs_of_pages(site_dir))


def _stage(workspace: Workspace, held: ExitStack) -> tuple[Problem, ...]:
    """Write the staged tree; enter the locks that keep others from it into `held`."""
    held.enter_context(site_lock(workspace.root))
    published, _, problems = analyse_to_publish(
        workspace.root, lambda _message: None, with_code=True
    )
    held.enter_context(working_in(workspace.root))
    refused = refusal(published, workspace)
    if published is None or refused or has_errors(problems):
        return (*problems, *refused)
    return (*problems, *_begin(published, workspace, held))


def _begin(published: Analysed, workspace: Workspace, held: ExitStack) -> tuple[Problem, ...]:
    """Mark the folder of the site as ours before MkDocs empties it, and write the staged tree."""
    held.enter_context(hold_site_dir(workspace.site_dir))
    left = recover(workspace.site_dir)
    marked = () if left else mark_for_mkdocs(workspace.site_dir)
    return (*left, *marked, *write_staged(published, workspace))
