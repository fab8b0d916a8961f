"""Pictures are for eyes and pointers: all that they show and lead to stands in words beside
them, with a name for each.

The rule is written in explainer/figures/svg.py. What the pictures show is tested with each of them.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from explainer.text.fragment import Element, parse
from tests.browsing import Served
from tests.site_pages import PAGES

WITH_PICTURES = ["timeline/"]


def content(site: Path, address: str) -> Element:
    name = address if address.endswith(".html") else f"{address}index.html"
    return next(main for main in parse((site / name).read_text()).iter("main"))


def hidden(element: Element) -> bool:
    return any(each.get("aria-hidden") == "true" for each in (element, *element.iterancestors()))


def drawings(page: Element) -> Iterator[Element]:
    """All SVG but the icons of the theme."""
    return (svg for svg in page.iter("svg") if svg.get("class", "").startswith("ex-"))


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.thorough
def test_drawings_are_hidden_from_those_who_hear_a_page_and_hold_no_stop_for_tab(
    shipped_site: Path, address: str
) -> None:
    found = list(drawings(content(shipped_site, address)))
    assert bool(found) or address not in WITH_PICTURES
    for svg in found:
        assert hidden(svg)
        assert {link.get("tabindex") for link in svg.iter("a")} <= {"-1"}


@pytest.mark.parametrize("address", WITH_PICTURES)
@pytest.mark.thorough
def test_what_a_drawing_leads_to_the_words_on_the_page_lead_to(
    shipped_site: Path, address: str
) -> None:
    page = content(shipped_site, address)
    drawn = {str(link.get("href")) for svg in drawings(page) for link in svg.iter("a")}
    words = {str(link.get("href")) for link in page.iter("a") if not hidden(link)}
    words |= {
        f"#{element.get('id')}" for element in page.iter() if element.get("id")
    }  # the list on the same page
    assert drawn <= words


# What is filled with a colour and larger than any symbol, and what has another size than it asks
# for.
WRONG = """() => [...document.querySelectorAll("main svg[class^=ex-]")].flatMap((svg) => {
  const isBar = svg.matches(".ex-bar");
  const filled = [...svg.querySelectorAll("rect, path")].filter((shape) => {
    const { width, height } = shape.getBBox();
    const isPainted = !["none", "rgb(255, 255, 255)"].includes(getComputedStyle(shape).fill);
    return isPainted && !isBar && width > 30 && height > 10;
  });
  const { width, height } = svg.getBoundingClientRect();
  const meant = (side) => Number(svg.getAttribute(side));
  const isRight = height === meant("height") && (isBar || width === meant("width"));
  const wrong = isRight ? [] : [`${svg.classList} ${width}×${height}`];
  return [...filled.map(({ outerHTML }) => outerHTML), ...wrong];
})"""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": 1440, "height": 900}
    )
    context.route("**/*.css", lambda route: route.abort())
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("address", WITH_PICTURES)
@pytest.mark.thorough
def test_without_a_style_sheet_pictures_are_as_large_as_meant_and_not_filled(
    page: Page, talks: Served, address: str
) -> None:
    page.goto(talks.address + address)
    assert (
        page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--ex-ink')")
        == ""
    )
    assert page.evaluate(WRONG) == []
