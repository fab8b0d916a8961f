"""Keys of front matter that mean something to other programs, but nothing here.

An editor would expect them to work. Jekyll: https://jekyllrb.com/docs/front-matter/
Hugo: https://gohugo.io/content-management/front-matter/
Eleventy: https://www.11ty.dev/docs/data-configuration/
Docusaurus: https://docusaurus.io/docs/api/plugins
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from explainer.entries import FLAGS, FrontMatter
from explainer.format.did_you_mean import did_you_mean
from explainer.model import Level, Place, Problem
from explainer.yamlfiles.places import Data, YamlText

Hides = Callable[[str], bool]

# Keys of MkDocs, of Material and of common plug-ins that resemble ours.
_MKDOCS_KEYS = frozenset(
    "state dates updated tags status subtitle template search boost comments hide icon".split()
)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_SYNONYMS = {"language": "lang", "locale": "lang"}
_HIDDEN = frozenset(
    "draft hidden internal noindex pending private protected unlisted unpublished wip".split()
)


def _says_yes(value: str) -> bool:
    return FLAGS.get(value.casefold()) == "true"


def _says_no(value: str) -> bool:
    return FLAGS.get(value.casefold()) == "false" or value.casefold() == "never"


def _says_anything_but_yes(value: str) -> bool:
    return value != "" and not _says_yes(value)


def _says_hidden(value: str) -> bool:
    return any(word in _HIDDEN for word in re.split(r"[\s,]+", value.casefold()))


def _is_to_come(value: str) -> bool:
    return bool(_DAY.match(value)) and value[:10] > date.today().isoformat()


def _is_over(value: str) -> bool:
    return bool(_DAY.match(value)) and not _is_to_come(value)


# The values that hide a page elsewhere, by key in lower case without hyphens and underscores.
_HIDING: Mapping[str, Hides] = {
    **dict.fromkeys("published public visible sitemap permalink render list".split(), _says_no),
    **dict.fromkeys("private hidden unlisted noindex unpublished isdraft wip".split(), _says_yes),
    **dict.fromkeys("exclude hide headless unpublish protected membersonly".split(), _says_yes),
    "eleventyexcludefromcollections": _says_yes,
    **dict.fromkeys("status state visibility robots access".split(), _says_hidden),
    **dict.fromkeys("publishdate publishon publishedat embargo embargountil".split(), _is_to_come),
    **dict.fromkeys("expirydate expires unpublishdate unpublishon".split(), _is_over),
    "publish": _says_anything_but_yes,
    "password": bool,
}
_ADDRESS = "the address of a page is made from its file name: `rename article:OLD NEW` changes both"
_FORMER = "list the former names of the file under `formerly:`, to redirect their addresses here"
_TIMES = (
    "nothing is published or withdrawn automatically;"
    " write `draft: true` for as long as readers must not see this"
)
_ORDER = "set the order of pages with `nav` in mkdocs.yml"
# What to do instead, by key as above.
_INSTEAD = {
    **dict.fromkeys("slug permalink url".split(), _ADDRESS),
    **dict.fromkeys("aliases redirectfrom redirects".split(), _FORMER),
    **dict.fromkeys("publishdate publishon embargo embargountil".split(), _TIMES),
    **dict.fromkeys("expirydate expires unpublishdate unpublishon".split(), _TIMES),
    **dict.fromkeys("weight order navorder sidebarposition menu".split(), _ORDER),
    **dict.fromkeys("layout".split(), "all articles look alike; remove this"),
    "navexclude": "list the page under `not_in_nav` in mkdocs.yml",
}


def foreign_keys(source: YamlText) -> Iterator[Problem]:
    """Report the keys of an article's or page's front matter that do nothing here.

    A key that would hide the page elsewhere is an error, lest something is published that should
    not be. Other unknown keys are left to MkDocs and its theme.
    """
    assert isinstance(source.data, dict)
    known = tuple(FrontMatter.model_fields)
    for key, value in source.data.items():
        if key == "date" and isinstance(value, str) and _is_to_come(value):
            message = (
                "this date is in the future, but nothing waits for it;"
                " write `draft: true` until then"
            )
            yield Problem(source.values[(key,)], "warning", message, "foreign-key")
        if key not in known:
            yield from _problems(key, value, source.keys[(key,)], known)


def _problems(key: str, value: Data, place: Place, known: tuple[str, ...]) -> Iterator[Problem]:
    name = re.sub(r"[-_ ]", "", key.casefold())
    if _is_hiding(name, value):
        message = (
            f"`{key}: {_shown(value)}` hides nothing here;"
            " write `draft: true` to keep this out of the site, or remove the line"
        )
        yield Problem(place, "error", message, "foreign-key")
    elif name in _INSTEAD:
        message = f"`{key}` does nothing here; {_INSTEAD[name]}"
        yield Problem(place, "warning", message, "foreign-key")
    elif key not in _MKDOCS_KEYS:
        hint = _hint(key, known)
        if hint:
            level: Level = "error" if "`draft`" in hint else "warning"
            message = f"unknown key `{key}` in the front matter{hint}"
            yield Problem(place, level, message, "unknown-key")


def _hint(key: str, known: tuple[str, ...]) -> str:
    """Return a suggestion for a key that resembles one of ours, or a synonym of it."""
    hint = did_you_mean(key, (*known, *_SYNONYMS), 0.75)
    for word, meant in _SYNONYMS.items():
        hint = hint.replace(f"`{word}`", f"`{meant}`")
    return hint


def _is_hiding(name: str, value: Data) -> bool:
    if isinstance(value, dict):  # such as Hugo's `build: {render: never}`
        return name == "build" and _has_text(value.values(), _says_no)
    hides = _HIDING.get(name)
    values = value if isinstance(value, list) else [value]
    return hides is not None and _has_text(values, hides)


def _has_text(values: Iterable[Data], is_wanted: Hides) -> bool:
    return any(isinstance(value, str) and is_wanted(value) for value in values)


def _shown(value: Data) -> str:
    """Return the value on one line, as an editor may have typed it."""
    if isinstance(value, dict):
        pairs = [f"{key}: {_shown(item)}" for key, item in value.items()]
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list):
        return ", ".join(map(_shown, value))
    return " ".join(value.split())
