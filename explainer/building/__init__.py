"""The staged tree becomes the site: rendered by MkDocs, read back, and put in place."""
