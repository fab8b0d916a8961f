"""Annotations that are to be put back on their words, as text for a terminal and as a table in Markdown."""

import re
from collections.abc import Sequence

import click

from explainer.editing.reanchoring import LostAnchor
from explainer.format.wording import counted
from explainer.model import Problem
from explainer.text.excerpts import shortened_diff as shortened
from explainer.text.sentences import Context

_PLAIN_PATH = re.compile(r"[\w./-]+")
# What GitHub makes a link to a person, who is notified, to an issue or to a web page, as escaped.
_LINKED = re.compile(r"@|\\#|:(?=//)|\bwww(?=\\\.)|\bGH(?=\\-)", re.IGNORECASE)
_APART = "&#8203;"  # a space of no width, by which Dependabot keeps GitHub from this, too


def as_text(review: LostAnchor) -> str:
    """An annotation as a few lines of text: where it is, the old words, and what they may be now."""
    path, line, column = review.anchor.place
    lines = [f"{path}:{line}:{column}: {review.anchor.ref} is {review.anchor.state}"]
    is_elsewhere = any(option.is_elsewhere for option in review.options)
    if len(review.options) != 1 or not review.options[0].diff or is_elsewhere:
        lines.append(f"  was  {_text(review.old)}")
    for number, option in enumerate(review.options, 1):
        mark = f"{number:>3}  " if len(review.options) > 1 else "  now  "
        lines.append(
            f"{mark}{_text(option.context._replace(words=option.diff or option.context.words))}"
        )
        if option.changes:
            lines.append(f"       THE MEANING MAY HAVE CHANGED: {', '.join(option.changes)}")
        if option.is_elsewhere and option.diff:
            lines.append("       Its context is different: is it the same statement?")
    if not review.options:
        lines.append("       Nothing in the article is similar.")
    return "\n".join(lines)


def coloured(text: str) -> str:
    """What was taken away in red, what came in green; terminals alone show it."""
    red, green = click.style("\\g<0>", fg="red"), click.style("\\g<0>", fg="green")
    return re.sub(r"\{\+.*?\+\}", green, re.sub(r"\[-.*?-\]", red, text))


def _text(context: Context) -> str:
    before, words, after = context[:3]
    return f"{before}[{shortened(words)}]{after}"


def as_markdown(open_ones: Sequence[LostAnchor], hiding: Sequence[Problem] = ()) -> str:
    """Return the annotations as a table in Markdown, below it what kept others from being looked at."""
    errors = [f"- {_cell(str(each))}" for each in hiding]
    unseen = ["**Not checked**, because of these errors:", "", *errors]
    if not open_ones:
        return "\n".join(unseen) if hiding else "Every annotation is on its words."
    rows = [
        f"**{counted(len(open_ones), 'annotation')}** to be put back on the words of the article:"
    ]
    rows += ["", "| annotation | state | words, with what differs |", "| --- | --- | --- |"]
    rows += [*map(_row, open_ones), "", "Run `python build_site.py reanchor` to review them."]
    return "\n".join([*rows, "", *unseen] if hiding else rows)


def _row(review: LostAnchor) -> str:
    anchor = review.anchor
    words = [shortened(option.diff) or _text(option.context) for option in review.options] or [
        _text(review.old)
    ]
    loud = ["**the meaning may have changed**"] * any(option.changes for option in review.options)
    said = "<br>".join([_cell(each) for each in words] + loud)
    path, line, _ = anchor.place
    named = path if _PLAIN_PATH.fullmatch(path) else _cell(path)
    return f"| `{anchor.ref}`<br>{named}:{line} | {anchor.state} | {said} |"


def _cell(text: str) -> str:
    """Return a text for a table on GitHub, where it appears as it is, mentions included."""
    line = " ".join(text.split())
    escaped = "".join(f"\\{char}" if char in r"\`*_{}[]()<>#+-.!|~&" else char for char in line)
    escaped = _LINKED.sub(rf"\g<0>{_APART}", escaped).replace("$", "<span>$</span>")
    gone = re.sub(r"\\\[\\-(.*?)\\-\\\]", r"<del>\1</del>", escaped)
    return re.sub(r"\\\{\\\+(.*?)\\\+\\\}", r"<ins>\1</ins>", gone)
