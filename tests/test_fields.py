"""What a field of an entry holds follows from its definition alone."""

from explainer.entries import Claim, ClaimIds, Edtf, Evidence, Markdown, WebAddress
from explainer.format.fields import addresses, dates, markdown_fields, reference_kind, references
from explainer.model import Entry, Place, Ref


class Review(Evidence):
    """A model inside an entry that has a new field."""

    remark: Markdown | None = None


class LongClaim(Claim):
    """A claim with new fields of every kind."""

    follows: ClaimIds = ()
    revised: Edtf | None = None
    link: WebAddress | None = None
    reviews: tuple[Review, ...] = ()


def test_new_fields_are_found_by_their_marks():
    body = LongClaim.model_validate(
        {
            "quote": "the lamp",
            "summary": "It was lit.",
            "kind": "fact",
            "follows": "lamp-lit",
            "revised": "2025",
            "link": "https://example.org",
            "reviews": [{"source": "log"}, {"source": "diary", "remark": "Page *3*."}],
        }
    )
    entry = Entry(Ref("claim", "lamp"), body, {(): Place("annotations/lamp.yml")})
    assert list(references(entry)) == [
        (("follows", 0), "follows", Ref("claim", "lamp-lit")),
        (("reviews", 0, "source"), "reviews", Ref("source", "log")),
        (("reviews", 1, "source"), "reviews", Ref("source", "diary")),
    ]
    assert list(markdown_fields(entry)) == [(("reviews", 1, "remark"), "Page *3*.")]
    assert list(dates(entry)) == [(("revised",), "2025")]
    assert list(addresses(entry)) == [(("link",), "https://example.org")]
    assert reference_kind(LongClaim, ("follows", 0)) == "claim"
    assert reference_kind(LongClaim, ("reviews", 1, "source")) == "source"
    assert reference_kind(LongClaim, ("summary",)) is None
