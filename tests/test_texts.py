from pathlib import Path

import nh3
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from material.extensions.emoji import twemoji
from pymdownx.superfences import fence_div_format

from explainer.format.entry_links import entry_of, is_safe
from explainer.model import Settings
from explainer.rendering.annotation_texts import LEAVING_WORDS, render_text, text_renderer
from explainer.rendering.render import render
from explainer.text.fragment import parse, write
from tests.site_files import cases


@pytest.mark.parametrize("case", [pytest.param(case, id=name) for name, case in cases("texts")])
def test_rendered(case):
    settings = Settings("", **case.get("settings", {}))
    emoji = settings.extension_configs.get("pymdownx.emoji", {})
    emoji |= {"emoji_index": twemoji} if "emoji_index" in emoji else {}
    text = render_text(case["markdown"], text_renderer(settings))
    assert text.html.strip() == case["html"].strip()
    words = text.visible.text
    assert [[words[start:end], str(ref)] for start, end, ref in text.references] == case.get(
        "references", []
    )
    assert list(text.removed) == case.get("removed", [])
    if "stretches" in case:
        assert list(text.stretches) == case["stretches"]
    assert list(text.lost) == case.get("lost", [])
    assert list(text.unsafe) == case.get("unsafe", [])


@given(st.text(max_size=80) | st.text("<>ascript:/\"'= onjv&#;[]()!`*\n", max_size=80))
def test_nothing_that_runs_comes_through(markdown):
    text = render_text(markdown, text_renderer())
    for element in text.visible.root.iterdescendants():
        assert element.tag not in {
            "script",
            "style",
            "iframe",
            "object",
            "embed",
            "img",
            "svg",
            "form",
            "input",
        }
        assert not [name for name in element.attrib if name.startswith("on")]
        assert is_safe(element.get("href") or "") or entry_of(element.get("href"))


def test_what_later_steps_make_is_cleaned_too(monkeypatch):
    module = "explainer.rendering.annotation_texts"
    monkeypatch.setattr(f"{module}.unstacked", lambda html: html.replace("~", ""))
    text = render_text("<a href='java~script:x' lang='en'>a</a>", text_renderer())
    assert text.html == '<p><a lang="en">a</a></p>'


@given(st.text("aÉß1 ,.;:?!'\"()–—-\u00a0\n", max_size=30))
@example("A. b: c - d!")
@example("a  b ")
@example("1. a")
def test_a_plain_text_is_rendered_as_markdown_would_be(text):
    made = render_text(text, text_renderer())
    assert (
        made.removed or made.lost or made.html == nh3.clean(text_renderer().markdown.convert(text))
    )


def test_one_text_does_not_leak_into_the_next():
    renderer = text_renderer()
    render_text("[a]: https://example.org\n\n[a]", renderer)
    assert render_text("[a]", renderer).html == "<p>[a]</p>"


WORDS = [
    "A",
    "b",
    "É",
    "lamp",
    "2nd",
    "(c)",
    "it's",
    ":smile:",
    "www.example.org",
    "--",
    "...",
    "a.",
    '"b"',
    "H2O",
    "x:",
]
EVERY = Settings("", tuple(sorted(LEAVING_WORDS)))


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join))
def test_extensions_that_leave_words_leave_them(text):
    renderer = text_renderer(EVERY)
    assert renderer.leaves_words
    assert render_text(text, renderer).html == nh3.clean(renderer.markdown.convert(text))


INLINE = [
    "CO~2~",
    "10^3^",
    "==new==",
    "$a_b = c$",
    "*x*",
    "**y**",
    "`z`",
    "^^w^^",
    "~~v~~",
    '"q"',
    "--",
    "(c)",
    "WHO",
    "&",
    "a",
]
HOLDING = Settings(
    "",
    tuple(
        "abbr smarty extra toc tables pymdownx.tilde pymdownx.caret pymdownx.mark "
        "pymdownx.smartsymbols pymdownx.arithmatex".split()
    ),
    {
        "pymdownx.arithmatex": {"generic": True},
        "abbr": {"glossary": {"WHO": "World Health Organization"}},
    },
)


@given(st.lists(st.sampled_from(INLINE), max_size=6).map(" ".join))
def test_an_annotation_shows_what_an_article_shows(text):
    made = render_text(text, text_renderer(HOLDING))
    assert made.html == write(parse(render(text, HOLDING)))
    assert made.removed == ()


def test_definitions_that_are_put_behind_every_page_hold_in_annotations(tmp_path: Path):
    (tmp_path / "words.md").write_text(
        "*[WHO]: World Health Organization\n[log]: log/1871.pdf\n\nThis is for pages.\n"
    )
    configs = {"pymdownx.snippets": {"auto_append": ["words.md"]}}
    renderer = text_renderer(Settings("", ("abbr", "pymdownx.snippets"), configs, root=tmp_path))
    shown = (
        '<p>The <abbr title="World Health Organization">WHO</abbr>, '
        'see <a href="log/1871.pdf">log</a>.</p>'
    )
    assert render_text("The WHO, see [log].", renderer).html == shown


@pytest.mark.parametrize(
    ("name", "complaint"),
    [
        (
            "keys.txt",
            "type the words, or move the file into a folder of its own and "
            "name that under `base_path`",
        ),
        (
            "docs/draft.md",
            "type the words, or move the file into a folder of its own and "
            "name that under `base_path`",
        ),
        (
            "http://127.0.0.1:9/words.md",
            "'http://127.0.0.1:9/words.md' is not loaded for an annotation; type the words",
        ),
        ("shared.md", ""),
    ],
)
def test_who_writes_annotations_reads_no_other_files(
    name: str, complaint: str, tmp_path: Path
) -> None:
    """On a site with snippets, an annotation could print whatever lies beside
    it, and load what it likes.
    """
    for path in ("keys.txt", "docs/draft.md", "parts/shared.md"):
        file = tmp_path / path
        file.parent.mkdir(exist_ok=True)
        file.write_text("Kept to itself.\n")
    options = {"base_path": [str(tmp_path), str(tmp_path / "parts")], "url_download": True}
    settings = Settings("", ("pymdownx.snippets",), {"pymdownx.snippets": options}, root=tmp_path)
    text = render_text(f'--8<-- "{name}"', text_renderer(settings))
    assert ("Kept" in text.html) is (not complaint)
    assert complaint in text.complaint


def test_what_is_typed_in_an_annotation_is_no_program() -> None:
    """A fence of somebody's own may run what it holds, which is meant for
    those who write the articles.
    """
    ran: list[object] = []
    fences = [
        {"name": "run", "class": "run", "format": lambda *typed, **_: ran.append(typed) or ""},
        {"name": "box", "class": "box", "format": fence_div_format},
    ]
    configs = {"pymdownx.superfences": {"custom_fences": fences}}
    renderer = text_renderer(Settings("", ("pymdownx.superfences",), configs))
    text = render_text("```run\nimport os\n```\n\n```box\nLamp\n```\n", renderer)
    assert ran == []
    assert "import" in text.visible.text
    assert "Lamp" in text.visible.text


SHOUTING = """
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

class Shouting(Extension):
    def extendMarkdown(self, md):
        md.preprocessors.register(Shout(md), "shout", 100)

class Shout(Preprocessor):
    def run(self, lines):
        return [line.upper() for line in lines]

def makeExtension(**options):
    return Shouting(**options)
"""


@pytest.mark.parametrize(
    ("name", "named", "shown"),
    [
        ("shouting", [], "Lamp {: .a }"),
        ("shouting:Shouting", [], "Lamp {: .a }"),
        ("shouting", ["shouting"], "LAMP {: .A }"),
        ("shouting:Shouting", ["shouting"], "Lamp {: .a }"),
        ("markdown.extensions.attr_list", [], "Lamp"),
        ("markdown.extensions.attr_list:AttrListExtension", [], "Lamp"),
        ("pymdownx.b64:B64Extension", [], "Lamp {: .a }"),
    ],
)
def test_an_unknown_extension_reads_no_annotation_unless_it_is_named_for_them(
    name: str, named: list[str], shown: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "shouting.py").write_text(SHOUTING)
    monkeypatch.syspath_prepend(str(tmp_path))
    settings = Settings("", (name,), annotation_extensions=frozenset(named))
    assert (
        render_text("Lamp\n{: .a }", text_renderer(settings)).visible.text.split() == shown.split()
    )
