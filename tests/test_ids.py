"""Ids made from words, and those of entries that have a name."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.entries import ID_PATTERN, Actor, Source
from explainer.format.ids import LONGEST, free_id, id_from, id_named, ids_by_name
from explainer.model import Entry, Ref


@pytest.mark.parametrize(
    ("words", "made"),
    [
        ("The Light’s “End”: Été 1871!", "the-lights-end-ete-1871"),
        ("Søren Løw", "soren-low"),
        ("Łódź–Øst", "lodz-ost"),
        ("Straße", "strasse"),
        ("Cœur de Þór", "coeur-de-thor"),
        ("Мой маяк", "moy-mayak"),
        ("Харьков", "kharkov"),
        ("Τρίπολη", "tripoli"),
        ("北京", "beijing"),
        ("서울", "seoul"),
        ("กรุงเทพ", "krungethph"),
        ("नई दिल्ली", "ni-dilli"),
        ("e\u0301te\u0301", "ete"),
        ("soft\u00adhyphen", "softhyphen"),
        ("H₂O", "h2o"),
        ("§ 7", "7"),
        ("!?§", ""),
    ],
)
def test_letters_of_every_script_are_kept(words: str, made: str) -> None:
    assert id_from(words) == made


@given(st.text())
def test_what_is_made_is_an_id(words: str) -> None:
    made = id_from(words)
    assert made == "" or re.fullmatch(ID_PATTERN, made)
    assert len(made) <= LONGEST
    assert id_from(made) == made


def test_long_words_are_cut_between_words() -> None:
    assert id_from("word " * 40, 60) == "-".join(["word"] * 12)
    assert id_from("w" * 50) == "w" * LONGEST


def test_an_id_that_is_taken_gets_a_number() -> None:
    assert free_id("Lund", "actor", {"lund", "lund-2"}) == "lund-3"
    assert free_id("§", "term", {"term-1"}) == "term-2"


def actor(id: str, *names: str) -> Entry[Actor]:
    body = Actor.model_validate({"name": names[0], "type": "person", "aliases": names[1:]})
    return Entry(Ref("actor", id), body, {})


def test_the_id_of_a_name_is_that_of_the_entry_that_has_it() -> None:
    source = Source.model_validate({"type": "book", "title": "The Log"})
    keeper = actor("keeper", "Anna Lund", "Løw’s heir")
    known = ids_by_name(
        [keeper, actor("smith", "B. Berg", "Berg"), Entry(Ref("source", "log"), source, {})]
    )
    assert id_named(known, "actor", "ANNA Lund") == "keeper"
    assert id_named(known, "actor", "løw's heir") == "keeper"
    assert id_named(known, "actor", "anna-lund") == "keeper"
    assert id_named(known, "source", "The log") == "log"
    assert id_named(known, "term", "Anna Lund") == ""
    assert id_named(known, "actor", "Anna") == ""


def test_a_name_of_two_is_the_id_of_neither() -> None:
    known = ids_by_name([actor("one", "Lund"), actor("two", "Anna Lund", "lund")])
    assert id_named(known, "actor", "Lund") == ""
    assert id_named(known, "actor", "lund") == ""
