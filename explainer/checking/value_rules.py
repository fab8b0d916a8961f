"""Rules about single values, addresses and languages; they are like those in `format_rules.py`."""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePosixPath
from urllib.parse import quote, urlsplit

from explainer.addresses import GENERATED_FOLDERS, HOME, INDEXES, METHOD, fragment, page_path, url
from explainer.format.doi import has_steps
from explainer.format.fields import addresses
from explainer.format.restating import redirected_ids
from explainer.model import Loaded, Place, Problem
from explainer.text.hosts import disguised_host, host_of
from explainer.text.typed import in_backticks

# A host, and what follows it. In a browser, a backslash ends the host, too, a host may follow a
# name and an @, and escapes are read first: `%2e` is a full stop.
_OF_WEB = re.compile(r"https?://[^\s/\\@?#%]+(?:[/?#]|$)", re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")


def unsafe_address(loaded: Loaded) -> Iterator[Problem]:
    """Report an address that is not on the web: a link must not run a script.

    Bad: `url: javascript:alert(1)`, `url: example.org`. Good: `url: https://example.org/log`.
    """
    for place, value in _addresses(loaded):
        if not _is_of_web(value):
            way = "it should begin with https:// or http://"
            if re.match(r"https?://[^\s/]", value, re.IGNORECASE):
                way = (
                    "only the name of a host, such as example.org, should stand between //"
                    " and the next /"
                )
            message = f"{in_backticks(value)} is not a web address; {way}"
            yield Problem(place, "error", message, "unsafe-address")


def _addresses(loaded: Loaded) -> Iterator[tuple[Place, str]]:
    for entry in loaded.entries.values():
        for steps, value in addresses(entry):
            yield entry.at(*steps), value
    for article in loaded.articles:
        if article.front.source_url:
            yield article.places["source_url"], article.front.source_url


def _is_of_web(address: str) -> bool:
    """Return whether an address is of the web, with the host that a reader would take it for."""
    try:
        parts = urlsplit(address)
        return _OF_WEB.match(address) is not None and parts.port != 0
    except ValueError:  # such as `℀` in the host, which is compared as `a/c`
        return False


def disguised_address(loaded: Loaded) -> Iterator[Problem]:
    """Report a title, name or link whose words hold an address of another host than it leads to.

    The host of a source is that of its `url`, those of an actor are those under `same_as`. A part
    of the same host is fine, and so are DOIs and copies in archives of the web.

    Bad: `[www.example.org](https://login.example.net)`, `title: www.example.org` with that `url`.
    Good: `[the log](https://example.org/log)`, `title: Harbour log`.
    """
    for source in loaded.sources.values():
        shown = disguised_host(source.body.title, source.body.url or "")
        if shown:
            target = host_of(source.body.url or "")
            message = (
                f"the title of {source.ref} is an address of {in_backticks(shown)}, but its `url`"
                f" leads to {in_backticks(target)}; write the title of the work, or correct the"
                " address"
            )
            yield Problem(source.at("title"), "error", message, "disguised-address")
    for actor in loaded.actors.values():
        name = actor.body.name
        # `lamps.example` may be what it is called
        hosts = [disguised_host(name, address, "nowhere") for address in actor.body.same_as]
        if hosts and all(hosts):
            message = (
                f"the name of {actor.ref} is an address of {in_backticks(hosts[0])}, to which no"
                " address under `same_as` leads; write a name, or correct the addresses"
            )
            yield Problem(actor.at("name"), "error", message, "disguised-address")


def misleading_doi(loaded: Loaded) -> Iterator[Problem]:
    """Report a DOI whose address leads to another one: browsers follow `..` in it.

    Bad: `doi: 10.1000/182/../../10.2000/9`. Good: `doi: 10.1000/182`.
    """
    for source in loaded.sources.values():
        if source.body.doi and has_steps(source.body.doi):
            message = (
                f"the DOI {in_backticks(source.body.doi)} leads elsewhere, since it has a part"
                " `.` or `..`; correct it"
            )
            yield Problem(source.at("doi"), "error", message, "misleading-doi")


def taken_address(loaded: Loaded) -> Iterator[Problem]:
    """Report a hand-written page at the address of a generated or of another hand-written page.

    Former addresses of entries (`formerly`) are taken, too, and an `index.html` is a page.

    Bad: `docs/claims/lamp.md` beside the claim `lamp`, `docs/about.md` beside
    `docs/about/index.md`. Good: `docs/about.md`, or `docs/claims/index.md`, which opens the index
    of the claims.
    """
    taken = _generated_addresses(loaded)
    former = _former_addresses(loaded)
    for page in loaded.pages:
        address, place = url(page.path, True), Place(page.file)
        folder = next((folder for folder in GENERATED_FOLDERS if page.path.startswith(folder)), "")
        if folder:
            message = f"all pages in docs/{folder} are generated; put this one elsewhere"
            yield Problem(place, "error", message, "taken-address")
        elif address in taken:
            message = (
                f"this page has the address of {taken[address]}, /{address}; rename one of them"
            )
            yield Problem(place, "error", message, "taken-address")
        elif address in former:
            message = (
                f"this page has the former address of {former[address]}, /{address};"
                " rename one of them"
            )
            yield Problem(place, "error", message, "taken-address")
        elif PurePosixPath(page.path).stem != "README":  # MkDocs leaves it out beside an index
            taken[address] = page.file
    yield from _taken_by_files(loaded, taken)


def _generated_addresses(loaded: Loaded) -> dict[str, str]:
    """Return the owners of the addresses of articles and of entries that have a page, as text."""
    owners: dict[str, str] = {}
    for mapping in (loaded.claims, loaded.actors, loaded.terms):
        for entry in mapping.values():
            owners[url(page_path(entry.ref), True)] = str(entry.ref)
    for article in loaded.articles:
        owners[url(page_path(article.ref), True)] = str(article.ref)
    return owners


def _former_addresses(loaded: Loaded) -> dict[str, str]:
    """Return the owners of the former addresses that get a page, which redirects, as text."""
    owners: dict[str, str] = {}
    for ref, names in redirected_ids(loaded).items():
        if not fragment(ref):
            for name in names:
                owners[url(page_path(ref._replace(id=name)), True)] = str(ref)
    return owners


def _taken_by_files(loaded: Loaded, taken: Mapping[str, str]) -> Iterator[Problem]:
    """Report each `index.html` in docs/ at the address of a page, which MkDocs would leave out."""
    made = {
        url(path, True): "a page that is always there" for path in (HOME, METHOD, *INDEXES.values())
    }
    for asset in loaded.assets:
        folder = asset.parent.as_posix()
        address = "" if folder == "." else quote(f"{folder}/")
        owner = taken.get(address) or made.get(address)
        if asset.name == "index.html" and owner:
            message = f"this page has the address of {owner}, /{address}; rename one of them"
            yield Problem(Place(f"docs/{asset}"), "error", message, "taken-address")


def wrong_language(loaded: Loaded) -> Iterator[Problem]:
    """Report a language that is not a BCP 47 tag (https://www.rfc-editor.org/info/bcp47).

    That of an article (`lang`) is an error, since browsers read it; that of a source (`language`),
    which is on no page, is a warning.

    Bad: `lang: english`, `language: German`. Good: `lang: en`, `language: de`, `lang: pt-BR`.
    """
    for article in loaded.articles:
        tag = article.front.lang
        if tag is not None and not _LANGUAGE.fullmatch(tag):
            yield Problem(article.places["lang"], "error", _not_a_tag(tag), "wrong-language")
    for source in loaded.sources.values():
        tag = source.body.language
        if tag is not None and not _LANGUAGE.fullmatch(tag):
            yield Problem(source.at("language"), "warning", _not_a_tag(tag), "wrong-language")


def _not_a_tag(tag: str) -> str:
    return f"{in_backticks(tag)} is not a language tag; write one like en, de or pt-BR"


VALUE_RULES: tuple[Callable[[Loaded], Iterator[Problem]], ...] = (
    unsafe_address,
    disguised_address,
    misleading_doi,
    taken_address,
    wrong_language,
)
