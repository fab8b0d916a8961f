"""What the stages that read keep for later builds is what they would make again, or is not used."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from explainer.building.kept_analysis import ANALYSIS_FILE, Remembered, kept_analysis
from explainer.building.workspace import Workspace
from explainer.linking import link
from explainer.model import NO_CACHE, Cache, Problem
from explainer.pipeline import Analysed, analyse, analyse_to_publish, build_site
from explainer.rendering import render
from explainer.yamlfiles import kept_yaml
from tests.conftest import silent
from tests.site_files import BASE, write_site
from tests.test_command import site

ANNOTATED = {
    **BASE,
    "annotations/site.yml": """
article: lamp
actors:
  keeper:
    type: person
    name: Anna Lund
    description: The lamp is hers, says **nobody**. See [the claim](claim:lit).
claims:
  lit:
    quote: The lamp was lit every night.
    kind: fact
    summary: It was lit.
    note: Anna Lund lit the lamp.
""",
}
FOREIGN = (1, "x", [], [1], [[1]], {}, {"a": 1}, ["x", [[]], []], [["x"], [["claim", 1]]], [[], 1])
TOP = ([1, 1], [0, 0])
FOREIGN_YAML = (
    [{"article": "lamp"}, [*TOP, {"claims": [*TOP, None]}]],
    [{"article": ["lamp"]}, [*TOP, {"article": [*TOP, []]}]],
    ["lamp", [*TOP, {}]],
    [1, [*TOP, None]],
)
MADE = (
    (kept_yaml, "read_yaml"),
    (link, "render_text"),
    (link, "link_article"),
    (render, "_converted"),
)
Result = tuple[Analysed | None, tuple[Problem, ...]]


class Foreign:
    """A cache that has the same value for everything."""

    def __init__(self, value: Any) -> None:
        self.value, self.put_kinds = value, set[str]()

    def get(self, kind: str, parts: Sequence[str]) -> Any:
        return self.value

    def put(self, kind: str, parts: Sequence[str], value: Any) -> None:
        self.put_kinds.add(kind)

    def staged(self, path: str) -> str | None:
        return None


def analysed(root: Path, cache: Cache | None = None) -> Result:
    """Analyse a site with what is kept of it, or with another cache."""
    (root / "build").mkdir(exist_ok=True)
    with kept_analysis(Workspace.of(root, root / "site").build_dir, pytest.fail) as cache_for:
        if cache:
            cache_for = lambda _config, _settings: cache  # noqa: E731
        _, whole, problems = analyse_to_publish(root, silent, with_code=True, cache_for=cache_for)
    return whole, problems


def said(result: Result) -> str:
    """Return everything that pages are made of."""
    whole, problems = result
    assert whole is not None
    made = whole.site
    texts = [text.rendered.html for text in (*made.articles.values(), *made.pages.values())]
    marks = [(text.highlights, text.mentions) for text in made.articles.values()]
    return repr((texts, marks, made.texts, made.mentions, made.relations, problems))


@pytest.mark.parametrize("name", ["full", "strange", "formulas", "broken", "crowded", "rtl"])
def test_what_is_kept_is_what_would_be_made(name: str, tmp_path: Path) -> None:
    root = site(name, tmp_path)
    first = said(analysed(root, NO_CACHE))
    assert said(analysed(root)) == first
    assert said(analysed(root)) == first


def test_what_is_kept_is_not_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write_site(tmp_path, ANNOTATED)
    first = said(analysed(root))
    for module, name in MADE:
        monkeypatch.setattr(module, name, pytest.fail)
    assert said(analysed(root)) == first


def test_what_is_remembered_is_what_would_be_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write_site(tmp_path, ANNOTATED)
    remembered = Remembered(root / "build/preview")
    first = said(analyse(root, silent, with_code=True))
    for _ in range(3):
        remembered.begin()
        result = analyse(root, silent, with_code=True, cache_for=remembered.cache_for)
        assert said(result) == first
        for module, name in MADE:
            monkeypatch.setattr(module, name, pytest.fail)


def test_what_was_not_used_twice_is_not_remembered(tmp_path: Path) -> None:
    remembered = Remembered(tmp_path)
    remembered.put("text", "a", 1)
    remembered.put("text", "b", [2])
    for _ in range(2):
        remembered.begin()
        assert remembered.get("text", "b") == [2]
    assert remembered.get("text", "a") is None


@pytest.mark.parametrize("value", [*FOREIGN, *FOREIGN_YAML], ids=repr)
def test_a_value_that_is_not_ours_changes_nothing(value: Any, tmp_path: Path) -> None:
    root = write_site(tmp_path, ANNOTATED)
    assert said(analysed(root, Foreign(value))) == said(analysed(root, NO_CACHE))


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (
            "annotations/site.yml",
            "  lit:",
            "  burned:",
        ),  # to which a field links that stays as it is
        ("annotations/site.yml", "name: Anna Lund", "name: Anna Lund\n    aliases: [the lamp]"),
        ("annotations/site.yml", "name: Anna Lund", "name: Anna Lund\n    mentions: 'off'"),
        ("annotations/site.yml", "  keeper:", "  lund:"),
        ("annotations/site.yml", "says **nobody**", "says ==nobody=="),
        ("docs/articles/lamp.md", "# The lamp", "---\nlang: de\n---\n# The lamp"),
        ("docs/articles/lamp.md", "every night", "every single night"),
        ("mkdocs.yml", "Lights\n", "Lights\nmarkdown_extensions: [smarty]\n"),
        ("mkdocs.yml", "Lights\n", "Lights\nuse_directory_urls: false\n"),
        ("mkdocs.yml", "Lights\n", "Lights\nextra: {explainer: {safe: true}}\n"),
    ],
)
def test_what_an_edit_changes_is_made_again(path: str, old: str, new: str, tmp_path: Path) -> None:
    root = write_site(tmp_path, ANNOTATED)
    analysed(root)
    write_site(root, {path: ANNOTATED[path].replace(old, new)})
    expected = said(analysed(root, NO_CACHE))
    assert said(analysed(root)) == expected
    assert said(analysed(root)) == expected


@pytest.mark.parametrize(
    "settings",
    [
        "extra: {explainer: {safe: true}}",  # a stranger may have made the file
        "markdown_extensions: [pymdownx.snippets]",  # which reads other files
    ],
)
def test_some_sites_keep_nothing(
    settings: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write_site(tmp_path, {**ANNOTATED, "mkdocs.yml": f"site_name: Lights\n{settings}\n"})
    analysed(root)
    calls = list[str]()
    real = link.render_text

    def noted(markdown, renderer):
        calls.append(markdown)
        return real(markdown, renderer)

    monkeypatch.setattr(link, "render_text", noted)
    analysed(root)
    assert len(calls) == 2


@pytest.mark.parametrize("html", ["<math><mi>x</mi></math>", "<del>it</del>"])
def test_what_has_more_than_plain_text_is_made_each_time(html: str, tmp_path: Path) -> None:
    """A formula is kept as HTML, which is not cleaned when it is shown."""
    words = f"<p>The lamp was lit every night. Anna Lund lit {html}.</p>\n"
    root = write_site(tmp_path, ANNOTATED)
    kinds = set[str]()
    for text in (ANNOTATED["docs/articles/lamp.md"], f"# Lamp\n\n{words}"):
        write_site(root, {"docs/articles/lamp.md": text})
        cache = Foreign(None)
        analysed(root, cache)
        kinds ^= cache.put_kinds
    assert kinds == {"articles"}


def test_a_build_goes_on_where_the_file_is_damaged(tmp_path: Path) -> None:
    root = write_site(tmp_path, ANNOTATED)
    build_site(root, root / "site", silent)
    (root / "build" / ANALYSIS_FILE).write_bytes(b"SQLite format 3\0" + b"\1" * 5_000)
    lines = list[str]()
    first = build_site(root, root / "site", lines.append)
    assert f"Nothing is taken from build/{ANALYSIS_FILE}, which cannot be used" in lines
    assert build_site(root, root / "site", silent) == first
