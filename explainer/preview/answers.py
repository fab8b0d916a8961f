"""What the preview's server is asked and answers, as values; more paths are added by giving their handlers."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import NamedTuple

PREFIX = "/_explainer/"  # of the preview's own paths, which no site has


class Request(NamedTuple):
    """What a browser asks for: the path with nothing quoted in it, the first value of each parameter, the body."""

    path: str
    query: Mapping[str, str]
    body: bytes = b""


class Answer(NamedTuple):
    """What it gets; `kind` is a media type, `location` where it is sent on to."""

    body: bytes
    kind: str = "text/html"
    status: HTTPStatus = HTTPStatus.OK
    location: str = ""


Handler = Callable[[Request], Answer]
Routes = Mapping[
    tuple[str, str], Handler
]  # by method and path, such as ("POST", "/_explainer/stanza")


def missing(what: str) -> Answer:
    """Say in plain words that there is nothing here."""
    page = f"<!doctype html><html lang=en><meta charset=utf-8><title>Not here</title><body><p>{what}</p></body></html>"
    return Answer(page.encode(), status=HTTPStatus.NOT_FOUND)
