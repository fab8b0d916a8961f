"""Damages that nobody does by accident: what breaks parsers, put into a text, or
done to the bytes of a file.
"""

from collections.abc import Callable
from random import Random

# Characters that XML, YAML, Python-Markdown or a terminal has no place for, raw and by reference
CONTROLS = [
    *map(chr, (*range(9), *range(11, 32), 127, 0x85, 0x9B, 0x2028, 0xFFFE, 0xFFFF, 0x1FFFE))
]
REFERENCES = [
    "&#11;",
    "&#0;",
    "&#2;",
    "&#xFFFE;",
    "&#xD800;",
    "&#x110000;",
    "&#99999999999999999999;",
    "&#x9b;",
]
STASHED = [
    "\x02wzxhzdk:0\x03",
    "\x02klzzwxh:0\x03",
    "\x02amp\x03",
    "\x0242\x03",
    "wzxhzdk:7",
    "\x02klzzwxh:99\x03",
]
# What opens something that may be opened in itself, again and again
OPENINGS = (
    *(
        ">",
        "> ",
        "[",
        "[a](",
        "![",
        "(",
        "{",
        "*",
        "_a ",
        "**a",
        "*_",
        "`",
        "~~a",
        "<",
        "<b>",
        "<div>",
        "<div>\n",
        "<ruby>",
    ),
    *(
        "<svg>",
        "<table><tr><td>",
        "<ul><li>",
        "<!--",
        "<![CDATA[",
        "<?",
        "[^",
        "[^1]",
        "- ",
        "1. ",
        "    - x\n",
        "!!! a\n",
    ),
    *(
        "$$",
        "\\(",
        "\"'",
        "“",
        "|",
        "| - ",
        "&",
        "{: ",
        "{#a ",
        "- - ",
        "? ",
        "&a ",
        "*a ",
        "!x ",
        "a: ",
        "{a: ",
        "[{",
        "==",
    ),
)
# What a value may hold that its type does not allow for
VALUES = (
    *(
        "9" * 5_000,
        "-" + "9" * 5_000,
        "1e99999",
        "0x" + "f" * 5_000,
        "99999999999999",
        "-0000",
        "2024-02-30",
        "0000-00-00",
    ),
    *(
        "y1000000000",
        "Y-17E7",
        "1871/..",
        "../..",
        "[..1871]",
        "{1871,1872..}",
        "1871-XX-3X",
        "2001-21^x",
        "1e99",
        ".inf",
    ),
    *(
        "!!binary aGk=",
        "!!python/object/apply:os.getcwd []",
        "!!set {a, b}",
        "!!timestamp 2024-02-30",
        "!ENV [A, B]",
    ),
    *(
        "&a [*a]",
        "&a {b: *a}",
        "*nowhere",
        "&a &a x",
        "{<<: {a: b}}",
        "{<<: 1}",
        "<<: [1, 2]",
        "? [a, b]\n: c",
        "{2024-01-01: x}",
    ),
    *(
        "{null: x}",
        "{1: x, 1.0: y}",
        "=",
        "~",
        "|\n x",
        ">9\n x",
        "!!int x",
        "!!float x",
        "!!bool x",
        "---",
        "...",
        "%YAML 9.9",
    ),
    *(
        "{{ 1/0 }}",
        "{% raw",
        "${x}",
        "%(x)s",
        "\\x00",
        '"\\x07"',
        '"\\uD800"',
        "'",
        '"',
        "C:\\x",
        "\\\\?\\",
        "a" * 100_000,
    ),
    *(
        "data:text/html,x",
        "http://[",
        "//[::1",
        "javascript:1",
        "file:///etc/passwd",
        "http://a:99999999/",
        "http://" + "a." * 5_000,
    ),
    *(
        "../" * 100,
        "con",
        ".",
        "..",
        "/",
        "a/../../b",
        "#",
        "?",
        "%zz",
        "%00",
        "//",
        "\\",
        ":",
        "claim:",
        "claim:x#y",
        "article:",
    ),
)
_LAUGHS = "a: &a [x, x]\n" + "".join(
    f"{two}: &{two} [*{one}, *{one}, *{one}, *{one}]\n"
    for one, two in zip("abcdefgh", "bcdefghi", strict=True)
)

Attack = Callable[[bytes, Random], bytes]


def token(data: bytes, random: Random) -> bytes:
    """Put in one that is hostile to some parser, often right after markup."""
    kinds = (CONTROLS, REFERENCES, STASHED, VALUES)
    return _put(
        data,
        random.choice(random.choice(kinds)).encode("utf-8", "surrogatepass"),
        _spot(data, random),
    )


def value(data: bytes, random: Random) -> bytes:
    """Put one in the place of what follows a colon."""
    lines = data.split(b"\n")
    having = [number for number, line in enumerate(lines) if b": " in line]
    if not having:
        return token(data, random)
    at = random.choice(having)
    lines[at] = lines[at].partition(b": ")[0] + b": " + random.choice(VALUES).encode()
    return b"\n".join(lines)


def nesting(data: bytes, random: Random) -> bytes:
    """Open something a great many times; half of the time, close it, too."""
    opening, often = random.choice(OPENINGS), random.choice((10, 60, 300, 1_500))
    closing = (
        opening[::-1].translate(str.maketrans("([{<", ")]}>")) * often
        if random.random() < 0.5
        else ""
    )
    return _put(data, (opening * often + "x" + closing).encode(), _spot(data, random))


def stairs(data: bytes, random: Random) -> bytes:
    """Go one step in with each line."""
    sign = random.choice(("- x", "- a:", "a:", "> x", "1. x", "!!! note", ": x", "* x"))
    lines = [
        f"{random.choice((' ', '  ', '    ')) * step}{sign}"
        for step in range(random.choice((5, 40, 120)))
    ]
    return _put(data, ("\n\n" + "\n".join(lines) + "\n").encode(), _spot(data, random))


def long_line(data: bytes, random: Random) -> bytes:
    """Put in words without a line end."""
    return _put(data, b"word " * random.choice((1_000, 20_000)), _spot(data, random))


def laughs(data: bytes, random: Random) -> bytes:
    """Put in a thousand million values in nine lines of YAML."""
    return _LAUGHS.encode() + data if random.random() < 0.5 else data + b"\n" + _LAUGHS.encode()


def other_bytes(data: bytes, random: Random) -> bytes:
    """Change bytes, as a bad disk does."""
    found = bytearray(data or b"x")
    for _ in range(random.choice((1, 3, 30))):
        found[random.randrange(len(found))] = random.randrange(256)
    return bytes(found)


def cut(data: bytes, random: Random) -> bytes:
    """Lose what follows, as a broken transfer does."""
    return data[: random.randrange(len(data) + 1)]


def lost_middle(data: bytes, random: Random) -> bytes:
    """Lose a stretch."""
    start, end = sorted(random.randrange(len(data) + 1) for _ in range(2))
    return data[:start] + data[end:]


def doubled(data: bytes, random: Random) -> bytes:
    """Have a stretch once more, or many times."""
    start, end = sorted(random.randrange(len(data) + 1) for _ in range(2))
    return data[:end] + data[start:end] * random.choice((1, 2, 20)) + data[end:]


def other_encoding(data: bytes, random: Random) -> bytes:
    """Save it as another program would."""
    text = data.decode("utf-8", "replace")
    name = random.choice(
        ("utf-16", "utf-16-le", "utf-32", "utf-8-sig", "latin-1", "cp1252", "utf-7", "cp037")
    )
    return text.encode(name, "replace")


def other_line_ends(data: bytes, random: Random) -> bytes:
    """End lines as other systems do, or not at all."""
    return data.replace(
        b"\n",
        random.choice(
            (b"\r", b"\r\n", b"\x0b", b"\x0c", b"\xc2\x85", b"\xe2\x80\xa8", b" ", b"\0")
        ),
    )


def nothing(data: bytes, random: Random) -> bytes:
    """Leave an empty file, or nearly so."""
    return random.choice(
        (
            b"",
            b" ",
            b"\n",
            b"\0",
            b"---",
            b"---\n---\n",
            b"\xef\xbb\xbf",
            b"null",
            b"[]",
            b"{}",
            b"- x",
        )
    )


ATTACKS: tuple[Attack, ...] = (
    *(token,) * 6,
    *(value,) * 4,
    *(nesting,) * 4,
    *(stairs, long_line, laughs, other_bytes, other_bytes, cut, lost_middle, doubled),
    *(other_encoding, other_line_ends, nothing),
)


def attacked(data: bytes, random: Random) -> tuple[bytes, str]:
    """Do one to three of them; give what is left, and their names."""
    attacks = random.choices(ATTACKS, k=random.choice((1, 1, 1, 2, 3)))
    for attack in attacks:
        data = attack(data, random)
    return data, " ".join(attack.__name__ for attack in attacks)


def _spot(data: bytes, random: Random) -> int:
    """Any place, mostly one beside a sign of markup."""
    signs = [at + 1 for at, byte in enumerate(data) if byte in b"*_`[]()#>|:-\n<\"'{}~="]
    return (
        random.choice(signs) if signs and random.random() < 0.8 else random.randrange(len(data) + 1)
    )


def _put(data: bytes, part: bytes, at: int) -> bytes:
    return data[:at] + part + data[at:]
