"""The keys of annotation files, and the kinds of entries that stand under them."""

from explainer.entries import AnnotationFile
from explainer.model import Kind

KINDS: dict[str, Kind] = {
    "claims": "claim",
    "dates": "date",
    "actors": "actor",
    "terms": "term",
    "sources": "source",
}
# The key under which the entries of a kind stand.
KEY_OF: dict[Kind, str] = {kind: key for key, kind in KINDS.items()}
KEYS = tuple(AnnotationFile.model_fields)
BOUND = ("claims", "dates", "brief", "questions")  # the keys that belong to one article
NAMED = "articles/{}.md"  # an article, as annotation files name it
