"""A safe site takes nothing from its texts that could act on a reader, and
everything else; and text is text.

Cases are in `cases/cleaning/`: `html` as Markdown made it, what is `kept` of it, and the
names of what is `lost`.
"""

import re
from html import escape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from explainer.pipeline import build_site
from explainer.text.cleaning import MOST_OPEN, clean_page, losses_of
from explainer.text.controls import unturned
from explainer.text.fragment import parse, write
from explainer.text.visible import read
from tests.conftest import PROJECT, silent
from tests.site_files import cases, write_site

SAFE = "extra:\n  explainer:\n    safe: true\n"
EXTENSIONS = """
markdown_extensions:
  - md_in_html
  - codehilite: {linenums: true, linenos_style: pymdownx-inline}
  - pymdownx.details
  - pymdownx.highlight: {anchor_linenums: true, linenums: true, auto_title: true}
  - pymdownx.inlinehilite
  - pymdownx.superfences
  - pymdownx.tabbed: {alternate_style: true}
  - pymdownx.tasklist: {custom_checkbox: true}
  - pymdownx.arithmatex: {generic: true}
  - pymdownx.keys
  - pymdownx.critic
  - pymdownx.emoji:
      emoji_index: !!python/name:material.extensions.emoji.twemoji
      emoji_generator: !!python/name:material.extensions.emoji.to_svg
"""
USUAL = """# The lamp

The lamp[^1] was lit *every* night; $E = mc^2$ and `#!python print(1)`, :material-lamp:, ++ctrl+c++.
It {--never--}{++always++} shone, <me@example.org>.

!!! note "A *box*"
    With a list:

    - [x] done
    - [ ] to do

??? tip "Folded"
    Words.

=== "One"
    First.

=== "Two"
    Second.

``` python title="lamp.py" hl_lines="2"
def lamp():
    return "<b onclick='x'>"
```

| left | right |
| :--- | ----: |
| a | b |

Lamp
:   A light.

![A lens](lens.png "The lens"){credit="Photo: [Anna](https://example.org)" width="40"}

<div class="wide" markdown="1">
Words in a *box*.
</div>

1. one
2. two

## A heading {#own .odd}

<ruby>漢<rt>kan</rt></ruby> and [a link](#own){target=_blank rel=noopener} to claim [lit](claim:lit).

[^1]: It was a *Fresnel* lamp.
"""  # noqa: E501
ANNOTATIONS = """
article: lamp
claims:
  lit: {quote: was lit every night, summary: It was lit., kind: value, by: lund, note: So it is.}
actors:
  lund: {name: Anna, type: person, role: keeper}
"""


_HOSTILE_TAGS = (
    "a b div form iframe img input math mglyph mtext noscript object p plaintext script select "
    "style svg table td textarea title foreignObject annotation-xml template xmp"
).split()
_HOSTILE_ATTRIBUTES = (
    'href="javascript:x"', "onclick=x", "src=data:text/html,x", 'style="position:fixed"',
    'id="__config"', 'class="md-overlay b"', "xlink:href=javascript:x",
    'title="</style><img src onerror=x>"', 'name="forms"', "srcdoc=x",
    'href="java&#9;script:x"', "formaction=x", "open", "type=text", "type=checkbox",
)  # fmt: skip
_TAG = st.builds(
    lambda slash, name, attributes: f"<{slash}{' '.join([name, *attributes])}>",
    st.sampled_from(["", "", "/"]),
    st.sampled_from(_HOSTILE_TAGS),
    st.lists(st.sampled_from(_HOSTILE_ATTRIBUTES), max_size=3),
)
SOUP = st.lists(
    st.one_of(_TAG, st.sampled_from(["<!--", "-->", "<![CDATA[", "]]>", "a", "&lt;", "'"]))
).map("".join)


def test_no_tag_begins_in_an_attribute() -> None:
    assert write(parse('<a title="&lt;b>&amp;lt;">c</a>')) == ('<a title="&lt;b&gt;&amp;lt;">c</a>')


@pytest.mark.parametrize("case", [pytest.param(case, id=name) for name, case in cases("cleaning")])
def test_case(case: dict) -> None:
    assert clean_page(case["html"]) == case["kept"]
    assert [loss.what for loss in losses_of(case["html"])] == case["lost"]


@pytest.mark.parametrize(
    "unit", ["<div>", "<b id={}>", "<table><tr><td>", "<svg>", "<a href={}>", "<ul><li>"]
)
def test_what_is_nested_too_deeply_is_shown_as_source(unit: str) -> None:
    deep = "".join(unit.format(number) for number in range(MOST_OPEN + 1))
    assert clean_page(deep) == f"<pre>{escape(deep)}</pre>"
    assert [loss.what for loss in losses_of(deep)] == [
        f"HTML nested deeper than {MOST_OPEN} elements"
    ]
    assert clean_page("<p>a<br><img src=x>" * MOST_OPEN * 2).count("<p>") == MOST_OPEN * 2


@given(SOUP)
def test_cleaned_html_is_harmless_and_stays_as_it_is(html: str) -> None:
    cleaned = clean_page(html)
    assert clean_page(cleaned) == cleaned
    root = parse(cleaned)
    names = {str(name) for element in root.iter() for name in element.attrib}
    assert not {
        name
        for name in names
        if name.startswith("on") or name in ("srcdoc", "formaction", "action")
    }
    tags = {element.tag for element in root.iter() if isinstance(element.tag, str)}
    assert not tags & {
        "script",
        "style",
        "iframe",
        "form",
        "object",
        "embed",
        "base",
        "meta",
        "link",
        "foreignobject",
    }
    for name in ("href", "src"):
        addresses = root.xpath(f"//@{name}")
        assert not [
            each
            for each in addresses
            if each.strip().lower().startswith(("javascript:", "data:", "vbscript:"))
        ]


@given(st.text(alphabet=st.characters(exclude_categories=("Cc", "Cn", "Cs"))))
def test_words_stay(words: str) -> None:
    html = f"<p>{words.replace('&', '&amp;').replace('<', '&lt;')}</p>"
    assert read(clean_page(html)).text == read(unturned(html)).text


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A site with all that Markdown makes, built as it is and as a safe one."""
    roots = []
    for name, more in (("trusted", ""), ("safe", SAFE)):
        files = {
            "mkdocs.yml": f"site_name: Lights\n{EXTENSIONS}{more}",
            "docs/articles/lamp.md": USUAL,
            "docs/articles/lens.png": (PROJECT / ".github/article.png").read_bytes(),
            "docs/about.md": USUAL.replace("articles/", "")
            .replace("](claim:lit)", "](index.md)")
            .replace("lens", "articles/lens"),
            "docs/index.md": "# Lights\n\nWords[^1].\n\n[^1]: A *note*.\n",
            "annotations/a.yml": ANNOTATIONS,
        }
        root = write_site(tmp_path_factory.mktemp(name), files)
        problems = build_site(root, root / "site", silent)
        assert [
            str(problem)
            for problem in problems
            if problem.level == "error" or problem.rule == "raw-html"
        ] == []
        roots.append(root / "site")
    return roots[0], roots[1]


def test_what_markdown_makes_is_the_same_on_a_safe_site(usual: tuple[Path, Path]) -> None:
    trusted, safe = usual
    for file in sorted(trusted.rglob("*.html")):
        path = file.relative_to(trusted)
        assert _canonical(safe / path) == _canonical(file), path


@pytest.mark.thorough
def test_the_shipped_site_is_the_same_as_a_safe_one(
    shipped_site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SITE_URL", "https://example.org/talks/")
    root = tmp_path / "safe"
    for folder in ("docs", "annotations"):
        for file in (PROJECT / folder).rglob("*"):
            if file.is_file():
                write_site(root, {file.relative_to(PROJECT).as_posix(): file.read_bytes()})
    write_site(
        root,
        {
            "mkdocs.yml": (PROJECT / "mkdocs.yml")
            .read_text("utf-8")
            .replace("hooks:\n  - build_site.py\n", "")
            + SAFE
        },
    )
    assert [str(problem) for problem in build_site(root, root / "site", silent)] == []
    for file in sorted(shipped_site.rglob("*.html")):
        path = file.relative_to(shipped_site)
        assert _canonical(root / "site" / path) == _canonical(file), path


def _canonical(file: Path) -> str:
    """A page as a parser reads it, without comments, and with white space in single spaces."""
    root = parse(file.read_text("utf-8").partition("<body")[2])
    etree.strip_elements(root, etree.Comment, with_tail=False)
    for element in root.iter():
        element[:] = list(element)
        for name, value in list(element.attrib.items()):
            del element.attrib[name]
            element.set(name, value)
        attributes = sorted(element.attrib.items())
        element.attrib.clear()
        for name, value in attributes:
            styles = (
                ";".join(each.replace(" ", "").rstrip(";") for each in value.split(";"))
                if name == "style"
                else value
            )
            element.set(name, "" if value == name else styles.rstrip(";"))
    # a parser puts rows into a `tbody`, where none is written
    written = re.sub("</?tbody>", "", write(root))
    return " ".join(written.split()).replace("> <", "><")
