"""Rules about single values: addresses and languages. For rules, see `check.py`."""

import re
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

from explainer.addresses import GENERATED_FOLDERS, page_path, url
from explainer.checking.fields import addresses, entries
from explainer.model import Loaded, Place, Problem


def unsafe_address(loaded: Loaded) -> Iterator[Problem]:
    """Report an address that is not on the web: a link must not run a script.

    Bad: `url: javascript:alert(1)`, `url: example.org`. Good: `url: https://example.org/log`.
    """
    places = [(entry.at(*steps), value) for entry in entries(loaded) for steps, value in addresses(entry)]
    places += [(art.places["source_url"], art.front.source_url) for art in loaded.articles if art.front.source_url]
    for place, value in places:
        if not re.match(r"https?://[^\s/]", value, re.IGNORECASE):
            message = f"`{value}` is not a web address; it should begin with https:// or http://"
            yield Problem(place, "error", message, "unsafe-address")


def taken_address(loaded: Loaded) -> Iterator[Problem]:
    """Report a hand-written page that would stand where a generated one, or another hand-written one, stands.

    Bad: `docs/claims/lamp.md` beside the claim `lamp`, `docs/about.md` beside `docs/about/index.md`.
    Good: `docs/about.md`, or `docs/claims/index.md`, which opens the index of the claims.
    """
    refs = [entry.ref for kind in (loaded.claims, loaded.actors, loaded.terms) for entry in kind.values()]
    refs += [article.ref for article in loaded.articles]
    taken = {url(page_path(ref), True): str(ref) for ref in refs}
    for page in loaded.pages:
        address, place = url(page.path, True), Place(page.file)
        folder = next((folder for folder in GENERATED_FOLDERS if page.path.startswith(folder)), "")
        if folder:
            message = f"all pages in docs/{folder} are generated; put this one elsewhere"
            yield Problem(place, "error", message, "taken-address")
        elif address in taken:
            message = f"this page has the address of {taken[address]}, /{address}; rename one of them"
            yield Problem(place, "error", message, "taken-address")
        elif PurePosixPath(page.path).stem != "README":  # which MkDocs leaves out beside an index
            taken[address] = page.file


def wrong_language(loaded: Loaded) -> Iterator[Problem]:
    """Report a language that is no tag of BCP 47 (https://www.rfc-editor.org/info/bcp47).

    Bad: `lang: english`. Good: `lang: en`, `lang: pt-BR`.
    """
    for article in loaded.articles:
        tag = article.front.lang
        if tag is not None and not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", tag):
            message = f"`{tag}` is not a language tag; write one like en, de or pt-BR"
            yield Problem(article.places["lang"], "error", message, "wrong-language")


TEXT_RULES: tuple[Callable[[Loaded], Iterator[Problem]], ...] = (
    unsafe_address,
    taken_address,
    wrong_language,
)
