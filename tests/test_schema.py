import json

from explainer.entries import AnnotationFile
from explainer.schema import SCHEMA_FILE, annotation_schema
from tests.conftest import PROJECT


def test_the_shipped_schema_is_current():
    command = "python build_site.py schema > annotations/schema.json"
    assert (PROJECT / SCHEMA_FILE).read_text(encoding="utf-8") == annotation_schema(), f"run: {command}"


def test_every_shipped_annotation_file_points_at_it():
    for file in (PROJECT / "annotations").glob("*.yml"):
        assert file.read_text(encoding="utf-8").startswith("# yaml-language-server: $schema=schema.json\n"), file


def test_every_field_says_what_it_is():
    schema = json.loads(annotation_schema())
    models = {"the file": schema, **schema["$defs"]}
    lacking = [
        f"{name}.{key}"
        for name, model in models.items()
        for key, field in model.get("properties", {}).items()
        if not field.get("description")
    ]
    assert lacking == []
    assert set(schema["properties"]) == {field.alias or name for name, field in AnnotationFile.model_fields.items()}
