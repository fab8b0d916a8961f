"""The documentation of the rules, made from their docstrings: a page, and text for a terminal."""

from collections.abc import Iterable, Iterator

from explainer.rules.catalogue import EDITORIAL, Described, catalogue

PAGE = "explainer/rules/README.md"
_HEAD = """\
# Rules

<!-- Made from the rules' docstrings:
python build_site.py rules --markdown > explainer/rules/README.md -->

`build_site.py check` and every build apply these rules. Each problem ends with the name of its rule
in brackets; `build_site.py rules NAME` explains one.

## Levels

Editorial rules are warnings. In `mkdocs.yml` each can be switched off, or made an error, which
stops the build:

```yaml
extra:
  explainer:
    rules:
      actor-without-role: off
      claim-without-evidence: error
```

## Exceptions

An entry may break an editorial rule if it gives the reason. An exception that is not, or no longer,
needed is reported:

```yaml
claims:
  lamp-never-failed:
    # …
    allow:
      claim-without-evidence: The harbour log was lost in the fire of 1912.
```

Rules of the format, and problems in the text of an article, in the brief and in questions, have no
exceptions.

## Loaded words

The list of [loaded-words](#loaded-words-1) is [loaded_words.txt](loaded_words.txt). `mkdocs.yml`
changes it:

```yaml
extra:
  explainer:
    loaded_words:
      add: [cowardly] # or, with what to write instead: {cowardly: what they did}
      remove: [clearly]
```
"""


def page() -> str:
    """Return the page about all rules, in Markdown."""
    rules = catalogue().values()
    editorial = [rule for rule in rules if rule.editorial]
    fixed = [rule for rule in rules if not rule.editorial and rule.text + rule.bad]
    others = [rule for rule in rules if not rule.editorial and rule not in fixed]
    parts = [_HEAD, "## Editorial rules\n", *_table(editorial), *_sections(editorial)]
    parts += [
        "## Rules of the format\n",
        "They are errors, unless a level is given.\n",
        *_sections(fixed),
    ]
    parts += ["## Other problems\n", *_table(others)]
    return "\n".join(parts).rstrip() + "\n"


def listing() -> str:
    """Return the editorial rules, a line each, for a terminal."""
    width = max(map(len, EDITORIAL))
    return "\n".join(f"{name:{width}}  {catalogue()[name].line}" for name in EDITORIAL)


def explained(rule: Described) -> str:
    """Return the whole description of a rule, for a terminal."""
    return f"{rule.name} ({_levels(rule)})\n\n{rule.help}"


def _table(rules: Iterable[Described]) -> Iterator[str]:
    yield "| rule | level | what it reports |\n| --- | --- | --- |"
    for rule in rules:
        name = f"[{rule.name}](#{_anchor(rule)})" if rule.editorial else rule.name
        yield f"| {name} | {_levels(rule)} | {_reported(rule.line)} |"
    yield ""


def _levels(rule: Described) -> str:
    return " or ".join(rule.levels)


def _anchor(rule: Described) -> str:
    return "loaded-words-1" if rule.name == "loaded-words" else rule.name


def _reported(line: str) -> str:
    text = line.removeprefix("Report ")
    return text[0].upper() + text[1:]


def _sections(rules: Iterable[Described]) -> Iterator[str]:
    for rule in rules:
        yield f"### {rule.name}\n"
        if len(rule.levels) > 1:
            yield f"Level: {_levels(rule)}.\n"
        yield f"{rule.line}\n"
        if rule.text:
            yield f"{rule.text}\n"
        yield f"- Bad: {rule.bad}\n- Good: {rule.good}\n"
