"""The comments by which an editor's program finds the schema of a YAML file."""

import posixpath
import re
from bisect import bisect_right
from collections.abc import Iterator

from explainer.model import Place, Problem
from explainer.text.lines import line_starts

SITE_SCHEMA = "annotations.schema.json"  # in the build folder
_OWN = (f"build/{SITE_SCHEMA}", "annotations/schema.json")
# As https://github.com/redhat-developer/yaml-language-server reads them, on any line, and as
# JetBrains' editors do: https://github.com/redhat-developer/yaml-language-server/issues/959
_NAMED = re.compile(r"#\s*(?:yaml-language-server\s*:.*?)?\$schema\s*[=:]\s*(\S+)")


def foreign_schemas(text: str, path: str) -> Iterator[Problem]:
    """Report other schemas than this site's: whoever opens the file loads them, and is misled.

    They may be at addresses, or load others from there. `path` is that of the file, from the root.
    """
    folder = posixpath.dirname(path)
    for match in _NAMED.finditer(text):
        if posixpath.normpath(posixpath.join(folder, match[1])) not in _OWN:
            starts = line_starts(text)
            line = bisect_right(starts, match.start(1))
            column = match.start(1) - starts[line - 1] + 1
            message = (
                "editors load this schema, which is not that of the site, and show what it says; "
                f"write {posixpath.relpath(_OWN[0], folder)}, or remove the comment"
            )
            yield Problem(Place(path, line, column), "warning", message, "foreign-schema")
