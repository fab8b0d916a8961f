"""Render the Markdown of annotations as clean HTML, and report what had to be removed.

The Markdown extensions of the site apply, if they are known to obey nothing that is typed, or named
for annotations; those that need a page do not: a table of contents, footnotes with their ids, front
matter. What an extension makes and an annotation cannot hold, such as a picture, is removed.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import nh3
from markdown import Markdown

from explainer.config.annotation_extensions import applies
from explainer.config.supplied import parts_of, short_name
from explainer.files.workingfolder import working_in
from explainer.format.entry_links import KINDS, entry_of, is_safe, references
from explainer.model import Ref, Settings, Unread
from explainer.rendering.includes import Includes
from explainer.rendering.limits import MOST_LINES, Limits, count_lines
from explainer.rendering.render import configs_for
from explainer.rendering.stray_elements import without_strays
from explainer.rendering.unfit_attributes import Delimiters, without_unfit_attributes
from explainer.text.cleaning import has_too_deep_source, holds_hidden_text
from explainer.text.controls import as_shown, unstacked
from explainer.text.directionmarks import without_idle_marks_in_html, without_idle_turns
from explainer.text.formulas import is_typeset
from explainer.text.fragment import DEEPEST, Element, first_too_deep, parse
from explainer.text.visible import Visible, read

_ATTRIBUTES = {
    "a": {"href", "title"},
    "abbr": {"title"},
    "th": {"align"},
    "td": {"align"},
    "ol": {"start"},
    "*": {"class", "dir", "lang"},
}
_TAGS = frozenset(
    "a abbr b bdi blockquote br cite code dd del dfn div dl dt em hr i ins kbd li mark ol p pre q"
    " rp rt ruby s samp small span strong sub sup table tbody td th thead tr u ul var".split()
)
# Classes that extensions of Python-Markdown and PyMdown give to formulas, code, keys, corrections.
# Others could make a text look like something else, or make a script take it for something else.
_CLASSES = re.compile(r"arithmatex|codehilite|critic|highlight|keys|key-[\w-]+|language-[\w+#.-]+")
_ALIGNED = frozenset({"left", "center", "right"})


def _kept_value(tag: str, name: str, value: str) -> str | None:
    """Return the value of an attribute to keep: of `class`, only the known classes.

    None removes the attribute.
    """
    if name != "title" and holds_hidden_text(value):
        return None
    if name == "align" and value not in _ALIGNED:
        return None
    if name != "class":
        return value
    return " ".join(each for each in value.split() if _CLASSES.fullmatch(each)) or None


_CLEANER = nh3.Cleaner(
    tags=set(_TAGS),
    attributes=_ATTRIBUTES,
    attribute_filter=_kept_value,
    url_schemes={*KINDS, "http", "https", "mailto"},
    link_rel=None,
)


def _sign(*emoji: Any) -> Any:
    """Return an emoji as its character; an icon has none, and is removed as a picture is.

    The arguments are those of an `emoji_generator` of PyMdown.
    """
    from pymdownx.emoji import to_alt  # takes long, and few sites need it

    code_points = emoji[3]
    if not code_points:
        return ElementTree.Element("img")
    return to_alt(*emoji)


# Extensions that apply to every annotation, whatever mkdocs.yml says.
_OWN_EXTENSIONS = ("sane_lists", "tables", "def_list", "fenced_code")
# Extensions that process a whole page, or need to know its path.
_PAGE_EXTENSIONS = frozenset(
    {"explainer.captions", "footnotes", "meta", "pymdownx.pathconverter", "toc"}
)
_FORMULAS = "pymdownx.arithmatex"
_HIGHLIGHT = "pymdownx.highlight"
# Extensions that colour code, whether or not the site has `pymdownx.highlight`
_COLOURING = frozenset({"pymdownx.inlinehilite", "pymdownx.superfences"})
# Options without which formulas in scripts, and pictures of other hosts, would be removed. Code is
# not coloured: for some languages, Pygments takes minutes for a few lines that are made for that.
_OPTIONS: Mapping[str, Mapping[str, Any]] = {
    "codehilite": {"use_pygments": False},
    _FORMULAS: {"generic": True},
    "pymdownx.emoji": {"emoji_generator": _sign},
    # For a `style`, the content policy would have to allow all of them
    "tables": {"use_align_attribute": True},
    _HIGHLIGHT: {"use_pygments": False},
}
_SNIPPETS = "pymdownx.snippets"
# Options of extensions that name the functions by which code becomes HTML
_MAKERS = ("custom_fences", "custom_inline")
_PYMDOWN = "pymdownx."
# The HTML of a text: in honest ones, at most four times what was typed, and 8 KB
LARGE, MOST_TIMES = 100_000, 20
# Elements of a text, such as cells; an element for ten characters in the longest one
MOST_ELEMENTS = 2_000
_DEFINITION = re.compile(r" {0,3}\*?\[[^\]]+\]:.*")
# Letters, digits and characters without a meaning in Markdown, in a line that begins with a letter.
_PLAIN = re.compile(r"""[^\W\d_](?:[^\W_]|[ ,.;:?!'"()–—-])*(?<! )""")
# Extensions to which these mean nothing either; others may change any word.
LEAVING_WORDS = frozenset({
    *_OWN_EXTENSIONS,
    "admonition", "attr_list", "codehilite", "md_in_html", "nl2br", "pymdownx.arithmatex",
    "pymdownx.b64", "pymdownx.betterem", "pymdownx.caret", "pymdownx.critic", "pymdownx.details",
    "pymdownx.highlight", "pymdownx.inlinehilite", "pymdownx.keys", "pymdownx.mark",
    "pymdownx.superfences", "pymdownx.tabbed", "pymdownx.tasklist", "pymdownx.tilde",
})  # fmt: skip
# What Markdown makes of these elements, in an editor's words.
_MADE = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "a heading"),
    **dict.fromkeys(("details", "div", "label", "summary"), "a box"),
    "img": "a picture",
    "input": "a box to tick",
}
_UNREAD = frozenset({"code", "pre"})  # in which no script looks for formulas
_OF_SOURCE = ("\\", "$", "{")  # signs of which the source of a formula has at least one


@dataclass(frozen=True)
class RenderedText:
    """A rendered Markdown text: clean HTML, its visible text, and the entries that it links to."""

    html: str
    visible: Visible
    # start and end of each link in the visible text, in code points, and the entry it leads to
    references: tuple[tuple[int, int, Ref], ...]
    removed: tuple[str, ...]  # tags and attributes that were typed and removed
    lost: tuple[str, ...]  # what Markdown made and was removed: "a picture"
    unsafe: tuple[str, ...]  # addresses that were refused
    complaint: str = ""  # of an extension that failed, so that the text was rendered without any
    unread: tuple[Unread, ...] = ()  # what was left as typed, since it would take too long
    is_too_deep: bool = False  # nested so deeply that its source is shown
    too_large: int = 0  # characters of the HTML that it would become, if its source is shown
    too_long: int = 0  # lines that were typed, if its source is shown
    too_many: int = 0  # elements that it would become, if its source is shown
    # the stretches in which a script may look for formulas, if they have signs of such
    stretches: tuple[str, ...] = ()


@dataclass(frozen=True)
class TextRenderer:
    """A renderer of the Markdown of annotations, one text after another."""

    markdown: Markdown
    limits: Limits  # of what is read of the Markdown
    leaves_words: bool  # whether a line of plain words stays as it is
    root: Path | None  # the folder from which extensions read files
    definitions: str = ""  # of abbreviations and links, which apply to every text
    delimiters: tuple[Delimiters, ...] = ()  # of the formulas that an extension makes

    def convert(self, markdown: str) -> tuple[str, str]:
        """Return HTML, not cleaned yet, and the complaint of an extension, or "". Never raises.

        A text of more than MOST_LINES lines is not rendered.
        """
        # most texts are so plain that they need no rendering, which takes longer than all else
        self.limits.reset()
        if self.leaves_words and _PLAIN.fullmatch(markdown):
            return f"<p>{markdown}</p>", ""
        if count_lines(markdown) > MOST_LINES:
            return _as_typed(markdown), ""
        try:
            with working_in(self.root):
                return self.markdown.reset().convert(markdown + self.definitions), ""
        except Exception as error:  # extensions are anybody's code and raise anything
            return _as_typed(markdown), f"{type(error).__name__}: {error}"


def _as_typed(markdown: str) -> str:
    return f"<p>{escape(markdown)}</p>"


def text_renderer(settings: Settings | None = None) -> TextRenderer:
    """Return a renderer for the Markdown of annotations, with the extensions that apply to it."""
    settings = settings or Settings("")
    configs = dict(_extensions(settings))
    limits = Limits(is_one_of_many=True)
    leaves_words = LEAVING_WORDS.issuperset(configs)
    with working_in(settings.root):
        includes = Includes(settings)
        definitions = _definitions(configs.get(_SNIPPETS, {}), includes)
        limits.appended = count_lines(definitions)
        markdown = Markdown(
            extensions=[*configs, Includes(settings, of_annotations=True), limits],
            extension_configs=configs,
            output_format="html",
        )
    delimiters = _delimiters(configs)
    return TextRenderer(markdown, limits, leaves_words, settings.root, definitions, delimiters)


def _delimiters(configs: Mapping[str, Mapping[str, Any]]) -> tuple[Delimiters, ...]:
    """Return the delimiters in which `pymdownx.arithmatex` writes formulas; none if it is not set.

    Its documentation: https://facelessuser.github.io/pymdown-extensions/extensions/arithmatex/
    """
    options = configs.get(_FORMULAS)
    if options is None:
        return ()
    inline = options.get("tex_inline_wrap", ("\\(", "\\)"))
    block = options.get("tex_block_wrap", ("\\[", "\\]"))
    return (inline[0], inline[1]), (block[0], block[1])


def _definitions(options: dict[str, Any], includes: Includes) -> str:
    """Return the definitions in files that are appended to every page; the rest is for pages."""
    if not options.get("auto_append"):
        return ""
    try:
        snippets = Markdown(
            extensions=[_SNIPPETS, includes], extension_configs={_SNIPPETS: options}
        )
        lines = snippets.preprocessors["snippet"].run([""])
    except Exception:  # such as a missing file, which is reported for the articles
        lines = []
    options["auto_append"] = []
    found = [line for line in lines if _DEFINITION.fullmatch(line)]
    return "\n\n" + "\n".join(found)


def _extensions(settings: Settings) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the short names and options of extensions, in order; bundles are taken apart."""
    for name in _OWN_EXTENSIONS:
        yield name, dict(_OPTIONS.get(name, {}))
    configs = configs_for(settings, "docs")
    yielded = set[str]()
    for name in settings.extensions:
        if not applies(name, settings.annotation_extensions):
            continue
        options = configs.get(name, {})
        parts = [(part, _part_options(options, part)) for part in parts_of(name)]
        for extension, chosen in parts or [(short_name(name), options)]:
            if extension not in _PAGE_EXTENSIONS:
                yielded.add(extension)
                yield extension, {**_without_others_code(chosen), **_OPTIONS.get(extension, {})}
    if not yielded.isdisjoint(_COLOURING) and _HIGHLIGHT not in yielded:
        yield _HIGHLIGHT, dict(_OPTIONS[_HIGHLIGHT])


def _without_others_code(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return options without fences and the like that others' code renders and might run."""
    kept = dict(options)
    for key in _MAKERS:
        if isinstance(kept.get(key), list):
            kept[key] = [each for each in kept[key] if not _is_others(each)]
    return kept


def _is_others(maker: object) -> bool:
    made_by = maker.get("format") if isinstance(maker, Mapping) else None
    return not str(getattr(made_by, "__module__", _PYMDOWN)).startswith(_PYMDOWN)


def _part_options(options: Mapping[str, Any], part: str) -> dict[str, Any]:
    return next((chosen for name, chosen in options.items() if short_name(name) == part), {})


def _unrendered(markdown: str) -> RenderedText:
    """Return a text that is shown as typed."""
    html = _as_typed(markdown)
    return RenderedText(html, read(html), (), (), (), ())


def render_text(markdown: str, renderer: TextRenderer) -> RenderedText:
    """Render the Markdown of an annotation. Links to entries keep their `kind:id` addresses."""
    raw, complaint = renderer.convert(markdown)
    unread = tuple(renderer.limits.unread)
    lines = count_lines(markdown)
    if lines > MOST_LINES:
        return replace(_unrendered(markdown), too_long=lines)
    if complaint.startswith("RecursionError") or _is_too_deep(raw):
        return replace(_unrendered(markdown), is_too_deep=True)
    if len(raw) > max(LARGE, MOST_TIMES * len(markdown)):
        return replace(_unrendered(markdown), too_large=len(raw))
    # accents, and what turns letters around, may be typed as references, such as `&#768;`
    cleaned = _CLEANER.clean(raw)
    fit, unfit = without_unfit_attributes(cleaned, renderer.delimiters)
    ordered = without_idle_marks_in_html(unstacked(without_strays(fit)))
    html = without_idle_turns(as_shown(ordered), is_html=True)
    if html != cleaned:  # nothing that these steps remove may have hidden something
        html = _CLEANER.clean(html)
    visible = read(html)
    elements = sum(1 for _ in visible.root.iterdescendants())
    if elements > MOST_ELEMENTS:
        return replace(_unrendered(markdown), too_many=elements)
    found = references(visible)
    stretches = _stretches(html, visible.root)
    if html == raw:  # as most are
        return RenderedText(
            html,
            visible,
            found,
            (),
            (),
            _unsafe(visible.root),
            complaint,
            unread,
            stretches=stretches,
        )
    tree = parse(raw)
    removed, lost = _removed(tree, markdown)
    return RenderedText(
        html,
        visible,
        found,
        removed,
        (*lost, *unfit),
        _unsafe(tree),
        complaint,
        unread,
        stretches=stretches,
    )


def _is_too_deep(html: str) -> bool:
    """Return whether a text is nested more deeply than a page may be."""
    if html.count("<") <= DEEPEST:  # as in most texts
        return False
    return has_too_deep_source(html) or first_too_deep(parse(html)) is not None


def _stretches(html: str, root: Element) -> tuple[str, ...]:
    """Return the texts between elements, and the whole text of each element with a formula.

    `root` is the parsed HTML. Code is left out, unless it is, holds or is in such an element.
    """
    if not any(sign in html for sign in _OF_SOURCE):
        return ()
    texts = _texts_in(root, is_read=False)
    return tuple(text for text in texts if any(sign in text for sign in _OF_SOURCE))


def _texts_in(element: Element, is_read: bool) -> Iterator[str]:
    if is_typeset(element):
        is_read = True
        yield f"${''.join(map(str, element.itertext()))}$"  # a script may read it without signs
    if is_read or element.tag not in _UNREAD or any(map(is_typeset, element.iter())):
        text = element.text or ""
        for child in element:
            if child.tag == "br":  # MathJax reads on behind it
                text += f"\n{child.tail or ''}"
            else:
                yield text
                yield from _texts_in(child, is_read)
                text = child.tail or ""
        yield text


def _removed(root: Element, markdown: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what cleaning removes: typed tags and attributes, and names of what Markdown made."""
    removed: list[str] = []
    lost: list[str] = []
    for element in root.iterdescendants():
        if not isinstance(element.tag, str):
            continue
        if element.tag in _TAGS and not _is_bare_box(element):
            removed += _lost_attributes(element, markdown)
        elif f"<{element.tag}" in markdown.lower() or element.tag not in _MADE:
            removed.append(f"<{element.tag}>")
        else:
            lost.append(_MADE[element.tag])
    return tuple(removed), tuple(lost)


def _unsafe(root: Element) -> tuple[str, ...]:
    """Return the addresses of links that are refused."""
    unsafe = []
    for link in root.iterdescendants("a"):
        address = link.get("href")
        is_allowed = address and (entry_of(address) is not None or is_safe(address))
        if address and (not is_allowed or holds_hidden_text(address)):
            unsafe.append(address)
    return tuple(unsafe)


def _is_bare_box(element: Element) -> bool:
    kept = _kept_value("div", "class", element.get("class") or "")
    return element.tag == "div" and not kept


def _lost_attributes(element: Element, markdown: str) -> list[str]:
    allowed = _ATTRIBUTES.get(element.tag, set()) | _ATTRIBUTES["*"]
    lost = [name for name in map(str, element.attrib) if name not in allowed]
    typed = []
    for name in lost:
        is_id_of_list = name == "id" and "#" in markdown  # an attribute list such as `{: #lamp }`
        if f"{name}=" in markdown or is_id_of_list:
            typed.append(f"{name}=")
    if any(name in markdown for name in _lost_classes(element)):
        typed.append("class=")
    return typed


def _lost_classes(element: Element) -> list[str]:
    return [name for name in (element.get("class") or "").split() if not _CLASSES.fullmatch(name)]
