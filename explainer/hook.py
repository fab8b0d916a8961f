"""The hook of MkDocs (see `hooks` in mkdocs.yml): `mkdocs build` and `mkdocs serve` give the same site."""

from contextlib import ExitStack
from pathlib import Path
from typing import Any

from explainer.building.contentpolicy import write_policy
from explainer.building.publish import claim, recover, turn_beside
from explainer.building.renderer import after_build, hooked_config
from explainer.config.settings import BUILD_DIR
from explainer.files.workingfolder import working_in
from explainer.lastresort import last_words
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
    """Let `mkdocs build` and `mkdocs serve` go on with the staged tree, which is theirs until the site is built."""
    root = Path(config.config_file_path).parent.absolute()
    with ExitStack() as held:
        try:
            problems = _stage(root, Path(config.site_dir), held)
        except Exception as error:  # the last resort: MkDocs would print a traceback
            problems = (Problem(Place("."), "error", last_words(error), "internal"),)
        staged = hooked_config(config, root / BUILD_DIR, tuple(sorted(set(problems))))
        held.callback(write_policy, Path(staged.site_dir))
        after_build(staged, held.pop_all().close)
    return staged


def _stage(root: Path, site_dir: Path, held: ExitStack) -> tuple[Problem, ...]:
    """Write the staged tree; the locks that keep others from it are entered into `held`."""
    held.enter_context(site_lock(root))
    published, _, problems = analyse_to_publish(root, lambda _message: None, with_code=True)
    held.enter_context(working_in(root))
    return (*problems, *_begun(published, root, site_dir, problems, held))


def _begun(
    published: Analysed | None,
    root: Path,
    site_dir: Path,
    problems: tuple[Problem, ...],
    held: ExitStack,
) -> tuple[Problem, ...]:
    """Mark the folder of the site as ours before MkDocs empties it, and write the staged tree, if both are allowed."""
    refused = refusal(published, root, site_dir)
    if published is None or refused or has_errors(problems):
        return refused
    held.enter_context(turn_beside(site_dir))
    left = recover(site_dir)
    return (*left, *(() if left else claim(site_dir)), *write_staged(published, root))
