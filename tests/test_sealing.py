"""Nothing that annotators typed is in the reach of a site's plug-ins and Markdown extensions.

They read staged pages, and may have any delimiters.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, get_args, get_type_hints

import pytest
import yaml
from pydantic import BaseModel

from explainer.building.renderer import render_site
from explainer.building.workspace import Workspace
from explainer.entries import Actor, Claim, Date, Evidence, Line, Markdown, Source, Term, Verdict
from explainer.pipeline import analyse, write_staged
from tests.conftest import silent
from tests.sealed_pages import unsealed
from tests.site_files import write_site

WORD = "Zyxwv"
MIRRORED = str.maketrans("{}()[]<>«»", "}{)(][><»«")
# What begins what a plug-in obeys, as of Jinja, or any other that a site may choose
OPENINGS = (
    "{{ {% {# { ((( (( (: @( %( -( [% [[ [ <% << < %% % @@ @ $$ $ ${ #{ ## # :: : !! ! {! {-- ~~ ~"
    " == = ++ + ** * __ _ ^^ ^ || | `` ` '' \"\" ,, .. . ;; ? // / -- - && «« •• )) \\\\"
).split()
TYPED = " ".join(f"{opening}{WORD}{opening[::-1].translate(MIRRORED)}" for opening in OPENINGS)
# Not text of an annotator: references, addresses, and reasons that no page shows
OTHERS = {"allow", "article", "same_as", "url"}
SEEING = """
import json
from pathlib import Path

from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

FILE = Path(__file__).parent / "seen.jsonl"


def note(seen):
    with FILE.open("a") as file:
        file.write(json.dumps(seen) + chr(10))


def on_page_markdown(markdown, page, **_):
    note([markdown, page.title, page.meta])


class See(Preprocessor):
    def run(self, lines):
        note(lines)
        return lines


class Seeing(Extension):
    def extendMarkdown(self, md):
        for priority in (100, 20.6, 20.4, 20):
            md.preprocessors.register(See(md), f"see-{priority}", priority)


def makeExtension(**_):
    return Seeing()
"""


def filled(entry: type[BaseModel], **others: Any) -> dict[str, Any]:
    """Return an entry with something in each field that holds a text."""
    made = {}
    for name, hint in get_type_hints(entry, include_extras=True).items():
        parts = set(_parts(hint))
        if name not in OTHERS and not parts.isdisjoint({Line, Markdown}):
            made[name.replace("_", "-")] = f"{entry.__name__} {name} {TYPED}"
    return made | others


def _parts(hint: Any) -> Iterator[Any]:
    yield hint
    for part in get_args(hint):
        yield from _parts(part)


ANNOTATIONS = {
    "article": "lamp",
    "brief": [f"Brief {TYPED}"],
    "questions": [{"ask": f"Ask {TYPED}", "answer": f"Answer {TYPED}"}],
    "claims": {
        "lit": filled(
            Claim,
            quote="lit at night",
            kind="fact",
            by="keeper",
            evidence=[filled(Evidence, source="log", stance="supports")],
            verdict=filled(Verdict, checked="2020") | {"is": "supported"},
        ),
    },
    "dates": {"year": filled(Date, quote="in 1871", date="1871")},
    "actors": {"keeper": filled(Actor, type="person", mentions="off")},
    "terms": {"lens": filled(Term, mentions="off")},
    "sources": {"log": filled(Source, type="book")},
}


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    """What a hook and an extension saw, and the staged pages themselves, whatever is wrong."""
    root = write_site(
        tmp_path_factory.mktemp("seen"),
        {
            "mkdocs.yml": "site_name: Lights\nhooks: [seeing.py]\nmarkdown_extensions: [seeing]\n"
            "extra: {explainer: {annotation_extensions: []}}\n",
            "seeing.py": SEEING,
            "docs/articles/lamp.md": "# The lamp\n\nIt was lit at night in 1871.\n",
            "docs/glossary.md": "# Words\n\nThey are explained.\n",
            "annotations/a.yml": yaml.safe_dump(ANNOTATIONS, allow_unicode=True, width=10**6),
        },
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(root))
        analysed, _ = analyse(root, silent, with_code=True)
        assert analysed
        workspace = Workspace.of(root, root / "site")
        assert write_staged(analysed, workspace) == ()
        render_site(analysed.config, workspace.build_dir, workspace.site_dir)
    found = [json.loads(line) for line in (root / "seen.jsonl").read_text("utf-8").splitlines()]
    return [*found, *(page.read_text("utf-8") for page in (root / "build/docs").rglob("*.md"))]


@pytest.mark.parametrize("opening", OPENINGS)
def test_nothing_follows_a_delimiter(opening: str, seen: list[Any]) -> None:
    for each in seen:
        for text in texts(each):
            assert f"{opening}{WORD}" not in text


def texts(value: Any) -> Iterator[str]:
    """Yield all strings in a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from texts(item)


def test_only_headings_are_open(seen: list[Any]) -> None:
    opened = unsealed("\n".join(text for each in seen for text in texts(each)))
    assert opened.count(WORD) > 100 * len(OPENINGS)
    for each in seen:
        if isinstance(each, list):
            markdown = "\n".join(each) if all(map(is_text, each)) else each[0]
            shown = [line for line in markdown.split("\n") if WORD in line]
            assert all(line.startswith(("# ", "## ")) for line in shown)


def is_text(value: object) -> bool:
    return isinstance(value, str)


def test_pages_of_ours_have_nothing_that_jinja_reads(seen: list[Any]) -> None:
    for each in seen:
        for text in texts(each):
            assert re.search(r"\{[{%#]", text) is None
