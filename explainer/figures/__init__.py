"""Pictures: functions from plain values to SVG or PNG, drawn at build time; a module per picture.

A picture inside a page takes its colours from the style sheet, so that light and dark need no
second drawing. The words beside it say the same.
"""
