"""Pages at the addresses that entries had before: they lead on at once, and need no script for it.

They are no Markdown, so that neither the theme, the search nor the list of pages for search engines has them: every
renderer copies them as they are. https://html.spec.whatwg.org/multipage/semantics.html#attr-meta-http-equiv-refresh
"""

from functools import partial

from explainer.addresses import fragment, href, page_path, redirect_path, url
from explainer.model import Ref
from explainer.pages.document import Make, render
from explainer.pages.lookup import Lookup


def pages(lookup: Lookup) -> dict[str, Make]:
    """Give what makes the redirects of all entries that have pages of their own, by path under the staged docs/."""
    moved = ((Ref(ref.kind, name), ref) for ref, names in lookup.former.items() for name in names if not fragment(ref))
    return {redirect_path(old): partial(_page, lookup, old, new) for old, new in moved}


def _page(lookup: Lookup, old: Ref, new: Ref) -> str:
    settings = lookup.settings
    return render(
        "redirect.html.j2",
        language=settings.language,
        title=lookup.titles[new],
        href=href(page_path(old), new, settings.directory_urls),
        canonical=settings.site_url and settings.site_url + url(page_path(new), settings.directory_urls),
    )
