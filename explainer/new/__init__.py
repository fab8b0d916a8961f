"""Begin something new: `site.py` a site in its own folder, `article.py` an article from a file."""
