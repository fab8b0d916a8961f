"""Where the Explainer that runs was installed from, as a requirement that pip can install on another machine."""

import json
from importlib.metadata import PackageNotFoundError, distribution
from typing import Any

PACKAGE = "explainer"
UNKNOWN = f"# {PACKAGE} @ git+https://github.com/OWNER/REPOSITORY@TAG  <- put in where your Explainer comes from\n"


def requirement(direct_url: str | None) -> str | None:
    """Give `explainer @ …` for the text of an installed package's direct_url.json; None where it names no web address.

    https://packaging.python.org/en/latest/specifications/direct-url-data-structure/ says what is in it: a repository
    with its commit, an archive, or a folder of this machine, which is of no use on another.
    """
    found: dict[str, Any] = json.loads(direct_url) if direct_url else {}
    url, vcs = str(found.get("url", "")), found.get("vcs_info")
    if not url.startswith(("https://", "http://", "ssh://")):
        return None
    if not isinstance(vcs, dict):
        return f"{PACKAGE} @ {url}"
    version = vcs.get("requested_revision") or vcs.get("commit_id", "")
    return f"{PACKAGE} @ {vcs.get('vcs', 'git')}+{url}{'@' * bool(version)}{version}"


def installed_from() -> str | None:
    """The requirement of the Explainer that runs; None where it was installed from this machine."""
    try:
        return requirement(distribution(PACKAGE).read_text("direct_url.json"))
    except PackageNotFoundError:  # run from a folder, without being installed
        return None
