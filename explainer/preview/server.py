"""The server of the preview, for browsers on this machine only.

Each request must name this machine as its host, so that a foreign page whose name leads here (DNS
rebinding) gets nothing; a request that sends anything must come from a page of this server. Foreign
pages may not embed its pages, load anything from it, or keep hold of a window that they opened.
Connections on which a request arrives slowly, or an answer is not read, are closed after a while.
"""

import hashlib
import io
import json
import mimetypes
import os
import posixpath
import re
import socket
import threading
import time
from collections.abc import Mapping
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from explainer.lastresort import last_words
from explainer.preview.answers import PREFIX, Answer, Request, Routes, missing
from explainer.preview.panel import Links, panel, script, with_preview
from explainer.preview.workbench import Workbench

_ALIVE_SECONDS = 10.0  # between two signs of life, which show whether a browser is still there
_LARGEST_BODY = 1_000_000  # bytes
_READ_SECONDS = 10.0  # for a whole request to arrive
_WRITE_SECONDS = 30.0  # for an answer to be taken
_MOST_REQUESTS = 200  # at once; each takes a thread and a file descriptor
_MOST_PARAMETERS = 20
_HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Content-Security-Policy": "frame-ancestors 'self'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
}
_KINDS = {
    ".js": "text/javascript",
    ".json": "application/json",
    ".css": "text/css",
    ".svg": "image/svg+xml",
}


class PreviewServer(ThreadingHTTPServer):
    """Serves a workbench below a path, in its own threads. Raises OSError if the port is taken."""

    daemon_threads = True
    request_queue_size = 64  # a page asks for a dozen files at once
    allow_reuse_address = os.name != "nt"  # on Windows, two programs could share one port then

    def __init__(
        self, bench: Workbench, mount: str, host: str, port: int, routes: Routes, links: Links
    ) -> None:
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self.bench, self.mount, self.links = bench, mount, links
        self.routes = {
            ("GET", f"{PREFIX}state"): self._state,
            ("GET", f"{PREFIX}preview.js"): lambda _: Answer(script().encode(), "text/javascript"),
            **routes,
        }
        self._free = threading.BoundedSemaphore(_MOST_REQUESTS)
        super().__init__((host, port), _Handler)
        shown = f"[{host}]" if ":" in host else host
        names = {shown, "localhost", "127.0.0.1", "[::1]"}
        self.hosts = {f"{name}:{self.server_port}" for name in names}
        if self.server_port == 80:
            self.hosts |= names
        self.address = f"http://{shown}:{self.server_port}{quote(mount)}"

    def start(self) -> None:
        """Begin to answer."""
        threading.Thread(target=partial(self.serve_forever, 0.1), daemon=True).start()

    def stop(self) -> None:
        """Stop answering, and free the port."""
        self.shutdown()
        self.server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Report nothing: browsers may go away in the middle of an answer."""

    def process_request(self, request: Any, client_address: Any) -> None:
        """Answer in a new thread, or hang up if there are too many already."""
        if self._free.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Answer, and then allow one more request."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._free.release()

    def answer(self, method: str, target: str, body: bytes = b"") -> Answer:
        """Return the answer for a target, such as `/talks/claims/?all=1`, as the site has it."""
        try:
            parts = urlsplit(target)
            query = parse_qsl(parts.query, max_num_fields=_MOST_PARAMETERS)
        except ValueError:
            return _refused("This is not the address of a page.")
        path = unquote(parts.path)
        handler = self.routes.get((method, path))
        if handler:
            return handler(Request(path, dict(reversed(query)), body))
        if method != "GET":
            return missing("Nothing can be sent here.")._replace(
                status=HTTPStatus.METHOD_NOT_ALLOWED
            )
        return self._page(path)

    def _page(self, path: str) -> Answer:
        """Return the file or page of the site at a decoded path."""
        if path == "/" != self.mount or path + "/" == self.mount:
            return _redirect(quote(self.mount))
        if not path.startswith(self.mount):
            return self._missing()
        return self._file(path)

    def shown(self, method: str, target: str, body: bytes = b"") -> Answer:
        """Return the answer, with the preview's part on pages; if Explainer fails, say so."""
        try:
            # Read before all else, so that what changes meanwhile is asked for again
            version = str(self.bench.version)
            answer = self.answer(method, target, body)
            if answer.kind != "text/html" or answer.location:
                return answer
            tokens = {**self.tokens(answer), "version": version}
            return answer._replace(body=with_preview(answer.body, self.panel(), tokens))
        except Exception as error:
            message = f"{last_words(error)}."
            return Answer(message.encode(), "text/plain", HTTPStatus.INTERNAL_SERVER_ERROR)

    def tokens(self, answer: Answer) -> dict[str, str]:
        """Return two digests, one of a page and the files it loads, and one of its style sheets."""
        styles, others = dict[str, int](), dict[str, int]()
        for path, count in sorted(self.bench.versions.items()):
            is_page = path.endswith((".md", ".html"))
            if not is_page and posixpath.basename(path).encode() in answer.body:
                counts = styles if path.endswith(".css") else others
                counts[path] = count
        page = answer.body + repr(others).encode()
        return {"page": _digest(page), "styles": _digest(repr(styles).encode())}

    def panel(self) -> str:
        """Return the panel with the problems known now."""
        return panel(self.bench.problems, self.links, self.bench.is_behind)

    def _file(self, path: str) -> Answer:
        inside = path.removeprefix(self.mount)
        if ".." in inside.split("/") or "\\" in inside or "\0" in inside or inside.startswith("/"):
            return self._missing()
        name = f"{inside}index.html" if inside.endswith("/") or not inside else inside
        data = self.bench.read(name)
        if data is not None:
            return Answer(data, _kind(name))
        if not inside.endswith("/") and self.bench.read(f"{inside}/index.html") is not None:
            return _redirect(quote(f"{path}/"))
        return self._missing()

    def _missing(self) -> Answer:
        data = self.bench.read("404.html")
        if data is None:
            return missing("There is no such page, or the site has not been built yet.")
        return Answer(data, status=HTTPStatus.NOT_FOUND)

    def _state(self, request: Request) -> Answer:
        try:
            path = unquote(urlsplit(request.query.get("page", "/")).path)
        except ValueError:
            return _refused("This is not the address of a page.")
        tokens = self.tokens(self._page(path))
        return Answer(json.dumps({**tokens, "panel": self.panel()}).encode(), "application/json")


class _Handler(BaseHTTPRequestHandler):
    server: PreviewServer

    def setup(self) -> None:
        super().setup()
        self.rfile.close()
        self.rfile = io.BufferedReader(_Hurried(self.connection, _READ_SECONDS))

    def do_GET(self) -> None:
        if not self._is_welcome():
            self._send(_FOREIGN)
        elif self.path.partition("?")[0] == f"{PREFIX}events":
            self._stream()
        else:
            self._send(self.server.shown("GET", self.path))

    def do_POST(self) -> None:
        if not self._is_welcome() or "Origin" not in self.headers:
            self._send(_FOREIGN)
        elif not _COUNT.fullmatch(self.headers.get("Content-Length", "")):
            self._send(_refused("A request must state its length.", HTTPStatus.LENGTH_REQUIRED))
        else:
            self._take(int(self.headers["Content-Length"]))

    def _take(self, length: int) -> None:
        if length > _LARGEST_BODY:
            self._send(_refused("This request is too large.", HTTPStatus.REQUEST_ENTITY_TOO_LARGE))
            return
        body = self.rfile.read(length)
        if len(body) < length:
            self._send(_refused("This request ended early."))
        else:
            self._send(self.server.shown("POST", self.path, body))

    def _is_welcome(self) -> bool:
        """Return whether a request names this machine, and comes from no page of another host."""
        host = self.headers.get("Host", "").lower()
        origin = self.headers.get("Origin", f"http://{host}")
        is_ours = host in self.server.hosts and origin == f"http://{host}"
        return is_ours and self._is_asked_by_us()

    def _is_asked_by_us(self) -> bool:
        """Return whether the request comes from a page of this server, or from the user.

        The user may follow a link on any page. A page of another host could ask without an
        `Origin`, and keep connections open, or learn from the time of the answer what exists:
        https://www.w3.org/TR/fetch-metadata/.
        """
        if self.headers.get("Sec-Fetch-Site", "none") in ("same-origin", "none"):
            return True
        return self.command == "GET" and self.headers.get("Sec-Fetch-Dest") == "document"

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer a request that is malformed, or has a method that no browser needs here."""
        status = HTTPStatus(code)
        if status == HTTPStatus.NOT_IMPLEMENTED:
            status = HTTPStatus.METHOD_NOT_ALLOWED
        self.close_connection = True
        self._send(_refused(f"{status.phrase}.", status))

    def _send(self, answer: Answer) -> None:
        status, body, kind = answer.status, answer.body, answer.kind
        headers = {"Location": answer.location, "Cache-Control": "no-store"}
        if kind != "text/html":
            tag = f'"{_digest(body)}"'
            headers |= {"ETag": tag, "Cache-Control": "no-cache"}
            asked = getattr(self, "headers", {})  # a malformed request has none
            if status == HTTPStatus.OK and asked.get("If-None-Match") == tag:
                status, body = HTTPStatus.NOT_MODIFIED, b""
        headers["Content-Type"] = f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
        self._begin(status, headers, len(body))
        self.wfile.write(body)

    def _begin(self, status: HTTPStatus, headers: Mapping[str, str], length: int | None) -> None:
        self.connection.settimeout(_WRITE_SECONDS)
        self.send_response(status)
        for name, value in {**headers, **_HEADERS}.items():
            if value:
                self.send_header(name, value)
        if length is not None:
            self.send_header("Content-Length", str(length))
        self.end_headers()

    def _stream(self) -> None:
        """Send the version now, and each later one, as server-sent events.

        See https://html.spec.whatwg.org/#server-sent-events.
        """
        headers = {"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        self._begin(HTTPStatus.OK, headers, None)
        seen = 0
        while True:
            version = self.server.bench.wait(seen, _ALIVE_SECONDS)
            self.wfile.write(f"data: {version}\n\n".encode() if version != seen else b":\n\n")
            self.wfile.flush()
            seen = version

    def log_message(self, format: str, *args: Any) -> None:
        """Log nothing: only commands print."""


class _Hurried(io.RawIOBase):
    """Reads from a connection for a limited time, then raises TimeoutError, even while reading."""

    def __init__(self, connection: socket.socket, seconds: float) -> None:
        self._connection, self._ends = connection, time.monotonic() + seconds

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._connection.settimeout(max(self._ends - time.monotonic(), 0.001))
        return self._connection.recv_into(buffer)


_COUNT = re.compile(r"[0-9]{1,15}")
_FOREIGN = Answer(
    b"This preview is for browsers on this machine.", "text/plain", HTTPStatus.FORBIDDEN
)


def _refused(why: str, status: HTTPStatus = HTTPStatus.BAD_REQUEST) -> Answer:
    return Answer(why.encode(), "text/plain", status)


def _redirect(address: str) -> Answer:
    return Answer(b"", status=HTTPStatus.FOUND, location=address)


def _kind(name: str) -> str:
    ending = posixpath.splitext(name)[1].lower()
    return _KINDS.get(ending) or mimetypes.guess_type(name)[0] or "application/octet-stream"


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]
