"""Links to the place of a problem: its lines shown on a page or in an editor, or the built page."""

import html
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote, urlencode

from explainer.files.textfiles import read_text
from explainer.model import Place, Problem
from explainer.preview.answers import PREFIX, Answer, Handler, Request, missing
from explainer.preview.panel import Links
from explainer.text.controls import TURNING, visible

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
    "code{white-space:pre-wrap;font:inherit}mark{background:#ffe08a;color:inherit}"
    ".here{outline:2px solid #b00020}"
    ".said{font-family:system-ui,sans-serif;margin:.2rem 0 .6rem;color:#8c0019}"
    "@media(prefers-color-scheme:dark){body{color:#eee;background:#181a1f}li::marker{color:#aaa}"
    "mark{background:#6b5200}.here{outline-color:#ff8a8a}.said{color:#ffb3b3}a{color:#9ecbff}}"
)


def place_links(
    root: Path, mount: str, site: str, editor: str, is_own: Callable[[str], bool]
) -> Links:
    """Return a function from a place to its addresses.

    `site` is the name of the folder of built pages in problems; it is served below `mount`.
    `editor` is a template such as those in `EDITORS`, or "". `is_own` tells the editor's own files.
    """

    def links(place: Place) -> Sequence[tuple[str, str]]:
        if place.path.startswith(f"{site}/"):
            page = place.path.removeprefix(f"{site}/").removesuffix("index.html")
            return [(mount + quote(page), "")]
        if not is_own(place.path):
            return []
        query = urlencode(place._asdict(), quote_via=quote, safe="/")
        found = [(f"{SOURCE}?{query}#L{place.line}", "")]
        if editor:
            found.append((_in_editor(editor, root, place), "open in the editor"))
        return found

    return links


def source_page(
    own_file: Callable[[str], Path | None], problems: Callable[[], Sequence[Problem]]
) -> Handler:
    """Return the handler of the page that shows lines of a file which `own_file` returns."""

    def handle(request: Request) -> Answer:
        path = request.query.get("path", "")
        file = own_file(path)
        text, _ = read_text(file, path) if file else (None, ())
        if text is None:
            return missing("There is no such file here, or it is no text.")
        line, column = request.query.get("line", ""), request.query.get("column", "")
        here = Place(path, _number(line), _number(column))
        found = [problem for problem in problems() if problem.place.path == path]
        return Answer(_page(here, text, found).encode())

    return handle


def _in_editor(template: str, root: Path, place: Place) -> str:
    path = quote((root / place.path).as_posix()).removeprefix("/")
    return template.format(path=f"/{path}", line=place.line, column=place.column)


def _number(text: str) -> int:
    """Return the number of a line or column, 1 if a text is none."""
    if not text.isdecimal() or len(text) > 8:
        return 1
    return int(text) or 1


def _page(here: Place, text: str, problems: Sequence[Problem]) -> str:
    lines = text.split("\n")
    first = max(1, min(here.line, len(lines)) - _AROUND)
    shown = lines[first - 1 : here.line + _AROUND]
    by_line: dict[int, list[Problem]] = {}
    for problem in sorted(problems):
        by_line.setdefault(problem.place.line, []).append(problem)
    items = ""
    for number, line in enumerate(shown, first):
        items += _line(number, line, here, by_line.get(number, ()))
    title = html.escape(visible(f"{here.path}:{here.line}"))
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head><body>'
        f'<main><h1>{title}</h1><ol start="{first}">{items}</ol></main></body></html>'
    )


def _line(number: int, line: str, here: Place, problems: Sequence[Problem]) -> str:
    attributes, code = "", _code(line)
    if number == here.line:
        at = here.column - 1
        attributes = ' class="here" aria-current="true"'
        code = f"{_code(line[:at])}<mark>{_code(line[at:]) or ' '}</mark>"
    messages = ""
    for problem in problems:
        message = html.escape(visible(f"{problem.level}: {problem.message}"))
        messages += f'<p class="said">{message}</p>'
    return f'<li id="L{number}"{attributes}><code>{code}</code>{messages}</li>'


def _code(text: str) -> str:
    """Return the HTML of a part of a line, in which nothing turns what is behind it."""
    return html.escape(TURNING.sub(lambda match: visible(match[0]), text))
