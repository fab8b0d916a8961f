"""Markdown to HTML, as the site's renderer will do it, before anything is built."""
