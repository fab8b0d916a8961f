r"""Report formulas in annotations that could do more than draw in their place.

With MathJax, `\href` makes a link that runs a script, definitions change the article's own
formulas, and KaTeX, too, obeys commands that draw over other parts of a page, such as a verdict.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from explainer.format.fields import plain_values
from explainer.linking.problems import finder_from
from explainer.model import LinkedText, Loaded, Place, Problem, Settings
from explainer.text.formula_source import may_have_formula, misuses

_RULE = "acting-formula"


class Stretches(NamedTuple):
    """The stretches of a Markdown text in which a script may look for formulas, and its place."""

    place: Place
    texts: tuple[str, ...]


def acting_formulas(
    loaded: Loaded,
    markdown: Iterable[Stretches],
    docs: Sequence[LinkedText],
    settings: Settings,
) -> Iterator[Problem]:
    """Report what is no mere drawing, on a site where a script could read any text as a formula.

    `markdown` is that of annotations.
    """
    if not (settings.has_other_scripts or any("<script" in doc.rendered.html for doc in docs)):
        return
    own = settings.formula_commands
    plain = tuple(_plain_texts(loaded))
    stretches = tuple(markdown)
    texts = [text for _, text in plain]
    for stretch in stretches:
        texts += stretch.texts
    texts += [doc.title for doc in loaded.docs]
    texts += [doc.rendered.text for doc in docs]
    if not any(map(may_have_formula, texts)):
        return
    for place, text in plain:
        for misuse in misuses(text, own, is_joined=True):
            yield Problem(place, "error", misuse.message, _RULE)
    for place, parts in stretches:
        find = finder_from(loaded, place)
        found = dict.fromkeys(misuse for part in parts for misuse in misuses(part, own))
        for words, message in found:
            yield Problem(find(words), "error", message, _RULE)


def _plain_texts(loaded: Loaded) -> Iterator[tuple[Place, str]]:
    for entry in loaded.entries.values():
        for steps, value in plain_values(entry):
            yield entry.at(*steps), value
    for asked in loaded.questions:
        yield asked.place, asked.body.ask
