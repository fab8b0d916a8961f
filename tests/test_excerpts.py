"""Excerpts of texts, in the form of each display; those cut at a word are in test_words.py."""

import pytest

from explainer.text.excerpts import (
    SIDE,
    cut_sides,
    first_line,
    in_brackets,
    on_one_line,
    shortened_diff,
    sides,
    without_middle,
    words_around,
)


def test_one_line():
    assert on_one_line(" the\n lamp \u00a0was\tlit ") == "the lamp was lit"


@pytest.mark.parametrize(
    ("text", "line"),
    [("\n  The lamp\nwas lit", "The lamp"), ("The lighthouse", "The light"), ("", "")],
)
def test_the_first_line(text, line):
    assert first_line(text, 9) == line


def test_a_long_text_loses_its_middle():
    assert without_middle("the\nlamp") == "the lamp"
    shown = without_middle(f"{'a' * 100} {'b' * 100}")
    assert shown == f"{'a' * 2 * SIDE} … {'b' * SIDE}"


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("The ", " was lit.", "The [lamp] was lit."),
        ("(", ")", "([lamp])"),
        ("The keeper, who lived alone, lit the ", "", "who lived alone, lit the [lamp]"),
        ("", " was lit every night, and never failed", "[lamp] was lit every night, and never"),
        ("灯" * 40, "灯" * 40, f"{'灯' * SIDE}[lamp]{'灯' * SIDE}"),
    ],
)
def test_words_in_brackets(before, after, shown):
    assert in_brackets(before, "lamp", after) == shown


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("The\n", "\nwas", ("The ", " was")),
        ("The keeper lit the ", " was lit for years", ("… lit the ", " was lit …")),
    ],
)
def test_sides_cut_at_a_space(before, after, expected):
    assert cut_sides(before, after, 12) == expected


def test_sides_of_a_few_characters():
    assert sides("The lamp was lit", 4, 8, 3) == ("he ", " wa")
    assert sides("The lamp was lit", 0, 16, 3) == ("", "")


def test_words_around_a_place():
    text = "Before.\nThe keeper of the old lamp, who lived there for years, left.\nAfter"
    start = text.index("lamp")
    assert words_around(text, start, start + 4) == "of the old lamp, who lived there"


def test_a_long_diff_keeps_the_ends_of_its_stretches():
    diff = f"the {'word ' * 60}[-{'old ' * 60}-]{{+new+}}"
    assert shortened_diff("[-old-]{+new+}") == "[-old-]{+new+}"
    words, old = f"the {'word ' * 10}".strip(), "old " * 14
    shown = shortened_diff(diff)
    assert shown.startswith(f"{words} word … ")
    assert f"[-{old}old … " in shown
    assert shown.endswith(" -]{+new+}")
