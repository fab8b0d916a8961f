"""Single values of a YAML text are changed, and nothing else."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from explainer.yamlfiles import edit
from explainer.yamlfiles.changes import (
    Add,
    Change,
    CommentOut,
    Extend,
    Remove,
    Rename,
    ReplaceWithin,
    Set,
)
from explainer.yamlfiles.edit import change, change_each

CASES, EACH = (
    yaml.safe_load((Path(__file__).parent / f"cases/yaml_edit/{name}.yml").read_text("utf-8"))
    for name in ("changes", "each")
)
_KINDS = {
    "set": Set,
    "add": Add,
    "extend": Extend,
    "rename": Rename,
    "within": ReplaceWithin,
    "remove": Remove,
    "comment-out": CommentOut,
}


def changes(written: Sequence[Sequence[Any]]) -> list[Change]:
    return [_KINDS[kind](tuple(steps), *rest) for kind, steps, *rest in written]


@pytest.mark.parametrize("name", CASES)
def test_changes(name):
    case = CASES[name]
    new = change(case["text"], changes(case["changes"]))
    assert (new if isinstance(new, str) else None) == case["new"]
    assert isinstance(new, str) or f"{new.line}:{new.column}: {new.why}" == case["why"]


@pytest.mark.parametrize("name", EACH)
def test_changes_of_which_each_is_made_if_it_can_be(name, monkeypatch):
    case = EACH[name]
    monkeypatch.setattr(edit, "_MOST_READ", case.get("most_read", edit._MOST_READ))
    new, refused = change_each(case["text"], [*map(changes, case["groups"])])
    assert new == case["new"]
    whys = {at: f"{each.line}:{each.column}: {each.why}" for at, each in refused.items()}
    assert whys == case["refused"]


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
@pytest.mark.parametrize("name", [name for name in CASES if CASES[name]["new"]])
def test_other_line_ends_stay(name, ends):
    case = CASES[name]
    text = case["text"].replace("\n", ends)
    assert change(text, changes(case["changes"])) == case["new"].replace("\n", ends)


WORDS = st.text(
    st.characters(
        codec="utf-8", exclude_categories=["Cs", "Cc"], include_characters="\n'\"#:{}[]&*,|>!"
    )
)
STYLES = st.sampled_from([None, "'", '"', "|", ">"])


@given(st.lists(WORDS, min_size=1, max_size=4), st.data(), STYLES, st.booleans())
def test_any_text_in_any_style_can_be_replaced(texts, data, style, flow):
    def read(text: str) -> Any:
        return yaml.load(text, yaml.CBaseLoader)

    text = yaml.dump({"a": texts}, default_style=style, default_flow_style=flow, allow_unicode=True)
    at = data.draw(st.integers(0, len(texts) - 1))
    value = data.draw(WORDS)
    new = change(text, [Set(("a", at), value)])
    assert isinstance(new, str)
    assert read(new) == {"a": [*texts[:at], value, *texts[at + 1 :]]}


# Of a value between brackets: whether a comment is above it, where one is behind it, and whether
# the value is to go
ITEMS = st.tuples(st.booleans(), st.sampled_from(["", "before", "after"]), st.booleans())


@given(st.lists(ITEMS, min_size=2, max_size=5), st.booleans())
def test_comments_on_what_stays_are_not_lost(items, is_mapping):
    text = "a: {" if is_mapping else "a: ["
    kept = ["# last"]
    for number, (has_above, behind, goes) in enumerate(items):
        comma = "," if number < len(items) - 1 else ""
        above, after = f"# above {number}", f"# behind {number}"
        text += f"\n  {above}\n  " if has_above else " "
        text += f"k{number}: v" if is_mapping else f"v{number}"
        text += f"{comma} {after}\n " if behind == "after" else ""
        text += f" {after}\n {comma}" if behind == "before" else ""
        text += comma if not behind else ""
        kept += [above] * has_above + [after] * bool(behind and not goes)
    text += f"{'}' if is_mapping else ']'} # last\n"
    going = [number for number, (*_, goes) in enumerate(items) if goes]
    wanted = [Extend(("a",), ["new"], going)]
    if is_mapping:
        wanted = [Remove(("a", f"k{number}")) for number in going[: len(items) - 1]]
    new = change(text, wanted)
    if isinstance(new, str):
        assert [comment for comment in kept if comment not in new] == []
    else:
        assert going
