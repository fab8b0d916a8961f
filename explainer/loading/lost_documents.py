"""Documents of other programs among the articles: no page is made of them, which their editor may wait for."""

from collections.abc import Iterator
from pathlib import PurePosixPath
from shlex import quote as in_shell
from urllib.parse import quote

from explainer.model import Loaded, Place, Problem

_DOCUMENTS = (".docx", ".doc", ".docm", ".dotx", ".odt", ".rtf", ".pages")
_TEXTS = (".txt", ".html", ".htm", ".text")


def lost_documents(loaded: Loaded) -> Iterator[Problem]:
    """Report the documents in docs/articles/ that no text links to: those are copied into the site, and not read."""
    articles = [article.markdown for article in loaded.articles]
    pages = [page.markdown for page in loaded.pages]
    texts = "\n".join([*articles, *pages, *loaded.files.values()])
    for path in loaded.assets:
        is_document = path.suffix.lower() in (*_DOCUMENTS, *_TEXTS) and path.parts[0] == "articles"
        if is_document and path.name not in texts and quote(path.name) not in texts:
            yield Problem(Place(f"docs/{path}"), "warning", _message(path), "unread-file")


def _message(path: PurePosixPath) -> str:
    command = f"`python build_site.py new article {in_shell(str(PurePosixPath('docs', path)))}`"
    return (
        f"this file gets no page and is published as it is; turn it into an article with {command} and move it "
        "out of docs/, or link to it"
    )
