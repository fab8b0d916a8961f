"""Annotations that lost their words, as text for a terminal and as a Markdown table."""

import re
from collections.abc import Iterable, Iterator, Sequence

import click

from explainer.anchoring.effort import LEFT_OUT
from explainer.editing.reanchoring import LostAnchor, Option
from explainer.format.wording import counted
from explainer.model import Problem
from explainer.text.excerpts import on_one_line, shortened_diff
from explainer.text.sentences import Context

_PLAIN_PATH = re.compile(r"[\w./-]+")
_SIGNS = re.compile(r"[\\`*_{}\[\]()<>#+\-.!|~&]")  # those of Markdown
# Escaped text of which GitHub makes links, to persons, who are notified, to issues, to web pages;
# or pictures, such as `:x:`
_LINKED = re.compile(r"@|\\#|:(?=//|[\w\\+-]+:)|\bwww(?=\\\.)|\bGH(?=\\-)", re.IGNORECASE)
# What a difference is marked with, where somebody has typed it
_TYPED_MARK = re.compile(r"\[-|-\]|\{\+|\+\}")
_APART = "&#8203;"  # a space of no width prevents that, as in texts of Dependabot
# Bytes of the rows, and of the errors. A comment on GitHub holds 65,536 characters, the summary of
# a step 1 MiB.
_MOST_OF_ROWS, _MOST_OF_ERRORS = 42_000, 15_000


def as_text(review: LostAnchor) -> str:
    """Return an annotation as lines of text: its place, the old words, and what they may be now."""
    path, line, column = review.anchor.place
    lines = [f"{path}:{line}:{column}: {review.anchor.ref} is {review.anchor.state}"]
    is_only_diff = len(review.options) == 1 and _is_diff_in_place(review.options[0])
    if not is_only_diff:
        lines.append(f"  was  {_text(review.old)}")
    for number, option in enumerate(review.options, 1):
        mark = f"{number:>3}  " if len(review.options) > 1 else "  now  "
        words = option.diff or option.context.words
        lines.append(f"{mark}{_text(option.context._replace(words=words))}")
        if option.changes:
            lines.append(f"       THE MEANING MAY HAVE CHANGED: {', '.join(option.changes)}")
        if option.is_elsewhere and option.diff:
            lines.append("       Its context is different: is it the same statement?")
    if not review.options:
        lines.append(f"       {_no_options(review)}.")
    return "\n".join(lines)


def _no_options(review: LostAnchor) -> str:
    reason = LEFT_OUT if review.anchor.is_left_out else "nothing in the article is similar"
    return reason[0].upper() + reason[1:]


def _is_diff_in_place(option: Option) -> bool:
    """Return whether a passage is shown as a difference that contains the old words."""
    return bool(option.diff) and not option.is_elsewhere


def coloured(text: str) -> str:
    """Return a text with codes of terminals that show removed words red, and added ones green."""
    red, green = click.style("\\g<0>", fg="red"), click.style("\\g<0>", fg="green")
    return re.sub(r"\{\+.*?\+\}", green, re.sub(r"\[-.*?-\]", red, text))


def _text(context: Context) -> str:
    before, words, after = context[:3]
    return f"{before}[{shortened_diff(words)}]{after}"


def as_markdown(open_ones: Sequence[LostAnchor], hiding: Sequence[Problem] = ()) -> str:
    """Return the annotations as a table in Markdown, and below it the errors that hid others.

    What is too long for a comment on GitHub is left out, and counted.
    """
    blocks = []
    if open_ones:
        number = counted(len(open_ones), "annotation")
        header = "| annotation | state | words, with what differs |\n| --- | --- | --- |"
        rows, more = _fitting(map(_row, open_ones), _MOST_OF_ROWS)
        blocks += [
            f"**{number}** to be put back on the words of the article:",
            f"{header}\n{rows}",
            *_left_out(more, "reanchor --report"),
            "Run `python build_site.py reanchor` to review them.",
        ]
    if hiding:
        lines = (f"- {_cell(str(problem))}" for problem in hiding)
        errors, more = _fitting(lines, _MOST_OF_ERRORS)
        blocks += ["**Not checked**, because of these errors:", errors, *_left_out(more, "check")]
    return "\n\n".join(blocks) or "Every annotation is on its words."


def _fitting(lines: Iterable[str], most: int) -> tuple[str, int]:
    """Return the first lines, of at most so many bytes, and how many there are more."""
    kept, more = list[str](), 0
    for line in lines:
        most -= len(f"{line}\n".encode())
        if most >= 0:
            kept.append(line)
        else:
            more += 1
    return "\n".join(kept), more


def _left_out(more: int, verb: str) -> Iterator[str]:
    if more:
        yield f"There is no room here for {more:,} more: `python build_site.py {verb}` lists all."


def _row(review: LostAnchor) -> str:
    anchor = review.anchor
    cells = list(_passages(review))
    if any(option.changes for option in review.options):
        cells.append("**the meaning may have changed**")
    path, line, _ = anchor.place
    shown_path = path if _PLAIN_PATH.fullmatch(path) else _cell(path)
    return f"| `{anchor.ref}`<br>{shown_path}:{line} | {anchor.state} | {'<br>'.join(cells)} |"


def _passages(review: LostAnchor) -> Iterator[str]:
    """Yield the cells of the passages that an annotation may be on now, or else its old words."""
    if not review.options:
        yield _cell(_text(review.old))
    if review.anchor.is_left_out:
        yield f"**not compared**: {LEFT_OUT}"
    for option in review.options:
        cell = _cell(shortened_diff(option.diff) or _text(option.context))
        words = f"{review.old.words} {option.context.words}"
        is_marked = bool(option.diff) and not _TYPED_MARK.search(words)
        yield _with_differences(cell) if is_marked else cell


def _cell(text: str) -> str:
    """Return a text for a table on GitHub, where it appears unchanged, mentions included."""
    escaped = _SIGNS.sub(r"\\\g<0>", on_one_line(text))
    return _LINKED.sub(rf"\g<0>{_APART}", escaped).replace("$", "<span>$</span>")


def _with_differences(cell: str) -> str:
    """Return a cell with elements for the marks of what was removed and added."""
    with_removals = re.sub(r"\\\[\\-(.*?)\\-\\\]", r"<del>\1</del>", cell)
    return re.sub(r"\\\{\\\+(.*?)\\\+\\\}", r"<ins>\1</ins>", with_removals)
