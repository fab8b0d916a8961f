"""A site whose timeline has hundreds of entries over three thousand years, made here since
it would be long to read.
"""

from collections.abc import Iterator

# How every so many entries are dated; where several fit, the first counts.
_FORMS = {
    41: "XXXX-12-25",
    37: "../{year}",
    29: "{year}/..",
    23: "{year}~/{later}",
    17: "{decade}X",
    13: "{year}-23",
    11: "{year}/{later}",
    7: "{year}-05-06",
    5: "{year}?",
}


def chronicle(number: int = 500) -> dict[str, str]:
    """Give the files of the site."""
    entries = [f"Entry {index} of the chronicle tells what happened." for index in range(number)]
    return {
        "mkdocs.yml": "site_name: The chronicle\nsite_url: https://example.org/chronicle/\n",
        "docs/articles/chronicle.md": "# The chronicle\n\n" + "\n\n".join(entries) + "\n",
        "annotations/chronicle.yml": "article: chronicle\n"
        + "\n".join([*_dates(number), *_ACTORS])
        + "\n",
    }


_ACTORS = [
    "actors:",
    "  scribe: {name: The first scribe, type: person, role: writes it down}",
    "  school: {name: School of the chronicle, type: group, role: carries it on}",
]


def _dates(number: int) -> Iterator[str]:
    yield "dates:"
    for index, date in enumerate(dates(number)):
        actor = ("scribe", "school")[index % 2]
        title = "What happened then" + " and what followed from it" * (index % 3)
        yield (
            f'  e{index}: {{date: "{date}", title: "{title} ({index})", quote: '
            f'"Entry {index} of", actors: {actor}}}'
        )


def dates(number: int) -> Iterator[str]:
    """Dates from 1001 BCE to 2000 in all forms, closer the later they are."""
    for index in range(number):
        year = 2000 - round(3000 * (1 - index / number) ** 2)
        form = next((form for step, form in _FORMS.items() if index % step == step - 1), "{year}")
        yield form.format(year=_year(year), later=_year(year + index % 60), decade=_year(year)[:-1])


def _year(year: int) -> str:
    return f"-{-year:04}" if year < 0 else f"{year:04}"
