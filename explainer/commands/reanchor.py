"""`reanchor`: puts annotations back on their words after the article was edited."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from explainer.commands.anchor_report import as_markdown, as_text, coloured
from explainer.commands.ending import prompts
from explainer.commands.output import give, not_run, progress, say, show, unreadable, writing
from explainer.commands.shared_options import root_option
from explainer.editing.reanchoring import (
    LostAnchor,
    Option,
    accept,
    by_hand,
    depending,
    in_bulk,
    keeping_from_words,
    reviews,
)
from explainer.model import Placed
from explainer.pipeline import analyse
from explainer.text.excerpts import shortened_diff as shortened

_KEYS = "a: accept, e: type other words, s: skip, q: stop here"
_NO_OPTION = "e: type the words that it is about now, s: skip, q: stop here"


@click.command()
@root_option
@click.option(
    "--accept-all",
    "least",
    is_flag=False,
    flag_value=0.9,
    type=click.FloatRange(0.7, 1),
    help="Accept unseen what is changed and at least so like the old words (0.9 if you do not say), except where a "
    "name, number, date or negation changed, a word became its opposite, or other words stand around it. Asks nothing.",
)
@click.option("--report", is_flag=True, help="Only show them, and write nothing.")
@click.option(
    "--markdown",
    is_flag=True,
    help="With --report: as a table in Markdown, for a comment on GitHub.",
)
def reanchor(root: Path, least: float | None, report: bool, markdown: bool) -> None:
    """Put annotations back on their words after an article was edited.

    Shows each annotation whose words are changed, moved, ambiguous or gone: the old words and the new ones, and what
    differs ([-gone-]{+new+}). Answer a to accept the passage (or its number), e to type other words, s to skip, q to
    stop. Only the quote is changed in the YAML; every other byte stays. Each answer is kept at once, so you can stop at
    any time. Exit status 1 while any are left.
    """
    if report and least:
        raise click.UsageError(
            "--report writes nothing and --accept-all writes: choose one of them."
        )
    if markdown and not report:
        raise click.UsageError("--markdown is a form of the report: add --report.")
    with progress() as tell:
        analysed, problems = analyse(root, tell)
    unread = unreadable(problems)
    if analysed is None or unread:
        show(unread or problems)
        say("Fix this first: annotations in a file that cannot be read cannot be checked.")
        sys.exit(1)
    placed = analysed.placed
    open_ones, hiding = reviews(placed), keeping_from_words(problems)
    show((*hiding, *not_run(problems)))
    if report:
        text = as_markdown(open_ones, hiding) if markdown else "\n\n".join(map(as_text, open_ones))
        give(f"{text}\n")
        left = len(open_ones)
    else:
        left = len(open_ones) - (
            _bulk(root, placed, open_ones, least) if least else _ask(root, placed, open_ones)
        )
    taken = "" if report else f"{len(open_ones) - left} accepted, "
    if open_ones or not hiding:
        say(f"{taken}{left} left." if open_ones else "Every annotation is on its words.")
    if hiding:
        say("What these errors concern was not checked: fix them, and run `reanchor` again.")
    if left and not report:
        say("Run `reanchor` to review those that are left, or `reanchor --report` to list them.")
    sys.exit(1 if left or hiding else 0)


def _bulk(root: Path, placed: Placed, open_ones: Sequence[LostAnchor], least: float) -> int:
    accepted = 0
    for review in open_ones:
        option = in_bulk(review, least)
        if option and _accepted(root, placed, review, option):
            accepted += 1
            say(f"{review.anchor.ref}: {shortened(option.diff)}", coloured)
    return accepted


def _ask(root: Path, placed: Placed, open_ones: Sequence[LostAnchor]) -> int:
    accepted = 0
    for number, review in enumerate(open_ones, 1):
        say(f"\n({number} of {len(open_ones)}) {as_text(review)}", coloured)
        try:
            with prompts():
                option = _answer(review, placed)
        except (click.Abort, StopIteration):
            break
        accepted += bool(option and _accepted(root, placed, review, option))
    return accepted


def _accepted(root: Path, placed: Placed, review: LostAnchor, option: Option) -> bool:
    with writing(root):
        problems = accept(root, placed, review, option)
    show(problems)
    if option.changes and not problems:
        fields = ", ".join(
            f"{key} ({place.path}:{place.line})"
            for key, place in depending(placed, review.anchor.ref)
        )
        say(f"The words now say something else; check whether this still holds: {fields}.")
    return not problems


def _answer(review: LostAnchor, placed: Placed) -> Option | None:
    """The passage that the editor chose, None to skip; raises StopIteration for "no more"."""
    numbered = (
        [str(number) for number in range(1, len(review.options) + 1)]
        if len(review.options) > 1
        else []
    )
    keys = ["a", "y"] * (len(review.options) == 1) + numbered + ["e", "s", "q"]
    help_text = (
        _NO_OPTION
        if not review.options
        else _KEYS.replace("a:", f"1 to {numbered[-1]}:")
        if numbered
        else _KEYS
    )
    while True:
        key = click.prompt(
            help_text, type=click.Choice(keys), show_choices=False, default="s", err=True
        )
        if key == "q":
            raise StopIteration
        if key == "s":
            return None
        if key != "e":
            return review.options[0 if key in ("a", "y") else int(key) - 1]
        words = click.prompt(
            "The words, as the article has them now", default="", show_default=False, err=True
        )
        if not words.strip():
            continue
        found = by_hand(review, placed, words)
        if isinstance(found, Option):
            return found
        often = (
            f"occur in the article {found} times; type more of them"
            if found
            else "are not in the article"
        )
        say(f"These words {often}.")
