"""What is known of a staged tree before a page is rendered."""

from pathlib import Path

from mkdocs.config.base import load_config
from mkdocs.structure.files import Files

from explainer.building.opentree import OpenTree
from tests.site_files import write_site


def test_the_files_of_a_theme_are_those_that_mkdocs_takes(tmp_path: Path) -> None:
    files = ("a.css", "a/b.css", "a/.b.css", ".a/b.css", "a/.a/b.css", "a.html", "a/readme.txt")
    root = write_site(
        tmp_path,
        {
            "mkdocs.yml": "site_name: Lights\ntheme: {name: material, custom_dir: own}\n",
            "docs/index.md": "# Lights\n",
            **dict.fromkeys((f"own/{file}" for file in files), ""),
        },
    )
    config = load_config(str(root / "mkdocs.yml"))
    expected = Files([])
    expected.add_files_from_theme(config.theme.get_env(), config)
    found = [file.src_uri for file in OpenTree(config).files if not file.is_documentation_page()]
    assert found == [file.src_uri for file in expected]
    assert [path for path in found if path in files] == ["a.css", "a/b.css"]
