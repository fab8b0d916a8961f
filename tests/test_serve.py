"""The preview as its server and its files have it; test_serve_browser.py
has what an editor sees.
"""

import http.client
import json
import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from click.testing import CliRunner, Result

from build_site import main
from explainer.model import Place, Problem
from explainer.preview import serve
from explainer.preview.answers import Answer, Request
from explainer.preview.panel import panel, with_preview
from explainer.preview.source_pages import EDITORS, place_links
from explainer.preview.workbench import Workbench
from tests.previewing import Preview, eventually, previewing, removed, text_at
from tests.site_files import BASE, write_site

ARTICLE = "docs/articles/lamp.md"
FIRST = BASE[ARTICLE]
SITE = {**BASE, "mkdocs.yml": "site_name: Lights\n", "annotations/z.yml": "", "docs/x.css": "a{}"}
BROKEN = "actors:\n  x: {name: [}\n"
PAGE = "articles/lamp/"


def echo(request: Request) -> Answer:
    return Answer(request.body + str(dict(request.query)).encode(), "text/plain")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """One that no test changes for good."""
    root = write_site(
        tmp_path_factory.mktemp("served"), {**SITE, "docs/.secret": "secret", ".env": "secret"}
    )
    with previewing(
        root, "https://example.org/my%20lamp/", "vscode://file{path}:{line}:{column}", ROUTES
    ) as preview:
        assert eventually(lambda: "built" in preview.reports)
        yield preview


ROUTES = {("POST", "/_explainer/echo"): echo}


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    with previewing(write_site(tmp_path, SITE)) as preview:
        yield preview


def save(preview: Preview, words: str) -> None:
    write_site(preview.root, {ARTICLE: FIRST.replace("once failed", words)})


def post(address: str, body: bytes, **headers: str) -> tuple[int, str]:
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port)
    connection.request("POST", parts.path, body, headers)
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["serve", *map(str, arguments)])


# What is served


def test_pages_are_served_below_the_path_of_the_site(served: Preview) -> None:
    assert served.address.endswith("/my%20lamp/")
    assert "never once failed" in served.get(PAGE)
    assert "never once failed" in served.get(PAGE.rstrip("/"))
    assert served.get("x.css") == "a{}"
    assert json.loads(served.get("search/search_index.json"))["docs"]
    root = served.address.removesuffix("my%20lamp/")
    for address in (root, root + "my%20lamp"):
        with urllib.request.urlopen(address) as page:
            assert page.url == served.address
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(root + PAGE)


@pytest.mark.parametrize(
    "path",
    [
        "../mkdocs.yml",
        "%2e%2e/mkdocs.yml",
        "..%2fmkdocs.yml",
        "..%5cmkdocs.yml",
        "a%00b",
        "//x",
        "gone/",
    ],
)
def test_nothing_else_is_served(served: Preview, path: str) -> None:
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(served.address + path)


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:{port}", "127.0.0.1:1", "localhost.evil.example:{port}", ""],
)
def test_other_names_of_this_machine_are_refused(served: Preview, host: str) -> None:
    port = str(urlsplit(served.address).port)
    for path in ("", "../_explainer/events", "../_explainer/source?path=mkdocs.yml"):
        assert (
            text_at(served.address + path, Host=host.format(port=port))
            == "This preview is for browsers on this machine."
        )
    assert "Lights" in text_at(served.address, Host=f"localhost:{port}")


def test_only_pages_of_the_preview_can_send_something(served: Preview) -> None:
    own = served.own.removesuffix("/_explainer/")
    assert post(f"{served.own}echo", b"words ", Origin=own) == (200, "words {}")
    assert post(f"{served.own}echo", b"words", Origin="http://evil.example")[0] == 403
    assert post(f"{served.own}echo", b"words")[0] == 403
    assert post(f"{served.own}echo", b"x", Origin=own, **{"Content-Length": "2000000"})[0] == 413
    assert post(served.address, b"words", Origin=own)[0] == 405


def test_lines_of_the_editors_own_files_are_shown(served: Preview) -> None:
    page = text_at(f"{served.own}source?path={ARTICLE}&line=3&column=5")
    assert (
        '<li id="L3" class="here" aria-current="true"><code>The <mark>lamp was lit every night.'
        in page
    )
    assert '<li id="L1"><code># The lamp</code></li>' in page
    assert "<mark> </mark>" in text_at(f"{served.own}source?path={ARTICLE}&line=2&column=99999")


def test_nothing_in_the_lines_of_a_file_turns_what_is_behind_it(preview: Preview) -> None:
    path = "annotations/a\u202egpj.yml"
    (preview.root / path).write_text("actors:\n\tlund: \u202e1\n", "utf-8")
    assert eventually(lambda: any(each.place.path == path for each in preview.problems[-1]))
    page = text_at(f"{preview.own}source?{urlencode({'path': path})}&line=2&column=3")
    assert "\u202e" not in page
    assert "<h1>annotations/a\\u202egpj.yml:2</h1>" in page
    assert "<code>\tl<mark>und: \\u202e1</mark></code>" in page
    assert page.count('<p class="said">') == sum(map(page.count, ("error: ", "warning: "))) > 0


@pytest.mark.parametrize(
    "path",
    [
        "../secret",
        ".env",
        "docs/.secret",
        "/etc/hosts",
        "docs",
        "",
        "site/index.html",
        "docs/../.env",
        "a%00b",
    ],
)
def test_no_other_lines_are_shown(served: Preview, path: str) -> None:
    page = text_at(f"{served.own}source?path={path}&line=1")
    assert "There is no such file here" in page
    assert "<li" not in page


def test_a_fault_of_a_handler_is_an_answer(tmp_path: Path) -> None:
    def fail(request: Request) -> Answer:
        raise ZeroDivisionError("by zero")

    with previewing(
        write_site(tmp_path, SITE), routes={("GET", "/_explainer/fail"): fail}
    ) as preview:
        told = "Explainer itself failed (ZeroDivisionError: by zero); please report this to its "
        assert text_at(f"{preview.own}fail").startswith(told)


# What follows the files


def test_a_change_is_shown_before_the_site_is_built(preview: Preview) -> None:
    assert eventually(lambda: "built" in preview.reports)
    before = (preview.root / "site/articles/lamp/index.html").read_text()
    seen = preview.bench.version
    save(preview, "went out")
    assert preview.shows("went out", PAGE)
    assert eventually(lambda: preview.bench.version > seen)  # set once the pages are there
    assert (preview.root / "site/articles/lamp/index.html").read_text() == before
    assert eventually(
        lambda: "went out" in (preview.root / "site/articles/lamp/index.html").read_text()
    )
    assert eventually(lambda: "went out" in preview.get("search/search_index.json"))


def test_events_tell_the_version(preview: Preview) -> None:
    with urllib.request.urlopen(f"{preview.own}events") as events:
        first = events.readline()
        assert first.startswith(b"data: ")
        save(preview, "went out")
        later = [events.readline() for _ in range(2)]
        assert later[0] == b"\n"
        assert later[1].startswith(b"data: ")
        assert later[1] != first


def test_what_is_other_than_before_is_told_for_each_page(preview: Preview) -> None:
    def state(path: str) -> dict[str, str]:
        return json.loads(text_at(f"{preview.own}state?page=/{path}"))

    eventually(lambda: "built" in preview.reports)
    article, method = state(PAGE), state("method/")
    save(preview, "went out")
    assert preview.shows("went out", PAGE)
    assert state(PAGE)["page"] != article["page"]
    assert state("method/") == method
    write_site(
        preview.root, {"docs/x.css": "b{}", "mkdocs.yml": "site_name: Lights\nextra_css: [x.css]\n"}
    )
    assert eventually(lambda: "x.css" in preview.get(PAGE))
    before = state(PAGE)
    write_site(preview.root, {"docs/x.css": "b{color:red}"})
    assert eventually(lambda: preview.get("x.css") == "b{color:red}")
    assert state(PAGE)["page"] == before["page"]
    assert state(PAGE)["styles"] != before["styles"]


def test_problems_are_shown_on_the_last_good_site_until_they_are_gone(preview: Preview) -> None:
    write_site(preview.root, {"annotations/a.yml": BROKEN})
    assert preview.shows("1 error; the pages show the last state without errors")
    save(preview, "went out")
    assert preview.shows(
        '<a href="/_explainer/source?path=annotations/a.yml&amp;line=2&amp;column=', PAGE
    )
    assert "never once failed" in preview.get(PAGE)
    write_site(preview.root, {"annotations/a.yml": ""})
    assert preview.shows("went out", PAGE)
    assert "without errors" not in preview.get(PAGE)


def test_a_new_page_comes_and_goes(preview: Preview) -> None:
    write_site(
        preview.root, {"annotations/a.yml": "actors:\n  lund: {name: Anna Lund, type: person}\n"}
    )
    assert preview.shows("Anna Lund", "actors/lund/")
    assert eventually(lambda: "built" in preview.reports[-1:])
    (preview.root / "annotations/a.yml").unlink()
    assert eventually(lambda: "Anna Lund" not in preview.get("actors/lund/"))


def test_folders_may_go_and_come_back(preview: Preview) -> None:
    (preview.root / "docs").rename(preview.root / "away")
    assert preview.shows("there is no docs/ folder")
    (preview.root / "away").rename(preview.root / "docs")
    assert eventually(lambda: "there is no docs/ folder" not in preview.get())
    for made in ("site", "build"):
        assert eventually(lambda: preview.reports[-1:] == ["built"])
        assert removed(preview.root / made)
        save(preview, f"lost its {made}")
        assert preview.shows(f"lost its {made}", PAGE)


def test_the_root_may_go_and_come_back(preview: Preview, tmp_path: Path) -> None:
    assert eventually(lambda: "built" in preview.reports)
    files = {path: (tmp_path / path).read_bytes() for path in SITE}
    assert removed(*tmp_path.iterdir())
    assert preview.shows("there is no such file; create it")
    write_site(tmp_path, files)
    assert preview.shows("never once failed", PAGE)


def test_a_storm_of_saves_is_few_updates(preview: Preview) -> None:
    before = len(preview.reports)
    for number in range(100):
        save(preview, f"failed {number} times")
        threading.Event().wait(0.01)
    assert preview.shows("failed 99 times", PAGE)
    assert len(preview.reports) - before < 15


def test_plug_ins_of_others_are_left_to_full_builds(tmp_path: Path) -> None:
    config = "site_name: Lights\nplugins: [search, tags]\n"
    with previewing(write_site(tmp_path, {**SITE, "mkdocs.yml": config})) as preview:
        assert preview.shows("never once failed", PAGE)
        save(preview, "went out")
        assert preview.shows("went out", PAGE)
        assert not preview.bench._showing.is_open


def test_a_fault_of_the_program_does_not_end_it(
    preview: Preview, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("explainer.preview.showing.write_staged", lambda *_: 1 / 0)
        save(preview, "went out")
        told = (
            "Explainer itself failed (ZeroDivisionError: division by zero); please report this to "
        )
        assert preview.shows(told)
    save(preview, "went out again")
    assert preview.shows("went out again", PAGE)


def test_nothing_is_left_running(tmp_path: Path) -> None:
    before = threading.active_count()
    with previewing(write_site(tmp_path, SITE)):
        pass
    assert eventually(lambda: threading.active_count() <= before)
    assert not list(tmp_path.glob(".site*"))


# The command


def test_a_port_in_use_is_told(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = run("--root", write_site(tmp_path, SITE), "--port", port)
    assert result.exit_code == 1
    why = "in use by another program"
    said = (
        f"port {port} of 127.0.0.1 is {why}; stop that program, "
        "or choose another --port (0 takes any free one)"
    )
    assert said in result.output


def test_the_next_free_port_is_taken(tmp_path: Path) -> None:
    def ready(address: str) -> None:
        found.append(address)
        raise KeyboardInterrupt

    found: list[str] = []
    with socket.socket() as taken, socket.socket() as free:
        for each in (taken, free):
            each.bind(("127.0.0.1", 0))
        taken.listen()
        ports = [each.getsockname()[1] for each in (taken, free)]
        free.close()
        with pytest.raises(KeyboardInterrupt):
            serve(
                Workbench(write_site(tmp_path, SITE), tmp_path / "site"), ports=ports, ready=ready
            )
    assert found == [f"http://127.0.0.1:{ports[1]}/"]


@pytest.mark.parametrize("editor", ["ed", "x://{path}{", "x://{path}:{row}"])
def test_an_editor_that_cannot_be_called(editor: str, tmp_path: Path) -> None:
    result = run("--root", write_site(tmp_path, SITE), "--editor", editor)
    assert result.exit_code == 2
    assert "{path}" in result.output


# The preview's part of a page


def test_what_a_place_leads_to() -> None:
    def is_own(path: str) -> bool:
        return path.startswith("annotations/")

    links = place_links(Path("/home/me/my site"), "/talks/", "site", EDITORS["vscode"], is_own)
    assert links(Place("annotations/ä.yml", 3, 5)) == [
        ("/_explainer/source?path=annotations/%C3%A4.yml&line=3&column=5#L3", ""),
        ("vscode://file/home/me/my%20site/annotations/%C3%A4.yml:3:5", "open in the editor"),
    ]
    assert links(Place("site/claims/x/index.html")) == [("/talks/claims/x/", "")]
    assert links(Place(".")) == []


def test_the_panel_tells_errors_first_and_nothing_where_nothing_is_wrong() -> None:
    warning = Problem(Place("a.yml"), "warning", "the <b> is odd", "test")
    error, first = (
        warning._replace(level="error"),
        Problem(Place("z.yml"), "error", "unreadable", "yaml"),
    )
    shown = panel([warning, error, first], lambda place: [], is_behind=False)
    assert "<summary>2 errors, 1 warning</summary>" in shown
    assert "the &lt;b&gt; is odd" in shown
    assert (
        shown.index("unreadable")
        < shown.index('class="error">a.yml')
        < shown.index('class="warning"')
    )
    assert panel([], lambda place: [], is_behind=False) == ""
    assert "and 50 more" in panel([error] * 150, lambda place: [], is_behind=False)


def test_the_part_stands_at_the_end_of_any_page() -> None:
    page = with_preview(
        b"<head><title>x</title></head><body><pre></body></pre>x</body></html>", "", {"page": '"'}
    )
    assert page.endswith(b'data-page="&quot;"></script></body></html>')
    assert page.startswith(b"<head><script>"), "before a policy could forbid it"
    assert with_preview(b"x", "", {}).startswith(b"x<div")


def test_no_published_site_holds_any_of_it(shipped_site: Path) -> None:
    files = [file for file in shipped_site.rglob("*") if file.is_file()]
    assert [file for file in files if b"_explainer" in file.read_bytes()] == []


def test_what_the_preview_needs_is_installed_with_it() -> None:
    import tomllib

    from tests.conftest import PROJECT

    data = tomllib.loads((PROJECT / "pyproject.toml").read_text())["tool"]["setuptools"][
        "package-data"
    ]["explainer"]
    assert "preview/page/*" in data
