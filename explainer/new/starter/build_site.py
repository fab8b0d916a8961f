try:
    from explainer.commands import main
    from explainer.hook import on_config as on_config  # of MkDocs, see `hooks` in mkdocs.yml
except ModuleNotFoundError as error:
    raise SystemExit(f"{error}: name it in requirements.txt (see README.md), and `pip install -r` that") from None

if __name__ == "__main__":
    main()
