"""The rows of the table: each figure in words."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple


class Row(NamedTuple):
    """A row: what was done, how often, what went wrong, and whether that is more than nothing."""

    done: str
    often: int | str
    wrong: str
    is_bad: bool = False

    def __str__(self) -> str:
        often = f"{self.often:,}" if isinstance(self.often, int) else self.often
        return f"| {self.done} | {often} | {self.wrong} |"


def rows_of(result: Any) -> list[Row]:
    """Return the rows of a figure: those of its own class."""
    return list(_ROWS[type(result).__name__](result))


def _kills(kills: Any) -> Iterator[Row]:
    done = f"Runs killed with SIGKILL, {kills.at_renames:,} of them at a rename"
    yield Row(done, kills.killed, f"{kills.lost:,} lost anything", kills.lost > 0)


def _strings(strings: Any) -> Iterator[Row]:
    parts = (
        f"{strings.placed_in_annotations:,} in fields of annotations",
        f"{strings.placed_in_front_matter:,} in front matter",
        f"{strings.placed_in_file_names:,} in file names",
        f"{strings.placed_in_settings:,} in settings",
        f"{strings.typed_by_readers:,} in addresses, searches and storage",
    )
    wrong = f"{strings.scripts_run:,} scripts run, {strings.became_elements:,} became elements"
    bad = strings.scripts_run + strings.became_elements + strings.text_altered
    told = f"{wrong}, {strings.text_altered:,} shown other than typed"
    yield Row(
        f"Hostile strings in pages opened in Chromium: {', '.join(parts)}",
        strings.placed,
        told,
        bad > 0,
    )
    yield Row(
        "Hostile strings refused by `check`, with their lines",
        strings.refused,
        "none got into a page",
    )
    told = "counted with the scripts above"
    yield Row("… of these in what `serve` says", strings.shown_by_the_preview, told)
    safe = strings.scripts_run_in_safe_articles
    yield Row(
        "Raw HTML in articles with `safe: true`",
        strings.in_safe_articles,
        f"{safe:,} scripts run",
        safe > 0,
    )
    trusted = f"{strings.scripts_run_in_trusted_articles:,} scripts run, as documented"
    yield Row("Raw HTML in articles, which are trusted", strings.in_trusted_articles, trusted)


def _pages(pages: Any) -> Iterator[Row]:
    parts = (
        f"{pages.through_steps:,} through the last steps of a page",
        f"{pages.on_sites:,} on {pages.sites:,} sites of {pages.pages:,} pages",
    )
    done = f"Texts of risky pieces, combined at random: {', '.join(parts)}"
    told = f"{pages.strange:,} elements and attributes that no text may make"
    yield Row(done, pages.through_steps + pages.on_sites, told, pages.strange > 0)


def _damages(damages: Any) -> Iterator[Row]:
    wrong = f"{damages.tracebacks:,} tracebacks"
    told = f"{wrong}: {damages.examples}" if damages.tracebacks else wrong
    yield Row(
        "Inputs damaged: files of sites, files to import, requests",
        damages.inputs,
        told,
        damages.tracebacks > 0,
    )


def _slowness(slowness: Any) -> Iterator[Row]:
    told = f"at worst {slowness.worst:.1f} times the time, for {slowness.payload}"
    above = ", ".join(slowness.above)
    wrong = f"{told}; more than linear: {above}" if above else told
    yield Row("Slow input, repeated twice as often", slowness.payloads, wrong, bool(above))
    yield Row(
        "… of hand-written pages, all of which the theme lists on each",
        slowness.sites_of_pages,
        f"{slowness.worst_of_pages:.1f} times the time at worst, as documented",
    )


_ROWS: dict[str, Callable[[Any], Iterator[Row]]] = {
    "Kills": _kills,
    "Hostile": _strings,
    "Combinations": _pages,
    "Damages": _damages,
    "Slowness": _slowness,
}
