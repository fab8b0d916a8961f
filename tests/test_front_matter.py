"""Front matter is read once: MkDocs finds in a staged page what was read of the typed one."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from mkdocs.utils.meta import get_data

from explainer.loading.load import load
from explainer.model import Article, Page
from explainer.pipeline import build_site
from tests.conftest import silent
from tests.site_files import BASE, write_site

# Pieces of which front matter is made, and what a reader of YAML may stumble over.
PIECES = st.sampled_from([
    "title", "author", "updated", "tags", "x", ": ", ":\n", "\n", "\n  ", "\n- ", "- ", "? ", "{",
    "}", "[", "]", ",", '"', "'", "|\n", ">-\n", "&a ", "*a", "!", "!!int ", "!!str ",
    "!!python/name:os.system ", "!ENV ", "%YAML 1.1\n", "---", "--- ", "...", "<<: ", "=", "~",
    "2024-02-30", "2024-02-03", "12:30", "0x_", "0b_", "no", "\t", "# ", "#", "\ufeff", "\u2028",
    "\u0085", "\x7f", "\\", "@", "`", "1_000", "1e5", ".inf", "null", "😀", "<b>", " ",
])  # fmt: skip
KEYS = st.sampled_from("title author tags updated x search 2024-02-30 = no 12:30".split())
VALUES = st.sampled_from([
    "=", "2024-02-30", "2024-02-03", "2024-13-45", "2024-01-01 99:99:99", "12:30", "1_0:99",
    "0x_", "0b_", "010", "no", "~", "null", "", "1e5", "9" * 5000, "a: b", "The lamp", "'it''s'",
    '"\\x41"', "[no, 3, =]", "{a: =, b: 2}", "|\n  ---\n  a: b", ">\n  folded\n  words",
    "# only a comment", "&a [1]", "a\u2028b", "- x", "...", "%x",
])  # fmt: skip


def read_page(text: str, tmp_path: Path) -> tuple[Article | Page, list[str]]:
    """Return a page and the errors in it."""
    write_site(tmp_path, {**BASE, "docs/page.md": text, "annotations/a.yml": ""})
    loaded, problems = load(tmp_path)
    (page,) = (doc for doc in loaded.docs if doc.file.endswith("/page.md"))
    return page, [str(problem) for problem in problems if problem.level == "error"]


def seen_by_mkdocs(page: Article | Page) -> tuple[str, dict]:
    """Return the text and the front matter that MkDocs finds in the page as it is staged."""
    head = f"---\n{page.head}---\n" if page.head else ""
    return get_data(f"{head}{page.markdown}")


@given(head=st.lists(PIECES, max_size=14).map("".join))
def test_mkdocs_finds_the_same_end(head: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    page, errors = read_page(f"---\n{head}\n---\n# Below\n", tmp_path_factory.mktemp("site"))
    if not errors:
        text, _ = seen_by_mkdocs(page)
        assert text == page.markdown.lstrip("\n")


@given(pairs=st.lists(st.tuples(KEYS, VALUES), max_size=4, unique_by=lambda pair: pair[0]))
def test_mkdocs_finds_the_same_words(pairs: list, tmp_path_factory: pytest.TempPathFactory) -> None:
    head = "".join(f"{key}: {value}\n" for key, value in pairs)
    page, errors = read_page(f"---\n{head}---\n# Below\n", tmp_path_factory.mktemp("site"))
    if errors:
        return
    text, found = seen_by_mkdocs(page)
    assert text == page.markdown
    assert all(isinstance(key, str) for key in found)
    if "title" in found:
        assert found["title"] == page.title


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("title: 2024", {"title": "2024"}),
        ("title: no", {"title": "no"}),
        ("title: 2024-02-03", {"title": "2024-02-03"}),
        ("subtitle:\ndescription: ''\nx:", {"x": None}),
        ("icon: \u0338\nsubtitle: \u200b\nx: \u200b", {"x": "\u200b"}),
        ("{title: The lamp, tags: [no, 3]}", {"title": "The lamp", "tags": ["no", "3"]}),
        ("search: {exclude: true, boost: 2}", {"search": {"exclude": True, "boost": 2}}),
        ("updated: 2024-02-03", {"updated": date(2024, 2, 3)}),
        ("updated: 2024-02-30", {"updated": "2024-02-30"}),
        ("open: 12:30", {"open": "12:30"}),
        ("title\u200f: 2024\nx\u061c: no", {"title": "2024", "x": False}),
        ("x: =", {"x": "="}),
        ("no: 1", {"no": 1}),
        ("a: &a [x]\nb: *a", {"a": ["x"], "b": ["x"]}),
        ("a: 'it''s' # so\n\n# a comment\nb: |-\n  ---\n  c", {"a": "it's", "b": "---\nc"}),
    ],
)
def test_values_keep_the_type_that_is_expected(typed: str, found: dict, tmp_path: Path) -> None:
    page, errors = read_page(f"---\n{typed}\n---\n# Below\n", tmp_path)
    assert errors == []
    assert seen_by_mkdocs(page) == ("# Below\n", found)


@pytest.mark.parametrize("head", ["# only a comment\n", "\n", "{}\n", ""])
def test_a_head_without_keys_is_not_printed(head: str, tmp_path: Path) -> None:
    page, errors = read_page(f"---\n{head}---\n# Below\n", tmp_path)
    assert errors == []
    assert seen_by_mkdocs(page) == ("# Below\n", {})


def test_pages_never_print_their_front_matter(tmp_path: Path) -> None:
    head = "---\nsubtitle: =\nupdated: 2024-02-30\nopen: 12:30\n---\n"
    root = write_site(
        tmp_path,
        {
            **BASE,
            "docs/articles/fog.md": f"{head}# The fog\n\nIt rose.\n",
            "docs/about.md": f"{head}# About\n\nThe keeper.\n",
            "docs/index.md": f"{head}# Home\n\nThe light.\n",
            "annotations/a.yml": "",
        },
    )
    problems = build_site(root, root / "site", silent)
    assert [(problem.place.line, problem.level) for problem in sorted(problems)] == [
        (3, "warning")
    ] * 3
    for path in ("articles/fog", "about", "."):
        page = html.parse(str(root / "site" / path / "index.html"))
        words = " ".join(page.xpath("string(//article)").split())
        assert "2024-02-30" not in words
        assert "12:30" not in words
