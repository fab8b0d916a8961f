"""Where a problem can be seen: a page with the lines of the file, the editor's own program, or the built page."""

import html
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from urllib.parse import quote, urlencode

from explainer.files.textfiles import read_text
from explainer.model import Place, Problem
from explainer.preview.answers import PREFIX, Answer, Handler, Request, missing
from explainer.preview.panel import Links

SOURCE = f"{PREFIX}source"
# Addresses under which programs on this machine open a file at a place; {path} begins with a slash.
EDITORS: Mapping[str, str] = {
    "vscode": "vscode://file{path}:{line}:{column}",
    "vscodium": "vscodium://file{path}:{line}:{column}",
    "cursor": "cursor://file{path}:{line}:{column}",
    "zed": "zed://file{path}:{line}:{column}",
    "idea": "idea://open?file={path}&line={line}&column={column}",
    "textmate": "txmt://open?url=file://{path}&line={line}&column={column}",
}
_AROUND = 25  # lines before and after the place
_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;margin:1.5rem;color:#1a1a1a;background:#fff}"
    "ol{font:14px/1.6 ui-monospace,monospace;padding-inline-start:5ch}li::marker{color:#595959}"
    "code{white-space:pre-wrap;font:inherit}mark{background:#ffe08a;color:inherit}.here{outline:2px solid #b00020}"
    ".said{font-family:system-ui,sans-serif;margin:.2rem 0 .6rem;color:#8c0019}"
    "@media(prefers-color-scheme:dark){body{color:#eee;background:#181a1f}li::marker{color:#aaa}"
    "mark{background:#6b5200}.here{outline-color:#ff8a8a}.said{color:#ffb3b3}a{color:#9ecbff}}"
)


def place_links(
    root: Path, mount: str, site: str, editor: str, is_own: Callable[[str], bool]
) -> Links:
    """Give what finds the addresses of a place.

    `site` is what problems call the folder of the built pages, served below `mount`; `editor` is a template as those in
    `EDITORS`, or ""; `is_own` tells the editor's own files.
    """

    def links(place: Place) -> Sequence[tuple[str, str]]:
        if place.path.startswith(f"{site}/"):
            return [
                (mount + quote(place.path.removeprefix(f"{site}/").removesuffix("index.html")), "")
            ]
        if not is_own(place.path):
            return []
        query = urlencode(place._asdict(), quote_via=quote, safe="/")
        shown = [(f"{SOURCE}?{query}#L{place.line}", "")]
        return (
            [*shown, (_in_editor(editor, root, place), "open in the editor")] if editor else shown
        )

    return links


def source_page(
    own_file: Callable[[str], Path | None], problems: Callable[[], Sequence[Problem]]
) -> Handler:
    """Give the handler of the page that shows lines of a file; only those that `own_file` gives are ever shown."""

    def handle(request: Request) -> Answer:
        path = request.query.get("path", "")
        file = own_file(path)
        text, _ = read_text(file, path) if file else (None, ())
        if text is None:
            return missing("There is no such file here, or it is no text.")
        here = Place(path, *(_number(request.query.get(name, "")) for name in ("line", "column")))
        return Answer(
            _page(
                here, text, [problem for problem in problems() if problem.place.path == path]
            ).encode()
        )

    return handle


def _in_editor(template: str, root: Path, place: Place) -> str:
    path = quote((root / place.path).as_posix())
    return template.format(
        path=path if path.startswith("/") else f"/{path}", line=place.line, column=place.column
    )


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and 0 < len(text) < 9 and int(text) else 1


def _page(here: Place, text: str, problems: Sequence[Problem]) -> str:
    lines = text.split("\n")
    first = max(1, min(here.line, len(lines)) - _AROUND)
    shown = lines[first - 1 : here.line + _AROUND]
    said = {
        line: list(group)
        for line, group in groupby(sorted(problems), key=lambda problem: problem.place.line)
    }
    items = "".join(
        _line(number, line, here, said.get(number, ())) for number, line in enumerate(shown, first)
    )
    title = html.escape(f"{here.path}:{here.line}")
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head><body>'
        f'<main><h1>{title}</h1><ol start="{first}">{items}</ol></main></body></html>'
    )


def _line(number: int, line: str, here: Place, problems: Sequence[Problem]) -> str:
    at = here.column - 1
    is_here = number == here.line
    code = (
        f"{html.escape(line[:at])}<mark>{html.escape(line[at:]) or ' '}</mark>"
        if is_here
        else html.escape(line)
    )
    marked = ' class="here" aria-current="true"' if is_here else ""
    said = "".join(
        f'<p class="said">{html.escape(f"{each.level}: {each.message}")}</p>' for each in problems
    )
    return f'<li id="L{number}"{marked}><code>{code}</code>{said}</li>'
