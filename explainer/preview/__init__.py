"""The preview: show the last state without errors, follow the files, show changes and problems."""

import errno
import threading
from collections.abc import Callable, Iterable
from urllib.parse import unquote, urlsplit

from explainer.model import Place, Problem
from explainer.preview.annotating import routes as annotating
from explainer.preview.answers import Routes
from explainer.preview.server import PreviewServer
from explainer.preview.source_pages import SOURCE, place_links, source_page
from explainer.preview.watch import follow
from explainer.preview.workbench import Workbench

HOST = "127.0.0.1"


def serve(  # noqa: PLR0913  # all but the first are options
    bench: Workbench,
    *,
    ports: Iterable[int] = (0,),
    site_url: str = "",
    editor: str = "",
    routes: Routes | None = None,
    ready: Callable[[str], None] = lambda address: None,
    stop: threading.Event | None = None,
) -> tuple[Problem, ...]:
    """Show a root until `stop` is set; return problems if that is impossible.

    Use the first of the `ports` that is free; 0 stands for any. The site is below the path of
    `site_url`, as it will be when hosted. `editor` is the template of an address that opens a file
    (see `source_pages.EDITORS`). `routes` are more handlers, by method and path. `ready` is called
    once, with the address of the site. On Ctrl-C, clean up, then raise KeyboardInterrupt.
    """
    folders = unquote(urlsplit(site_url).path).split("/")
    mount = "/" + "".join(f"{folder}/" for folder in folders if folder)
    with bench:
        server = _server(bench, mount, tuple(ports), editor, routes or {})
        if isinstance(server, Problem):
            return (server,)
        try:
            server.start()
            before = bench.look()
            bench.update()
            ready(server.address)
            follow(bench.look, before, stop or threading.Event(), bench.update)
        finally:
            server.stop()
    return ()


def _server(
    bench: Workbench, mount: str, ports: tuple[int, ...], editor: str, more: Routes
) -> PreviewServer | Problem:
    def is_own(path: str) -> bool:
        return bench.own_file(path) is not None

    links = place_links(bench.workspace.root, mount, "site", editor, is_own)
    routes = {
        ("GET", SOURCE): source_page(bench.own_file, lambda: bench.problems),
        **annotating(bench, links),
        **more,
    }
    for port in ports:
        try:
            return PreviewServer(bench, mount, HOST, port, routes, links)
        except OSError as error:
            failure = error
    return _unusable(ports, failure)


def _unusable(ports: tuple[int, ...], error: OSError) -> Problem:
    tried = str(ports[0]) if len(ports) == 1 else f"{ports[0]} to {ports[-1]}"
    is_taken = error.errno == errno.EADDRINUSE
    reason = "in use by another program" if is_taken else f"not available ({error.strerror})"
    message = (
        f"port {tried} of {HOST} is {reason}; "
        "stop that program, or choose another --port (0 takes any free one)"
    )
    return Problem(Place("."), "error", message, "serve")
