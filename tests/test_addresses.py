from urllib.parse import unquote, urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.addresses import (
    fragment,
    href,
    href_to_path,
    is_elsewhere,
    page_path,
    resolved,
    url,
)
from explainer.model import Ref

ROOT = "https://example.org/a/sub-path/"


@pytest.mark.parametrize(
    ("ref", "path", "address"),
    [
        (Ref("claim", "x"), "claims/x/index.md", "claims/x/"),
        (Ref("actor", "x"), "actors/x/index.md", "actors/x/"),
        (Ref("term", "x"), "glossary/x/index.md", "glossary/x/"),
        (Ref("date", "x"), "timeline/index.md", "timeline/"),
        (Ref("source", "x"), "sources/index.md", "sources/"),
        (Ref("article", "lamp"), "articles/lamp.md", "articles/lamp/"),
        (
            Ref("article", "1871/die Lampe ü"),
            "articles/1871/die Lampe ü.md",
            "articles/1871/die%20Lampe%20%C3%BC/",
        ),
        (Ref("page", "about.md"), "about.md", "about/"),
        (Ref("page", "index.md"), "index.md", ""),
        (Ref("page", "more/README.md"), "more/README.md", "more/"),
    ],
)
def test_everything_has_a_page_and_a_url(ref, path, address):
    assert page_path(ref) == path
    assert url(path, directory_urls=True) == address


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("claims/x/index.md", "claims/x/index.html"),
        ("articles/lamp.md", "articles/lamp.html"),
        ("index.md", "index.html"),
    ],
)
def test_urls_of_files(path, address):
    assert url(path, directory_urls=False) == address


@pytest.mark.parametrize(
    ("start", "ref", "with_folders", "with_files"),
    [
        ("claims/a/index.md", Ref("claim", "b"), "../b/", "../b/index.html"),
        ("claims/a/index.md", Ref("claim", "a"), "./", "index.html"),
        (
            "claims/a/index.md",
            Ref("article", "lamp"),
            "../../articles/lamp/",
            "../../articles/lamp.html",
        ),
        (
            "articles/lamp.md",
            Ref("date", "lit"),
            "../../timeline/#lit",
            "../timeline/index.html#lit",
        ),
        ("timeline/index.md", Ref("date", "lit"), "#lit", "#lit"),
        ("index.md", Ref("term", "lens"), "glossary/lens/", "glossary/lens/index.html"),
        ("about.md", Ref("page", "index.md"), "../", "index.html"),
        ("index.md", Ref("page", "index.md"), "./", "index.html"),
    ],
)
def test_links_are_relative(start, ref, with_folders, with_files):
    assert href(start, ref, directory_urls=True) == with_folders
    assert href(start, ref, directory_urls=False) == with_files


def test_a_link_can_lead_to_some_words_of_an_article():
    address = href("claims/a/index.md", Ref("article", "lamp"), True, "claim-a")
    assert address == "../../articles/lamp/#claim-a"


NAMES = st.text(
    st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1
).filter(lambda name: name.strip(".") and name not in ("index", "README") and "." not in name)
PATHS = st.lists(NAMES, min_size=1, max_size=3).map(lambda names: "/".join(names) + ".md")


@given(PATHS, PATHS, st.booleans())
def test_a_browser_finds_every_page_from_every_page(start, end, directory_urls):
    here, there = (urljoin(ROOT, url(path, directory_urls)) for path in (start, end))
    assert urljoin(here, href_to_path(start, end, directory_urls)) == there
    assert unquote(there).removeprefix(ROOT).removesuffix("/").removesuffix(".html") + ".md" == end


def test_only_dates_and_sources_are_parts_of_a_page():
    kinds = ("claim", "date", "actor", "term", "source", "article", "page")
    assert [kind for kind in kinds if fragment(Ref(kind, "x"))] == ["date", "source"]


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/a/sub-path/x/",
        "HTTPS://EXAMPLE.org:443/a/sub-path/x/",
        "http://example.org:80/a/sub-path/x/",
        "https://anna@example.org/a/sub-path/x/",
        "//example.org/a/sub-path/x/",
    ],
)
def test_a_host_may_be_written_in_several_ways(address):
    assert resolved("", address, ROOT) == ("x/", "")
    assert not is_elsewhere(address, ROOT)


@pytest.mark.parametrize(
    "address",
    ["https://example.net/a/sub-path/x/", "https://example.org:8000/", "https://example.org:x/"],
)
def test_other_hosts_and_ports_are_elsewhere(address):
    assert resolved("", address, ROOT) is None
    assert is_elsewhere(address, ROOT)
