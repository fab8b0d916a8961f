import re
from pathlib import Path

import markdown
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from material.plugins.search.plugin import Parser
from mkdocs.config import load_config
from mkdocs.structure.files import get_files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

from explainer.marking.comment import Marks, bordered, marks_comment, read_marks
from explainer.marking.cuts import Mark
from explainer.model import Settings
from explainer.rendering.render import render
from explainer.text.cleaning import worded_id
from explainer.text.seals import digits_of, seal
from explainer.text.visible import read
from tests.conftest import PROJECT
from tests.site_files import write_site

CASES = yaml.safe_load((Path(__file__).parent / "cases/extension/articles.yml").read_text("utf-8"))
EXTENSIONS = ["toc", "fenced_code", "footnotes", "meta"]
MARK = Mark(0, 3, "claim:a", "#_claim-a", "claim-a", 1, "Claim c1", "_claim-a")


def renderer(*more: str) -> markdown.Markdown:
    return markdown.Markdown(extensions=[*EXTENSIONS, *more])


def staged(text: str, marks: tuple[Mark, ...] = (), article: str | None = "lamp") -> str:
    return marks_comment(Marks(article, marks)) + "\n" + text


@pytest.mark.parametrize("text", CASES.values(), ids=CASES)
def test_words_and_contents_stay(text: str) -> None:
    plain, marked = renderer(), renderer("explainer.extension")
    before, after = read(plain.convert(text)).text, read(marked.convert(staged(text, (MARK,)))).text
    assert after == before
    assert marked.toc_tokens == plain.toc_tokens


@pytest.mark.parametrize("text", CASES.values(), ids=CASES)
def test_nothing_leaves_the_article(text: str) -> None:
    html = renderer("explainer.extension").convert(staged(text))
    body = read(f"{html}<p>after</p>").root
    assert [child.tag for child in body] == ["div", "p"]
    assert body[0].get("data-article") == "lamp"


def test_a_page_without_comment_is_unchanged() -> None:
    text = "# Lamp\n\n<div>open & raw\n"
    assert renderer("explainer.extension").convert(text) == renderer().convert(text)


def test_words_that_are_struck_out_are_not_searched() -> None:
    html = renderer("explainer.extension").convert(
        "A <del>b</del>, <s class='x'>c</s> <span>d</span>"
    )
    excluded = read(html).root.xpath("//*[@data-search-exclude]")
    assert [element.tag for element in excluded] == ["del", "s"]


def test_a_page_that_is_no_article_is_marked_but_not_wrapped() -> None:
    html = renderer("explainer.extension").convert(staged("Lamp\n", (MARK,), None))
    assert 'data-annotation="claim:a"' in html
    assert "ex-article" not in html


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("# Lamp\n\nIt shone.", '<h1 id="lamp">Lamp</h1>{}\n<p>It shone.</p>'),
        ("It shone.\n\n# Lamp", '{}<p>It shone.</p>\n<h1 id="lamp">Lamp</h1>'),
        ("", "{}"),
    ],
    ids=["a title", "a title further down", "no words"],
)
def test_what_the_site_adds_stands_below_the_title_and_behind_the_article(
    text: str, inside: str
) -> None:
    before = '<header><a href="x">before</a></header><hr>'
    added = '<header data-ex-added=""><a href="x">before</a></header><hr data-ex-added="">'
    page = f"{marks_comment(Marks('lamp', (), before, '<p>after</p>'))}\n{text}"
    html = renderer("explainer.extension").convert(page)
    article = (
        f'<div class="ex-article" data-article="lamp" id="_article">{inside.format(added)}</div>'
    )
    assert html == f"{article}<p>after</p>"
    assert read(html).text == read(f"{renderer().convert(text)}<p>after</p>").text


@pytest.mark.parametrize(
    "text", ["Lamp one.\n\nTwo.", "- Lamp one.\n- More.\n\nTwo."], ids=["paragraph", "list"]
)
def test_a_note_stands_behind_the_block_that_holds_its_words(text: str) -> None:
    other = Mark(5, 8, "claim:b", "#_claim-b", "claim-b")
    notes = {
        "claim-a": "<div>A note</div>",
        "claim-b": "<div>Another</div>",
        "claim-gone": "<div>None</div>",
    }
    page = f"{marks_comment(Marks('lamp', (MARK, other), notes=notes))}\n{text}"
    html = renderer("explainer.extension").convert(page)
    inner = '<div data-ex-added="">A note</div><div data-ex-added="">Another</div>'
    side = (
        f'<section class="ex-sidenotes" data-ex-added="" data-search-exclude="">{inner}</section>'
    )
    blocks = list(read(html).root[0])
    assert [block.tag for block in blocks] == [blocks[0].tag, "section", "p"]
    assert side in html
    assert read(html).text == read(renderer().convert(text)).text


def test_what_the_author_linked_is_told_as_a_mention_is() -> None:
    page = (
        marks_comment(Marks(None, (), links={"term:lens": "../glossary/lens/"}))
        + "\n[a *lens*](term:lens), [x](y)"
    )
    lens = '<a href="../glossary/lens/" data-annotation="term:lens">a <em>lens</em></a>'
    md = renderer("explainer.extension")
    assert md.convert(page) == f'<p>{lens}, <a href="y">x</a></p>'
    spaced = page.replace("[a *lens*](term:lens)", '<a href=" term:lens ">a <em>lens</em></a>')
    assert lens in md.reset().convert(spaced)


def test_the_search_reads_what_the_browser_draws() -> None:
    text = "He <q>said <q>so</q></q>.<br>She, too.<br>\nAnd\n\n<pre>a<br>b</pre>\n"
    html = renderer("explainer.extension").convert(staged(text))
    parser = Parser()
    parser.feed(html)
    shown = "".join(parser.data[0].text)
    assert shown.startswith("<p>He “said ‘so’”. She, too. And</p> <pre>ab</pre>")
    assert read(html).text == read(renderer().convert(text)).text


def test_the_table_of_contents_shows_what_the_browser_draws() -> None:
    md = renderer("explainer.extension")
    html = md.convert(staged("# The <q>lamp</q><br>of Anna\n"))
    assert [item["name"] for item in md.toc_tokens] == ["The “lamp” of Anna"]
    plain = renderer().convert("# The <q>lamp</q><br>of Anna\n")
    assert read(html).headings == read(plain).headings


@pytest.mark.parametrize("is_safe", [False, True])
@pytest.mark.parametrize(
    "heading",
    [
        "The <style>lamp",
        "The <textarea>lamp ![x](lamp.png)",
        '<a href="</a><rt>">The</a> lamp',
        '<ruby title="<ol>">The</ruby> lamp <del title="<del>">1871</del>',
    ],
)
def test_a_heading_has_the_id_with_which_links_to_it_are_checked(
    heading: str, is_safe: bool
) -> None:
    first = marks_comment(Marks("lamp", (), cleaned="" if is_safe else None))
    built = renderer("explainer.extension").convert(f"{first}\n## {heading}\n")
    settings = Settings("", extensions=tuple(EXTENSIONS), is_safe=is_safe)
    assert read(built).headings == read(render(f"## {heading}\n", settings)).headings


def test_marks_do_not_leak_into_the_next_page() -> None:
    md = renderer("explainer.extension")
    md.convert(staged("Lamp\n", (MARK,)))
    assert md.convert("Lamp") == "<p>Lamp</p>"
    md.convert(staged("", (MARK,)))
    assert md.reset().convert("Lamp") == "<p>Lamp</p>"


def test_only_the_first_line_counts() -> None:
    comment = marks_comment(Marks("lamp", (MARK,)))
    html = renderer("explainer.extension").convert(f"Lamp\n\n{comment}\n")
    assert "data-annotation" not in html
    assert "explainer:marks" in html


def test_other_extensions_do_not_see_the_comment() -> None:
    md = renderer("explainer.extension")
    md.convert(staged("author: Board\n\nLamp\n"))
    assert md.Meta == {"author": ["Board"]}


def holding(data: str) -> str:
    return f"<!-- explainer:marks {digits_of(data)} -->"


def test_a_comment_with_this_data_is_ours() -> None:
    assert read_marks(holding('[5, null, [], "", "", [], "", [], null]')) == Marks(None, ())


@pytest.mark.parametrize(
    "line",
    [
        "",
        "<!-- explainer:marks -->",
        "<!-- explainer:marks {} -->",
        "<!-- explainer:marks [] -->",
        "<!-- explainer:marks 5b -->",
        "<!-- explainer:marks 5b5d5 -->",
        holding('[4, null, [], "", "", [], "", [], null]'),
        holding('[5, null, [[1]], "", "", [], "", [], null]'),
        holding('[5, null, 7, "", "", [], "", [], null]'),
        holding("[5, null, []]"),
        "<!-- another -->",
    ],
)
def test_what_is_not_ours_is_no_comment_of_ours(line: str) -> None:
    assert read_marks(line) is None


@given(st.text(), st.text(), st.text(), st.none() | st.text())
def test_any_text_survives_the_comment(
    ref: str, href: str, label: str, article: str | None
) -> None:
    marks = (Mark(1, 2, ref, href, "x", 3, label, ref),)
    line = marks_comment(Marks(article, marks))
    assert read_marks(line) == Marks(article, marks)
    assert re.fullmatch("<!-- explainer:marks [0-9a-f]+ -->", line)


NOTES = (
    '<h2 id="_notes">Notes</h2><details><summary><h3 '
    'id="_claims">Claims</h3></summary></details><h2>Other</h2>'
)
IN_CONTENTS = """
    Notes - #_notes
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# Lamp\n\n## Light", f"Lamp - #lamp\n    Light - #light{IN_CONTENTS}"),
        ("# Lamp\n\n# Light", f"Lamp - #lamp{IN_CONTENTS}Light - #light\n"),
        ("## Light", f"Article - #_article\n    Light - #light{IN_CONTENTS}"),
        ("Light", f"Article - #_article{IN_CONTENTS}"),
    ],
    ids=["a title", "two titles", "no title", "no heading"],
)
def test_headings_below_the_article_stand_in_the_contents(text: str, expected: str) -> None:
    """All below the title or what stands for it, since the theme shows no other."""
    md = renderer("explainer.extension")
    html = md.convert(f"{marks_comment(Marks('lamp', (), after=NOTES))}\n{text}")
    found = get_toc(md.toc_tokens)  # as MkDocs reads it
    assert str(found) == expected
    assert all(f'id="{each.url[1:]}"' in html for each in found)


def test_other_pages_keep_their_contents() -> None:
    md = renderer("explainer.extension")
    md.convert(f"{marks_comment(Marks(None, (), after=NOTES))}\nLamp")
    assert md.toc_tokens == []


def test_mkdocs_looks_for_ids_only_where_it_reports_links_to_them(tmp_path: Path) -> None:
    made = []
    for level in ("warn", "ignore"):
        folder = tmp_path / level
        write_site(
            folder,
            {
                "mkdocs.yml": "site_name: Lamps\n"
                f"validation: {{anchors: {level}}}\n"
                "markdown_extensions: [attr_list, explainer.extension]\n",
                "docs/index.md": staged('# Lamp\n\n<p id="own">One.</p>\n\n', (MARK,))
                + seal('<p>Two.</p>\n<p id="sealed">Three.</p>\n'),
            },
        )
        config = load_config(str(folder / "mkdocs.yml"))
        files = get_files(config)
        page = Page(None, files.documentation_pages()[0], config)
        page.read_source(config)
        page.render(config, files)
        made.append((page.content, page.present_anchor_ids))
    (reported, read_ids), (unreported, unread_ids) = made
    assert reported == unreported
    assert read_ids == {"lamp", "claim-a", "own", "sealed"}
    assert unread_ids == {"lamp"}


@pytest.mark.parametrize(
    ("cleaned", "shown"),
    [(None, ["Typed.", "Made."]), ("", []), ("a1", ["Made."])],
    ids=["a trusted page", "a stranger's", "a stranger's that opens a generated one"],
)
def test_what_a_stranger_seals_stays_closed(cleaned: str | None, shown: list[str]) -> None:
    typed, made = seal("<p>Typed.</p>"), bordered(seal("<p>Made.</p>"), cleaned or "")
    page = f"{marks_comment(Marks(None, (), cleaned=cleaned))}\n{typed}\n\n{made}\n"
    html = renderer("explainer.extension").convert(page)
    assert read(html).text.split() == shown


def test_no_heading_has_an_id_of_this_program_by_its_words() -> None:
    md = renderer("explainer.extension", "attr_list")
    headings = "# _reasons\n\n## Words { #_parts }\n\n## _claim-lit\n\n## _private\n\n## 灯\n"
    html = md.convert(f"{headings}\n[Up](#_reasons)\n")
    ids = [element.get("id") for element in read(html).root.iter("h1", "h2")]
    assert ids == ["own_reasons", "_parts", "own_claim-lit", "_private", "_1"]
    assert re.findall('href="(.*?)"', html) == ["#own_reasons"]
    assert [item["id"] for item in md.toc_tokens] == ["own_reasons"]
    assert [item["id"] for item in md.toc_tokens[0]["children"]] == ids[1:]


def test_all_ids_of_templates_are_known() -> None:
    templates = (PROJECT / "explainer/templates").glob("*.j2")
    texts = [template.read_text(encoding="utf-8") for template in templates]
    ids = set(re.findall(r'(?:anchor\(|\bid=)"(_[a-z]+)"', "".join(texts)))
    assert {"_reasons", "_parts", "_notes"} <= ids
    assert {id for id in ids if worded_id(id) == id} == set()


def test_no_heading_has_the_id_of_an_element_of_the_theme() -> None:
    """The theme's scripts would read the heading of that id, and none of them would run."""
    md = renderer("explainer.extension", "attr_list")
    text = (
        "# \\_\\_config\n\n## `__init__`\n\n###### __nav_1\n\n[Up](#__config) [Search](#__search)\n"
    )
    html = md.convert(f"{text}\n## Tabs {{ #__tabs_2_label }}\n")
    ids = [element.get("id") for element in read(html).root.iter("h1", "h2", "h6")]
    assert ids == ["own__config", "__init__", "own__nav_1", "own__tabs_2_label"]
    assert re.findall('href="(.*?)"', html) == ["#own__config", "#__search"]
    assert [item["id"] for item in md.toc_tokens] == ["own__config"]
    assert [item["id"] for item in md.toc_tokens[0]["children"]] == [
        "__init__",
        "own__tabs_2_label",
    ]
