"""The last resort: a message for an exception that no stage made a problem, and a report to send.

It needs nothing but the standard library, since a package may be what is missing.
"""

import os
import platform
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from explainer import __version__

# Exit statuses: EX_SOFTWARE of sysexits.h, and 128 + SIGINT as in shells
FAILED, INTERRUPTED = 70, 130
_LONGEST = 300  # characters of an exception's message that are shown


@contextmanager
def ending_imports() -> Iterator[None]:
    """End the program with a line and an exit status where what is imported meanwhile fails.

    A package may be missing, or raise anything; and imports take a second, in which somebody may
    press Ctrl-C.
    """
    try:
        yield
    except (Exception, KeyboardInterrupt) as error:
        if is_interrupted(error):
            sys.stderr.write("Interrupted.\n")
            raise SystemExit(INTERRUPTED) from None
        sys.stderr.write(f"{fault_line(error)}\n")
        raise SystemExit(FAILED) from None


def fault_line(error: BaseException) -> str:
    """Return `last_words` in the form in which problems are printed."""
    return f".:1:1: error: {last_words(error)} [internal]"


def last_words(error: BaseException) -> str:
    """Return a message that the program failed, and how to report it.

    Write the report into a new temporary file, or to standard error where that fails.
    """
    if isinstance(error, ImportError):
        python = sys.executable or "this Python"
        return (
            f"Explainer needs a package that cannot be imported ({_message(error)}); "
            f"install Explainer again for {python}, as its README says"
        )
    report = _report(error)
    try:
        attached = _written(report)
    except OSError:
        sys.stderr.write(report)
        attached = "the text above"
    return (
        f"Explainer itself failed ({_message(error)}); please report this to its maintainers, "
        f"and attach {attached} and the file that you last changed"
    )


def is_interrupted(error: BaseException) -> bool:
    """Return whether an exception is Ctrl-C or was caused by it.

    Python raises another exception with that cause where Ctrl-C comes while a class is being made.
    """
    cause = error.__cause__
    return isinstance(error, KeyboardInterrupt) or (cause is not None and is_interrupted(cause))


def is_ours(error: BaseException) -> bool:
    """Return whether an exception was raised in this package itself, not by what it calls."""
    frames = traceback.extract_tb(error.__traceback__)
    return bool(frames) and Path(frames[-1].filename).is_relative_to(Path(__file__).parent)


def _message(error: BaseException) -> str:
    """Return the type of an exception and its message on one line, without control characters."""
    last = traceback.format_exception_only(error)[-1]
    line = " ".join(last.split())
    shown = ""
    for char in line:
        shown += char if char.isprintable() else "\ufffd"
    if len(shown) > _LONGEST:
        return f"{shown[:_LONGEST]}…"
    return shown


def _report(error: BaseException) -> str:
    about = f"Explainer {__version__}, Python {platform.python_version()}, {platform.platform()}"
    command = " ".join(sys.argv)
    return f"{about}\n{command}\n\n{''.join(traceback.format_exception(error))}"


def _written(report: str) -> str:
    """Write a report into a file that nobody else may read, and return its path. Raises OSError."""
    number, path = tempfile.mkstemp(prefix="explainer-", suffix=".txt")
    with os.fdopen(number, "w", encoding="utf-8", errors="backslashreplace") as file:
        file.write(report)
    return path
