"""On what figures depend: the day, the machine, and the versions."""

import os
import platform
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib.metadata import version


def circumstances(packages: Iterable[str]) -> str:
    """Return the day, the machine and the versions in a line."""
    day = datetime.now(UTC).date().isoformat()
    machine = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}"
    versions = ", ".join(f"{package} {version(package)}" for package in packages)
    return f"{day}: {machine}; Python {platform.python_version()}, {versions}"
