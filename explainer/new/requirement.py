"""Where this Explainer was installed from, as a requirement that pip can install elsewhere."""

import json
import re
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from subprocess import CalledProcessError, run
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

PACKAGE = "explainer"
UNKNOWN = (
    f"# {PACKAGE} @ git+https://github.com/OWNER/REPOSITORY@TAG  "
    "<- put in where your Explainer comes from\n"
)
# git@github.com:owner/name.git, which needs a key, is also at https://github.com/owner/name.git
_SSH = re.compile(r"^(?:ssh://)?git@([^:/]+)[:/](.+)$")


def requirement(direct_url: str | None) -> str | None:
    """Return `explainer @ …` for a package's direct_url.json; None if it names no web address.

    That file names a repository with its commit, an archive, or a folder of this machine, which is
    of no use on another, see
    https://packaging.python.org/en/latest/specifications/direct-url-data-structure/
    A commit, or the hash of an archive, always means the same files; a branch or a tag, which can
    be moved, is used only if neither is known.
    """
    found: dict[str, Any] = json.loads(direct_url) if direct_url else {}
    url = str(found.get("url", ""))
    vcs = found.get("vcs_info")
    if not url.startswith(("https://", "http://", "ssh://")):
        return None
    if not isinstance(vcs, dict):
        return f"{PACKAGE} @ {url}{_hash_of(found.get('archive_info'))}"
    version = vcs.get("commit_id") or vcs.get("requested_revision", "")
    return f"{PACKAGE} @ {vcs.get('vcs', 'git')}+{url}{'@' * bool(version)}{version}"


def _hash_of(archive: Any) -> str:
    """Return the hash of an archive as the fragment that pip checks; "" if it is not known."""
    hashes = archive.get("hashes") if isinstance(archive, dict) else None
    digest = hashes.get("sha256") if isinstance(hashes, dict) else None
    return f"#sha256={digest}" if digest else ""


def installed_from() -> str | None:
    """Return the requirement of this Explainer; None if no other machine can install it."""
    try:
        direct_url = distribution(PACKAGE).read_text("direct_url.json")
    except PackageNotFoundError:  # run from a folder, without being installed
        return None
    url = str(json.loads(direct_url or "{}").get("url", ""))
    return requirement(direct_url) or of_checkout(url)


def of_checkout(url: str) -> str | None:
    """Return `explainer @ …` for a local clone of a repository on the web; None for other folders.

    The commit is the newest of the clone's that was pushed.
    """
    if not url.startswith("file:"):
        return None
    folder = url2pathname(urlsplit(url).path)
    address = _SSH.sub(r"https://\1/\2", _git(folder, "remote", "get-url", "origin"))
    pushed = _git(folder, "for-each-ref", "--format=%(objectname)", "refs/remotes/origin").split()
    commit = _git(folder, "merge-base", "HEAD", *pushed) if pushed else ""
    version = f"@{commit}" if commit else ""
    if not address.startswith("https://"):
        return None
    return f"{PACKAGE} @ git+{address}{version}"


def _git(folder: str, *words: str) -> str:
    """Return the output of git for a folder, or "" if it fails or is not installed."""
    if not folder or not Path(folder, ".git").exists():
        return ""
    command = ["git", "-C", folder, *words]
    try:
        return run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, CalledProcessError):
        return ""
