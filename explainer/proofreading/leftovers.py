r"""Marks of Markdown and its many dialects that nothing reads, so that they are printed as typed.

A mark counts if its words stand in the Markdown, outside code and comments, and on the page as
well: what an extension read is gone from the page, and what is escaped, as `\[\[x]]`, does not
stand in the Markdown.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace

from explainer.model import Level, Problem
from explainer.proofreading.typed_text import TypedText
from explainer.text.fold import folded

_EMPHASIS = re.compile(r"[*_]")
_LONGEST_LINE = 20_000  # code points; longer lines are skipped, which would take quadratic time
_MOST_SIGNS = 1_000  # different ones of a dialect in a text; no more are looked for on the page
_LONGEST = 40  # characters of what was typed in a message
_NAME = r"[A-Za-z][\w:-]*"
_VALUE = r"""(?:"[^"\n]*"|'[^'\n]*'|[^\s}"']+)"""
_KEYS = (
    "align|alt|caption|class|credit|height|id|lang|loading|markdown|rel|style|target|title|width"
    "|data-[a-z-]+"
)
_ATTRIBUTE = rf"(?:[.#]{_NAME}|(?:{_KEYS})={_VALUE})"

_QUOTED = r"[\"“'‘«][^\n]*[\"”'’»]"
_KIND = r"[A-Za-z][\w-]*(?:[ \t]+[\w-]+)*"
# words alone are a question or a cry, unless one in small letters, or followed by indented lines
_BOX = (
    rf"(?:{_KIND}[ \t]+{_QUOTED}|{_QUOTED}|[a-z-]+(?=[ \t]*$)"
    rf"|{_KIND}(?=[ \t]*\n(?:[ \t]*\n)*(?: {{4}}|\t)))"
)


@dataclass(frozen=True)
class Dialect:
    """A way to write something that not every renderer reads.

    The pattern's group `sign` is what stands on the page if nothing reads it. `readers` are the
    extensions that do; if one of them is set and still did not read it, `placing` says what to do.
    """

    pattern: re.Pattern[str]
    advice: str
    readers: tuple[str, ...] = ()
    placing: str = ""
    level: Level = "error"
    plug_ins: bool = field(default=False)  # whether plug-ins for MkDocs read it


def _dialect(
    pattern: str,
    advice: str,
    *readers: str,
    placing: str = "",
    level: Level = "error",
    plug_ins: bool = False,
) -> Dialect:
    compiled = re.compile(pattern, re.MULTILINE)
    return Dialect(compiled, advice, readers, placing, level, plug_ins)


def _adding(extension: str) -> str:
    """Return the advice about an extension that the site can add."""
    return f"add `{extension}` to markdown_extensions in mkdocs.yml"


def _keeping(extension: str) -> str:
    """Return the advice about an extension that the program supplies."""
    return f"take `{extension}`, which reads it, out of `without_extensions` in mkdocs.yml"


DIALECTS: tuple[Dialect, ...] = (
    _dialect(
        r"(?P<sign>\{(?:\+\+[^\n{}]+\+\+|--[^\n{}]+--|~~[^\n{}]+~~|>>[^\n{}]+<<|==[^\n{}]+==)\})",
        "it is a review mark (CriticMarkup); accept or reject it, and remove the signs",
        "pymdownx.critic",
    ),
    _dialect(
        r"(?P<sign>!\[\[(?=[^\[\]\n]*\w)[^\[\]\n]+\]\])",
        "write a picture as `![words](file.png)`",
        plug_ins=True,
    ),
    _dialect(
        r"(?P<sign>\[\[_?[Tt][Oo][Cc]_?\]\])",
        "remove it: the theme shows the contents of a page beside it",
    ),
    _dialect(
        r"(?P<sign>\[\[(?=[^\[\]\n]*\w)[^\[\]\n]+\]\])(?!\()",
        "write a link as `[words](page.md)`; for literal brackets, type `\\[\\[`",
        "wikilinks",
        plug_ins=True,
    ),
    _dialect(
        rf"(?P<sign>\{{:?[ \t]*{_ATTRIBUTE}(?:[ \t]+{_ATTRIBUTE})*[ \t]*\}})",
        _keeping("attr_list"),
        "attr_list",
        placing="put it right after a link or picture, without a space, at the end of a heading, "
        "or on a line of its own right below a paragraph",
    ),
    _dialect(
        r"^[ \t>]*(?P<sign>/{3,}[ \t]*[a-z][\w-]*)(?:[ \t]*\|.*)?[ \t]*$",
        "add the extension that reads such blocks to markdown_extensions in mkdocs.yml, as "
        "`pymdownx.blocks.caption` does `/// caption`; a caption can also stand in the title of "
        'its picture: `![words](file.png "caption")`',
        "pymdownx.blocks.caption",
        "pymdownx.blocks.admonition",
        "pymdownx.blocks.details",
        "pymdownx.blocks.tab",
        "pymdownx.blocks.html",
        "pymdownx.blocks.definition",
        placing="set the extension for a block of this name, and close the block with a line ///",
    ),
    _dialect(
        rf"^[ \t>]*(?P<sign>!!!\+?[ \t]*{_BOX})[ \t]*$",
        _keeping("admonition"),
        "admonition",
        placing='write it as `!!! note "Title"`, with an empty line above, '
        "and indent its text by four spaces",
    ),
    _dialect(
        rf"^[ \t>]*(?P<sign>\?\?\?\+?[ \t]*{_BOX})[ \t]*$",
        _adding("pymdownx.details"),
        "pymdownx.details",
        placing='write it as `??? note "Title"`, with an empty line above, '
        "and indent its text by four spaces",
    ),
    _dialect(
        r"^[ \t>]*(?P<sign>===[!+]{0,2}[ \t]*[\"“'‘][^\n]*[\"”'’])[ \t]*$",
        "add `pymdownx.tabbed: {alternate_style: true}` to markdown_extensions in mkdocs.yml",
        "pymdownx.tabbed",
        placing='write it as `=== "Title"`, with an empty line above, '
        "and indent its text by four spaces",
    ),
    _dialect(
        r"^[ \t>]*(?P<sign>:{3,}[ \t]*(?:\{[ \t]*)?[.\w](?:[^\n]*[^ \t\n])?)[ \t]*$",
        'no extension reads it; write a box as `!!! note "Title"`, with its text below, '
        "indented by four spaces",
        plug_ins=True,
    ),
    _dialect(
        r"^[ \t]*(?P<sign>>[ \t]*\[!\w+\])",
        'write it as `!!! note "Title"`, with its text below, indented by four spaces',
        "github-callouts",
        "markdown_callouts",
        "markdown_callouts.github_callouts",
        plug_ins=True,
    ),
    _dialect(
        r"(?<!-)(?P<sign>-{2,}8<-{2,})",
        _adding("pymdownx.snippets"),
        "pymdownx.snippets",
        placing='write it as `--8<-- "file.md"`, on a line of its own',
    ),
    _dialect(
        r"(?<![\w:/])(?P<sign>:(?:material|fontawesome|octicons|simple)-[\w-]+:)",
        "add `pymdownx.emoji` to markdown_extensions in mkdocs.yml with the `emoji_index` and "
        "`emoji_generator` of `material.extensions.emoji`, or remove it",
        "pymdownx.emoji",
        placing="there is no icon of that name; correct it, or remove it",
    ),
    _dialect(
        r"(?<![\w:/])(?P<sign>:[a-z][a-z_]{2,}:)(?![\w:])",
        "if an emoji is meant, type the character itself, "
        "or add `pymdownx.emoji` to markdown_extensions",
        "pymdownx.emoji",
        placing="there is no emoji of that name; if one is meant, type the character itself",
        level="warning",
    ),
    _dialect(
        # with quoted words, a filter or an argument; alone, it may be what a text is about
        r"(?P<sign>\{%-?[ \t]*\w+[ \t]+[^\s%][^\n%]*%\}"
        r"|\{%-?[ \t]*(?:end\w+|else|comment)[ \t]*-?%\}"
        r"|\{\{[<%][^\n{}]+[>%]\}\}|\{\{[^\n{}]*[\"'|(][^\n{}]*\}\})",
        "templates are not processed here; write what it should say",
        plug_ins=True,
    ),
    _dialect(
        r"^[ \t>]*(?P<sign>\{\{[^\n{}]+\}\}|\{%-?[ \t]*\w+[ \t]*-?%\})[ \t]*$",
        "templates are not processed here; write what it should say",
        plug_ins=True,
    ),
    _dialect(
        r"^[ \t]*(?P<sign>\[[Tt][Oo][Cc]\])[ \t]*$",
        "remove it: the theme shows the contents of a page beside it",
    ),
    _dialect(
        r"^[ \t>]*(?:[-*+]|\d+[.)])[ \t]+(?P<sign>\[[ xX]\])(?=[ \t]+\S)",
        _adding("pymdownx.tasklist"),
        "pymdownx.tasklist",
        placing="begin the list with an empty line above it",
        level="warning",
    ),
    _dialect(
        r"^[ \t>]*(?P<sign>\$\$)(?=[^$]+\$\$[ \t]*$)",
        "add `pymdownx.arithmatex` to markdown_extensions in mkdocs.yml, "
        "and a script that sets formulas",
        "pymdownx.arithmatex",
        placing="leave an empty line above and below the formula",
        level="warning",
        plug_ins=True,
    ),
    _dialect(
        r"(?<![~\w\\])(?P<sign>~~(?=[^\s~])[^~\n]*[^\s~]~~)(?!~)",
        _adding("pymdownx.tilde"),
        "pymdownx.tilde",
        "pymdownx.betterem",
    ),
    _dialect(
        r"(?<![=\w\\])(?P<sign>==(?=[^\s=])[^=\n]*[^\s=]==)(?!=)",
        _adding("pymdownx.mark"),
        "pymdownx.mark",
    ),
    _dialect(
        r"(?<![\w^\\\[])(?P<sign>\^\^(?=[^\s^])[^^\n]*[^\s^]\^\^)(?!\^)",
        _adding("pymdownx.caret"),
        "pymdownx.caret",
    ),
    _dialect(
        r"(?<![\w+\\])(?P<sign>\+\+[\w-]+(?:\+[\w-]+)*\+\+)(?![\w+])",
        _adding("pymdownx.keys"),
        "pymdownx.keys",
        level="warning",
    ),
    _dialect(
        r"(?<=\w)(?P<sign>\^[\w+-]{1,6}\^|~[\w+-]{1,6}~)(?![~^])",
        "add `pymdownx.caret` (raised) or `pymdownx.tilde` (lowered) to markdown_extensions "
        "in mkdocs.yml, or write <sup> or <sub>",
        level="warning",
    ),
    _dialect(r"^[ ]{0,3}(?P<sign>\*\[[^\]\n]+\]:)[ \t]*\S", _adding("abbr"), "abbr"),
    _dialect(
        r"(?P<sign>\^\[[^\]\n]{3,2000}\])",
        "put `[^1]` here, and the note on a line of its own that begins with `[^1]:`",
    ),
    _dialect(
        r"^[ \t>]*(?P<sign>(?:\|[ \t]*)?:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)*"
        r"\|(?:[ \t]*:?-{2,}:?)?)[ \t]*$",
        _keeping("tables"),
        "tables",
        placing="this is not read as a table; leave an empty line above it, put this line right "
        "below its first row, and give both the same number of columns",
    ),
    _dialect(
        r"(?:\A|(?<=[^|\n]\n)|(?<=\n\n))[ \t]*(?P<sign>\|[^|\n]+\|(?:[^|\n]+\|)*)[ \t]*\n"
        r"(?![ \t]*\|?[ \t]*:?-{2})[ \t]*\|[^\n]*\|[ \t]*$",
        "a table has a line such as `| --- | --- |` below its first row",
    ),
    _dialect(
        r"(?<!\\)(?P<sign>!?\[[^\]\[\n]+\]\()(?=[^()\s]+(?:[ \t]+\"[^\"\n]*\")?\))",
        "Markdown between HTML tags is not read; add `md_in_html` to markdown_extensions "
        "in mkdocs.yml, and `markdown` to the tag, as in `<div markdown>`",
        "md_in_html",
        placing="Markdown between HTML tags is not read; write the tag with `markdown`, "
        "as in `<div markdown>`",
    ),
    _dialect(
        r"(?<!\\)(?P<sign>!?\[[^\]\[\n]*\]\()",
        "write a link as `[words](page.md)` and a picture as `![words](file.png)`: close both "
        "brackets, and put an address with spaces or brackets between < and >",
    ),
    _dialect(
        r"(?<![\w\]\\])(?P<sign>!?\[(?=[^\]\[\n]*[^\W\d_])[^\]\[\n^][^\]\[\n]*\]\[[^\]\[\n^]*\])",
        "it is not a link, since no line defines its label, as `[label]: page.md` would; add one, "
        "or write `[words](page.md)`",
        level="warning",
    ),
    _dialect(
        r"(?<!\\)(?P<sign>\[[^\]\[\n]+\][ \t]+\("
        r"(?:https?://|mailto:|#|[\w./-]+\.(?:md|html|pdf|png|jpe?g|svg)\b))[^)\n]*\)",
        "take out the space between the brackets: `[words](page.md)`",
    ),
    _dialect(
        r"(?P<sign>\([^()\n]+\)\[(?:https?://|mailto:)[^\]\n]+\])",
        "the brackets are the wrong way round; write `[words](address)`",
    ),
    _dialect(
        r"(?<![\\*])(?P<sign>\*\*(?:[ \t][^*\n]+|[^*\s][^*\n]*[ \t])\*\*)(?!\*)",
        "write bold words without a space inside the stars: `**words**`",
        level="warning",
    ),
    _dialect(
        r"(?<![%\w])(?P<sign>%%(?=[^\s%])[^%\n]*[^\s%]%%)(?![%\w])",
        "it is an Obsidian comment, which readers would see; "
        "write it as `<!-- … -->`, or remove it",
        plug_ins=True,
    ),
    _dialect(
        r"(?P<sign>\[-?@[A-Za-z][\w:.-]*\d[\w:.-]*(?:[,;][^\]\n]*)?\])(?![(\[:])",
        "citations are not supported; use a footnote, `[^1]`, or write the source out",
        plug_ins=True,
    ),
    _dialect(
        r"(?<!\\)(?P<sign><!--)", "close the comment with -->, or the text below is shown as well"
    ),
    _dialect(r"^[ \t]*(?P<sign>-->)[ \t]*$", "it ends a comment that was never opened; remove it"),
)


def leftovers(
    source: TypedText, shown: str, extensions: Collection[str], others_read: bool
) -> Iterator[Problem]:
    """Report what is printed as typed, each at its place.

    `shown` is the text of the page (see `shown.py`), `extensions` the Markdown extensions. If
    `others_read`, hooks or plug-ins may read what is left.
    """
    reported: set[int] = set()
    source = replace(source, prose=_without_long_lines(source.prose))
    for dialect in DIALECTS:
        if others_read and dialect.plug_ins:
            continue
        for match in _left(dialect, source, shown):
            typed = range(*match.span("sign"))
            if reported.isdisjoint(typed):
                reported.update(typed)
                yield _problem(dialect, match, source, extensions)


def _without_long_lines(prose: str) -> str:
    """Return a text with dots in place of long lines, as many as they have characters."""
    return "\n".join(_without_long_line(line) for line in prose.split("\n"))


def _without_long_line(line: str) -> str:
    return "." * len(line) if len(line) > _LONGEST_LINE else line


def _left(dialect: Dialect, source: TypedText, shown: str) -> Iterator[re.Match[str]]:
    """Yield as many of the matches as stand on the page."""
    left: dict[str, int] = {}
    signs: dict[str, str] = {}
    for match in dialect.pattern.finditer(source.prose):
        if source.prose.endswith("\\", 0, match.start("sign")):
            continue
        sign = signs.get(match["sign"]) or _sign(match, shown)
        signs[match["sign"]] = sign
        if len(signs) > _MOST_SIGNS:
            return
        left.setdefault(sign, shown.count(sign))
        if left[sign]:
            left[sign] -= 1
            yield match


def _sign(match: re.Match[str], shown: str) -> str:
    """Return what the page shows of a mark: no markers of a quote, nor of emphasis that is read."""
    sign = folded(match["sign"].lstrip(">")).strip()
    is_emphasis = sign.startswith("*")
    return sign if is_emphasis or sign in shown else _EMPHASIS.sub("", sign)


def _problem(
    dialect: Dialect, match: re.Match[str], source: TypedText, extensions: Collection[str]
) -> Problem:
    words = " ".join(match["sign"].split())
    if len(words) > _LONGEST:
        words = words[:_LONGEST].rstrip() + "…"
    is_set = not set(dialect.readers).isdisjoint(extensions)
    advice = (is_set and dialect.placing) or dialect.advice
    message = f"`{words}` is printed as typed; {advice}"
    place = source.place(match.start("sign"))
    return Problem(place, dialect.level, message, "unread-markup")
