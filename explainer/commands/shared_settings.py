"""The settings of mkdocs.yml that verbs need before they run any stage."""

import os
from pathlib import Path

from explainer.building.renderer import read_settings
from explainer.config.settings import read_config


def target(root: Path, site_dir: Path | None) -> Path:
    """Return the folder given on the command line, else that of mkdocs.yml, else site/."""
    if site_dir is not None:
        return site_dir
    config, _ = read_config(root, os.environ)
    return config.site_dir if config else root / "site"


def site_url(root: Path) -> str:
    """Return the `site_url` of mkdocs.yml, "" if there is none or the file cannot be used."""
    config, _ = read_config(root)
    settings, _ = read_settings(config) if config else (None, ())
    return settings.site_url if settings else ""
