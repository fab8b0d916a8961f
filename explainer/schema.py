"""The JSON Schema of annotation files, which editors' YAML tools read; made from the model, kept current by a test."""

import json
from typing import Any

from explainer.entries import AnnotationFile

SCHEMA_FILE = "annotations/schema.json"


def annotation_schema() -> str:
    """Give the text of `annotations/schema.json` (JSON Schema 2020-12)."""
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Annotations of an article"}
    schema = _plain(AnnotationFile.model_json_schema(by_alias=True))
    return json.dumps({**schema, **head}, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def _plain(node: Any) -> Any:
    """Take any scalar where text is meant: `issued: 1911` and `mentions: off` are no text to an editor's YAML tools."""
    if isinstance(node, list):
        return [_plain(item) for item in node]
    if not isinstance(node, dict):
        return node
    plain = {key: _plain(value) for key, value in node.items() if not (key == "title" and isinstance(value, str))}
    if plain.get("type") == "string":
        plain["type"] = ["string", "number", "boolean"]
    if set(plain.get("enum", ())) in ({"on", "off"}, {"true", "false"}):
        plain["enum"] = [*plain["enum"], True, False]
    return plain
