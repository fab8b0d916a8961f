"""Another name for an article's file: what is to be changed so that all that named it still does.

The article's own file comes last, so that the same command, given again after an interruption,
finds what is left.
"""

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from pathlib import PurePosixPath
from typing import NamedTuple

from explainer.addresses import MARKDOWN, slug_of
from explainer.config.settings import Config
from explainer.editing.rewriting import Rewriting, home
from explainer.editing.written_links import (
    Readdressing,
    after_move,
    lines_above,
    readdressed,
    readdressings,
)
from explainer.files.textfiles import Unchanged, composed
from explainer.format.fields import markdown_texts
from explainer.loading.load import LOCK_FILE
from explainer.loading.lockfile import Accepted, lock_text
from explainer.model import Article, Loaded, Page, Place, Ref, Settings, Step
from explainer.rendering.annotation_texts import text_renderer
from explainer.rendering.render import render
from explainer.yamlfiles.changes import Add, Change, Extend, Set, Within
from explainer.yamlfiles.edit import change
from explainer.yamlfiles.nodes import Data, Path, read_yaml

# as docs.py has it, with line ends of any kind
_HEAD = re.compile(
    r"\A---[ \t]*\r?\n(?P<yaml>(?:.*?\r?\n)??)(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)",
    re.DOTALL,
)
_FOLDERS = ("docs/articles/", "articles/", "docs/", "")  # before the name, as typed
_PATTERNS = ("exclude_docs", "draft_docs", "not_in_nav")


class Move(NamedTuple):
    """An article's file goes from one path, relative to the root, to another, or has gone there."""

    old: str
    new: str

    @property
    def in_docs(self) -> tuple[str, str]:
        """Both paths relative to docs/, as links name them."""
        return composed(self.old.removeprefix("docs/")), composed(self.new.removeprefix("docs/"))


def move_of(loaded: Loaded, old: str, new: str) -> Move:
    """Return where the file of an article goes, by its slugs; it may have gone there already."""
    by_slug = {article.slug: article.path for article in loaded.articles}
    ending = PurePosixPath(by_slug.get(old) or by_slug[new]).suffix
    return Move(f"docs/articles/{old}{ending}", by_slug.get(new) or f"docs/articles/{new}{ending}")


def rename_article(
    loaded: Loaded,
    config: Config,
    settings: Settings,
    old: str,
    new: str,
) -> tuple[Rewriting, ...]:
    """Return the files to change, in this order, before the article's own file is moved."""
    move = move_of(loaded, old, new)
    own = next(article for article in loaded.articles if article.slug in (old, new))
    in_docs = (_in_doc(doc, settings, move) for doc in loaded.docs if doc is not own)
    return (
        *_lock(loaded.accepted, old, new),
        *(each for each in in_docs if each),
        *_in_yaml(loaded, old, new, move),
        *_in_settings(config, move),
        _in_article(own, settings, old, move),
    )


# --- annotation files ---


def _in_yaml(loaded: Loaded, old: str, new: str, move: Move) -> Iterator[Rewriting]:
    changes: defaultdict[str, list[Change]] = defaultdict(list)
    places: dict[str, Place] = {}
    for path, text in loaded.files.items():
        source, _ = read_yaml(text, path)
        typed = source.data.get("article") if isinstance(source.data, dict) else None
        if isinstance(typed, str) and slug_of(typed) == old:
            changes[path].append(Set(("article",), _named_like(typed, new, move)))
            places[path] = source.values[("article",)]
    for steps, place, change_ in _links(loaded, move):
        changes[place.path].append(Within(steps, change_.old, change_.new, change_.which))
        places.setdefault(place.path, place)
    for path in sorted(changes):
        yield Rewriting(places[path], partial(change, changes=changes[path]))


def _named_like(typed: str, new: str, move: Move) -> str:
    """Return the article as it was typed, with or without its folders and its ending."""
    name = typed.strip()
    folder = next(each for each in _FOLDERS if name.startswith(each))
    has_ending = name.endswith(MARKDOWN)
    return f"{folder}{new}{PurePosixPath(move.new).suffix if has_ending else ''}"


def _links(loaded: Loaded, move: Move) -> Iterator[tuple[Path, Place, Readdressing]]:
    renderer = text_renderer()

    def html(text: str) -> str:
        return renderer.convert(text)[0]

    asked_in: dict[str, int] = {}
    for owner, steps, text, place in markdown_texts(loaded):
        at: tuple[Step, ...] = (*home(owner), *steps) if owner.kind != "article" else steps
        if at[0] == "questions":  # numbered by article there, by file here
            index = asked_in.get(place.path, 0)
            asked_in[place.path] = index + 1
            at = ("questions", index, "answer")
        new_path = partial(after_move, folder="", new_folder="", moved=move.in_docs)
        for found in readdressings(text, html, new_path):
            yield at, place, found


# --- articles and pages ---


def _in_doc(doc: Article | Page, settings: Settings, move: Move) -> Rewriting | None:
    folder = posixpath.dirname(composed(doc.file.removeprefix("docs/")))
    found = _readdressings(doc, settings, folder, folder, move)
    if not found:
        return None
    line = doc.first_line + lines_above(doc.markdown, found)
    return Rewriting(Place(doc.file, line), partial(_readdressed, changes=found))


def _readdressings(
    doc: Article | Page, settings: Settings, folder: str, new_folder: str, move: Move
) -> tuple[Readdressing, ...]:
    def html(text: str) -> str:
        return render(text, settings)

    new_path = partial(after_move, folder=folder, new_folder=new_folder, moved=move.in_docs)
    return readdressings(doc.markdown, html, new_path)


def _readdressed(text: str, changes: tuple[Readdressing, ...]) -> str:
    head = _HEAD.match(text)
    end = head.end() if head else 0
    return text[:end] + readdressed(text[end:], changes)


def _in_article(article: Article, settings: Settings, old: str, move: Move) -> Rewriting:
    """Return the article itself: its own paths, which lead from another folder then, and its old name."""
    here, there = (posixpath.dirname(path) for path in move.in_docs)
    is_moved = slug_of(article.path) != old
    found = () if is_moved else _readdressings(article, settings, here, there, move)
    place = article.places.get("formerly") or Place(article.path)
    new = slug_of(move.new)
    return Rewriting(place, lambda text: _with_former(_readdressed(text, found), old, new))


def _with_former(text: str, old: str, new: str) -> str | Unchanged:
    """Return the text of an article with a former name; one that is its name again goes out."""
    head = _HEAD.match(text)
    source, _ = read_yaml(head["yaml"] if head else "", "")
    if head is None or not isinstance(source.data, dict):
        end = "\r\n" if "\r\n" in text else "\n"
        line = change(f"formerly: [x]{end}", [Set(("formerly", 0), old)])
        body = text[head.end() :] if head else f"{end}{text}"
        return f"---{end}{line}---{end}{body}"
    changes = _changes(source.data, old, new)
    if not changes:
        return text
    changed = change(head["yaml"], changes)
    if isinstance(changed, Unchanged):
        return changed
    return text[: head.start("yaml")] + changed + text[head.end("yaml") :]


def _changes(data: dict[str, Data], old: str, new: str) -> list[Change]:
    typed = data.get("formerly", [])
    had = [slug_of(str(name)) for name in (typed if isinstance(typed, list) else [typed])]
    if old in had:
        return []
    if new in had:
        is_list = isinstance(typed, list)
        return [Set(("formerly", had.index(new)) if is_list else ("formerly",), old)]
    if "formerly" in data:
        return [Extend(("formerly",), [old])]
    return [Add((), "formerly", [old], list(data)[-1])]


# --- mkdocs.yml and the lock file ---


def _in_settings(config: Config, move: Move) -> Iterator[Rewriting]:
    """`nav`, and the patterns that name this very file: without them, a draft would go out."""
    text = (config.root / config.path).read_text(encoding="utf-8-sig")
    source, _ = read_yaml(text, config.path)
    found: list[tuple[Place, Change]] = []
    for steps, place in source.values.items():
        change_ = _setting(steps, _at(source.data, steps), move)
        found += [(place, change_)] if change_ else []
    if found:
        changes = [each for _, each in found]
        yield Rewriting(found[0][0], partial(change, changes=changes))


def _setting(steps: Path, value: Data | None, move: Move) -> Change | None:
    old, new = move.in_docs
    key = steps[0] if steps else ""
    if not isinstance(value, str):
        return None
    if key == "nav" and composed(value) == old:
        return Set(steps, new)
    is_named = old in (line.strip().lstrip("!/") for line in value.splitlines())
    if key not in _PATTERNS or not is_named:
        return None
    return Within(steps, old, new, tuple(range(value.count(old))))


def _at(data: Data | None, steps: Path) -> Data | None:
    for step in steps:
        data = data[step]  # type: ignore[index]  # the steps were found in this data
    return data


def _lock(accepted: Accepted, old: str, new: str) -> Iterator[Rewriting]:
    """Yield the text under both names; the next build drops the one that is no article."""
    before, after = str(Ref("article", old)), str(Ref("article", new))
    if before in accepted and accepted.get(after) != accepted[before]:
        both = lock_text({**accepted, after: accepted[before]})
        yield Rewriting(Place(LOCK_FILE), lambda _: both)
