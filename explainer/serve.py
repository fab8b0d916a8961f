"""The preview: serves the last good site, rebuilds when a file changes, reloads the browser, shows the problems.

Files are polled: an editor that saves by renaming, a folder that goes away and comes back, a network drive all look the
same, and a few thousand files cost a few milliseconds.
"""

import html
import socket
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from explainer.files import files_below
from explainer.model import Place, Problem

Rebuild = Callable[[], tuple[Problem, ...]]
Snapshot = Mapping[Path, tuple[int, int]]

POLL_SECONDS = 0.3
SETTLED_SECONDS = 0.15  # no change for so long: the storm of saves is over
LONGEST_STORM_SECONDS = 5.0
# Written by the program itself at each build; watching it would build twice.
_OWN_FILES = ("anchors.lock.json",)
_VERSION_PATH = "/_explainer/version"
_SCRIPT = (
    "<script>setInterval(async()=>{{if(!document.hidden)try{{"
    'if(await(await fetch("{path}")).text()!=="{version}")location.reload()}}catch{{}}}},1000)</script>'
)
_STYLE = (
    "position:sticky;top:0;z-index:100;padding:.6rem 1.2rem;background:#fff3cd;color:#3b2a00;font:16px/1.5 sans-serif;"
    "border-bottom:3px solid #b00020;max-height:50vh;overflow:auto"
)
_NO_SITE = b"<!doctype html><html lang=en><title>No site yet</title><body><p>There is no such page.</p></body></html>"


def serve(
    rebuild: Rebuild,
    watched: Sequence[Path],
    site_dir: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    site_url: str = "",
    ready: Callable[[str, tuple[Problem, ...]], None] = lambda address, problems: None,
    rebuilt: Callable[[tuple[Problem, ...]], None] = lambda problems: None,
    stop: threading.Event | None = None,
) -> tuple[Problem, ...]:
    """Build, serve and rebuild until interrupted (Ctrl-C) or until `stop` is set; problems only where that cannot be.

    `rebuild` runs the pipeline and puts a new site into `site_dir` if it can. `watched` are files and folders, which
    may come and go. `ready` is called once, with the address and the problems of the first build; `rebuilt` after each
    later one. The site lives below the path of `site_url`, as it will when hosted. Port 0 takes any free one.
    """
    try:
        server = PreviewServer(site_dir, host, port, urlsplit(site_url).path or "/")
    except OSError as error:
        return (_unusable(host, port, error),)
    try:
        before = snapshot(watched)
        server.show(_guarded(rebuild))
        server.start()
        ready(server.address, server.problems)
        _follow(watched, before, stop or threading.Event(), lambda: rebuilt(server.show(_guarded(rebuild))))
    except KeyboardInterrupt:
        pass
    finally:
        server.stop()
    return ()


def snapshot(watched: Sequence[Path]) -> Snapshot:
    """The time of change and the size of every file, hidden ones and backups left out."""
    found = {}
    for path in watched:
        for file in files_below(path) if path.is_dir() else [path]:
            if not file.name.endswith("~") and file.name not in _OWN_FILES:
                try:
                    status = file.stat()
                except OSError:
                    continue  # it went away between two looks
                found[file] = (status.st_mtime_ns, status.st_size)
    return found


def with_panel(page: bytes, problems: Sequence[Problem], script: str = "") -> bytes:
    """Put the list of problems (nothing where there are none) and a script at the top of a page."""
    top = (panel(problems) + script).encode()
    tag = page.find(b"<body")
    at = page.find(b">", tag) + 1 if tag >= 0 else 0
    return page[:at] + top + page[at:]


def panel(problems: Sequence[Problem]) -> str:
    """The problems as HTML that is read out at once, or "" where there are none."""
    if not problems:
        return ""
    count = f"{len(problems)} problem{'s' if len(problems) > 1 else ''}"
    shown = "" if all(problem.level == "warning" for problem in problems) else "; the last good site is shown"
    items = "".join(f"<li>{html.escape(str(problem))}</li>" for problem in problems)
    return (
        f'<div role="alert" class="ex-problems" style="{_STYLE}"><strong>{count}{shown}</strong><ul>{items}</ul></div>'
    )


class PreviewServer(ThreadingHTTPServer):
    """Serves a folder below a path in a thread of its own; raises OSError where the port is not to be had."""

    daemon_threads = True

    def __init__(self, site_dir: Path, host: str, port: int, mount: str) -> None:
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self.mount = "/" + mount.strip("/") + "/" if mount.strip("/") else "/"
        self.problems: tuple[Problem, ...] = ()
        self.version = time.time_ns()  # pages left open since the last run must notice, too
        self.thread = threading.Thread(target=self.serve_forever, args=(0.1,), daemon=True)
        super().__init__((host, port), partial(_Handler, directory=str(site_dir)))
        shown_host = f"[{host}]" if ":" in host else host
        self.address = f"http://{shown_host}:{self.server_port}{quote(unquote(self.mount))}"

    def show(self, problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
        """Show these problems from now on, and let open pages reload."""
        self.problems, self.version = problems, self.version + 1
        return problems

    def start(self) -> None:
        """Begin to answer."""
        self.thread.start()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of browsers that went away in the middle of an answer."""

    def stop(self) -> None:
        """Answer no longer, and give the port back."""
        if self.thread.is_alive():
            self.shutdown()
        self.server_close()


class _Handler(SimpleHTTPRequestHandler):
    server: PreviewServer
    extensions_map = SimpleHTTPRequestHandler.extensions_map | {".js": "text/javascript", ".json": "application/json"}

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        mount = unquote(self.server.mount)
        if path == _VERSION_PATH:
            self._answer(HTTPStatus.OK, "text/plain", str(self.server.version).encode())
        elif path == "/" != mount or path + "/" == mount:
            self._redirect(self.server.mount)
        elif not path.startswith(mount):
            self._missing()
        else:
            self._file(path, "/" + path[len(mount) :])

    def _file(self, path: str, inside: str) -> None:
        file = Path(self.translate_path(quote(inside)))
        if file.is_dir() and not path.endswith("/"):
            self._redirect(quote(path) + "/")
            return
        file = file / "index.html" if file.is_dir() else file
        try:
            data = file.read_bytes()
        except (OSError, ValueError):  # a name that no file can have
            self._missing()
        else:
            self._answer(HTTPStatus.OK, self.guess_type(str(file)), data)

    def _missing(self) -> None:
        try:
            data = Path(self.directory, "404.html").read_bytes()
        except OSError:
            data = _NO_SITE
        self._answer(HTTPStatus.NOT_FOUND, "text/html", data)

    def _answer(self, status: HTTPStatus, kind: str, data: bytes) -> None:
        if kind == "text/html":
            script = _SCRIPT.format(path=_VERSION_PATH, version=self.server.version)
            data = with_panel(data, self.server.problems, script)
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(data)

    def _redirect(self, address: str) -> None:
        self.send_response(HTTPStatus.FOUND)
        self.send_header("Location", address)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: the command prints, stages do not."""


def _follow(watched: Sequence[Path], seen: Snapshot, stop: threading.Event, changed: Callable[[], None]) -> None:
    """Call `changed` after each change, once per storm, until `stop` is set."""
    while not stop.wait(POLL_SECONDS):
        now = snapshot(watched)
        if now != seen:
            seen = _settled(watched, now, stop)
            changed()


def _settled(watched: Sequence[Path], now: Snapshot, stop: threading.Event) -> Snapshot:
    deadline = time.monotonic() + LONGEST_STORM_SECONDS
    while not stop.wait(SETTLED_SECONDS) and time.monotonic() < deadline:
        before, now = now, snapshot(watched)
        if before == now:
            break
    return now


def _guarded(rebuild: Rebuild) -> tuple[Problem, ...]:
    """A fault of the program itself must not end the preview; it is shown like a problem."""
    try:
        return rebuild()
    except Exception as error:
        message = f"the program failed ({type(error).__name__}: {error}); please report it with the file you changed"
        return (Problem(Place("."), "error", message, "internal"),)


def _unusable(host: str, port: int, error: OSError) -> Problem:
    message = f"{host}:{port} cannot be used ({error.strerror}); stop the other program there, or choose a --port"
    return Problem(Place("."), "error", message, "serve")
