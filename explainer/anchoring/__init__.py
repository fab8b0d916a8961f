"""Quotes find their places in the articles: what supports a place, and what an editor is advised to type."""
