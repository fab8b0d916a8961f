try:
    from explainer.commands import main
    from explainer.hook import on_config as on_config  # of MkDocs, see `hooks` in mkdocs.yml
except ModuleNotFoundError as error:
    raise SystemExit(f"{error}: run `pip install -r requirements.txt` (see README.md)") from None

if __name__ == "__main__":
    main()
