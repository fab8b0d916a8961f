"""Editorial rules about actors, and about names that lead to more than one entry."""

import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from functools import cache, partial
from itertools import islice, zip_longest

from explainer.entries import Actor
from explainer.format.names import owners, signed_names, written_names
from explainer.model import Entry, Mention, NamedEntry, Place, Ref
from explainer.rules.longer_names import Writing, longer_name, person
from explainer.rules.longer_words import LongerWord, longer_words
from explainer.rules.origins import article_of, english_articles, place_in
from explainer.rules.rule_types import EditorialRule, Finding, Review
from explainer.text.excerpts import on_one_line, shortened
from explainer.text.fold import same_letters
from explainer.text.lookalikes import (
    disguised_letter,
    likeness,
    without_accents,
    without_signs,
)
from explainer.text.words import size

# Words that mean somebody else each time
_POINTING = frozenset(
    "he him his she her hers it its they them their theirs this that these those here there"
    " who whom whose which one both the latter the former".split()
)
# Articles whose terms are chosen with care have at most 6
_MOST_LINKS_IN_HUNDRED = 15
_MANY_LINKS = 20
_MOST_WORDS = 12  # of a name
_SHOWN = 60  # characters of a long one
# Longer names that are reported one by one for each person
_MOST_LONGER = 10
_WRITE_OTHERS = "write names that readers can tell apart"
_Look = tuple[str, str]  # the kind of an entry, and what its name looks like


def actor_without_role(review: Review) -> Iterator[Finding]:
    """Report an actor without a `role`, which says what they are in this matter.

    Readers see the role wherever the name appears.

    Bad: `lund: {name: Anna Lund, type: person}`.
    Good: with `role: keeper of the Finn Point light`.
    """
    for entry in review.loaded.actors.values():
        if not entry.body.role:
            message = f"what is {entry.ref} in this matter? Say it in a few words under `role:`"
            yield Finding(entry.at(), message, entry)


def linked_twice(review: Review) -> Iterator[Finding]:
    """Report words that lead to two entries: by links in one text, or by a link and a name.

    The entries are actors, terms or sources; a source is named by its title, in full or short.
    Words such as “he” or “this” are not reported. A name that two entries share is an error of its
    own (shared-alias).

    Bad: `[the lens](term:fresnel-lens)` and `[the lens](term:burning-glass)` in one article;
    `[Lund](actor:jens-lund)` where “Lund” is a name of another actor.
    Good: words that say which of the two is meant.
    """
    findable = (entry for entry in review.loaded.named_entries if entry.body.mentions == "on")
    names = {**_titles(review), **owners(findable)}
    place_of = cache(partial(place_in, review))
    first: dict[tuple[Ref, str], Ref] = {}
    for mention in _written(review):
        words = same_letters(mention.context.words)
        if words in _POINTING:
            continue
        other = names.get(words) or first.setdefault((mention.origin, words), mention.target)
        if other != mention.target:
            message = (
                f"“{on_one_line(mention.context.words)}” leads to {mention.target} here "
                f"and to {other} elsewhere; link words that tell them apart"
            )
            place = place_of(mention.origin, f"({mention.target})")
            yield Finding(place, message, review.loaded.entries.get(mention.origin))


def _titles(review: Review) -> Mapping[str, Ref]:
    """Return the source with each title, by its `same_letters`, without titles of several."""
    found: dict[str, set[Ref]] = defaultdict(set)
    for source in review.loaded.sources.values():
        for title in filter(None, (source.body.title, source.body.title_short)):
            found[same_letters(title)].add(source.ref)
    return {letters: refs.pop() for letters, refs in found.items() if len(refs) == 1}


def alias_alone(review: Review) -> Iterator[Finding]:
    """Report a lower-case alias in an article that does not otherwise name its actor.

    Aliases apply to all articles: “the board” of one may be nobody's in another. Nothing is
    reported if a claim or date of the article names the actor.

    Bad: `aliases: [the board]` of the Harbour Board, and an article on a school that says “the
    board” and never “Harbour Board”.
    Good: an alias that says whose board it is; or a link, `[the board](actor:harbour-board)`, where
    it is meant.
    """
    used = _used_by_article(review)
    for entry in review.loaded.actors.values():
        common = {same_letters(alias) for alias in entry.body.aliases if alias[:1].islower()}
        found: dict[Ref, list[Mention]] = defaultdict(list)
        for mention in review.site.mentions.get(entry.ref, ()):
            found[mention.origin].append(mention)
        for origin, mentions in found.items():
            if origin.kind != "article" or entry.ref in used.get(origin.id, ()):
                continue
            if all(_is_common(mention, common) for mention in mentions):
                words = on_one_line(mentions[0].context.words)
                message = (
                    f"“{words}” in the article {origin.id} is taken for {entry.ref}, "
                    "which is not otherwise named there; if somebody else is meant, "
                    "remove the alias, and add links where it is right"
                )
                yield Finding(entry.at("aliases"), message, entry)


def _is_common(mention: Mention, common: Collection[str]) -> bool:
    """Return whether one of these words was found, written as a word and not as a name."""
    words = mention.context.words
    inside_sentence = bool(mention.context.before.strip())
    is_name = inside_sentence and words[:1].isupper()
    return not mention.written and not is_name and same_letters(words) in common


def _used_by_article(review: Review) -> Mapping[str, Set[Ref]]:
    """Return what the claims and dates of each article name in their fields, by its slug."""
    used: dict[str, set[Ref]] = defaultdict(set)
    for relation in review.site.relations:
        subject = review.loaded.entries.get(relation.subject)
        if subject and subject.article and relation.label != "overlaps":
            used[subject.article].add(relation.object)
    return used


def part_of_longer_name(review: Review) -> Iterator[Finding]:
    """Report a person's name within a longer name, which may be that of somebody else.

    In a longer name, another capitalized word stands right beside the name, or is joined to it by a
    hyphen. Each is reported once for each person, where it first occurs. Titles and roles (“Judge
    Lund”), words from the person's other names, words before a full name, things that concern the
    person (“the Lund Administration”) and headings are not reported. Texts in other languages than
    English are skipped.

    Bad: `aliases: [Lund]` of Anna Lund, and an article that says “Peter Lund stole the money” or
    “Lund University”.
    Good: an entry for Peter Lund, too, since longer names are found first; or no such alias.
    """
    writings, names = _english_writings(review), set[str]()
    for other in review.loaded.named_entries:
        names.update(name.lower() for name in other.body.names)
    for entry in review.loaded.actors.values():
        if entry.body.type == "person":
            found = _longer_names(review, entry, names, writings)
            for longer, mentions in islice(found.items(), _MOST_LONGER):
                place = place_in(review, mentions[0].origin, longer)
                yield Finding(place, _taken(entry.ref, longer, mentions), entry)
            rest = list(found)[_MOST_LONGER:]
            if rest:
                message = (
                    f"names of {entry.ref} are in {len(rest):,} more longer names, such as "
                    f"“{rest[0]}”; remove the alias that is in so many, or write `mentions: off`, "
                    "and add links where it is right"
                )
                yield Finding(entry.at("aliases"), message, entry)


def _longer_names(
    review: Review, entry: Entry[Actor], names: Set[str], writings: Mapping[str, Writing]
) -> Mapping[str, Sequence[Mention]]:
    """Return the longer names in which those of a person are, each with its places in order."""
    known, found = person(entry.body, names), defaultdict[str, list[Mention]](list)
    for mention in review.site.mentions.get(entry.ref, ()):
        writing = writings.get(article_of(review, mention.origin))
        longer = longer_name(mention.context, known, writing) if writing else ""
        if longer and not mention.written:
            found[longer].append(mention)
    return found


def _taken(ref: Ref, longer: str, mentions: Sequence[Mention]) -> str:
    """Return the message about a longer name in which one of an entry stands."""
    times = f" ({len(mentions):,} times)" if len(mentions) > 1 else ""
    words = on_one_line(mentions[0].context.words)
    return (
        f"“{words}” in “{longer}”{times} is taken for {ref}; if somebody or something else is "
        f"meant, give “{longer}” an entry of its own, since longer names are found first; "
        "otherwise add it to the aliases"
    )


def _english_writings(review: Review) -> Mapping[str, Writing]:
    """Return how articles in English write their words, by slug; by "", the same of other texts."""
    found = dict[str, Writing]()
    for slug in english_articles(review):
        text = review.site.articles.get(slug)
        found[slug] = Writing(text.rendered.text if text else "")
    return found


def part_of_longer_word(review: Review) -> Iterator[Finding]:
    """Report an actor's name that has the same Chinese character beside it throughout an article.

    No spaces show where a Chinese or Japanese name ends, so it is found within longer words. It is
    reported if one character stands before it in two or more places, and in four out of five of
    all; or behind it in three or more, and in all. Characters that often stand there, such as 的,
    those of titles and those in addresses, are not counted.

    Bad: `name: 京都`, and an article that says “東京都の知事”, “東京都は”.
    Good: an entry for 東京都, too, since longer names are found first.
    """
    for entry in review.loaded.actors.values():
        by_article = defaultdict[Ref, list[Mention]](list)
        for mention in review.site.mentions.get(entry.ref, ()):
            if mention.origin.kind == "article":
                by_article[mention.origin].append(mention)
        for origin, mentions in by_article.items():
            for longer in longer_words(mentions):
                place = place_in(review, origin, longer.text)
                yield Finding(place, _taken_within(entry.ref, longer), entry)


def _taken_within(ref: Ref, longer: LongerWord) -> str:
    """Return the message about a longer word in which a name of an entry stands."""
    name, word = shortened(longer.name, _SHOWN), shortened(longer.text, _SHOWN)
    return (
        f"“{name}” in “{word}” ({longer.times:,} of {longer.places:,} places in the article) is "
        f"taken for {ref}; if “{word}” is another word, or a part of one, give that word an entry "
        f"of its own, since longer names are found first; otherwise add “{word}” to the aliases"
    )


def lookalike_name(review: Review) -> Iterator[Finding]:
    """Report a name that passes for another by letters that look alike, or by signs at its ends.

    Names of two actors, or of two terms, are compared. A word that mixes letters of several
    scripts, and looks like a word of one, is also reported: “Рutin” with a Cyrillic “Р”. Names in
    one script, and mixed ones such as “μTorrent”, are not reported unless another looks like them.
    The same name is reported where texts are not searched for it; elsewhere it is an error
    (shared-alias). An alias is reported if it looks like the name of another entry of its kind.

    These look alike: names in the same letters, whatever their case, the signs at their ends and
    invisible characters between; letters and signs that are one in Unicode's list of confusable
    characters (UTS #39); letters with different strokes; and small capitals. Of Arabic and Persian,
    these are the forms of kaf, yeh and heh, and the digits; of Hebrew, samekh and o. Of scripts in
    which that list has letters as one that people tell apart, such as Thai and those of India, only
    what looks like a character of ASCII counts. In names of five letters or more, rn is m, vv is w,
    and cl within a word is d. In a word with three letters, 0 and 1 are O and l; in a number, O, I
    and l are digits.

    Accents tell names apart, as those of “Müller” and “Muller”, but for actors with names of
    several words, one of which has none at all: “Donáld Trump” beside “Donald Trump”.

    Of all names and aliases for which texts are searched, those are reported that differ from one
    of another entry only in punctuation or an ’s at their ends: “Lund,” is longer than “Lund”, so
    it is found first, and takes its links. Signs such as those of C++ and C# are no punctuation.

    Bad: `name: Аnna Lund` with a Cyrillic `А`, `name: AIan` with a capital `I`, `aliases: [Lund’s]`
    where another entry has `Lund`.
    Good: `name: Anna Lund`, `name: Анна Лунд`.
    """
    found: dict[Place, Finding] = {}
    for finding in (*_alike(review), *_signed(review), *_alike_aliases(review)):
        found.setdefault(finding.place, finding)
    yield from found.values()


def _alike(review: Review) -> Iterator[Finding]:
    """Report names that look like one of another entry, or like words of a single script."""
    first = dict[_Look, NamedEntry]()
    for entry in sorted(review.loaded.named_entries, key=_oddness):
        name = entry.body.name
        one = _seen_as(entry, name, first)
        first.setdefault((entry.ref.kind, likeness(name)), entry)
        message = _like(one, name, "this name looks like that") if one else ""
        if one and not message and name == one.body.name and _has_unsearched(one, entry):
            message = f"this is also the name of {_there(one)}; {_WRITE_OTHERS}"
        message = message or _mixed(name)
        if message:
            yield Finding(entry.at("name"), message, entry)


def _alike_aliases(review: Review) -> Iterator[Finding]:
    """Report aliases that look like the name of another entry."""
    first = dict[_Look, NamedEntry]()
    entries = sorted(review.loaded.named_entries, key=_oddness)
    for entry in entries:
        first.setdefault((entry.ref.kind, likeness(entry.body.name)), entry)
    for entry in entries:
        for index, alias in enumerate(entry.body.aliases):
            one = _seen_as(entry, alias, first)
            if one and _inner(alias) != _inner(one.body.name):  # else `_signed` reports it, if any
                message = _like(one, alias, "this alias looks like the name")
                yield Finding(entry.at("aliases", index), message, entry)


def _inner(name: str) -> str:
    """Return a name without case and without signs at its ends."""
    return without_signs(same_letters(name))


def _seen_as(entry: NamedEntry, name: str, first: Mapping[_Look, NamedEntry]) -> NamedEntry | None:
    """Return the other entry for which a reader may take a name of an entry, or None."""
    kind, alike = entry.ref.kind, likeness(name)
    found = first.get((kind, alike))
    if found is None and kind == "actor" and " " in alike:
        found = first.get((kind, without_accents(alike)))
    return found if found is not entry else None


def _oddness(entry: NamedEntry) -> tuple[bool, int, int]:
    """Return what is greater for the one of two names that look alike which is hardly meant.

    It has letters that are not of ASCII, or more digits and signs, or else more letters.
    """
    name = entry.body.name
    return not name.isascii(), sum(not char.isalpha() for char in name), len(name)


def _like(one: NamedEntry, name: str, looks: str) -> str:
    """Return what is wrong with a name that looks like that of an entry, "" if it is the same."""
    if same_letters(name) == same_letters(one.body.name):
        return ""
    difference = _described(_difference(one.body.name, name))
    return f"{looks} of {_there(one)}, but differs in {difference}; {_WRITE_OTHERS}"


def _has_unsearched(*entries: NamedEntry) -> bool:
    return any(entry.body.mentions == "off" for entry in entries)


def _there(entry: NamedEntry) -> str:
    return f"{entry.ref} ({entry.at('name').path}:{entry.at('name').line})"


def _signed(review: Review) -> Iterator[Finding]:
    """Report names and aliases that differ from one of another entry only at their ends."""
    for one, other in signed_names(review.loaded.named_entries):
        there = f"{one.entry.ref} ({one.place.path}:{one.place.line})"
        message = (
            f"“{other.text}” is “{one.text}” of {there} with other signs or an ’s at its ends, and "
            "takes its links, since longer names are found first; write it without them, "
            "or add it to the aliases there"
        )
        yield Finding(other.place, message, other.entry)


def _mixed(name: str) -> str:
    """Return what is wrong with a name that has a word of several scripts, or ""."""
    found = disguised_letter(name)
    if found is None:
        return ""
    word, letter = found
    return (
        f"“{word}” looks like a word of one script, but has {_described(letter)}; "
        "type the word in one script"
    )


def _difference(one: str, other: str) -> str:
    """Return the first character in which two names differ: of the other, if it is as usual."""
    pairs = zip_longest(other, one, fillvalue="")
    first = next(pair for pair in pairs if pair[0] != pair[1])
    return max(filter(None, first), key=lambda character: not character.isascii())


def _described(character: str) -> str:
    name = unicodedata.name(character, "").capitalize()
    return f"U+{ord(character):04X} ({name})" if name else f"U+{ord(character):04X}"


def name_without_letters(review: Review) -> Iterator[Finding]:
    """Report a name or alias of an actor or term that has digits and signs but no letter.

    Wherever the number stands in an article, it becomes a link, whatever it counts there. Nothing
    is reported if the entry has `mentions: off`.

    Bad: `days: {name: Thirty days, aliases: ["30"]}`.
    Good: `aliases: [30 days]`; or `mentions: off`, and `[30](term:days)` where the term is meant.
    """
    for entry in review.loaded.named_entries:
        without_letters = next(_without_letters(entry), None)
        if without_letters and entry.body.mentions == "on":
            place, name = without_letters
            message = (
                f"“{name}” becomes a link to {entry.ref} wherever it stands in a text, whatever it "
                "means there; add words to it, or write `mentions: off`"
            )
            yield Finding(place, message, entry)


def _without_letters(entry: NamedEntry) -> Iterator[tuple[Place, str]]:
    """Yield the names of an entry that have no letter, each with its place."""
    for name, steps in written_names(entry):
        if not any(map(str.isalpha, name)):
            yield entry.at(*steps), name


def long_name(review: Review) -> Iterator[Finding]:
    """Report a name or alias of an actor or term that has more than twelve words.

    Wherever it stands in a text, all of it becomes one link, and the names within it become none.
    Nothing is reported if the entry has `mentions: off`.

    Bad: `aliases: [promised a quick end to the fighting and spoke of it as his own war]`.
    Good: `aliases: [a quick end to the fighting]`; a claim for what a sentence says.
    """
    for entry in review.loaded.named_entries:
        longest = max(written_names(entry), key=lambda written: size(written[0]))
        name, steps = longest
        if size(name) > _MOST_WORDS and entry.body.mentions == "on":
            message = (
                f"“{shortened(name, _SHOWN)}” has more than {_MOST_WORDS} words, all of which "
                f"become a link to {entry.ref} wherever they stand; shorten it, or write "
                "`mentions: off`"
            )
            yield Finding(entry.at(*steps), message, entry)


def crowded_links(review: Review) -> Iterator[Finding]:
    """Report an article in which names became links at more than 15 of a hundred words.

    Readers no longer see which links matter. Links that were typed do not count, and fewer than 20
    are not reported.

    Bad: terms that are common words, such as “about” and “word”.
    Good: terms that a reader may not know; `mentions: off` for others.
    """
    for article in review.loaded.articles:
        text = review.site.articles.get(article.slug)
        if text is None:
            continue
        links = sum(1 for mention in text.mentions if mention.linked and not mention.written)
        density = 100 * links / max(size(text.rendered.text), 1)
        if links >= _MANY_LINKS and density > _MOST_LINKS_IN_HUNDRED:
            message = (
                f"names of actors and terms became {links:,} links in this article, "
                f"{density:.0f} per hundred words; remove entries whose names are common words, "
                "or write `mentions: off` in them"
            )
            yield Finding(Place(article.path), message)


def _written(review: Review) -> list[Mention]:
    """Return the links to actors, terms and sources that were typed, text by text, in order."""
    found: list[Mention] = []
    for target, mentions in review.site.mentions.items():
        if target.kind in ("actor", "term", "source") and target in review.loaded.declared:
            found += [mention for mention in mentions if mention.written]
    return sorted(
        found, key=lambda mention: (mention.origin, mention.span, mention.fragment, mention.target)
    )


NAME_RULES: tuple[EditorialRule, ...] = (
    actor_without_role,
    linked_twice,
    alias_alone,
    part_of_longer_name,
    part_of_longer_word,
    lookalike_name,
    name_without_letters,
    long_name,
    crowded_links,
)
