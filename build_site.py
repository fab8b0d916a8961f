"""The command, and the hook of MkDocs.

The code is in the package, so that other sites upgrade by upgrading it.

python build_site.py            build the site
python build_site.py serve      build, serve on this machine, rebuild on change
python build_site.py check      show every problem, write nothing
python build_site.py --help     all that it can do

`explainer/pipeline.py` has the stages top to bottom, `explainer/commands/` the verbs.
"""

import sys

if __name__ == "__main__" and not sys.flags.safe_path:
    # Explainer is beside this file; all else is what is installed, even if there is a yaml.py here
    import explainer  # noqa: F401

    sys.path.append(sys.path.pop(0))

from explainer.commands import main

__all__ = ["main", "on_config"]

if __name__ == "__main__":
    main()
else:
    from explainer.hook import on_config  # for MkDocs, see `hooks` in mkdocs.yml
