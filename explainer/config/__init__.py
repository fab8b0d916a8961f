"""`mkdocs.yml`: what an editor set, what is supplied, and what would break pages."""
