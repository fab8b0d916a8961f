"""A browser that opens each page of a site, does what may set off a script, and notes which run."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Browser, Error, Page, Route

from tests.browsing import serving
from tests.previewing import Preview, eventually
from tests.reliability.hostile_payloads import CANARY

_LOOK = (Path(__file__).parent / "looking.js").read_text(encoding="utf-8")
_ARTICLE = "articles/lamp/"
_READING_ADDRESSES = ("", "timeline/", "claims/", _ARTICLE)
_MOST_SOURCES = 12  # of the lines that problems lead to
_PATIENCE = 60_000  # milliseconds
_SETTLING = 80  # milliseconds after which the results of a search have come
_LEFT = ("navigation", "Target crashed", "net::ERR_ABORTED")
_READ_BY_SCRIPTS = (
    "explainer-view",
    "explainer-reading",
    "/.__palette",
    "/.__search",
    "/.__tabs",
    "/.__consent",
)
_REMEMBER = """([keys, text]) => {
  for (const storage of [localStorage, sessionStorage])
    for (const key of [...keys, ...Object.keys(storage), `_explainer:${location.pathname}`])
      storage.setItem(key, text);
}"""
_SELECT = """number => {
  const paragraphs = document.querySelectorAll(".ex-article p");
  const paragraph = paragraphs[number % paragraphs.length];
  paragraph.scrollIntoView();
  getSelection().selectAllChildren(paragraph);
}"""


@dataclass
class Seen:
    """What the browser saw of a site."""

    ran: set[int] = field(default_factory=set)  # numbers of the strings that ran
    elements: dict[str, str] = field(default_factory=dict)  # as HTML: where first
    words: dict[int, set[str]] = field(default_factory=dict)  # that end with a call, by number
    foreign: set[str] = field(default_factory=set)  # addresses of other hosts that pages asked for
    left: set[str] = field(default_factory=set)  # pages that went elsewhere by themselves
    pages: int = 0


@dataclass(frozen=True)
class Typed:
    """Strings that are typed into a page, stand in its address, or were kept in the browser."""

    searched: Sequence[str] = ()
    addressed: Sequence[str] = ()
    kept: Sequence[str] = ()


def visit_site(
    browser: Browser,
    site: Path,
    typed: Typed,
    paths: Iterable[str] | None = None,
) -> Seen:
    """Open the pages of a built site, all if none are named; then do what readers can."""
    seen = Seen()
    files = (file.relative_to(site).as_posix() for file in sorted(site.rglob("*.html")))
    with serving(site) as served, _watched(browser, seen, served.address) as page:
        previewed: list[str] = []
        for path in files if paths is None else paths:
            previewed = _look(page, served.address + quote(path), seen, previewed)
        _search(page, served.address, typed.searched)
        _addresses(page, served.address, typed.addressed)
        _memory(page, served.address, typed.kept)
    return seen


def visit_preview(
    browser: Browser,
    preview: Preview,
    break_it: Callable[[], None],
    typed: Sequence[str],
) -> Seen:
    """Open pages of the preview, and its dialog; then its problems, once it has some."""
    seen = Seen()
    with _watched(browser, seen, preview.address) as page:
        _look(page, f"{preview.address}timeline/", seen, [])
        _look(page, f"{preview.address}{_ARTICLE}", seen, [])
        for number, text in enumerate(typed):
            _annotate(page, number, text)
        break_it()
        if not eventually(lambda: "kept" in preview.reports):
            raise RuntimeError("the preview reports none of the refused strings")
        for path in (_ARTICLE, "no-such-page/"):
            _look(page, preview.address + path, seen, [])
        links = page.locator("#_explainer a")
        for address in _some_of(links.evaluate_all("links => links.map((link) => link.href)")):
            _look(page, address, seen, [])
        for text in typed:
            for target in ("_explainer/source?path=", "_explainer/state?page=/", "x/"):
                _look(
                    page,
                    f"{preview.own.removesuffix('_explainer/')}{target}{quote(text)}",
                    seen,
                    [],
                )
    return seen


def _some_of(links: Iterable[str]) -> Sequence[str]:
    """Return some addresses, none of them twice."""
    pages = dict.fromkeys(link.partition("#")[0] for link in links)
    return list(pages)[:_MOST_SOURCES]


@contextmanager
def _watched(browser: Browser, seen: Seen, own: str) -> Iterator[Page]:
    """Give a window that notes each call of the canary, and loads nothing of other hosts."""

    def keep_here(route: Route) -> None:
        address = route.request.url
        if address.startswith((own, "data:", "blob:")):
            route.continue_()
            return
        # As that of a style sheet, which loads nothing, or of a language that mkdocs.yml names
        if not (address.startswith("javascript:") or address.endswith("/sitemap.xml")):
            seen.foreign.add(address)
        route.abort()

    # The policy in the pages would stop what got through all other walls
    context = browser.new_context(viewport={"width": 1440, "height": 900}, bypass_csp=True)
    context.set_default_timeout(_PATIENCE)
    context.expose_function(CANARY, lambda number=0, *_: seen.ran.add(int(number)))
    context.on("dialog", lambda dialog: dialog.dismiss())
    context.route("**/*", keep_here)
    yield context.new_page()
    context.close()


def _look(page: Page, address: str, seen: Seen, previewed: list[str]) -> list[str]:
    """Open a page, do what readers may, note what stands there; give the previews seen."""
    try:
        page.goto(address)
        elements, words, previewed = page.evaluate(_LOOK, previewed)
    except Error as error:  # as that of a former address does
        if not any(reason in str(error) for reason in _LEFT):
            raise
        seen.left.add(address)
        page.wait_for_timeout(200)
        page.goto("about:blank")
        return previewed
    seen.pages += 1
    for html in elements:
        seen.elements.setdefault(html, address)
    for number, text in words:
        seen.words.setdefault(int(number), set()).add(text)
    page.emulate_media(media="print")
    page.emulate_media(media="screen")
    return previewed


def _search(page: Page, address: str, texts: Sequence[str]) -> None:
    """Type strings into the search, one after the other."""
    page.goto(address)
    page.evaluate("document.getElementById('__search').click()")
    field = page.locator(".md-search__input")
    field.focus()
    for text in texts:
        for asked in (text, f"{CANARY} {text.partition(' ')[0].strip('<>')}"):
            field.fill(asked.replace("\0", ""))
            field.press("Shift")  # the theme waits for a key
            page.wait_for_timeout(_SETTLING)


def _addresses(page: Page, address: str, texts: Sequence[str]) -> None:
    """Open pages with strings in the query and in the fragment, quoted or as they are."""
    for number, text in enumerate(texts):
        for path in _READING_ADDRESSES[number % 2 :: 2]:
            quoted = quote(text)
            page.goto("about:blank")
            asked = "&".join(f"{name}={quoted}" for name in ("q", "h", "actor", "kind"))
            page.goto(f"{address}{path}?{asked}#{quoted}")
        page.evaluate("text => (location.hash = text)", text)


def _memory(page: Page, address: str, texts: Sequence[str]) -> None:
    """Open an article with strings in all that its scripts keep in the browser."""
    page.goto(f"{address}{_ARTICLE}")
    for text in texts:
        page.evaluate(_REMEMBER, [_READ_BY_SCRIPTS, text])
        page.goto(f"{address}{_ARTICLE}")
    page.evaluate("localStorage.clear(), sessionStorage.clear()")


def _annotate(page: Page, number: int, text: str) -> None:
    """Select a paragraph, open the dialog for it, and type into each of its fields."""
    page.evaluate(_SELECT, number)
    page.keyboard.press("a")
    fields = page.locator("#_explainer dialog :is(input[type=text], textarea)")
    page.wait_for_timeout(_SETTLING * 4)
    for each in fields.all():
        if each.is_editable():
            each.fill(text.replace("\0", ""))
    page.wait_for_timeout(_SETTLING * 2)
    page.keyboard.press("Escape")
