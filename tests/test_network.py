from itertools import pairwise
from math import isclose
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.anchor import anchor
from explainer.figures.lettering import width
from explainer.figures.network import WIDTH, Actor, Tie, arcs, arranged, network_map
from explainer.link import link
from explainer.load import load
from explainer.model import Settings
from explainer.pages.connections import connections
from explainer.pages.lookup import look_up
from explainer.pages.network import network
from explainer.pages.view import View
from tests.site_files import BASE, cases, write_site

CASES = cases("network")
LETTERS = st.characters(exclude_categories=["Cc", "Cs"])
NAMES = st.text(LETTERS, max_size=200) | st.sampled_from(["مجلس إدارة المرفأ " * 12, "W" * 200, "Harbour board " * 15])
SVG = "{http://www.w3.org/2000/svg}"


def looked_up(root, files):
    loaded, problems = load(write_site(root, BASE | files))
    assert not problems
    settings = Settings("Lights")
    placed, _ = anchor(loaded, settings)
    return look_up(link(placed, settings)[0], settings, placed.anchors)


@st.composite
def ties(draw, count):
    pairs = draw(st.sets(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)), min_size=1))
    return [Tie(*pair, draw(st.integers(1, 500))) for pair in sorted(pairs) if pair[0] < pair[1]]


@pytest.mark.parametrize(("name", "case"), CASES, ids=[name for name, _ in CASES])
def test_actors_are_connected_by_what_they_appear_in(tmp_path, name, case):
    found = connections(looked_up(tmp_path, case["files"]))
    together = {
        f"{one.id} {other.id}": str(shared) for one in found for other, shared in found[one].items() if one < other
    }
    assert together == case["together"]
    assert all(found[one][other] == found[other][one] for one in found for other in found[one])


def test_the_words_beside_the_map_name_every_tie_on_both_sides(tmp_path):
    lookup = looked_up(tmp_path, dict(CASES)["together-claims, dates and paragraphs"]["files"])
    shown = network(View(lookup, "actors/index.md"), connections(lookup))
    assert {actor.link.text: [(p.link.text, p.times) for p in actor.partners] for actor in shown.actors} == {
        "Anna Lund": [("Harbour board", 3), ("Erik Holm", 2)],
        "Erik Holm": [("Anna Lund", 2)],
        "Harbour board": [("Anna Lund", 3)],
    }
    links = [link.get("href") for link in ElementTree.fromstring(shown.figure).iter(f"{SVG}a")]
    assert links == [actor.link.href for actor in shown.actors]


def test_many_actors_are_cut_to_those_that_appear_most(tmp_path):
    names = [f"Keeper {n:03}" for n in range(90)]
    actors = "".join(f"  k{n}: {{name: {name}, type: person}}\n" for n, name in enumerate(names))
    text = "\n\n".join(" met ".join(names[n : n + 4]) + f" and {names[0]}." for n in range(86))
    lookup = looked_up(tmp_path, {"docs/articles/lamp.md": text, "annotations/all.yml": f"actors:\n{actors}"})
    shown = network(View(lookup, "actors/index.md"), connections(lookup))
    assert len(shown.actors) == 40
    assert shown.left_out == len(connections(lookup)) - 40 > 0
    assert "Keeper 000" in [actor.link.text for actor in shown.actors]


@given(st.lists(NAMES, min_size=1, max_size=8), st.data())
def test_every_tie_is_an_arc_and_nothing_leaves_the_frame(names, data):
    found = data.draw(ties(len(names))) if len(names) > 1 else []
    drawn = list(arcs(found))
    assert sorted(arc.tie for arc in drawn) == found
    actors = [Actor(name, f"../{n}/", n) for n, name in enumerate(names)]
    svg = ElementTree.fromstring(network_map(actors, found))
    height = float(svg.get("height"))
    assert len(list(svg.iter(f"{SVG}path"))) == len(found)
    dots = [dot for dot in svg.iter(f"{SVG}circle")]
    middles = [float(dot.get("cy")) for dot in dots]
    assert middles == sorted(middles)
    assert all(isclose(other - one, height / len(names)) for one, other in pairwise(middles))
    for arc in drawn:
        assert {arc.top, arc.bottom} == {middles[arc.tie.one], middles[arc.tie.other]}
        assert 0 < arc.reach < float(dots[0].get("cx")) - 4
    for text in svg.iter(f"{SVG}text"):
        assert float(text.get("x")) + width(text.text, 13) < WIDTH
        assert 9 < float(text.get("y")) < height - 3


@given(st.integers(2, 7).flatmap(lambda count: st.tuples(st.just(count), ties(count))))
def test_every_actor_has_one_place_however_the_ties_run(given_ties):
    count, found = given_ties
    order = arranged(count, found)
    assert sorted(order) == list(range(count))
    assert order == arranged(count, found[::-1])


def test_connected_ones_stand_side_by_side():
    pairs = [Tie(n, n + 4, 3) for n in range(4)]
    order = arranged(8, pairs)
    assert all(abs(order.index(tie.one) - order.index(tie.other)) == 1 for tie in pairs)
