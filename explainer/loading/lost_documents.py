"""Documents of other programs among the articles: they get no page, which may be unexpected."""

from collections.abc import Iterator
from pathlib import PurePosixPath
from shlex import quote as in_shell
from urllib.parse import quote

from explainer.model import Loaded, Place, Problem

_DOCUMENTS = (".docx", ".doc", ".docm", ".dotx", ".odt", ".rtf", ".pages")
_TEXTS = (".txt", ".html", ".htm", ".text")


def lost_documents(loaded: Loaded) -> Iterator[Problem]:
    """Report each document in docs/articles/ that no text links to: it is copied, but not read."""
    texts = "\n".join([*(doc.markdown for doc in loaded.docs), *loaded.files.values()])
    for path in loaded.assets:
        is_document = path.suffix.lower() in (*_DOCUMENTS, *_TEXTS) and path.parts[0] == "articles"
        if is_document and path.name not in texts and quote(path.name) not in texts:
            file = in_shell(str(PurePosixPath("docs", path)))
            message = (
                "this file gets no page and is published as it is; turn it into an article with"
                f" `python build_site.py new article {file}` and move it out of docs/,"
                " or link to it"
            )
            yield Problem(Place(f"docs/{path}"), "warning", message, "unread-file")
