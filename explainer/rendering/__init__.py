"""Markdown to HTML, as the renderer of the site does it, before anything is built."""
