"""The article of a web page as Markdown: headings, paragraphs, lists, quotes, code, tables, definitions, footnotes."""

import re
import textwrap
from collections.abc import Container, Iterable, Iterator, Sequence
from copy import deepcopy
from functools import partial
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
from explainer.text.fragment import Element, write
from explainer.text.visible import BLOCKS, HEADINGS

_APART = "<!-- -->"  # keeps apart what Markdown would make one
_RULE = "---"
_JOINING = {("list", "list"), ("quote", "quote"), ("list", "code")}
_OF_TABLES = ("thead", "tbody", "tfoot", "tr", "td", "th", "caption", "colgroup", "col")
_PARAGRAPHS = ("p", "div", "center")  # of which a cell of a table of lines may hold several
_MOST_SPANNED = (
    100  # columns or rows; https://html.spec.whatwg.org/multipage/tables.html allows 1,000 columns
)
_KEPT_IN_TABLES = ("colspan", "rowspan", "scope", "alt", "src")
_indented = partial(textwrap.indent, prefix="    ")


class Block(NamedTuple):
    """A block of Markdown, and what it is: `text`, `list`, `quote`, `code`, `table` or `definitions`.

    `tight` is true of a list without blank lines between its items, which can be nested in another such list.
    """

    kind: str
    text: str
    tight: bool = False


def to_markdown(content: Element, web: Web) -> str:
    """Give the Markdown of all that an element holds; footnotes come last."""
    blocks = _blocks(content, web, 0)
    while (
        web.footnotes.notes and blocks and blocks[-1].text == _RULE
    ):  # which stood above the notes
        blocks.pop()
    body = _joined(blocks)
    notes = [_note(label, note, web) for note, label in web.footnotes.notes.items()]
    return "\n\n".join([body, *notes]).strip() + "\n"


def _joined(blocks: Sequence[Block]) -> str:
    parts: list[str] = []
    for number, block in enumerate(blocks):
        before = blocks[number - 1].kind if number else ""
        parts += [_APART] * ((before, block.kind) in _JOINING) + [block.text]
    return "\n\n".join(parts)


def _blocks(element: Element, web: Web, depth: int) -> list[Block]:
    """The blocks that an element holds; `depth` counts the lists and quotes around it."""
    return _flow(inside(element), web, depth)


def _flow(nodes: Iterable[str | Element], web: Web, depth: int) -> list[Block]:
    """Return the blocks of strings and elements in a row; running text between blocks is a paragraph."""
    found: list[Block] = []
    run: list[str | Element] = []
    for node in [*nodes, None]:
        if node is not None and (isinstance(node, str) or not _is_block(node)):
            run.append(node)
            continue
        text = paragraph(run, web)
        found += [Block("text", text)] if text else []
        run = []
        found += [] if node is None or node in web.footnotes.notes else _block(node, web, depth)
    return found


def _parts(
    element: Element, items: Container[str], inner: Container[str] = ()
) -> Iterator[Element | list[str | Element]]:
    """Yield the items of an element such as a list, and what stands between them; `inner` elements only group items."""
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
        quoted = _joined(_blocks(element, web, depth + 1))
        return (
            [Block("quote", textwrap.indent(quoted, "> ", lambda _: True).replace("> \n", ">\n"))]
            if quoted
            else []
        )
    if tag == "pre":
        return _code(element, depth)
    if tag == "table":
        return _table(element, web, depth)
    if tag == "dl":
        return _definitions(element, web, depth)
    return [Block("text", _RULE)] if tag == "hr" else _blocks(element, web, depth)


def _heading(element: Element, web: Web) -> list[Block]:
    text = _on_one_line(running(inside(element), web))
    text = f"{text[:-1]}\\#" if text.endswith("#") else text  # or it would close the heading
    return (
        [Block("text", f"{'#' * int(str(element.tag)[1])} {text}")]
        if text.replace("<br>", "").strip()
        else []
    )


def _opened(item: list[Block]) -> list[Block]:
    """Let an item begin with a paragraph: Python-Markdown reads its first line as one."""
    return item if item[0].kind == "text" else [Block("text", _APART), *item]


def _on_one_line(text: str) -> str:
    """Breaks stay, as elements; all that Markdown has on several lines is running text here."""
    return " ".join(text.replace(BREAK, "<br>").split()).strip(" ")


def _list(element: Element, web: Web, depth: int) -> list[Block]:
    """Return the blocks of a list. What is beside its items splits it; a list there belongs to the item before."""
    start = element.get("start", "1")
    number = int(start) if start.isascii() and start.isdigit() else 1
    found: list[Block] = []
    items: list[list[Block]] = []
    for part in _parts(element, ("li",)):
        is_item = not isinstance(part, list)
        if is_item and part in web.footnotes.notes:
            continue
        blocks = (
            _flow(part, web, depth) if isinstance(part, list) else _blocks(part, web, depth + 1)
        )
        if is_item and blocks:
            items.append(_opened(blocks))
        elif items and all(block.kind == "list" for block in blocks):
            items[-1] += blocks
        elif blocks:
            found += [*_items(element, items, number), *blocks]
            number += len(items)
            items = []
    return [*found, *_items(element, items, number)]


def _items(element: Element, items: list[list[Block]], number: int) -> list[Block]:
    """Return the items of a list as one block, the first with this number; none for no items."""
    is_tight = all(
        item[0].kind == "text" and all(more.tight for more in item[1:]) for item in items
    )
    lines = []
    for index, item in enumerate(items):
        text = "\n".join(block.text for block in item) if is_tight else _joined(item)
        lines.append(
            (f"{number + index}. " if element.tag == "ol" else "- ") + _indented(text).lstrip(" ")
        )
    return [Block("list", ("\n" if is_tight else "\n\n").join(lines), is_tight)] if lines else []


def _code(element: Element, depth: int) -> list[Block]:
    """Code between fences; within lists and quotes, where Python-Markdown knows none, it is indented."""
    for line_break in list(element.iter("br")):
        line_break.text = "\n"
    code = "".join(map(str, element.itertext())).strip("\n")
    if not code.strip():
        return []
    if not depth:
        fence = "`" * max(3, 1 + max(map(len, re.findall("`+", code)), default=0))
        return [Block("text", f"{fence}\n{code}\n{fence}")]
    if UNREADABLE in code:
        return [Block("text", BREAK.join(map(code_element, code.split("\n"))))]
    return [Block("code", _indented(code))]


def _definitions(element: Element, web: Web, depth: int) -> list[Block]:
    """Terms and what they mean; paragraphs where one of both is missing, and within lists and quotes."""
    found: list[Block] = []
    terms: list[str] = []
    for part in _parts(element, ("dt", "dd"), ("div",)):
        if isinstance(part, list):
            inner = _flow(part, web, depth)
        else:
            inner = [] if part in web.footnotes.notes else _blocks(part, web, depth + 1)
        if not inner:
            continue
        is_meaning = not isinstance(part, list) and part.tag == "dd"
        if not isinstance(part, list) and part.tag == "dt":
            terms.append(_on_one_line(_joined(inner)))
        elif is_meaning and not depth and (terms or (found and found[-1].kind == "definitions")):
            meaning = f":   {_indented(_joined(_opened(inner))).lstrip(' ')}"
            found.append(Block("definitions", "\n".join([*terms, meaning])))
            terms = []
        else:
            found += [*(Block("text", term) for term in terms), *inner]
            terms = []
    return [*found, *(Block("text", term) for term in terms)]


def _note(label: str, note: Element, web: Web) -> str:
    return f"[^{label}]: {_indented(_joined(_blocks(note, web, 1))).lstrip(' ')}"


# --- tables ---


def _table(element: Element, web: Web, depth: int) -> list[Block]:
    """Return a table, with a line for each row, if each cell holds paragraphs only; else it stays HTML.

    Footnotes and pictures of the site's own work in no HTML: a table that has some is always one of lines, with empty
    cells where cells are wide.
    What stands in a table outside of its cells is shown before it, as browsers do.
    """
    parts = list(
        _parts(
            element, ("td", "th", "caption", "colgroup", "col"), ("thead", "tbody", "tfoot", "tr")
        )
    )
    before = [
        block for part in parts if isinstance(part, list) for block in _flow(part, web, depth)
    ]
    captions = [
        block for caption in element.findall("caption") for block in _blocks(caption, web, depth)
    ]
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in _rows(element)]
    rows = [row for row in rows if row]
    if not rows:
        return [*before, *captions]
    must_be_lines = any(
        each in web.footnotes.references or each in web.pictures.addresses
        for each in element.iter()
    )
    is_even = len({len(row) for row in rows}) == 1 and all(
        _is_plain(cell) for row in rows for cell in row
    )
    if not (is_even or must_be_lines):
        return [*before, Block("table", _as_html(element, web))]
    grid = _grid(rows)
    lines = [_row([_cell(cell, web) for cell in row]) for row in grid]
    is_headed = all(cell.tag == "th" for cell in rows[0]) or element.find("thead") is not None
    head = lines.pop(0) if is_headed else _row([""] * len(grid[0]))
    return [
        *before,
        *captions,
        Block("table", "\n".join([head, _row(["---"] * len(grid[0])), *lines])),
    ]


def _rows(table: Element) -> list[Element]:
    """Return the rows of a table, but not of tables within it."""
    return [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]


def _grid(rows: list[list[Element]]) -> list[list[Element | None]]:
    """Return the cells by row and column; None where a wide or high cell goes on, or where a row is short."""
    grid: list[list[Element | None]] = []
    rows_left: dict[int, int] = {}  # for so many more rows, by column
    for row in rows:
        line: list[Element | None] = []
        for cell in row:
            _skip(line, rows_left)
            width = _span(cell, "colspan")
            rows_left |= dict.fromkeys(
                range(len(line), len(line) + width), _span(cell, "rowspan") - 1
            )
            line += [cell, *[None] * (width - 1)]
        _skip(line, rows_left)
        grid.append(line)
    widest = max(map(len, grid))
    return [[*line, *[None] * (widest - len(line))] for line in grid]


def _skip(line: list[Element | None], rows_left: dict[int, int]) -> None:
    while rows_left.get(len(line), 0) > 0:
        rows_left[len(line)] -= 1
        line.append(None)


def _span(cell: Element, name: str) -> int:
    given = cell.get(name, "1").strip()
    return min(max(int(given), 1), _MOST_SPANNED) if given.isascii() and given.isdigit() else 1


def _is_plain(cell: Element) -> bool:
    spans = [_span(cell, name) for name in ("colspan", "rowspan")]
    return spans == [1, 1] and all(
        each.tag in _PARAGRAPHS or each.tag not in BLOCKS for each in cell.iterdescendants()
    )


def _cell(cell: Element | None, web: Web) -> str:
    """Return the paragraphs of a cell on one line."""
    blocks = [] if cell is None else _blocks(cell, web, 1)
    lines = [_on_one_line(line) for block in blocks for line in _lines(block)]
    return "<br>".join(filter(None, lines)).replace("|", "&#124;")


def _lines(block: Block) -> list[str]:
    return block.text.split("\n") if block.kind in ("list", "quote", "code") else [block.text]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _as_html(table: Element, web: Web) -> str:
    copy = deepcopy(table)
    copy.tail = None
    _without_strays(copy)
    for element in copy.iter():
        kept = [(name, value) for name, value in element.items() if name in _KEPT_IN_TABLES]
        address = address_of(element.get("href"), web)
        element.attrib.clear()
        for name, value in [*kept, *([("href", address)] if address else [])]:
            element.set(name, value)
    around = etree.Element("div")
    around.append(copy)
    return " ".join(write(around).split())


def _without_strays(table: Element) -> None:
    """Take out what stands outside of the cells."""
    for element in [table, *table.iter("thead", "tbody", "tfoot", "tr")]:
        element.text = None
        for child in list(element):
            child.tail = None
            if child.tag not in _OF_TABLES:
                element.remove(child)
