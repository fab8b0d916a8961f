"""Input that repeats one thing very often, as a broken program or an attacker writes it.

Each payload makes the files of a whole site, by path, for a size: characters of what is repeated,
or, for entries, how many there are.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import NamedTuple

Files = Mapping[str, str]

BASE = {
    "mkdocs.yml": "site_name: Lights\n",
    "docs/articles/a.md": "---\ntitle: A\n---\n\nThe lamp was lit at dawn.\n",
    "annotations/a.yml": (
        "article: articles/a.md\nclaims:\n  lit:\n    quote: The lamp was lit at dawn\n"
        "    summary: It was lit.\n    kind: value\n"
    ),
}
# What is repeated in each place of the format: by name, one unit.
SIGNS = {
    "backtick": "`",
    "backticks apart": "` ",
    "code": "`a` ",
    "code with an end": "`a. B` ",
    "growing code": "` `` ``` ",
    "quotation mark": '"',
    "apostrophe": "'",
    "apostrophes apart": "' A. ",
    "single quotes": "'A. B.' ",
    "opening quote": "“",
    "closing quote": "”",
    "low quote": "„",
    "guillemet": "«",
    "quotes": "“A. B.” ",
    "bracket": "[",
    "closing bracket": "]",
    "empty link": "[](",
    "link": "[a](b) ",
    "nested link": "[a](",
    "reference": "[a][b] ",
    "bracket and colon": "[a]: ",
    "parenthesis": "(",
    "parentheses": "(a) ",
    "picture": "![",
    "pictures": "![a](",
    "star": "*",
    "star and word": "*a ",
    "stars": "*a **b ",
    "word and star": "a**b",
    "underscore": "_",
    "underscore and word": "_a ",
    "word and underscore": "a_",
    "tilde": "~",
    "tilde and word": "~a ",
    "less than": "<",
    "tag": "<a ",
    "open tag": "<b>",
    "closing tag": "</b>",
    "box": "<div>",
    "boxes": "<div></div>",
    "comment": "<!--",
    "comments": "<!-- a -->",
    "instruction": "<?",
    "declaration": "<!A",
    "cdata": "<![CDATA[",
    "script": "<script>",
    "ampersand": "&",
    "reference to a character": "&#",
    "entity": "&amp;",
    "backslash": "\\",
    "escape": "\\*",
    "bar": "|",
    "bars": "a|b ",
    "hash": "#",
    "hash and word": "#a ",
    "greater than": ">",
    "hyphen": "-",
    "hyphens apart": "- ",
    "equals": "=",
    "colon": ":",
    "colons apart": ": ",
    "emoji code": ":a:",
    "caret": "^",
    "caret and word": "^a ",
    "dollar": "$",
    "formula": "$a$ ",
    "brace": "{",
    "attributes": "{: a=b }",
    "attribute": "{.a ",
    "mark": "==",
    "marked": "==a ",
    "inserted": "++",
    "key": "++a ",
    "deleted": "--",
    "deletion": "{--",
    "address": "http://",
    "addresses": "http://a.b/c ",
    "angle address": "<http://a.b>",
    "www": "www.",
    "mail": "a@b",
    "mails": "a@b.c ",
    "footnote mark": "[^a]",
    "percent": "%20",
    "full stop": ".",
    "full stops apart": ". ",
    "words left out": "a … ",
    "sentence": "It is so. ",
    "question": "? ",
    "initial": "A. ",
    "dotted word": "a.b.",
    "comma": "a, ",
    "digits": "1",
    "numbers": "1 ",
    "year": "1871 ",
    "number with commas": "1,000,",
    "day": "3 May 1871 ",
    "month": "May ",
    "roman": "MDCX ",
    "long word": "a",
    "hyphenated word": "a-",
    "capitals": "A",
    "capital words": "Anna ",
    "camel": "aB",
    "words": "word ",
    "accents": "e\u0301",
    "zalgo": "\u0301",
    "CJK": "燈",
    "CJK sentences": "燈亮。",
    "hangul": "등대",
    "hangul words": "등대는 ",
    "khmer": "\u17d4",
    "khmer apart": "\u17d4 ",
    "arabic": "منارة ",
    "emoji": "🙂",
    "family": "👨‍👩‍👧",
    "ruby": "<ruby>燈<rt>dēng</rt></ruby>",
    "raised": "<sup>2</sup>",
    "soft hyphen": "a\u00ad",
    "no-break space": "a\u00a0",
    "zero width": "\u200b",
    "spaces": " ",
    "tabs": "\t",
    "ligature": "ﬁ",
    "capital sharp": "ẞ",
    "line separator": "a\u2028",
    "formula in brackets": "\\(a\\) ",
    "open formula": "\\(",
    "display formula": "\\[a\\]",
    "begin": "\\begin{a}",
}
# What is repeated as lines, or as paragraphs, of an article.
LINES = {
    "heading": "# A\n\n",
    "headings": "# A {n}\n\n",
    "underlined heading": "A\n=\n\n",
    "paragraph": "A.\n\n",
    "item": "- a\n",
    "numbered item": "1. a\n",
    "apart items": "- a\n\n",
    "quotation": "> a\n",
    "apart quotations": "> a\n\n",
    "fence": "```\n",
    "fences": "```\na\n```\n\n",
    "tilde fence": "~~~\n",
    "indented code": "    a\n",
    "rule": "---\n\n",
    "row": "|a|b|\n",
    "table": "|a|\n|-|\n|b|\n\n",
    "definition": "a\n:   b\n\n",
    "apart definition": "a\n\n:   b\n\n",
    "footnote": "[^{n}]: A.\n\n",
    "footnotes": "A[^{n}]\n\n[^{n}]: B.\n\n",
    "same footnote": "A[^a]\n\n",
    "link definition": "[{n}]: b\n",
    "linked definition": "[{n}]\n\n[{n}]: b\n\n",
    "abbreviation": "*[a{n}]: b\n",
    "admonition": "!!! note\n    a\n\n",
    "hard break": "a  \n",
    "backslash break": "a\\\n",
    "box line": "<div>\n\n",
    "boxes in lines": "<div>\n\na\n\n</div>\n\n",
    "box with markdown": '<div markdown="1">\n\n',
    "comment line": "<!-- \n\n",
    "picture": "![a](b.png)\n\n",
    "attribute line": "a\n{: .b }\n\n",
    "toc": "[TOC]\n\n",
    "title": "a: b\n",
    "quoted words": "“A.”\n\n",
    "different words": "w{n} x{n} y{n}.\n\n",
    "different sentences": "The keeper of light {n} was Anna Lund. ",
    "html row": "<tr><td>a\n\n",
    "details": "<details>\n<summary>a</summary>\n\n",
    "blank": "\n",
    "blank with spaces": "   \n",
    "carriage returns": "a\r",
}


class Payload(NamedTuple):
    """What is repeated, where, and the site that holds it."""

    name: str
    files: Callable[[int], Files]


def payloads() -> Iterator[Payload]:
    """Yield all payloads: each character in each place, what is repeated as lines,
    what is nested, entries.
    """
    for place, write in _PLACES.items():
        for name, unit in SIGNS.items():
            yield Payload(f"{name}, {place}", partial(_signs, write, unit))
    for name, line in LINES.items():
        yield Payload(f"{name}, lines of an article", partial(_lines, line))
    for name, write_nested in _NESTED.items():
        yield Payload(f"{name}, nested", write_nested)
    for name, write_entries in _ENTRIES.items():
        yield Payload(f"{name}, many", write_entries)


def _signs(write: Callable[[str], Files], unit: str, size: int) -> Files:
    return write(unit * max(size // len(unit), 1))


def _lines(line: str, size: int) -> Files:
    count = max(size // len(line), 1)
    return _article("".join(line.replace("{n}", str(number)) for number in range(count)))


def _article(text: str, **more: str) -> Files:
    return (
        BASE
        | {"docs/articles/a.md": f"---\ntitle: A\n---\n\nThe lamp was lit at dawn.\n\n{text}\n"}
        | more
    )


def _annotated(stanza: str, text: str = "") -> Files:
    return _article(text) | {"annotations/b.yml": f"article: articles/a.md\n{stanza}\n"}


def _typed(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def _claim(id_: str, **fields: str) -> str:
    given = {"quote": "lit at dawn", "summary": "So.", "kind": "value"} | fields
    lines = [f"    {key}: {_typed(value)}" for key, value in given.items()]
    return "\n".join([f"  {id_}:", *lines])


def _in_text(text: str) -> Files:
    return _article(f"So {text}")


def _in_summary(text: str) -> Files:
    return _annotated("claims:\n" + _claim("x", summary=f"So {text}"))


def _in_quote(text: str) -> Files:
    return _annotated("claims:\n" + _claim("x", quote=f"So {text}"))


def _in_both(text: str) -> Files:
    """Give a quote that may be in the article, but for what Markdown makes of it."""
    return _annotated("claims:\n" + _claim("x", quote=f"Or {text}"), f"So {text} or so")


def _in_name(text: str) -> Files:
    actor = (
        f"actors:\n  anna:\n    name: {_typed(f'Anna {text}')}\n"
        f"    aliases: [{_typed(f'Ann {text}')}]\n"
    )
    return _annotated(f"{actor}    type: person\n", "Anna was there.")


def _in_front(text: str) -> Files:
    front = f"---\ntitle: {_typed(f'So {text}')}\nsummary: {_typed(f'So {text}')}\n---\n\n"
    return BASE | {"docs/articles/a.md": f"{front}The lamp was lit at dawn.\n"}


def _in_date(text: str) -> Files:
    date = (
        f"dates:\n  x:\n    date: {_typed(f'1871{text}')}\n    title: So\n    quote: lit at dawn\n"
    )
    return _annotated(date)


# Pages are read as articles are, notes and all other Markdown of annotations as summaries.
_PLACES: Mapping[str, Callable[[str], Files]] = {
    "article": _in_text,
    "summary": _in_summary,
    "quote": _in_quote,
    "quote and article": _in_both,
    "name": _in_name,
    "front matter": _in_front,
    "date": _in_date,
}


# --- nested ---


def _depth(size: int) -> int:
    """Return how deep what is indented may go so that the whole has about `size` characters."""
    return max(int((size / 2) ** 0.5), 1)


def _indented(mark: str, size: int) -> Files:
    return _article("".join(f"{'    ' * depth}{mark}\n" for depth in range(_depth(size))))


def _indented_apart(mark: str, size: int) -> Files:
    return _article("".join(f"{'    ' * depth}{mark}\n\n" for depth in range(_depth(size))))


def _around(before: str, after: str, size: int) -> Files:
    count = max(size // (len(before) + len(after)), 1)
    return _article(f"{before * count}a{after * count}")


def _wide_table(size: int) -> Files:
    columns = max(size // 8, 1)
    return _article("|a" * columns + "|\n" + "|-" * columns + "|\n" + "|b" * columns + "|\n")


def _long_table(size: int) -> Files:
    return _article("|a|b|\n|-|-|\n" + "|c|d|\n" * max(size // 6, 1))


def _square_table(size: int) -> Files:
    side = max(int((size / 2) ** 0.5), 1)
    return _article("|a" * side + "|\n" + "|-" * side + "|\n" + ("|b" * side + "|\n") * side)


def _yaml_nested(size: int) -> Files:
    return BASE | {"annotations/b.yml": f"claims: {'[' * size}"}


def _yaml_mapping(size: int) -> Files:
    depth = _depth(size)
    return BASE | {"annotations/b.yml": "".join(f"{'  ' * level}a:\n" for level in range(depth))}


def _front_nested(size: int) -> Files:
    return BASE | {
        "docs/articles/a.md": f"---\ntitle: {'[' * size}{']' * size}\n---\n\n"
        "The lamp was lit at dawn.\n"
    }


def _aliases(size: int) -> Files:
    return BASE | {"annotations/b.yml": "a: &a [b]\nclaims: [" + "*a, " * max(size // 4, 1) + "]\n"}


def _long_file(size: int) -> Files:
    return BASE | {"annotations/b.yml": "# a comment\n" * max(size // 12, 1)}


_NESTED: Mapping[str, Callable[[int], Files]] = {
    "lists": partial(_indented, "- a"),
    "numbered lists": partial(_indented, "1. a"),
    "lists apart": partial(_indented_apart, "- a"),
    "admonitions": partial(_indented, "!!! note"),
    "quotations": partial(_around, ">", ""),
    "quotations apart": partial(_around, "> ", ""),
    "items": partial(_around, "- ", ""),
    "boxes": partial(_around, "<div>", "</div>"),
    "spans": partial(_around, "<span>", "</span>"),
    "links": partial(_around, "[", "](b)"),
    "pictures": partial(_around, "![", "](b)"),
    "emphasis": partial(_around, "*", "*"),
    "strong": partial(_around, "**a ", " a**"),
    "mixed emphasis": partial(_around, "*a **b ", " b** a*"),
    "parentheses": partial(_around, "(", ")"),
    "address": partial(_around, "[a](", ")"),
    "quotation marks": partial(_around, "“", "”"),
    "wide table": _wide_table,
    "long table": _long_table,
    "square table": _square_table,
    "YAML brackets": _yaml_nested,
    "YAML mappings": _yaml_mapping,
    "YAML front matter": _front_nested,
    "YAML aliases": _aliases,
    "YAML comments": _long_file,
}


# --- many ---

_WORDS = (
    "amber birch cedar delta ember fjord grove haven isle jetty "
    "kelp lagoon moor north ocean pier".split()
)


def _word(number: int) -> str:
    """Return three words that no other number below 4,096 has, with it."""
    first, second, third = (_WORDS[number >> shift & 15] for shift in (0, 4, 8))
    return f"{first} {second} {third} {number}"


def _told(count: int) -> str:
    return "\n\n".join(f"The keeper saw {_word(number)} at night." for number in range(count))


def _claims(
    count: int, more: Callable[[int], dict[str, str]] = lambda _: {}, quote: str = "saw {}"
) -> Files:
    entries = (
        _claim(f"c{n}", quote=quote.format(_word(n)), summary=f"Seen: {n}.", **more(n))
        for n in range(count)
    )
    return _annotated("claims:\n" + "\n".join(entries), _told(count))


def _same_claims(count: int) -> Files:
    entries = (_claim(f"c{n}", summary=f"Seen: {n}.") for n in range(count))
    return _annotated("claims:\n" + "\n".join(entries))


def _lost_claims(count: int) -> Files:
    return _claims(count, quote="sawed the {} away")


def _ambiguous_claims(count: int) -> Files:
    entries = (_claim(f"c{n}", quote="The keeper saw", summary=f"Seen: {n}.") for n in range(count))
    return _annotated("claims:\n" + "\n".join(entries), _told(count))


def _linked_claims(count: int) -> Files:
    return _claims(count, lambda n: {"supports": f"c{n - 1}"} if n else {})


def _star_claims(count: int) -> Files:
    return _claims(count, lambda n: {"supports": "c0"} if n else {})


def _cyclic_claims(count: int) -> Files:
    return _claims(
        count, lambda n: {"attacks": f"c{(n + 1) % count}", "supports": f"c{(n + 2) % count}"}
    )


def _notes(count: int) -> Files:
    return _claims(count, lambda n: {"note": f"See *[this](claim:c{(n + 1) % count})*."})


def _linking_note(count: int) -> Files:
    links = " ".join(f"[it](claim:c{n})" for n in range(count))
    return _claims(count, lambda n: {} if n else {"note": links})


def _evidence(count: int) -> Files:
    evidence = "".join(f"      - {{source: s{n}, note: Page {n}.}}\n" for n in range(count))
    sources = "".join(f"  s{n}: {{type: book, title: Book {n}}}\n" for n in range(count))
    return _annotated(f"claims:\n{_claim('x')}\n    evidence:\n{evidence}sources:\n{sources}")


def _sources(count: int) -> Files:
    entries = "".join(
        f"  s{n}: {{type: book, title: Book {n}, issued: 1911}}\n" for n in range(count)
    )
    return _annotated(f"sources:\n{entries}")


def _dates(count: int) -> Files:
    entries = "".join(
        f"  d{n}: {{date: {1000 + n % 900}, title: Night {n}, quote: saw {_word(n)}}}\n"
        for n in range(count)
    )
    return _annotated(f"dates:\n{entries}", _told(count))


def _same_dates(count: int) -> Files:
    entries = "".join(
        f"  d{n}: {{date: 1900/1950, title: Night {n}, quote: lit at dawn}}\n" for n in range(count)
    )
    return _annotated(f"dates:\n{entries}")


def _actors(count: int) -> Files:
    entries = "".join(f"  a{n}: {{name: {_word(n).title()}, type: person}}\n" for n in range(count))
    return _annotated(
        f"actors:\n{entries}", "\n\n".join(f"So {_word(n).title()} went." for n in range(count))
    )


def _part_actors(count: int) -> Files:
    entries = "".join(
        f"  a{n}: {{name: {_word(n).title()}, type: group, part_of: "
        f"[a{max(n - 1, 0) if n else 1}]}}\n"
        for n in range(count)
    )
    return _annotated(f"actors:\n{entries}")


def _alike_actors(count: int) -> Files:
    entries = "".join(f"  a{n}: {{name: Anna Lund, type: person}}\n" for n in range(count))
    return _annotated(f"actors:\n{entries}", "Anna Lund went.")


def _aliases_of_one(count: int) -> Files:
    names = ", ".join(_word(n).title() for n in range(count))
    actor = f"actors:\n  a: {{name: Anna, type: person, aliases: [{names}]}}\n"
    return _annotated(actor, "\n\n".join(f"So {_word(n).title()} went." for n in range(count)))


def _nested_names(count: int) -> Files:
    """Give names each of which begins like all others: `a`, `a a`, `a a a`, in a text of them."""
    depth = max(int(count**0.5), 1)
    entries = "".join(f"  t{n}: {{name: {'a ' * n}a, definition: So.}}\n" for n in range(depth))
    return _annotated(f"terms:\n{entries}", "a " * count)


def _mentions(count: int) -> Files:
    return _annotated(
        "actors:\n  a: {name: Anna Lund, type: person}\n", "So Anna Lund went. " * count
    )


def _mentions_apart(count: int) -> Files:
    text = "".join(f"## Part {n}\n\nSo Anna Lund went.\n\n" for n in range(count))
    return _annotated("actors:\n  a: {name: Anna Lund, type: person}\n", text)


def _terms(count: int) -> Files:
    entries = "".join(
        f"  t{n}: {{name: {_word(n)}, definition: A *word* {n}.}}\n" for n in range(count)
    )
    return _annotated(
        f"terms:\n{entries}", "\n\n".join(f"So {_word(n)} went." for n in range(count))
    )


def _broader_terms(count: int) -> Files:
    entries = "".join(
        f"  t{n}: {{name: {_word(n)}, definition: So., broader: [{f't{n - 1}' if n else ''}]}}\n"
        for n in range(count)
    )
    return _annotated(f"terms:\n{entries}")


def _star_terms(count: int) -> Files:
    entries = "".join(
        f"  t{n}: {{name: {_word(n)}, definition: So., related: [{'t0' if n else ''}]}}\n"
        for n in range(count)
    )
    return _annotated(f"terms:\n{entries}")


def _former(count: int) -> Files:
    ids = ", ".join(f"old-{n}" for n in range(count))
    return _annotated(f"claims:\n{_claim('x')}\n    formerly: [{ids}]\n")


def _former_each(count: int) -> Files:
    entries = "\n".join(f"{_claim(f'c{n}')}\n    formerly: old-{n}" for n in range(count))
    return _annotated(f"claims:\n{entries}\n")


def _quotes(count: int) -> Files:
    quotes = "".join(f"      - saw {_word(n)}\n" for n in range(count))
    claim = f"claims:\n  x:\n    summary: So.\n    kind: value\n    quote:\n{quotes}"
    return _annotated(claim, _told(count))


def _ranges(count: int) -> Files:
    quote = "{{start: saw {0}, end: at night}}"
    entries = "".join(
        f"  c{n}: {{summary: So., kind: value, quote: {quote.format(_word(n))}}}\n"
        for n in range(count)
    )
    return _annotated(f"claims:\n{entries}", _told(count))


def _briefs(count: int) -> Files:
    lines = "".join(f"  - It was seen {n}.\n" for n in range(count))
    return _annotated(f"brief:\n{lines}")


def _questions(count: int) -> Files:
    lines = "".join(f"  - {{ask: Was it seen {n}?, answer: It was.}}\n" for n in range(count))
    return _annotated(f"questions:\n{lines}")


def _articles(count: int) -> Files:
    more = {f"docs/articles/b{n}.md": f"# B {n}\n\nSo Anna Lund went.\n" for n in range(count)}
    return _annotated("actors:\n  a: {name: Anna Lund, type: person}\n") | more


def _pages(count: int) -> Files:
    return BASE | {f"docs/p{n}.md": f"# P {n}\n\nSo Anna Lund went.\n" for n in range(count)}


def _linked_pages(count: int) -> Files:
    return BASE | {
        f"docs/p{n}.md": f"# P {n}\n\n[Next](p{(n + 1) % count}.md)\n" for n in range(count)
    }


def _linking_page(count: int) -> Files:
    links = "\n\n".join(f"[Next](p{n}.md#p-{n})" for n in range(count))
    return _pages(count) | {"docs/links.md": f"# Links\n\n{links}\n"}


def _broken_links(count: int) -> Files:
    return _article("\n\n".join(f"[Next](p{n}.md)" for n in range(count)))


def _broken_anchors(count: int) -> Files:
    return _article("\n\n".join(f"[Next](#p{n})" for n in range(count)))


def _unknown_entries(count: int) -> Files:
    return _article("\n\n".join(f"[Next](claim:p{n})" for n in range(count)))


def _unknown_sources(count: int) -> Files:
    return _claims(count, lambda n: {"by": f"nobody-{n}"})


def _pictures(count: int) -> Files:
    files = {
        f"docs/articles/p{n}.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>" for n in range(count)
    }
    return _article("\n\n".join(f"![Picture {n}](p{n}.svg)" for n in range(count)), **files)


def _files(count: int) -> Files:
    entries = {
        f"annotations/t{n}.yml": f"terms:\n  t{n}: {{name: {_word(n)}, definition: So.}}\n"
        for n in range(count)
    }
    return BASE | entries


def _same_id(count: int) -> Files:
    return BASE | {
        f"annotations/t{n}.yml": "terms:\n  t: {name: so, definition: So.}\n" for n in range(count)
    }


def _wrong_entries(count: int) -> Files:
    return _annotated(
        "claims:\n" + "".join(f"  c{n}: {{quoted: so, kinds: value}}\n" for n in range(count))
    )


def _wrong_keys(count: int) -> Files:
    return BASE | {"annotations/b.yml": "".join(f"claim{n}: {{}}\n" for n in range(count))}


def _wrong_ids(count: int) -> Files:
    return _annotated("claims:\n" + "".join(f"{_claim(f'C {n}')}\n" for n in range(count)))


def _front_keys(count: int) -> Files:
    keys = "".join(f"key{n}: so\n" for n in range(count))
    return BASE | {"docs/articles/a.md": f"---\ntitle: A\n{keys}---\n\nThe lamp was lit at dawn.\n"}


def _tags(count: int) -> Files:
    tags = ", ".join(f"tag{n}" for n in range(count))
    return BASE | {"docs/p.md": f"---\ntags: [{tags}]\n---\n\n# P\n"}


def _navigation(count: int) -> Files:
    nav = "".join(f"  - P{n}: p{n}.md\n" for n in range(count))
    return _pages(count) | {
        "mkdocs.yml": f"site_name: Lights\nnav:\n  - index.md\n  - articles/index.md\n{nav}"
    }


_ENTRIES: Mapping[str, Callable[[int], Files]] = {
    "claims": _claims,
    "claims on the same words": _same_claims,
    "claims whose words are lost": _lost_claims,
    "claims whose words are everywhere": _ambiguous_claims,
    "claims in a chain": _linked_claims,
    "claims for one": _star_claims,
    "claims in a circle": _cyclic_claims,
    "notes": _notes,
    "links in a note": _linking_note,
    "evidence of a claim": _evidence,
    "sources": _sources,
    "dates": _dates,
    "dates on the same words": _same_dates,
    "actors": _actors,
    "actors that are parts of each other": _part_actors,
    "actors of the same name": _alike_actors,
    "aliases of an actor": _aliases_of_one,
    "names that begin alike": _nested_names,
    "mentions": _mentions,
    "mentions in sections": _mentions_apart,
    "terms": _terms,
    "terms in a chain": _broader_terms,
    "terms around one": _star_terms,
    "former ids of a claim": _former,
    "claims with a former id": _former_each,
    "quotes of a claim": _quotes,
    "ranges": _ranges,
    "sentences of a brief": _briefs,
    "questions": _questions,
    "articles": _articles,
    "pages": _pages,
    "pages with links": _linked_pages,
    "links to pages": _linking_page,
    "links to no page": _broken_links,
    "links to no heading": _broken_anchors,
    "links to no entry": _unknown_entries,
    "references to no entry": _unknown_sources,
    "pictures": _pictures,
    "annotation files": _files,
    "entries of the same id": _same_id,
    "wrong entries": _wrong_entries,
    "wrong keys": _wrong_keys,
    "wrong ids": _wrong_ids,
    "keys of front matter": _front_keys,
    "tags": _tags,
    "pages in the navigation": _navigation,
}
