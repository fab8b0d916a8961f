"""Control characters in an article or page, which readers see as a replacement or not at all."""

import re
from collections.abc import Iterator

from explainer.model import Problem
from explainer.proofreading.typed_text import TypedText
from explainer.text.controls import NONCHARACTERS
from explainer.text.fragment import CONTROLS

_WHITE_SPACE = "\v\f"  # the breaks of word processors: read as spaces
_CONTROL = re.compile(f"[{re.escape(''.join(map(chr, CONTROLS)))}{NONCHARACTERS}]")
# https://html.spec.whatwg.org/multipage/syntax.html#character-references
_REFERENCE = re.compile(r"&#(?:[xX](?P<hex>[0-9a-fA-F]+)|(?P<number>[0-9]+));?")
_LONGEST = 10  # digits: any number with more is no character


def control_problems(source: TypedText) -> Iterator[Problem]:
    """Report each control character, typed as itself or as a reference, at its first place."""
    seen: set[str] = set()
    for found in _CONTROL.finditer(source.text):
        if found[0] not in _WHITE_SPACE and found[0] not in seen:
            seen.add(found[0])
            message = (
                f"the character U+{ord(found[0]):04X} is invisible or shown as \ufffd; delete it"
            )
            yield Problem(source.place(found.start()), "warning", message, "control-character")
    for found in _REFERENCE.finditer(source.prose):
        if _is_control_reference(found) and found[0] not in seen:
            seen.add(found[0])
            message = f"`{found[0][:20]}` stands for no character and is shown as \ufffd; delete it"
            yield Problem(source.place(found.start()), "warning", message, "control-character")


def _is_control_reference(found: re.Match[str]) -> bool:
    """Return whether a reference stands for a control character, or for none at all."""
    digits = found["hex"] or found["number"]
    if len(digits) > _LONGEST:
        return True
    code = int(digits, 16 if found["hex"] else 10)
    return code > 0x10FFFF or (code in CONTROLS and chr(code) not in _WHITE_SPACE)
