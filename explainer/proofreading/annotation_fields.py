"""The Markdown of annotations: unread marks, as in articles, at their places in the YAML."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from functools import partial

from explainer.format.fields import MarkdownField, markdown
from explainer.linking.problems import finder_from
from explainer.model import Cache, Place, Problem, Site
from explainer.proofreading.leftovers import leftovers
from explainer.proofreading.shown import shown_text
from explainer.proofreading.typed_text import TypedText, read_source
from explainer.proofreading.unfinished_blocks import lost_stars
from explainer.text.fragment import parse

# Without any of these, nothing can be left over. Most texts are plain.
_SIGNS = re.compile(r"[\[{|<~^]|!!!|\?\?\?|==|\$\$|\+\+|::|:\w+:|///|8<|\*\*|\w\*\w")

_KIND = "right fields"  # of the values that are kept


def annotation_problems(
    site: Site, extensions: Collection[str], others_read: bool, cache: Cache
) -> Iterator[Problem]:
    """Report what readers would see as typed; see `leftovers`.

    The files in which nothing is wrong are kept in the `cache`.
    """
    fields = defaultdict[str, list[str]](partial(list, (*sorted(extensions), str(others_read))))
    for field, html in _with_signs(site):
        fields[field.place.path] += (field.text, html)
    right = {path for path, parts in fields.items() if cache.get(_KIND, parts) is True}
    wrong = set[str]()
    for field, html in _with_signs(site):
        if field.place.path in right:
            continue
        source = read_source(field.place.path, field.text)
        shown = shown_text(parse(html))
        unread = leftovers(source, shown, extensions, others_read)
        for problems in (unread, lost_stars(source, shown)):
            for problem in _placed(problems, source, site, field.place):
                wrong.add(field.place.path)
                yield problem
    for path in fields.keys() - right - wrong:
        cache.put(_KIND, fields[path], True)


def _with_signs(site: Site) -> Iterator[tuple[MarkdownField, str]]:
    """Yield each field in which something may be left over, with its HTML."""
    for field in markdown(site.loaded):
        html = site.texts.get((field.owner, field.steps))
        if html is not None and _SIGNS.search(field.text):
            yield field, html


def _placed(
    problems: Iterator[Problem], source: TypedText, site: Site, start: Place
) -> Iterator[Problem]:
    """Move problems from their lines in the Markdown to where the same words stand in the YAML."""
    find = finder_from(site.loaded, start)
    lines = source.text.split("\n")
    for problem in problems:
        line = lines[problem.place.line - 1]
        word = line[problem.place.column - 1 :].split(maxsplit=1)[0]
        yield problem._replace(place=find(word))
