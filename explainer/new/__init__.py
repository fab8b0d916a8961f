"""What begins something new: `site.py` a site in a folder of its own, `article.py` an article from a file."""
