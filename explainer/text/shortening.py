"""Long words, and what differs in them, for an editor to see: without the middle of what is long."""

import re

# A text of fewer characters is shown as a whole.
SHOWN = 400
# So many characters are shown of a long stretch at either end.
END = 60
_STRETCHES = re.compile(r"(\[-.*?-\]|\{\+.*?\+\})")  # as `word_diff` marks them


def shortened(shown: str) -> str:
    """A text or a word diff on one line; where it is long, each stretch of it without its middle."""
    if len(shown) <= SHOWN:
        return shown
    stretches = _STRETCHES.split(shown)
    return "".join(
        _marked(each) if index % 2 else _without_middle(each)
        for index, each in enumerate(stretches)
    )


def _marked(stretch: str) -> str:
    return stretch[:2] + _without_middle(stretch[2:-2]) + stretch[-2:]


def _without_middle(stretch: str) -> str:
    """Whole words of both ends, or characters of a script without spaces."""
    if len(stretch) <= 3 * END:
        return stretch
    head, tail = stretch[:END], stretch[-END:]
    return f"{head.rpartition(' ')[0] or head} … {tail.partition(' ')[2] or tail}"
