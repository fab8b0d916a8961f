"""A Word document (DOCX) as a page of HTML, by `mammoth`, and what of it could not be kept."""

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
_DOCUMENT = "/officeDocument"  # how the type of the relationship to the main part ends, in each version of the format
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
    """The page, and what an editor should know of it, a line each."""

    html: str
    notes: tuple[str, ...]


def is_docx(parts: Parts) -> bool:
    """Return whether the parts of a packed file are those of a Word document."""
    return _TYPES in parts and not any(name.startswith(("xl/", "ppt/")) for name in parts)


def read_docx(parts: Parts) -> WordPage:
    """Make a page of a Word document. Raises NotTextError for a broken one. Nothing outside of it is looked at."""
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
    """Return the parts beside the main one, by their paths."""
    paths = [
        path for path in parts if path.endswith(".xml") and posixpath.dirname(path) in (folder, "")
    ]
    found = {path: tree_of(parts, path) for path in paths}
    return {path: tree for path, tree in found.items() if tree is not None}


_TEXTS = tuple(map(tag, ("w:document", "w:footnotes", "w:endnotes")))


def _main_part(parts: Parts) -> str:
    root = tree_of(parts, "_rels/.rels")
    for relationship in () if root is None else root.iter(_RELATIONSHIP):
        if relationship.get("Type", "").endswith(_DOCUMENT):
            return posixpath.normpath(relationship.get("Target", "")).lstrip("/")
    return "word/document.xml"


def _relationships(parts: Parts, path: str) -> set[str]:
    """Return the ids of the relationships of a part that lead on: to a part that is there, or to an address."""
    folder, name = posixpath.split(path)
    root = tree_of(parts, f"{folder}/_rels/{name}.rels")
    found = set()
    for each in () if root is None else root.iter(_RELATIONSHIP):
        target = posixpath.normpath(posixpath.join("/", folder, each.get("Target", ""))).lstrip("/")
        is_link = each.get("Type", "").endswith("/hyperlink")
        if is_link or (each.get("TargetMode") != "External" and target in parts):
            found.add(each.get("Id", ""))
    return found


def _notes(texts: Mapping[str, Element]) -> dict[str, set[str]]:
    """Return the ids of the notes, by the name of their marks."""
    found: dict[str, set[str]] = {}
    for kind in ("footnote", "endnote"):
        notes = [note for text in texts.values() for note in text.findall(f"w:{kind}", NAMES)]
        found[f"w:{kind}Reference"] = {note.get(tag("w:id"), "") for note in notes}
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
    except Exception as error:  # it raises anything for parts that are not as they should be
        raise NotTextError(
            f"this DOCX file is broken ({type(error).__name__}: {error}); {AGAIN}"
        ) from error
    ignored = filter(None, (_IGNORED.match(message.message) for message in made.messages))
    return made.value, Counter(
        f"parts that Explainer does not know were left out: `{each[1]}`" for each in ignored
    )


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
    """Return what the properties of the file say."""
    found = None if core is None else core.find(f"{_DUBLIN_CORE}{name}")
    return "" if found is None else " ".join((found.text or "").split())


def _author(core: Element | None) -> tuple[str, ...]:
    """Programs write the name of an account here, so it is reported, not used."""
    name = _property(core, "creator")
    return (
        (f"the file was made by “{name}”; if that is the author, enter it under `author`",)
        if name
        else ()
    )


def _language(document: Element, styles: Element | None, settings: Element | None) -> str:
    """Return the language of most of the letters: of each stretch by its own mark, else by that of the whole file."""
    default = (
        None if styles is None else styles.find("w:docDefaults/w:rPrDefault/w:rPr/w:lang", NAMES)
    )
    theme = None if settings is None else settings.find("w:themeFontLang", NAMES)
    letters: Counter[str] = Counter()
    for run in document.iter(tag("w:r")):
        text = words_in(run)
        key = _key_for(text)
        marks = (run.find("w:rPr/w:lang", NAMES), default, theme)
        named = [mark.get(tag(key), "") for mark in marks if mark is not None]
        letters[next(filter(None, named), "")] += sum(map(str.isalpha, text))
    return max(letters, key=lambda name: letters[name], default="")


def _key_for(text: str) -> str:
    """Return the attribute that has the language of a text in its script."""
    if _EASTERN.search(text):
        return "w:eastAsia"
    return "w:bidi" if _RIGHT_TO_LEFT.search(text) else "w:val"


def _losses(counts: Counter[str]) -> Iterator[str]:
    for message, count in sorted(counts.items()):
        if count:
            yield f"{message} ({count})"
