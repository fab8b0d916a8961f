"""Suggestions: what is not annotated in an article yet, as entries to paste; and how much is."""

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
