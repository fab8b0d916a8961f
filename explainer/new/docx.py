"""A Word document (DOCX) as a page of HTML, made by `mammoth`, and what could not be kept."""

import io
import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from html import escape
from typing import NamedTuple

import mammoth
from lxml import etree

from explainer.new.decoding import NotTextError
from explainer.new.packed import Parts
from explainer.new.wordbody import RUBY_BASE, RUBY_TEXT, WordLinks, prepare
from explainer.new.wordnumbers import write_numbers
from explainer.new.wordxml import AGAIN, NAMES, tag, tree_of, words_in
from explainer.text.fragment import Element

_TYPES = "[Content_Types].xml"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
# How the type of the relationship to the main part ends, in each version of the format
_DOCUMENT = "/officeDocument"
_DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
_STYLES = f"""
p[style-name='Title'] => h1.title:fresh
p[style-name='heading 7'] => h6:fresh
p[style-name='heading 8'] => h6:fresh
p[style-name='heading 9'] => h6:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='Quotations'] => blockquote > p:fresh
r[style-name='Emphasis'] => em
r[style-name='HTML Code'] => code
u => u
r.{RUBY_BASE} => ruby
r.{RUBY_TEXT} => ruby > rt
"""
_IGNORED = re.compile(r"An unrecognised element was ignored: (?:\{.*\})?(?:\w+:)?(\w+)")
_EASTERN = re.compile("[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")


class WordPage(NamedTuple):
    """The page, and notes for the editor, a line each."""

    html: str
    notes: tuple[str, ...]


def is_docx(parts: Parts) -> bool:
    """Return whether the parts of a packed file are those of a Word document."""
    return _TYPES in parts and not any(name.startswith(("xl/", "ppt/")) for name in parts)


def read_docx(parts: Parts) -> WordPage:
    """Make a page from a Word document; nothing outside of it is read. Raises NotTextError."""
    main = _main_part(parts)
    folder = posixpath.dirname(main)
    trees = _trees(parts, folder)
    if main not in trees:
        raise NotTextError(f"this DOCX file has no main part, {main}; {AGAIN}")
    texts = {path: tree for path, tree in trees.items() if tree.tag in _TEXTS}
    counts: Counter[str] = Counter()
    for path, tree in texts.items():
        counts += prepare(tree, WordLinks(_relationships(parts, path), _notes(texts)))
    styles = trees.get(f"{folder}/styles.xml")
    write_numbers(trees[main], trees.get(f"{folder}/numbering.xml"), styles)
    changed = {path: etree.tostring(tree, encoding="utf-8") for path, tree in texts.items()}
    body, ignored = _by_mammoth({**parts, **changed})
    counts["page headers or footers were left out"] += sum(map(_has_words, _edges(trees)))
    core = tree_of(parts, "docProps/core.xml")
    language = _language(trees[main], styles, trees.get(f"{folder}/settings.xml"))
    page = _page(_property(core, "title"), language, body)
    return WordPage(page, (*_author(core), *_losses(counts + ignored)))


def _trees(parts: Parts, folder: str) -> dict[str, Element]:
    """Return the parts in the folder of the main one, and in the root, by their paths."""
    found: dict[str, Element] = {}
    for path in parts:
        if path.endswith(".xml") and posixpath.dirname(path) in (folder, ""):
            tree = tree_of(parts, path)
            if tree is not None:
                found[path] = tree
    return found


_TEXTS = tuple(map(tag, ("w:document", "w:footnotes", "w:endnotes")))


def _main_part(parts: Parts) -> str:
    for relationship in _relationships_in(parts, "_rels/.rels"):
        if relationship.get("Type", "").endswith(_DOCUMENT):
            return posixpath.normpath(relationship.get("Target", "")).lstrip("/")
    return "word/document.xml"


def _relationships_in(parts: Parts, path: str) -> list[Element]:
    root = tree_of(parts, path)
    return [] if root is None else list(root.iter(_RELATIONSHIP))


def _relationships(parts: Parts, path: str) -> set[str]:
    """Return the ids of a part's relationships to addresses, and to other parts that exist."""
    folder, name = posixpath.split(path)
    found = set()
    for each in _relationships_in(parts, f"{folder}/_rels/{name}.rels"):
        target = posixpath.normpath(posixpath.join("/", folder, each.get("Target", ""))).lstrip("/")
        is_link = each.get("Type", "").endswith("/hyperlink")
        if is_link or (each.get("TargetMode") != "External" and target in parts):
            found.add(each.get("Id", ""))
    return found


def _notes(texts: Mapping[str, Element]) -> dict[str, set[str]]:
    """Return the ids of the notes, by the names of their marks."""
    found: dict[str, set[str]] = {}
    for kind in ("footnote", "endnote"):
        ids = found.setdefault(f"w:{kind}Reference", set())
        for text in texts.values():
            ids.update(note.get(tag("w:id"), "") for note in text.findall(f"w:{kind}", NAMES))
    return found


def _by_mammoth(parts: Parts) -> tuple[str, Counter[str]]:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        for path, data in parts.items():
            file.writestr(path, data)
    packed.seek(0)
    try:
        made = mammoth.convert_to_html(
            packed, style_map=_STYLES, include_embedded_style_map=False, external_file_access=False
        )
    except Exception as error:  # it raises anything for malformed parts
        raise NotTextError(
            f"this DOCX file is broken ({type(error).__name__}: {error}); {AGAIN}"
        ) from error
    ignored: Counter[str] = Counter()
    for message in made.messages:
        element = _IGNORED.match(message.message)
        if element:
            ignored[f"parts that Explainer does not know were left out: `{element[1]}`"] += 1
    return made.value, ignored


def _page(title: str, language: str, body: str) -> str:
    lang = f' lang="{escape(language)}"' if language else ""
    head = f'<meta name="generator" content="Microsoft Word"><title>{escape(title)}</title>'
    return f"<html{lang}><head>{head}</head><body>{body}</body></html>"


def _edges(trees: Mapping[str, Element]) -> Iterator[Element]:
    for tree in trees.values():
        if tree.tag in (tag("w:hdr"), tag("w:ftr")):
            yield tree


def _has_words(element: Element) -> bool:
    return any(char.isalpha() for char in words_in(element))


def _property(core: Element | None, name: str) -> str:
    """Return a property of the file, or ""."""
    found = None if core is None else core.find(f"{_DUBLIN_CORE}{name}")
    return "" if found is None else " ".join((found.text or "").split())


def _author(core: Element | None) -> tuple[str, ...]:
    """Report the author in the properties, which is not used: programs enter an account's name."""
    name = _property(core, "creator")
    if not name:
        return ()
    return (f"the file was made by “{name}”; if that is the author, enter it under `author`",)


def _language(document: Element, styles: Element | None, settings: Element | None) -> str:
    """Return the language of most letters; each run has its own mark, or that of the whole file."""
    default = theme = None
    if styles is not None:
        default = styles.find("w:docDefaults/w:rPrDefault/w:rPr/w:lang", NAMES)
    if settings is not None:
        theme = settings.find("w:themeFontLang", NAMES)
    letters: Counter[str] = Counter()
    for run in document.iter(tag("w:r")):
        text = words_in(run)
        key = _key_for(text)
        marks = (run.find("w:rPr/w:lang", NAMES), default, theme)
        named = [mark.get(tag(key), "") for mark in marks if mark is not None]
        letters[next(filter(None, named), "")] += sum(map(str.isalpha, text))
    return max(letters, key=lambda name: letters[name], default="")


def _key_for(text: str) -> str:
    """Return the attribute that holds the language of a text in such a script."""
    if _EASTERN.search(text):
        return "w:eastAsia"
    return "w:bidi" if _RIGHT_TO_LEFT.search(text) else "w:val"


def _losses(counts: Counter[str]) -> Iterator[str]:
    for message, count in sorted(counts.items()):
        if count:
            yield f"{message} ({count})"
