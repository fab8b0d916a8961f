"""The argument as a reader follows it: conclusions first, each with its reasons, level by level.

Every claim with reasons or objections is shown in full at one place of a page, the one nearest to a
conclusion; elsewhere it is named, with a link to that place. What lies too deep to be nested is
left to the claim's own page.
"""

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from explainer.format import wording
from explainer.model import Ref
from explainer.pages.card import claim_label, sources_of
from explainer.pages.ranking import Ranked, WayUp
from explainer.pages.view import Link, View

MOST = 5  # conclusions, where a reader has a minute
_LONGEST_WAY = 4  # claims from a conclusion down to one that it rests on
_DEEPEST = 3  # levels below a conclusion: with more of them, the column is too narrow on a phone
_MOST_NAMED = 1_000  # reasons and objections, in the argument of a page


class Conclusion(NamedTuple):
    """A claim that backs nothing further, or that the editor names as a conclusion."""

    ref: Ref
    link: Link  # to its own page, with its summary as text
    words: str  # the address of its words in the article, "" where none are highlighted
    label: str  # its kind, and whether it is contested or unchecked
    under: int  # how many claims it rests on, reasons of its reasons included
    size: str  # the same in words: "rests on 12 claims"; "" where it rests on none


class Step(NamedTuple):
    """A claim in the argument, with what speaks for it and against it."""

    ref: Ref
    id: str  # of its element, where it is shown in full; "" elsewhere
    link: Link
    words: str
    label: str
    size: str  # "rests on 12 claims" of a conclusion, "3 reasons" of a reason; "" without any
    reasons: "tuple[Step, ...]"
    objections: "tuple[Step, ...]"
    disputed_by: tuple[Link, ...]  # actors and sources; claims are among the objections
    elsewhere: str  # the address of its reasons and objections, if they are not shown here


class Rung(NamedTuple):
    """A claim on the way from a conclusion down to a claim that it rests on."""

    link: Link
    left_out: int  # how many claims between it and the rung above are not named
    below: "tuple[Rung, ...]"


def conclusions(view: View, slug: str | None = None, most: int = MOST) -> tuple[Conclusion, ...]:
    """Return the conclusions of an article, or of the site, largest first.

    The larger conclusion rests on more claims.
    """
    return tuple(_conclusion(view, ranked, slug) for ranked in _ranked(view, slug)[:most])


def spine(
    view: View,
    slug: str | None = None,
    most: int = MOST,
    among: Collection[Ref] | None = None,
) -> tuple[Step, ...]:
    """Return the same conclusions, each with what it rests on and what disputes it.

    If only those `among` some claims are shown, no place refers to what another one would show.
    """
    ranked = _ranked(view, slug)[:most]
    if among is not None:
        ranked = tuple(each for each in ranked if each.claim in among)
    tree = _tree(view, [each.claim for each in ranked])
    return tuple(tree.root(each.claim)._replace(size=size_of(each.under)) for each in ranked)


def reasons_of(view: View, claim: Ref) -> Step:
    """Return a claim with what it rests on and what disputes it, for its own page.

    No place on that page names the claim in full again, since its head does.
    """
    return _tree(view, [claim])._replace(head=claim).root(claim)


def ways_up(view: View, claim: Ref) -> tuple[Rung, ...]:
    """Return what a claim backs, from the conclusions down.

    The last rung of each way is backed by the claim itself.
    """
    argument = view.lookup.argument
    ways = [_way(backed, claim, argument.ways) for backed in argument.backs.get(claim, ())]
    return _rungs(view, ways)


def _way(backed: Ref, claim: Ref, ways: Mapping[Ref, WayUp]) -> tuple[tuple[Ref, int], ...]:
    """Return the claims that are named on the way down to one that a claim backs.

    Each has the number of claims left out before it. Nothing is named above `backed` if no way
    leads to a conclusion, or if it leads through the claim itself, in a circle.
    """
    alone = ((backed, 0),)
    if backed not in ways:
        return alone
    end = ways[backed].end
    named = [backed]
    while named[0] != end and len(named) < _LONGEST_WAY - 1:
        named.insert(0, ways[named[0]].above)
    if claim in (end, *named):
        return alone
    first, *rest = [(ref, 0) for ref in named]
    if named[0] == end:
        return (first, *rest)
    left_out = ways[backed].length - 1 - len(named)
    return ((end, 0), (named[0], left_out), *rest)


def _rungs(view: View, ways: Iterable[tuple[tuple[Ref, int], ...]]) -> tuple[Rung, ...]:
    """Return ways as one tree: a beginning that several of them share is named once."""
    below: dict[tuple[Ref, int], list[tuple[tuple[Ref, int], ...]]] = defaultdict(list)
    for first, *rest in ways:
        deeper = below[first]
        if rest:
            deeper.append(tuple(rest))
    found = []
    for (ref, left_out), deeper in below.items():
        found.append(Rung(view.link(ref), left_out, _rungs(view, deeper)))
    return tuple(found)


def _ranked(view: View, slug: str | None) -> tuple[Ranked, ...]:
    return view.lookup.argument.conclusions.get(slug or "", ())


def _conclusion(view: View, ranked: Ranked, slug: str | None = None) -> Conclusion:
    entry = view.lookup.site.loaded.claims[ranked.claim.id]
    return Conclusion(
        entry.ref,
        view.link(entry.ref),
        _words(view, entry.ref, slug),
        claim_label(view, entry),
        ranked.under,
        size_of(ranked.under),
    )


def _words(view: View, ref: Ref, slug: str | None = None) -> str:
    """Return the address of a claim's words in an article, by default in its own, or ""."""
    for article, mark in view.lookup.highlights.get(ref, ()):
        if slug in (None, article):
            return view.href(Ref("article", article), mark.id)
    return ""


def size_of(under: int) -> str:
    """Return in words how many claims a conclusion rests on; "" for none."""
    return f"rests on {wording.counted(under, 'claim')}" if under else ""


class _Tree(NamedTuple):
    """Claims below their roots: each is shown in full below the one claim that `parents` names."""

    view: View
    parents: Mapping[Ref, Ref | None]
    head: Ref | None = None  # the root that the whole page is about: no other place shows it

    def root(self, ref: Ref) -> Step:
        return self.step(ref, None)

    def step(self, ref: Ref, parent: Ref | None) -> Step:
        """Return a claim as it is shown below its parent.

        It goes no deeper than `parents` does, so that recursion is safe.
        """
        view, argument = self.view, self.view.lookup.argument
        entry = view.lookup.site.loaded.claims[ref.id]
        reasons, objections = argument.reasons.get(ref, ()), argument.objections.get(ref, ())
        is_shown = ref in self.parents and self.parents[ref] == parent
        has_more = bool(reasons or objections)
        step = Step(
            ref=ref,
            id="",
            link=view.link(ref),
            words=_words(view, ref),
            label=claim_label(view, entry),
            size=wording.counted(len(reasons), "reason") if reasons else "",
            reasons=(),
            objections=(),
            disputed_by=_others_against(view, ref),
            elsewhere="",
        )
        if not has_more:
            return step
        if not is_shown:
            return step._replace(elsewhere=self._elsewhere(ref))
        fresh_objections = [each for each in objections if each not in reasons]
        return step._replace(
            id=step_id(ref),
            reasons=self._steps(reasons, ref),
            objections=self._steps(fresh_objections, ref),
        )

    def _steps(self, refs: Iterable[Ref], parent: Ref) -> tuple[Step, ...]:
        return tuple(self.step(ref, parent) for ref in refs)

    def _elsewhere(self, ref: Ref) -> str:
        if ref == self.head:
            return ""
        if ref in self.parents:
            return f"#{step_id(ref)}"
        return self.view.href(ref)


def step_id(ref: Ref) -> str:
    """Return the id of the element that shows what a claim rests on.

    It begins with an underscore, as no id of an entry does.
    """
    return f"_argument-{ref.id}"


def _tree(view: View, roots: Sequence[Ref]) -> _Tree:
    """Return where each claim is shown in full: below the first that names it, level by level.

    Once so many are named that nobody reads them all, the others are left to their own pages.
    """
    argument = view.lookup.argument

    def below(ref: Ref) -> tuple[Ref, ...]:
        return (*argument.reasons.get(ref, ()), *argument.objections.get(ref, ()))

    parents: dict[Ref, Ref | None] = dict.fromkeys(roots)
    named = sum(len(below(root)) for root in parents)
    queue = deque((root, 0) for root in parents)
    while queue:
        ref, depth = queue.popleft()
        if depth == _DEEPEST:
            continue
        for each in below(ref):
            if each not in parents and named <= _MOST_NAMED:
                parents[each] = ref
                named += len(below(each))
                queue.append((each, depth + 1))
    return _Tree(view, parents)


def rank(view: View, claim: Ref) -> Conclusion | None:
    """Return a claim as a conclusion of its article or of the site; None where it is none."""
    if claim not in view.lookup.argument.ends:
        return None
    slug = view.lookup.site.loaded.claims[claim.id].article or ""
    for ranked in (*_ranked(view, slug), *_ranked(view, None)):
        if ranked.claim == claim:
            return _conclusion(view, ranked)
    return None


def _others_against(view: View, ref: Ref) -> tuple[Link, ...]:
    """Return the actors and sources that dispute a claim."""
    entry = view.lookup.site.loaded.claims[ref.id]
    return (*view.objects(ref, "disputed_by"), *sources_of(view, entry, "disputes"))
