"""`reanchor`: put annotations back on their words after the article was edited."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from explainer.commands.anchor_report import as_markdown, as_text, coloured
from explainer.commands.ending import prompts
from explainer.commands.output import (
    log,
    not_run,
    progress,
    show_problems,
    unreadable,
    write_result,
    writing,
)
from explainer.commands.shared_options import root_option
from explainer.editing.reanchoring import (
    Decision,
    LostAnchor,
    Option,
    accept,
    by_hand,
    depending,
    in_bulk,
    keeping_from_words,
    reviews,
)
from explainer.files.folders import Bounds
from explainer.model import Placed, Problem
from explainer.pipeline import analyse
from explainer.text.excerpts import shortened_diff

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
    help="Accept without asking if at least this similar to the old words (0.9 by default), except "
    "where a name, number, date or negation changed, a word became its opposite, or other words "
    "stand around it.",
)
@click.option("--report", is_flag=True, help="Only show them, and write nothing.")
@click.option(
    "--markdown",
    is_flag=True,
    help="With --report: as a table in Markdown, for a comment on GitHub.",
)
def reanchor(root: Path, least: float | None, report: bool, markdown: bool) -> None:
    """Put annotations back on their words after an article was edited.

    Shows each annotation whose words are changed, moved, ambiguous or gone: the old words and the
    new ones, and what differs ([-gone-]{+new+}). Answer a to accept the passage (or its number), e
    to type other words, s to skip, q to stop. Only the quote is changed in the YAML; every other
    byte stays. Each answer is kept at once, so you can stop at any time. Exit status 1 while any
    are left.
    """
    if report and least:
        usage = "--report writes nothing and --accept-all writes: choose one of them."
        raise click.UsageError(usage)
    if markdown and not report:
        raise click.UsageError("--markdown is a form of the report: add --report.")
    with progress() as say:
        analysed, problems = analyse(root, say)
    unread = unreadable(problems)
    if analysed is None or unread:
        show_problems(unread or problems)
        log("Fix this first: annotations in a file that cannot be read cannot be checked.")
        sys.exit(1)
    placed = analysed.placed
    open_ones, hiding = reviews(placed), keeping_from_words(problems)
    show_problems((*hiding, *not_run(problems)))
    if report:
        _report(open_ones, hiding, markdown)
        left = len(open_ones)
    else:
        left = _review(analysed.config.bounds, placed, open_ones, least)
    if not open_ones and not hiding:
        log("Every annotation is on its words.")
    if hiding:
        log("What these errors concern was not checked: fix them, and run `reanchor` again.")
    if left and not report:
        log("Run `reanchor` to review those that are left, or `reanchor --report` to list them.")
    sys.exit(1 if left or hiding else 0)


def _report(open_ones: Sequence[LostAnchor], hiding: Sequence[Problem], markdown: bool) -> None:
    """Print the annotations that lost their words, and log their number."""
    if markdown:
        write_result(f"{as_markdown(open_ones, hiding)}\n")
    else:
        write_result("\n\n".join(map(as_text, open_ones)) + "\n")
    if open_ones:
        log(f"{len(open_ones)} left.")


def _review(
    bounds: Bounds, placed: Placed, open_ones: Sequence[LostAnchor], least: float | None
) -> int:
    """Put annotations back on their words, without asking if `least` is given; return the rest."""
    if least:
        accepted = _accept_all(bounds, placed, open_ones, least)
    else:
        accepted = _ask(bounds, placed, open_ones)
    left = len(open_ones) - accepted
    if open_ones:
        log(f"{accepted} accepted, {left} left.")
    return left


def _accept_all(
    bounds: Bounds, placed: Placed, open_ones: Sequence[LostAnchor], least: float
) -> int:
    """Accept all passages that are similar enough; return how many."""
    decisions = []
    for review in open_ones:
        option = in_bulk(review, least)
        if option:
            decisions.append(Decision(review.anchor, option))
    made = _made(bounds, placed, decisions) if decisions else ()
    for anchor, option in made:
        log(f"{anchor.ref}: {shortened_diff(option.diff)}", coloured)
    return len(made)


def _ask(bounds: Bounds, placed: Placed, open_ones: Sequence[LostAnchor]) -> int:
    """Ask about each annotation; return how many passages were accepted."""
    accepted = 0
    for number, review in enumerate(open_ones, 1):
        log(f"\n({number} of {len(open_ones)}) {as_text(review)}", coloured)
        try:
            with prompts():
                option = _answer(review, placed)
        except (click.Abort, StopIteration):
            break
        if option:
            accepted += len(_made(bounds, placed, [Decision(review.anchor, option)]))
    return accepted


def _made(bounds: Bounds, placed: Placed, decisions: Sequence[Decision]) -> Sequence[Decision]:
    """Write the quotes of accepted passages; return those for which that succeeded."""
    with writing(bounds.root):
        made, problems = accept(bounds, placed, decisions)
    show_problems(problems)
    for anchor, option in made:
        if option.changes:
            dependents = depending(placed, anchor.ref)
            fields = ", ".join(f"{key} ({place.path}:{place.line})" for key, place in dependents)
            log(f"The words now say something else; check whether this still holds: {fields}.")
    return made


def _answer(review: LostAnchor, placed: Placed) -> Option | None:
    """Return the passage that the editor chose, None to skip it; raise StopIteration to stop."""
    question, choices = _question(review)
    while True:
        key = click.prompt(
            question, type=click.Choice([*choices]), show_choices=False, default="s", err=True
        )
        if key == "q":
            raise StopIteration
        if key != "e":
            return choices[key]
        words = click.prompt(
            "The words, as the article has them now", default="", show_default=False, err=True
        )
        if not words.strip():
            continue
        found = by_hand(review, placed, words)
        if isinstance(found, Option):
            return found
        if found:
            log(f"These words occur in the article {found} times; type more of them.")
        else:
            log("These words are not in the article.")


def _question(review: LostAnchor) -> tuple[str, dict[str, Option | None]]:
    """Return the question about an annotation, and the passage that each key stands for."""
    question, choices = _NO_OPTION, dict[str, Option | None]()
    if len(review.options) == 1:
        (option,) = review.options
        question, choices = _KEYS, {"a": option, "y": option}
    elif review.options:
        question = _KEYS.replace("a:", f"1 to {len(review.options)}:")
        choices = {str(number): option for number, option in enumerate(review.options, 1)}
    return question, {**choices, "e": None, "s": None, "q": None}
