"""The last resort: the words for an exception that no stage turned into a problem, and a report of it to send.

It needs nothing but the standard library, since a package may be what is missing.
"""

import os
import platform
import sys
import tempfile
import traceback
from pathlib import Path

from explainer import __version__

# Exit statuses: EX_SOFTWARE of sysexits.h, and 128 + SIGINT as in shells
FAILED, INTERRUPTED = 70, 130
_LONGEST = 300  # characters of what the exception says


def last_words(error: BaseException) -> str:
    """Say that the program failed, and how to report it; the report is a new temporary file.

    If that cannot be written, the report goes to standard error.
    """
    if isinstance(error, ImportError):
        return (
            f"Explainer needs a package that cannot be imported ({_message(error)}); install Explainer "
            f"again for {sys.executable or 'this Python'}, as its README says"
        )
    try:
        kept = _kept(_report(error))
    except OSError:
        sys.stderr.write(_report(error))
        kept = "the text above"
    return (
        f"Explainer itself failed ({_message(error)}); please report this to its maintainers, "
        f"and attach {kept} and the file that you last changed"
    )


def is_interrupted(error: BaseException) -> bool:
    """Return whether an exception is Ctrl-C, or was caused by it, as when it comes while a class is being made."""
    cause = error.__cause__
    return isinstance(error, KeyboardInterrupt) or (cause is not None and is_interrupted(cause))


def is_ours(error: BaseException) -> bool:
    """Return whether an exception was raised in Explainer itself, not by what it calls or is called by."""
    frames = traceback.extract_tb(error.__traceback__)
    return bool(frames) and Path(frames[-1].filename).is_relative_to(Path(__file__).parent)


def _message(error: BaseException) -> str:
    """Give the type of an exception and its message on one line."""
    lines = traceback.format_exception_only(error)
    words = " ".join(lines[-1].split())
    shown = "".join(char if char.isprintable() else "\ufffd" for char in words)
    return shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}…"


def _report(error: BaseException) -> str:
    about = f"Explainer {__version__}, Python {platform.python_version()}, {platform.platform()}"
    command = " ".join(sys.argv)
    return f"{about}\n{command}\n\n{''.join(traceback.format_exception(error))}"


def _kept(report: str) -> str:
    """Write a report into a file that nobody else may read, and return its path. Raises OSError."""
    number, path = tempfile.mkstemp(prefix="explainer-", suffix=".txt")
    with os.fdopen(number, "w", encoding="utf-8", errors="backslashreplace") as file:
        file.write(report)
    return path
