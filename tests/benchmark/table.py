"""The rows of the table: what is measured, what it is compared with, and what is to be reached."""

from collections.abc import Callable, Sequence
from math import isnan, nan
from statistics import median
from typing import Literal, NamedTuple

from tests.benchmark import book, glossary, naming, rebuilds, serving, starting, weights
from tests.benchmark.bench import Bench
from tests.benchmark.processes import Cost
from tests.benchmark.weights import Weight

HEAD = (
    "| what | measured | to reach | |",
    "| --- | ---: | ---: | --- |",
)
Work = Callable[[Bench], Cost]
Unit = Literal["clock", "processor", "memory"]
_BESIDE: Unit = "processor"  # stands beside what is measured by the clock


class Row(NamedTuple):
    """A row: the time of a work, divided by that of another one if there is any."""

    name: str  # for --only
    title: str
    most: float | None  # to be reached; None for a figure to compare with
    work: Work
    other: Work | None = None
    unit: Unit = "clock"
    obstacle: str = ""  # why it is not reached, as far as is known

    @property
    def works(self) -> Sequence[Work]:
        """The works that are measured for it."""
        return (self.work, self.other) if self.other else (self.work,)

    def line(self, costs: dict[Work, list[Cost]]) -> str:
        """Return the row in Markdown: the median of all rounds, in each of which all works ran."""
        measured, beside = self._figure(costs, self.unit), self._figure(costs, _BESIDE)
        notes = "" if self.unit != "clock" else f"by processor {self._shown(beside)}"
        verdict = _verdict(measured, self.most, self.obstacle)
        return _line(self.title, self._shown(measured), self._wanted(), verdict, notes)

    def _figure(self, costs: dict[Work, list[Cost]], unit: Unit) -> float:
        found = [getattr(cost, unit) for cost in costs[self.work]]
        if self.other:
            others = [getattr(cost, unit) for cost in costs[self.other]]
            found = [_ratio(*pair) for pair in zip(found, others, strict=True)]
        return median(found)

    def _shown(self, figure: float) -> str:
        if isnan(figure):
            return "–"
        return f"{figure:.3g}" if self.other else f"{figure:.2f} s"

    def _wanted(self) -> str:
        unit = "" if self.other else " s"
        return "" if self.most is None else f"{self.most:g}{unit}"


class WeightRow(NamedTuple):
    """A row of bytes."""

    name: str
    title: str
    most: float  # bytes
    weigh: Callable[[Bench], Weight]
    obstacle: str = ""

    def line(self, weight: Weight) -> str:
        """Return the row in Markdown."""
        shown, wanted = _kilobytes(weight.bytes), _kilobytes(self.most)
        verdict = _verdict(weight.bytes, self.most, self.obstacle)
        return _line(self.title, shown, wanted, verdict, weight.of)


def _ratio(one: float, other: float) -> float:
    """Divide, or return nan where the other is less than a tick of the clock."""
    return one / other if other else nan


def _kilobytes(size: float) -> str:
    return f"{size / 1_000:.1f} KB"


def _verdict(figure: float, most: float | None, obstacle: str) -> str:
    """Return whether a figure is reached, "" for one without a target, and what is in the way."""
    if most is None:
        return ""
    if figure <= most:
        return "reached"
    return f"**missed** ({obstacle})" if obstacle else "**missed**"


def _line(title: str, shown: str, wanted: str, verdict: str, notes: str) -> str:
    told = ", ".join(filter(None, (verdict, notes)))
    return f"| {title} | {shown} | {wanted} | {told} |"


_BESIDES = "pages are also made, proved, and noted for rebuilds"
_COMPARED = "what has stayed the same is read and compared again"
_ANALYSED = "all is analysed again, from memory"
ROWS = (
    Row(
        "full",
        "full build ÷ plain `mkdocs build` of the same staged tree",
        0.8,
        rebuilds.full,
        rebuilds.by_mkdocs,
        obstacle=_BESIDES,
    ),
    Row(
        "full-processor",
        "the same by processor seconds",
        1.2,
        rebuilds.full,
        rebuilds.by_mkdocs,
        "processor",
        obstacle=_BESIDES,
    ),
    Row(
        "full-base",
        "full build ÷ plain `mkdocs build` of the tree as staged at `--base`",
        None,
        rebuilds.full,
        rebuilds.by_mkdocs_at_base,
    ),
    Row(
        "annotation",
        "rebuild after one edit of one annotation ÷ full build",
        0.08,
        rebuilds.after_an_annotation,
        rebuilds.full,
        obstacle=_COMPARED,
    ),
    Row(
        "article",
        "… of an article's text ÷ full build",
        0.12,
        rebuilds.after_an_article,
        rebuilds.full,
        obstacle=_COMPARED,
    ),
    Row(
        "alias",
        "… after a new alias of an actor, in 50 texts ÷ full build",
        0.25,
        rebuilds.after_an_alias,
        rebuilds.full,
        obstacle=_COMPARED,
    ),
    Row(
        "nothing",
        "… with nothing changed ÷ full build",
        0.03,
        rebuilds.after_nothing,
        rebuilds.full,
    ),
    Row(
        "serve",
        "`serve`: save until shown ÷ full build",
        0.02,
        serving.saved_on_the_large_site,
        rebuilds.full,
        obstacle=_ANALYSED,
    ),
    Row(
        "serve-shipped",
        "`serve`, shipped site: save until shown",
        0.25,
        serving.saved_on_the_shipped_site,
        obstacle=_ANALYSED,
    ),
    Row("growth", "ten times the content: time", 11, rebuilds.full, rebuilds.full_of_a_tenth),
    Row("memory", "… peak memory", 6, rebuilds.full, rebuilds.full_of_a_tenth, "memory"),
    Row("book", "book: anchoring exact quotes ÷ rendering it", 1, book.anchored, book.rendered),
    Row(
        "book-changed",
        "… with 10 % of words changed",
        15,
        book.anchored_in_changed_words,
        book.rendered,
        obstacle="each changed quote is compared with all passages like it, to propose one",
    ),
    Row(
        "names",
        "mentions of 10,000 names and aliases ÷ full build",
        0.05,
        naming.mentions,
        rebuilds.full,
    ),
    Row(
        "glossary",
        "glossary alone ÷ plain MkDocs with the same pages",
        1.5,
        glossary.with_explainer,
        glossary.by_mkdocs,
        obstacle="terms are also linked both ways, and all links are proved",
    ),
    WeightRow(
        "page",
        "largest HTML page",
        200_000,
        weights.largest_page,
        obstacle="an article holds all of its notes, for readers without scripts",
    ),
    WeightRow(
        "entry",
        "page of an entry, without shared files",
        12_000,
        weights.page_of_an_entry,
        obstacle="the frame of the theme alone is 14 KB",
    ),
    WeightRow("search", "search: compressed, before the first result", 300_000, weights.search),
    Row(
        "clone",
        "first build in a fresh clone of the shipped site",
        2,
        starting.first_build,
        obstacle="MkDocs alone needs nearly half of it",
    ),
    Row("help", "`explainer --help`", 0.3, starting.command_help),
)
