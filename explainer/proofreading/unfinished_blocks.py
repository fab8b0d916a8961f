"""Blocks that do not begin or end where their author thinks, and marks of unfinished merges."""

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import pairwise

from explainer.model import Place, Problem
from explainer.proofreading.typed_text import TypedText
from explainer.text.fold import folded
from explainer.text.fragment import Element
from explainer.text.lines import line_starts

# https://git-scm.com/docs/git-merge#_how_conflicts_are_presented
_CONFLICT = re.compile(r"^(?P<sign><{7}|>{7}|\|{7})(?: .*)?$|^={7}$", re.MULTILINE)
_BOX_TYPE = r"^[ \t>]*(?P<type>(?:!!!|\?\?\?\+?)[ \t]*[\w-]+)"
_BOX = re.compile(rf"{_BOX_TYPE}[ \t]+(?P<words>(?:[\w-][\w -]*)?\w)[ \t]*$", re.MULTILINE)
# Where the theme puts a box: https://squidfunk.github.io/mkdocs-material/reference/admonitions/#inline-blocks
_PLACES = frozenset({"annotate", "end", "inline", "left", "right"})
_MARKDOWN_TAG = r"<{tag}\b[^>]*\bmarkdown\b[^>]*>"
# One or two characters between stars: more may well be an emphasised part of a word
_STARRED = re.compile(r"\b(?<!\*)\w+\*(?:\w{1,2}|\d+)\*\w[\w*]*")
_ITEM = re.compile(r"[ \t>]*(?:[-*+]|\d{1,3}[.)])[ \t]+(?P<words>\S.*)")


def merge_marks(source: TypedText) -> Iterator[Problem]:
    """Report the marks between which git puts the two versions of lines that it could not merge."""
    matches = _CONFLICT.finditer(source.prose)
    found = [match for match in matches if not _is_quoting(match, source.prose)]
    signs = [match["sign"] for match in found]
    for number, match in enumerate(found):
        before = next(filter(None, reversed(signs[:number])), ">>>>>>>")
        after = next(filter(None, signs[number + 1 :]), "<<<<<<<")
        # a row of = alone is the line below a title
        if match["sign"] or before != ">>>>>>>" or after == ">>>>>>>":
            message = (
                f"`{match[0]}` was left by an unresolved merge; keep the lines that should stay, "
                "and remove the lines <<<<<<<, ======= and >>>>>>>"
            )
            yield Problem(source.place(match.start()), "error", message, "merge-mark")


def _is_quoting(match: re.Match[str], prose: str) -> bool:
    """Return whether seven characters quote a letter answered seven times, and end no merge."""
    above = prose[: match.start()].rstrip("\n").rpartition("\n")[2]
    below = prose[match.end() :].lstrip("\n").partition("\n")[0]
    is_begun = re.search("^<{7}(?: |$)", prose[: match.start()], re.MULTILINE) is not None
    return match[0][0] == ">" and not is_begun and (above[:1] == ">" or below[:1] == ">")


def open_fences(source: TypedText) -> Iterator[Problem]:
    """Report a block of code that nothing closes, or that is closed only by the end of another."""
    for fence in source.fences:
        place = source.place(fence.offset)
        if fence.within is not None:
            inner = source.first_line + fence.within
            found = f"this code block is not closed before another begins on line {inner}"
            message = f"{found}; close it with {fence.sign}"
            yield Problem(place, "error", message, "open-code")
        elif fence.end is None:
            line = source.first_line + fence.start
            found = f"the code block that begins on line {line} is never closed"
            message = f"{found}; write {fence.sign} below its last line"
            yield Problem(place, "error", message, "open-code")


def printed_fences(source: TypedText, shown: str) -> Iterator[Problem]:
    """Report code whose fences are printed: `fenced_code` reads them only where a line starts."""
    printed = [line.strip() for line in shown.split("\n") if line.strip()]
    below = list(pairwise([*printed, ""]))
    typed = source.text.split("\n")
    for fence in source.fences:
        if fence.end is None or fence.within is not None:
            continue
        opening = folded(typed[fence.start].strip(" \t>"))
        opening = opening[max(opening.find(fence.sign), 0) :]
        content = (line.strip(" \t>") for line in typed[fence.start + 1 : fence.end])
        first = next(filter(None, content), None)
        start = fence.sign if first is None else _plain_start(first)
        if any(line == opening and after.startswith(start) for line, after in below):
            message = (
                f"this code is not read as code, and its {fence.sign} is printed; begin and end it "
                "with the same sign at the start of a line, or add `pymdownx.superfences` "
                "to markdown_extensions in mkdocs.yml"
            )
            yield Problem(source.place(fence.offset), "error", message, "unread-markup")


def fences_in_line(source: TypedText, root: Element) -> Iterator[Problem]:
    """Report blocks of code that became words in a line: `fenced_code` reads none in a list.

    A single line of code without a language is not reported: it reads well there.
    """
    in_line = (code for code in root.iter("code") if next(code.iterancestors("pre"), None) is None)
    shown = frozenset(folded(str(code.xpath("string()"))) for code in in_line)
    typed = source.text.split("\n")
    for fence in source.fences:
        if fence.end is None:
            continue
        _, _, language = typed[fence.start].partition(fence.sign)
        lines = typed[fence.start + 1 : fence.end]
        is_lost = bool(language.strip()) or len(lines) > 1
        if is_lost and folded(" ".join([language, *lines])) in shown:
            message = (
                "this block of code is shown as words in a line; add `pymdownx.superfences` to "
                "markdown_extensions in mkdocs.yml, or move the code out of the list"
            )
            yield Problem(source.place(fence.offset), "error", message, "unread-markup")


def unread_elements(source: TypedText, root: Element) -> Iterator[Problem]:
    """Report HTML whose `markdown` attribute asks for its content to be read, which it is not."""
    starts: dict[str, int] = {}
    for element in _unread(root):
        tag = str(element.tag)
        opening = re.compile(_MARKDOWN_TAG.format(tag=tag), re.IGNORECASE)
        found = opening.search(source.prose, starts.get(tag, 0))
        starts[tag] = found.end() if found else 0
        place = source.place(found.start()) if found else Place(source.path, source.first_line)
        message = (
            f"what is inside `<{tag} markdown>` is not read as Markdown; "
            "add `md_in_html` to markdown_extensions in mkdocs.yml"
        )
        yield Problem(place, "error", message, "unread-markup")


def _unread(root: Element) -> Iterator[Element]:
    """Yield the elements with a `markdown` attribute whose content stayed as it was typed.

    `md_in_html` removes the attribute; within a tab or box it keeps it, and reads the content.
    """
    for element in root.iterdescendants():
        if isinstance(element.tag, str) and element.get("markdown") is not None:
            own_words = [element.text, *(child.tail for child in element)]
            if any(words and words.strip() for words in own_words):
                yield element


def outside_unread(source: TypedText, root: Element) -> TypedText:
    """Blank what `unread_elements` and `open_fences` report, so that it is reported once."""
    ends = [fence.offset for fence in source.fences if fence.end is None]
    prose = source.prose[: min(ends, default=None)]
    for tag in {str(each.tag) for each in _unread(root)}:
        opening = _MARKDOWN_TAG.format(tag=tag)
        whole = re.compile(rf"{opening}.*?</{tag}\s*>", re.DOTALL | re.IGNORECASE)
        prose = whole.sub(_blanked, prose)
    return replace(source, prose=prose)


def _blanked(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def lost_lists(source: TypedText, shown: str) -> Iterator[Problem]:
    """Report a list that is part of a paragraph, since no empty line stands above it."""
    typed, starts = source.prose.split("\n"), line_starts(source.prose)
    lines = set(shown.split("\n"))
    number = 1
    while number < len(typed):
        items = _items(typed, number)
        above = typed[number - 1]
        runs_on = len(items) > 1 and above.strip() and not _ITEM.match(above)
        if runs_on and all(_is_printed(item, lines) for item in items[:2]):
            message = "this list is printed as part of the paragraph; leave an empty line above it"
            yield Problem(source.place(starts[number]), "warning", message, "unread-list")
        number += max(len(items), 1)


def _is_printed(item: str, lines: Collection[str]) -> bool:
    """Return whether an item is printed with its marker, judging by its words before any markup."""
    start = _plain_start(f"{item[:2]} {item[2:].lstrip()}")
    return any(line.startswith(start) for line in lines)


def _plain_start(typed: str) -> str:
    """Return what the page shows of a line before its first markup, with the marker of a list."""
    sign, words = typed[:2], typed[2:]
    return folded(sign + re.split(r"[*_`\[<&\\]", words, maxsplit=1)[0]).strip()


def lost_titles(source: TypedText) -> Iterator[Problem]:
    """Report a box whose title is read as names of styles, since it is not in quotation marks."""
    for match in _BOX.finditer(source.prose):
        words = set(match["words"].split()) - _PLACES
        if len(words) > 1 or any(word[0].isupper() for word in words):
            title = " ".join(match["words"].split())
            meant = f'`{match["type"]} "{title}"`'
            message = f"the title of this box is lost; put it in quotation marks: {meant}"
            yield Problem(source.place(match.start("type")), "warning", message, "unread-markup")


def lost_stars(source: TypedText, shown: str) -> Iterator[Problem]:
    """Report stars within a word or a product, as in M*A*S*H, that are read as emphasis."""
    for match in _STARRED.finditer(source.prose):
        if folded(match[0]) not in shown:
            meant = match[0].replace("*", "\\*")
            found = f"the stars of `{match[0]}` are read as emphasis and not shown"
            message = f"{found}; write `{meant}`"
            yield Problem(source.place(match.start()), "warning", message, "unread-markup")


def _items(lines: list[str], start: int) -> list[str]:
    """Return the lines from `start` on that look like items of a list."""
    found = []
    while start < len(lines) and _ITEM.match(lines[start]):
        found.append(lines[start].strip())
        start += 1
    return found
