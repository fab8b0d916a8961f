"""One page of each kind of the shipped site, and the sites with bad input."""

from pathlib import Path

SITES = Path(__file__).parent / "sites"
ARTICLE = "articles/stalled-ukraine-talks/"
PAGES = ["", "articles/", ARTICLE, "claims/", "claims/now-trumps-war-too/", "timeline/", "actors/"]
PAGES += [
    "actors/donald-trump/",
    "glossary/",
    "glossary/proxy-war/",
    "sources/",
    "method/",
    "about/",
    "404.html",
]
