"""The strip: all of the time that the site tells of, at a glance; it leads to the timeline."""

from collections.abc import Sequence

from markupsafe import Markup

from explainer.figures.events import Event
from explainer.figures.svg import picture


def strip(events: Sequence[Event], href: str) -> Markup:
    """Give a figure of events along a horizontal axis, for a page that is not the timeline; `href` leads to that.

    Without any event on the axis it is empty.
    """
    return Markup('<figure class="ex-picture ex-strip" data-search-exclude><a href="{}">{}</a></figure>').format(
        href, picture(f"{len(events)} dates", 320, 60)
    )
