"""What is proposed: right as far as the words tell, read by the loader, and as
good as the figures say.
"""

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from build_site import main
from explainer.anchoring.evidence import prepare
from explainer.anchoring.match import find
from explainer.dates.meanings import meanings
from explainer.dates.timewords import expressions
from explainer.format.ids import NamedIds
from explainer.loading.annotation_files import read_annotations
from explainer.model import Ref, Span
from explainer.pipeline import Analysed, analyse
from explainer.suggest import LAYERS, Suggestion, Suggestions, stanzas, suggest
from explainer.suggest.acronyms import abbreviations
from explainer.suggest.actor_groups import actors, is_thing
from explainer.suggest.claim_sentences import SentencedText, claims, kind_of
from explainer.suggest.name_runs import NameRun, names
from explainer.suggest.quantities import quantities
from explainer.suggest.quoted_speech import quotations
from explainer.suggest.rare import rare_terms
from explainer.text.commonness import stem
from explainer.text.sentences import Sentences, sentences_of
from explainer.text.visible import read
from tests.conftest import PROJECT, silent
from tests.site_files import write_site

CASES = Path(__file__).parent / "cases/suggest"
SLUG = "stalled-ukraine-talks"
Figure = Callable[[str], None]


def cases(name: str) -> list[dict[str, Any]]:
    loader = yaml.BaseLoader  # all scalars are text, as in annotation files
    found: list[dict[str, Any]] = yaml.load((CASES / f"{name}.yml").read_text("utf-8"), loader)
    return found


def prepared(text: str) -> tuple[str, Sentences, list[NameRun]]:
    visible = read(f"<p>{text}</p>")
    sentences = sentences_of(visible, "en")
    return visible.text, sentences, names(visible.text, sentences)


def label(case: dict[str, Any]) -> str:
    return str(case.get("name") or case["text"][:40])


@pytest.mark.parametrize("case", cases("times"), ids=label)
def test_times_are_found_and_dated(case: dict[str, Any]) -> None:
    found = expressions(case["text"])
    values = [edtf for edtf, _ in meanings(found, case.get("date"))]
    words = [case["text"][each.span.start : each.span.end] for each in found]
    assert dict(zip(words, values, strict=True)) == (case["found"] or {})


@pytest.mark.parametrize("case", cases("actors"), ids=label)
def test_names_are_put_together(case: dict[str, Any]) -> None:
    text, _, found = prepared(case["text"])
    assert sorted((dict(each.values) for each in actors(text, found)), key=str) == sorted(
        case["actors"], key=str
    )


def quoted(text: str) -> list[list[str]]:
    visible, sentences, found = prepared(text)
    return [
        [visible[each.span.start : each.span.end], each.speech.verb, each.speech.speaker]
        for each in quotations(visible, sentences, found)
    ]


def counted(text: str) -> list[list[str]]:
    return [[text[each.span.start : each.span.end], each.counts] for each in quantities(text)]


def terms(text: str) -> list[str]:
    visible, sentences, found = prepared(text)
    spoken = list(quotations(visible, sentences, found))
    return [
        each.forms[0]
        for each in rare_terms(visible, spoken, found, [name for name in found if is_thing(name)])
    ]


RULES: dict[str, Callable[[str], list[Any]]] = {
    "quotations": quoted,
    "quantities": counted,
    "abbreviations": lambda text: [[each.short, each.long] for each in abbreviations(text)],
    "terms": terms,
    "kinds": lambda text: [kind_of(sentence)[0] or "null" for sentence in text.split(". ")],
}


@pytest.mark.parametrize(
    "case", cases("texts"), ids=lambda case: f"{case['rule']}: {case['text'][:30]}"
)
def test_a_rule_finds(case: dict[str, Any]) -> None:
    assert RULES[case["rule"]](case["text"]) == case["found"]


KNOWN: NamedIds = {
    ("actor", "anna lund"): "anna",
    ("actor", "bo ek"): "bo",
    ("actor", "cleo dahl"): "cleo",
}


@pytest.mark.parametrize("case", cases("speakers"), ids=lambda case: case["text"])
def test_a_speaker_is_proposed_only_without_doubt(case: dict[str, Any]) -> None:
    text, sentences, found = prepared(case["text"])
    whole = Span(0, len(text))
    spoken = list(quotations(text, sentences, found))
    claim = next(claims(SentencedText(text, (whole,), found), spoken, [], [whole], KNOWN))
    assert claim.values.get("kind", "") == case.get("kind", "statement")
    assert claim.values.get("by", []) == case.get("by", [])
    assert claim.doubtful.get("by", []) == case.get("doubtful", [])


def test_speakers_in_doubt_are_a_comment_in_the_entry(tmp_path: Path) -> None:
    text = "“It never failed us,” said a friend of Anna Lund.\n"
    actors = "actors:\n  anna: {name: Anna Lund, type: person, role: keeper}\n"
    files = {
        "mkdocs.yml": "site_name: Lamps\n",
        "docs/articles/lamp.md": f"# The lamp\n\n{text}",
        "annotations/actors.yml": actors,
    }
    written = stanzas(suggested(analysed_at(write_site(tmp_path, files)), "lamp"), ["claim"])
    assert "who speaks is in doubt (Anna Lund)" in written
    assert written.endswith("    kind: statement\n    # by: [anna]\n")
    (claim,) = yaml.safe_load(written)["claims"].values()
    assert "by" not in claim


# --- the shipped article, its annotations removed ---


def analysed_at(root: Path) -> Analysed:
    analysed, _ = analyse(root, silent)
    assert analysed is not None
    return analysed


def suggested(analysed: Analysed, slug: str = SLUG) -> Suggestions:
    return suggest(analysed.site, slug, analysed.placed.visible[slug])


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("bare")
    shutil.copytree(PROJECT / "docs", root / "docs")
    shutil.copy(PROJECT / "mkdocs.yml", root)
    (root / "annotations").mkdir()
    return root


@pytest.fixture(scope="module")
def proposed(bare: Path) -> Suggestions:
    return suggested(analysed_at(bare))


@pytest.fixture(scope="module")
def full() -> Analysed:
    return analysed_at(PROJECT)


def test_all_stanzas_pasted_load_without_an_error(bare: Path, proposed: Suggestions) -> None:
    (bare / "annotations/new.yml").write_text(stanzas(proposed), "utf-8")
    try:
        analysed, problems = analyse(bare, silent)
    finally:
        (bare / "annotations/new.yml").unlink()
    assert [str(problem) for problem in problems if problem.level == "error"] == []
    assert analysed is not None
    loaded = analysed.placed.loaded
    assert loaded.declared == {
        Ref(each.found.kind, each.id) for each in proposed.each if each.complete
    }
    assert {anchor.state for anchor in analysed.placed.anchors} == {"exact"}
    again = suggested(analysed)
    assert not any(each.complete for each in again.each if each.found.kind in ("date", "actor"))


def test_a_time_that_is_quoted_is_not_counted_from_the_day_of_the_article(tmp_path: Path) -> None:
    text = (
        'It fell on Friday. "It rose on Monday," said Lund.\n\n'
        "> The water came on Tuesday, and in May 1931.\n"
    )
    article = f"---\ndate: 2024-03-14\n---\n# The weir\n\n{text}"
    root = write_site(
        tmp_path, {"mkdocs.yml": "site_name: Weirs\n", "docs/articles/weir.md": article}
    )
    proposed = suggested(analysed_at(root), "weir").each
    dates = [each.found for each in proposed if each.found.kind == "date"]
    found = {str(each.values["quote"]): each.values.get("date") for each in dates}
    assert list(found.values()) == ["2024-03-08", None, None, "1931-05"], found


def test_no_words_that_are_struck_out_are_proposed(tmp_path: Path) -> None:
    text = "<del>The weir cost $40 million in 1931.</del> The weir cost $50 million in 1932.\n"
    files = {"mkdocs.yml": "site_name: Weirs\n", "docs/articles/weir.md": f"# The weir\n\n{text}"}
    proposed = suggested(analysed_at(write_site(tmp_path, files)), "weir").each
    found = [each.found for each in proposed if each.found.kind in ("date", "claim")]
    quotes = [str(each.values["quote"]) for each in found]
    assert len(quotes) == 2, quotes
    assert not [quote for quote in quotes if "40" in quote or "1931" in quote]


def test_what_stands_behind_a_hash_lacks_only_what_the_editor_knows(proposed: Suggestions) -> None:
    opened = re.sub(r"^  # ( *[a-z0-9-]+:(?: |$))", r"  \1", stanzas(proposed), flags=re.MULTILINE)
    entries, problems = read_annotations(opened, "new.yml", [SLUG])
    assert {problem.rule for problem in problems} <= {"empty", "unknown-value"}
    assert len(entries.entries) == len(proposed.each)


def test_every_quote_finds_its_words(bare: Path, proposed: Suggestions) -> None:
    text = prepare(analysed_at(bare).site.articles[SLUG].rendered.text)
    for each in proposed.each:
        quote: Any = each.found.values.get("quote")
        assert quote is None or find(quote, text)[0] == "exact"


def test_what_is_annotated_is_not_proposed(full: Analysed) -> None:
    article = full.site.articles[SLUG]
    taken = [each.span for each in article.highlights if each.ref.kind == "date"]
    found = suggested(full)
    dates = [each.found.span for each in found.each if each.found.kind == "date"]
    assert not [span for span in dates if any(overlap(span, other) for other in taken)]
    assert found.coverage.layers["claim"][0] == sum(
        row.counts["claim"] > 0 for row in found.coverage.paragraphs
    )


def overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def of_kind(proposed: Suggestions, kind: str) -> list[Suggestion]:
    return [each for each in proposed.each if each.found.kind == kind]


def test_figures_for_dates(full: Analysed, proposed: Suggestions, figure: Figure) -> None:
    """A date is right where it overlaps the words of one that the editors noted; a
    value where it is the same.
    """
    gold = [each for each in full.site.articles[SLUG].highlights if each.ref.kind == "date"]
    mine = of_kind(proposed, "date")
    right = [each for each in mine if any(overlap(each.found.span, other.span) for other in gold)]
    met = {
        other.ref for other in gold if any(overlap(each.found.span, other.span) for each in mine)
    }
    same = {
        other.ref
        for other in gold
        for each in mine
        if overlap(each.found.span, other.span)
        and each.found.values.get("date") == full.site.loaded.dates[other.ref.id].body.date
    }
    every = {other.ref for other in gold}
    figure(
        f"suggest, dates: {told(len(right), len(mine), len(met), len(every))}, "
        f"same value {len(same)}"
    )
    assert len(right) / len(mine) > 0.85
    assert len(met) / len(every) > 0.9


@pytest.mark.parametrize(
    ("kind", "precision", "recall"), [("actor", 0.8, 0.8), ("term", 0.55, 0.55)]
)
def test_figures_for_names(
    full: Analysed,
    proposed: Suggestions,
    figure: Figure,
    kind: str,
    precision: float,
    recall: float,
) -> None:
    """A name is right where a form of it is a name or alias of an entry, but for case,
    plural, hyphens and "the".
    """
    entries = full.site.loaded.actors if kind == "actor" else full.site.loaded.terms
    named = {
        i: {plain(name) for name in (each.body.name, *each.body.aliases)}
        for i, each in entries.items()
    }  # type: ignore[attr-defined]
    here = {
        each.target.id for each in full.site.articles[SLUG].mentions if each.target.kind == kind
    }
    mine = of_kind(proposed, kind)
    met = [{i for i in named if named[i] & set(map(plain, each.found.names))} for each in mine]
    found = here & {i for each in met for i in each}
    figure(f"suggest, {kind}s: {told(sum(map(bool, met)), len(mine), len(found), len(here))}")
    assert sum(map(bool, met)) / len(mine) > precision
    assert len(found) / len(here) > recall


def plain(name: str) -> str:
    parts = [stem(word) for word in name.lower().replace("-", " ").replace(".", "").split()]
    return " ".join(parts[1:] if parts[0] == "the" and len(parts) > 1 else parts)


def told(right: int, mine: int, met: int, every: int) -> str:
    return (
        f"precision {right / mine:.2f} ({right} of {mine}), recall "
        f"{met / every:.2f} ({met} of {every})"
    )


# --- the command ---


@pytest.fixture
def runner() -> Callable[..., Any]:
    return lambda root, *arguments: CliRunner().invoke(
        main, ["suggest", "--root", str(root), *arguments]
    )


ARTICLES = {
    "mkdocs.yml": "site_name: Mine\n",
    "docs/articles/lamp.md": "---\ndate: 2025-05-07\n---\n# The lamp\n\n"
    "Lund said on 4 May: “It never failed us.”\n",
    "docs/articles/log.md": "# The log\n\nNobody kept it.\n",
}


def test_the_command_writes_entries_and_tells_the_coverage(
    tmp_path: Path, runner: Callable[..., Any]
) -> None:
    result = runner(
        write_site(tmp_path, ARTICLES),
        "docs/articles/lamp.md",
        "--layer",
        "date",
        "--layer",
        "claim",
    )
    assert result.exit_code == 0
    assert set(yaml.safe_load(result.stdout)) == {"article", "dates", "claims"}
    assert "time expressions: 0 of 1 annotated" in result.stderr


def test_the_command_says_that_it_reads_english_only(
    tmp_path: Path, runner: Callable[..., Any]
) -> None:
    german = {
        **ARTICLES,
        "docs/articles/log.md": "---\nlang: de-CH\n---\n# Das Buch\n\nNiemand schrieb darin.\n",
    }
    root = write_site(tmp_path, german)
    told = (
        "docs/articles/log.md is not in English (de-CH), the only language that `suggest` reads: "
        "it proposes only what"
    )
    assert runner(root, "log").stderr.startswith(told)
    assert "not in English" not in runner(root, "lamp").stderr


def test_the_command_replaces_no_file(tmp_path: Path, runner: Callable[..., Any]) -> None:
    root = write_site(tmp_path, ARTICLES)
    assert f"{root}/annotations/lamp-new.yml: written" in runner(root, "lamp", "--write").stderr
    (root / "annotations/lamp-new.yml").write_text("# mine\n", "utf-8")
    result = runner(root, "lamp", "--write")
    assert (result.exit_code, result.stdout) == (0, "")
    assert f"{root}/annotations/lamp-new-2.yml: written" in result.stderr
    assert (root / "annotations/lamp-new.yml").read_text("utf-8") == "# mine\n"
    assert "article: articles/lamp.md" in (root / "annotations/lamp-new-2.yml").read_text("utf-8")


@pytest.mark.parametrize("arguments", [(), ("lmap",), ("lamp", "--layer", "source")])
def test_an_article_or_layer_that_is_not_there_is_wrong_usage(
    tmp_path: Path, runner: Callable[..., Any], arguments: tuple[str, ...]
) -> None:
    result = runner(write_site(tmp_path, ARTICLES), *arguments)
    assert result.exit_code == 2
    assert "lamp" in result.stderr or "term" in result.stderr


def test_layers_are_those_of_the_format() -> None:
    assert LAYERS == ("date", "actor", "term", "claim")
