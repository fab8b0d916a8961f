"""mkdocs.yml with a hostile string in every setting whose value is text.

What the theme documents as HTML (`copyright`), and what is code or an address of code (`hooks`,
`extra_javascript`), is the maintainer's, who may run scripts on purpose.
"""

from typing import Any

from tests.reliability.hostile_entries import Take

_TEXTS = (
    *(
        "site_name",
        "site_description",
        "site_author",
        "site_url",
        "repo_url",
        "repo_name",
        "edit_uri",
    ),
    *(
        "edit_uri_template",
        "remote_branch",
        "remote_name",
        "dev_addr",
        "exclude_docs",
        "not_in_nav",
    ),
)
_THEME = ("language", "direction", "logo", "favicon")
_EXTRA = ("homepage", "generator", "annotate", "x-own")
_NAV = (
    "index.md",
    "about.md",
    "more/deep.md",
    "articles/lamp.md",
    "articles/tide.md",
    "glossary.md",
)


def settings(take: Take) -> dict[Any, Any]:
    """Return the settings; those whose string was refused are left out, save what must be there."""
    made: dict[Any, Any] = {key: take(f"setting {key}", _other(key)) for key in _TEXTS}
    made["theme"] = _theme(take)
    if "<" not in str(made["site_name"]):  # of which the tooltip at the logo would make elements
        made["theme"]["features"] = ["content.tooltips"]
    made["nav"] = _nav(take)
    made["extra"] = _extra(take)
    made["extra_css"] = [take("setting extra_css", None)]
    made["plugins"] = [{"search": {"lang": take("setting search.lang", None)}}]
    made["markdown_extensions"] = [{"toc": {"title": take("setting toc.title", None)}}]
    return _without_nothing(made)


def _other(key: str) -> str | None:
    return "Lights" if key == "site_name" else None


def _theme(take: Take) -> dict[str, Any]:
    theme: dict[str, Any] = {"name": "material"}
    theme |= {key: take(f"setting theme.{key}", None) for key in _THEME}
    theme["icon"] = {key: take(f"setting theme.icon.{key}", None) for key in ("logo", "repo")}
    colours = ("media", "scheme", "primary", "accent")
    palette = {key: take(f"setting palette.{key}", None) for key in colours}
    toggle = {"icon": take("setting palette.toggle.icon", "material/brightness-7")}
    toggle["name"] = take("setting palette.toggle.name", None)
    theme["palette"] = [{**palette, "toggle": toggle}]
    return theme


def _nav(take: Take) -> list[Any]:
    """Return pages and sections with hostile titles, and an address that is hostile."""
    titles = [take("setting nav title", "Plain") for _ in _NAV]
    pages = [{title: path} for title, path in zip(titles, _NAV, strict=True)]
    section = {take("setting nav section", "Plain"): pages[2:]}
    address = take("setting nav address", None)
    return [*pages[:2], section, *([{"Out": address}] if address else [])]


def _extra(take: Take) -> dict[Any, Any]:
    extra: dict[Any, Any] = {key: take(f"setting extra.{key}", None) for key in _EXTRA}
    social: dict[str, Any] = {"icon": take("setting extra.social.icon", "material/link")}
    social |= {key: take(f"setting extra.social.{key}", None) for key in ("link", "name")}
    extra["social"] = [social]
    alternate = ("name", "link", "lang")
    extra["alternate"] = [{key: take(f"setting extra.alternate.{key}", None) for key in alternate}]
    extra["status"] = {"new": take("setting extra.status", None)}
    extra["tags"] = {"x": take("setting extra.tags", None)}
    extra["version"] = {"default": take("setting extra.version.default", None)}
    words = {"obviously": take("setting loaded_words", None)}
    extra["explainer"] = {"loaded_words": {"add": words}}
    return extra


def _without_nothing(data: Any) -> Any:
    """Return the data without values that are None, and without what is empty then."""
    if isinstance(data, dict):
        pairs = {key: _without_nothing(value) for key, value in data.items()}
        return {key: value for key, value in pairs.items() if value not in (None, {}, [])}
    if isinstance(data, list):
        items = [_without_nothing(item) for item in data]
        return [item for item in items if item not in (None, {}, [])]
    return data
