"""What of an article is not annotated yet, as entries to paste, and how much of it is."""

from explainer.suggest.coverage import table
from explainer.suggest.propose import suggest
from explainer.suggest.stanzas import stanzas
from explainer.suggest.suggestions import LAYERS, Coverage, Layer, Suggestion, Suggestions

__all__ = [
    "LAYERS",
    "Coverage",
    "Layer",
    "Suggestion",
    "Suggestions",
    "stanzas",
    "suggest",
    "table",
]
