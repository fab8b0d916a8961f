"""The JSON Schema of annotation files, which editors' YAML tools read: made from the model, kept current by a test.

The general one is `annotations/schema.json`. A site's own, which `check`, `build` and `serve` write into the build
folder, offers the site's ids besides, with their names.
"""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from explainer.entries import ID_PATTERN, AnnotationFile
from explainer.format.fields import REFERENCES
from explainer.format.wording import ACTOR_TYPES, CLAIM_KINDS, STANCES, VERDICTS
from explainer.model import Kind, Loaded
from explainer.rules.catalogue import catalogue

SITE_SCHEMA = "annotations.schema.json"  # in the build folder
MOST_ALONE = 100  # more ids of a kind are offered in one list, which a tool shows whole
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_SCALARS = ["string", "number", "boolean"]
_MEANINGS = {tuple(words): words for words in (CLAIM_KINDS, VERDICTS, STANCES, ACTOR_TYPES)}


@cache
def annotation_schema() -> str:
    """Give the text of `annotations/schema.json` (JSON Schema 2020-12)."""
    return _dump(_general())


def site_schema(loaded: Loaded) -> str:
    """Give the same with the ids of the site: they are offered, and others are not refused."""
    schema = json.loads(annotation_schema())
    for kind, known in _names(loaded).items():
        schema["$defs"][f"{kind}-id"] = _offered(known, {"type": _SCALARS, "pattern": ID_PATTERN})
    for body, references in REFERENCES.items():
        for key, kind in references.items():
            _refer(schema["$defs"][body.__name__]["properties"], key, kind)
    _refer(schema["$defs"]["Evidence"]["properties"], "source", "source")
    articles = {f"articles/{article.slug}.md": article.title for article in loaded.articles}
    schema["properties"]["article"] |= _offered(articles, {"type": _SCALARS})
    return _dump(schema)


def _names(loaded: Loaded) -> Mapping[Kind, Mapping[str, str]]:
    """By kind, each id that is given and what it stands for ("" where its entry cannot be read)."""
    said: dict[Kind, dict[str, str]] = {
        "claim": {name: entry.body.summary for name, entry in loaded.claims.items()},
        "actor": {
            name: _described(entry.body.name, entry.body.role)
            for name, entry in loaded.actors.items()
        },
        "term": {name: entry.body.name for name, entry in loaded.terms.items()},
        "source": {
            name: _described(entry.body.title, *entry.body.author)
            for name, entry in loaded.sources.items()
        },
    }
    declared = sorted(loaded.declared)
    return {
        kind: {ref.id: said[kind].get(ref.id, "") for ref in declared if ref.kind == kind}
        for kind in said
    }


def _described(*parts: str | None) -> str:
    return ", ".join(filter(None, parts))


def _offered(known: Mapping[str, str], otherwise: Mapping[str, Any]) -> dict[str, Any]:
    """Any of the known values, each with what it stands for, or another one: completion without refusals.

    It is told as title and as description: yaml-language-server shows the one on the value, the other in its list. Its
    time grows with the square of the values that stand alone, less so behind one that fits: many stand in one list.
    """
    if len(known) > MOST_ALONE:
        return {
            "anyOf": [otherwise, {"enum": list(known), "enumDescriptions": list(known.values())}]
        }
    values = (
        {"const": value} | ({"title": meaning, "description": meaning} if meaning else {})
        for value, meaning in known.items()
    )
    return {"anyOf": [otherwise, *values]}


def _refer(properties: dict[str, Any], key: str, kind: Kind) -> None:
    """Let a field offer the ids of that kind, in place of examples."""
    field = _replaced(
        {name: said for name, said in properties[key].items() if name != "examples"},
        f"#/$defs/{kind}-id",
    )
    # said twice: yaml-language-server shows the first description that it meets, and looks into `allOf` first
    properties[key] = {**field, "allOf": [{"description": field["description"]}]}


def _replaced(node: Any, target: str) -> Any:
    if isinstance(node, list):
        return [_replaced(item, target) for item in node]
    if not isinstance(node, dict):
        return node
    if node.get("pattern") == ID_PATTERN:
        return {
            **{key: node[key] for key in node if key not in ("pattern", "type")},
            "$ref": target,
        }
    return {key: _replaced(value, target) for key, value in node.items()}


def _general() -> dict[str, Any]:
    schema: dict[str, Any] = _plain(AnnotationFile.model_json_schema(by_alias=True))
    rules = {
        rule.name: {"description": rule.line, "type": _SCALARS}
        for rule in catalogue().values()
        if rule.editorial
    }
    for model in schema["$defs"].values():
        if "allow" in model["properties"]:
            model["properties"]["allow"]["properties"] = rules
    return {**schema, "$schema": _DIALECT}


def _plain(node: Any) -> Any:
    """Make a schema of pydantic's into one that editors' tools show well.

    Any scalar is taken where text is meant: `issued: 1911` and `mentions: off` are no text to them. A key that may be
    left out may not be null, and needs no title nor default, which they would type in.
    """
    if isinstance(node, list):
        return [_plain(item) for item in node]
    if not isinstance(node, dict):
        return node
    kept = {key: value for key, value in node.items() if not _is_noise(key, value)}
    plain = {key: value if key == "examples" else _plain(value) for key, value in kept.items()}
    if plain.get("type") == "string":
        plain["type"] = _SCALARS
    if set(plain.get("enum", ())) in ({"on", "off"}, {"true", "false"}):
        plain["enum"] = [*plain["enum"], True, False]
    if words := _MEANINGS.get(tuple(plain.get("enum", ()))):
        plain["enumDescriptions"] = [word.meaning for word in words.values()]
    forms = [form for form in plain.get("anyOf", ()) if form != {"type": "null"}]
    if len(forms) == 1:
        return {**forms[0], **{key: value for key, value in plain.items() if key != "anyOf"}}
    return plain | ({"anyOf": forms} if forms else {})


def _is_noise(key: str, value: Any) -> bool:
    """Whether it is a title or default of the schema's, and not a field of that name, which would be a schema."""
    return key in ("title", "default") and not (isinstance(value, dict) and value)


def _dump(schema: Mapping[str, Any]) -> str:
    return json.dumps(schema, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
