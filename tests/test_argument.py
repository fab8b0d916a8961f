"""The conclusions of an argument, what each rests on, and the way from a claim up to them."""

from itertools import pairwise, product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from explainer.anchoring.anchor import anchor
from explainer.linking.link import link
from explainer.loading.load import load
from explainer.model import Ref, Settings
from explainer.pages import argument
from explainer.pages.argument import conclusions, reasons_of, spine, ways_up
from explainer.pages.lookup import look_up
from explainer.pages.ranking import reached
from explainer.pages.view import View
from tests.arguing import CHAIN, CIRCLE, STAR, article
from tests.site_files import cases, write_site

CASES = cases("argument")
ALL = 1000  # more conclusions than there are


def seen(root, *files):
    """The site of some articles, as seen from its index of claims."""
    merged = {"mkdocs.yml": "site_name: Lights\n"}
    for each in files:
        merged |= each
    settings = Settings("Lights")
    loaded, problems = load(write_site(root, merged))
    assert [str(problem) for problem in problems] == []
    placed, _ = anchor(loaded, settings)
    site, _ = link(placed, settings)
    return View(look_up(site, settings, placed.anchors), "claims/index.md")


def written(steps, indent="", sign=""):
    for step in steps:
        elsewhere = {"": "", "#": " …"}.get(step.elsewhere[:1], " →")
        yield f"{indent}{sign}{step.ref.id}{elsewhere}\n"
        yield from written(step.reasons, f"{indent}  ", "+ ")
        yield from written(step.objections, f"{indent}  ", "- ")


def flat(steps):
    for step in steps:
        yield step
        yield from flat((*step.reasons, *step.objections))


@pytest.mark.parametrize(("name", "case"), CASES, ids=[name for name, _ in CASES])
def test_the_argument_reads_as_the_case_says(tmp_path, name, case):
    view = seen(
        tmp_path, article("lamp", case["relations"], case.get("alone", ()), case.get("key"))
    )
    found = conclusions(view, "lamp", ALL)
    assert [f"{each.ref.id} {each.under}" for each in found] == case["conclusions"]
    assert found == conclusions(view, most=ALL)  # of the only article, and of the site
    assert "".join(written(spine(view, "lamp", ALL))) == case["spine"]


@pytest.mark.parametrize("relations", [CHAIN, STAR, CIRCLE], ids=["chain", "star", "circle"])
def test_every_reason_can_be_followed_from_page_to_page(tmp_path, relations):
    view = seen(tmp_path, article("lamp", relations))
    claims = view.lookup.site.loaded.claims
    followed, waiting = set(), [step.ref for step in spine(view)]
    while waiting:
        ref = waiting.pop()
        if ref not in followed:
            followed.add(ref)
            waiting += [
                step.ref
                for step in flat(reasons_of(view, ref).reasons + reasons_of(view, ref).objections)
            ]
    assert followed == {claim.ref for claim in claims.values()}


def test_what_is_shown_in_full_is_shown_once_and_near(tmp_path):
    view = seen(tmp_path, article("chain", CHAIN), article("star", STAR), article("circle", CIRCLE))
    steps = list(flat(spine(view)))
    ids = [step.id for step in steps if step.id]
    assert len(ids) == len(set(ids))
    assert {step.elsewhere[1:] for step in steps if step.elsewhere.startswith("#")} <= set(ids)
    assert max(line.count("  ") for line in written(spine(view))) == 4


def test_a_claim_that_backs_fifty_is_named_below_each_and_shown_once(tmp_path):
    view = seen(tmp_path, article("lamp", [*STAR, "log supports many"]))
    named = [step for step in flat(spine(view)) if step.ref.id == "many"]
    assert len(named) == 50
    assert sum(bool(step.reasons) for step in named) == 1
    assert len({step.elsewhere for step in named if not step.reasons}) == 1


def test_once_many_are_named_the_others_are_left_to_their_own_pages(tmp_path, monkeypatch):
    layers = [[f"c{layer}{number}" for number in range(3)] for layer in range(4)]
    relations = [
        f"{one} supports {other}"
        for upper, lower in pairwise(layers)
        for one, other in product(lower, upper)
    ]
    view = seen(tmp_path, article("lamp", relations))
    top = Ref("claim", "c00")
    assert [step.elsewhere for step in reasons_of(view, top).reasons] == ["", "", ""]
    monkeypatch.setattr(argument, "_MOST_NAMED", 6)
    left_out = "".join(written(reasons_of(view, top).reasons))
    assert left_out == (
        "c10\n  + c20 →\n  + c21 →\n  + c22 →\nc11\n  + c20 →\n  + c21 →\n  + c22 →\nc12 →\n"
    )


def test_the_way_up_names_both_ends_of_a_long_one(tmp_path):
    view = seen(tmp_path, article("lamp", CHAIN))
    [top] = ways_up(view, Ref("claim", "c299"))
    names = []
    while True:
        names.append((top.link.text, top.left_out))
        if not top.below:
            break
        [top] = top.below
    assert names == [("Claim c0.", 0), ("Claim c296.", 295), ("Claim c297.", 0), ("Claim c298.", 0)]


def test_ways_up_part_where_they_differ(tmp_path):
    view = seen(
        tmp_path,
        article("lamp", ["log supports a", "log supports b", "a supports end", "b supports end"]),
    )
    [end] = ways_up(view, Ref("claim", "log"))
    assert [rung.link.text for rung in end.below] == ["Claim a.", "Claim b."]
    assert ways_up(view, Ref("claim", "end")) == ()


def test_no_way_leads_round_a_circle(tmp_path):
    circle = ["a supports b", "b supports a", "a supports end", "b supports c", "c supports other"]
    view = seen(tmp_path, article("lamp", circle))
    assert [rung.link.text for rung in ways_up(view, Ref("claim", "a"))] == [
        "Claim b.",
        "Claim end.",
    ]
    [other] = ways_up(view, Ref("claim", "c"))
    assert other == (view.link(Ref("claim", "other")), 0, ())


def test_the_conclusions_of_an_article_are_those_of_its_own_claims(tmp_path):
    log = article("log", ["page supports book"])
    log["annotations/log.yml"] += "    supports: [lamp]\n"  # of the last claim, `book`
    view = seen(tmp_path, article("lamp", ["keeper supports lamp"]), log)
    assert [(each.ref.id, each.under) for each in conclusions(view, "log")] == [("book", 1)]
    assert [(each.ref.id, each.under) for each in conclusions(view, "lamp")] == [("lamp", 1)]
    assert [(each.ref.id, each.under) for each in conclusions(view)] == [("lamp", 3)]
    assert conclusions(view, "gone") == ()


@st.composite
def arguments(draw):
    count = draw(st.integers(2, 9))
    node = st.integers(0, count - 1)
    pairs = draw(
        st.lists(st.tuples(node, node).filter(lambda pair: pair[0] != pair[1]), max_size=2 * count)
    )
    return [f"n{one} supports n{other}" for one, other in dict.fromkeys(pairs)]


@given(arguments())
@example(CIRCLE)
def test_every_reason_rests_under_a_conclusion_and_none_backs_another(tmp_path_factory, relations):
    view = seen(tmp_path_factory.mktemp("argument"), article("lamp", relations, ["alone"]))
    argument = view.lookup.argument
    found = [each.ref for each in conclusions(view, most=ALL)]
    assert reached(found, argument.reasons) == {*argument.reasons, *argument.backs}
    for ref in found:
        above = reached([ref], argument.backs)
        assert above & {*found} == {ref}
        assert all(
            ref in reached([other], argument.backs) for other in above
        )  # only its own circle, if any
    for ref in argument.backs:
        way = [ref]
        while way[-1] not in found:
            way.append(argument.ways[way[-1]].above)
        assert all(backed in argument.backs[reason] for reason, backed in pairwise(way))
        assert argument.ways[ref] == (argument.ways[ref].above, way[-1], len(way))
