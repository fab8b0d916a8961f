"""What nobody sees acts on nobody: not on a terminal, not on what runs the
program, not on other words.
"""

import json
import re
import unicodedata
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from build_site import main
from explainer.pipeline import analyse, made_files
from explainer.text.controls import (
    DIRECTIONS,
    TURNING,
    as_shown,
    hidden_rows,
    in_reading_order,
    visible,
    visible_lines,
    without_hidden_text,
)
from explainer.text.seals import unseal
from explainer.yamlfiles.nodes import as_read, read_yaml
from explainer.yamlfiles.writing import written
from tests.conftest import silent
from tests.site_files import write_site

OPENING = "\u202a\u202b\u202d\u202e\u2066\u2067\u2068"
NEITHER = "\U000e0041\U000e0042\ufe00\ufe01"
CARRIED = st.text(
    alphabet="a1❤葛🏴 \u200b\u200d\u2066\u202e\ufe00\ufe0f\U000e0100\U000e0067\U000e007f"
)
TURNED = st.text(alphabet="".join(DIRECTIONS) + "aא ")
HOSTILE = "\x1b[31m\x07\x9b\u202e\u2067"
_ESCAPES = r"(?:\\u(?:20[0-9a-f]{2}|fe[0-9a-f]{2}|d[b-f][0-9a-f]{2}))+"
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


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("So.\U000e0047\U000e006f Then.", "So. Then."),
        ("🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067", "🏴"),
        ("🏴\U000e0067\U000e006f\U000e0020\U000e006e\U000e007f", "🏴"),
        ("❤\ufe0f\ufe00\ufe01 葛\U000e0100\U000e0101", "❤\ufe0f 葛\U000e0100"),
        ("a\ufe00b\U000e0100, ❤\U000e0100", "ab, ❤"),
        ("a\u200b\u200c\u2060b", "ab"),
        ("a\u200b\u202e\u200c\u202e\u2060b", "ab"),
    ],
)
def test_hidden_text_is_not_shown(typed: str, shown: str) -> None:
    assert as_shown(typed) == shown


@pytest.mark.parametrize(
    "text",
    [
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f and 1\ufe0f\u20e3",
        "❤\ufe0f\u200d🔥 👁\ufe0f\u200d🗨\ufe0f 👩\u200d🚒 ↩\ufe0e ©\ufe0f",
        "می\u200cخواهم क\u094d\u200dष \u1820\u180b 葛\U000e0100城",
        "light\u00adhouse, a\u200b\u200bb, \u200fשלום\u200e",
    ],
)
def test_what_scripts_and_emoji_need_stays(text: str) -> None:
    assert as_shown(text) == text


@given(CARRIED)
def test_what_is_not_hidden_stays(text: str) -> None:
    shown = without_hidden_text(text)
    assert list(hidden_rows(shown)) == []
    left = list(text)
    for offset, hidden in reversed(list(hidden_rows(text))):
        assert text.startswith(hidden, offset)
        del left[offset : offset + len(hidden)]
    assert "".join(left) == shown


@given(st.text())
def test_yaml_that_is_written_is_visible_and_says_the_same(text: str) -> None:
    line = written(text, "", False)
    assert visible(line.replace("\n", "").replace("\t", "")) == line.replace("\n", "").replace(
        "\t", ""
    )
    read, problems = read_yaml(f"a: {line}", "a.yml")
    if not problems and isinstance(read.data, dict) and text.isprintable():
        assert read.data["a"] == as_read(text)


@pytest.mark.parametrize("odd", ["\u202e", NEITHER])
def test_no_name_or_sentence_turns_a_page_around_or_hides_a_text(tmp_path: Path, odd: str) -> None:
    article = f"# The {odd}lamp\n\nAnna{odd} Lund lit the lamp\u2067 in 1871.\n"
    page = f"# About {odd}us\n\nAnna Lund.\n"
    escaped = "".join(f"\\U{ord(character):08x}" for character in odd)
    root = write_site(
        tmp_path,
        {
            "mkdocs.yml": "site_name: Lights\nsite_url: https://example.org/\n",
            "docs/articles/lamp.md": (
                f'---\nauthor: "Bo{escaped} Berg"\nsummary: A{odd} lamp\nsubtitle: x\u202dy{odd}\n'
                f"---\n{article}"
            ),
            "docs/about.md": page,
            f"docs/odd{odd}.md": "Words.\n",
            "annotations/a.yml": (
                "article: lamp\n"
                f'brief: ["A {escaped}lamp."]\n'
                "claims:\n"
                f"  lit: {{quote: lit the lamp, summary: It was{odd} lit., kind: value, "
                f"by: lund, note: So{odd} &#{ord(odd[0])};}}\n"
                f"dates:\n  lit: {{date: 1871, title: Lit{odd}, quote: in 1871}}\n"
                f"actors:\n  lund: {{name: Anna Lund{odd}, aliases: [Lund\u2067{odd}], "
                f"type: person, role: keeper{odd}}}\n"
                f"terms:\n  lamp: {{name: lamp{odd}, definition: A{odd} light.}}\n"
                f"sources:\n  log: {{type: document, title: Log{odd}}}\n"
            ),
        },
    )
    analysed, problems = analyse(root, silent)
    assert analysed is not None
    assert {problem.level for problem in problems} == {"warning"}
    made = made_files(analysed, root)
    assert "\ntitle: About us\n" in str(made["about.md"])
    turned = []
    for path, text in made.items():
        generated = unseal(text if isinstance(text, str) else "", str)
        for own in (article, page):
            generated = generated.replace(own, "")
        generated = re.sub(_ESCAPES, lambda match: json.loads(f'"{match[0]}"'), generated)
        is_download = path == "data/articles/lamp.html"  # which holds the article's own words
        if as_shown(generated) != generated and not is_download:
            turned.append(path)
    assert turned == []
