"""The Content-Security-Policy that a built site satisfies.

The site has one for hosts that can send it as a header, and each page one of its own, for those
that cannot. It lists the hashes of the scripts that the theme, and the editor's own templates,
write into pages (https://www.w3.org/TR/CSP3/#framework-directive-source-list). Scripts in the text
of a page are not listed, so a script that somebody manages to put there does not run.
"""

import re
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from explainer.files.textfiles import write_text
from explainer.model import Problem
from explainer.text.fragment import Element
from explainer.text.pointers import xpath

POLICY_FILE = "data/content-security-policy.txt"
_FIXED = (
    "worker-src 'self' blob:",  # the worker of the search begins as a few lines of the page
    "img-src 'self' data:",  # the icons of the theme's style sheet
    "object-src 'none'",
    "base-uri 'self'",
    "frame-ancestors 'self'",
)
_FIXED_IN_PAGES = ("worker-src 'self' blob:", "object-src 'self'", "base-uri 'self'")
# For pages opened from a disk, browsers do not agree on what is of the same site
_OWN_SCRIPTS = "script-src 'self' file:"
# The types of what a browser runs as a script. All else, such as JSON, is data.
_SCRIPT_TYPES = ("", "module", "importmap", "text/javascript", "application/javascript")
_HOST = re.compile(r"https?://[a-z0-9.-]+(?::[0-9]+)?(?=[/?#]|$)", re.IGNORECASE)

_IN_TEXT = "ancestor::*[contains(concat(' ', @class, ' '), ' md-content__inner ')]"
_SCRIPTS = xpath(f"//script[not(@src)][not({_IN_TEXT})]")
_HANDLERS = xpath(f"//@*[starts-with(name(), 'on')][not({_IN_TEXT})]")
_STYLES = xpath("//style")
_STYLED = xpath("//@style")
_FORMS = xpath("//form/@action | //@formaction")


class Needs(NamedTuple):
    """What a page needs its policy to allow."""

    scripts: frozenset[str]  # as `hash_of` returns them
    handlers: frozenset[str]  # of events, in attributes; their hashes
    styles: frozenset[str]
    hosts: frozenset[str]  # that forms are sent to
    has_style_attributes: bool


def write_policy(site_dir: Path, needs: Iterable[Needs]) -> tuple[Problem, ...]:
    """Write the policy of a built site into a file of it; `needs` are those of its pages."""
    return write_text(site_dir / POLICY_FILE, POLICY_FILE, f"{content_security_policy(needs)}\n")


def needs_of(root: Element) -> Needs:
    """Return the needs of a page, given as a tree."""
    return Needs(
        frozenset(hash_of(script.text or "") for script in _SCRIPTS(root) if _is_script(script)),
        frozenset(map(hash_of, _HANDLERS(root))),
        frozenset(hash_of(style.text or "") for style in _STYLES(root)),
        frozenset(filter(None, map(_host, _FORMS(root)))),
        bool(_STYLED(root)),
    )


def content_security_policy(needs: Iterable[Needs]) -> str:
    """Return the value of the header that all pages with these needs satisfy."""
    scripts, handlers, styles, hosts = set[str](), set[str](), set[str](), set[str]()
    has_style_attributes = False
    for page in needs:
        scripts |= page.scripts
        handlers |= page.handlers
        styles |= page.styles
        hosts |= page.hosts
        has_style_attributes = has_style_attributes or page.has_style_attributes
    directives = [
        "default-src 'self'",
        _directive("script-src", scripts),
        _directive("style-src", styles),
    ]
    if handlers:
        directives.append(_for_handlers(handlers))
    if has_style_attributes:
        directives.append("style-src-attr 'unsafe-inline'")
    return "; ".join((*directives, *_FIXED, _directive("form-action", hosts)))


def page_policy(needs: Needs, repository: str, allows_scripts: bool) -> str:
    """Return the policy of one page, for an element in its head.

    It is about what may run, and where forms are sent: `needs` are those of all around the text of
    the page, and the forms of the text lead to the site, or to the host of the `repository`. Where
    it `allows_scripts`, as is wanted for those that load others, it only forbids handlers.
    """
    handlers = _for_handlers(needs.handlers)
    if allows_scripts:
        return handlers
    hosts = needs.hosts.union(filter(None, [_host(repository)]))
    scripts = " ".join((_OWN_SCRIPTS, *sorted(needs.scripts)))
    return "; ".join((scripts, handlers, *_FIXED_IN_PAGES, _directive("form-action", hosts)))


def hash_of(text: str) -> str:
    """Return how a policy lists a script or style sheet, given the text between its tags."""
    digest = sha256(text.replace("\r\n", "\n").replace("\r", "\n").encode()).digest()
    return f"'sha256-{b64encode(digest).decode()}'"


def _directive(name: str, sources: Iterable[str]) -> str:
    return " ".join((name, "'self'", *sorted(sources)))


def _for_handlers(hashes: Iterable[str]) -> str:
    """Return the directive for handlers of events in attributes; only such hashes are allowed."""
    listed = sorted(hashes)
    if not listed:
        return "script-src-attr 'none'"
    return " ".join(("script-src-attr 'unsafe-hashes'", *listed))


def _is_script(element: Element) -> bool:
    return (element.get("type") or "").strip().lower() in _SCRIPT_TYPES


def _host(address: str) -> str:
    """Return the scheme and host that a form is sent to; "" for those of the site, and for none."""
    found = _HOST.match(address.strip())
    if not found:
        return ""
    return found[0].lower()
