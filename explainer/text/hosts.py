"""The hosts of web and mail addresses: of those that a text shows, and of those its links lead to.

What counts is what a reader sees. So the words of links that touch are one text, and signs that
look like a full stop, a colon or a slash are taken for it.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from ipaddress import ip_address
from typing import Literal, NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

from idna import uts46_remap

from explainer.text.controls import without_unseen
from explainer.text.lookalikes import looks_latin
from explainer.text.webaddresses import NO_PART, OTHER

LINE_BREAK = "\u2028"
"""What stands for a `br` in the words of a piece."""

# Hosts that lead to, or keep copies of, pages of other hosts under addresses that do not name them
_FOR_OTHERS = frozenset(
    "doi.org dx.doi.org hdl.handle.net perma.cc archive.fo archive.is archive.li archive.md"
    " archive.ph archive.today archive.vn".split()
)
_ARCHIVE = "archive.org"  # which names them behind the time of the copy
_COPY = re.compile(r"/web/(?:[\d*]+[a-z_]*/)?(?:https?:/+)?(.+)", re.IGNORECASE)
_RAISED = "\u22c5"  # stands for all raised dots that are not always taken for a full stop
# Signs that look like others, besides those of which Unicode's compatibility forms are the others
_LOOKALIKES = str.maketrans(
    {
        **dict.fromkeys("。\u06d4\u0701\u0702\ua4f8\ua60e", "."),
        **dict.fromkeys("\u00b7\u02d9\u16eb\u2022\u2027\u2219\u2e31\u2e33", _RAISED),
        **dict.fromkeys("\u30fb\ua4fa\ua78f\U00010101\U00010a50\U0001d16d", _RAISED),
        **dict.fromkeys("\u02d0\u02f8\u0589\u05c3\u0703\u0704\u2236\ua4fd\ua789", ":"),
        **dict.fromkeys("\u1735\u2041\u2044\u2215\u2571\u27cb\u29f8\u3033", "/"),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2212", "-"),
    }
)
# Digits of Arabic and Persian that look like a dot, where they cannot be digits
_DOT_DIGITS = re.compile(r"(?<=[A-Za-z])[\u0660\u06f0](?=[A-Za-z])")
_THIN_SPACES = "\u2006\u2008\u2009\u200a"
# What separates words so little that nobody may see it, what a formula does not show, and breaks
_HARDLY_SEEN = re.compile(
    rf"[{_THIN_SPACES}]|\\[A-Za-z]+ ?|\\[()\[\]]|[{{}}$]|(?<!\s)\s*{LINE_BREAK}\s*"
)
# Letters that nobody sees, but which some scripts need between others, as Persian does
_JOINERS = "\u200c\u200d"
_JOINED = re.compile(rf"((?<=[\u0600-\u1fff])[{_JOINERS}](?=[\u0600-\u1fff]))")
_REST = rf"[^{NO_PART}{OTHER}]*"
_LAST = ".,;:!?)]'*"  # signs at its end that belong to the sentence
_HOST = rf"(?:[^\W{OTHER}]|[{_JOINERS}.-]|(?<=[/.@-])[{OTHER}]+)+|\[[\da-fA-F:.]+\]"
_LETTER = rf"[^\W\d_{OTHER}]"
_ADDRESS = re.compile(
    # behind `https://`, `www.` or the name in a mail address
    rf"(?:(?<=[A-Za-z]):[/\\]+|(?<![^\W_])[Ww]{{3}}\d?\.|(?<=[\w+%-])@)(?P<host>{_HOST}){_REST}"
    # a host alone, or with a path
    rf"|(?<![\w@.+%\\-])(?<!(?<!/)/)"
    rf"(?P<bare>[^\W_{OTHER}](?:[^\W{OTHER}]|[{_JOINERS}.-])*\.(?P<ending>{_LETTER}{{2,}}))"
    rf"(?![\w@%+-])(?P<path>(?::\d+)?[/\\?#]{_REST})?"
)
_BEFORE_HOST = re.compile(r"[\w.+%-]{1,40}\Z")  # the scheme of an address, or the name before an @
# All that may be before the @ of a mail address, and a part of it that no other words are
_BEFORE_AT = re.compile(r"[^\s@<>()\[\],;:\"]{1,64}\Z")
_NAME_PART = re.compile(rf"[^\W{OTHER}]|[.%+-]")
_LONGEST_LABEL = 63  # https://www.rfc-editor.org/info/rfc1035
_MAIL = "mailto"
_ONE_MAIL = re.compile(r"([^@,;\s]+)@([^@,;\s]+)")
_SLASHES = re.compile(r"\A/{3,}")
_WORD = re.compile(r"\w")
# Endings of file names and of names of software that look like hosts
_FILES = frozenset(
    "bib css csv doc docx epub gif html htm jpeg jpg js json md mp odt pdf png py rtf svg txt xls"
    " xlsx xml yaml yml zip".split()
)
_FILES_AND_HOSTS = frozenset({"md", "mp", "py", "zip"})
# Endings of hosts in capitals, too; `A.Berg/B.Holm` only lacks spaces
_WELL_KNOWN = frozenset("com edu gov info int io mil net org".split())
# Endings in other letters, of countries; all else may be two words without a space between them
_OF_COUNTRIES = frozenset(
    "бел мкд рф срб укр қаз ελ հայ გე 中国 中國 台湾 台灣 香港 한국 ไทย".split()
)
# What shows that a word with raised dots is an address, and no `kg⋅m` or `auteur⋅rice`
_OF_HOST = re.compile(
    rf":[/\\]|www|@|[.{_RAISED}](?:{'|'.join(sorted(_WELL_KNOWN))})(?![\w.{_RAISED}-])",
    re.IGNORECASE,
)

Bare = Literal["nowhere", "first", "anywhere"]
"""Where a bare host counts, one with neither `https://`, `www.`, a path nor a name and an @."""


class ShownWords(NamedTuple):
    """Words that touch those which follow, and the address to which they lead, or ""."""

    words: str
    address: str


class _Letters(NamedTuple):
    """A text as a reader sees it; for each of its letters, its address, and its link's start.

    The start is an offset in the text; links to one address that touch have one start.
    """

    text: str
    addresses: tuple[str, ...]
    starts: tuple[int, ...]


def disguised_host(words: str, address: str, bare: Bare = "first") -> str:
    """Return the host of an address in words if the words lead to another, else ""."""
    return next((shown for _, shown in disguises([ShownWords(words, address)], bare)), "")


def disguises(pieces: Sequence[ShownWords], bare: Bare = "first") -> Iterator[tuple[str, str]]:
    """Yield the address of each link that shows another host or mail address, and that.

    One host may be a part of the other, as `example.org` is of `log.example.org`. A bare host that
    begins with a capital, such as `Lamps.com`, is taken for a name. Of links within one address
    that lead to one host, only the first is yielded.
    """
    if not any(host_of(piece.address) for piece in pieces):
        return
    characters = [pair for piece in pieces for pair in _characters(piece)]
    found = list(_disguises(_letters(characters), bare))
    yield from found
    known = {address for address, _ in found}
    joined = _disguises(_letters(_joined(characters)), "nowhere", is_joined=True)
    yield from (pair for pair in joined if pair[0] not in known)


def _characters(piece: ShownWords) -> Iterator[tuple[str, str]]:
    """Yield each character of a piece that leaves a mark or a space, with its address."""
    parts = _JOINED.split(piece.words)
    parts[::2] = map(without_unseen, parts[::2])
    for character in "".join(parts):
        usual = character
        if character not in _THIN_SPACES:
            usual = unicodedata.normalize("NFKC", character.translate(_LOOKALIKES))
            usual = usual.translate(_LOOKALIKES)
        yield from ((each, piece.address) for each in usual)


def _letters(characters: Sequence[tuple[str, str]]) -> _Letters:
    starts: list[int] = []
    begin = 0
    for index, (_, address) in enumerate(characters):
        if index == 0 or characters[index - 1][1] != address:
            begin = index
        starts.append(begin)
    text = _with_full_stops("".join(character for character, _ in characters))
    return _Letters(text, tuple(address for _, address in characters), tuple(starts))


def _with_full_stops(text: str) -> str:
    """Return a text of the same length with full stops for raised dots in addresses."""
    with_dots = _DOT_DIGITS.sub(_RAISED, text)
    if _RAISED not in with_dots:
        return text
    return re.sub(r"\S+", _address_with_full_stops, with_dots)


def _address_with_full_stops(word: re.Match[str]) -> str:
    return word[0].replace(_RAISED, ".") if _OF_HOST.search(word[0]) else word[0]


def _joined(characters: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return characters without those that a reader may not see within an address."""
    text = "".join(character for character, _ in characters)
    kept: list[tuple[str, str]] = []
    end = 0
    for match in _HARDLY_SEEN.finditer(text):
        kept += characters[end : match.start()]
        end = match.end()
        if LINE_BREAK in match[0] and not _goes_on(characters, match.start(), end):
            kept.append((LINE_BREAK, ""))
    return [*kept, *characters[end:]]


def _goes_on(characters: Sequence[tuple[str, str]], start: int, end: int) -> bool:
    """Return whether links to one host are before and behind a break."""
    around = (*characters[:start][-1:], *characters[end : end + 1])
    hosts = {host_of(address) for _, address in around}
    return len(around) == 2 and len(hosts) == 1


def _disguises(letters: _Letters, bare: Bare, is_joined: bool = False) -> Iterator[tuple[str, str]]:
    for match in _ADDRESS.finditer(letters.text):
        start, end = _extent(match)
        addresses = dict.fromkeys(filter(None, letters.addresses[start:end]))
        if not addresses:
            continue
        if match["bare"]:
            is_first = bare == "first" and _begins_link(letters, start, end)
            is_wanted = bare == "anywhere" or is_first or (match["path"] and not is_joined)
            if not is_wanted or not _is_address(match):
                continue
        shown = _plain(match["host"] or match["bare"])
        if "." in shown or ":" in shown:
            yield from _others(shown, _name_before(match), addresses, is_joined)


def _extent(match: re.Match[str]) -> tuple[int, int]:
    """Return start and end of an address, without signs that belong to the sentence around."""
    start, end = match.span()
    end -= len(match[0]) - len(match[0].rstrip(_LAST))
    before = None if match["bare"] else _BEFORE_HOST.search(match.string, max(0, start - 40), start)
    return before.start() if before else start, end


def _name_before(match: re.Match[str]) -> str:
    """Return what is before the @ of a mail address; "" if the match is no such address."""
    if not match[0].startswith("@"):
        return ""
    before = _BEFORE_AT.search(match.string, max(0, match.start() - 64), match.start())
    return before[0].lower() if before else ""


def _others(
    shown: str, name: str, addresses: Iterable[str], is_joined: bool
) -> Iterator[tuple[str, str]]:
    """Yield addresses, one for each host, that lead to another host than the one shown.

    So do mail addresses to another name than the one shown before the host, if there is one.
    """
    yielded = set[str]()
    for address in addresses:
        target = host_of(address)
        if not target or target in yielded:
            continue
        is_whole = is_joined and shown.startswith(target)  # followed by other words
        if not is_whole and not _leads_to(address, shown):
            yielded.add(target)
            yield address, shown
            continue
        mail = mail_of(address)
        if name and mail and not _is_shown(mail, name, shown, is_joined):
            yielded.add(target)
            yield address, f"{name}@{shown}"


def _is_shown(mail: str, name: str, host: str, is_joined: bool) -> bool:
    """Return whether a mail address is the one whose parts are shown, perhaps behind other words.

    In joined text, any words may be around it.
    """
    own_name, _, own_host = mail.rpartition("@")
    before = name.removesuffix(own_name)
    if not name.endswith(own_name):
        return False
    return is_joined or (host == own_host and not _NAME_PART.match(before[-1:]))


def _begins_link(letters: _Letters, start: int, end: int) -> bool:
    """Return whether the stretch from `start` to `end` holds the first word of a link."""
    first = next(at for at in range(start, end) if letters.addresses[at])
    return not _WORD.search(letters.text, letters.starts[first], start)


def _is_address(match: re.Match[str]) -> bool:
    """Return whether a bare host, perhaps with a path, is no name of a file, person or the like."""
    ending = match["ending"]
    usual = ending.lower()
    if usual in _FILES and not (match["path"] and usual in _FILES_AND_HOSTS):
        return False
    if not match["path"] and match["bare"][0].isupper():
        return False
    if usual in _WELL_KNOWN or (match["path"] and usual in _OF_COUNTRIES):
        return True
    if not ending.islower():
        return False
    if any(map(str.isascii, ending)):
        return True
    is_mixed = any(map(str.isalpha, filter(str.isascii, match["bare"])))
    return bool(is_mixed or match["path"]) and all(map(looks_latin, match["bare"]))


def host_of(address: str) -> str:
    """Return the host of a web or mail address as browsers read it, without `www.`; "" if none."""
    address = _SLASHES.sub("//", address.strip().replace("\\", "/"))
    parts = _split(address)
    host = parts.path if parts.scheme == _MAIL else parts.hostname
    return _plain(unquote(host or "").rpartition("@")[2])


def mail_of(address: str) -> str:
    """Return the only address to which a link writes, "" if there is none.

    There is none either if the link writes to several, or has more than a subject.
    """
    parts = _split(address)
    match = _ONE_MAIL.fullmatch(unquote(parts.path))
    keys = {unquote(field).partition("=")[0].lower() for field in parts.query.split("&")}
    if parts.scheme != _MAIL or not match or not keys <= {"", "subject"}:
        return ""
    return f"{match[1].lower()}@{_plain(match[2])}"


def is_mail(address: str) -> bool:
    """Return whether a link writes a mail."""
    return _split(address).scheme == _MAIL


def _split(address: str) -> SplitResult:
    try:
        return urlsplit(address.strip())
    except ValueError:  # which the rules of addresses report
        return urlsplit("")


def _plain(host: str) -> str:
    """Return a host in the letters of ASCII, as browsers write it.

    They follow https://www.unicode.org/reports/tr46/, and keep letters such as `ß`.
    """
    host = host.strip(".-[]")
    with suppress(ValueError):
        return ip_address(host).compressed
    with suppress(ValueError):
        host = uts46_remap(host, std3_rules=False)
    labels = map(_in_ascii, host.lower().strip(".").split("."))
    return ".".join(labels).removeprefix("www.")


def _in_ascii(label: str) -> str:
    """Return a label in the letters of ASCII; one that is too long for a host stays as it is."""
    if label.isascii() or len(label) > _LONGEST_LABEL:
        return label
    return f"xn--{label.encode('punycode').decode()}"


def _leads_to(address: str, shown: str) -> bool:
    """Return whether an address leads to a host, a part of it, or a copy of one of its pages."""
    target = host_of(address)
    if _are_related(shown, target) or target in _FOR_OTHERS:
        return True
    copy = _COPY.match(urlsplit(address).path)
    if copy is None or not _are_related(target, _ARCHIVE):
        return False
    return _are_related(shown, host_of(f"//{unquote(copy[1])}"))


def _are_related(one: str, other: str) -> bool:
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")
