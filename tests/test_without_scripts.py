"""A reader without JavaScript who starts at home and only follows links finds every
word that an editor typed.
"""

import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from posixpath import join, normpath
from typing import Any, NamedTuple
from urllib.parse import unquote, urldefrag, urlsplit

import pytest
from lxml import html

from explainer.addresses import built_file
from explainer.entries import Actor, Claim, Date, Source, Term
from explainer.model import Site
from explainer.pipeline import analyse, build_site
from tests.conftest import copy_of_project, silent
from tests.site_pages import SITES
from tests.thoroughness import one_quick

UNREAD = (
    "script",
    "style",
    "template",
    "head",
)  # what no browser shows, nor anything that is `hidden`
# Plain text of an entry, which stands on its pages as it was typed.
PLAIN: dict[type, tuple[str, ...]] = {
    Claim: ("summary",),
    Date: ("title", "date"),
    Actor: ("name", "aliases", "role", "same_as"),
    Term: ("name", "aliases"),
    Source: ("title", "author", "editor", "publisher", "container_title", "page", "url", "doi"),
}


class Wanted(NamedTuple):
    """Words that must be found, and whose they are."""

    owner: str
    words: str


def squeezed(text: str) -> str:
    """The text without spaces and case: blocks and lines may be broken anywhere, and an
    entry begins with a capital.
    """
    return "".join(text.split()).casefold()


def typed(site: Site) -> Iterator[Wanted]:
    """All that was typed into annotations: Markdown as it reads, plain text as it is."""
    for (ref, steps), markup in site.texts.items():
        yield Wanted(
            f"{ref} {steps}", html.fragment_fromstring(markup, create_parent=True).text_content()
        )
    for entry in site.loaded.entries.values():
        for key in PLAIN[type(entry.body)]:
            value: Any = getattr(entry.body, key) or ()
            for words in (value,) if isinstance(value, str) else value:
                yield Wanted(f"{entry.ref} {key}", words)
    for asked in site.loaded.questions:
        yield Wanted("question", asked.body.ask)


def readable(page: html.HtmlElement) -> str:
    """The words of a page as it stands in the file, and the addresses that
    its links show or lead to.
    """
    for element in [*page.iter(*UNREAD), *page.xpath("//*[@hidden]")]:
        element.drop_tree()
    return " ".join([page.text_content(), *page.xpath("//a/@href")])


def links(path: str, page: html.HtmlElement) -> Iterator[str]:
    """The files of the site that the links of a page lead to."""
    for address in page.xpath("//a/@href"):
        parts = urlsplit(urldefrag(address).url)
        if not parts.scheme and not parts.netloc and parts.path:
            joined = normpath(join(path.rpartition("/")[0], unquote(parts.path)))
            yield built_file(
                "" if joined == "." else f"{joined}/" if parts.path.endswith(("/", ".")) else joined
            )


def crawled(site_dir: Path) -> dict[str, str]:
    """The words of each page that is reached from home."""
    found: dict[str, str] = {}
    ahead = ["index.html"]
    while ahead:
        path = ahead.pop()
        if path in found or not path.endswith(".html"):
            continue
        page = html.document_fromstring((site_dir / path).read_bytes())
        ahead += links(path, page)
        found[path] = squeezed(readable(page))
    return found


def missing(wanted: Iterable[Wanted], found: Iterable[str]) -> list[Wanted]:
    everything = "\n".join(found)
    return [each for each in wanted if squeezed(each.words) not in everything]


def shipped(root: Path) -> Path:
    return copy_of_project(root)


def from_sites(name: str) -> Callable[[Path], Path]:
    return lambda root: Path(shutil.copytree(SITES / name, root / name))


@pytest.mark.parametrize(
    "content",
    one_quick(
        [shipped, from_sites("full"), from_sites("dense"), from_sites("rtl"), from_sites("wide")]
    ),
    ids=["shipped", "full", "dense", "rtl", "wide"],
)
def test_every_word_is_reached(
    tmp_path: Path, figure: Callable[[str], None], content: Callable[[Path], Path]
) -> None:
    root = content(tmp_path)
    analysed, _ = analyse(root, silent)
    assert analysed is not None
    build_site(root, root / "site", silent)
    wanted = list(typed(analysed.site))
    pages = crawled(root / "site")
    lost = missing(wanted, pages.values())
    if content is shipped:
        figure(
            f"without JavaScript: {len(wanted) - len(lost)} of {len(wanted)} texts "
            f"reached on {len(pages)} pages"
        )
    assert len(pages) > 5
    assert lost == []


def test_what_is_hidden_is_not_found(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(
        '<p>one</p><p hidden>two</p><template>three</template><a href="b/">b</a>', encoding="utf-8"
    )
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "index.html").write_text(
        '<p>fo ur</p><a href="..">home</a>', encoding="utf-8"
    )
    (tmp_path / "c.html").write_text("<p>five</p>", encoding="utf-8")
    wanted = [Wanted("", words) for words in "one two three four five".split()]
    assert [each.words for each in missing(wanted, crawled(tmp_path).values())] == [
        "two",
        "three",
        "five",
    ]
