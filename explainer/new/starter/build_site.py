import sys

if __name__ == "__main__" and not sys.flags.safe_path:
    # a file in this folder, such as a yaml.py, must not replace an installed module
    sys.path.append(sys.path.pop(0))

try:
    if __name__ == "__main__":
        from explainer.commands import main
    else:
        from explainer.hook import on_config as on_config  # for MkDocs, see `hooks` in mkdocs.yml
except ModuleNotFoundError as error:
    raise SystemExit(
        f"{error}: name it in requirements.txt (see README.md), and `pip install -r` that"
    ) from None

if __name__ == "__main__":
    main()
