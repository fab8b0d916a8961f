"""What is sent means what designers wrote, as a browser reads it."""

import re
from importlib.resources import files

from playwright.sync_api import Browser

from explainer.pages.assets import script, style_sheet
from tests.browsing import opened

RULES = """(text) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return [...sheet.cssRules].flatMap((rule) => rule.cssText.split("\\n"));
}"""


def test_the_style_sheet_that_is_sent_has_the_rules_that_were_written(browser: Browser) -> None:
    parts = sorted(
        files("explainer").joinpath("assets/styles").iterdir(), key=lambda part: part.name
    )
    with opened(browser) as page:
        written, sent = (
            page.evaluate(RULES, text)
            for text in ("\n".join(part.read_text("utf-8") for part in parts), style_sheet())
        )
    assert len(written) > 200
    assert sent == written


def test_no_comment_is_sent() -> None:
    lines = (script() + style_sheet()).splitlines()
    assert [line for line in lines if re.search(r"(?:^|[\s;{}])(?:/\*|// )", line)] == []
