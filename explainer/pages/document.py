"""A page as Markdown: front matter, and headings with HTML below them.

The headings are Markdown, so that the theme's contents and search know them.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache
from html import escape
from typing import Any

import yaml
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from markupsafe import escape as escape_markup

from explainer.building.compiled_templates import CompiledTemplates
from explainer.config.themetext import html_of
from explainer.dates.edtf import in_words
from explainer.format import wording
from explainer.text.controls import as_shown
from explainer.text.excerpts import shortened, slashed
from explainer.text.languages import isolated
from explainer.text.seals import seal
from explainer.yamlfiles.nodes import read_yaml

PageMaker = Callable[[], str]  # returns the text of a page when it is called

# Every character that Markdown, or one of its many extensions, may take for more than itself. A
# full stop is one only if no space follows it (`...`, `www.`), a hyphen only if it does not join
# two words (`--`).
_SIGNS = re.compile(
    r"""[!"#$%&'()*+/:;<=>?@\[\\\]^_`{|}~]|\.(?!\s|$)|(?<!\w)-|-(?!\w)|([^\w\s])(?=\1)"""
)

# A second wall, if sealing should fail: most plug-ins and extensions obey what is between these, as
# the Jinja of mkdocs-macros, `{% include %}`, and edits of pymdownx.critic.
_BRACES = str.maketrans({"{": "&#123;", "}": "&#125;"})

# What is no punctuation of running text, so that it could be a delimiter: a plug-in may read front
# matter as it does a page, and mkdocs-macros obeys titles.
_UNUSUAL = re.compile(
    r"""["#$%&*+<=>@\[\\\]^_`{|}~]
    | ([^\w\s])(?=\1)  # of two alike, the first
    | (?<=\S)\( | \((?![\w“‘])
    | (?<![\w”’])\) | \)(?![\s,;:.?!”’]|\Z)
    | (?<![\w)”’])[,;:.?!] | [;?!](?![\s)”’]|\Z) | [,:.](?![\s\w)”’]|\Z)
    | (?<!\w)[-/'] | [-/](?!\w)""",
    re.VERBOSE,
)

_LONGEST_LABEL = 200  # in characters

_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_SPACE = re.compile(r"\s+")
# Whatever some program takes for the end of a line, with the space around it (str.splitlines)
_LINE_END = re.compile(r"[ \t]*[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]\s*")


class OwnMarkdown(Markup):
    """Markdown of this program: its braces mean something, such as the id of a heading."""


def label_text(text: str) -> str:
    """Return a title for a label, which is repeated at each place of an entry, shortened."""
    return shortened(text, _LONGEST_LABEL)


def heading_text(text: str) -> Markup:
    """Return plain text as one line of Markdown that shows exactly these words.

    White space is collapsed.
    """
    line = " ".join(text.split())
    return Markup(_SIGNS.sub(lambda sign: f"&#{ord(sign.group())};", line))


def document(
    title: str,
    body: str,
    description: str = "",
    title_id: str = "",
    boost: float = 1,
    is_of_annotators: bool = True,
) -> str:
    """Return a page with its title as first heading, and with all but its headings sealed.

    The body is HTML with headings of the second level between. `boost` moves the page up or down in
    the results of a search; 0 keeps it out. `title_id` is the id of its title where the usual one,
    made of its words, could be that of an entry. `is_of_annotators` says whether the title and the
    description hold words of annotators, in which a plug-in must find nothing to obey.
    """
    in_head = _inert if is_of_annotators else attribute
    head: dict[str, Any] = {"title": in_head(title)}
    if description:
        head["description"] = in_head(description)
    if boost != 1:
        head["search"] = {"boost": boost} if boost else {"exclude": True}
    anchor = heading_id(title_id) if title_id else ""
    return f"{front_matter(head)}\n# {heading_text(title)}{anchor}\n\n{seal(body.strip())}\n"


def heading_id(name: str) -> str:
    """Return the Markdown for the id of a heading, to be put at its end.

    `{#` would begin a comment of Jinja, which mkdocs-macros takes out.
    """
    return f" {{ #{name} }}"


def front_matter(head: Mapping[str, Any]) -> str:
    """Return front matter with its fences."""
    return f"---\n{_yaml(head)}---\n"


def completed(head: str, additions: Mapping[str, Any]) -> str:
    """Return front matter as typed, with fences, and with the keys that it lacks added at its end.

    Empty additions are left out.
    """
    typed = head if not head or head.endswith("\n") else head + "\n"
    source, problems = read_yaml(head, "")
    if problems or not _takes_more_keys(head, source.data):
        return f"---\n{typed}---\n"
    known = source.data or {}
    missing = {key: value for key, value in additions.items() if value and key not in known}
    added = _yaml(missing) if missing else ""
    return f"---\n{typed}{added}---\n"


def _takes_more_keys(head: str, data: Any) -> bool:
    """Return whether keys can be added below front matter with this data.

    Below flow style, `{title: x}`, they cannot.
    """
    if data is None:
        return True
    return isinstance(data, dict) and bool(data) and not head.lstrip().startswith("{")


def with_value(head: str, key: str, value: str) -> str:
    """Return front matter as typed, but with another value for a key that it has.

    It stays as it is if it lacks the key, cannot be read, or is in flow style.
    """
    try:
        root = yaml.compose(head, Loader=yaml.BaseLoader)
    except yaml.YAMLError:
        return head
    if not isinstance(root, yaml.MappingNode) or root.flow_style:
        return head
    for name, node in root.value:
        if name.value == key:
            rest = head[node.end_mark.index :]
            return head[: name.start_mark.index] + _yaml({key: value}) + rest.removeprefix("\n")
    return head


def render(template: str, **values: Any) -> str:
    """Render a template of `templates/`; every value in it is escaped for HTML.

    In Markdown (`.md.j2`), values stay on one line, and their braces are escaped.
    """
    finalize = _in_html if template.endswith(".md.j2") else _on_one_line
    return _environment(finalize).get_template(template).render(**values)


def preformatted(text: str) -> Markup:
    """Return plain text for `pre` on one line, where no part of it can be taken for Markdown."""
    return Markup(escape(text).replace("\n", "&#10;"))


def attribute(text: str) -> str:
    """Return plain text as HTML for a value of front matter.

    MkDocs and Material put these values into their HTML as they are.
    """
    return html_of(_one_line(text)).translate(_BRACES)


def _inert(text: str) -> str:
    """Return plain text as by `attribute`, but with nothing in it that a plug-in could obey."""
    return _UNUSUAL.sub(_as_html, _one_line(text))


def _one_line(text: str) -> str:
    return as_shown(" ".join(text.split()))


def _as_html(sign: re.Match[str]) -> str:
    escaped = escape(sign[0])
    return escaped if escaped != sign[0] else f"&#{ord(sign[0])};"


def _yaml(head: Mapping[str, Any]) -> str:
    text = yaml.dump(dict(head), Dumper=_DUMPER, allow_unicode=True, sort_keys=False, width=2**20)
    return str(text)


@cache
def _environment(finalize: Callable[[Any], Any]) -> Environment:
    environment = Environment(
        loader=PackageLoader("explainer"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        finalize=finalize,
        bytecode_cache=CompiledTemplates(f"pages{finalize.__name__}"),
    )
    environment.filters |= {
        "words": in_words,
        "heading": heading_text,
        "isolated": isolated,
        "label": label_text,
        "preformatted": preformatted,
        "slashed": slashed,
    }
    environment.globals |= {"wording": wording}
    return environment


def _on_one_line(value: Any) -> Any:
    """Return a value of a template without line ends, unless it is HTML.

    At the beginning of a line, what an editor typed could be taken for Markdown.
    """
    if not isinstance(value, str) or isinstance(value, Markup) or value.isprintable():
        return value
    return _SPACE.sub(" ", value)


def _in_html(value: Any) -> Any:
    """Return a value of a template so that Markdown can take no part of it for its own.

    It is one line, also if it is HTML, and its braces are escaped. In HTML that an editor typed, a
    line may end where nobody expects it: `&#13;` is a line end by the time that it is written.
    """
    value = _on_one_line(value)
    if not isinstance(value, str) or isinstance(value, OwnMarkdown):
        return value
    if isinstance(value, Markup) and not value.isprintable():
        value = Markup(_LINE_END.sub(" ", value))
    if "{" not in value and "}" not in value:
        return value
    return Markup(escape_markup(value).translate(_BRACES))
