"""Give an article's file another name: which files to change, and how, so that links still work.

The article's own file comes last: so the same command, run again after an interruption, finds what
is left to do.
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
from explainer.editing.link_places import without_snippets
from explainer.editing.rewriting import Rewriting
from explainer.editing.written_links import (
    Readdressing,
    after_move,
    lines_above,
    readdressed,
    readdressings,
)
from explainer.files.textfiles import Unchanged, composed
from explainer.format.fields import typed_markdown
from explainer.loading.frontmatter import FRONT_MATTER
from explainer.loading.load import LOCK_FILE
from explainer.loading.lockfile import Accepted, lock_text
from explainer.model import Article, Loaded, Page, Place, Ref, Settings
from explainer.rendering.annotation_texts import text_renderer
from explainer.rendering.render import render
from explainer.yamlfiles.changes import Add, Change, Extend, ReplaceWithin, Set
from explainer.yamlfiles.edit import change
from explainer.yamlfiles.nodes import read_yaml
from explainer.yamlfiles.places import Data, Path
from explainer.yamlfiles.writing import line_end
from explainer.yamlfiles.written_names import places as places_of

_FOLDERS = ("docs/articles/", "articles/", "docs/", "")  # that may be typed before the name
_PATTERNS = ("exclude_docs", "draft_docs", "not_in_nav")  # settings that list patterns of files


class Move(NamedTuple):
    """The old and the new path of an article's file, from the root; it may have moved already."""

    old: str
    new: str

    @property
    def in_docs(self) -> tuple[str, str]:
        """Both paths from docs/, as links name them."""
        return composed(self.old.removeprefix("docs/")), composed(self.new.removeprefix("docs/"))


def move_of(loaded: Loaded, old: str, new: str) -> Move:
    """Return the move of an article's file from its old slug to its new one; it may have moved."""
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
    """Return the files to change, in order; the article's own file is moved after that."""
    move = move_of(loaded, old, new)
    own = next(article for article in loaded.articles if article.slug in (old, new))
    in_docs = (_in_doc(doc, settings, move) for doc in loaded.docs if doc is not own)
    return (
        *_lock(loaded.accepted, old, new),
        *filter(None, in_docs),
        *_in_yaml(loaded, settings, old, new, move),
        *_in_settings(config, move),
        _in_article(own, settings, old, move),
    )


# --- annotation files ---


def _in_yaml(
    loaded: Loaded, settings: Settings, old: str, new: str, move: Move
) -> Iterator[Rewriting]:
    changes: defaultdict[str, list[Change]] = defaultdict(list)
    places: dict[str, Place] = {}
    for path, text in loaded.files.items():
        source, _ = read_yaml(text, path)
        if not isinstance(source.data, dict):
            continue
        typed = source.data.get("article")
        if isinstance(typed, str) and slug_of(typed) == old:
            changes[path].append(Set(("article",), _named_like(typed, new, move)))
            places[path] = source.values[("article",)]
    for place, link in _links(loaded, settings, move):
        changes[place.path].append(link)
        places.setdefault(place.path, place)
    for path in sorted(changes):
        yield Rewriting(places[path], partial(change, changes=changes[path]))


def _named_like(typed: str, new: str, move: Move) -> str:
    """Return the new name with the folders, and with an ending, as the old one was typed."""
    name = typed.strip()
    folder = next(each for each in _FOLDERS if name.startswith(each))
    ending = PurePosixPath(move.new).suffix if name.endswith(MARKDOWN) else ""
    return f"{folder}{new}{ending}"


def _links(loaded: Loaded, settings: Settings, move: Move) -> Iterator[tuple[Place, Change]]:
    """Yield the changes of links to the file in Markdown texts of the annotations."""
    renderer = text_renderer(without_snippets(settings))

    def html(text: str) -> str:
        return renderer.convert(text)[0]

    new_path = partial(after_move, folder="", new_folder="", moved=move.in_docs)
    for field in typed_markdown(loaded):
        for old, new, which in readdressings(field.text, html, new_path):
            yield field.place, ReplaceWithin(field.steps_in_file, old, new, which)


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
        return render(text, without_snippets(settings))

    new_path = partial(after_move, folder=folder, new_folder=new_folder, moved=move.in_docs)
    return readdressings(doc.markdown, html, new_path)


def _readdressed(text: str, changes: tuple[Readdressing, ...]) -> str | Unchanged:
    head = FRONT_MATTER.match(text)
    end = head.end() if head else 0
    body = readdressed(text[end:], changes)
    return body if isinstance(body, Unchanged) else text[:end] + body


def _in_article(article: Article, settings: Settings, old: str, move: Move) -> Rewriting:
    """Return the change of the article itself: its old name becomes a former one, links follow."""
    found: tuple[Readdressing, ...] = ()
    if slug_of(article.path) == old:  # else it has moved, with its links
        folder, new_folder = map(posixpath.dirname, move.in_docs)
        found = _readdressings(article, settings, folder, new_folder, move)
    place = article.places.get("formerly") or Place(article.path)
    new = slug_of(move.new)
    return Rewriting(place, partial(_renamed_article, found=found, old=old, new=new))


def _renamed_article(
    text: str, found: tuple[Readdressing, ...], old: str, new: str
) -> str | Unchanged:
    changed = _readdressed(text, found)
    return changed if isinstance(changed, Unchanged) else _with_former(changed, old, new)


def _with_former(text: str, old: str, new: str) -> str | Unchanged:
    """Return the text of an article with its old name as a former one; its new name is none."""
    head = FRONT_MATTER.match(text)
    data = read_yaml(head["yaml"], "")[0].data if head else None
    if head is None or not isinstance(data, dict):
        return _with_new_head(text, head, old)
    changes = _changes(data, old, new)
    if not changes:
        return text
    fence = line_end(text)  # an empty line in its place, so that all lines have their numbers
    changed = change(fence + head["yaml"], changes)
    if isinstance(changed, Unchanged):
        return changed
    return text[: head.start("yaml")] + changed.removeprefix(fence) + text[head.end("yaml") :]


def _with_new_head(text: str, head: re.Match[str] | None, old: str) -> str:
    """Return a text with front matter of its own; a `head` of it has no keys, and is replaced."""
    end = line_end(text)
    line = change(f"formerly: [x]{end}", [Set(("formerly", 0), old)])
    body = text[head.end() :] if head else f"{end}{text}"
    return f"---{end}{line}---{end}{body}"


def _changes(data: dict[str, Data], old: str, new: str) -> list[Change]:
    typed = data.get("formerly", [])
    names = typed if isinstance(typed, list) else [typed]
    former = [slug_of(str(name)) for name in names]
    if old in former:
        return []
    if new in former:
        is_list = isinstance(typed, list)
        return [Set(("formerly", former.index(new)) if is_list else ("formerly",), old)]
    if "formerly" in data:
        return [Extend(("formerly",), [old])]
    return [Add((), "formerly", [old], list(data)[-1])]


# --- mkdocs.yml and the lock file ---


def _in_settings(config: Config, move: Move) -> Iterator[Rewriting]:
    """Change `nav`, and patterns for just this file: without those, a draft would be published."""
    text = (config.root / config.path).read_text(encoding="utf-8-sig")
    source, _ = read_yaml(text, config.path)
    places: list[Place] = []
    changes: list[Change] = []
    for steps, place in source.values.items():
        wanted = _setting(steps, _at(source.data, steps), move)
        if wanted:
            places.append(place)
            changes.append(wanted)
    if changes:
        yield Rewriting(places[0], partial(change, changes=changes))


def _setting(steps: Path, value: Data | None, move: Move) -> Change | None:
    old, new = move.in_docs
    if not isinstance(value, str) or not steps:
        return None
    if steps[0] == "nav" and composed(value) == old:
        return Set(steps, new)
    is_named = old in (line.strip().lstrip("!/") for line in value.splitlines())
    if steps[0] not in _PATTERNS or not is_named:
        return None
    return ReplaceWithin(steps, old, new, tuple(range(len(places_of(value, old)))))


def _at(data: Data | None, steps: Path) -> Data | None:
    for step in steps:
        data = data[step]  # type: ignore[index]  # the steps were found in this data
    return data


def _lock(accepted: Accepted, old: str, new: str) -> Iterator[Rewriting]:
    """Keep the text under both names; the next build drops the one without an article."""
    before, after = str(Ref("article", old)), str(Ref("article", new))
    if before in accepted and accepted.get(after) != accepted[before]:
        both = lock_text({**accepted, after: accepted[before]})
        yield Rewriting(Place(LOCK_FILE), lambda _: both)
