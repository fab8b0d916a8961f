"""English words for time, and the patterns of time expressions: their forms, not their meanings.

The kinds of expression are those of TimeML's TIMEX3 (dates, durations, references to the time of
writing), with the turns of phrase that name no day at all.
"""

import re
from calendar import day_name, month_name
from collections.abc import Iterator
from typing import NamedTuple

from explainer.dates import eras
from explainer.model import Span

MONTHS = {name[:3].lower(): number for number, name in enumerate(month_name) if name}
WEEKDAYS = {name.lower(): number for number, name in enumerate(day_name)}
SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
    "ninety": 90, "hundred": 100,
}  # fmt: skip
_ORDINALS = """
    first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
    fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first
""".split()
ORDINALS = {word: number for number, word in enumerate(_ORDINALS, 1)}

# Months begin with a capital; all else is found in any case. So "may" is no month.
_MONTHS_IN_FULL = "|".join(name for name in month_name if name)
_MONTH = rf"(?-i:{_MONTHS_IN_FULL}|(?:Jan|Feb|Aug|Sept?|Oct|Nov|Dec)\.?)"
_MONTH_NAME = "(?P<month>" + _MONTH + ")"
_WEEKDAY = "(?-i:" + "|".join(day_name) + ")"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"(?:1\d{3}|20\d\d)"
_NAMED_YEAR = f"(?P<year>{eras.YEAR}|{_YEAR})"
# `'71`, `71`: of any century, if it is a year at all
_SHORT_YEAR = r"(?P<short>,? [’'‘]\d\d| \d\d(?! (?-i:[a-z]{4,}s\b)))"
_OWN_YEAR = rf"(?:,? {_NAMED_YEAR}|{_SHORT_YEAR})?"
_SEASON = "(?P<season>" + "|".join(SEASONS) + ")"
_NUMBER = r"(?:\d{1,3}|" + "|".join(sorted(NUMBERS, key=len, reverse=True)) + ")"
_ORDINAL = r"\d\d?(?:st|nd|rd|th)|" + "|".join(sorted(ORDINALS, key=len, reverse=True))
_FEW = "(?:a few|several|some|a couple of|many|a number of|countless|only|just|perhaps|recent)"
_UNIT = r"(?P<unit>hour|day|night|week|month|year|decade|generation)"
_PART = (
    r"(?:(?P<part>early|mid|late"
    r"|(?:the )?(?:beginning|start|middle|end|close|first half|second half|first days|last days) of"
    r"|the eve of)(?: |-)(?:in )?)"
)
_DASH = "(?:-|–|—| to | and | until | or )"
_UP_TO = "(?:-|–|—| – | — | - | to | until )"
_BETWEEN = r"(?:(?P<between>between) |from )?"
_JOINED = rf"(?:{_UP_TO}| (?P<joined>and|or) )"
_PHRASE = r"(?: (?!and\b|but\b|or\b|that\b)[\w’'-]+){1,5}"

_WEEKDAY_BEFORE = rf"(?:(?P<weekday>{_WEEKDAY}),? )?"
_LAST_DAY = rf"(?:{_DASH}(?P<last>[0-3]?\d)(?:st|nd|rd|th)?)?"
_EARLY = "(?:the )?(?:(?:early|mid|late)[ -])?"
_COUNT = rf"(?:{_FEW} )?(?:(?P<number>{_NUMBER}) )?"
# `page 1968`, `1968 francs` are no years, but `in 1968 students` may begin with one.
_NUMBERED = "page pages p. pp. no. nos. number room chapter section line verse volume vol.".split()
_NOT_NUMBERED = "".join(rf"(?<!\b{re.escape(word)} )" for word in _NUMBERED)
_LEADS = "in the since until till before after by from to during of early mid late".split()
_LED = "|".join(rf"(?<=\b{word} )" for word in _LEADS)
_ABOUT = r"about |around |circa |ca?\. "
_COUNTING = rf"(?:{_ABOUT})?\d{{4}} (?-i:[a-z]{{4,}}s\b)"

# Of patterns that find equally long expressions at the same place, the first one counts.
_PATTERNS: tuple[tuple[str, str], ...] = (
    ("iso", r"(?P<iso>\d{4}-\d\d-\d\d)"),
    (
        "day",
        rf"{_WEEKDAY_BEFORE}(?:the )?{_DAY}{_LAST_DAY} (?:of )?{_MONTH_NAME}{_OWN_YEAR}",
    ),
    ("day", rf"{_WEEKDAY_BEFORE}{_MONTH_NAME} {_DAY}{_LAST_DAY}{_OWN_YEAR}(?! ?\d)"),
    ("numbers", r"(?P<numbers>\d{1,2}/\d{1,2}/\d{4})(?!/)"),
    (
        "days",
        rf"{_BETWEEN}(?P<first_day>[0-3]?\d)(?:st|nd|rd|th)? (?P<first_month>{_MONTH})"
        rf"{_UP_TO}{_DAY} {_MONTH_NAME}{_OWN_YEAR}",
    ),
    (
        "days",
        rf"{_BETWEEN}(?P<first_month>{_MONTH}) (?P<first_day>[0-3]?\d)(?:st|nd|rd|th)?"
        rf"{_UP_TO}{_MONTH_NAME} {_DAY}{_OWN_YEAR}(?! ?\d)",
    ),
    (
        "months",
        rf"{_BETWEEN}(?P<first_month>{_MONTH}){_JOINED}{_MONTH_NAME}(?:,| of)? {_NAMED_YEAR}",
    ),
    (
        "months",
        rf"(?:(?<=\bin )|(?<=\bduring )|(?:(?P<between>between)|from) )"
        rf"(?P<first_month>{_MONTH}){_JOINED}{_MONTH_NAME}{_SHORT_YEAR}?",
    ),
    ("month", rf"{_PART}?{_MONTH_NAME}(?:,| of)? {_NAMED_YEAR}"),
    (
        "month",
        r"(?:(?<=\bin )|(?<=\bby )|(?<=\bsince )|(?<=\buntil )|(?<=\bfrom )|(?<=\bduring )"
        rf"|{_PART}){_MONTH_NAME}{_SHORT_YEAR}?",
    ),
    ("season", rf"(?:{_PART}|the )?{_SEASON}(?:,| of)? {_NAMED_YEAR}"),
    ("season", rf"(?P<which>that|last|next|this|the following|the previous|the same) {_SEASON}"),
    (
        "years",
        rf"{_NOT_NUMBERED}{_BETWEEN}(?P<from>{_YEAR})"
        rf"(?:-|–|—| to | until | (?P<joined>and|or) |(?P<slash>/))"
        rf"(?P<to>{_YEAR}|[’'‘]?\d\d\b)(?!/)",
    ),
    ("years", rf"{_BETWEEN}(?P<from>{eras.YEAR}|{eras.NUMBER}){_JOINED}(?P<to>{eras.YEAR})"),
    ("years", rf"{_BETWEEN}(?P<from>{eras.YEAR})(?:-|–|—| to | until )(?P<to>[1-9]\d{{0,3}})"),
    ("years", rf"between (?P<from>{eras.YEAR}) and (?P<to>[1-9]\d{{0,3}})"),
    ("decade", rf"(?:the )?{_PART}?(?P<decade>1\d\d0|20\d0)[’']?s"),
    ("decade", rf"(?:the )?{_PART}?(?P<decade>[1-9]\d{{0,2}}0)[’']?s(?P<era>{eras.ERA})"),
    (
        "century",
        rf"(?:the )?(?:(?P<part>early|mid|late)[ -])?(?P<ordinal>{_ORDINAL})(?:-| )centur(?:y|ies)"
        rf"(?P<era>{eras.ERA})?",
    ),
    (
        "centuries",
        rf"{_BETWEEN}{_EARLY}(?P<first>{_ORDINAL})(?:(?:-| )century)?(?P<first_era>{eras.ERA})?"
        rf"{_JOINED}{_EARLY}(?P<ordinal>{_ORDINAL})(?:-| )centur(?:y|ies)(?P<era>{eras.ERA})?",
    ),
    (
        "year",
        rf"(?:{_LED}|{_PART}|(?P<bound>since|until|till|before|after|by|as early as|as late as) "
        rf"|{_NOT_NUMBERED}(?!{_COUNTING}))(?<!\d[/–—])(?P<about>{_ABOUT})?{_NAMED_YEAR}(?!/\d)",
    ),
    ("event", rf"{_COUNT}{_UNIT}s? (?:before|after)(?= (?!(?:and|but|or)\b)\w)"),
    (
        "ago",
        rf"{_COUNT}{_UNIT}s? (?P<way>ago|hence|earlier|later|before|after|afterwards"
        r"|thereafter|away|previously)",
    ),
    (
        "within",
        r"(?:within|in|over|for|during) (?:the )?"
        r"(?P<way>past|last|next|coming|following|first|final|ensuing) "
        rf"(?:(?P<number>{_NUMBER}|few|several) )?{_UNIT}s?",
    ),
    (
        "which",
        r"(?:in |on |at )?(?P<which>last|next|this|the past|the previous|the following|the coming"
        r"|the same|that|the next|later that|earlier that|later in the|earlier in the|the) "
        rf"(?P<unit>day|night|week|month|year|decade|century|weekend|{_WEEKDAY})"
        r"(?: (?P<way>before|after))?",
    ),
    (
        "weekday",
        rf"(?<=\b[Oo]n )(?P<weekday>{_WEEKDAY})(?: (?:morning|evening|night|afternoon))?",
    ),
    (
        "duration",
        r"(?:for|over|within|after|lasted|in a \w+ of|at least|nearly|almost|more than|up to"
        rf"|less than) (?:the )?{_COUNT}{_UNIT}s(?: or more| or less| to come)?",
    ),
    ("duration", rf"(?P<number>{_NUMBER})-{_UNIT}(?:-long)?"),
    (
        "duration",
        rf"(?P<number>{_NUMBER}) (?P<unit>day|week|month|year|decade|hour)s(?: or more| or less)?",
    ),
    (
        "duration",
        r"for (?:a while|long|ages|years|decades|centuries|generations)"
        r"|(?:a|the) long (?:time|stretch of time)|a short (?:pause|time|while)",
    ),
    (
        "now",
        r"(?:by |until |from |up to |right |just )?now(?: on)?|today|tonight|at present|currently"
        r"|nowadays|these days|this very day|to date|at the moment",
    ),
    ("now", r"yesterday|tomorrow|the day before yesterday|the day after tomorrow"),
    (
        "open",
        r"for now|from now on|(?:the|for the) (?:foreseeable|near|distant) future"
        r"|in (?:the )?future|years to come"
        r"|(?:for )?(?:many )?(?:years|decades|generations) to come"
        r"|some day|someday|one day|sooner or later|to a later (?:day|date)"
        r"|in the long (?:run|term)|as long as|so long as|indefinitely|for ever|forever",
    ),
    (
        "past",
        r"in (?:the|its|his|her|their) (?:distant |recent )?past|so far|until (?:recently|lately)"
        r"|once upon a time|in recent (?:days|weeks|months|years|decades)|recently|lately"
        r"|long since|has (?:long|always)|have (?:long|always)|at one time|previously|formerly",
    ),
    (
        "vague",
        r"until then|since then|ever since"
        r"|(?:at|around|about|by) (?:the|that|this) (?:same |very )?time"
        r"|meanwhile|in the meantime|at first|at last|from the (?:very )?(?:beginning|start|outset)"
        r"|(?:shortly|soon|long|immediately) (?:before|after|thereafter|afterwards)"
        r"|(?:that|the|this) (?:era|period)|(?:the )?same (?:day|year|month|week)"
        r"|(?:the )?(?:second|third|fourth|last) (?:day|night|week|month|year) in a row"
        r"|at the outset",
    ),
    (
        "clause",
        r"(?:ahead of|on the eve of|in the wake of|in the aftermath of|in the run-up to"
        rf"|at the time of|since the|during){_PHRASE}(?<! the)(?<! a)",
    ),
    (
        "clause",
        r"(?:when|after|before|until|as soon as|while) "
        r"(?:he|she|they|it|(?-i:[A-Z])[\w’'-]+(?: (?-i:[A-Z])[\w’'-]+)*) "
        r"(?:was|were|took|left|became|came|began|had|died|won|lost|arrived|returned|entered)"
        rf"{_PHRASE}?",
    ),
)
_FORMS = tuple(
    (name, re.compile(rf"(?<![\w$€£#.,’'-])(?:{pattern})(?![\w%]|[.,:-]\d)", re.IGNORECASE))
    for name, pattern in _PATTERNS
)

# Names of people, too, and the forms of dates that have such a word
_NAMED_TIMES = frozenset(
    {*(name for name in month_name if name), *day_name, *"Jan Feb Aug".split()}
)
_NAMED_FORMS = tuple(
    pattern for name, pattern in _FORMS if name in ("day", "days", "month", "months")
)
_AROUND = 40  # characters of a date beside the name of its month

_END = re.compile(r"[.!?…][”\"’')\]]*\s|\n")  # of a sentence


class Expression(NamedTuple):
    """A time expression: where it stands, its form (a name above), and its parts by their names.

    The year among the parts is in EDTF, all others are words in small letters.
    """

    span: Span
    form: str
    parts: dict[str, str]
    begins: bool = True  # whether none stands before it in its sentence


def expressions(text: str) -> list[Expression]:
    """Return the time expressions of a visible text, in order.

    Of those that overlap, the first counts; of those that begin together, the longest.
    """
    kept: list[Expression] = []
    for each in sorted(_all_expressions(text), key=lambda each: (each.span.start, -each.span.end)):
        end = kept[-1].span.end if kept else 0
        if each.span.start >= end:
            begins = not kept or _END.search(text, end, each.span.start) is not None
            kept.append(each._replace(begins=begins))
    return kept


def is_in_date(text: str, start: int, end: int) -> bool:
    """Return whether some words are a month or weekday, with a number: the May of “3 May 2017”."""
    if text[start:end] not in _NAMED_TIMES:
        return False
    low, high = max(start - _AROUND, 0), end + _AROUND
    for pattern in _NAMED_FORMS:
        for match in pattern.finditer(text, low, high):
            holds_words = match.start() <= start and end <= match.end()
            if holds_words and any(map(str.isdigit, match[0])):
                return True
    return False


def _all_expressions(text: str) -> Iterator[Expression]:
    """Yield the expressions of each form, also those that overlap."""
    for form, pattern in _FORMS:
        for match in pattern.finditer(text):
            if "\n" not in match[0]:
                parts = {name: part.lower() for name, part in match.groupdict().items() if part}
                if "year" in parts:
                    parts["year"] = eras.year_in_edtf(parts["year"])
                yield Expression(Span(*match.span()), form, parts)
