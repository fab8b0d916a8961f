import pytest
from markdown import Markdown

from explainer.anchoring.joining import joined
from explainer.text.visible import read
from tests.site_files import cases

EXTENSIONS = ("admonition", "footnotes", "tables", "explainer.captions")
QUOTES = [
    (f"{name}: {words}", case["markdown"], words, message)
    for name, case in cases("joining")
    for words, message in case["quotes"].items()
]


@pytest.mark.parametrize(
    ("markdown", "words", "message"),
    [each[1:] for each in QUOTES],
    ids=[each[0] for each in QUOTES],
)
def test_what_is_said_of_a_quote(markdown: str, words: str, message: str) -> None:
    visible = read(Markdown(extensions=[*EXTENSIONS]).convert(markdown))
    quote = words.replace(" / ", "\n")
    start = visible.text.index(quote)
    end = start + len(quote)
    touched = [
        index for index, block in enumerate(visible.blocks) if block[0] < end and block[1] > start
    ]
    blocks = range(touched[0], touched[-1] + 1)
    assert joined(visible, blocks, start, end) == message
