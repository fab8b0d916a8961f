"""Keys of front matter that mean something to other programs and nothing here.

An editor would wait for them to work. Jekyll: https://jekyllrb.com/docs/front-matter/
Hugo: https://gohugo.io/content-management/front-matter/
Eleventy: https://www.11ty.dev/docs/data-configuration/
Docusaurus: https://docusaurus.io/docs/api/plugins
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date

from explainer.entries import FLAGS, FrontMatter
from explainer.format.did_you_mean import did_you_mean
from explainer.model import Level, Place, Problem
from explainer.yamlfiles.nodes import Data, YamlText

Hides = Callable[[str], bool]

# keys of MkDocs, of Material and of common plug-ins that look like ours
_OF_MKDOCS = frozenset(
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


# By key, in small letters and without hyphens and underscores: which values hide a page elsewhere.
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
_TIMES = "nothing is published or withdrawn automatically; write `draft: true` for as long as readers must not see this"
_ORDER = "set the order of pages with `nav` in mkdocs.yml"
# By key, as above: what to do instead.
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

    What would hide the page elsewhere is an error: nothing may go out that was meant to stay. Other
    unknown keys are left to MkDocs and its theme.
    """
    assert isinstance(source.data, dict)
    known = tuple(FrontMatter.model_fields)
    for key, value in source.data.items():
        if key == "date" and isinstance(value, str) and _is_to_come(value):
            message = "this date is in the future, but nothing waits for it; write `draft: true` until then"
            yield Problem(source.values[(key,)], "warning", message, "foreign-key")
        if key not in known:
            yield from _problems(key, value, source.keys[(key,)], known)


def _problems(key: str, value: Data, place: Place, known: tuple[str, ...]) -> Iterator[Problem]:
    name = re.sub(r"[-_ ]", "", key.casefold())
    typed = _shown(value)
    if _is_hiding(name, value):
        message = f"`{key}: {typed}` hides nothing here; write `draft: true` to keep this out of the site, or remove the line"
        yield Problem(place, "error", message, "foreign-key")
    elif name in _INSTEAD:
        message = f"`{key}` does nothing here; {_INSTEAD[name]}"
        yield Problem(place, "warning", message, "foreign-key")
    elif key not in _OF_MKDOCS:
        hint = _hint(key, known)
        level: Level = "error" if "`draft`" in hint else "warning"
        if hint:
            message = f"unknown key `{key}` in the front matter{hint}"
            yield Problem(place, level, message, "unknown-key")


def _hint(key: str, known: tuple[str, ...]) -> str:
    """Return what may be meant by a key that is like one of ours, or like a word for it."""
    hint = did_you_mean(key, (*known, *_SYNONYMS), 0.75)
    for word, meant in _SYNONYMS.items():
        hint = hint.replace(f"`{word}`", f"`{meant}`")
    return hint


def _is_hiding(name: str, value: Data) -> bool:
    if isinstance(value, dict):  # such as Hugo's `build: {render: never}`
        words = [said for said in value.values() if isinstance(said, str)]
        return name == "build" and any(map(_says_no, words))
    values = value if isinstance(value, list) else [value]
    hides = _HIDING.get(name)
    return hides is not None and any(isinstance(said, str) and hides(said) for said in values)


def _shown(value: Data) -> str:
    """Return the value on one line, as an editor may have typed it."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_shown(said)}" for key, said in value.items()) + "}"
    return ", ".join(map(_shown, value)) if isinstance(value, list) else " ".join(value.split())
