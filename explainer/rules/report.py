"""Problems as text for other programs: JSON, SARIF for code scanners, annotations on GitHub."""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from explainer import __version__
from explainer.model import Problem
from explainer.rules.catalogue import catalogue
from explainer.text.controls import visible, visible_json

_LINE_ENDS = re.compile(r"([\r\n]+)")
_SARIF_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return each problem once, in the order of their places."""
    return tuple(sorted(set(problems)))


def report(problems: Iterable[Problem], form: str, folder: str = "") -> str:
    """Return the problems in one of `FORMS`; the text ends with a line end, or is empty.

    `folder` is the path from the root of the repository to that of the site, such as `sites/lamp`,
    or "". `sarif` and `github` name paths from the repository's root, the others from the site's.
    """
    return FORMS[form](in_order(problems), folder)


def _text(problems: Sequence[Problem], _: str) -> str:
    return "".join(f"{problem}\n" for problem in problems)


def _json(problems: Sequence[Problem], _: str) -> str:
    return _dump([each.place._asdict() | _without_place(each) for each in problems])


def _without_place(problem: Problem) -> dict[str, str]:
    return {"level": problem.level, "message": problem.message, "rule": problem.rule}


def _sarif(problems: Sequence[Problem], folder: str) -> str:
    """Return SARIF 2.1.0: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html."""
    names = sorted({problem.rule for problem in problems})
    driver = {"name": "Explainer", "version": __version__, "rules": [_rule(name) for name in names]}
    results = [_result(problem, folder, names.index(problem.rule)) for problem in problems]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return _dump({"$schema": _SARIF_SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(name: str) -> dict[str, Any]:
    known = catalogue().get(name)
    if known is None:
        return {"id": name}
    return {
        "id": name,
        "shortDescription": {"text": known.line},
        "help": {"text": known.help, "markdown": known.help},
        "defaultConfiguration": {"level": known.levels[0]},
    }


def _result(problem: Problem, folder: str, index: int) -> dict[str, Any]:
    uri = quote(_below(folder, problem.place.path), errors="surrogateescape")
    place = {
        "artifactLocation": {"uri": uri},
        "region": {"startLine": problem.place.line, "startColumn": problem.place.column},
    }
    return {
        "ruleId": problem.rule,
        "ruleIndex": index,
        "level": problem.level,
        # braces stay as typed: consumers fill in only `{0}` and the like, and show doubled ones so
        "message": {"text": problem.message},
        "locations": [{"physicalLocation": place}],
    }


def _github(problems: Sequence[Problem], folder: str) -> str:
    return "".join(f"{_command(problem, folder)}\n" for problem in problems)


def _command(problem: Problem, folder: str) -> str:
    """Return a workflow command.

    See https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands.
    """
    path, line, column = problem.place
    file, title = _property(visible(_below(folder, path))), _property(problem.rule)
    message = _data("".join(map(_visible_part, _LINE_ENDS.split(problem.message))))
    return f"::{problem.level} file={file},line={line},col={column},title={title}::{message}"


def _visible_part(text: str) -> str:
    """Return a line as any terminal can show it, or a line end as it is."""
    return text if _LINE_ENDS.fullmatch(text) else visible(text)


def _data(text: str) -> str:
    """Escape text after the second `::`.

    See https://github.com/actions/toolkit, packages/core/src/command.ts.
    """
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """Escape text between the two `::`, as the same file does."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _below(folder: str, path: str) -> str:
    return f"{folder}/{path}" if folder not in ("", ".") else path


def _dump(value: Any) -> str:
    """Return JSON that any terminal shows as it is: invisible characters are escaped."""
    return visible_json(json.dumps(value, indent=1, ensure_ascii=False)) + "\n"


FORMS: Mapping[str, Callable[[Sequence[Problem], str], str]] = {
    "text": _text,
    "json": _json,
    "sarif": _sarif,
    "github": _github,
}
