"""Claims that only restate another one: they are shown as places of that claim, the original."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from explainer.format.former import former_ids
from explainer.model import Loaded, Ref, Relation


@lru_cache(maxsize=1)
def originals(loaded: Loaded) -> Mapping[Ref, Ref]:
    """Return the claim that each restatement restates, through others if need be.

    Those that restate nothing known, or each other, are left out.
    """
    restating: dict[str, list[Ref]] = defaultdict(list)
    for entry in loaded.restatements.values():
        restating[entry.body.restates].append(entry.ref)
    found = {}
    left = [(claim.ref, claim.ref) for claim in loaded.claims.values()]
    while left:
        ref, original = left.pop()
        for each in restating.get(ref.id, ()):
            found[each] = original
            left.append((each, original))
    return dict(sorted(found.items()))


def statements(loaded: Loaded) -> Iterator[tuple[str, Ref]]:
    """Yield the claims that each article makes, restated ones included, with its slug.

    A claim for which there is no article is yielded with the slug "".
    """
    claims = [(claim.article or "", claim.ref) for claim in loaded.claims.values()]
    for ref, original in originals(loaded).items():
        claims.append((loaded.restatements[ref.id].article or "", original))
    yield from dict.fromkeys(claims)


def of_originals(loaded: Loaded, relations: Iterable[Relation]) -> Iterator[Relation]:
    """Yield relations, those of restatements as relations of the originals.

    An actor who restates a claim is related to it by `restated_by`; those whose view that actor
    only reports, further ones under `by`, are not.
    """
    claims = originals(loaded)
    restatements = {entry.ref for entry in loaded.restatements.values()}
    restating = set[Ref]()
    for relation in relations:
        subject, label, object_ = relation
        if subject not in restatements:
            yield relation
        elif subject in claims and label != "restates":
            if label == "by" and subject in restating:
                continue
            if label == "by":
                label = "restated_by"
                restating.add(subject)
            yield Relation(claims[subject], label, object_)


def redirected_ids(loaded: Loaded) -> Mapping[Ref, tuple[str, ...]]:
    """Return the ids and slugs whose addresses lead to an entry or article.

    They are its former ones, and for a claim those of its restatements, too.
    """
    found: dict[Ref, list[str]] = defaultdict(list)
    claims = originals(loaded)
    for ref, names in former_ids(loaded).items():
        found[claims.get(ref, ref)] += names
    for ref, original in claims.items():
        found[original].append(ref.id)
    return {ref: tuple(names) for ref, names in found.items()}
