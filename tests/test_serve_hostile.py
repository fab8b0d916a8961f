"""The preview and clients that mean harm, or know no better: none gets a traceback, and
none keeps others waiting.
"""

import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml

from explainer.preview import server
from tests.previewing import Preview, eventually, previewing
from tests.site_files import BASE, write_site

CASES = yaml.safe_load(
    (Path(__file__).parent / "cases/serve/requests.yml").read_text(encoding="utf-8")
)
SITE = {**BASE, "mkdocs.yml": "site_name: Lights\n", "annotations/z.yml": ""}
HASTE = 0.5  # seconds that a request may take here


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    with previewing(write_site(tmp_path_factory.mktemp("served"), SITE)) as preview:
        assert eventually(lambda: "built" in preview.reports)
        yield preview


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "_READ_SECONDS", HASTE)


def connected(preview: Preview) -> socket.socket:
    parts = urlsplit(preview.address)
    return socket.create_connection((parts.hostname, parts.port), timeout=60)


def sent(preview: Preview, request: bytes) -> bytes:
    """Send a request and give all that comes back."""
    with connected(preview) as connection:
        connection.sendall(request)
        return b"".join(iter(lambda: connection.recv(65536), b""))


def repeated(value: str | list) -> str:
    return value if isinstance(value, str) else value[0] * value[1]


def request_of(case: dict, host: str) -> bytes:
    if "head" in case:
        ending = "\r\n" if isinstance(case["head"][0], str) else ""
        head = "".join(repeated(line) + ending for line in case["head"]).rstrip("\r\n")
        return f"{head}\r\n\r\n".replace("{host}", host).encode()
    body = repeated(case["post"]).encode()
    head = (
        f"POST /_explainer/entry HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\n"
        f"Content-Length: {len(body)}"
    )
    return f"{head}\r\n\r\n".encode() + body


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_each_request_has_its_answer(
    case: dict, served: Preview, monkeypatch: pytest.MonkeyPatch
) -> None:
    faults: list[BaseException] = []
    monkeypatch.setattr(server, "last_words", lambda error: str(faults.append(error)))
    answer = sent(served, request_of(case, urlsplit(served.address).netloc))
    assert answer.split(b" ")[1] == str(case["status"]).encode()
    assert not faults
    assert b"Traceback" not in answer
    assert b"root:" not in answer


@pytest.mark.parametrize(
    "garbage", [b"\r\n\r\n", b"GET\r\n\r\n", b"\x00\xff\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n"]
)
def test_what_is_no_request_ends_quietly(garbage: bytes, served: Preview) -> None:
    assert b"Traceback" not in sent(served, garbage)
    assert "never once failed" in served.get("articles/lamp/")


def test_no_foreign_page_may_frame_or_guess(served: Preview) -> None:
    host = urlsplit(served.address).netloc
    for path in (
        "/",
        "/nothing",
        "/_explainer/state",
        "/_explainer/preview.js",
        "/_explainer/source?path=mkdocs.yml",
    ):
        head = (
            sent(served, f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
            .partition(b"\r\n\r\n")[0]
            .decode()
        )
        lines = head.split("\r\n")
        assert "Content-Security-Policy: frame-ancestors 'self'" in lines
        assert "X-Frame-Options: SAMEORIGIN" in lines
        assert "X-Content-Type-Options: nosniff" in lines
        assert "Cross-Origin-Resource-Policy: same-origin" in lines
        assert "Referrer-Policy: same-origin" in lines


@pytest.mark.usefixtures("hasty")
def test_a_client_that_sends_nothing_is_dropped(served: Preview) -> None:
    with connected(served) as silent:
        assert "never once failed" in served.get("articles/lamp/")
        assert silent.recv(1) == b""


@pytest.mark.usefixtures("hasty")
def test_a_byte_at_a_time_does_not_buy_more_time(served: Preview) -> None:
    with connected(served) as slow:
        assert eventually(lambda: not _is_heard(slow))


def _is_heard(connection: socket.socket) -> bool:
    try:
        connection.sendall(b"a")
    except OSError:  # a broken pipe, or a reset
        return False
    return True


def test_the_rest_of_a_body_is_not_waited_for_forever(served: Preview, hasty: None) -> None:
    host = urlsplit(served.address).netloc
    head = (
        f"POST /_explainer/stanza HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\n"
        "Content-Length: 9\r\n\r\n"
    )
    with connected(served) as slow:
        slow.sendall(f"{head}[".encode())
        assert slow.recv(1) == b""


@pytest.mark.usefixtures("hasty")
def test_more_clients_than_there_is_room_for(served: Preview) -> None:
    crowd = [connected(served) for _ in range(server._MOST_REQUESTS + 20)]
    assert eventually(lambda: b"200 OK" in _tried(served))
    for each in crowd:
        each.close()


def _tried(preview: Preview) -> bytes:
    host = urlsplit(preview.address).netloc
    try:
        return sent(preview, f"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
    except OSError:
        return b""
