"""Report what is wrong with links that were written by hand."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator

from explainer.format.did_you_mean import Proposals, did_you_mean, unknown_entry_problems
from explainer.format.entry_links import KINDS, entry_of
from explainer.linking.local_links import LinkTargets, local_links, settled
from explainer.model import Loaded, Place, Problem, Site, Unread
from explainer.rendering.annotation_texts import (
    LARGE,
    MOST_ELEMENTS,
    MOST_TIMES,
    RenderedText,
)
from explainer.rendering.limits import MOST_LINES
from explainer.text.controls import is_seen
from explainer.text.fragment import DEEPEST, Element, parse
from explainer.text.hosts import disguises, host_of, is_mail, mail_of
from explainer.text.lines import line_starts
from explainer.text.touching import titles, touching_words
from explainer.text.typed import in_backticks
from explainer.text.words import UNSPACED

Find = Callable[[str], Place]
"""Returns the place of some words; called for the same words again, that of the next occurrence."""

# Schemes whose addresses may look like `kind:id`: https://www.iana.org/assignments/uri-schemes/
_SCHEMES = frozenset(
    """
    about acct ark arxiv bitcoin blob callto cid data dns doi ethereum facetime fax feed file ftp
    ftps geo git gopher hdl http https im info irc isbn issn javascript lightning magnet mailto
    matrix mid modem news nntp openpgp4fpr orcid pmid pres sip sips skype sms ssh steam svn swh tag
    tel telnet urn vbscript viber view-source wais webcal whatsapp ws wss xmpp zotero
    """.split()
)
# Characters at the ends of words and beside them that show that they are part of longer ones.
# Where no spaces are written, a letter beside words does not show that they go on
_SPACED = rf"(?![{UNSPACED}])"
_BEGINS_WORD, _BEFORE_WORD = re.compile(rf"{_SPACED}[\w/.#]"), re.compile(rf"{_SPACED}[\w/.]")
_ENDS_WORD, _AFTER_WORD = re.compile(rf"{_SPACED}[\w/.]"), re.compile(rf"{_SPACED}[\w/#-]")
_SCRIPTS = ("javascript:", "vbscript:")  # a click would run the script
# Elements that begin a line of what is shown
_OF_LINES = ("br", "blockquote", "dd", "dt", "hr", "li", "p", "pre", "tr")
_LONGEST_TITLE = 200  # characters of what opens beside a word, far from the text that holds it
_FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]")
# Words that are not kinds of entries, and the kinds that are meant by them.
_MEANT = {
    "person": "actor",
    "people": "actor",
    "event": "date",
    "glossary": "term",
    "timeline": "date",
}


def field_problems(
    loaded: Loaded,
    text: RenderedText,
    place: Place,
    known: LinkTargets,
    proposals: Proposals,
) -> Iterator[Problem]:
    """Report wrong links and removed HTML in the Markdown of an annotation.

    `place` is that of the Markdown, `known` what links can lead to besides entries, `proposals`
    those for all Markdown of annotations.
    """
    find = finder_from(loaded, place)
    for _, _, target in text.references:
        yield from unknown_entry_problems(loaded, target, find(str(target)), proposals)
    for address in text.unsafe:
        message = (
            f"the address {in_backticks(address)} is not allowed here; "
            "use one that begins with https:// or http://"
        )
        yield _unknown_kind(address, find) or Problem(
            find(address), "error", message, "unsafe-address"
        )
    if not is_seen(text.visible.text):
        message = "readers see nothing of this text; write words, or remove it"
        yield Problem(place, "error", message, "empty")
    yield from _empty_links(_addresses(text.visible.root), find)
    yield from _unseen_links(text.visible.root, find)
    yield from _crowded_mails(text, find)
    yield from _disguised_links(text, find)
    yield from _local_problems(text, find, known, proposals)
    for mark in _footnotes(text):
        message = (
            f"{in_backticks(mark)} is printed as typed, since only articles have footnotes; "
            "put the words in brackets, or a source under `evidence`"
        )
        yield Problem(find(mark), "error", message, "footnote-in-annotation")
    yield from _unread(text, place)
    lines = text.too_long or sum(1 for _ in text.visible.root.iter(*_OF_LINES))
    if lines > MOST_LINES:
        message = f"this has {lines:,} lines; shorten it to at most {MOST_LINES}"
        yield Problem(place, "error", message, "too-long")
    yield from _long_titles(text.visible.root, find)
    yield from too_much(text.unread, lambda _: place)
    yield from _left_out(text, place)


def _unread(text: RenderedText, place: Place) -> Iterator[Problem]:
    """Report why a text is shown as typed, or was read without extensions."""
    if text.complaint:
        message = (
            "a Markdown extension failed here, so this was read without extensions: "
            f"{text.complaint}"
        )
        yield Problem(place, "error", message, "markdown-extension")
    if text.is_too_deep:
        message = (
            f"lists, quotes or HTML are nested more than {DEEPEST} deep here, "
            "so this is shown as typed; nest them less deeply"
        )
        yield Problem(place, "error", message, "too-deep")
    if text.too_large:
        message = (
            f"this would become {text.too_large // 1_000:,} KB of HTML, more than"
            f" {LARGE // 1_000} KB and {MOST_TIMES} times what is typed, so it is shown as typed;"
            " shorten it"
        )
        yield Problem(place, "error", message, "too-large")
    if text.too_many:
        message = (
            f"this would become {text.too_many:,} elements of HTML, such as cells and words in bold"
            f", more than {MOST_ELEMENTS:,}, so it is shown as typed; shorten it"
        )
        yield Problem(place, "error", message, "too-large")


def _left_out(text: RenderedText, place: Place) -> Iterator[Problem]:
    """Report what was cleaned away."""
    if text.removed:
        names = ", ".join(in_backticks(name) for name in dict.fromkeys(text.removed))
        message = f"{names} is not allowed in an annotation and is left out; use Markdown"
        yield Problem(place, "warning", message, "cleaned-html")
    for name in dict.fromkeys(text.lost):
        message = (
            f"{name} is not allowed in an annotation and is left out; "
            "put it into an article or a page"
        )
        yield Problem(place, "warning", message, "cleaned-html")


def _long_titles(root: Element, find: Find) -> Iterator[Problem]:
    titles = (element.get("title") or "" for element in root.iter("a", "abbr"))
    for title in dict.fromkeys(titles):
        if len(title) > _LONGEST_TITLE:
            message = (
                f"what opens here when a mouse is over the words has {len(title):,} characters;"
                f" shorten it to at most {_LONGEST_TITLE}, or put it into the text"
            )
            yield Problem(find(title), "error", message, "too-long")


def too_much(unread: Iterable[Unread], find: Find) -> Iterator[Problem]:
    """Report what is shown as typed because Python-Markdown would take too long to read it."""
    for words, message in unread:
        yield Problem(find(words), "error", message, "too-much-markup")


def _footnotes(text: RenderedText) -> Iterator[str]:
    """Yield the marks of footnotes; if their words are there, Markdown has made links of them."""
    for link in text.visible.root.iterdescendants("a"):
        if (link.text or "").startswith("^"):
            yield f"[{link.text}]"
    unlinkable = text.visible.unlinkable  # in order, and none overlaps another
    for match in _FOOTNOTE.finditer(text.visible.text):
        before = bisect_right(unlinkable, match.start(), key=lambda stretch: stretch[0])
        if before == 0 or unlinkable[before - 1][1] <= match.start():
            yield match[0]


def _local_problems(
    text: RenderedText, find: Find, known: LinkTargets, proposals: Proposals
) -> Iterator[Problem]:
    for element, address, link in local_links(text.visible.root):
        if (element.text or "").startswith("^"):
            continue  # the words of a footnote
        _, message, level = settled(address, link, known, proposals)
        if message:
            yield Problem(find(address), level, message, "local-link")


def doc_problems(site: Site) -> Iterator[Problem]:
    """Report wrong links in articles and hand-written pages."""
    proposals = Proposals()
    linked = (*site.articles.values(), *site.pages.values())
    texts = {text.rendered.ref: text.rendered.html for text in linked}
    for doc in site.loaded.docs:
        if doc.ref in texts:
            find = finder(doc.markdown, Place(doc.file, doc.first_line))
            yield from _link_problems(site.loaded, texts[doc.ref], find, proposals)


def _link_problems(
    loaded: Loaded, html: str, find: Find, proposals: Proposals
) -> Iterator[Problem]:
    addresses = _addresses(parse(html))
    yield from _empty_links(addresses, find)
    for address in filter(None, addresses):
        target, kind = entry_of(address), _unknown_kind(address, find)
        if target:
            yield from unknown_entry_problems(loaded, target, find(str(target)), proposals)
        if kind:
            yield kind
        if re.sub(r"[\t\n\r]", "", address.strip()).lower().startswith(_SCRIPTS):
            message = (
                f"the address {in_backticks(address)} would run a script; "
                "use one that begins with https:// or http://"
            )
            yield Problem(find(address), "error", message, "unsafe-address")


def _addresses(root: Element) -> list[str | None]:
    """Return the addresses of the links in a tree, in order; None for an anchor without one."""
    return [link.get("href") for link in root.iterdescendants("a")]


def _unknown_kind(address: str, find: Find) -> Problem | None:
    """Report what looks like `kind:id` but has neither a kind of entry nor a scheme of the web."""
    match = re.fullmatch(r"([A-Za-z][\w.+-]*):\w[\w-]*", address.strip())
    if not match or match[1] in KINDS or match[1].lower() in _SCHEMES:
        return None
    if match[1] in _MEANT:
        hint = f"; did you mean `{_MEANT[match[1]]}`?"
    else:
        hint = did_you_mean(match[1], KINDS) or f"; the kinds are {', '.join(KINDS)}"
    message = f"unknown kind {in_backticks(match[1])}{hint}"
    return Problem(find(address.strip()), "error", message, "unknown-kind")


def _empty_links(addresses: Iterable[str | None], find: Find) -> Iterator[Problem]:
    for address in addresses:
        if address == "":
            message = (
                "this link has no address; write one between the brackets (), or remove the link"
            )
            yield Problem(find("]()"), "warning", message, "empty-link")


def _unseen_links(root: Element, find: Find) -> Iterator[Problem]:
    """Report links of an annotation that readers cannot see, though search engines follow them."""
    for address, words in _links(root):
        if not is_seen(words):
            message = (
                f"this link to {in_backticks(address)} has no words; write some between the "
                "brackets [], or remove the link"
            )
            yield Problem(find(address), "error", message, "empty-link")
    for reading in root.iterdescendants("rt"):
        for address, _ in _links(reading):
            message = (
                f"this link to {in_backticks(address)} is in a reading (`rt`), where it may be too"
                " small to be seen; link the words below it"
            )
            yield Problem(find(address), "error", message, "empty-link")


def _crowded_mails(text: RenderedText, find: Find) -> Iterator[Problem]:
    """Report links of an annotation by which readers may write to others than they see."""
    for address, _ in _links(text.visible.root):
        if address not in text.unsafe and is_mail(address) and not mail_of(address):
            message = (
                f"{in_backticks(address)} may write more than a reader sees; write one address,"
                " such as `mailto:name@example.org`, with nothing else but a `subject`"
            )
            yield Problem(find(address), "error", message, "unsafe-address")


def _disguised_links(text: RenderedText, find: Find) -> Iterator[Problem]:
    """Report links of an annotation whose words or title name another host than they lead to.

    Addresses that are not allowed are reported as such.
    """
    root = text.visible.root
    found = [pair for pieces in touching_words(root) for pair in disguises(pieces)]
    for title in titles(root):
        found += (pair for pair in disguises([title], "anywhere") if pair not in found)
    for address, shown in found:
        if address in text.unsafe:
            continue
        target = mail_of(address) if "@" in shown else host_of(address)
        message = (
            f"the words of this link are an address of {in_backticks(shown)}, but it leads to"
            f" {in_backticks(target)}; write what it leads to, or correct the address"
        )
        yield Problem(find(address), "error", message, "disguised-address")


def _links(root: Element) -> Iterator[tuple[str, str]]:
    """Yield the address and the words of each link that has an address."""
    for link in root.iterdescendants("a"):
        address = link.get("href")
        if address:
            yield address, "".join(map(str, link.itertext()))


def finder_from(loaded: Loaded, start: Place) -> Find:
    """Return what `finder` returns for an annotation file, from a place in it on."""
    return finder(loaded.files.get(start.path, ""), start, start.line - 1)


def finder(text: str, start: Place, skipped: int = 0) -> Find:
    """Return a function that finds the places of words in a text; `start` if they are not there.

    The line of `start` is the first after the `skipped` ones. The text is not read before the
    function is called.
    """
    found: dict[str, Iterator[Place]] = {}

    def find(words: str) -> Place:
        if words not in found:
            found[words] = _places(text, start, skipped, words)
        return next(found[words], start)

    return find


def _places(text: str, start: Place, skipped: int, words: str) -> Iterator[Place]:
    lines = line_starts(text)
    if skipped >= len(lines):
        return
    at = text.find(words, lines[skipped] + start.column - 1)
    while at >= 0:
        if _is_whole(text, at, words):
            line = bisect_right(lines, at) - 1
            yield Place(start.path, start.line + line - skipped, at - lines[line] + 1)
        at = text.find(words, at + 1)


def _is_whole(text: str, at: int, words: str) -> bool:
    """Return whether words at an offset are whole words, paths or addresses."""
    before, after = text[at - 1 : at], text[at + len(words) : at + len(words) + 1]
    goes_on_before = _BEGINS_WORD.match(words) and _BEFORE_WORD.match(before)
    goes_on_after = _ENDS_WORD.match(words[-1:]) and _AFTER_WORD.match(after)
    return not goes_on_before and not goes_on_after
