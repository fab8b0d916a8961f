"""The server of the preview, for browsers on this machine only.

Each request must name this machine as its host, so that a foreign page whose name leads here (DNS
rebinding) gets nothing; a request that sends something must come from a page of this server. No
foreign page may frame one, load anything, or keep hold of a window that it opened. Who sends a
request slowly, or does not take the answer, is left alone after a while.
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

_ALIVE_SECONDS = 10.0  # between two signs of life, by which browsers that went away are noticed
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
    """Serves a workbench below a path, in threads of its own; raises OSError where the port is not to be had."""

    daemon_threads = True
    request_queue_size = 64  # a page asks for a dozen files at once
    allow_reuse_address = os.name != "nt"  # there it means that two programs may have one port

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
        self.hosts = {
            f"{name}:{self.server_port}" for name in (shown, "localhost", "127.0.0.1", "[::1]")
        }
        self.hosts |= (
            {name.rpartition(":")[0] for name in self.hosts} if self.server_port == 80 else set()
        )
        self.address = f"http://{shown}:{self.server_port}{quote(mount)}"

    def start(self) -> None:
        """Begin to answer."""
        threading.Thread(target=partial(self.serve_forever, 0.1), daemon=True).start()

    def stop(self) -> None:
        """Answer no longer, and give the port back."""
        self.shutdown()
        self.server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of browsers that went away in the middle of an answer."""

    def process_request(self, request: Any, client_address: Any) -> None:
        """Answer in a thread of its own, or hang up where too many are waiting."""
        if self._free.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Answer, and let another come."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._free.release()

    def answer(self, method: str, target: str, body: bytes = b"") -> Answer:
        """Give what belongs to a target such as `/talks/claims/?all=1`, without the preview's own part."""
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
        """Give what the site has at a path with nothing quoted in it."""
        if path == "/" != self.mount or path + "/" == self.mount:
            return _redirect(quote(self.mount))
        return self._file(path) if path.startswith(self.mount) else self._missing()

    def shown(self, method: str, target: str, body: bytes = b"") -> Answer:
        """Give the same with the preview's part on each page; a fault of the program is an answer, too."""
        try:
            version = str(
                self.bench.version
            )  # before the rest is read: what changes meanwhile is asked for again
            answer = self.answer(method, target, body)
            if answer.kind != "text/html" or answer.location:
                return answer
            tokens = {**self.tokens(answer), "version": version}
            return answer._replace(body=with_preview(answer.body, self.panel(), tokens))
        except Exception as error:
            return Answer(
                f"{last_words(error)}.".encode(), "text/plain", HTTPStatus.INTERNAL_SERVER_ERROR
            )

    def tokens(self, answer: Answer) -> dict[str, str]:
        """Give what differs where a page, with what it loads, is other than before, and where its style sheets are."""
        loaded = [
            path
            for path in sorted(self.bench.versions)
            if posixpath.basename(path).encode() in answer.body
        ]
        counts = {
            path: self.bench.versions[path]
            for path in loaded
            if not path.endswith((".md", ".html"))
        }
        styles = {path: count for path, count in counts.items() if path.endswith(".css")}
        others = repr(
            {path: count for path, count in counts.items() if path not in styles}
        ).encode()
        return {"page": _digest(answer.body + others), "styles": _digest(repr(styles).encode())}

    def panel(self) -> str:
        """Give the panel with what is wrong now."""
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
        is_here = (
            host in self.server.hosts
            and self.headers.get("Origin", f"http://{host}") == f"http://{host}"
        )
        return is_here and self._is_asked_by_us()

    def _is_asked_by_us(self) -> bool:
        """Return whether a page of this server asks, or the user, who may follow a link elsewhere.

        A page of another host could ask without an `Origin`, and keep connections open, or learn
        from the time of the answer what exists: https://www.w3.org/TR/fetch-metadata/.
        """
        if self.headers.get("Sec-Fetch-Site", "none") in ("same-origin", "none"):
            return True
        return self.command == "GET" and self.headers.get("Sec-Fetch-Dest") == "document"

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer a request that is none, or has a method that no browser needs here."""
        status = HTTPStatus(code)
        if status == HTTPStatus.NOT_IMPLEMENTED:
            status = HTTPStatus.METHOD_NOT_ALLOWED
        self.close_connection = True
        self._send(_refused(f"{status.phrase}.", status))

    def _send(self, answer: Answer) -> None:
        body = answer.body
        tag = "" if answer.kind == "text/html" else f'"{_digest(body)}"'
        asked = getattr(self, "headers", {})  # a request that is none has none
        is_known = (
            bool(tag) and asked.get("If-None-Match") == tag and answer.status == HTTPStatus.OK
        )
        headers = {
            "ETag": tag,
            "Location": answer.location,
            "Cache-Control": "no-cache" if tag else "no-store",
        }
        headers["Content-Type"] = (
            f"{answer.kind}; charset=utf-8" if answer.kind.startswith("text/") else answer.kind
        )
        self._begin(
            HTTPStatus.NOT_MODIFIED if is_known else answer.status,
            headers,
            0 if is_known else len(body),
        )
        if not is_known:
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
        """Server-sent events: the version now, and each later one (https://html.spec.whatwg.org/#server-sent-events)."""
        self._begin(
            HTTPStatus.OK, {"Content-Type": "text/event-stream", "Cache-Control": "no-store"}, None
        )
        seen = 0
        while True:
            version = self.server.bench.wait(seen, _ALIVE_SECONDS)
            self.wfile.write(f"data: {version}\n\n".encode() if version != seen else b":\n\n")
            self.wfile.flush()
            seen = version

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: the command prints, stages do not."""


class _Hurried(io.RawIOBase):
    """What a connection sends, as long as there is time; raises TimeoutError then, however much came."""

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
