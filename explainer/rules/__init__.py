"""Editorial rules: what an editor may want to know of what is right by the format.

They have levels that mkdocs.yml sets, and an entry may break one for a reason that it gives under `allow`. Rules of the
format, which are errors that nothing silences, are in `explainer/checking/format_rules.py`.
`README.md` is made of all their docstrings.
"""
