"""Damaged inputs: files of sites, files to make an article of, requests to the preview.
None may give a traceback.

What the last resort would turn into a line counts as a traceback, and so does an
input that takes minutes.
"""

import io
import os
import shutil
import signal
import sys
import tempfile
import time
import traceback
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import chain
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import quote

import pytest
from markdown import Markdown

from explainer import pipeline
from explainer.config.settings import EXTENSION
from explainer.loading.docs import head_of
from explainer.model import Place, Problem, Settings
from explainer.new.article import draft
from explainer.new.decoding import NotTextError
from explainer.pipeline import Analysed
from explainer.preview import server
from explainer.preview.annotating import routes
from explainer.preview.answers import Routes
from explainer.preview.source_pages import SOURCE, source_page
from explainer.preview.workbench import Workbench
from explainer.rendering.render import configs_for, render
from tests.attacking import attacked
from tests.site_files import BASE, cases, write_site
from tests.word_files import packed, paragraph, word_file

SITES = Path(__file__).parent.parent / "sites"
NAMES = ("full", "strange", "rtl", "one-date", "boxes", "formulas", "figures", "minimal")
LONGEST_SECONDS = 60  # of the processor, for one input
PAGES = 3  # besides the articles, that are rendered of each site
_SHOWN = 5
_AT_ONCE = 500  # inputs that one process damages before another may go on


@dataclass(frozen=True)
class Damages:
    """How many inputs were damaged, and how many of them gave a traceback; the
    first of these in short.
    """

    inputs: int
    tracebacks: int
    seconds: float
    examples: str


def damaged(count: int, seed: int) -> Damages:
    """Damage `count` inputs by chance, on all cores."""
    begun = time.monotonic()
    starts = range(0, count, _AT_ONCE)
    counts = [min(_AT_ONCE, count - start) for start in starts]
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
        found = pool.map(failures, starts, counts, [seed] * len(counts))
        failed = list(chain.from_iterable(found))
    seconds = round(time.monotonic() - begun, 1)
    return Damages(count, len(failed), seconds, "; ".join(failed[:_SHOWN]) or "none")


def failures(start: int, count: int, seed: int) -> list[str]:
    """Damage inputs from that number on; return in a line each what failed.

    Three in five are files of sites, the rest files to import and requests.
    """
    random = Random(f"{seed} {start}")
    with ExitStack() as held:
        of_sites, asked = held.enter_context(_sites()), held.enter_context(_asked())
        kinds = (of_sites, of_sites, of_sites, _imported, asked)
        numbers = range(start, start + count)
        found = [_tried(kinds[number % len(kinds)], random, number) for number in numbers]
    return [failure for failure in found if failure]


Try = Callable[
    [Random], str
]  # does one damage and what follows, and says what was done; raises what it raises


def _tried(once: Try, random: Random, number: int) -> str:
    """Say what failed; "" as it should be."""
    try:
        with _limited():
            once(random)
    except Exception as error:
        at = traceback.extract_tb(error.__traceback__)[-1]
        said = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        line = (
            f"input {number} ({getattr(error, 'done', '')}): {said} at "
            f"{Path(at.filename).name}:{at.lineno}"
        )
        sys.stderr.write(f"{line}\n{''.join(traceback.format_exception(error)[-4:])}\n")
        return line
    return ""


@contextmanager
def _limited() -> Iterator[None]:
    """Raise TimeoutError where an input takes minutes."""

    def late(*_: object) -> None:
        raise TimeoutError(f"more than {LONGEST_SECONDS} s")

    before = signal.signal(signal.SIGPROF, late)
    signal.setitimer(signal.ITIMER_PROF, LONGEST_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _noting(error: Exception, done: str) -> Exception:
    error.done = done  # type: ignore[attr-defined]
    return error


# Files of sites


@contextmanager
def _sites() -> Iterator[Try]:
    """Give what damages a file of one of the sites, which is put right
    afterwards, and makes its pages.
    """
    known: dict[str, Any] = {}  # by the text of mkdocs.yml; none is read with code
    read_settings = pipeline.read_settings

    def remembered(config: Any, with_code: bool = False) -> Any:
        if config.text not in known:
            known[config.text] = read_settings(config, with_code)
        return known[config.text]

    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "read_settings", remembered)  # the slowest, and mostly the same
        roots = [_copied(name, Path(folder).resolve()) for name in NAMES]
        originals = {root: _files(root) for root in roots}

        def once(random: Random) -> str:
            root = random.choice(roots)
            files = originals[root]
            path = random.choice([*files, *(each for each in files if not each.endswith(".json"))])
            content, names = attacked(files[path], random)
            (root / path).write_bytes(content)
            done = f"{root.name}/{path}: {names}"
            try:
                _made(root, random)
            except Exception as error:
                raise _noting(error, done)  # noqa: B904 - the same one
            finally:
                (root / path).write_bytes(files[path])
            return done

        yield once


def _copied(name: str, to: Path) -> Path:
    """Copy a site, with the lock file that a build would leave."""
    root = shutil.copytree(SITES / name, to / name)
    analysed, _ = pipeline.analyse(root, _silent)
    if analysed:
        pipeline.write_accepted(analysed.placed, analysed.config.bounds)
    return root


def _files(root: Path) -> Mapping[str, bytes]:
    endings = (".md", ".yml", ".yaml", ".json")
    found = (file for file in sorted(root.rglob("*")) if file.suffix in endings)
    return {file.relative_to(root).as_posix(): file.read_bytes() for file in found}


def _made(root: Path, random: Random) -> None:
    """Do as `check`, then make and render pages as `build`, where there are no errors."""
    published, _, problems = pipeline.analyse_to_publish(root, _silent)
    _printed(problems)
    if published is None or pipeline.has_errors(problems):
        return
    made = pipeline.made_files(published, root)
    pages = [path for path in made if path.endswith(".md")]
    articles = [path for path in pages if path.startswith("articles/")]
    for path in {*articles, *random.sample(pages, min(PAGES, len(pages)))}:
        _rendered(str(made[path]), published)


def _printed(problems: tuple[Problem, ...]) -> None:
    """Have each problem written, as a terminal in any encoding would."""
    for problem in problems:
        str(problem).encode("ascii", "backslashreplace")
        if problem.rule == "internal":
            raise AssertionError(str(problem))


def _rendered(text: str, analysed: Analysed) -> None:
    body = text[len(head_of(text)) :]
    settings = analysed.settings
    configs = configs_for(settings, "docs")
    Markdown(extensions=[*settings.extensions, EXTENSION], extension_configs=configs).convert(body)


def _silent(_: str) -> None:
    pass


# Files to make an article of


def _sources() -> Iterator[tuple[str, bytes]]:
    yield from ((".html", case["html"].encode()) for _, case in cases("new") if "html" in case)
    yield from (
        (".docx", word_file(case["body"], case.get("parts"), case.get("links")))
        for _, case in cases("docx")
    )
    yield ".docx", word_file("".join(paragraph(f"Words {number} of it") for number in range(30)))
    yield (
        ".zip",
        packed({"page.html": "<html><body><h1>The lamp</h1><p>It was lit.</p></body></html>"}),
    )
    yield ".md", BASE["docs/articles/lamp.md"].encode()
    yield ".txt", b"The lamp\n\nIt was lit every night,\nand never failed.\n"
    yield "", b"<p>The lamp was lit</p>"


_SOURCES = tuple(_sources())


def _imported(random: Random) -> str:
    ending, data = random.choice(_SOURCES)
    is_packed = ending in (".docx", ".zip") and random.random() < 0.7
    content, names = _repacked(data, random) if is_packed else attacked(data, random)
    given = random.choice((None, None, None, "html", "text", "markdown", "docx"))
    try:
        made = draft(content, ending, given)
        render(made.markdown, Settings(""))
    except NotTextError:
        pass
    except Exception as error:
        raise _noting(error, f"{ending}: {names}")  # noqa: B904 - the same one
    return names


_ODD_NAMES = ("../../x", "/etc/passwd", "word/../word/document.xml", "a\\b", "é\x00")


def _repacked(data: bytes, random: Random) -> tuple[bytes, str]:
    """Damage one part of a packed file, which is whole otherwise."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    name = random.choice(list(parts))
    parts[name], names = attacked(parts[name], random)
    if random.random() < 0.2:
        parts[random.choice(_ODD_NAMES)] = parts.pop(name)
    return packed(parts), f"{name}: {names}"


# Requests


class _Wire(io.BytesIO):
    """A connection on which a request has come, and on which the answer is kept."""

    def __init__(self, request: bytes) -> None:
        super().__init__(request)
        self.answer = b""

    def makefile(self, *_: object, **__: object) -> io.BytesIO:
        return io.BytesIO()

    def recv_into(self, buffer: Any) -> int:
        return self.readinto(buffer)

    def settimeout(self, _: float) -> None:
        pass

    def sendall(self, data: bytes) -> None:
        self.answer += bytes(data)


@contextmanager
def _asked() -> Iterator[Try]:
    """Give what sends a damaged request to a preview."""
    faults: list[BaseException] = []
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(server, "last_words", lambda error: str(faults.append(error)))
        root = write_site(Path(folder).resolve(), {**BASE, "annotations/a.yml": ""})
        with Workbench(root, root / "site") as bench:
            patch.setattr(bench, "_build_soon", lambda _: None)
            bench.update()
            preview = server.PreviewServer(bench, "/", "127.0.0.1", 0, _routes(bench), _nowhere)
            try:
                yield lambda random: _answered(preview, faults, random)
            finally:
                preview.server_close()


def _nowhere(_: Place) -> Sequence[tuple[str, str]]:
    return ()


def _routes(bench: Workbench) -> Routes:
    return {
        ("GET", SOURCE): source_page(bench.own_file, lambda: bench.problems),
        **routes(bench, _nowhere),
    }


def _answered(preview: server.PreviewServer, faults: list[BaseException], random: Random) -> str:
    host = f"127.0.0.1:{preview.server_port}"
    request, names = _request(host, random)
    wire = _Wire(request)
    try:
        server._Handler(wire, ("127.0.0.1", 1), preview)  # type: ignore[arg-type]
        if faults:
            raise faults.pop()
        if wire.answer.startswith(b"HTTP/1.0 5") and not wire.answer.startswith(b"HTTP/1.0 505"):
            raise AssertionError(wire.answer[:200])
    except Exception as error:
        raise _noting(error, f"request: {names}")  # noqa: B904 - the same one
    return names


_PATHS = (
    "/",
    "/articles/lamp/",
    "/_explainer/state?page=/articles/lamp/",
    "/_explainer/source?path=mkdocs.yml&line=1",
)
_BODY = (
    b'{"article": "lamp", "kind": "claim", "words": "never once failed", '
    b'"values": {"summary": "x"}}'
)


def _request(host: str, random: Random) -> tuple[bytes, str]:
    """Damage a request: its body, its address, or all of it."""
    heads = f"Host: {host}\r\nOrigin: http://{host}\r\n".encode()
    kind = random.choice(("body", "address", "all"))
    body, names = attacked(_BODY, random) if kind == "body" else (_BODY, "")
    path = random.choice(_PATHS)
    if kind == "address":
        damaged_path, names = attacked(path.encode(), random)
        path = (
            quote(damaged_path, safe="/?=&_%[]:@")
            if random.random() < 0.7
            else damaged_path.decode("latin-1")
        )
    get = f"GET {path} HTTP/1.1\r\n".encode("latin-1", "replace") + heads + b"\r\n"
    where = random.choice((b"stanza", b"entry"))
    length = f"Content-Length: {len(body)}\r\n\r\n".encode()
    post = b"POST /_explainer/" + where + b" HTTP/1.1\r\n" + heads + length + body
    request = get if kind == "address" or (kind == "all" and random.random() < 0.5) else post
    return attacked(request, random) if kind == "all" else (request, names)
