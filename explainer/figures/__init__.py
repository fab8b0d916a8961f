"""Pictures: functions from plain values to SVG or PNG, drawn at build time; a module per picture.

One inside a page takes its colours from the style sheet, so that light and dark need no second drawing; the words
beside it say the same.
"""
