"""Articles made of claims that speak for and against one another, as `log supports lamp` says."""

from collections.abc import Iterable, Mapping, Sequence

CHAIN = [f"c{number + 1} supports c{number}" for number in range(299)]
STAR = [f"many supports s{number}" for number in range(50)] + [
    f"s{number} supports top" for number in range(50)
]
CIRCLE = [
    "one supports two",
    "two supports three",
    "three supports one",
    "four supports two",
    "five attacks one",
]


def article(
    slug: str,
    relations: Iterable[str],
    alone: Sequence[str] = (),
    key: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """Return the files of an article whose claims stand in it in the order in
    which they are named here.
    """
    triples = [relation.split() for relation in relations]
    names = dict.fromkeys([*alone, *(name for one, _, other in triples for name in (one, other))])
    text = " ".join(f"Here stands {name} of {slug}." for name in names)
    entries = []
    for name in names:
        lines = [
            f"  {name}:",
            f"    quote: stands {name} of",
            f"    summary: Claim {name}.",
            "    kind: interpretation",
        ]
        lines += [f"    key: '{key[name]}'"] if key and name in key else []
        for label in ("supports", "attacks"):
            targets = [other for one, each, other in triples if (one, each) == (name, label)]
            lines += [f"    {label}: [{', '.join(targets)}]"] if targets else []
        entries += lines
    return {
        f"docs/articles/{slug}.md": f"# About {slug}\n\n{text}\n",
        f"annotations/{slug}.yml": "\n".join([f"article: {slug}", "claims:", *entries, ""]),
    }
