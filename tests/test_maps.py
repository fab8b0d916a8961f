from itertools import combinations, pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from explainer.figures.argument import argument_map
from explainer.figures.argument_layout import MOST_TRACKS, NARROW, SMALL, WIDE, Claim, laid_out
from explainer.figures.graph import Arrow, from_reasons, layers, parts, surroundings
from explainer.figures.lettering import width
from explainer.figures.outline import outline
from tests.site_files import cases

LETTERS = st.characters(exclude_categories=["Cc", "Cs"])
NAMES = st.text(LETTERS, max_size=200) | st.sampled_from(
    ["قلعة الفنار " * 16, "W" * 200, "a b " * 50, "", "灯台の光は消えず" * 25]
)
STYLES = st.sampled_from([NARROW, WIDE, SMALL])


@st.composite
def graphs(draw, most=14):
    count = draw(st.integers(2, most))
    node = st.integers(0, count - 1)
    arrow = st.builds(Arrow, node, node, st.sampled_from(["supports", "attacks"]))
    arrows = draw(st.lists(arrow.filter(lambda arrow: arrow.source != arrow.target), min_size=1, max_size=3 * count))
    return count, sorted(dict.fromkeys(arrows))


def a_large_graph(claims=100, relations=60):
    found = {
        Arrow(7 * n % claims, (7 * n + 1 + n % 11) % claims, ("supports", "attacks")[n % 3 == 0]): None
        for n in range(relations)
    }
    return claims, sorted(found)


CIRCLE = (3, [Arrow(0, 1, "supports"), Arrow(1, 2, "attacks"), Arrow(2, 0, "supports")])
CHAIN = (600, [Arrow(n, n + 1, "supports") for n in range(599)])
STAR = (500, [Arrow(n, 0, "supports") for n in range(1, 500)])
DENSE = (100, [Arrow(a, b, "supports") for a in range(100) for b in range(a)])


# --- what hangs together ---


@given(graphs())
@example(CIRCLE)
@example(CHAIN)
def test_reasons_stand_above_what_they_speak_to_unless_in_a_circle(graph):
    count, arrows = graph
    order = from_reasons(range(count), arrows)
    assert sorted(order) == list(range(count))
    row = {node: index for index, node in enumerate(order)}
    upwards = [arrow for arrow in arrows if row[arrow.source] > row[arrow.target]]
    depth = layers(order, arrows)
    assert all(depth[arrow.source] < depth[arrow.target] for arrow in arrows if arrow not in upwards)
    for arrow in upwards:  # each closes a circle: its target speaks, by some way, to its source
        assert arrow.source in reached(arrow.target, arrows)


def reached(node, arrows):
    found = {node}
    while more := {arrow.target for arrow in arrows if arrow.source in found} - found:
        found |= more
    return found


@given(graphs())
def test_parts_have_all_connected_nodes_once_and_no_arrow_between_them(graph):
    _, arrows = graph
    found = parts(arrows)
    assert sorted(node for part in found for node in part) == sorted({node for arrow in arrows for node in arrow[:2]})
    assert all(sum(arrow.source in part or arrow.target in part for part in found) == 1 for arrow in arrows)
    assert all(len(one) >= len(other) for one, other in pairwise(found))


@given(graphs(), st.integers(1, 14))
def test_surroundings_are_near_and_few(graph, most):
    _, arrows = graph
    node = arrows[0].source
    found = surroundings(node, arrows, most)
    assert found[0] == node
    assert len(found) == len(set(found)) <= most
    ends = [{arrow.source, arrow.target} for arrow in arrows]
    near = set().union(*(pair for pair in ends if node in pair))
    two = set().union(*(pair for pair in ends if pair & near))
    assert set(found) <= two
    assert most < len(two) or set(found) == two


# --- the map ---


@given(graphs(), st.data(), STYLES)
@example(CIRCLE, None, NARROW)
@example(STAR, None, NARROW)
@example(CHAIN, None, NARROW)
@example(a_large_graph(), None, NARROW)
@example(a_large_graph(), None, SMALL)
def test_nothing_on_a_map_overlaps_or_leaves_the_frame(graph, data, style):
    count, arrows = graph
    texts = data.draw(st.lists(NAMES, min_size=count, max_size=count)) if data else ["lamp " * 40] * count
    claims = [Claim(text, "#", f"c{n}" if n % 2 else "", n == 0) for n, text in enumerate(texts)]
    layout = laid_out(claims, arrows, style)
    assert layout
    rows = {row.claim: row for row in layout.rows}
    assert sorted(rows) == sorted({node for arrow in arrows for node in arrow[:2]})
    assert all(one.top + one.height < other.top for one, other in pairwise(layout.rows))
    assert all(row.left >= 0 and row.top > 0 and row.top + row.height < layout.height for row in layout.rows)
    for row in layout.rows:
        assert all(row.left + 30 + width(text, style.letters) < style.width for text in row.text)
        assert len(row.text) <= style.lines
    drawn = sorted(Arrow(source, line.target, line.label) for line in layout.lines for source in line.sources)
    assert drawn == arrows
    for line in layout.lines:
        assert line.x > 0
        assert line.x + layout.bend < min(row.left for row in layout.rows)
        for node, height in zip((line.target, *line.sources), (line.end, *line.starts), strict=True):
            assert rows[node].top < height < rows[node].top + rows[node].height
    of_ends = [(line.end, line.target, line.label, "to") for line in layout.lines]
    of_ends += [
        (y, node, line.label, "from")
        for line in layout.lines
        for node, y in zip(line.sources, line.starts, strict=True)
    ]
    heights = sorted(set(of_ends))
    assert all(other[0] - one[0] >= 9 for one, other in pairwise(heights))  # no two lines share a level
    for one, other in combinations(layout.lines, 2):
        if one.x == other.x:
            assert max(*one.starts, one.end) < min(*other.starts, other.end) or max(*other.starts, other.end) < min(
                *one.starts, one.end
            )
        else:
            assert abs(one.x - other.x) > layout.bend


def test_a_long_chain_with_side_reasons_needs_one_track():
    arrows = [Arrow(2 * n + 2 + side, 2 * n, "supports") for n in range(40) for side in (0, 1)]
    layout = laid_out([Claim(f"Claim {n}", "#") for n in range(82)], arrows, NARROW)
    assert len({line.x for line in layout.lines}) == 1


def test_what_nobody_could_follow_is_not_drawn():
    count, arrows = DENSE
    claims = [Claim(f"Claim {n}", "#") for n in range(count)]
    assert argument_map(claims, arrows, WIDE) is None
    few = [arrow for arrow in arrows if arrow.source < MOST_TRACKS]
    assert argument_map(claims, few, NARROW) is not None


@given(graphs(6), st.lists(NAMES, min_size=6, max_size=6))
def test_a_map_is_svg_whose_rows_are_links(graph, texts):
    _, arrows = graph
    claims = [Claim(text, f"../claim-{n}/", f"c{n}", n == 1) for n, text in enumerate(texts)]
    drawn = argument_map(claims, arrows, SMALL)
    assert drawn == argument_map(claims, arrows, SMALL)
    assert "\n" not in drawn
    svg = ElementTree.fromstring(drawn)
    assert ("ex-tall" in svg.get("class")) == (float(svg.get("height")) > 900)
    links = [link.get("href") for link in svg.iter("{http://www.w3.org/2000/svg}a")]
    assert sorted(links) == sorted({claims[node].href for arrow in arrows for node in arrow[:2]})


# --- the same in words ---


def told(items, above=None):
    for item in items:
        yield item, above
        yield from told(item.reasons, item.node)


def depth(items):
    return 1 + max((depth(item.reasons) for item in items), default=0)


@given(graphs())
@example(CIRCLE)
@example(CHAIN)
@example(STAR)
@example(DENSE)
def test_the_outline_names_every_relation_once(graph):
    count, arrows = graph
    items = outline(range(count), arrows)
    named = list(told(items))
    assert sorted(Arrow(item.node, above, item.label) for item, above in named if above is not None) == arrows
    with_reasons = [item.node for item, _ in named if item.reasons]
    assert sorted(with_reasons) == sorted({arrow.target for arrow in arrows})
    assert all(bool(item.reasons) != item.elsewhere for item, _ in named if item.node in with_reasons)
    assert {item.node for item, _ in named} == set(range(count))
    assert depth(items) < 8


OUTLINES = [(name, case) for name, case in cases("maps") if "outline" in case]


@pytest.mark.parametrize(("name", "case"), OUTLINES, ids=[name for name, _ in OUTLINES])
def test_the_outline_reads_as_the_case_says(name, case):
    triples = [relation.split() for relation in case["relations"]]
    names = list(dict.fromkeys(name for one, _, other in triples for name in (one, other)))
    arrows = [Arrow(names.index(one), names.index(other), label) for one, label, other in triples]
    assert "".join(written(outline(range(len(names)), arrows), names)) == case["outline"]


def written(items, names, indent=""):
    for item in items:
        label = f"{item.label} " if item.label else ""
        yield f"{indent}{label}{names[item.node]}{' …' if item.elsewhere else ''}\n"
        yield from written(item.reasons, names, f"{indent}  ")
