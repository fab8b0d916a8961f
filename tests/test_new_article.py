"""`new article`: what is made of Markdown, plain text and web pages shows the words of the file."""

import contextlib
import os
import re
import signal
import subprocess
import sys
from base64 import b64encode
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from build_site import main
from explainer.loading.docs import head_of
from explainer.model import Settings
from explainer.new.article import draft
from explainer.new.decoding import NotTextError, decoded
from explainer.new.plain import from_plain
from explainer.rendering.render import render
from explainer.text.visible import read
from tests.conftest import PROJECT
from tests.site_files import BASE, cases, write_site
from tests.word_files import PNG, packed, paragraph, word_file

EXTENSIONS = ("admonition", "attr_list", "def_list", "fenced_code", "footnotes", "tables", "toc")
MARKUP = """* _ ** # > + - = ~ ` ! | : \\ ( ) [ ] { } < & &amp; &# &lt; -- --- === *** ~~~ ``` !!!
[^1] [^1]: [TOC] [a]: {:#a} *[a]: 1. 2) 10. http://a.b <http://a.b> <b> <!-- --> C:\\x
snake_case é 日 $ ^ % @ ' \" / a b""".split()
SOUP = st.lists(
    st.sampled_from([*MARKUP, " ", " ", "\n", "\n\n", "    ", "\u00a0", "\t"]), max_size=16
).map("".join)


def body(made: str) -> str:
    return made[len(head_of(made)) :].lstrip("\n")


def words(markdown: str) -> str:
    """All that a reader sees, without white space."""
    return "".join(read(render(markdown, Settings("", EXTENSIONS))).text.split())


@given(SOUP | st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"]), max_size=30))
def test_plain_text_is_shown_as_it_is(text):
    shown = read(render(from_plain(text), Settings("", EXTENSIONS))).text
    assert " ".join(shown.split()) == " ".join(text.split())


def test_paragraphs_of_plain_text():
    assert (
        from_plain("One line\nwrapped.\n \nTwo\n\n\n  # three\n")
        == "One line wrapped.\n\nTwo\n\n\\# three\n"
    )
    unwrapped = "A paragraph in one line. " * 10
    assert from_plain(f"Title\n{unwrapped}\nEnd\n") == f"Title\n\n{unwrapped.strip()}\n\nEnd\n"


INLINE = st.recursive(
    st.lists(
        st.sampled_from(
            [*(sign.replace("&", "&amp;").replace("<", "&lt;") for sign in MARKUP), " "]
        ),
        max_size=4,
    ).map(" ".join),
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag.split()[0]}>",
        st.sampled_from(
            [
                "em",
                "strong",
                "b",
                "i",
                "code",
                "sub",
                "q",
                "kbd",
                "del",
                "span",
                'a href="http://x.y/(a)"',
            ]
        ),
        st.lists(inner | st.just("<br>"), max_size=3),
    ),
    max_leaves=6,
)
BLOCKS = st.recursive(
    st.builds(
        lambda tag, inner: f"<{tag}>{inner}</{tag}>",
        st.sampled_from(["p", "h2", "pre", "p"]),
        INLINE,
    ),
    lambda inner: st.one_of(
        st.builds(
            lambda tag, kids: f"<{tag}>{''.join(kids)}</{tag}>",
            st.sampled_from(["blockquote", "div"]),
            st.lists(inner),
        ),
        st.builds(
            lambda tag, items: f"<{tag}>{''.join(f'<li>{item}</li>' for item in items)}</{tag}>",
            st.sampled_from(["ul", "ol"]),
            st.lists(INLINE | inner, max_size=3),
        ),
        st.lists(st.tuples(INLINE, INLINE), min_size=1, max_size=2).map(
            lambda rows: "".join(
                [
                    "<table>",
                    *(f"<tr><td>{one}</td><td>{two}</td></tr>" for one, two in rows),
                    "</table>",
                ]
            )
        ),
    ),
    max_leaves=4,
)


@given(st.lists(BLOCKS, max_size=3).map("".join))
def test_a_page_of_html_is_shown_with_the_same_words(html):
    made = draft(f"<body>{html}</body>".encode(), ".html")
    assert words(body(made.markdown)) == "".join(read(html).text.split()), made.markdown


def test_lists_begin_with_their_numbers_on_the_site():
    made = draft(b'<ol><li>one</li>and<li>two</li></ol><ol start="7"><li>seven</li></ol>', ".html")
    html = render(body(made.markdown), Settings("", (*EXTENSIONS, "explainer.captions")))
    assert re.findall("<ol[^>]*>", html) == ["<ol>", '<ol start="2">', '<ol start="7">']


def test_items_have_the_numbers_of_the_page_on_the_site():
    page = b"<ul><li>so<ol reversed><li>2</li><li>1<ol><li value=4>4</li><li value=3>3</li></ol>"
    settings = Settings("", (*EXTENSIONS, "explainer.captions"))
    html = render(body(draft(page, ".html").markdown), settings)
    begun = re.findall(r'<ol(?: start="(\d+)")?>\s*<li>(?:<p>|\s)*(\d+)', html)
    assert [int(start or 1) for start, _ in begun] == [int(words) for _, words in begun]
    assert len(begun) == 4


@pytest.mark.parametrize("case", [pytest.param(case, id=name) for name, case in cases("new")])
def test_pages(case):
    made = draft(case["html"].encode(), ".html")
    assert body(made.markdown) == case["markdown"]
    assert [
        warning.startswith(start)
        for warning, start in zip(made.warnings, case.get("warnings", []), strict=True)
    ] == [True] * len(made.warnings)
    assert known(made.markdown).items() >= case.get("known", {}).items()


PAGE = """<!doctype html><html lang="en-GB"><head><title>Light - The Gazette</title>
<meta property="og:title" content="Light!"><meta name="author" content="Somebody">
<meta name="description" content="How a light: came &quot;and&quot; went.">
<link rel="canonical" href="https://example.org/light">
<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle",
"datePublished": "1912-03-02T10:00:00Z",
"author": [{"@type": "Person", "name": "Anna Lund"}, {"name": "B. Oe"}]}]}</script></head>
<body>%s</body></html>"""


def known(markdown: str) -> dict[str, str]:
    return yaml.load(head_of(markdown).strip().strip("-"), Loader=yaml.BaseLoader) or {}


def test_front_matter_says_what_the_page_says():
    made = draft((PAGE % "<h1>A <em>light</em></h1><p>It shone.</p>").encode(), ".html")
    assert known(made.markdown) == {
        "title": "A light",
        "author": "Anna Lund, B. Oe",
        "date": "1912-03-02",
        "source_url": "https://example.org/light",
        "lang": "en-GB",
        "summary": 'How a light: came "and" went.',
    }
    assert made.missing == ("license",)
    assert "\n# license:  # Its licence.\n" in made.markdown
    assert known(draft((PAGE % "<p>It shone.</p>").encode(), ".html").markdown)["title"] == "Light!"


def test_half_a_character_of_a_page_does_not_keep_its_article_from_being_read():
    page = PAGE.replace("Anna", r"Ann\ud800")
    made = draft((page % "<h1>A light</h1><p>It shone.</p>").encode(), ".html")
    assert known(made.markdown)["author"] == "Ann? Lund, B. Oe"


def test_nothing_is_invented():
    page = '<meta name="date" content="last week"><meta name="author" content="https://example.org/me"><time>May</time><p>x</p>'
    assert known(draft(page.encode(), ".html").markdown) == {}
    for text in (
        b"It was lit.\n\nText\n",
        b"The light\nText\n",
        b"The light\n",
        b"The light\n\n",
        b"The C#\n\nText\n",
    ):
        assert known(draft(text, ".txt").markdown) == {}, text
    assert known(draft(b"# The *light*\n\nText\n", ".md").markdown) == {"title": "The light"}


def test_a_short_first_line_that_stands_alone_is_the_title():
    made = draft("\n The *light*,  1871–72 \r\n\r\nText\n".encode(), ".txt").markdown
    assert known(made) == {"title": "The *light*, 1871–72"}
    assert body(made) == "# The \\*light\\*, 1871–72\n\nText\n"


def test_front_matter_that_is_there_is_kept():
    text = "---\ntitle: Mine # so\nfoo: 1\n---\n# Other\n\nText *here*\n"
    assert draft(text.encode(), ".md").markdown == text
    assert (
        body(draft(b"Text *here*, **as**\n  it is\n", ".md").markdown)
        == "Text *here*, **as**\n  it is\n"
    )


@pytest.mark.parametrize(
    ("data", "ending", "expected"),
    [
        (b"<!doctype html><p>x", "", "html"),
        (b"<!doctype html><p>x", ".txt", "html"),
        (b"# x\n", "", "markdown"),
        (b"---\ntitle: x\n---\nx\n", "", "markdown"),
        (b"# x\n", ".txt", "text"),
        (b"x\n", "", "text"),
        (b"x\n", ".MD", "markdown"),
    ],
)
def test_the_format_is_told_from_the_ending_or_the_text(data, ending, expected):
    assert draft(data, ending).format == expected


@pytest.mark.parametrize(
    "name", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_unicode_is_read_without_a_word(name):
    assert decoded("Lamp 灯 é\r\n".encode(name)) == ("Lamp 灯 é\n", "")


def test_older_encodings_are_read_with_a_warning():
    assert decoded("“é”".encode("windows-1252"))[0] == "“é”"
    assert "windows-1252" in decoded("“é”".encode("windows-1252"))[1]
    page = '<meta charset="koi8-r"><p>Маяк'
    assert decoded(page.encode("koi8-r"), html=True)[0] == page
    assert decoded('<meta charset="zebra"><p>é'.encode("latin-1"), html=True)[0].endswith("é")


@pytest.mark.parametrize(
    ("data", "way"),
    [
        (b"%PDF-1.7 x", "pdftotext"),
        (b"PK\x03\x04x", "DOCX"),
        (b"\xd0\xcf\x11\xe0", "without a password"),
        (b"{\\rtf1", "DOCX"),
        (b"MIME-Version: 1.0", "HTML"),
        (b"ab\0\xff", "UTF-8"),
    ],
)
def test_what_is_no_text_is_refused_with_a_way_to_go_on(data, way):
    with pytest.raises(NotTextError, match=way):
        decoded(data)


@pytest.mark.parametrize(
    "tag", ["div", "b", "blockquote", "ul><li", "table><tr><td", "svg", "dl><dd", "span", "sup"]
)
def test_deeply_nested_pages_are_refused_with_a_way_to_go_on(tag):
    with pytest.raises(NotTextError, match="more than 100 levels deep; open it in a browser"):
        draft(f"<html><body>{f'<{tag}>' * 5_000}words".encode(), ".html")
    article = draft(f"<html><body>{f'<{tag}>' * 30}words".encode(), ".html")
    assert "words" in article.markdown or "drawings were left out (1)" in article.warnings


@given(st.binary(max_size=60), st.sampled_from([".html", ".txt", ".md", ""]))
def test_any_bytes_are_taken_or_refused(data, ending):
    with contextlib.suppress(NotTextError):
        assert draft(data, ending).markdown.startswith("---\n") or head_of(
            data.decode("utf-8", "replace")
        )


def test_names():
    assert draft(b"x", ".txt", name="The Light’s “End”").name == "the-lights-end"
    assert draft(b"# Moj majak\n\nx", ".md").name == "moj-majak"
    assert draft(b"x", ".txt", name="word " * 40).name == "-".join(["word"] * 12)
    assert draft(b"x", ".txt").name == ""


def run(*args: object, given: bytes = b"") -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args], input=given, prog_name="explainer")


def test_the_article_is_part_of_the_site(tmp_path):
    root = write_site(tmp_path / "site", BASE)
    file = tmp_path / "My Light.txt"
    file.write_text("The light *shone*\nfor years.\n")
    result = run("new", "article", file, "--root", root)
    assert result.exit_code == 0, result.output
    for part in (
        "my-light.md: written",
        "Not known: title, author",
        f"suggest my-light --root {root} --write",
    ):
        assert part in result.output
    assert run("check", "--root", root).exit_code == 0
    again = run("new", "article", file, "--root", root)
    assert again.exit_code == 2
    assert "--name" in again.output
    assert run("new", "article", file, "--root", root, "--name", "other").exit_code == 0
    assert (root / "docs/articles/other.md").is_file()


PICTURE = '<p>It shone. <img src="light_files/a%20b.png" alt="The light"> <img src="../x.png"></p>'


def test_pictures_beside_a_page_are_copied(tmp_path):
    root = write_site(tmp_path / "site", BASE)
    page = write_site(
        tmp_path / "in", {"light.html": PICTURE, "light_files/a b.png": PNG, "../x.png": PNG}
    )
    result = run("new", "article", page / "light.html", "--root", root)
    assert result.exit_code == 0, result.output
    assert (root / "docs/articles/light/picture-1.png").read_bytes() == PNG
    article = (root / "docs/articles/light.md").read_text()
    assert body(article) == "It shone. ![The light](light/picture-1.png) ![](../x.png)\n"
    assert "docs/articles/light/picture-1.png: written" in result.output
    (root / "docs/articles/light.md").unlink()
    (root / "docs/articles/light/picture-1.png").write_bytes(PNG + b"another")
    again = run("new", "article", page / "light.html", "--root", root)
    assert again.exit_code == 2
    assert "picture-1.png already exists" in again.output
    assert not (root / "docs/articles/light.md").exists()


def test_a_packed_web_page_brings_its_pictures():
    data = packed(
        {"The light.html": PICTURE.replace("light_files/a%20b", "images/1"), "images/1.png": PNG}
    )
    made = draft(data, ".zip", name="light")
    assert body(made.markdown) == "It shone. ![The light](light/picture-1.png) ![](../x.png)\n"
    assert made.pictures == {"light/picture-1.png": PNG}


def test_a_picture_that_is_written_into_the_page_becomes_a_file():
    source = f"data:image/png;base64,{b64encode(PNG).decode()}"
    made = draft(
        f'<p>x<img src="{source}"><img src="data:,x" alt="a--b>"></p>'.encode(),
        ".html",
        name="light",
    )
    assert (
        body(made.markdown)
        == "x![](light/picture-1.png)<!-- a picture was here (unknown format): a–b -->\n"
    )
    assert made.pictures == {"light/picture-1.png": PNG}


def test_a_word_document_is_part_of_the_site(tmp_path):
    root = write_site(tmp_path / "site", BASE)
    file = tmp_path / "The light.docx"
    file.write_bytes(word_file(paragraph("The light", "Titel") + paragraph("It shone.")))
    result = run("new", "article", file, "--root", root)
    assert result.exit_code == 0, result.output
    assert "Known: title" in result.output
    assert "element" not in result.output
    assert run("check", "--root", root).exit_code == 0
    wrong = run("new", "article", file, "--root", root, "--name", "b", "--format", "markdown")
    assert wrong.exit_code == 2
    assert "packed file" in wrong.output
    text = write_site(tmp_path, {"a.txt": "x"}) / "a.txt"
    assert (
        "not a Word document"
        in run("new", "article", text, "--root", root, "--format", "docx").output
    )
    misnamed = tmp_path / "misnamed.docx"
    misnamed.write_text("not a zip", encoding="utf-8")
    assert (
        "not a Word document, although its name says so"
        in run("new", "article", misnamed, "--root", root).output
    )


def test_standard_input_is_named_by_its_title(tmp_path):
    root = write_site(tmp_path, BASE)
    assert (
        run("new", "article", "-", "--root", root, given=b"# The end\n\nIt fell.\n").exit_code == 0
    )
    assert known((root / "docs/articles/the-end.md").read_text()) == {"title": "The end"}
    nameless = run("new", "article", "-", "--root", root, given=b"It fell.\n")
    assert nameless.exit_code == 2
    assert "--name" in nameless.output


def test_wrong_usage_of_new_article(tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7")
    assert (
        "pdftotext"
        in run(
            "new", "article", tmp_path / "a.pdf", "--root", write_site(tmp_path / "s", BASE)
        ).output
    )
    outside = run("new", "article", tmp_path / "a.pdf", "--root", tmp_path)
    assert outside.exit_code == 2
    assert "new site" in outside.output
    assert not Path(tmp_path / "docs").exists()


@pytest.mark.parametrize("change", [3, 5, 7])
def test_an_article_that_was_killed_is_written_by_the_same_command(tmp_path, change):
    root = write_site(tmp_path / "site", BASE)
    page = (
        write_site(tmp_path / "in", {"light.html": PICTURE, "light_files/a b.png": PNG})
        / "light.html"
    )
    arguments = ["new", "article", str(page), "--root", str(root)]
    command = [sys.executable, "-m", "tests.reliability.stops", root, str(change), *arguments]
    assert subprocess.run(command, cwd=PROJECT, check=False).returncode == -signal.SIGKILL
    assert not (root / "docs/articles/light.md").exists()
    for left in root.rglob("*.explainer-new"):
        os.utime(left, (0, 0))
    assert run(*arguments).exit_code == 0
    assert (root / "docs/articles/light/picture-1.png").read_bytes() == PNG
    assert "It shone." in (root / "docs/articles/light.md").read_text()
    assert not list(root.rglob("*.explainer-new"))
