"""Editorial rules about actors, and about names that lead to more than one entry."""

from collections.abc import Iterator, Mapping
from typing import Any

from explainer.checking.fields import entries, named
from explainer.linking.mentions import same_letters
from explainer.linking.problems import finder
from explainer.model import Article, Entry, Mention, Page, Place, Ref
from explainer.rules.model import EditorialRule, Finding, Review

# Words that mean somebody else each time.
_POINTING = frozenset(
    "he him his she her hers it its they them their theirs this that these those here there who whom whose which one"
    " both the latter the former".split()
)


def actor_without_role(review: Review) -> Iterator[Finding]:
    """Report an actor of whom `role` does not say what they are in this matter: readers see it wherever the name is.

    Bad: `lund: {name: Anna Lund, type: person}`. Good: with `role: keeper of the Finn Point light`.
    """
    for entry in review.loaded.actors.values():
        if not entry.body.role:
            message = f"what is {entry.ref} in this matter? Say it in a few words under `role:`"
            yield Finding(entry.at(), message, entry)


def linked_twice(review: Review) -> Iterator[Finding]:
    """Report words that lead to two actors, terms or sources: by links in one text, or by a link against a name.

    Words such as “he” or “this” are not reported. A name that two entries share is an error of its own (shared-alias).

    Bad: `[the lens](term:fresnel-lens)` and `[the lens](term:burning-glass)` in one article; `[Lund](actor:jens-lund)`
    where “Lund” is a name of another actor. Good: words that say which of the two is meant.
    """
    names = _names(review)
    first: dict[tuple[Ref, str], Ref] = {}
    for mention in _written(review):
        words = same_letters(" ".join(mention.context.words.split()))
        if words in _POINTING:
            continue
        other = names.get(words) or first.setdefault((mention.origin, words), mention.target)
        if other != mention.target:
            message = (
                f"“{mention.context.words}” leads to {mention.target} here and to {other} elsewhere; "
                "link words that tell them apart"
            )
            yield Finding(_place(review, mention), message, _owner(review, mention))


def _names(review: Review) -> Mapping[str, Ref]:
    """The names that are found in texts by themselves, and whose they are."""
    return {
        same_letters(name): entry.ref
        for entry in named(review.loaded)
        if entry.body.mentions == "on"
        for name in (entry.body.name, *entry.body.aliases)
    }


def _written(review: Review) -> list[Mention]:
    """The links to actors, terms and sources that were written by hand, text by text, in order."""
    found = [
        mention
        for target, mentions in review.site.mentions.items()
        if target.kind in ("actor", "term", "source") and target in review.loaded.declared
        for mention in mentions
        if mention.written
    ]
    return sorted(found, key=lambda mention: (mention.origin, mention.fragment, mention.span, mention.target))


def _place(review: Review, mention: Mention) -> Place:
    """Where the link stands in its file, or where its text begins."""
    loaded, link = review.loaded, f"({mention.target})"
    owner = _owner(review, mention)
    if owner:
        return finder(loaded.files.get(owner.at().path, ""), owner.at(), owner.at().line - 1)(link)
    docs: list[tuple[str, str, Page | Article]] = [(f"docs/{page.path}", page.markdown, page) for page in loaded.pages]
    docs += [(article.path, article.markdown, article) for article in loaded.articles]
    for path, markdown, doc in docs:
        if doc.ref == mention.origin and link in markdown:
            return finder(markdown, Place(path, doc.first_line))(link)
    # the brief and the questions, which stand on the home page
    return next((finder(text, Place(path))(link) for path, text in loaded.files.items() if link in text), Place("docs"))


def _owner(review: Review, mention: Mention) -> Entry[Any] | None:
    """The entry in whose text a link stands, if it does in one."""
    return next((entry for entry in entries(review.loaded) if entry.ref == mention.origin), None)


NAME_RULES: tuple[EditorialRule, ...] = (actor_without_role, linked_twice)
