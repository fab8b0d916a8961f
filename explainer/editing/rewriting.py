"""All places that name an entry, and the files changed there: each as a whole, and none before all of them can be."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from explainer.files.folders import real_path
from explainer.files.textfiles import Unchanged, changed_text, on_disk, read_bytes, write_text
from explainer.format.fields import entries, markdown_fields, references
from explainer.format.keys import KEY_OF
from explainer.loading.docs import head_of
from explainer.model import Loaded, Place, Problem, Ref, Settings, Step
from explainer.rendering.annotation_texts import TextRenderer, text_renderer
from explainer.rendering.render import render
from explainer.text.visible import read
from explainer.yamlfiles.changes import Change, Within
from explainer.yamlfiles.written_names import places, renamed, unseen

Steps = tuple[Step, ...]


class Use(NamedTuple):
    """A value of an annotation file that names an entry: as a reference, or in the links of a Markdown text."""

    owner: Ref  # the entry that says so, or the article of a brief or question
    steps: Steps  # from the top of the file
    place: Place
    links: (
        tuple[int, ...] | None
    )  # which of the places where the text holds the name; None for a reference

    def renamed(self, old: Ref, new: Ref) -> Change:
        """The change that makes it name another entry."""
        if self.links is None:
            return Within(self.steps, old.id, new.id, (0,))
        return Within(self.steps, str(old), str(new), self.links)


class Rewriting(NamedTuple):
    """A file to be changed: the place that tells what in it, and how its text becomes another, or why it does not."""

    place: Place
    change: Callable[[str], str | Unchanged]


class Rewritten(NamedTuple):
    """A file with its text before and after, both without a byte order mark, and that mark or ""."""

    path: str
    old: str
    new: str
    mark: str


def uses(loaded: Loaded, name: Ref) -> Iterator[Use]:
    """Every value of the annotations that names an entry."""
    for entry in entries(loaded):
        for steps, _, target in references(entry):
            typed = (
                steps if steps in entry.places else steps[:-1]
            )  # a single value stands for a list
            if target == name:
                yield Use(entry.ref, (*home(entry.ref), *typed), entry.at(*typed), None)
    renderer = text_renderer()
    for owner, steps, text, place in _texts(loaded):
        links = unseen(text, str(name), lambda text: _words(text, renderer))
        if links:
            yield Use(owner, steps, place, links)


def home(ref: Ref) -> Steps:
    """The steps to an entry from the top of its file."""
    return KEY_OF[ref.kind], ref.id


def _texts(loaded: Loaded) -> Iterator[tuple[Ref, Steps, str, Place]]:
    for entry in entries(loaded):
        for steps, text in markdown_fields(entry):
            yield entry.ref, (*home(entry.ref), *steps), text, entry.at(*steps)
    for brief in loaded.briefs:
        for index, (text, place) in enumerate(brief.sentences):
            yield Ref("article", brief.article), ("brief", index), text, place
    asked_in: dict[str, int] = {}
    for asked in loaded.questions:
        index = asked_in.get(asked.place.path, 0)
        asked_in[asked.place.path] = index + 1
        yield (
            Ref("article", asked.article),
            ("questions", index, "answer"),
            asked.body.answer,
            asked.answer_place,
        )


def _words(markdown: str, renderer: TextRenderer) -> str:
    return read(renderer.convert(markdown)[0]).text


def in_docs(loaded: Loaded, settings: Settings, old: Ref, new: Ref) -> Iterator[Rewriting]:
    """What is to be changed in articles and hand-written pages, whose links may name the entry."""
    for doc in loaded.docs:
        which = unseen(doc.markdown, str(old), lambda text: read(render(text, settings)).text)
        if which:
            line = doc.first_line + doc.markdown.count(
                "\n", 0, places(doc.markdown, str(old))[which[0]]
            )
            yield Rewriting(Place(doc.file, line), partial(_in_doc, old=old, new=new, which=which))


def _in_doc(text: str, old: Ref, new: Ref, which: Sequence[int]) -> str:
    above = len(places(head_of(text), str(old)))
    return renamed(text, str(old), str(new), [above + number for number in which])


def rewritten(
    root: Path, rewritings: Sequence[Rewriting]
) -> tuple[tuple[Rewritten, ...], tuple[Problem, ...]]:
    """The new text of each file that changes, in order; nothing is written."""
    made, problems = list[Rewritten](), list[Problem]()
    for place, change in rewritings:
        texts, more = changed_text(on_disk(root, place.path), place, change)
        problems += more
        if texts and texts[1] != texts[2]:
            made.append(Rewritten(place.path, texts[1], texts[2], texts[0]))
    return tuple(made), tuple(problems)


def write(root: Path, files: Sequence[Rewritten]) -> tuple[Problem, ...]:
    """Write the files in order, up to one that cannot be written, or that somebody else has written meanwhile."""
    for path, old, new, mark in files:
        file = real_path(on_disk(root, path))
        if read_bytes(file) != (mark + old).encode():
            message = "this file has changed in the meantime, so it is left as it is; run the command again"
            return (Problem(Place(path), "error", message, "not-changed"),)
        problems = write_text(file, path, mark + new)
        if problems:
            return problems
    return ()
