"""What nobody sees acts on nobody: not on a terminal, not on what runs the
program, not on other words.
"""

import re
import unicodedata
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from build_site import main
from explainer.pipeline import analyse, made_files
from explainer.text.controls import DIRECTIONS, TURNING, in_reading_order, visible, visible_lines
from explainer.yamlfiles.nodes import read_yaml
from explainer.yamlfiles.writing import written
from tests.conftest import silent
from tests.site_files import write_site

OPENING = "\u202a\u202b\u202d\u202e\u2066\u2067\u2068"
TURNED = st.text(alphabet="".join(DIRECTIONS) + "aא ")
HOSTILE = "\x1b[31m\x07\x9b\u202e\u2067"
FILES = {
    "mkdocs.yml": 'site_name: Lights\nplugins: ["se\\e[31mrch"]\n',
    "docs/articles/lamp.md": f"# The lamp\n\nThe lamp {HOSTILE} was lit in 1871.\n"
    "\n::error::pwned ##[error]\n",
    f"docs/articles/li{HOSTILE}ght.md": f"---\ntitel: {HOSTILE}\n---\n"
    "# The light\n\nNobody was there.\n",
    "annotations/a.yml": (
        "article: lamp\n"
        "claims:\n"
        "  lit: {quote: The lamp was lit once in 1872, summary: It was lit., "
        'kind: value, by: "x\\e[1m"}\n'
        '  out: {quote: "The lamp \\u202e was lit in 1872", summary: "::error::x", kind: value}\n'
    ),
    f"annotations/{HOSTILE}.yml": f"actors:\n  x: {{name: {HOSTILE[-2:]}x, typ: person}}\n",
    f"annotations/odd{HOSTILE}.txt": "",
}
COMMANDS = (
    ["check"],
    ["check", "--roles"],
    ["check", "--format", "json"],
    ["check", "--format", "sarif"],
    ["check", "--format", "github"],
    ["check", "--anchors", "-"],
    ["build"],
    ["reanchor", "--report"],
    ["reanchor", "--report", "--markdown"],
    ["reanchor", "--accept-all"],
    ["suggest", "lamp"],
    ["suggest", f"li{HOSTILE}ght"],
    ["suggest", f"no{HOSTILE}"],
    ["rename", "claim:out", "went-out", "--dry-run"],
    ["rename", f"claim:{HOSTILE}", "x"],
    ["rename", "claim:out", HOSTILE],
    ["merge", "claim:out", f"claim:{HOSTILE}"],
    ["new", "article", f"{HOSTILE}.txt"],
    ["new", "site", f"{HOSTILE}/x"],
    [HOSTILE],
    ["check", f"--{HOSTILE}"],
    ["check", "--root", HOSTILE],
    ["rules", HOSTILE],
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_site(tmp_path_factory.mktemp("hostile"), FILES)


@pytest.fixture(scope="module")
def readable(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with what can be read only, so that commands come to what they do."""
    article = FILES["docs/articles/lamp.md"]
    annotations = "article: lamp\nclaims:\n" + FILES["annotations/a.yml"].rpartition("  out:")[1]
    files = {
        "mkdocs.yml": "site_name: Lights\n",
        "docs/articles/lamp.md": "".join(
            char for char in article if char == "\n" or char.isprintable() or char in OPENING
        ),
        f"docs/articles/li{HOSTILE}ght.md": FILES[f"docs/articles/li{HOSTILE}ght.md"].replace(
            "titel: ", "x: y #"
        ),
        "annotations/a.yml": annotations + FILES["annotations/a.yml"].rpartition("  out:")[2],
    }
    return write_site(tmp_path_factory.mktemp("readable"), files)


@pytest.mark.parametrize("site", ["hostile", "readable"])
@pytest.mark.parametrize("command", COMMANDS, ids=ascii)
def test_no_command_prints_what_acts(
    command: list[str], site: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = request.getfixturevalue(site)
    takes_root = (
        command[0] in ("check", "build", "reanchor", "suggest", "rename", "merge")
        and "--root" not in command
    )
    arguments = [*command, "--root", str(root)] if takes_root else command
    monkeypatch.chdir(root)
    done = CliRunner().invoke(main, arguments)
    assert done.exception is None or isinstance(done.exception, SystemExit)
    printed = done.output.replace("\n", "").replace("\t", "")
    assert [
        ascii(char)
        for char in printed
        if unicodedata.category(char) in ("Cc", "Cs") or TURNING.match(char)
    ] == []
    if command[-1] != "github":
        lines = done.output.split("\n")
        assert [line for line in lines if line.lstrip().startswith("::") or "##[" in line] == []


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("a\x1b[31mb\x7f\x9b", r"a\x1b[31mb\x7f\x9b"),
        ("a\r\n\tb", r"a\r\n\tb"),
        ("\u202ea\u2069\u2028\ufeff", r"\u202ea\u2069\u2028\ufeff"),
        ("caf\udce9", r"caf\xe9"),
        ("שלום, naïve – 日本 👩‍🚒\u200e", "שלום, naïve – 日本 👩‍🚒\u200e"),
    ],
)
def test_visible(typed: str, shown: str) -> None:
    assert visible(typed) == shown


def test_lines_are_no_commands_of_a_runner() -> None:
    typed = "::error::x\n  ::set-env name=A::b\na ::b\n1:2 ##[error]x\n::\n"
    assert (
        visible_lines(typed)
        == "\\::error::x\n  \\::set-env name=A::b\na ::b\n1:2 #\\#[error]x\n\\::\n"
    )


@given(st.text(alphabet=st.characters()))
def test_what_is_visible_is_so_once_and_for_all(text: str) -> None:
    assert visible(visible(text)) == visible(text)
    assert not any(unicodedata.category(char) in ("Cc", "Cs") for char in visible(text))


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("keeper\u202elam.exe", "keeperlam.exe"),
        ("a\u202eb\u202cc", "abc"),
        ("\u2067שלום\u2069 x", "\u2067שלום\u2069 x"),
        ("\u2067שלום", "\u2067שלום\u2069"),
        ("\u202aa\u2066b", "\u202aa\u2066b\u2069\u202c"),
        ("a\u2069b\u202c", "ab"),
        ("\u2068a\u202ab\u2069c", "\u2068a\u202ab\u202c\u2069c"),
    ],
)
def test_in_order(typed: str, shown: str) -> None:
    assert in_reading_order(typed) == shown


@given(TURNED)
def test_what_is_in_order_leaves_nothing_open(text: str) -> None:
    ordered = in_reading_order(text)
    assert in_reading_order(ordered) == ordered
    assert TURNING.sub("", ordered) == TURNING.sub("", text)
    assert not set("\u202d\u202e") & set(ordered)
    opened = []
    for char in ordered:
        if char in OPENING:
            opened.append(char)
        elif char in "\u202c\u2069":
            assert (opened.pop() in "\u202a\u202b") == (char == "\u202c")
    assert opened == []


@given(st.text())
def test_yaml_that_is_written_is_visible_and_says_the_same(text: str) -> None:
    line = written(text, "", False)
    assert visible(line.replace("\n", "").replace("\t", "")) == line.replace("\n", "").replace(
        "\t", ""
    )
    read, problems = read_yaml(f"a: {line}", "a.yml")
    if not problems and isinstance(read.data, dict) and text.isprintable():
        assert read.data["a"] == text


def test_no_name_or_sentence_turns_a_page_around(tmp_path: Path) -> None:
    article = "# The \u202elamp\n\nAnna\u202e Lund lit the lamp\u2067 in 1871.\n"
    page = "# About \u202eus\n\nAnna Lund.\n"
    root = write_site(
        tmp_path,
        {
            "mkdocs.yml": "site_name: Lights\nsite_url: https://example.org/\n",
            "docs/articles/lamp.md": (
                '---\nauthor: "Bo\\u202e Berg"\nsummary: A\u202e lamp\nsubtitle: x\u202dy\n---\n'
                f"{article}"
            ),
            "docs/about.md": page,
            "docs/odd\u202e.md": "Words.\n",
            "annotations/a.yml": (
                "article: lamp\n"
                'brief: ["A \\u202elamp."]\n'
                "claims:\n"
                "  lit: {quote: lit the lamp, summary: It was\u202e lit., kind: value, "
                "by: lund, note: So\u202e}\n"
                "dates:\n  lit: {date: 1871, title: Lit\u202e, quote: in 1871}\n"
                "actors:\n  lund: {name: Anna Lund\u202e, aliases: [Lund\u2067], type: person, "
                "role: keeper\u202e}\n"
                "terms:\n  lamp: {name: lamp\u202e, definition: A\u202e light.}\n"
                "sources:\n  log: {type: document, title: Log\u202e}\n"
            ),
        },
    )
    analysed, problems = analyse(root, silent)
    assert analysed is not None
    assert {problem.level for problem in problems} == {"warning"}
    made = made_files(analysed, root)
    turned = []
    for path, text in made.items():
        generated = text if isinstance(text, str) else ""
        for own in (article, page):
            generated = generated.replace(own, "")
        generated = re.sub(r"\\u(20[26][0-9a-f])", lambda match: chr(int(match[1], 16)), generated)
        is_download = path == "data/articles/lamp.html"  # which holds the article's own words
        if in_reading_order(generated) != generated and not is_download:
            turned.append(path)
    assert turned == []
