"""The folder docs/: Markdown files become articles and hand-written pages; the rest are assets."""

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from explainer.addresses import MARKDOWN, slug_of
from explainer.entries import FrontMatter
from explainer.files.folders import Bounds, listing
from explainer.files.textfiles import ReadText, composed, is_folder, read_text
from explainer.loading.foreign_keys import foreign_keys
from explainer.loading.frontmatter import FRONT_MATTER, for_mkdocs, front_matter_problems
from explainer.loading.validate import validate
from explainer.model import Article, Page, Place, Problem
from explainer.text.controls import as_shown
from explainer.text.visible import read
from explainer.yamlfiles.nodes import read_yaml
from explainer.yamlfiles.places import EMPTY, YamlText

# Front matter that FRONT_MATTER does not match: after blank lines, or without an end.
_LOST_HEAD = re.compile(r"\A(\s*)---[ \t]*\n(?:#.*\n)*[A-Za-z][\w-]*:(?:[ \t]|$)", re.MULTILINE)
# Front matter below other characters than three hyphens: word processors turn those into a dash.
_KEY_LINE = rf"(?:{'|'.join(FrontMatter.model_fields)}):[ \t]+\S.*\n"
_RULE = r"[-–—―_*=~]+[ \t]*\n"
_BARE_HEAD = re.compile(rf"\A\s*(?:{_RULE}\s*{_KEY_LINE}|{_KEY_LINE}[a-z_]+:[ \t])")
# The same with keys of other programs; and that of MultiMarkdown, which MkDocs would remove.
_LONG_RULE = r"(?:[-_*=~]{3,}|[–—―]+)[ \t]*\n"
_ANY_KEY = r"[A-Za-z][\w-]*:(?:[ \t].*)?\n(?:[ \t-].*\n)*"
_FENCED_HEAD = re.compile(rf"\A\s*{_LONG_RULE}(?:{_ANY_KEY})+{_LONG_RULE}")
_TITLE_HEAD = re.compile(r"\ATitle:[ \t]+\S.*\n[A-Za-z][\w -]*:[ \t]")
# Front matter in another format than YAML, or a single line without fences, meant to hide the page.
_ALONE = r"(?:draft|published|status):[ \t]*\w+[ \t]*(?:\n|\Z)"
_OTHER_HEAD = re.compile(rf'\A\s*(?:\+\+\+[ \t]*\n|\{{\s*"\w+":|{_ALONE})')
_NEARLY_END = re.compile(r"(?!---[ \t]*$)(?:.{0,6}?(?:---?|–|—).{0,2}|.*---)")
_HEADING = re.compile(r"^#[ \t]+(.+?)[ \t]*#*[ \t]*$", re.MULTILINE)
_FORMATTING = re.compile(r"\[([^\]]*)\]\([^)]*\)|[*_`]|\{[^}]*\}")

Doc = Article | Page | PurePosixPath


class Docs(NamedTuple):
    """The contents of docs/, in the order of the paths; assets are paths from docs/."""

    articles: tuple[Article, ...] = ()
    pages: tuple[Page, ...] = ()
    assets: tuple[PurePosixPath, ...] = ()


def read_docs(bounds: Bounds, text_of: ReadText = read_text) -> tuple[Docs, tuple[Problem, ...]]:
    """Read all of docs/; `text_of` reads each Markdown file."""
    docs = bounds.root / "docs"
    if not is_folder(docs):
        message = (
            "there is no docs/ folder here; create it, with an article in docs/articles/"
            " (or give another --root)"
        )
        return Docs(), (Problem(Place("docs"), "error", message, "missing-folder"),)
    articles, pages, assets = list[Article](), list[Page](), list[PurePosixPath]()
    files, problems = _files_by_path(docs, bounds)
    for path, file in files.items():
        doc, more = _read_doc(file, path, f"docs/{file.relative_to(docs).as_posix()}", text_of)
        problems += more
        if isinstance(doc, Article):
            articles.append(doc)
        elif isinstance(doc, Page):
            pages.append(doc)
        elif doc is not None:
            assets.append(doc)
    if not articles and not _has_lost_article(problems):
        message = "there is no article; add one to docs/articles/, as a file that ends in .md"
        problems.append(Problem(Place("docs/articles"), "error", message, "no-article"))
    return Docs(tuple(articles), tuple(pages), tuple(assets)), tuple(problems)


def _files_by_path(docs: Path, bounds: Bounds) -> tuple[dict[str, Path], list[Problem]]:
    """Return the files by their paths from docs/, with accents in composed form."""
    listed = listing(docs, bounds)
    files: dict[str, Path] = {}
    problems = list(listed.problems)
    for file in listed.files:
        typed = file.relative_to(docs).as_posix()
        if files.setdefault(composed(typed), file) != file:
            message = (
                "another file has this name, with its accents encoded differently;"
                " rename one of the two"
            )
            problems.append(Problem(Place(f"docs/{typed}"), "error", message, "doubled-name"))
    return files, problems


def _has_lost_article(problems: list[Problem]) -> bool:
    """Return whether problems report an article, or a folder of articles, that cannot be read."""
    for problem in problems:
        path = problem.place.path
        if path.startswith("docs/articles/") or path in ("docs", "docs/articles"):
            return True
    return False


def _read_doc(
    file: Path, name: str, place: str, text_of: ReadText
) -> tuple[Doc | None, tuple[Problem, ...]]:
    path = PurePosixPath(name)
    if path.suffix not in MARKDOWN:
        return path, ()
    text, problems = text_of(file, place)
    if text is None:
        return None, problems
    return _read_markdown(text, path, place)


def _read_markdown(text: str, path: PurePosixPath, place: str) -> tuple[Doc, tuple[Problem, ...]]:
    match = FRONT_MATTER.match(text)
    end = match.end() if match else 0
    head, markdown = (match and match["yaml"]) or "", text[end:]
    front, source, problems = _front_matter(head, place)
    head = for_mkdocs(head) if source.data else ""
    if not match:
        problems += _lost_head(text, place)
    title = front.title or as_shown(_first_heading(markdown) or _readable(path.stem))
    places = {str(key[0]): value for key, value in source.values.items() if len(key) == 1}
    first_line = 1 + text.count("\n", 0, end)
    is_draft = front.draft == "true"
    if path.parts[0] != "articles" or len(path.parts) == 1 or path.name == "index.md":
        problems += tuple(_former_of_page(source))
        return Page(str(path), markdown, head, title, first_line, is_draft, places), problems
    if not markdown.strip():
        message = "this article is empty; write it"
        problems += (Problem(Place(place, first_line), "error", message, "empty-article"),)
    article = Article(
        slug=path.relative_to("articles").with_suffix("").as_posix(),
        path=place,
        front=front,
        title=title,
        markdown=markdown,
        head=head,
        first_line=first_line,
        places=places,
        former=tuple(_former_slugs(front, source)),
        is_draft=is_draft,
    )
    return article, problems


def _former_slugs(front: FrontMatter, source: YamlText) -> Iterator[tuple[str, Place]]:
    for index, name in enumerate(front.formerly):
        place = source.values.get(("formerly", index)) or source.values[("formerly",)]
        yield slug_of(name.strip("/")), place


def _former_of_page(source: YamlText) -> Iterator[Problem]:
    if ("formerly",) in source.keys:
        message = "`formerly` works only in articles; remove it here"
        yield Problem(source.keys[("formerly",)], "warning", message, "foreign-key")


# --- front matter ---


def head_of(text: str) -> str:
    """Return the front matter of a Markdown text with its fences, or ""; any line ends are read."""
    match = FRONT_MATTER.match(text)
    return match.group() if match else ""


def _lost_head(text: str, path: str) -> tuple[Problem, ...]:
    """Report what looks like front matter in a text in which MkDocs finds none."""
    match = _LOST_HEAD.match(text)
    if not match:
        forms = (_BARE_HEAD, _FENCED_HEAD, _TITLE_HEAD, _OTHER_HEAD)
        if not any(form.match(text) for form in forms):
            return ()
        message = (
            "the front matter must begin with a line --- (three hyphens);"
            " without it, it is printed on the page"
        )
        return (Problem(Place(path), "error", message, "front-matter"),)
    above = match[1].count("\n")
    if not above:
        return (_no_end(text, path),)
    message = (
        "the front matter must begin on line 1;"
        " remove what is above it (it would be printed on the page)"
    )
    return (Problem(Place(path, 1 + above), "error", message, "front-matter"),)


def _no_end(text: str, path: str) -> Problem:
    """Report front matter without an end, at a line that was probably meant as the end if any."""
    for number, line in enumerate(text.split("\n")[1:], 2):
        if _NEARLY_END.fullmatch(line):
            message = "the front matter has no end; put --- here, on a line of its own"
            return Problem(Place(path, number), "error", message, "front-matter")
    message = (
        "the front matter has no end;"
        " add a line --- below its last key (it would be printed on the page)"
    )
    return Problem(Place(path), "error", message, "front-matter")


def _front_matter(head: str, path: str) -> tuple[FrontMatter, YamlText, tuple[Problem, ...]]:
    source, problems = read_yaml(head, path, first_line=2)
    if source.data is None:
        # With a blank line in it, it ends at a fence that is probably part of the article's text.
        if problems and "\n\n" in head:
            problems = (_no_end(f"---\n{head}", path),)
        return FrontMatter(), EMPTY, problems
    if not isinstance(source.data, dict):
        message = "the front matter should be lines of `key: value`"
        problems += (Problem(source.values[()], "error", message, "wrong-type"),)
        return FrontMatter(), EMPTY, problems
    front, more = validate(FrontMatter, source, (), "the front matter")
    problems += tuple(front_matter_problems(head, path))
    return front or FrontMatter(), source, (*problems, *more, *foreign_keys(source))


# --- titles ---


def _first_heading(markdown: str) -> str:
    match = _HEADING.search(markdown)
    if not match:
        return ""
    heading = _FORMATTING.sub(r"\1", match[1]).strip()
    return read(heading).text if "<ruby" in heading else heading


def _readable(stem: str) -> str:
    words = stem.replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:] or stem
