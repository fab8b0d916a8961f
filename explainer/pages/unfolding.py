"""In a file of its own, all that readers open on the site is open, tabs under their titles."""

from collections.abc import Callable
from itertools import zip_longest
from typing import cast

from lxml import etree

from explainer.text.fragment import Element
from explainer.text.visible import ADDED

TAB_TITLE = "ex-tab"  # class of the title of a tab

_Find = Callable[[Element], list[Element]]
_FOLDED = cast(
    "_Find",
    etree.XPath(f"//*[@data-article]//details[not(ancestor-or-self::*[@{ADDED}])]"),
)
# The parts of a set of tabs, in both styles of PyMdown Extensions.
_TITLES = cast("_Find", etree.XPath("label | div[@class='tabbed-labels']/label"))
_BOXES = cast("_Find", etree.XPath("div[@class='tabbed-content']/div[@class='tabbed-block']"))
_OLD_BOXES = cast("_Find", etree.XPath("div[@class='tabbed-content']"))
_BUTTONS = cast("_Find", etree.XPath("input | div[@class='tabbed-labels']"))


def unfold(root: Element) -> None:
    """Open what an article folds or hides until it is searched for; its notes stay as they are."""
    for details in _FOLDED(root):
        details.set("open", "")
    for element in root.iter("*"):
        if element.get("hidden") == "until-found":
            del element.attrib["hidden"]
    for tabs in list(root.iter("div")):
        if "tabbed-set" in (tabs.get("class") or "").split():
            _unfold_tabs(tabs)


def _unfold_tabs(tabs: Element) -> None:
    """Put the title of each tab above its contents, and remove the buttons."""
    boxes = _BOXES(tabs) or _OLD_BOXES(tabs)
    for title, box in zip_longest(_TITLES(tabs), boxes):
        if title is None or box is None:
            continue
        title.tail = None
        title.tag = "p"
        title.attrib.clear()
        title.set("class", TAB_TITLE)
        box.addprevious(title)
    for button in _BUTTONS(tabs):
        tabs.remove(button)
