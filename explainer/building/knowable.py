"""Whether everything is known that a site depends on, so that an unchanged site can be recognised.

A hook, a plug-in, or an extension may read any file, ask another program, or throw dice.
"""

from explainer.building.incremental import file_reader
from explainer.building.obstacle import PAGE_BY_PAGE
from explainer.config.othercode import plugins
from explainer.config.owncode import without_own_code
from explainer.config.settings import Config
from explainer.model import Settings


def is_knowable(config: Config, settings: Settings) -> bool:
    """Return whether a site depends on nothing but what `unchanged.py` knows."""
    if settings.is_safe or settings.follow_links:
        return False
    if not PAGE_BY_PAGE.issuperset(plugins(config)) or without_own_code(config)[0].not_run:
        return False
    return not file_reader(settings.extensions, settings.extension_configs)
