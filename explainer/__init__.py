"""Explainer: turns an article and its annotations into a static website that explains it."""

__version__ = "0.1.0"
