"""What README, CONTRIBUTING, SECURITY and the manual promise is so."""

import re
import subprocess
from collections.abc import Iterator

import yaml
from click.testing import CliRunner
from pydantic import BaseModel

from build_site import main
from explainer import entries
from explainer.building import page_sizes
from explainer.building.contentpolicy import POLICY_FILE
from explainer.checking.format_rules import check
from explainer.config.flags import is_safe
from explainer.config.settings import read_config
from explainer.entries import AnnotationFile, FrontMatter
from explainer.files import folders
from explainer.files.textfiles import MOST_BYTES
from explainer.linking import crowded_connections, crowded_names
from explainer.loading import excess
from explainer.loading.load import load
from explainer.text.formula_source import DEEPEST, MOST_ROOM, MOST_SIGNS
from explainer.yamlfiles.tree import compose
from tests.conftest import PROJECT
from tests.site_files import write_site

README = (PROJECT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (PROJECT / "CONTRIBUTING.md").read_text(encoding="utf-8")
SECURITY = (PROJECT / "SECURITY.md").read_text(encoding="utf-8")
MANUAL = (PROJECT / "explainer/manual/README.md").read_text(encoding="utf-8")
FORMAT = (PROJECT / "explainer/new/starter/annotations/README.md").read_text(encoding="utf-8")


def blocks(language: str, document: str = README) -> list[str]:
    """The fenced blocks of a document, those inside lists with their indentation taken off."""
    found = re.findall(rf"^( *)```{language}\n(.*?)^ *```$", document, re.DOTALL | re.MULTILINE)
    return [re.sub(rf"^{indent}", "", text, flags=re.MULTILINE) for indent, text in found]


def sections(document: str) -> set[str]:
    """The fragments by which GitHub links to the headings of a document."""
    headings = re.findall(r"^#+ (.+)$", document, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_ci_runs_the_test_command_of_the_readme():
    test_command = blocks("sh")[1].strip()
    assert test_command in (PROJECT / ".ci/run").read_text(encoding="utf-8").splitlines()


def test_the_policy_and_the_command_for_hosts_are_as_documented(tmp_path):
    assert POLICY_FILE in SECURITY
    write_site(tmp_path, {f"site/{POLICY_FILE}": "default-src 'self'; img-src 'self' data:\n"})
    subprocess.run(["sh", "-e", "-c", *blocks("sh", SECURITY)], cwd=tmp_path, check=True)
    expected = "/*\n  Content-Security-Policy: default-src 'self'; img-src 'self' data:\n"
    assert (tmp_path / "site/_headers").read_text(encoding="utf-8") == expected


def test_five_minutes_with_ones_own_article(tmp_path, monkeypatch):
    """The commands of the README as they stand there, in a folder beside the new site."""
    monkeypatch.chdir(write_site(tmp_path / "here", {"bridge.txt": blocks("text")[0]}))
    commands = [
        line.removeprefix(".venv/bin/explainer ").split() for line in blocks("sh")[2].splitlines()
    ]
    assert [command[0] for command in commands] == ["new", "new", "suggest"]
    for command in commands:
        result = CliRunner().invoke(main, command)
        assert result.exit_code == 0, result.output
    write_site(tmp_path / "my-site", {"annotations/bridge.yml": blocks("yaml")[0]})
    result = CliRunner().invoke(main, ["--root", "../my-site"])
    assert result.exit_code == 0, result.output
    assert not re.search(": (error|warning): ", result.output), result.output


def megabytes(count):
    return f"{count // 1_000_000} MB"


def test_the_limits_are_as_documented():
    most_entries = f"{excess.MOST_ENTRIES:,}, or one for {excess.CHARACTERS_OF_ENTRY}"
    most_of_page = f"{megabytes(page_sizes.MOST_OF_PAGE)} and {page_sizes.MOST_ELEMENTS:,} elements"
    most_of_all = (
        f"{megabytes(page_sizes.MOST_OF_ALL)} as generated Markdown, or {page_sizes.TIMES_OF_ALL}"
    )
    for row in (
        f"a file in `docs/` or `annotations/` | {megabytes(MOST_BYTES)}",
        f"folders nested in each other there | {folders.DEEPEST}",
        f"an id | {entries.LONGEST_ID} characters",
        f"a line of plain text | {entries.LONGEST_LINE:,} characters",
        f"a text in Markdown | {entries.LONGEST_MARKDOWN:,} characters",
        f"a list | {entries.MOST_IN_LIST} items",
        f"all entries of a site | {most_entries} characters of its articles",
        f"all quotes | {excess.MOST_QUOTES:,}, or one for {excess.CHARACTERS_OF_QUOTE} characters",
        f"all names and aliases | {excess.MOST_NAMES:,}",
        f"names in all texts of annotations | {crowded_names.MOST_NAMES:,}",
        f"pairs of actors whom claims and dates connect | {crowded_connections.MOST_PAIRS:,}",
        f"all former ids | {excess.MOST_FORMER:,}",
        f"a page | {most_of_page}, or more beside a book",
        f"all pages | {most_of_all} times what was typed",
        f"a text with formulas | {DEEPEST} levels, {MOST_SIGNS:,} signs besides letters and digits,"
        f" and {MOST_ROOM} em between lines",
    ):
        assert f"| {row}" in MANUAL


def test_the_setting_for_texts_of_strangers_makes_a_site_safe(tmp_path):
    root = write_site(tmp_path, {"mkdocs.yml": f"site_name: Lights\n{blocks('yaml', SECURITY)[0]}"})
    config, problems = read_config(root)
    assert problems == ()
    assert is_safe(compose(config.text))


def _key(model: type[BaseModel], name: str) -> str:
    """A field, named after the class that defines it: what two kinds share is one key."""
    owners = [each for each in model.__mro__ if name in getattr(each, "model_fields", {})]
    return f"{owners[-1].__name__}.{name}"


def _keys_of_the_format() -> Iterator[str]:
    names = AnnotationFile.model_json_schema()["$defs"]
    for model in (AnnotationFile, *(getattr(entries, name) for name in names)):
        for name in model.model_fields:
            yield _key(model, name)


def _keys_in(value: object) -> Iterator[str]:
    """All keys that were typed, at any depth."""
    if isinstance(value, BaseModel):
        for name in value.model_fields_set:
            yield _key(type(value), name)
            yield from _keys_in(getattr(value, name))
    elif isinstance(value, dict | tuple):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _keys_in(each)


def test_the_format_by_example_loads_and_shows_every_key(tmp_path):
    example = blocks("yaml", FORMAT)[0]
    files = {
        "docs/articles/lighthouse.md": "# The light\n\nIt shone.\n",
        "annotations/a.yml": example,
    }
    loaded, problems = load(write_site(tmp_path, files))
    assert [*problems, *check(loaded)] == []
    shown = AnnotationFile.model_validate(yaml.load(example, yaml.BaseLoader))
    assert set(_keys_of_the_format()) - set(_keys_in(shown)) == set()


def test_the_front_matter_by_example_is_read_and_shows_every_key():
    example = blocks("yaml", FORMAT)[1]
    FrontMatter.model_validate(yaml.load(example, yaml.BaseLoader))
    assert set(yaml.safe_load(example)) == set(FrontMatter.model_fields)


def test_every_module_is_on_the_map_and_every_link_leads_somewhere():
    for document in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "explainer/manual/README.md"):
        file = PROJECT / document
        for target in re.findall(r"\]\((?!https?://|#)([^)\s]+)\)", file.read_text("utf-8")):
            if ":" not in target:
                path, _, section = target.partition("#")
                linked = file.parent / path
                assert linked.exists(), target
                assert not section or section in sections(linked.read_text("utf-8")), target
    package = PROJECT / "explainer"
    modules = {file.name for file in package.glob("*.py")} - {"__init__.py"}
    rooms = {f"{file.parent.name}/" for file in package.glob("*/__init__.py")}
    assert modules | rooms <= set(re.findall(r"`(\w+(?:\.py|/))`\]", CONTRIBUTING))
    stages = {
        "load",
        "settings",
        "check",
        "anchor",
        "link",
        "proofread",
        "stage",
        "build",
        "verify",
        "publish",
    }
    assert stages <= set(re.findall(r"^\| (\w+) \|", CONTRIBUTING, re.MULTILINE))


def test_only_the_builder_knows_mkdocs():
    users = {
        file.parent.name
        for file in (PROJECT / "explainer").rglob("*.py")
        if re.search(r"^\s*(from|import) mkdocs", file.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert users == {"building"}
