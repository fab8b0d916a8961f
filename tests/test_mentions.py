from itertools import pairwise
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.entries import Actor, Term
from explainer.linking.mentions import find_names, names_of, same_letters
from explainer.model import Entry, Ref
from tests.site_files import cases

NOWHERE = MappingProxyType({})


def entry(kind, id_, given):
    fields = given if isinstance(given, dict) else {"name": given[0], "aliases": given[1:]}
    body = Actor(type="person", **fields) if kind == "actor" else Term(definition="A word.", **fields)
    return Entry(Ref(kind, id_), body, NOWHERE)


def all_entries(case):
    actors = [entry("actor", id_, given) for id_, given in case.get("actors", {}).items()]
    return [*actors, *(entry("term", id_, given) for id_, given in case.get("terms", {}).items())]


@pytest.mark.parametrize("case", [pytest.param(case, id=name) for name, case in cases("mentions")])
def test_found(case):
    found = find_names(names_of(all_entries(case)), case["text"])
    assert [[case["text"][hit.start : hit.end], str(hit.ref)] for hit in found] == case["found"]


def test_closed_stretches_hold_no_names():
    names = names_of([entry("actor", "lund", ["Lund"])])
    assert [hit.start for hit in find_names(names, "Lund, Lund, Lund", [(0, 4), (8, 11)])] == [12]


def test_no_entries_find_nothing():
    assert find_names(names_of([]), "Lund") == ()


@given(st.text(max_size=40), st.lists(st.text("abcİß東 -é", min_size=1, max_size=4), max_size=5))
def test_what_is_found_are_the_names_and_they_do_not_overlap(text, words):
    entries = [entry("term", f"t{number}", [word]) for number, word in enumerate(words)]
    found = find_names(names_of(entries), text)
    assert [same_letters(text[hit.start : hit.end]) for hit in found] == [
        same_letters(words[int(hit.ref.id[1:])]) for hit in found
    ]
    assert all(one.end <= other.start for one, other in pairwise(found))


@given(st.text())
def test_evening_out_keeps_every_offset(text):
    assert len(same_letters(text)) == len(text)
