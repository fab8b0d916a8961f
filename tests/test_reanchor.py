"""`reanchor`, as an editor uses it: an article was edited, and its annotations are
put back on their words.
"""

import re
import shutil
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from textwrap import indent

import pytest
import yaml
from click.testing import CliRunner, Result

from explainer.anchoring import effort
from explainer.commands import main
from explainer.commands.anchor_report import as_markdown
from explainer.editing import reanchoring as module
from explainer.editing.reanchoring import LostAnchor
from explainer.entries import Claim
from explainer.files import sitefiles
from explainer.loading.load import LOCK_FILE
from explainer.model import Anchor, Place, Problem, Ref
from explainer.text.sentences import Context
from explainer.yamlfiles import edit as edit_module
from tests.site_files import BASE, cases, write_site

anchor_module = import_module("explainer.anchoring.anchor")

LAMP = (
    "The keeper climbed the stairs at dusk. The lamp was lit every night in the harbour. "
    "Nobody saw it go out.\n\nIn the second year, says the log, "
    "the old lamp burned for forty nights without a break, and ships came by it.\n\n"
    "A harbour board paid for the oil. The board met on Mondays, in the house of the pilot. "
    "It kept no minutes.\n\nThe pilot sold the house in the autumn. "
    "Then the board moved to the school, where it met at noon.\n"
)
ANNOTATIONS = """\
# of the lighthouse
claims:
  lit: # the first
    quote: 'The lamp was lit every night'   # as printed
    summary: It was lit.
    kind: fact
  burned:
    kind: fact
    quote:
      - exact: >-
          the old lamp burned for forty nights
          without a break

        # the rest
      - {exact: ships came by it}
    summary: It burned.
dates:
  mondays: {date: 1871, title: "Meetings", quote: The board met on Mondays} # weekly
"""


@pytest.fixture(scope="module")
def accepted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site whose quotes were accepted by a build."""
    files = BASE | {"docs/articles/lamp.md": f"# Lamp\n\n{LAMP}", "annotations/a.yml": ANNOTATIONS}
    root = write_site(tmp_path_factory.mktemp("accepted"), files)
    assert run(root, verb="build").exit_code == 0
    return root


@pytest.fixture
def root(accepted: Path, tmp_path: Path) -> Path:
    """A copy of that site, without what the build made."""
    shutil.copytree(
        accepted, tmp_path, ignore=shutil.ignore_patterns("build", "site"), dirs_exist_ok=True
    )
    return tmp_path


def run(root: Path, *arguments: str, answers: str = "", verb: str = "reanchor") -> Result:
    return CliRunner().invoke(main, [verb, "--root", str(root), *arguments], input=answers)


def edit(root: Path, *replacements: tuple[str, str], path: str = "docs/articles/lamp.md") -> None:
    text = (root / path).read_bytes().decode()
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new)
    (root / path).write_bytes(text.encode())


def annotations(root: Path) -> str:
    return (root / "annotations/a.yml").read_bytes().decode()


def replaced(*replacements: tuple[str, str]) -> str:
    text = ANNOTATIONS
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new)
    return text


def all_is_well(root: Path) -> bool:
    result = run(root)
    return result.exit_code == 0 and "Every annotation is on its words." in result.stderr


def test_nothing_to_do(root):
    before = annotations(root)
    assert all_is_well(root)
    assert run(root, "--report").exit_code == 0
    assert annotations(root) == before


def test_only_the_value_changes_in_each_style(root):
    edit(
        root,
        ("every night", "each night"),
        ("without a break", "without any break"),
        ("met on", "gathered on"),
    )
    result = run(root, answers="a\na\na\n")
    assert result.exit_code == 0, result.output
    assert "3 accepted, 0 left." in result.stderr
    assert "[-every-]{+each+}" in result.stderr
    assert annotations(root) == replaced(
        ("every night", "each night"),
        (
            "the old lamp burned for forty nights\n          without a break",
            "the old lamp burned for forty nights without any break",
        ),
        ("met on", "gathered on"),
    )
    assert all_is_well(root)
    assert run(root, verb="build").exit_code == 0


@pytest.mark.parametrize(("ends", "mark"), [("\r\n", ""), ("\n", "\ufeff"), ("\r\n", "\ufeff")])
def test_line_ends_and_byte_order_mark_stay(root, ends, mark):
    (root / "annotations/a.yml").write_bytes((mark + ANNOTATIONS.replace("\n", ends)).encode())
    edit(root, ("every night", "each night"))
    assert run(root, answers="a\n").exit_code == 0
    assert annotations(root) == mark + replaced(("every night", "each night")).replace("\n", ends)


def test_words_that_moved_are_confirmed_in_the_lock_file_alone(root):
    edit(
        root,
        (
            "The board met on Mondays, in the house of the pilot. It kept no minutes.",
            "It kept no minutes.",
        ),
    )
    edit(root, ("where it met at noon.", "where it met at noon. The board met on Mondays"))
    result = run(root, "--report")
    assert "date:mondays is moved" in result.stdout
    assert result.exit_code == 1
    assert run(root, answers="a\n").exit_code == 0
    assert annotations(root) == ANNOTATIONS
    assert all_is_well(root)


def test_one_of_several_places_is_chosen(root):
    edit(root, ("Then the board", "The lamp was lit every night. Then the board"))
    (root / "annotations/anchors.lock.json").unlink()
    result = run(root, answers="1\n")
    assert result.exit_code == 0, result.output
    assert "  2  " in result.stderr
    quote = "quote: {exact: The lamp was lit every night, "
    assert quote in annotations(root)
    assert all_is_well(root)


def test_a_change_of_substance_is_said_aloud_and_never_taken_unseen(root):
    edit(root, ("forty nights", "fifty nights"), ("lit every night", "lit each night"))
    result = run(root, "--accept-all", "0.7")
    assert result.exit_code == 1
    assert "1 accepted, 1 left." in result.stderr
    assert annotations(root) == replaced(("lit every night", "lit each night"))
    result = run(root, "--report")
    assert "THE MEANING MAY HAVE CHANGED: number: forty → fifty" in result.stdout


def test_what_depends_on_words_that_say_something_else_is_named(root):
    edit(root, ("forty nights", "fifty nights"))
    result = run(root, answers="a\n")
    expected = (
        "The words now say something else; check whether this still holds: "
        "summary (annotations/a.yml:16).\n"
    )
    assert expected in result.stderr
    edit(root, ("lit every night", "lit each night"))
    assert "something else now" not in run(root, answers="a\n").stderr


def test_what_is_less_alike_than_said_is_not_taken_unseen(root):
    edit(root, ("lit every night", "lit each night"))
    assert run(root, "--accept-all", "0.99").exit_code == 1
    assert annotations(root) == ANNOTATIONS
    assert run(root, "--accept-all").exit_code in (0, 1)
    assert run(root, "--accept-all", "0.7").exit_code == 0


def test_words_that_moved_are_never_taken_unseen(root):
    edit(
        root,
        (
            "The board met on Mondays, in the house of the pilot. It kept no minutes.",
            "It kept no minutes.",
        ),
    )
    edit(root, ("where it met at noon.", "where it met at noon. The board met on Mondays"))
    assert run(root, "--accept-all", "0.7").exit_code == 1


def test_like_words_elsewhere_are_never_taken_unseen(root):
    edit(
        root,
        (
            "The board met on Mondays, in the house of the pilot. It kept no minutes.",
            "It kept no minutes.",
        ),
    )
    edit(root, ("where it met at noon.", "where it met at noon. The old board met on Mondays"))
    result = run(root, "--accept-all", "0.7")
    assert (result.exit_code, annotations(root)) == (1, ANNOTATIONS)
    assert result.stderr.endswith(
        "Run `reanchor` to review those that are left, or `reanchor --report` to list them.\n"
    )
    report = run(root, "--report")
    assert "A harbour board paid for the oil. [The board met on Mondays]" in report.stdout
    assert "Its context is different: is it the same statement?" in report.stdout
    assert report.stderr == "1 left.\n"


def test_other_words_are_typed(root):
    edit(
        root, ("The lamp was lit every night in the harbour", "Somebody saw to the light at sunset")
    )
    result = run(root, answers="e\nno such words\ne\n\ne\nthe\ne\nSaw to the Light\n")
    assert result.exit_code == 0, result.output
    assert "These words are not in the article." in result.stderr
    assert re.search(
        r"These words occur in the article \d+ times; type more of them\.", result.stderr
    )
    assert annotations(root) == replaced(("The lamp was lit every night", "saw to the light"))
    assert all_is_well(root)


def test_skipping_and_stopping_leave_the_rest_and_keep_what_was_accepted(root):
    edit(
        root,
        ("every night", "each night"),
        ("without a break", "without any break"),
        ("met on", "gathered on"),
    )
    result = run(root, answers="s\na\nq\n")
    assert "1 accepted, 2 left." in result.stderr
    assert result.exit_code == 1
    assert annotations(root).count("any") == 1
    assert "each" not in annotations(root)


def test_the_end_of_the_answers_is_no_harm(root):
    edit(root, ("every night", "each night"), ("met on", "gathered on"))
    result = run(root, answers="a\n")
    assert result.exit_code == 1
    assert "1 accepted, 1 left." in result.stderr
    assert annotations(root) == replaced(("every night", "each night"))


@pytest.mark.parametrize("broken", ["change_file", "replace_at"])
@pytest.mark.parametrize("arguments", [(), ("--accept-all", "0.7")])
def test_an_interruption_at_any_moment_leaves_whole_files(root, monkeypatch, arguments, broken):
    edit(root, ("every night", "each night"))
    lock = (root / "annotations/anchors.lock.json").read_bytes()

    def interrupted(*_arguments: object) -> Sequence[object]:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(module, broken, interrupted)
        run(root, *arguments, answers="a\n")
    expected = ANNOTATIONS if broken == "change_file" else replaced(("every night", "each night"))
    assert annotations(root) == expected
    assert (root / "annotations/anchors.lock.json").read_bytes() == lock
    run(root, answers="a\n")
    assert annotations(root) == replaced(("every night", "each night"))
    assert all_is_well(root)


def reworded(root: Path) -> tuple[tuple[str, str], ...]:
    """Change the words of three quotes alike in the article, one of them in another file."""
    edits = ("every night", "each night"), ("a break", "any break"), ("met on", "gathered on")
    edit(root, *edits)
    file = root / "annotations/a.yml"
    first, dates = file.read_text().split("dates:\n")
    file.write_text(first)
    (root / "annotations/b.yml").write_text(f"dates:\n{dates}")
    return edits


def test_all_quotes_of_a_file_are_accepted_in_one_go(root, monkeypatch):
    reworded(root)
    read, written = list[str](), list[str]()

    def composed(text):
        read.append(text)
        return kept_composed(text)

    def write_text(file, path, *arguments):
        written.append(path)
        return kept_write(file, path, *arguments)

    kept_composed, kept_write = edit_module.composed, sitefiles.write_text
    monkeypatch.setattr(edit_module, "composed", composed)
    monkeypatch.setattr(sitefiles, "write_text", write_text)
    result = run(root, "--accept-all", "0.7")
    assert "3 accepted, 0 left." in result.stderr, result.stderr
    assert len(read) == 2
    assert written == ["annotations/a.yml", "annotations/b.yml", LOCK_FILE]
    assert all_is_well(root)


def test_what_was_saved_before_all_are_accepted_stays(root, monkeypatch):
    """A quote that somebody changed is left alone with its line; the others are rewritten."""
    reworded(root)
    kept = module.accept

    def accept(*arguments):
        theirs = (
            ("'The lamp was lit every night'", "the keeper"),
            ("# the first", "# old\n    # first"),
        )
        edit(root, *theirs, path="annotations/a.yml")
        return kept(*arguments)

    monkeypatch.setattr(import_module("explainer.commands.reanchor"), "accept", accept)
    result = run(root, "--accept-all", "0.7")
    assert "annotations/a.yml:4:12: error: this quote has changed in the meantime" in result.stderr
    assert "2 accepted, 1 left." in result.stderr
    assert "quote: the keeper   # as printed" in annotations(root)
    assert "    # first\n" in annotations(root)
    assert "without any break" in annotations(root)


def test_a_value_that_was_changed_meanwhile_is_left_alone(root, monkeypatch):
    edit(root, ("every night", "each night"))
    kept = module.accept

    def accept(*arguments):
        edit(root, ("'The lamp was lit every night'", "the keeper"), path="annotations/a.yml")
        return kept(*arguments)

    monkeypatch.setattr(import_module("explainer.commands.reanchor"), "accept", accept)
    result = run(root, answers="a\n")
    assert "annotations/a.yml:4:12: error: this quote has changed in the meantime" in result.stderr
    assert "quote: the keeper   # as printed" in annotations(root)


def test_of_an_id_that_is_given_twice_the_first_is_put_back(root):
    other = "  lit:\n    quote: ships came by it\n    summary: x\n    kind: fact\n"
    edit(root, ("dates:\n", f"{other}dates:\n"), path="annotations/a.yml")
    edit(root, ("every night", "each night"))
    result = run(root, answers="a\n")
    assert result.exit_code == 1
    assert "the key `lit` is given twice (first on line 3); keep one [doubled-key]" in result.stderr
    assert "1 accepted, 0 left." in result.stderr
    assert annotations(root) == ANNOTATIONS.replace("every", "each").replace(
        "dates:\n", f"{other}dates:\n"
    )
    assert "left" not in run(root).stderr


def test_a_comment_is_not_lost_with_what_it_stands_in(root):
    start = "{start: The lamp was lit, # approved\n      end: every night}"
    edit(root, ("'The lamp was lit every night'", start), path="annotations/a.yml")
    edit(root, ("lit every night in", "lit all night, in"))
    before = annotations(root)
    result = run(root, answers="e\nall night, in the harbour\n")
    assert result.exit_code == 1
    assert "annotations/a.yml:4:38: error: this comment would be lost" in result.stderr
    assert annotations(root) == before


@pytest.mark.parametrize("arguments", [(), ("--accept-all", "0.7")])
def test_what_is_saved_while_a_quote_is_rewritten_stays(root, monkeypatch, arguments):
    edit(root, ("every night", "each night"))
    kept, saved = module.requoted, ("# of the lighthouse", "# of the old lighthouse")

    def requoted(text, *given):
        if saved[0] in text:
            edit(root, saved, path="annotations/a.yml")
        return kept(text, *given)

    monkeypatch.setattr(module, "requoted", requoted)
    result = run(root, *arguments, answers="a\n")
    assert result.exit_code == 0, result.output
    assert annotations(root) == replaced(("every night", "each night"), saved)
    assert all_is_well(root)


def test_a_record_that_came_while_another_was_made_stays(root, monkeypatch):
    edit(root, ("every night", "each night"))
    lock = root / "annotations/anchors.lock.json"
    theirs, kept = lock.read_text() + "\n", module.with_records

    def with_records(*arguments):
        lock.write_text(theirs)
        return kept(*arguments)

    with monkeypatch.context() as patched:
        patched.setattr(module, "with_records", with_records)
        result = run(root, answers="a\n")
    assert "annotations/anchors.lock.json:1:1: error: this file has changed" in result.stderr
    assert (result.exit_code, lock.read_text()) == (1, theirs)
    assert all_is_well(root)


def test_a_report_for_a_pull_request(root):
    edit(root, ("every", "each"))
    result = run(root, "--report", "--markdown")
    assert "**1 annotation** to be put back" in result.stdout
    assert (
        "| `claim:lit`<br>annotations/a.yml:4 | changed | The lamp was lit "
        "<del>every</del><ins>each</ins> night |" in result.stdout
    )
    assert annotations(root) == ANNOTATIONS
    edit(root, ("each", "every"))
    assert run(root, "--report", "--markdown").stdout == "Every annotation is on its words.\n"


def test_a_report_of_thousands_fits_into_a_comment_and_counts_the_rest():
    quote, words = Claim(quote="lit", summary="x", kind="fact").quote[0], Context("", "💡" * 60, "")
    ones = [
        LostAnchor(
            Anchor(Ref("claim", f"c{at}"), "lamp", 0, quote, "orphan", (), Place("a.yml", at)),
            words,
            (),
        )
        for at in range(1_000)
    ]
    errors = [Problem(Place("b.yml", at), "error", "💡" * 60, "empty") for at in range(1_000)]
    told = as_markdown(ones, errors)
    assert 50_000 < len(told.encode()) < 60_000
    shown = len(re.findall(r"^\| `claim:c\d+`", told, re.MULTILINE))
    listed = told.count("\n- ")
    room = "There is no room here for {} more: `python build_site.py {}` lists all."
    assert "**1,000 annotations** to be put back" in told
    assert f"\n\n{room.format(1_000 - shown, 'reanchor --report')}\n\nRun `python" in told
    assert told.endswith(f"\n\n{room.format(1_000 - listed, 'check')}")


def test_what_was_not_compared_is_not_compared_here_either(root, monkeypatch):
    edit(root, ("every night", "each night"), ("met on", "gathered on"))
    before = annotations(root)
    monkeypatch.setattr(effort, "_LEAST", 0)
    monkeypatch.setattr(effort, "_FOR_CHARACTER", 0)
    monkeypatch.setattr(anchor_module, "nearest", None)
    assert run(root, "--report").stdout.splitlines()[:3] == [
        "annotations/a.yml:4:12: claim:lit is orphan",
        "  was  Lamp The keeper climbed the stairs at dusk. [The lamp was lit every night] in the"
        " harbour. Nobody saw it go out. In the second year, …",
        "       So many quotes have to be searched for that this one was left out; correct those"
        " that are reported before it.",
    ]
    assert (
        "In the second year, …<br>**not compared**: so many quotes have"
        in run(root, "--report", "--markdown").stdout
    )
    assert "0 accepted, 4 left." in run(root, "--accept-all", "0.7").stderr
    assert annotations(root) == before
    assert "1 accepted, 3 left." in run(root, answers="e\nlit each night\nq\n").stderr


def test_the_same_words_are_compared_once(root, monkeypatch):
    claim = "    {quote: The lamp burned for ten nights, summary: x, kind: fact}\n"
    claims = "".join(f"  c{number}:\n{claim}" for number in range(3))
    edit(root, ("claims:\n", f"claims:\n{claims}"), path="annotations/a.yml")
    compared = []

    def nearest(wanted):
        compared.append(wanted.quote.exact)
        return kept(wanted)

    kept = anchor_module.nearest
    monkeypatch.setattr(anchor_module, "nearest", nearest)
    assert run(root, "--report").stdout.count("THE MEANING MAY HAVE CHANGED") == 3
    assert compared == ["The lamp burned for ten nights"]


def test_a_report_calls_nobody_and_links_nowhere(root):
    words = "was lit by @octocat for #12 or GH-12, see https://x.org or www.x.org, at $5"
    edit(root, ("was lit every night", words))
    (root / "annotations/a.yml").write_text(
        ANNOTATIONS.replace("was lit every night", words.replace("for", "of"))
    )
    told = run(root, "--report", "--markdown").stdout
    assert "by @&#8203;octocat <del>of</del><ins>for</ins> \\#&#8203;12 or GH&#8203;\\-12," in told
    assert "see https:&#8203;//x\\.org or www&#8203;\\.x\\.org, at <span>$</span>5" in told


def test_a_report_marks_no_words_that_somebody_typed(root):
    words = "was lit [-not-] {+really+} :x: every night"
    (root / "annotations/a.yml").write_text(ANNOTATIONS.replace("was lit every night", words))
    told = run(root, "--report", "--markdown").stdout
    assert "\\[\\-not\\-\\]" in told
    assert "\\{\\+really\\+\\}" in told
    assert ":&#8203;x:" in told
    assert "<del>" not in told
    assert "<ins>" not in told


@pytest.mark.parametrize(
    "arguments", [(), ("--report",), ("--report", "--markdown"), ("--accept-all",)]
)
def test_what_cannot_be_read_is_not_well(root, arguments):
    edit(root, ("kind: fact\n  burned", " kind: fact\n  burned"), path="annotations/a.yml")
    result = run(root, *arguments)
    assert result.exit_code == 1
    assert "annotations/a.yml:6:6: error: this is not valid YAML" in result.stderr
    assert "Fix this first" in result.stderr
    assert "Every annotation" not in result.output
    assert "is proposed again here" in run(root, verb="suggest").stderr


def test_what_one_build_accepts_the_next_one_does_too(root):
    edit(
        root,
        ("exact: ships came by it", "exact: ships came by it, prefix: 'a break, and'"),
        path="annotations/a.yml",
    )
    assert run(root, verb="build").exit_code == 0
    edit(root, ("without a break, and ships", "without a pause; yet ships"))
    edit(root, ("without a break", "without a pause"), path="annotations/a.yml")
    assert run(root, verb="build").exit_code == 0
    assert run(root, verb="build").exit_code == 0
    assert all_is_well(root)


def test_a_passage_that_says_something_else_is_offered_without_a_record_too(root):
    edit(root, ("forty nights", "fifty nights"))
    (root / "annotations/anchors.lock.json").unlink()
    shown = run(root, "--report").stdout
    assert "claim:burned is orphan" in shown
    assert "burned for [-forty-]{+fifty+} nights" in shown
    assert "THE MEANING MAY HAVE CHANGED: number: forty → fifty" in shown
    assert "0 accepted, 1 left." in run(root, "--accept-all", "0.7").stderr
    run(root, answers="a\n")
    assert all_is_well(root)


@pytest.mark.parametrize(
    "now",
    [
        "the old lamp never burned for forty of nights",
        "it is untrue that the old lamp has burned for forty nights",
    ],
)
def test_words_that_are_denied_now_are_never_taken_unseen(root, now):
    edit(root, ("the old lamp burned for forty nights", now))
    assert "0 accepted, 1 left." in run(root, "--accept-all", "0.7").stderr


def test_the_same_words_turned_round_are_never_taken_unseen(root):
    edit(root, ("the old lamp burned for forty nights", "the forty nights burned for old lamp"))
    assert "0 accepted, 1 left." in run(root, "--accept-all", "0.7").stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [(("--report", "--accept-all"), "choose one of them"), (("--markdown",), "add --report")],
)
def test_flags_that_would_be_ignored_are_refused(root, arguments, says):
    result = run(root, *arguments)
    assert result.exit_code == 2
    assert says in result.stderr


def test_without_settings_there_is_a_message(root):
    (root / "mkdocs.yml").write_text("a: [")
    result = run(root)
    assert result.exit_code == 1
    assert "mkdocs.yml:1:4: error: this is not valid YAML" in result.stderr


ARTICLE = (
    "The light was old.\n\nIn the winter of that year the storms came early, "
    "and the keeper of the light stayed in the tower. Boats brought bread and oil whenever the "
    "sea allowed it. The lamp needed care at each hour, since frost settled on the panes and "
    "dimmed its beam.\n\nSailors saw it from far away, faint but steady. "
    "The harbour board asked the town for help with the stairs. "
    "The list of those who came hung in the school, and it was never found again.\n\n"
    "Afterwards all was quiet. Nobody asked about the oil, nor who had counted the barrels in "
    "the autumn. The answer of the town arrived when the ice had gone and the first ships were "
    "loading timber. By that time the glass to the north was cracked, and let in the "
    "rain. Nobody came back.\n"
)
RANGE = (
    "claims:\n  long:\n    quote: {start: In the winter of, end: "
    "it was never found again}   # all of it\n"
)
RANGES = cases("reanchor")


@pytest.mark.parametrize(("_name", "case"), RANGES, ids=[name for name, _ in RANGES])
def test_a_range_is_proposed_by_its_whole_passage(tmp_path, _name, case):
    files = {
        "docs/articles/lamp.md": f"# Lamp\n\n{ARTICLE}",
        "annotations/a.yml": RANGE + "    summary: x\n    kind: fact\n",
    }
    root = write_site(tmp_path, BASE | files)
    assert run(root, verb="build").exit_code == 0
    if not case.get("record", True):
        (root / "annotations/anchors.lock.json").unlink()
    edit(root, *case["edits"])
    assert run(root, "--report").stdout.splitlines()[1:] == case["shows"]
    run(root, answers=f"{case.get('answer', 's')}\n")
    assert annotations(root).splitlines()[2] == f"    quote: {case['quote']}"
    assert all_is_well(root) == (not case.get("left"))


REQUOTED = cases("requoting")


@pytest.mark.parametrize(("_name", "case"), REQUOTED, ids=[name for name, _ in REQUOTED])
def test_a_quote_is_put_in_the_place_of_another(_name, case):
    index, was = case.get("index", 0), _in_a_claim(case["was"])
    typed = case.get("old") or yaml.load(was, yaml.BaseLoader)["claims"]["lit"]["quote"]
    old, new = (
        Claim(quote=quote, summary="x", kind="fact").quote for quote in (typed, case["quote"])
    )
    anchor = Anchor(
        Ref("claim", "lit"), "lamp", index, old[index], "changed", (), Place("a.yml", 3)
    )
    text, refused = module.requoted(was, {anchor: new[0]})
    assert (None if refused else text) == (case["now"] and _in_a_claim(case["now"]))
    assert not refused or text == was


def _in_a_claim(quote: str) -> str:
    return f"claims:\n  lit:\n{indent(quote, '    ')}"
