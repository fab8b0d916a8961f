"""The preview's part of a page: the panel of problems and the script that follows the files.

It stands in a shadow tree, so that no style sheet of the site reaches it, and none of its own reaches the site.
"""

import html
from collections.abc import Callable, Mapping, Sequence
from importlib.resources import files

from explainer.loading.load import UNREADABLE
from explainer.model import Place, Problem
from explainer.preview.answers import PREFIX
from explainer.text.controls import visible

Links = Callable[
    [Place], Sequence[tuple[str, str]]
]  # addresses at which a place can be seen, each with its words

# A page that will be moved to where it was read is not shown at its top first (see page/10-place.js).
_EARLY = (
    "<script>if(sessionStorage[`_explainer:${location.pathname}`]){const{style}=document.documentElement;"
    'history.scrollRestoration="manual";style.visibility="hidden";setTimeout(()=>style.visibility="",2000)}</script>'
)
_SHOWN = 100  # a list of thousands helps nobody, and takes the browser long


def panel(problems: Sequence[Problem], links: Links, is_behind: bool) -> str:
    """Give the problems as HTML, "" where there are none. `is_behind`: what is shown is the last state without them."""
    if not problems:
        return ""
    state = "; the pages show the last state without errors" if is_behind else ""
    items = "".join(
        _item(problem, links(problem.place))
        for problem in sorted(problems, key=_by_weight)[:_SHOWN]
    )
    more = (
        f"<li>and {len(problems) - _SHOWN} more, in the terminal</li>"
        if len(problems) > _SHOWN
        else ""
    )
    return f"<details open><summary>{_count(problems)}{state}</summary><ul>{items}{more}</ul></details>"


def with_preview(page: bytes, shown: str, tokens: Mapping[str, str]) -> bytes:
    """Put the panel and the script at the end of a page; `tokens` are for the script to know what it has."""
    style = _joined(".css")
    data = "".join(f' data-{name}="{html.escape(value)}"' for name, value in tokens.items())
    part = (
        f'<div id="_explainer"><template shadowrootmode="open"><style>{style}</style><p role="status"></p>'
        f'<section aria-label="Problems">{shown}</section></template></div>'
        f'<script src="{PREFIX}preview.js"{data}></script>'
    )
    return _inserted(_inserted(page, page.rfind(b"</body>"), part), page.find(b"</head>"), _EARLY)


def script() -> str:
    """Give the preview's scripts in the order of their names, in one scope."""
    return '"use strict";\n(() => {\n' + _joined(".js") + "})();\n"


def _joined(ending: str) -> str:
    parts = sorted(
        files("explainer").joinpath("preview", "page").iterdir(), key=lambda part: part.name
    )
    return "\n".join(
        part.read_text(encoding="utf-8") for part in parts if part.name.endswith(ending)
    )


def _inserted(page: bytes, at: int, part: str) -> bytes:
    """With the part there, or at the end where there is no such place."""
    at = at if at >= 0 else len(page)
    return page[:at] + part.encode() + page[at:]


def _by_weight(problem: Problem) -> tuple[bool, bool, Problem]:
    """Errors first, and before all others those from which others follow."""
    return problem.rule not in UNREADABLE, problem.level != "error", problem


def _item(problem: Problem, links: Sequence[tuple[str, str]]) -> str:
    path, line, column = problem.place
    place = html.escape(visible(f"{path}:{line}:{column}"))
    first, *others = [
        f'<a href="{html.escape(address)}">{words or place}</a>' for address, words in links
    ] or [place]
    after = "".join(f" {link}" for link in others)
    return (
        f'<li class="{problem.level}">{first}{after} <b>{problem.level}</b>: {html.escape(visible(problem.message))} '
        f"<small>[{html.escape(problem.rule)}]</small></li>"
    )


def _count(problems: Sequence[Problem]) -> str:
    errors = sum(problem.level == "error" for problem in problems)
    counts = ((errors, "error"), (len(problems) - errors, "warning"))
    return ", ".join(f"{number} {word}{'s' * (number > 1)}" for number, word in counts if number)
