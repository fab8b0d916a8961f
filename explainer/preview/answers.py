"""Requests to the preview's server and its answers, as values, and the type of its handlers."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import NamedTuple

PREFIX = "/_explainer/"  # of the preview's own paths; no site has such a path


class Request(NamedTuple):
    """A browser's request: the decoded path, the first value of each parameter, and the body."""

    path: str
    query: Mapping[str, str]
    body: bytes = b""


class Answer(NamedTuple):
    """An answer to a request; `kind` is a media type, `location` an address to redirect to."""

    body: bytes
    kind: str = "text/html"
    status: HTTPStatus = HTTPStatus.OK
    location: str = ""


Handler = Callable[[Request], Answer]
# By method and path, such as ("POST", "/_explainer/stanza")
Routes = Mapping[tuple[str, str], Handler]


def missing(message: str) -> Answer:
    """Return a page with a message, for a path where there is nothing."""
    page = (
        "<!doctype html><html lang=en><meta charset=utf-8><title>Not here</title>"
        f"<body><p>{message}</p></body></html>"
    )
    return Answer(page.encode(), status=HTTPStatus.NOT_FOUND)
