"""Find all references to an entry and change their files: each as a whole, and all or none."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from explainer.editing.link_places import addressed, without_snippets
from explainer.files.folders import Bounds
from explainer.files.sitefiles import changed_text, write_file
from explainer.files.textfiles import (
    ReadText,
    Unchanged,
    composed,
    read_text,
    with_line_feeds,
)
from explainer.format.fields import references, typed_markdown
from explainer.format.keys import KEY_OF
from explainer.loading.docs import head_of
from explainer.model import Loaded, Place, Problem, Ref, Settings, Steps
from explainer.rendering.annotation_texts import text_renderer
from explainer.rendering.render import render
from explainer.text.fragment import parse
from explainer.yamlfiles.changes import Change, ReplaceWithin
from explainer.yamlfiles.refusal import not_plain
from explainer.yamlfiles.written_names import places, renamed


class Use(NamedTuple):
    """A value of an annotation file that names an entry, as a reference or in links of a text."""

    owner: Ref  # the entry that has the value, or the article of a brief or question
    steps: Steps  # from the top of the file
    place: Place
    # which places of the name in a Markdown text are links, from 0; () if that cannot be told; None
    # for a reference
    links: tuple[int, ...] | None

    def renamed(self, old: Ref, new: Ref) -> Change:
        """Return the change that makes it name another entry."""
        if self.links is None:
            return ReplaceWithin(self.steps, old.id, new.id, (0,))
        return ReplaceWithin(self.steps, str(old), str(new), self.links)


class Rewriting(NamedTuple):
    """A change of a file."""

    place: Place  # of the first value that is changed
    change: Callable[[str], str | Unchanged]  # from the old text to the new one


class Rewritten(NamedTuple):
    """A file with its texts before and after a change."""

    path: str
    old: str
    new: str
    mark: str  # the byte order mark, which is not part of the texts, or ""


def uses(loaded: Loaded, settings: Settings, name: Ref) -> Iterator[Use]:
    """Yield every value of the annotations that names an entry."""
    for ref, entry in loaded.entries.items():
        for steps, _, target in references(entry):
            if target == name:
                # a single value may be written in place of a list of one
                typed = steps if steps in entry.places else steps[:-1]
                yield Use(ref, (*home(ref), *typed), entry.at(*typed), None)
    renderer = text_renderer(without_snippets(settings))

    def addresses(text: str) -> list[str]:
        return _addresses(renderer.convert(text)[0])

    for field in typed_markdown(loaded):
        links = addressed(field.text, str(name), addresses, f"{name.kind}:{{}}")
        if links is not None:
            yield Use(field.owner, field.steps_in_file, field.place, links)


def home(ref: Ref) -> Steps:
    """Return the steps to an entry from the top of its file."""
    return KEY_OF[ref.kind], ref.id


def _addresses(html: str) -> list[str]:
    """Return the addresses of the links in HTML, as `entry_of` reads them."""
    return [(link.get("href") or "").strip() for link in parse(html).iter("a")]


def in_docs(loaded: Loaded, settings: Settings, old: Ref, new: Ref) -> Iterator[Rewriting]:
    """Yield the changes of articles and hand-written pages that link to an entry."""
    settings = without_snippets(settings)

    def addresses(text: str) -> list[str]:
        return _addresses(render(text, settings))

    for doc in loaded.docs:
        links = addressed(doc.markdown, str(old), addresses, f"{old.kind}:{{}}")
        if links is not None:
            first = places(doc.markdown, str(old))[links[0]] if links else 0
            place = Place(doc.file, doc.first_line + doc.markdown.count("\n", 0, first))
            yield Rewriting(place, partial(_in_doc, old=old, new=new, links=links))


def _in_doc(text: str, old: Ref, new: Ref, links: Sequence[int]) -> str | Unchanged:
    if not links:
        return Unchanged(not_plain(str(old)))
    above = len(places(head_of(text), str(old)))
    return renamed(text, str(old), str(new), [above + number for number in links])


def still_named(loaded: Loaded, settings: Settings, name: Ref) -> Iterator[Problem]:
    """Yield a problem at each value, article or page that names an entry; none should any more."""
    values = (use.place for use in uses(loaded, settings, name))
    docs = (rewriting.place for rewriting in in_docs(loaded, settings, name, name))
    for place in (*values, *docs):
        yield Problem(place, "error", not_plain(str(name)), "not-changed")


def rewritten(
    bounds: Bounds, rewritings: Sequence[Rewriting]
) -> tuple[tuple[Rewritten, ...], tuple[Problem, ...]]:
    """Return the old and new text of each file that changes, in order; nothing is written."""
    made, problems = list[Rewritten](), list[Problem]()
    for place, change in rewritings:
        texts, more = changed_text(bounds, place, change)
        problems += more
        if texts:
            mark, old, new = texts
            if old != new:
                made.append(Rewritten(place.path, old, new, mark))
    return tuple(made), tuple(problems)


def text_after(files: Sequence[Rewritten]) -> ReadText:
    """Return what reads files as they are after a change that is not written yet."""
    texts = {composed(file.path): with_line_feeds(file.new) for file in files}

    def text_of(file: Path, path: str) -> tuple[str | None, tuple[Problem, ...]]:
        text = texts.get(composed(path))
        return read_text(file, path) if text is None else (text, ())

    return text_of


def write(bounds: Bounds, files: Sequence[Rewritten]) -> tuple[Problem, ...]:
    """Write the files in order; stop at one that cannot be written, or has changed meanwhile."""
    for path, old, new, mark in files:
        problems = write_file(bounds, path, mark + new, (mark + old).encode())
        if problems:
            return problems
    return ()
