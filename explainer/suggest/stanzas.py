"""Suggestions as the text of an annotation file."""

from collections.abc import Collection

from explainer.anchoring.quoting import stanza
from explainer.format.keys import KEY_OF
from explainer.suggest.suggestions import LAYERS, Layer, Suggestion, Suggestions

_HEAD = """\
# Proposals made by rules from the words of the article: nothing was judged or looked up. Keep what
# is right, correct it, and delete the rest. An entry is commented out if the text does not say all
# that it needs: complete it, then remove the #. So is a line if it is in doubt: keep of it what is
# right. Titles and summaries that repeat the article should be put into your own words.
"""


def stanzas(suggestions: Suggestions, layers: Collection[Layer] = LAYERS) -> str:
    """Return the suggestions of these layers as the YAML of a new file, valid as it is."""
    parts = [f"{_HEAD}article: articles/{suggestions.article}.md\n"]
    for layer in LAYERS:
        entries = [_entry(each) for each in suggestions.each if each.found.kind == layer]
        if entries and layer in layers:
            parts.append(f"{KEY_OF[layer]}:\n" + "\n".join(entries))
    return "\n".join(parts)


def _entry(suggestion: Suggestion) -> str:
    found = suggestion.found
    why = f"Why: {found.reason}.\nDecide: {found.decide}."
    written = stanza(found.kind, suggestion.id, found.values, why=why, doubtful=found.doubtful)
    return written if suggestion.complete else _commented(written)


def _commented(written: str) -> str:
    """Comment out an entry that is not complete; its first lines are comments already."""
    return "".join(_comment(line) for line in written.splitlines(keepends=True))


def _comment(line: str) -> str:
    return line if line.startswith("  # ") else f"  #{line.removeprefix(' ')}"
