"""The folder docs/: Markdown files become articles and hand-written pages, the rest are assets."""

import re
from pathlib import Path, PurePosixPath

from explainer.entries import FrontMatter
from explainer.files import files_below, read_text
from explainer.model import Article, Page, Place, Problem
from explainer.validate import validate
from explainer.yamlnodes import read_yaml

MARKDOWN = (".markdown", ".mdown", ".mkdn", ".mkd", ".md")  # the endings of MkDocs
_HEAD = re.compile(r"\A---[ \t]*\n(.*?\n)??(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)  # as MkDocs has it
_HEADING = re.compile(r"^#[ \t]+(.+?)[ \t]*#*[ \t]*$", re.MULTILINE)
_FORMATTING = re.compile(r"\[([^\]]*)\]\([^)]*\)|[*_`]|\{[^}]*\}")

Doc = Article | Page | PurePosixPath


def read_docs(root: Path) -> tuple[tuple[Doc, ...], tuple[Problem, ...]]:
    """Read all of docs/, in the order of the paths; an asset is given as its path relative to docs/."""
    docs = root / "docs"
    if not docs.is_dir():
        message = "there is no folder docs/ here; make it, with an article in docs/articles/ (or give another --root)"
        return (), (Problem(Place("docs"), "error", message, "missing-folder"),)
    found: list[Doc] = []
    problems: list[Problem] = []
    for file in files_below(docs):
        doc, more = _read_doc(file, PurePosixPath(file.relative_to(docs)))
        problems += more
        found += [] if doc is None else [doc]
    if not any(isinstance(doc, Article) for doc in found):
        message = "there is no article; put one into docs/articles/, as a file that ends in .md"
        problems.append(Problem(Place("docs/articles"), "error", message, "no-article"))
    return tuple(found), tuple(problems)


def _read_doc(file: Path, path: PurePosixPath) -> tuple[Doc | None, tuple[Problem, ...]]:
    if path.suffix not in MARKDOWN:
        return path, ()
    text, problems = read_text(file, f"docs/{path}")
    if text is None:
        return None, problems
    return _read_markdown(text, path)


def _read_markdown(text: str, path: PurePosixPath) -> tuple[Doc, tuple[Problem, ...]]:
    place = f"docs/{path}"
    match = _HEAD.match(text)
    end = match.end() if match else 0
    head, markdown = (match.group(1) or "") if match else "", text[end:]
    front, places, problems = _front_matter(head, place)
    title = front.title or _first_heading(markdown) or _readable(path.stem)
    first_line = 1 + text.count("\n", 0, end)
    if path.parts[0] != "articles" or len(path.parts) == 1 or path.name == "index.md":
        return Page(str(path), markdown, head, title, first_line), problems
    slug = path.relative_to("articles").with_suffix("").as_posix()
    if not markdown.strip():
        problems += (Problem(Place(place, first_line), "error", "this article is empty; write it", "empty-article"),)
    return Article(slug, place, front, title, markdown, head, first_line, places), problems


def _front_matter(head: str, path: str) -> tuple[FrontMatter, dict[str, Place], tuple[Problem, ...]]:
    source, problems = read_yaml(head, path, first_line=2)
    if source.data is None:
        return FrontMatter(), {}, problems
    if not isinstance(source.data, dict):
        message = "the front matter should be lines of `key: value`"
        return FrontMatter(), {}, (*problems, Problem(Place(path, 2), "error", message, "wrong-type"))
    front, more = validate(FrontMatter, source, (), "the front matter")
    places = {key: source.values[(key,)] for key in source.data}
    return front or FrontMatter(), places, (*problems, *more)


def _first_heading(markdown: str) -> str:
    match = _HEADING.search(markdown)
    return _FORMATTING.sub(r"\1", match.group(1)).strip() if match else ""


def _readable(stem: str) -> str:
    words = stem.replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:] or stem
