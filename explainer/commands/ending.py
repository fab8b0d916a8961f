"""How the command ends early: interrupted, ended by another program, or by a fault of its own.

After a signal, the exit status is what shells expect: 128 plus the number of the signal.
"""

import contextlib
import errno
import io
import os
import signal
import sys
import threading
from collections.abc import Iterator
from types import FrameType
from typing import Any, NoReturn

import click

from explainer.lastresort import FAILED, INTERRUPTED, fault_line, is_interrupted
from explainer.text.controls import visible

CUT_OFF = 141  # by SIGPIPE
# sent by a service manager, or when the terminal is closed
_ENDING = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]


class Ended(KeyboardInterrupt):
    """The program was told to end; it cleans up as after Ctrl-C."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.status = 128 + number


@contextlib.contextmanager
def ending() -> Iterator[None]:
    """Turn any exception, except those that Click handles, into a line and an exit status."""
    try:
        with _signals(), prompts():
            yield
    except Ended as end:
        _stop("Ended.", end.status)
    except KeyboardInterrupt:
        _stop("Interrupted.", INTERRUPTED)
    except (click.exceptions.Exit, click.ClickException, click.Abort, EOFError):
        raise  # Click ends with these itself
    except Exception as error:
        _fail(error)


@contextlib.contextmanager
def prompts() -> Iterator[None]:
    """Raise KeyboardInterrupt for Ctrl-C in a prompt, too.

    Click raises `Abort` both for that and for the end of the input.
    """
    try:
        yield
    except click.Abort as abort:
        if isinstance(abort.__context__, KeyboardInterrupt):
            click.echo(err=True)  # ends the line of the question
            raise abort.__context__ from None
        raise


@contextlib.contextmanager
def _signals() -> Iterator[None]:
    """Raise `Ended` for signals that would end the program without cleaning up."""
    if threading.current_thread() is not threading.main_thread():
        yield  # other threads get no signals
        return
    before = {number: signal.getsignal(number) for number in _ENDING}
    ours = [number for number, handler in before.items() if handler == signal.SIG_DFL]
    for number in ours:
        signal.signal(number, _end)
    try:
        yield
    finally:
        for number in ours:
            signal.signal(number, before[number])


def _end(number: int, _: FrameType | None) -> NoReturn:
    raise Ended(number)


def _fail(error: Exception) -> NoReturn:
    """End with a problem line, unless the output is no longer read or cannot be written."""
    if is_interrupted(error):
        _stop("Interrupted.", INTERRUPTED)
    if _is_about_output(error, errno.EPIPE):
        _silence()
        raise click.exceptions.Exit(CUT_OFF)
    if _is_about_output(error, errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EFBIG):
        reason = getattr(error, "strerror", "")
        _silence(sys.stdout)
        _stop(f"The output cannot be written ({reason}); send it somewhere else.", 1)
    _stop(visible(fault_line(error)), FAILED)


def _is_about_output(error: Exception, *numbers: int) -> bool:
    """Return whether a stream without a name, such as standard output, could not be written."""
    return isinstance(error, OSError) and error.errno in numbers and error.filename is None


def _stop(message: str, status: int) -> NoReturn:
    with contextlib.suppress(OSError):
        click.echo(message, err=True)
    raise click.exceptions.Exit(status)


def _silence(*streams: Any) -> None:
    """Discard what is still to be written: Python would complain when it exits."""
    for stream in streams or (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, AttributeError, io.UnsupportedOperation):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)
