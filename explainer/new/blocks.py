"""The blocks of a web page's article as Markdown: paragraphs, lists, tables, notes and the like."""

import re
import textwrap
from collections.abc import Container, Iterable, Iterator, Sequence
from copy import deepcopy
from functools import partial
from itertools import chain
from typing import NamedTuple

from lxml import etree

from explainer.new.inline import (
    BREAK,
    UNREADABLE,
    Web,
    address_of,
    code_element,
    inside,
    paragraph,
    running,
)
from explainer.new.listnumbers import numbers_in
from explainer.new.trees import text_of
from explainer.text.fragment import Element, write
from explainer.text.visible import BLOCKS, HEADINGS

_APART = "<!-- -->"  # separates blocks that Markdown would join
_RULE = "---"
_JOINING = {("list", "list"), ("quote", "quote"), ("list", "code")}
_TABLE_PARTS = ("thead", "tbody", "tfoot", "tr", "td", "th", "caption", "colgroup", "col")
_ROW_GROUPS = ("thead", "tbody", "tfoot", "tr")
_PARAGRAPHS = ("p", "div", "center")  # of which a cell of a Markdown table may hold several
# Columns or rows; https://html.spec.whatwg.org/multipage/tables.html allows 1,000 columns.
_MOST_SPANNED = 100
_TABLE_ATTRIBUTES = ("colspan", "rowspan", "scope", "alt", "src")
_LIST_ATTRIBUTES = {"ol": ("reversed", "start"), "li": ("value",)}  # within tables
_indented = partial(textwrap.indent, prefix="    ")


class Block(NamedTuple):
    """A block of Markdown; its kind is `text`, `list`, `quote`, `code`, `table` or `definitions`.

    A `tight` list has no blank lines between its items, and can be nested in another such list.
    """

    kind: str
    text: str
    tight: bool = False


class _ListItem(NamedTuple):
    """An item of a list, with its number, 0 in a list without numbers."""

    number: int
    blocks: list[Block]


def to_markdown(content: Element, web: Web) -> str:
    """Return the content of an element as Markdown; footnotes come last."""
    blocks = _blocks(content, web, 0)
    if web.footnotes.notes:
        while blocks and blocks[-1].text == _RULE:  # which stood above the notes
            blocks.pop()
    body = _joined(blocks)
    notes = [_note(label, note, web) for note, label in web.footnotes.notes.items()]
    return "\n\n".join([body, *notes]).strip() + "\n"


def _joined(blocks: Sequence[Block]) -> str:
    parts: list[str] = []
    before = ""
    for block in blocks:
        if (before, block.kind) in _JOINING:
            parts.append(_APART)
        parts.append(block.text)
        before = block.kind
    return "\n\n".join(parts)


def _blocks(element: Element, web: Web, depth: int) -> list[Block]:
    """Return the blocks in an element; `depth` counts the lists and quotes around it."""
    return _flow(inside(element), web, depth)


def _flow(nodes: Iterable[str | Element], web: Web, depth: int) -> list[Block]:
    """Return strings and elements in a row as blocks; text between blocks is a paragraph."""
    found: list[Block] = []
    run: list[str | Element] = []
    for node in nodes:
        if isinstance(node, str) or not _is_block(node):
            run.append(node)
            continue
        found += _text_block(paragraph(run, web))
        run = []
        if node not in web.footnotes.notes:
            found += _block(node, web, depth)
    return found + _text_block(paragraph(run, web))


def _text_block(text: str) -> list[Block]:
    return [Block("text", text)] if text else []


def _parts(
    element: Element, items: Container[str], inner: Container[str] = ()
) -> Iterator[Element | list[str | Element]]:
    """Yield the items of an element such as a list, and what stands between them.

    `inner` elements only group items.
    """
    run: list[str | Element] = []
    for node in inside(element):
        tag = "" if isinstance(node, str) else str(node.tag)
        if tag not in items and tag not in inner:
            run.append(node)
            continue
        yield run
        run = []
        if isinstance(node, str):
            continue
        if tag in items:
            yield node
        else:
            yield from _parts(node, items, inner)
    yield run


def _is_block(element: Element) -> bool:
    return any(each.tag in BLOCKS for each in element.iter())


def _block(element: Element, web: Web, depth: int) -> list[Block]:
    tag = str(element.tag)
    if tag in HEADINGS:
        return _heading(element, web)
    if tag in ("ul", "ol"):
        return _list(element, web, depth)
    if tag == "blockquote":
        return _quote(element, web, depth)
    if tag == "pre":
        return _code(element, depth)
    if tag == "table":
        return _table(element, web, depth)
    if tag == "dl":
        return _definitions(element, web, depth)
    if tag == "hr":
        return [Block("text", _RULE)]
    return _blocks(element, web, depth)


def _quote(element: Element, web: Web, depth: int) -> list[Block]:
    quoted = _joined(_blocks(element, web, depth + 1))
    if not quoted:
        return []
    return [Block("quote", textwrap.indent(quoted, "> ", lambda _: True).replace("> \n", ">\n"))]


def _heading(element: Element, web: Web) -> list[Block]:
    text = _on_one_line(running(inside(element), web))
    if not text.replace("<br>", "").strip():
        return []
    if text.endswith("#"):  # which would close the heading
        text = f"{text[:-1]}\\#"
    return [Block("text", f"{'#' * int(str(element.tag)[1])} {text}")]


def _opened(item: list[Block]) -> list[Block]:
    """Make an item begin with a paragraph: Python-Markdown reads its first line as one."""
    return item if item[0].kind == "text" else [Block("text", _APART), *item]


def _on_one_line(text: str) -> str:
    """Return Markdown of several lines as running text; line breaks stay, as elements."""
    return " ".join(text.replace(BREAK, "<br>").split()).strip(" ")


def _list(element: Element, web: Web, depth: int) -> list[Block]:
    """Return the blocks of a list.

    What stands between its items splits it, except a list, which belongs to the item before.
    """
    numbers = numbers_in(element)
    found: list[Block] = []
    items: list[_ListItem] = []
    for part in _parts(element, ("li",)):
        if isinstance(part, list):
            between = _flow(part, web, depth)
            if items and all(block.kind == "list" for block in between):
                items[-1].blocks.extend(between)
            elif between:
                found += [*_items(element, items), *between]
                items = []
        elif part not in web.footnotes.notes:
            item = _blocks(part, web, depth + 1)
            if item:
                items.append(_ListItem(numbers[part], _opened(item)))
    return [*found, *_items(element, items)]


def _items(element: Element, items: Iterable[_ListItem]) -> list[Block]:
    """Return the items of a list as a block for each run of them that Markdown counts alike.

    Markdown has no numbers below 0: such an item becomes paragraphs.
    """
    found: list[Block] = []
    for run in _runs(items, int(element.tag == "ol")):
        number, (first, *others) = run[0]
        if number < 0:
            found += [Block("text", f"{number}. {first.text}"), *others]
        else:
            found.append(_run(element, run))
    return found


def _runs(items: Iterable[_ListItem], step: int) -> list[list[_ListItem]]:
    runs: list[list[_ListItem]] = []
    for item in items:
        before = runs[-1][-1].number if runs else -1
        if before >= 0 and item.number == before + step:
            runs[-1].append(item)
        else:
            runs.append([item])
    return runs


def _run(element: Element, items: Sequence[_ListItem]) -> Block:
    is_tight = all(_is_tight(item.blocks) for item in items)
    lines = []
    for number, blocks in items:
        text = _joined(blocks)
        if is_tight:
            text = "\n".join(block.text for block in blocks)
        marker = f"{number}. " if element.tag == "ol" else "- "
        lines.append(marker + _indented(text).lstrip(" "))
    gap = "\n" if is_tight else "\n\n"
    return Block("list", gap.join(lines), is_tight)


def _is_tight(item: list[Block]) -> bool:
    """Return whether an item is a paragraph, perhaps with one tight list below it."""
    first, *others = item
    is_short = len(others) < 2  # or two lists would become one
    return first.kind == "text" and is_short and all(block.tight for block in others)


def _code(element: Element, depth: int) -> list[Block]:
    """Return code between fences; indented in lists and quotes, where fences do not work."""
    for line_break in list(element.iter("br")):
        line_break.text = "\n"
    code = text_of(element).strip("\n")
    if not code.strip():
        return []
    if not depth:
        fence = "`" * max(3, 1 + max(map(len, re.findall("`+", code)), default=0))
        return [Block("text", f"{fence}\n{code}\n{fence}")]
    if UNREADABLE in code:
        return [Block("text", BREAK.join(map(code_element, code.split("\n"))))]
    return [Block("code", _indented(code))]


def _definitions(element: Element, web: Web, depth: int) -> list[Block]:
    """Return terms and meanings; as paragraphs if either is missing, and in lists and quotes."""
    found: list[Block] = []
    terms: list[str] = []
    for part in _parts(element, ("dt", "dd"), ("div",)):
        tag, inner = _part_of_definitions(part, web, depth)
        if not inner:
            continue
        has_term = terms or (found and found[-1].kind == "definitions")
        if tag == "dt":
            terms.append(_on_one_line(_joined(inner)))
            continue
        if tag == "dd" and has_term and not depth:
            meaning = f":   {_indented(_joined(_opened(inner))).lstrip(' ')}"
            found.append(Block("definitions", "\n".join([*terms, meaning])))
        else:
            found += [*_paragraphs(terms), *inner]
        terms = []
    return [*found, *_paragraphs(terms)]


def _part_of_definitions(
    part: Element | list[str | Element], web: Web, depth: int
) -> tuple[str, list[Block]]:
    """Return the tag of a term or meaning, or "" for what stands between them, and its blocks."""
    if isinstance(part, list):
        return "", _flow(part, web, depth)
    if part in web.footnotes.notes:
        return str(part.tag), []
    return str(part.tag), _blocks(part, web, depth + 1)


def _paragraphs(texts: Iterable[str]) -> list[Block]:
    return [Block("text", text) for text in texts]


def _note(label: str, note: Element, web: Web) -> str:
    return f"[^{label}]: {_indented(_joined(_blocks(note, web, 1))).lstrip(' ')}"


# --- tables ---


def _table(element: Element, web: Web, depth: int) -> list[Block]:
    """Return a Markdown table, a line for each row, if its cells hold only paragraphs; else HTML.

    Footnotes and pictures of the site's own do not work in HTML: a table with some always becomes
    Markdown, in which a cell that spans others is followed by empty cells. What stands in a table
    outside of its cells is shown before it, as browsers do.
    """
    before: list[Block] = []
    for part in _parts(element, ("td", "th", "caption", "colgroup", "col"), _ROW_GROUPS):
        if isinstance(part, list):
            before += _flow(part, web, depth)
    captions: list[Block] = []
    for caption in element.findall("caption"):
        captions += _blocks(caption, web, depth)
    rows = _rows(element)
    if not rows:
        return [*before, *captions]
    if not (_is_simple(rows) or _has_own(element, web)):
        return [*before, Block("table", _as_html(element, web))]
    grid = _grid(rows)
    lines = [_line(row, web) for row in grid]
    is_headed = all(cell.tag == "th" for cell in rows[0]) or element.find("thead") is not None
    head = lines.pop(0) if is_headed else _row([""] * len(grid[0]))
    rule = _row(["---"] * len(grid[0]))
    return [*before, *captions, Block("table", "\n".join([head, rule, *lines]))]


def _has_own(table: Element, web: Web) -> bool:
    """Return whether a table has footnotes, or pictures of the site's own."""
    own = {*web.footnotes.references, *web.pictures.addresses}
    return any(each in own for each in table.iter())


def _rows(table: Element) -> list[list[Element]]:
    """Return the cells of each row of a table, but not of tables within it, nor of empty rows."""
    rows = []
    for row in table.iter("tr"):
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        if cells and next(row.iterancestors("table")) is table:
            rows.append(cells)
    return rows


def _is_simple(rows: list[list[Element]]) -> bool:
    """Return whether all rows have equally many cells, which are all plain."""
    is_even = len({len(row) for row in rows}) == 1
    return is_even and all(map(_is_plain, chain.from_iterable(rows)))


def _grid(rows: list[list[Element]]) -> list[list[Element | None]]:
    """Return the cells by row and column; None where a cell spans others, or a row is short."""
    grid: list[list[Element | None]] = []
    rows_left: dict[int, int] = {}  # in how many more rows a cell goes on, by column
    for row in rows:
        line: list[Element | None] = []
        for cell in row:
            _skip(line, rows_left)
            width = _span(cell, "colspan")
            columns = range(len(line), len(line) + width)
            rows_left |= dict.fromkeys(columns, _span(cell, "rowspan") - 1)
            line += [cell, *[None] * (width - 1)]
        _skip(line, rows_left)
        grid.append(line)
    widest = max(map(len, grid))
    return [[*line, *[None] * (widest - len(line))] for line in grid]


def _skip(line: list[Element | None], rows_left: dict[int, int]) -> None:
    while rows_left.get(len(line), 0) > 0:
        rows_left[len(line)] -= 1
        line.append(None)


def _count(digits: str) -> int:
    """Return a number in an attribute, 1 if it is not one."""
    return int(digits) if digits.isascii() and digits.isdigit() else 1


def _span(cell: Element, name: str) -> int:
    return min(max(_count(cell.get(name, "1").strip()), 1), _MOST_SPANNED)


def _is_plain(cell: Element) -> bool:
    """Return whether a cell spans no others, and holds only paragraphs."""
    if _span(cell, "colspan") > 1 or _span(cell, "rowspan") > 1:
        return False
    tags = {each.tag for each in cell.iterdescendants()}
    return all(tag in _PARAGRAPHS or tag not in BLOCKS for tag in tags)


def _line(row: Sequence[Element | None], web: Web) -> str:
    return _row([_cell(cell, web) for cell in row])


def _cell(cell: Element | None, web: Web) -> str:
    """Return the paragraphs of a cell on one line; "" for no cell."""
    if cell is None:
        return ""
    lines: list[str] = []
    for block in _blocks(cell, web, 1):
        if block.kind in ("list", "quote", "code"):
            lines += map(_on_one_line, block.text.split("\n"))
        else:
            lines.append(_on_one_line(block.text))
    return "<br>".join(filter(None, lines)).replace("|", "&#124;")


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _as_html(table: Element, web: Web) -> str:
    copy = deepcopy(table)
    copy.tail = None
    _without_strays(copy)
    for element in copy.iter():
        names = (*_TABLE_ATTRIBUTES, *_LIST_ATTRIBUTES.get(str(element.tag), ()))
        kept = [(name, value) for name, value in element.items() if name in names]
        address = address_of(element.get("href"), web)
        element.attrib.clear()
        for name, value in kept:
            element.set(name, value)
        if address:
            element.set("href", address)
    around = etree.Element("div")
    around.append(copy)
    return " ".join(write(around).split())


def _without_strays(table: Element) -> None:
    """Remove what stands outside of the cells."""
    for element in [table, *table.iter(*_ROW_GROUPS)]:
        element.text = None
        for child in list(element):
            child.tail = None
            if child.tag not in _TABLE_PARTS:
                element.remove(child)
