"""The article of a web page as Markdown: headings, paragraphs, lists, quotes, code, tables, definitions, footnotes."""

import re
import textwrap
from collections.abc import Iterator, Sequence
from copy import deepcopy
from functools import partial
from typing import NamedTuple

from lxml import etree

from explainer.new.inline import BREAK, UNREADABLE, Web, address_of, code_element, inside, paragraph, running
from explainer.text.fragment import Element, write
from explainer.text.visible import BLOCKS, HEADINGS

_APART = "<!-- -->"  # keeps apart what Markdown would make one
_JOINING = {("list", "list"), ("quote", "quote"), ("list", "code")}
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
    body = _joined(_blocks(content, web, 0))
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
    found: list[Block] = []
    run: list[str | Element] = []
    for node in [*inside(element), None]:
        if node is not None and (isinstance(node, str) or not _is_block(node)):
            run.append(node)
            continue
        text = paragraph(run, web)
        found += [Block("text", text)] if text else []
        run = []
        found += [] if node is None or node in web.footnotes.notes else _block(node, web, depth)
    return found


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
        return [Block("quote", textwrap.indent(quoted, "> ", lambda _: True).replace("> \n", ">\n"))] if quoted else []
    if tag == "pre":
        return _code(element, depth)
    if tag == "table":
        return _table(element, web, depth)
    if tag == "dl":
        return _definitions(element, web, depth)
    return [Block("text", "---")] if tag == "hr" else _blocks(element, web, depth)


def _heading(element: Element, web: Web) -> list[Block]:
    text = _on_one_line(running(inside(element), web))
    text = f"{text[:-1]}\\#" if text.endswith("#") else text  # or it would close the heading
    return [Block("text", f"{'#' * int(str(element.tag)[1])} {text}")] if text.replace("<br>", "").strip() else []


def _opened(item: list[Block]) -> list[Block]:
    """Let an item begin with a paragraph: Python-Markdown reads its first line as one."""
    return item if item[0].kind == "text" else [Block("text", _APART), *item]


def _on_one_line(text: str) -> str:
    """Breaks stay, as elements; all that Markdown has on several lines is running text here."""
    return " ".join(text.replace(BREAK, "<br>").split()).strip(" ")


def _list(element: Element, web: Web, depth: int) -> list[Block]:
    items = [_blocks(item, web, depth + 1) for item in element if item not in web.footnotes.notes]
    items = [_opened(item) for item in items if item]
    is_tight = all(item[0].kind == "text" and all(more.tight for more in item[1:]) for item in items)
    start = element.get("start", "1")
    number = int(start) if start.isascii() and start.isdigit() else 1
    lines = []
    for index, item in enumerate(items):
        text = "\n".join(block.text for block in item) if is_tight else _joined(item)
        lines.append((f"{number + index}. " if element.tag == "ol" else "- ") + _indented(text).lstrip(" "))
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
    for each in element.iter("dt", "dd"):
        inner = _blocks(each, web, depth + 1)
        if next(each.iterancestors("dl", "dt", "dd")) is not element or each in web.footnotes.notes or not inner:
            continue
        if each.tag == "dt":
            terms.append(_on_one_line(_joined(inner)))
        elif not depth and (terms or (found and found[-1].kind == "definitions")):
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
    """A table with a line for each row, if each cell holds a line; else it stays HTML."""
    captions = [block for caption in element.iter("caption") for block in _blocks(caption, web, depth)]
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in element.iter("tr")]
    rows = [row for row in rows if row]
    if not rows:
        return captions
    if len({len(row) for row in rows}) > 1 or any(not _is_plain(cell, web) for row in rows for cell in row):
        return [Block("table", _as_html(element, web))]
    lines = [_row(_cell(cell, web) for cell in row) for row in rows]
    is_headed = all(cell.tag == "th" for cell in rows[0]) or any(True for _ in element.iter("thead"))
    head = lines.pop(0) if is_headed else _row([""] * len(rows[0]))
    return [*captions, Block("table", "\n".join([head, _row(["---"] * len(rows[0])), *lines]))]


def _is_plain(cell: Element, web: Web) -> bool:
    blocks = _blocks(cell, web, 1)
    spans = [cell.get(name, "1").strip() for name in ("colspan", "rowspan")]
    return spans == ["1", "1"] and len(blocks) <= 1 and all(block.kind == "text" for block in blocks)


def _cell(cell: Element, web: Web) -> str:
    return _on_one_line(_joined(_blocks(cell, web, 1))).replace("|", "&#124;")


def _row(cells: Iterator[str] | Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _as_html(table: Element, web: Web) -> str:
    copy = deepcopy(table)
    copy.tail = None
    for element in copy.iter():
        kept = [(name, value) for name, value in element.items() if name in _KEPT_IN_TABLES]
        address = address_of(element.get("href"), web)
        element.attrib.clear()
        for name, value in [*kept, *([("href", address)] if address else [])]:
            element.set(name, value)
    around = etree.Element("div")
    around.append(copy)
    return " ".join(write(around).split())
