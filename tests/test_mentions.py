"""Finding the names of actors and terms: in texts, in whole pages, and
whether two names are the same.
"""

from itertools import pairwise, product
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.entries import Actor, Term
from explainer.format.names import names_of, owners, shared_names
from explainer.linking.linked_text import link_page
from explainer.linking.mentions import find_names
from explainer.model import Entry, Page, Ref, Settings
from explainer.pipeline import analyse
from explainer.text.fold import same_letters
from tests.conftest import silent
from tests.site_files import cases, write_site

NOWHERE = MappingProxyType({})
# Some of these are equal in the folded text, some but for their case.
LETTERS = "abAB'’-‐ \u00a0\u00ade\u0301éßİσς東배"


def entry(kind, id_, given):
    fields = given if isinstance(given, dict) else {"name": given[0], "aliases": given[1:]}
    body = (
        Actor(type="person", **fields) if kind == "actor" else Term(definition="A word.", **fields)
    )
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


def described(mention):
    kind = " (link)" * mention.linked + " (by hand)" * mention.written
    return f"{mention.context.words} → {mention.fragment}{kind}"


@pytest.mark.parametrize("case", [pytest.param(case, id=name) for name, case in cases("named")])
def test_named_on_a_page(case):
    names = names_of(
        [entry("actor", "lund", ["Anna Lund"]), entry("actor", "board", ["Harbour Board"])]
    )
    settings = Settings("", ("toc", *case.get("extensions", ())))
    linked = link_page(Page("about.md", case["markdown"]), settings, names)
    assert [described(mention) for mention in linked.mentions] == case["mentions"]


names_typed = st.text(LETTERS, min_size=1, max_size=3).filter(
    lambda name: any(map(str.isalnum, name))
)
flags = st.sampled_from([None, "true", "false"])


def of_kind(kind, id_, name, flag):
    return entry(kind, id_, {"name": name} | ({"case_sensitive": flag} if flag else {}))


def forms_of(name):
    return (name, name.upper(), name.lower(), name.capitalize(), name.swapcase())


@given(st.sampled_from(["actor", "term"]), names_typed, names_typed, flags, flags)
def test_shared_is_what_a_text_cannot_tell_apart(kind, one, other, first_flag, second_flag):
    pair = [of_kind(kind, "a", one, first_flag), of_kind("term", "b", other, second_flag)]
    separate, together = [names_of([each]) for each in pair], names_of(pair)
    texts = dict.fromkeys((*forms_of(one), *forms_of(other)))
    whole = [
        text for text in texts if all(_is_all(text, find_names(names, text)) for names in separate)
    ]
    assert bool(whole) == bool(list(shared_names(pair)))
    assert all(not find_names(together, text) for text in whole)


@given(st.lists(st.tuples(st.text("aAbB", min_size=1, max_size=2), flags), max_size=8))
def test_each_name_is_compared_with_those_of_all_entries_before_it(given_names):
    entries = [
        of_kind("actor" if name.islower() else "term", f"e{number}", name, flag)
        for number, (name, flag) in enumerate(given_names)
    ]
    expected = set()
    for number, second in enumerate(entries):
        if any(list(shared_names([first, second])) for first in entries[:number]):
            expected.add(second.ref)
    pairs = list(shared_names(entries))
    assert {other.entry.ref for _, other in pairs} == expected
    assert all(list(shared_names([one.entry, other.entry])) for one, other in pairs)


def test_spellings_of_others_do_not_hide_that_two_entries_have_one_name():
    spellings = ["".join(case) for case in product(*("dD", "oO", "nN", "aA", "lL", "dD", "tT"))]
    decoys = []
    for number in range(3):
        fields = {"name": f"Aide {number}", "aliases": spellings[1:101], "case_sensitive": "true"}
        decoys.append(entry("actor", f"a{number}", fields))
    entries = [*decoys, entry("actor", "p", ["Donaldt"]), entry("actor", "q", ["Donaldt"])]
    assert entries[-1].ref in {other.entry.ref for _, other in shared_names(entries)}


def _is_all(text, found):
    return [same_letters(text[hit.start : hit.end]) for hit in found] == [same_letters(text)]


@given(st.lists(st.tuples(names_typed, flags), min_size=2, max_size=4), names_typed)
def test_ids_decide_nothing(given_names, text):
    ids = [f"t{number}" for number in range(len(given_names))]
    entries = [of_kind("term", id_, *each) for id_, each in zip(ids, given_names, strict=True)]
    turned = [of_kind("term", id_, *each) for id_, each in zip(ids[::-1], given_names, strict=True)]
    found = [
        (hit.start, hit.end, ids.index(hit.ref.id)) for hit in find_names(names_of(entries), text)
    ]
    again = [
        (hit.start, hit.end, ids[::-1].index(hit.ref.id))
        for hit in find_names(names_of(turned), text)
    ]
    assert found == again


def test_owners_of_names():
    anna, jens = (
        entry("actor", "anna", ["Anna O’Brien", "O’Brien"]),
        entry("actor", "jens", ["Jens O'Brien", "o'brien"]),
    )
    assert owners([anna, jens]) == {"anna o'brien": anna.ref, "jens o'brien": jens.ref}


def test_a_name_over_the_end_of_a_quote_is_no_link(tmp_path):
    """The number of the note stands there, and would be moved behind the link."""
    files = {
        "mkdocs.yml": "site_name: Lights\n",
        "docs/articles/lamp.md": "# The lamp\n\nAnna Lund lit the lamp, said the Harbour Board.\n",
        "annotations/a.yml": """
article: lamp
claims:
  lit: {quote: Anna Lund lit the lamp, summary: It was lit., kind: fact}
terms:
  lighting: {name: "the lamp, said", definition: Words.}
  lamp: {name: Harbour, definition: It has a lamp.}
actors:
  lund: {name: Anna Lund, type: person, role: keeper}
""",
    }
    analysed, _ = analyse(write_site(tmp_path, files), silent)
    assert analysed is not None
    mentions = analysed.site.articles["lamp"].mentions
    linked = {str(mention.target): mention.linked for mention in mentions}
    assert linked == {"actor:lund": True, "term:lighting": False, "term:lamp": True}
