"""Find all references to an entry and change their files: each as a whole, and all or none."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from explainer.files.folders import Bounds
from explainer.files.sitefiles import changed_text, file_at, write_file
from explainer.files.textfiles import Unchanged, read_bytes
from explainer.format.fields import markdown, references
from explainer.format.keys import KEY_OF
from explainer.loading.docs import head_of
from explainer.model import Loaded, Place, Problem, Ref, Settings, Steps
from explainer.rendering.annotation_texts import text_renderer
from explainer.rendering.render import render
from explainer.text.visible import read
from explainer.yamlfiles.changes import Change, ReplaceWithin
from explainer.yamlfiles.written_names import places, renamed, unseen


class Use(NamedTuple):
    """A value of an annotation file that names an entry, as a reference or in links of a text."""

    owner: Ref  # the entry that has the value, or the article of a brief or question
    steps: Steps  # from the top of the file
    place: Place
    # which occurrences of the name in a Markdown text are links, from 0; None for a reference
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


def uses(loaded: Loaded, name: Ref) -> Iterator[Use]:
    """Yield every value of the annotations that names an entry."""
    for ref, entry in loaded.entries.items():
        for steps, _, target in references(entry):
            if target == name:
                # a single value may be written in place of a list of one
                typed = steps if steps in entry.places else steps[:-1]
                yield Use(ref, (*home(ref), *typed), entry.at(*typed), None)
    renderer = text_renderer()

    def visible_text(text: str) -> str:
        return read(renderer.convert(text)[0]).text

    for field in markdown(loaded):
        links = unseen(field.text, str(name), visible_text)
        if links:
            yield Use(field.owner, field.steps_in_file, field.place, links)


def home(ref: Ref) -> Steps:
    """Return the steps to an entry from the top of its file."""
    return KEY_OF[ref.kind], ref.id


def in_docs(loaded: Loaded, settings: Settings, old: Ref, new: Ref) -> Iterator[Rewriting]:
    """Yield the changes of articles and hand-written pages that link to an entry."""

    def visible_text(text: str) -> str:
        return read(render(text, settings)).text

    for doc in loaded.docs:
        links = unseen(doc.markdown, str(old), visible_text)
        if links:
            first = places(doc.markdown, str(old))[links[0]]
            place = Place(doc.file, doc.first_line + doc.markdown.count("\n", 0, first))
            yield Rewriting(place, partial(_in_doc, old=old, new=new, links=links))


def _in_doc(text: str, old: Ref, new: Ref, links: Sequence[int]) -> str:
    above = len(places(head_of(text), str(old)))
    return renamed(text, str(old), str(new), [above + number for number in links])


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


def write(bounds: Bounds, files: Sequence[Rewritten]) -> tuple[Problem, ...]:
    """Write the files in order; stop at one that cannot be written, or has changed meanwhile."""
    for path, old, new, mark in files:
        file, problems = file_at(bounds, path)
        if problems:
            return problems
        if read_bytes(file) != (mark + old).encode():
            message = (
                "this file has changed in the meantime, so it is left as it is;"
                " run the command again"
            )
            return (Problem(Place(path), "error", message, "not-changed"),)
        problems = write_file(bounds, path, mark + new)
        if problems:
            return problems
    return ()
