"""The hook of MkDocs (see `hooks` in mkdocs.yml): `mkdocs build` and `mkdocs serve` give the same site."""

from pathlib import Path
from typing import Any

from explainer.build import hooked_config
from explainer.pipeline import BUILD_DIR, analyse, has_errors, write_staged


def on_config(config: Any) -> Any:
    """Let `mkdocs build` and `mkdocs serve` go on with the staged tree."""
    root = Path(config.config_file_path).parent
    analysed, problems = analyse(root, lambda _message: None)
    if analysed is not None and not has_errors(problems):
        problems += write_staged(analysed, root)
    return hooked_config(config, root / BUILD_DIR, tuple(sorted(set(problems))))
