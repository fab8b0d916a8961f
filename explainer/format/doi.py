"""Digital object identifiers: the DOI that a source gives, and its address on the web.

See the DOI Handbook, https://doi.org/10.1000/182, about the characters of a DOI in an address.
"""

import re
from urllib.parse import quote

# Before the DOI itself, as in what publishers print for it
_BEFORE = re.compile(r"(?:doi:\s*|https?://(?:dx\.|www\.)?doi\.org/)(?=10\.)", re.IGNORECASE)
_LITERAL = "/:;()@,!*"  # characters that need no escape in a path, besides those of words


def doi_of(typed: str) -> str:
    """Return a DOI as typed, without `doi:` or the address of the resolver before it."""
    before = _BEFORE.match(typed)
    return typed[before.end() :] if before else typed


def doi_address(typed: str) -> str:
    """Return the web address at which a DOI is resolved."""
    return f"https://doi.org/{quote(doi_of(typed), safe=_LITERAL)}"


def has_steps(typed: str) -> bool:
    """Return whether a browser would take parts of a DOI for steps to another one."""
    return not {".", ".."}.isdisjoint(doi_of(typed).split("/"))
