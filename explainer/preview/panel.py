"""The preview's part of a page: the panel of problems and the script that follows the files.

It is in a shadow tree, so that no style sheet of the site applies to it, and none of its own
applies to the site.
"""

import html
import re
from collections.abc import Callable, Mapping, Sequence
from importlib.resources import files

from explainer.format.wording import counted
from explainer.loading.load import UNREADABLE
from explainer.model import Place, Problem
from explainer.preview.answers import PREFIX
from explainer.text.controls import visible

# Returns the addresses at which a place can be seen, each with the text of a link to it, or ""
Links = Callable[[Place], Sequence[tuple[str, str]]]

# Hide a page that will be scrolled to where it was read (see page/10-place.js) until it is there.
_EARLY = (
    "<script>if(sessionStorage[`_explainer:${location.pathname}`])"
    "{const{style}=document.documentElement;"
    'history.scrollRestoration="manual";style.visibility="hidden";'
    'setTimeout(()=>style.visibility="",2000)}</script>'
)
_HEAD = re.compile(rb"<head\b[^>]*>", re.IGNORECASE)
_SHOWN = 100  # a list of thousands helps nobody, and takes a browser long


def panel(problems: Sequence[Problem], links: Links, is_behind: bool) -> str:
    """Return the problems as HTML, "" if there are none.

    `is_behind` says that the pages show the last state without errors.
    """
    if not problems:
        return ""
    summary = _count(problems)
    if is_behind:
        summary += "; the pages show the last state without errors"
    items = ""
    for problem in sorted(problems, key=_by_weight)[:_SHOWN]:
        items += _item(problem, links(problem.place))
    if len(problems) > _SHOWN:
        items += f"<li>and {len(problems) - _SHOWN} more, in the terminal</li>"
    return f"<details open><summary>{summary}</summary><ul>{items}</ul></details>"


def with_preview(page: bytes, shown: str, tokens: Mapping[str, str]) -> bytes:
    """Put the panel that is `shown` and the script into a page.

    The script compares the `tokens` with later ones to find out what has changed.
    """
    style = _joined(".css")
    data = "".join(f' data-{name}="{html.escape(value)}"' for name, value in tokens.items())
    part = (
        f'<div id="_explainer"><template shadowrootmode="open"><style>{style}</style>'
        '<p role="status"></p>'
        f'<section aria-label="Problems">{shown}</section></template></div>'
        f'<script src="{PREFIX}preview.js"{data}></script>'
    )
    page = _inserted(page, page.rfind(b"</body>"), part)
    # Before the policy of the page, which would keep it from running
    head = _HEAD.search(page)
    return _inserted(page, head.end() if head else -1, _EARLY)


def script() -> str:
    """Return the preview's scripts in the order of their names, in one scope."""
    return '"use strict";\n(() => {\n' + _joined(".js") + "})();\n"


def _joined(ending: str) -> str:
    """Return all files of the preview's page with an ending, in the order of their names."""
    page = files("explainer").joinpath("preview", "page")
    parts = [part for part in page.iterdir() if part.name.endswith(ending)]
    parts.sort(key=lambda part: part.name)
    return "\n".join(part.read_text(encoding="utf-8") for part in parts)


def _inserted(page: bytes, at: int, part: str) -> bytes:
    """Return a page with a part put in at an offset, or at the end if that is negative."""
    at = at if at >= 0 else len(page)
    return page[:at] + part.encode() + page[at:]


def _by_weight(problem: Problem) -> tuple[bool, bool, Problem]:
    """Sort errors first, and before the others those that cause others."""
    return problem.rule not in UNREADABLE, problem.level != "error", problem


def _item(problem: Problem, links: Sequence[tuple[str, str]]) -> str:
    path, line, column = problem.place
    place = html.escape(visible(f"{path}:{line}:{column}"))
    shown = [f'<a href="{html.escape(address)}">{words or place}</a>' for address, words in links]
    message = html.escape(visible(problem.message))
    return (
        f'<li class="{problem.level}">{" ".join(shown) or place} <b>{problem.level}</b>: {message} '
        f"<small>[{html.escape(problem.rule)}]</small></li>"
    )


def _count(problems: Sequence[Problem]) -> str:
    errors = sum(problem.level == "error" for problem in problems)
    counts = ((errors, "error"), (len(problems) - errors, "warning"))
    return ", ".join(counted(number, level) for number, level in counts if number)
