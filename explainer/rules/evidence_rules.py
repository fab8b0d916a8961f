"""Editorial rules about sources and the claims that rest on them."""

from collections.abc import Iterable, Iterator

from explainer.dates.edtf import Edtf, parse
from explainer.dates.instants import ends_before
from explainer.entries import Evidence, Named, Source
from explainer.format.names import is_findable, shared_names
from explainer.format.works import page_of, pages_of, plain_title
from explainer.model import AnyEntry, Article, Loaded, Ref
from explainer.rules.rule_types import EditorialRule, Finding, Review

# Entries that nothing names or links to; more would be pages that nobody finds and that take long
MOST_UNUSED = 1_000


def verdict_against_evidence(review: Review) -> Iterator[Finding]:
    """Report a verdict that its own evidence does not bear out.

    `supported` needs a source that supports the claim, `refuted` one that disputes it, `mixed` one
    of each.

    Bad: `is: refuted` with sources that are all `stance: supports`.
    Good: a source with `stance: disputes`.
    """
    for entry in review.loaded.claims.values():
        verdict, stances = entry.body.verdict, {item.stance for item in entry.body.evidence}
        if not verdict or not stances:
            continue
        missing = [stance for stance in _NEEDED.get(verdict.value, ()) if stance not in stances]
        if missing:
            message = (
                f"the verdict of {entry.ref} is `{verdict.value}`, but no source under `evidence:` "
                f"has the stance `{missing[0]}`; correct one of them"
            )
            yield Finding(entry.at("verdict"), message, entry)


_SIDES = ("supports", "disputes")
_NEEDED = {"supported": ("supports",), "refuted": ("disputes",), "mixed": ("supports", "disputes")}


def two_stances(review: Review) -> Iterator[Finding]:
    """Report one source that both supports and disputes a claim, without notes that say where.

    Bad: `{source: log, stance: supports}` beside `{source: log, stance: disputes}`.
    Good: a `note` in each of them.
    """
    for entry in review.loaded.claims.values():
        evidence = entry.body.evidence
        for source in dict.fromkeys(item.source for item in evidence):
            sides = [item for item in evidence if item.source == source and item.stance in _SIDES]
            stances = {item.stance for item in sides}
            if len(stances) == 2 and not all(item.note for item in sides):
                found = f"source:{source} both supports and disputes {entry.ref}"
                message = f"{found}; say where, in a `note:` of each"
                yield Finding(entry.at("evidence", evidence.index(sides[-1])), message, entry)


def own_article_as_evidence(review: Review) -> Iterator[Finding]:
    """Report a claim whose own article is given as evidence for it or against it.

    An article is no proof of what it says. A source is taken to be the article if its `url` or its
    `doi` leads to the article's `source_url`, or its title is the article's title. Addresses are
    compared without `https://`, `www.`, a fragment, a final slash and parameters for tracking, and
    titles without the sign at their end.

    Bad: `{source: the-essay, stance: supports}` for a claim of that essay.
    Good: `stance: reports`, or another source.
    """
    articles = {article.slug: _marks_of_article(article) for article in review.loaded.articles}
    sources = {name: _marks(source.body) for name, source in review.loaded.sources.items()}
    for entry in review.loaded.claims.values():
        own = articles.get(entry.article or "", set())
        for index, item in enumerate(entry.body.evidence):
            if item.stance in _SIDES and own & sources.get(item.source, set()):
                name = f"source:{item.source}"
                found = f"{name} is the article that makes {entry.ref}, not evidence for it"
                message = f"{found}; write `stance: reports`, or name another source"
                yield Finding(entry.at("evidence", index), message, entry)


def _marks_of_article(article: Article) -> set[str]:
    """Return the title of an article, and where it was published, for comparison."""
    marks = {plain_title(article.title), page_of(article.front.source_url or "")}
    return marks - {""}


def _marks(source: Source) -> set[str]:
    """Return the title of a source, and where it can be read, for comparison."""
    return {plain_title(source.title), *(page for _, page in pages_of(source))}


def same_work(review: Review) -> Iterator[Finding]:
    """Report a source that is the same work as another one, and would be counted twice.

    Two sources are taken to be one work if their `doi` or `url` leads to the same DOI or page.
    Addresses are compared without `https://`, `www.`, a fragment, a final slash and parameters for
    tracking.

    Bad: `log` with `doi: 10.1000/182`, and `the-log` with `url: https://doi.org/10.1000/182`.
    Good: one of them, with a `note` under `evidence` that says where in the work.
    """
    first: dict[str, Ref] = {}
    for entry in review.loaded.sources.values():
        for field, page in pages_of(entry.body):
            other = first.setdefault(page, entry.ref)
            if other != entry.ref:
                found = f"the `{field}` of {entry.ref} leads to the same page as {other}"
                advice = "if they are one work, keep one of them, and name it instead of the other"
                yield Finding(entry.at(field), f"{found}; {advice}", entry)
                break


def dispute_without_reason(review: Review) -> Iterator[Finding]:
    """Report a claim that says who disputes it, but not why.

    The reason may be a note, a claim that `attacks` it, or a source with the stance `disputes`.

    Bad: `disputed_by: harbour-board` alone.
    Good: with a `note`: “The board counts two nights without light.”
    """
    attacked = set[str]()
    for entry in review.loaded.claims.values():
        attacked.update(entry.body.attacks)
    for entry in review.loaded.claims.values():
        claim = entry.body
        has_source = any(item.stance == "disputes" for item in claim.evidence)
        if claim.disputed_by and not (claim.note or has_source or entry.ref.id in attacked):
            question = f"why is {entry.ref} disputed?"
            message = f"{question} Say so in a `note:`, or by a claim that `attacks` it"
            yield Finding(entry.at("disputed_by"), message, entry)


def read_before_issued(review: Review) -> Iterator[Finding]:
    """Report a source whose address was read before it appeared.

    Bad: `accessed: 2024-05-07` with `issued: 2025`. Good: the day on which it was read.
    """
    for entry in review.loaded.sources.values():
        read, issued = parse(entry.body.accessed or ""), parse(entry.body.issued or "")
        if read and issued and ends_before(read, issued):
            found = f"{entry.ref} was read ({read.words}) before it appeared ({issued.words})"
            message = f"{found}; correct one of the dates"
            yield Finding(entry.at("accessed"), message, entry)


def checked_before_issued(review: Review) -> Iterator[Finding]:
    """Report a claim that was checked before a source of it appeared.

    The article itself may be younger, since articles are checked before they are published.

    Bad: `checked: 2024-05-07` with evidence from a source with `issued: 2025`.
    Good: the day on which it was checked against all its sources.
    """
    for entry in review.loaded.claims.values():
        verdict = entry.body.verdict
        checked = parse(verdict.checked or "") if verdict else None
        younger = checked and _first_after(checked, entry.body.evidence, review.loaded)
        if checked and younger:
            source, issued = younger
            message = (
                f"{entry.ref} was checked ({checked.words}) before {source} appeared "
                f"({issued.words}); correct one of the dates"
            )
            yield Finding(entry.at("verdict", "checked"), message, entry)


def _first_after(
    checked: Edtf, evidence: Iterable[Evidence], loaded: Loaded
) -> tuple[Ref, Edtf] | None:
    """Return the first source that appeared after a claim was checked, and its date."""
    for item in evidence:
        source = loaded.sources.get(item.source)
        issued = parse(source.body.issued or "") if source else None
        if source and issued and ends_before(checked, issued):
            return source.ref, issued
    return None


def unused(review: Review) -> Iterator[Finding]:
    """Report an actor, term or source that nothing names: nothing on the site would lead to it.

    A sign with `mentions: off`, such as “§”, is not reported: texts are not searched for signs.

    Bad: a source that no `evidence` names; a term whose name and aliases are in no text.
    Good: remove it, or use it.
    """
    found = unused_entries(review)
    if len(found) > MOST_UNUSED:
        return  # which is an error of its own
    unsettled = _sharing_names(review)
    for entry in found:
        if entry.ref not in unsettled and not _is_sign(entry):
            yield Finding(entry.at(), _unused_message(entry), entry)


def unused_entries(review: Review) -> list[AnyEntry]:
    """Return the actors, terms and sources that nothing names or links to.

    There are none while a file or an entry cannot be read, since it may be what names them.
    """
    loaded = review.loaded
    if loaded.unread or loaded.declared - loaded.entries.keys():
        return []
    used = {relation.object for relation in review.site.relations} | set(review.site.mentions)
    entries: list[AnyEntry] = [*loaded.named_entries, *loaded.sources.values()]
    return [entry for entry in entries if entry.ref not in used]


def _sharing_names(review: Review) -> set[Ref]:
    """Return the entries of which another has a name, so that it is looked for in no text."""
    return {name.entry.ref for pair in shared_names(review.loaded.named_entries) for name in pair}


def _is_sign(entry: AnyEntry) -> bool:
    return isinstance(entry.body, Named) and not any(map(is_findable, entry.body.names))


def _unused_message(entry: AnyEntry) -> str:
    if not isinstance(entry.body, Named):
        advice = "name it under `evidence:` of a claim or term, or remove it"
        return f"{entry.ref} is never used; {advice}"
    if entry.body.mentions == "off":
        return f"nothing links to {entry.ref}; link to it with [words]({entry.ref}), or remove it"
    advice = "add the words of the text under `aliases:`, or remove it"
    return f"{entry.ref} is never mentioned; {advice}"


EVIDENCE_RULES: tuple[EditorialRule, ...] = (
    verdict_against_evidence,
    two_stances,
    own_article_as_evidence,
    same_work,
    dispute_without_reason,
    read_before_issued,
    checked_before_issued,
    unused,
)
