"""Editorial rules: what an editor may want to know although the format allows it.

mkdocs.yml sets their levels, and an entry may break one for a reason that it gives under `allow`.
Rules of the format, which are errors that nothing silences, are in
`explainer/checking/format_rules.py`. `README.md` is made from the docstrings of both.
"""
