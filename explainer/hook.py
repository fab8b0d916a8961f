"""The hook of MkDocs (see `hooks` in mkdocs.yml): `mkdocs build` and `mkdocs serve` give the same site."""

from contextlib import ExitStack
from pathlib import Path
from typing import Any

from explainer.build import after_build, hooked_config
from explainer.building.contentpolicy import write_policy
from explainer.pipeline import BUILD_DIR, analyse_to_publish, has_errors, site_lock, write_staged
from explainer.workingfolder import working_in


def on_config(config: Any) -> Any:
    """Let `mkdocs build` and `mkdocs serve` go on with the staged tree, which is theirs until the site is built."""
    root = Path(config.config_file_path).parent.absolute()
    published, _, problems = analyse_to_publish(root, lambda _message: None)
    with ExitStack() as held:
        held.enter_context(site_lock(root))
        held.enter_context(working_in(root))
        if published is not None and not has_errors(problems):
            problems += write_staged(published, root)
        staged = hooked_config(config, root / BUILD_DIR, tuple(sorted(set(problems))))
        held.callback(write_policy, Path(staged.site_dir))
        after_build(staged, held.pop_all().close)
    return staged
