"""What every verb needs before it runs: streams that can be written to, and harmless messages."""

import codecs
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import Literal, TextIO

import click

from explainer.text.controls import visible_lines


def prepare_streams() -> None:
    """Keep closed streams, and characters that cannot be encoded, from causing errors.

    Such a character is shown as an escape. In the C locale, where Python would write ASCII, write
    UTF-8.
    """
    sys.stdin = sys.stdin or _null_stream("r")
    sys.stdout = sys.stdout or _null_stream("w")
    sys.stderr = sys.stderr or _null_stream("w")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            is_ascii = codecs.lookup(stream.encoding).name == "ascii"
            stream.reconfigure(encoding="utf-8" if is_ascii else None, errors="backslashreplace")


def _null_stream(mode: Literal["r", "w"]) -> TextIO:
    """Open a stream that discards everything and has nothing to read."""
    return Path(os.devnull).open(mode, encoding="utf-8")


@contextmanager
def harmless_usage() -> Iterator[None]:
    """Escape control characters in Click's messages about wrong usage, which quote the input."""
    try:
        yield
    except click.ClickException as error:
        attributes = vars(error)
        for name in {"message", "ui_filename"}.intersection(attributes):
            attributes[name] = visible_lines(attributes[name])
        raise
