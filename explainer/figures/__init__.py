"""Pictures: functions from plain values to static SVG, drawn at build time; a module per picture.

Each picture stands inside the page, takes its colours from the style sheet (so light and dark need no second drawing),
has links that a pointer can follow, and is described to everybody else by the text beside it, which says the same.
"""
