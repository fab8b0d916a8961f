"""The schemas, as the YAML tools of editors use them."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from build_site import main
from explainer.entries import AnnotationFile
from explainer.loading.load import SCHEMA_FILE, load
from explainer.rules.annotation_schema import MOST_ALONE, annotation_schema, site_schema
from tests.conftest import PROJECT
from tests.site_files import write_site

CASES = Path(__file__).parent / "cases/schema"
SITES = sorted(
    path.parent
    for path in (PROJECT / "tests/sites").glob("*/annotations")
    if path.parent.name not in ("broken", "dense")
)
REFUSED = yaml.safe_load((CASES / "refused.yml").read_text(encoding="utf-8"))
ACCEPTED = yaml.safe_load((CASES / "accepted.yml").read_text(encoding="utf-8"))
FULL = PROJECT / "tests/sites/full"


class EditorsYaml(yaml.SafeLoader):
    """As in YAML 1.2, which editors' tools read, there are no values that are days."""


EditorsYaml.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@cache
def validators(root: Path) -> tuple[Draft202012Validator, ...]:
    """The general schema's, and that of a site."""
    texts = annotation_schema(), site_schema(load(root)[0])
    return tuple(Draft202012Validator(json.loads(text)) for text in texts)


def marked(validator: Draft202012Validator, text: str) -> list[str]:
    found = validator.iter_errors(yaml.load(text, EditorsYaml))
    return [".".join(map(str, error.absolute_path)) for error in found]


def fields() -> dict[str, dict[str, Any]]:
    schema = json.loads(annotation_schema())
    models = {"file": schema, **schema["$defs"]}
    return {
        f"{name}.{key}": field
        for name, model in models.items()
        for key, field in model["properties"].items()
    }


def test_the_shipped_schema_is_current():
    command = "python build_site.py schema > annotations/schema.json"
    assert (PROJECT / SCHEMA_FILE).read_text(encoding="utf-8") == annotation_schema(), (
        f"run: {command}"
    )


def test_every_shipped_annotation_file_points_at_the_schema_of_the_site():
    line = "# yaml-language-server: $schema=../build/annotations.schema.json\n"
    for file in (PROJECT / "annotations").glob("*.yml"):
        assert file.read_text(encoding="utf-8").startswith(line), file


def test_every_field_says_what_it_is_and_has_examples():
    assert [name for name, field in fields().items() if not field.get("description")] == []
    assert [name for name, field in fields().items() if not field.get("examples")] == []
    names = {name.removeprefix("file.") for name in fields() if name.startswith("file.")}
    assert names == {field.alias or name for name, field in AnnotationFile.model_fields.items()}


def test_every_example_is_right():
    schema = json.loads(annotation_schema())
    for name, field in fields().items():
        validator = Draft202012Validator({**field, "$defs": schema["$defs"]})
        assert [
            (name, example) for example in field["examples"] if not validator.is_valid(example)
        ] == []


def test_every_value_of_a_list_of_words_is_explained():
    lists = {name: field for name, field in fields().items() if "enumDescriptions" in field}
    assert lists.keys() == {"Claim.kind", "Verdict.is", "Evidence.stance", "Actor.type"}
    for name, field in lists.items():
        assert len(field["enum"]) == len(list(filter(None, field["enumDescriptions"]))), name


@pytest.mark.parametrize("root", [PROJECT, *SITES], ids=lambda root: root.name)
def test_what_the_program_takes_is_not_marked(root):
    for validator in validators(root):
        validator.check_schema(validator.schema)
        for file in sorted((root / "annotations").rglob("*.y*ml")):
            assert marked(validator, file.read_text(encoding="utf-8")) == [], file


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name):
    for validator in validators(FULL):
        assert marked(validator, REFUSED[name]["text"]) == [REFUSED[name]["at"]]


@pytest.mark.parametrize("name", ACCEPTED)
def test_accepted(name):
    for validator in validators(FULL):
        assert marked(validator, ACCEPTED[name]) == []


def test_the_ids_of_the_site_are_offered_with_their_names():
    schema = json.loads(site_schema(load(FULL)[0]))
    expected = yaml.safe_load((CASES / "offered.yml").read_text(encoding="utf-8"))
    offered = {name: schema["$defs"][name]["anyOf"] for name in expected if name != "article"}
    offered["article"] = schema["properties"]["article"]["anyOf"]
    assert {
        name: {each["const"]: each["title"] for each in forms[1:]}
        for name, forms in offered.items()
    } == expected


def test_many_ids_are_offered_in_one_list(tmp_path):
    terms = "".join(
        f"  term-{number:03}: {{name: Term {number}, definition: D.}}\n"
        for number in range(MOST_ALONE + 1)
    )
    loaded, _ = load(write_site(tmp_path, {"annotations/a.yml": f"terms:\n{terms}"}))
    _, offered = json.loads(site_schema(loaded))["$defs"]["term-id"]["anyOf"]
    assert offered["enum"] == sorted(loaded.terms)
    assert offered["enumDescriptions"][:2] == ["Term 0", "Term 1"]


def test_every_reference_offers_the_ids_of_its_kind():
    defs = json.loads(site_schema(load(FULL)[0]))["$defs"]
    found = {
        f"{model}.{key}": json.dumps(field).partition('"#/$defs/')[2].partition("-id")[0]
        for model, body in defs.items()
        for key, field in body.get("properties", {}).items()
        if '-id"' in json.dumps(field)
    }
    assert found == {
        "Actor.part_of": "actor",
        "Claim.about": "actor",
        "Claim.attacks": "claim",
        "Claim.by": "actor",
        "Claim.disputed_by": "actor",
        "Claim.supports": "claim",
        "Date.actors": "actor",
        "Date.claims": "claim",
        "Evidence.source": "source",
        "Restatement.by": "actor",
        "Restatement.restates": "claim",
        "Term.broader": "term",
        "Term.related": "term",
    }


def test_an_entry_that_cannot_be_read_is_offered_by_its_id(tmp_path):
    files = {
        "mkdocs.yml": "site_name: S\n",
        "docs/articles/a.md": "# A\n",
        "annotations/a.yml": "actors: {lund: {nam: Lund}}\n",
    }
    root = write_site(tmp_path, files)
    assert CliRunner().invoke(main, ["check", "--root", str(root)]).exit_code == 1
    schema = json.loads((root / "build/annotations.schema.json").read_text(encoding="utf-8"))
    assert schema["$defs"]["actor-id"]["anyOf"][1] == {"const": "lund"}


def test_check_and_build_write_it(tmp_path):
    files = {
        "mkdocs.yml": "site_name: S\n",
        "docs/articles/a.md": "# A\n",
        "annotations/a.yml": "terms: {}\n",
    }
    root = write_site(tmp_path, files)
    for verb in ("check", "build"):
        assert CliRunner().invoke(main, [verb, "--root", str(root)]).exit_code == 0
        written = (root / "build/annotations.schema.json").read_text(encoding="utf-8")
        assert written == site_schema(load(root)[0])


def test_a_build_folder_that_cannot_be_made_is_a_warning(tmp_path):
    files = {
        "mkdocs.yml": "site_name: S\n",
        "docs/articles/a.md": "# A\n",
        "annotations/a.yml": "terms: {}\n",
    }
    root = write_site(tmp_path, files | {"build": "a file\n"})
    result = CliRunner().invoke(main, ["check", "--root", str(root)])
    assert result.exit_code == 0
    assert (
        "build/annotations.schema.json:1:1: warning: this file cannot be written" in result.stderr
    )
