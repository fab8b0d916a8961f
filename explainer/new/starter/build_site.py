from explainer.commands import main
from explainer.hook import on_config  # of MkDocs, see `hooks` in mkdocs.yml

__all__ = ["main", "on_config"]

if __name__ == "__main__":
    main()
