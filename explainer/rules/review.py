"""Apply the editorial rules, with the levels that mkdocs.yml sets and the exceptions of entries."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from explainer.model import Level, Problem, Ref, Site
from explainer.rules.allowances import allowance_problems
from explainer.rules.catalogue import EDITORIAL
from explainer.rules.evidence_rules import MOST_UNUSED, unused_entries
from explainer.rules.options import Options
from explainer.rules.rule_types import Finding, Placing, Review


def review(site: Site, options: Options, language: str = "en") -> tuple[Problem, ...]:
    """Return the problems found by the editorial rules; `language` is the site's, as a BCP 47 tag.

    Findings that an entry allows are left out, as are rules that are off.
    """
    reviewed = Review(site, options.loaded_words, language, _placings(site))
    found = list(_findings(reviewed, options))
    broken = {(finding.owner.ref, name) for name, _, finding in found if finding.owner}
    kept = [
        Problem(finding.place, level, finding.message, name)
        for name, level, finding in found
        if not _is_allowed(name, finding)
    ]
    unused = () if options.level("unused") == "off" else _too_many_unused(reviewed)
    return (*kept, *unused, *allowance_problems(reviewed, options, broken))


def _findings(reviewed: Review, options: Options) -> Iterator[tuple[str, Level, Finding]]:
    """Yield each finding with its rule's name and level."""
    for name, rule in EDITORIAL.items():
        level = options.level(name)
        if level != "off":
            for finding in rule(reviewed):
                yield name, level, finding


def _too_many_unused(reviewed: Review) -> Iterator[Problem]:
    found = unused_entries(reviewed)
    if len(found) > MOST_UNUSED:
        first = found[0]
        message = (
            f"nothing names or links to {len(found):,} actors, terms and sources, such as"
            f" {first.ref}; name them, or remove them until at most {MOST_UNUSED:,} are left"
        )
        yield Problem(first.at(), "error", message, "too-many-unused")


def _is_allowed(name: str, finding: Finding) -> bool:
    return finding.owner is not None and name in finding.owner.body.allow


def _placings(site: Site) -> Mapping[Ref, Sequence[Placing]]:
    found: dict[Ref, list[Placing]] = defaultdict(list)
    for text in site.articles.values():
        for highlight in text.highlights:
            found[highlight.ref].append(Placing(text, highlight))
    return found
