import itertools
import json
import sys
from random import Random

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from explainer.entries import ENTRY_TYPES, AnnotationFile
from explainer.format.keys import KINDS
from explainer.loading.annotation_files import read_annotations
from explainer.loading.load import load
from explainer.yamlfiles.nodes import DEEPEST, LOADER, as_read, read_yaml
from tests.site_files import BASE, cases, write_site


@pytest.mark.parametrize("case", [pytest.param(case, id=name) for name, case in cases("load")])
def test_problems(case, tmp_path):
    annotations = (
        {"annotations/a.yml": case["annotations"]}
        if "annotations" in case
        else {"annotations/a.yml": ""}
    )
    _, problems = load(write_site(tmp_path, {**BASE, **annotations, **case.get("files", {})}))
    assert [str(problem) for problem in sorted(problems)] == case["problems"]


def test_places_lead_to_values(tmp_path):
    annotations = (
        "actors:\n  lund:\n    name: Anna Lund\n    type: person\n    aliases:\n      - Lund\n"
        "      - the keeper\n"
    )
    loaded, problems = load(write_site(tmp_path, {**BASE, "annotations/a.yml": annotations}))
    entry = loaded.actors["lund"]
    assert not problems
    assert [entry.at()[1:], entry.at("name")[1:], entry.at("aliases", 1)[1:]] == [
        (2, 3),
        (3, 11),
        (7, 9),
    ]
    assert entry.at("aliases", 7) == entry.at("aliases")
    assert entry.at("role") == entry.at()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"actors:\n  lund: {name: M\xfcller}\n", "a.yml:2:17: error: the byte 0xFC is not UTF-8"),
        ("actors: {}\n".encode("utf-16"), "a.yml:1:1: error: this file is saved as UTF-16"),
        (b"actors: {}\0\n", "a.yml:1:11: error: this is not a text file"),
    ],
)
def test_wrong_encodings(content, message, tmp_path):
    _, problems = load(write_site(tmp_path, {**BASE, "annotations/a.yml": content}))
    assert [message in str(problem) for problem in problems] == [True]


def test_a_byte_order_mark_and_windows_line_ends_are_fine(tmp_path):
    files = {
        **BASE,
        "annotations/a.yml": b"\xef\xbb\xbfactors:\r\n  lund: {name: Lund, type: person}\r\n",
    }
    loaded, problems = load(write_site(tmp_path, files))
    assert not problems
    assert loaded.actors["lund"].at("name")[1:] == (2, 16)


def test_missing_folders_are_told(tmp_path):
    _, problems = load(tmp_path)
    assert [(problem.place.path, problem.level) for problem in problems] == [
        ("docs", "error"),
        ("annotations", "warning"),
    ]


def test_an_unreadable_file_is_told(tmp_path):
    write_site(tmp_path, {**BASE, "annotations/b.yml": ""})
    (tmp_path / "annotations/b.yml").unlink()
    (tmp_path / "annotations/b.yml").symlink_to(tmp_path / "annotations/b.yml")  # a link to itself
    loaded, problems = load(tmp_path)
    assert loaded.articles
    assert not [problem for problem in problems if problem.place.path == "annotations/a.yml"]


def test_a_link_to_nowhere_among_the_annotations_is_told(tmp_path):
    write_site(tmp_path, {**BASE, "annotations/a.yml": ""})
    (tmp_path / "annotations/b.yml").symlink_to(tmp_path / "gone.yml")
    _, problems = load(tmp_path)
    message = (
        "annotations/b.yml:1:1: warning: this symbolic link leads nowhere; "
        "correct or remove it [unread-file]"
    )
    assert [str(problem) for problem in problems] == [message]


def test_a_list_of_authors_is_one_text(tmp_path):
    article = "---\nauthor: [Anna Lund, Jens Berg]\n---\n# The lamp\n\nIt was lit.\n"
    loaded, _ = load(write_site(tmp_path, {**BASE, "docs/articles/lamp.md": article}))
    assert loaded.articles[0].front.author == "Anna Lund, Jens Berg"


@pytest.mark.parametrize(
    ("path", "slug", "title"),
    [
        ("docs/articles/Мой текст.md", "Мой текст", "Мой текст"),
        ("docs/articles/a b.markdown", "a b", "A b"),
        ("docs/articles/sub/deep-thought.md", "sub/deep-thought", "Deep thought"),
    ],
)
def test_file_names_of_all_kinds(path, slug, title, tmp_path):
    loaded, problems = load(write_site(tmp_path, {path: "Some text.\n", "annotations/a.yml": ""}))
    assert not problems
    assert [(article.slug, article.title, article.path) for article in loaded.articles] == [
        (slug, title, path)
    ]


def test_other_files_are_pages_and_assets(tmp_path):
    files = {
        **BASE,
        "docs/about.md": "# About *us*\n",
        "docs/img/a.png": b"\x89PNG",
        "docs/.hidden/x.md": "x",
    }
    loaded, _ = load(write_site(tmp_path, files))
    assert [(page.path, page.title) for page in loaded.pages] == [("about.md", "About us")]
    assert [str(asset) for asset in loaded.assets] == ["img/a.png"]


def test_any_order_and_split_of_the_files_loads_the_same(tmp_path):
    parts = [
        "actors:\n  lund: {name: Lund, type: person}\n",
        "terms:\n  lens: {name: Lens, definition: Glass that bends light.}\n",
        "claims:\n  lamp: {quote: the lamp, summary: It was lit., kind: fact, by: lund}\n",
    ]
    seen = []
    for number, order in enumerate(itertools.permutations(parts)):
        files = {f"annotations/{index}.yml": part for index, part in enumerate(order)}
        loaded, problems = load(write_site(tmp_path / str(number), {**BASE, **files}))
        assert not problems
        bodies = [
            {id_: entry.body for id_, entry in kind.items()}
            for kind in (loaded.claims, loaded.actors, loaded.terms)
        ]
        seen.append(bodies)
    assert all(bodies == seen[0] for bodies in seen)


def is_seen_as_typed(text):
    """Whether nothing of a text is left out; see `test_controls.py`."""
    return as_read(text).replace("\u200e", "") == text


scalars = st.text(st.characters(exclude_categories=["C"]), max_size=12).filter(is_seen_as_typed)
documents = st.recursive(
    scalars, lambda inner: st.lists(inner) | st.dictionaries(scalars, inner), max_leaves=20
)


@given(documents)
def test_what_yaml_writes_is_read_as_text(document):
    text = yaml.safe_dump(document, allow_unicode=True, default_style='"')
    source, problems = read_yaml(text, "a.yml")
    assert not problems
    # marks may be put around signs of right-to-left scripts, see test_reading_order.py
    assert json.loads(json.dumps(source.data).replace("\\u200e", "")) == document


@given(st.text(max_size=60) | st.text("{}[]:-&*!|>'\"#%@`,? \n\tab1", max_size=60))
def test_no_text_is_too_strange_for_the_yaml_reader(text):
    _, problems = read_yaml(text, "a.yml")
    for problem in problems:
        assert problem.place.line <= text.count("\n") + 2


def test_deep_nesting_is_told():
    deep = "[" * 50_000
    _, problems = read_yaml(deep, "a.yml")
    assert len(problems) == 1
    assert sys.getrecursionlimit() < 50_000


PIECES = (
    "- ",
    "? ",
    "a: ",
    "a:\n",
    "[",
    "{",
    "[a: ",
    "[[",
    "![",
    "!t [",
    ", ",
    "x",
    "\n",
    "\n  ",
    "]",
    "'",
)


def levels(text: str) -> int:
    """Return how deep the values of a text are nested; 0 for what is not YAML."""
    depth = deepest = 0
    try:
        for event in yaml.parse(text, Loader=LOADER):
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            deepest = max(deepest, depth)
    except yaml.YAMLError:
        return 0
    return deepest


def test_what_is_nested_too_deeply_is_found_in_any_form() -> None:
    chance, found = Random(1), 0
    for _ in range(3_000):
        text = chance.choice(PIECES) * chance.randrange(20, 52)
        text += "".join(chance.choices(PIECES, k=chance.randrange(6)))
        text += "]" * chance.choice((0, text.count("[")))
        is_deep = levels(text) > DEEPEST
        _, problems = read_yaml(text, "a.yml")
        if levels(text):
            assert any("nested too deeply" in each.message for each in problems) == is_deep, text
        found += is_deep
    assert found > 10


SHAPES = [
    '""',
    "x",
    "~",
    "[]",
    "{}",
    "[[x]]",
    "{a: b}",
    "[{exact: x}]",
    "{start: a}",
    "{exact: [x]}",
    "[{}]",
    "[x, [y]]",
]
SHAPES += ["{is: x}", "[{source: {}}]", "{source: [x]}", "{exact: {}}"]
FIELDS = [
    (kind, name)
    for kind in AnnotationFile.model_fields
    if kind in KINDS
    for name in ENTRY_TYPES[KINDS[kind]].model_fields
]


@pytest.mark.parametrize(("kind", "name"), FIELDS)
def test_no_shape_of_a_value_is_too_strange(kind, name):
    for shape in SHAPES:
        found, problems = read_annotations(
            f"{kind}:\n  x: {{{name}: {shape}}}\n", "a.yml", ["lamp"]
        )
        assert problems
        assert all(entry is None for _, _, entry in found.entries)
    for shape in SHAPES[1:]:
        read_annotations(f"{kind}: {shape}\n", "a.yml", ["lamp"])
