"""The comments by which an editor's program finds the schema of a YAML file."""

import posixpath
import re
from collections.abc import Iterator

from explainer.model import Place, Problem

SITE_SCHEMA = "annotations.schema.json"  # in the build folder
# As https://github.com/redhat-developer/yaml-language-server reads them, on any line
_NAMED = re.compile(r"#\s*yaml-language-server\s*:.*?\$schema=(\S+)")
_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")


def foreign_schemas(text: str, path: str) -> Iterator[Problem]:
    """Report schemas at addresses: whoever opens the file would load them, and follow their advice.

    `path` is that of the file, from the root.
    """
    own = posixpath.relpath(f"build/{SITE_SCHEMA}", posixpath.dirname(path))
    for match in _NAMED.finditer(text):
        if _ELSEWHERE.match(match[1]):
            start = match.start(1)
            line = text.count("\n", 0, start) + 1
            column = start - text.rfind("\n", 0, start)
            message = (
                "editors load a schema from this address, and show what it says; "
                f"write {own}, or remove the comment"
            )
            yield Problem(Place(path, line, column), "warning", message, "foreign-schema")
