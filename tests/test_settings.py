from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from explainer.config.settings import Config, read_config
from explainer.config.staged import staged_text
from explainer.config.supplied import EXTENSIONS, FEATURES, WITHOUT_EXTENSIONS, WITHOUT_FEATURES
from tests.site_files import write_site

CASES = yaml.safe_load((Path(__file__).parent / "cases/settings/staged.yml").read_text("utf-8"))
NAVIGATIONS = yaml.safe_load(
    (Path(__file__).parent / "cases/settings/navigation.yml").read_text("utf-8")
)
PATHS = (
    "index.md",
    "about.md",
    "more/notes.md",
    "articles/index.md",
    "articles/lamp.md",
    "claims/index.md",
    "claims/a/index.md",
    "stylesheets/explainer.css",
)


def config_of(root: Path, text: str) -> Config:
    (root / "mkdocs.yml").write_text(text, "utf-8")
    config, problems = read_config(root)
    assert problems == ()
    assert config is not None
    return config


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_case(case: dict, tmp_path: Path) -> None:
    files = case.get("files", {}) | (
        {"mkdocs.yml": case["given"]} if case["given"] is not None else {}
    )
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    config, problems = read_config(tmp_path)
    assert [str(problem) for problem in problems] == case.get("problems", [])
    if "staged" in case:
        assert config is not None
        text = staged_text(config, PATHS, "..").replace(str(tmp_path), "ROOT")
        staged = yaml.safe_load(text)
        staged["policy"] = staged["extra"].pop("explainer_policy")["extent"]
        assert {path: value_at(staged, path) for path in case["staged"]} == case["staged"]


@pytest.mark.parametrize(
    ("typed", "variables", "folder"),
    [
        ("!ENV OUT", {}, "site"),
        ("!ENV OUT", {"OUT": "web"}, "web"),
        ("!ENV [OUT, public]", {}, "public"),
        ("!ENV [PUBLIC, OUT, public]", {"OUT": "web"}, "web"),
    ],
)
def test_the_folder_of_the_site_may_be_a_variable(
    typed: str, variables: dict[str, str], folder: str, tmp_path: Path
) -> None:
    write_site(tmp_path, {"mkdocs.yml": f"site_name: Lamp\nsite_dir: {typed}\n"})
    config, problems = read_config(tmp_path, variables)
    assert problems == ()
    assert config is not None
    assert config.site_dir == tmp_path / folder


def value_at(data: dict, path: str) -> object:
    for key in path.split("/"):
        data = data.get(key)  # type: ignore[assignment]
    return data


def test_tags_pass_through(tmp_path: Path) -> None:
    text = (
        "site_name: !ENV [NAME, Lamp]\n"
        "markdown_extensions:\n"
        "- pymdownx.emoji:\n"
        "    emoji_index: !!python/name:material.extensions.emoji.twemoji\n"
        "- pymdownx.snippets:\n"
        "    base_path: [!relative $config_dir/parts, !relative $docs_dir]\n"
        "extra: {a: 1, b: true, c: 'true', d: 1.0}\n"
    )
    staged = staged_text(config_of(tmp_path, text), PATHS, "..")
    assert "!ENV [NAME, Lamp]" in staged
    assert "!!python/name:material.extensions.emoji.twemoji" in staged
    assert (
        "!relative '$config_dir/../parts'" in staged.replace('"', "'")
        or "!relative $config_dir/../parts" in staged
    )
    assert "!relative $config_dir/../docs" in staged.replace("'", "")
    assert yaml.safe_load(staged[staged.index("extra:") :].split("\nnav:")[0])["extra"] == {
        "a": 1, "b": True, "c": "true", "d": 1.0,
        "explainer_policy": {"extent": "all", "without": []},
    }  # fmt: skip


@pytest.mark.parametrize("case", NAVIGATIONS.values(), ids=NAVIGATIONS)
def test_the_navigation_has_what_there_is(case: dict, tmp_path: Path) -> None:
    staged = yaml.safe_load(
        staged_text(config_of(tmp_path, "site_name: Lamp\n"), case["paths"], "..")
    )
    assert staged["nav"] == case["nav"]
    assert len(staged["nav"]) <= 6
    assert "navigation.indexes" not in staged["theme"]["features"]


def test_the_features_of_a_navigation_of_ones_own_stay(tmp_path: Path) -> None:
    staged = yaml.safe_load(
        staged_text(config_of(tmp_path, "site_name: Lamp\nnav: [index.md]\n"), PATHS, "..")
    )
    assert "navigation.indexes" in staged["theme"]["features"]


def test_many_articles_stay_out_of_the_navigation(tmp_path: Path) -> None:
    paths = ["articles/index.md", *(f"articles/{number}.md" for number in range(13))]
    nav = yaml.safe_load(staged_text(config_of(tmp_path, "site_name: Lamp\n"), paths, ".."))["nav"]
    assert nav == [{"Articles": "articles/index.md"}]


def test_staging_does_not_change_the_completed_text(tmp_path: Path) -> None:
    config = config_of(tmp_path, "site_name: Lamp\nhooks: [h.py]\n")
    before = config.text
    staged_text(config, PATHS, "..")
    assert config.text == before


KEYS = st.sampled_from(
    "site_name theme plugins hooks nav markdown_extensions validation INHERIT extra_css not_in_nav "
    "docs_dir extra".split()
)
VALUES = st.sampled_from([
    "x", "[]", "{}", "[x]", "{x: y}", "null", "3", "[[a]]", "[{a: b}]", "!ENV X",
    "!relative $config_dir/x", "&a [1]", "*a", "{name: {a: b}}", "{font: {a: b}}",
    "{name: material, custom_dir: [x]}", "{nav: x}", "{links: [y]}", "''", "{? [a] : b}",
     "{explainer: {without_extensions: [[a], b]}}",
    "{explainer: {without_features: {a: b}}}",
    "!!binary aGk=", "{<<: {a: b}}", "{<<: x}", "!foo x", "[build_site.py, 3, {a: b}]", "[", "'",
])  # fmt: skip


@given(st.lists(st.tuples(KEYS, VALUES), max_size=4))
def test_nothing_that_is_typed_raises(
    tmp_path_factory: pytest.TempPathFactory, pairs: list[tuple[str, str]]
) -> None:
    root = tmp_path_factory.getbasetemp()
    (root / "mkdocs.yml").write_text(
        "site_name: Lamp\n" + "".join(f"{key}: {value}\n" for key, value in pairs)
    )
    config, problems = read_config(root)
    assert config is not None or problems
    if config is not None:
        assert staged_text(config, PATHS, "..").startswith("# Made from mkdocs.yml")


def test_the_manual_says_how_ours_are_removed() -> None:
    manual = (Path(__file__).parents[1] / "explainer/manual/README.md").read_text("utf-8")
    example = f"`{WITHOUT_EXTENSIONS}: [footnotes]` or `{WITHOUT_FEATURES}: [navigation.tabs]`"
    assert example in " ".join(manual.split())
    assert "footnotes" in EXTENSIONS
    assert "navigation.tabs" in FEATURES
