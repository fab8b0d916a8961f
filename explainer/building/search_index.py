"""Divide the search index of a large site, so that a query loads the parts that it needs.

The worker (`explainer-search.js`) reads whole indexes, too: those of small sites, and those of a
site that was built without this program. A divided index, below search/:

- search_index.json: as the theme writes it, but without texts, with one document for each entry,
  and with `parts`: the words of all texts, sorted by UTF-16 and joined by spaces, one string for
  each part; how often each occurs (`_often`); and of which document, and from which
  of its words on, the parts of texts are.
- words-N.json: for each word, the documents with it, as differences of their numbers, each followed
  by a count and as many places (which word of the text), as differences, too.
- texts-N.json: pieces of texts: the number of the document, its first word as a number, and
  the piece.

Offline, each of them is a script as well.
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from explainer.text.searchwords import folded_word, grouped_numbers, shown_words, sought_words

MOST_WHOLE = 1_500_000  # bytes of an index that is loaded as a whole; about 200 KB compressed
_WORDS_PART, _TEXTS_PART = 24_000, 12_000  # characters of a part, about
_WORKER = b"explainer-search.js"
_FOLDER, _INDEX = "search", "search_index"
_VARIABLES = '(self.explainerParts ??= {{}})["{}"]'
_CUT = re.compile(rf"(?s:.{{1,{_TEXTS_PART}}})(?<=\s)|\S+\s+")
_OFTEN = 9  # occurrences of a word from which on it may be too common to be looked for
_ENTRIES, _DATES = ("actors", "claims", "glossary", "timeline"), "timeline"

_Doc = dict[str, Any]
# By word, in order: the number of the text, and which word of it, as one number
_Places = dict[str, list[int]]
_TEXT_BITS = 32  # the number of the text is above them
_WORD_NUMBER = (1 << _TEXT_BITS) - 1


class _Piece(NamedTuple):
    """A piece of a text: the number of the text, which word of it comes first, and the piece."""

    doc: int
    first: int
    text: str


def divide_search(site_dir: Path, most: int = MOST_WHOLE) -> None:
    """Divide the index of a rendered site, where it has more than `most` bytes.

    Another worker, as of an editor's own templates, could not read it, and gets it as it is.
    """
    folder = site_dir / _FOLDER
    whole, home = folder / f"{_INDEX}.json", site_dir / "index.html"
    if not (whole.is_file() and whole.stat().st_size > most and home.is_file()):
        return
    index = json.loads(whole.read_bytes())
    if "parts" in index or _WORKER not in home.read_bytes():
        return
    is_offline = whole.with_suffix(".js").is_file()
    for name, value in divided(index).items():
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        (folder / f"{name}.json").write_text(text, "utf-8")
        if is_offline:
            variable = _VARIABLES if name != _INDEX else "var __index"  # as material/offline
            (folder / f"{name}.js").write_text(f"{variable.format(name)} = {text}", "utf-8")


def divided(index: Mapping[str, Any]) -> dict[str, Any]:
    """Return the files of a divided index, without their endings, from the theme's index."""
    docs = list(_one_for_each_entry(index["docs"]))
    pieces = list(_pieces(str(doc.pop("text")) for doc in docs))
    places, spellings = _places(pieces)
    ordered = sorted(places, key=lambda word: word.encode("utf-16-be"))
    postings = [_posting(places[word]) for word in ordered]
    words = _cut([3 * len(posting) for posting in postings], _WORDS_PART)
    passages = _cut([len(piece.text) for piece in pieces], _TEXTS_PART)
    parts = {
        "words": [" ".join(ordered[first:end]) for first, end in words],
        "often": ["".join(_often(places[word]) for word in ordered[a:b]) for a, b in words],
        "spelt": _spelt(places, spellings),
        "texts": [pieces[first][:2] for first, _ in passages],
    }
    files: dict[str, Any] = {_INDEX: {"config": index["config"], "docs": docs, "parts": parts}}
    for number, (first, end) in enumerate(words):
        files[f"words-{number}"] = postings[first:end]
    for number, (first, end) in enumerate(passages):
        files[f"texts-{number}"] = pieces[first:end]
    return files


def _one_for_each_entry(docs: Iterable[Mapping[str, Any]]) -> Iterator[_Doc]:
    """Yield a document for each entry and each section, as `keptOf` of the worker does.

    Lists of entries are left out: their items have documents. With its "#" encoded, a date, which
    is a part of a page, is found by itself.
    """
    kept = dict[str, _Doc]()
    for doc in docs:
        new = {key: doc[key] for key in ("location", "title", "text", "tags") if key in doc}
        path, _, part = doc["location"].partition("#")
        folder, *deeper = path.split("/")
        if part.startswith("_") and (not doc["text"] or _is_list(path, part)):
            continue
        if folder == _DATES and part and not part.startswith("_"):
            new["location"] = f"{path}%23{part}"
            kept[doc["location"]] = new
        elif folder not in _ENTRIES or not part:
            kept[doc["location"]] = new
        elif len(deeper) > 1 and path in kept:
            kept[path]["text"] += f" {doc['text']}"
    yield from kept.values()


def _is_list(path: str, part: str) -> bool:
    return path in ("", "index.html") and not part.startswith(("_brief", "_questions"))


def _pieces(texts: Iterable[str]) -> Iterator["_Piece"]:
    """Yield texts in pieces that end between two words outside markup, whose tags have no spaces.

    Only a long text has several.
    """
    for number, text in enumerate(texts):
        at, rest = 0, text
        while len(rest) > _TEXTS_PART and (cut := _CUT.match(rest)):
            yield _Piece(number, at, cut[0])
            at += sum(len(sought_words(word)) for word in shown_words(cut[0]))
            rest = rest[cut.end() :]
        yield _Piece(number, at, rest)


def _places(pieces: Iterable["_Piece"]) -> tuple[_Places, Mapping[str, Counter[str]]]:
    """Return where each word stands, by the number of the text, and its spellings outside ASCII."""
    places: _Places = defaultdict(list)
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    for number, first, text in pieces:
        shown, start = shown_words(text), (number << _TEXT_BITS) + first
        for at, word in enumerate(chain.from_iterable(map(sought_words, shown)), start):
            places[word].append(at)
        for spelt in () if text.isascii() else shown:
            if not spelt.isascii():
                spellings[folded_word(spelt)][spelt.lower()] += 1
        for before, figures in grouped_numbers(text):
            places[figures].append(start + before)
    return places, spellings


def _posting(places: Iterable[int]) -> list[int]:
    posting, before, count_at, last = list[int](), -1, 0, 0
    for place in places:
        number, at = place >> _TEXT_BITS, place & _WORD_NUMBER
        if number != before:
            count_at, last = len(posting) + 1, 0
            posting += (number - max(before, 0), 0)
            before = number
        posting.append(at - last)
        posting[count_at] += 1
        last = at
    return posting


def _cut(sizes: Sequence[int], most: int) -> list[tuple[int, int]]:
    """Return the first item of each part and the one after its last; large items stand alone."""
    cuts, first, total = list[tuple[int, int]](), 0, 0
    for at, size in enumerate(sizes):
        if at > first and total + size > most:
            cuts.append((first, at))
            first, total = at, 0
        total += size
    return [*cuts, (first, len(sizes))] if sizes else []


def _often(places: Sequence[object]) -> str:
    """Return how many binary digits the number of occurrences has, in base 36."""
    return "0123456789abcdefghijklmnopqrstuvwxyz"[len(places).bit_length()]


def _spelt(places: _Places, spellings: Mapping[str, Counter[str]]) -> dict[str, str]:
    """Return the usual spelling of frequent words, where it differs: perhaps stop words."""
    found = dict[str, str]()
    for word, counts in spellings.items():
        [(usual, count)] = counts.most_common(1)
        total = len(places[word])
        if total >= _OFTEN and 2 * count > total:
            found[word] = usual
    return found
