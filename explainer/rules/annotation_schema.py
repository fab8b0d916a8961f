"""The JSON Schema of annotation files, for editors' YAML tools, made from `entries.py`.

The general one is `annotations/schema.json`, which a test keeps current. That of a site, which
`check`, `build` and `serve` write into the build folder, also offers the site's ids, with names.
"""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from explainer.entries import ID_PATTERN, AnnotationFile
from explainer.format.fields import REFERENCES
from explainer.format.wording import ACTOR_TYPES, CLAIM_KINDS, STANCES, VERDICTS, Wording
from explainer.model import Kind, Loaded, Place, Problem
from explainer.rules.catalogue import EDITORIAL, catalogue

MOST_ALONE = 100  # ids of a kind; more are offered in one list, which a tool shows whole
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_SCALARS = ["string", "number", "boolean"]
# What the choices of a field mean, by the name of its class and its key.
_MEANINGS: Mapping[tuple[str, str], Mapping[Any, Wording]] = {
    ("Claim", "kind"): CLAIM_KINDS,
    ("Verdict", "is"): VERDICTS,
    ("Evidence", "stance"): STANCES,
    ("Actor", "type"): ACTOR_TYPES,
}


@cache
def annotation_schema() -> str:
    """Return the text of `annotations/schema.json` (JSON Schema 2020-12)."""
    return _dump(_general())


def foreign_schema_file(data: bytes, path: str) -> tuple[Problem, ...]:
    """Return a problem if the content of the file at a path is not the annotation schema."""
    try:
        is_own = json.loads(data) == json.loads(annotation_schema())
    except (ValueError, RecursionError):
        is_own = False
    if is_own:
        return ()
    message = (
        "this is not the schema of the installed version of Explainer, but editors load it, and"
        f" show what it says; run `python build_site.py schema > {path}`"
    )
    return (Problem(Place(path), "warning", message, "foreign-schema"),)


def site_schema(loaded: Loaded) -> str:
    """Return the schema of a site, which offers the site's ids but allows any other."""
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
    """Return the ids that references may name, by kind, each with what it stands for.

    That is "" if its entry cannot be read.
    """
    meanings: dict[Kind, dict[str, str]] = {"claim": {}, "actor": {}, "term": {}, "source": {}}
    for name, claim in loaded.claims.items():
        meanings["claim"][name] = claim.body.summary
    for name, actor in loaded.actors.items():
        meanings["actor"][name] = _described(actor.body.name, actor.body.role)
    for name, term in loaded.terms.items():
        meanings["term"][name] = term.body.name
    for name, source in loaded.sources.items():
        meanings["source"][name] = _described(source.body.title, *source.body.author)
    known: dict[Kind, dict[str, str]] = {kind: {} for kind in meanings}
    for ref in sorted(loaded.targets):
        if ref.kind in known:
            known[ref.kind][ref.id] = meanings[ref.kind].get(ref.id, "")
    return known


def _described(*parts: str | None) -> str:
    return ", ".join(filter(None, parts))


def _offered(known: Mapping[str, str], otherwise: Mapping[str, Any]) -> dict[str, Any]:
    """Return a schema that offers the known values with their meanings, and allows any other one.

    A meaning is both title and description: yaml-language-server shows the former beside the value,
    the latter in its list of completions. The time it takes grows with the square of the number of
    separate values, less steeply if `otherwise` comes first, so many values are given as one list.
    """
    if len(known) > MOST_ALONE:
        listed = {"enum": list(known), "enumDescriptions": list(known.values())}
        return {"anyOf": [otherwise, listed]}
    return {"anyOf": [otherwise, *(_constant(*item) for item in known.items())]}


def _constant(value: str, meaning: str) -> dict[str, str]:
    if not meaning:
        return {"const": value}
    return {"const": value, "title": meaning, "description": meaning}


def _refer(properties: dict[str, Any], key: str, kind: Kind) -> None:
    """Make a field offer the ids of a kind, in place of its examples."""
    without_examples = dict(properties[key])
    without_examples.pop("examples", None)
    field = _with_ids(without_examples, f"#/$defs/{kind}-id")
    # given twice: yaml-language-server shows the first description it meets, first in `allOf`
    properties[key] = {**field, "allOf": [{"description": field["description"]}]}


def _with_ids(node: Any, target: str) -> Any:
    """Return a schema in which `$ref: target` replaces the type and pattern of ids."""
    if isinstance(node, list):
        return [_with_ids(item, target) for item in node]
    if not isinstance(node, dict):
        return node
    if node.get("pattern") == ID_PATTERN:
        replaced = {**node, "$ref": target}
        del replaced["pattern"]
        replaced.pop("type", None)
        return replaced
    return {key: _with_ids(value, target) for key, value in node.items()}


def _general() -> dict[str, Any]:
    schema: dict[str, Any] = _plain(AnnotationFile.model_json_schema(by_alias=True))
    rules: dict[str, Any] = {}
    for name in EDITORIAL:
        rules[name] = {"description": catalogue()[name].line, "type": _SCALARS}
    for model in schema["$defs"].values():
        if "allow" in model["properties"]:
            model["properties"]["allow"]["properties"] = rules
    for (name, key), words in _MEANINGS.items():
        field = schema["$defs"][name]["properties"][key]
        field["enumDescriptions"] = [words[choice].meaning for choice in field["enum"]]
    _tell_claims_apart(schema)
    return {**schema, "$schema": _DIALECT}


def _tell_claims_apart(schema: dict[str, Any]) -> None:
    """Choose the schema of a claim by its keys: with `anyOf`, tools report no place within it."""
    claim = schema["properties"]["claims"]["patternProperties"][ID_PATTERN]
    stated, restated = claim.pop("anyOf")
    claim |= {"if": {"required": ["restates"]}, "then": restated, "else": stated}
    # offered among the keys of any claim; with it, the other schema applies
    defs = schema["$defs"]
    defs["Claim"]["properties"]["restates"] = defs["Restatement"]["properties"]["restates"]


def _plain(node: Any) -> Any:
    """Turn a schema made by pydantic into one that editors' tools show well.

    Any scalar is allowed where text is meant, because `issued: 1911` and `mentions: off` are not
    text to them. A key that may be left out may not be null, and needs neither a title nor a
    default, which the tools would insert.
    """
    if isinstance(node, list):
        return [_plain(item) for item in node]
    if not isinstance(node, dict):
        return node
    plain: dict[str, Any] = {}
    for key, value in node.items():
        if not _is_noise(key, value):
            plain[key] = value if key == "examples" else _plain(value)
    if plain.get("type") == "string":
        plain["type"] = _SCALARS
    if set(plain.get("enum", ())) in ({"on", "off"}, {"true", "false"}):
        plain["enum"] = [*plain["enum"], True, False]
    return _without_null(plain)


def _without_null(plain: dict[str, Any]) -> dict[str, Any]:
    """Remove null from the alternatives of a schema, and `anyOf` where one alternative is left."""
    forms = [form for form in plain.pop("anyOf", ()) if form != {"type": "null"}]
    if len(forms) == 1:
        return {**forms[0], **plain}
    return {**plain, "anyOf": forms} if forms else plain


def _is_noise(key: str, value: Any) -> bool:
    """Return whether it is the title or default of a schema, not a field of that name."""
    return key in ("title", "default") and not (isinstance(value, dict) and value)


def _dump(schema: Mapping[str, Any]) -> str:
    return json.dumps(schema, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
