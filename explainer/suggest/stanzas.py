"""Suggestions as the text of an annotation file."""

from collections.abc import Collection

from explainer.anchoring.quoting import stanza
from explainer.format.keys import KEY_OF
from explainer.suggest.suggestions import LAYERS, Layer, Suggestion, Suggestions

_HEAD = """\
# Proposals, made by rules from the words of the article: nothing here was judged or looked up. Keep what is right,
# correct it, delete the rest. An entry stands behind # where the words do not say all that it needs: complete it, then
# take the # away. Put titles and summaries that repeat the article into your own words.
"""


def stanzas(suggestions: Suggestions, layers: Collection[Layer] = LAYERS) -> str:
    """Write suggestions of these layers as YAML; as a new file among the annotations it loads without an error."""
    parts = [f"{_HEAD}article: articles/{suggestions.article}.md\n"]
    for layer in (layer for layer in LAYERS if layer in layers):
        entries = [_entry(each) for each in suggestions.each if each.found.kind == layer]
        if entries:
            parts.append(f"{KEY_OF[layer]}:\n" + "\n".join(entries))
    return "\n".join(parts)


def _entry(suggestion: Suggestion) -> str:
    found = suggestion.found
    why = f"Why: {found.reason}.\nDecide: {found.decide}."
    written = stanza(found.kind, suggestion.id, found.values, why=why)
    return written if suggestion.complete else _commented(written)


def _commented(written: str) -> str:
    """An entry that cannot be read yet; its first lines are comments already."""
    return "".join(
        line if line.startswith("  # ") else f"  #{line.removeprefix(' ')}"
        for line in written.splitlines(keepends=True)
    )
