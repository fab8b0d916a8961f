"""English words that say what a name stands for; without one of them, no type is proposed."""

from functools import lru_cache

from babel import Locale

from explainer.entries import ActorType

TITLES = frozenset(
    """
    Mr Mrs Ms Miss Dr Prof Professor Sir Lord Lady Dame King Queen Prince Princess Emperor
    Empress Tsar Pope Saint President Vice-President Chancellor Premier Minister Secretary
    Senator Congressman Congresswoman Representative Governor Mayor Judge Justice General
    Colonel Major Captain Commodore Admiral Lieutenant Commander Sergeant Ambassador Envoy
    Commissioner Consul Bishop Archbishop Cardinal Reverend Rev Father Sister Chief Chairman
    Chairwoman Director Gen Col Capt Lt Sen Gov Rep Comrade Detective Inspector Officer Clerk
    Presidents Ministers Senators Generals Admirals Captains Governors Archduke Archduchess
    Prime Vice Don Baron Baroness Viscount Count Countess Duke Duchess Earl Marquis
    """.split()
)
# Nouns that beside a name say that it is a person's
_PERSONS = frozenset(
    """
    president minister chancellor premier secretary spokesman spokeswoman spokesperson senator
    governor mayor general commander captain admiral ambassador envoy diplomat politician leader
    chairman chairwoman director founder author writer poet novelist journalist reporter editor
    historian professor teacher scientist physicist chemist engineer inventor architect artist
    painter composer singer actor actress player coach officer clerk keeper judge lawyer
    attorney businessman businesswoman merchant banker king queen emperor prince bishop priest
    successor predecessor wife husband son daughter brother sister father mother widow adviser
    advisor aide colleague analyst economist
    """.split()
)
# Words with these endings name only people, too.
_TRADES = tuple(
    "woman keeper smith wright collector driver worker farmer sailor vicar ologist onomist"
    " ographer fisherman boatman ferryman craftsman businessman statesman master miller baker"
    " carpenter mason".split()
)
_LAST_WORDS: dict[ActorType, frozenset[str]] = {
    "organisation": frozenset(
        """
        department ministry committee council commission party bank university college school
        institute academy court congress senate parliament house assembly army navy force forces
        agency union association society company corporation inc ltd llc gmbh organization
        organisation foundation board bureau office service services times post journal gazette
        herald tribune guardian press network group institution administration government
        cabinet embassy church squadron fleet police league club trust laboratory museum library
        hospital authority
        """.split()
    ),
    "state": frozenset("republic kingdom empire states confederacy emirates".split()),
}
_FIRST_WORDS: dict[ActorType, frozenset[str]] = {
    "organisation": frozenset(
        "department ministry bank university bureau house board office institute".split()
    ),
    "state": frozenset("republic kingdom commonwealth".split()),
}
# Nouns that in lower case after a name make it the name of a body
BODIES = frozenset(
    "administration government cabinet ministry parliament army navy campaign team family".split()
)
# People spoken of together if a word before says which: European leaders
GROUPS = frozenset(
    """
    leaders advisers advisors opponents enemies allies media parties officials guests troops
    soldiers voters workers farmers refugees critics supporters establishment opposition team
    elite elites diplomats lawmakers politicians journalists experts scientists students
    merchants settlers missionaries colonists rebels insurgents militants activists campaigners
    investors traders bankers miners sailors slaves citizens residents villagers families
    victims survivors patients doctors nurses teachers engineers researchers regulators
    prosecutors lawyers judges senators democrats republicans conservatives liberals
    nationalists separatists forces states nations powers governments companies firms banks
    unions newspapers broadcasters churches agencies ministers envoys negotiators commanders
    """.split()
)
# Last words of names that are not actors, but may be terms
THINGS = frozenset(
    """
    plan treaty treaties accord accords act agreement agreements convention charter doctrine
    declaration proclamation proviso amendment bill law constitution compromise war wars battle
    revolution rebellion crisis affair conference congress day parade festival system program
    programme project operation protocol pact alliance purchase process theory effect method
    principle award prize framework standard initiative policy model order strike strikes
    election elections
    """.split()
)
PLACES = frozenset(
    "river rivers island islands bay strait straits street road avenue ocean sea lake mountain"
    " mountains coast valley cape harbor harbour gulf peninsula canal point county airport"
    " square".split()
)
# Words that "of" can follow within a name: Bank of England, Treaty of Ghent
_HEADS = THINGS.union(PLACES, *_FIRST_WORDS.values())
# Words that before the name of a place make the name of another: Mexico and New Mexico
OTHER_PLACES = frozenset(
    "new north south east west northern southern eastern western latin central upper lower".split()
)
# Words that begin a sentence before a name, and are not part of it
OPENERS = frozenset(
    "unlike despite amid amidst alongside besides beneath beyond throughout toward towards upon"
    " within without whereas whilst although though unless concerning regarding except inside"
    " outside opposite".split()
)
# Words in capital letters that name nobody
NOT_NAMES = frozenset("i ok am pm bc ad bce ce tv ad phd ma ba mp state states".split())
_DEMONYM_ENDINGS = ("ans", "ians", "ese", "ish", "ans’", "ists", "crats", "icans")
# Endings of adjectives that after "the" name a people: the British
_PEOPLES = ("ish", "ese", "french", "dutch")
# Codes that CLDR counts among countries, of bodies, parts of countries, or no place
_NO_STATES = frozenset("EU EZ UN ZZ XA XB JE GG IM QO".split())
_OTHER_STATES = frozenset({
    "Britain", "Great Britain", "England", "Scotland", "Wales", "Soviet Union", "USSR",
    "East Germany", "West Germany", "Yugoslavia", "Czechoslovakia", "Burma", "Turkey", "Prussia",
    "Persia", "Siam", "Rhodesia", "Zaire", "Hong Kong",
})  # fmt: skip
# Not "an" alone, with which Japan ends
_ADJECTIVE_ENDINGS = (
    "ian", "ean", "can", "ese", "ish", "ern", "german", "roman", "texan", "french", "dutch",
    "czech", "ederate",
)  # fmt: skip


@lru_cache(maxsize=1)
def countries() -> frozenset[str]:
    """Return the English names of countries in Unicode's CLDR, and of some states not in it."""
    names = set(_OTHER_STATES)
    for code, name in Locale("en").territories.items():
        if str(code).isalpha() and code not in _NO_STATES:
            names.add(name)
    return frozenset(names)


def type_of(words: list[str]) -> tuple[ActorType | None, str]:
    """Return the type of actor that a name's own words suggest, and why; or None and ""."""
    if " ".join(words) in countries():
        return "state", "a country has this name"
    for kind, last in _LAST_WORDS.items():
        if len(words) > 1 and words[-1].lower() in last:
            return kind, _type_said_by(words[-1])
    for kind, first in _FIRST_WORDS.items():
        if len(words) > 2 and words[0].lower() in first and words[1].lower() == "of":
            return kind, _type_said_by(f"{words[0]} of")
    if len(words) == 1 and (is_people(words[0]) or words[0].lower().endswith(_PEOPLES)):
        return "group", _type_said_by(words[0])
    return None, ""


def _type_said_by(word: str) -> str:
    return f"“{word}” says which type it is"


def is_adjective(word: str) -> bool:
    """Return whether a word looks like an adjective made from a name: American, Western."""
    return word[:1].isupper() and word.lower().endswith(_ADJECTIVE_ENDINGS)


def is_people(word: str) -> bool:
    """Return whether a word looks like the name of a people or a party: Americans, Democrats."""
    return word.endswith(_DEMONYM_ENDINGS) and word.endswith("s")


def heads_name(word: str) -> bool:
    """Return whether "of" and what follows continue the name after this word: Bank of England."""
    return word.lower() in _HEADS


def person_noun(words: list[str]) -> str:
    """Return the first of some words that only a person is called, or ""."""
    for word in words:
        if word.lower() in _PERSONS or word.lower().endswith(_TRADES):
            return word
    return ""
