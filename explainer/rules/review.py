"""The editorial rules applied, with the levels that mkdocs.yml sets and the exceptions of entries."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from explainer.model import Problem, Ref, Site
from explainer.rules.allowances import allowance_problems
from explainer.rules.catalogue import EDITORIAL
from explainer.rules.options import Options
from explainer.rules.rule_types import Finding, Placing, Review


def review(site: Site, options: Options, language: str = "en") -> tuple[Problem, ...]:
    """Apply every editorial rule that is not off, but for what entries allow themselves; `language` is the site's."""
    reviewed = Review(site, options.loaded_words, language, _placings(site))
    found = list(_findings(reviewed, options))
    broken = {(finding.owner.ref, name) for name, finding in found if finding.owner}
    kept = [
        Problem(finding.place, level, finding.message, name)
        for name, finding in found
        if (level := options.level(name)) != "off" and not _is_allowed(name, finding)
    ]
    return (*kept, *allowance_problems(reviewed, options, broken))


def _findings(reviewed: Review, options: Options) -> Iterator[tuple[str, Finding]]:
    for name, rule in EDITORIAL.items():
        if options.level(name) != "off":
            yield from ((name, finding) for finding in rule(reviewed))


def _is_allowed(name: str, finding: Finding) -> bool:
    return finding.owner is not None and name in finding.owner.body.allow


def _placings(site: Site) -> Mapping[Ref, Sequence[Placing]]:
    found: dict[Ref, list[Placing]] = defaultdict(list)
    for text in site.articles.values():
        for highlight in text.highlights:
            found[highlight.ref].append(Placing(text, highlight))
    return found
