"""Staged pages with all that is sealed on them open, for tests of what they say."""

import re

from explainer.text.seals import text_of, unseal

_MARKS = re.compile(r"(?<=^<!-- explainer:marks )[0-9a-f]+", re.MULTILINE)


def unsealed(page: str) -> str:
    """Return a page as Markdown renderers have it, but with its marks as JSON."""
    return _MARKS.sub(lambda digits: text_of(digits[0]), unseal(page))
