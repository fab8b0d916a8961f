"""Edits of annotation files that change single values and keep every other byte."""
