"""Word documents: what is in them is in the article, or told."""

import io
import socket
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.loading.docs import head_of
from explainer.new.article import Draft, draft
from explainer.new.decoding import NotTextError
from tests.site_files import cases
from tests.test_new_article import known
from tests.word_files import NAMESPACES, PNG, packed, paragraph, word_file


def made(data: bytes) -> Draft:
    return draft(data, ".docx", name="light")


def body(article: Draft) -> str:
    return article.markdown[len(head_of(article.markdown)) :].lstrip("\n")


@pytest.mark.parametrize("case", [pytest.param(case, id=name) for name, case in cases("docx")])
def test_documents(case, monkeypatch):
    monkeypatch.setattr(socket, "socket", None)
    article = made(word_file(case["body"], case.get("parts"), case.get("links")))
    assert body(article) == case["markdown"]
    assert list(article.warnings) == case.get("warnings", [])


def test_equal_pictures_share_a_file():
    blip = (
        "<a:graphicData><pic:pic><pic:blipFill><a:blip "
        'r:embed="p1"/></pic:blipFill></pic:pic></a:graphicData>'
    )
    drawing = (
        '<w:drawing><wp:inline><wp:docPr id="1" '
        f'name="x"/><a:graphic>{blip}</a:graphic></wp:inline></w:drawing>'
    )
    article = made(word_file(f"<w:p><w:r>{drawing}{drawing}</w:r></w:p>"))
    assert article.pictures == {"light/picture-1.png": PNG}
    assert article.format == "docx"


def test_the_language_is_that_of_most_letters():
    lang = '<w:lang w:val="en-US" w:eastAsia="ja-JP"/>'
    defaults = f"<w:docDefaults><w:rPrDefault><w:rPr>{lang}</w:rPr></w:rPrDefault></w:docDefaults>"
    german = (
        '<w:p><w:r><w:rPr><w:lang w:val="de-AT"/></w:rPr><w:t>Das Licht brannte.</w:t></w:r></w:p>'
    )
    assert (
        known(made(word_file(paragraph("It shone."), {"styles": defaults})).markdown)["lang"]
        == "en-US"
    )
    assert (
        known(made(word_file(german + paragraph("Light."), {"styles": defaults})).markdown)["lang"]
        == "de-AT"
    )
    assert (
        known(made(word_file(paragraph("灯台の光。"), {"styles": defaults})).markdown)["lang"]
        == "ja-JP"
    )
    theme = '<w:themeFontLang w:val="nb-NO"/>'
    assert (
        known(made(word_file(paragraph("Lys."), {"settings": theme})).markdown)["lang"] == "nb-NO"
    )


def test_the_properties_give_a_title_and_no_author():
    core = (
        '<p:coreProperties xmlns:p="x" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>The '
        "lamp</dc:title><dc:creator>Desk 4</dc:creator></p:coreProperties>"
    )
    document = f"<w:document {NAMESPACES}><w:body>{paragraph('It shone.')}</w:body></w:document>"
    article = made(
        packed(
            {
                "[Content_Types].xml": "<x/>",
                "docProps/core.xml": core,
                "word/document.xml": document,
            }
        )
    )
    assert known(article.markdown) == {"title": "The lamp"}
    assert article.warnings == (
        "the file was made by “Desk 4”; if that is the author, enter it under `author`",
    )


def test_a_strict_document_is_read():
    usual = word_file(
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>no</w:t></w:r><w:r><w:t>yes</w:t></w:r></w:p>"
    )
    strict = {}
    with zipfile.ZipFile(io.BytesIO(usual)) as file:
        for name in file.namelist():
            data = file.read(name)
            strict[name] = data.replace(
                b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                b"http://purl.oclc.org/ooxml/wordprocessingml/main",
            )
    assert body(made(packed(strict))) == "yes\n"


BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><w:document '
    "{}><w:body>&b;</w:body></w:document>"
)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"PK\x03\x04 and nothing", "is broken or has a password"),
        (packed({"[Content_Types].xml": "<x/>"}), "has no main part, word/document.xml"),
        (
            packed({"[Content_Types].xml": "<x/>", "word/document.xml": "<w:doc"}),
            "the part word/document.xml .* is broken",
        ),
        (packed({"[Content_Types].xml": "<x/>", "word/document.xml": "<x/>"}), "is broken"),
        (
            packed({"[Content_Types].xml": "<x/>", "word/document.xml": BOMB.format(NAMESPACES)}),
            "defines entities",
        ),
        (packed({"[Content_Types].xml": "<x/>", "xl/workbook.xml": "<x/>"}), "a spreadsheet"),
        (packed({"[Content_Types].xml": "<x/>", "ppt/presentation.xml": "<x/>"}), "a presentation"),
        (
            packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}),
            "LibreOffice .*DOCX",
        ),
        (packed({"mimetype": "application/epub+zip"}), "an EPUB; unpack it"),
        (packed({"a.txt": "x"}), "a packed file without an article"),
    ],
)
def test_what_is_no_document_is_refused_with_a_way_to_go_on(data, message):
    with pytest.raises(NotTextError, match=message):
        made(data)


def test_a_file_that_unpacks_to_too_much_is_not_opened():
    data = io.BytesIO()
    with (
        zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as file,
        file.open("word/document.xml", "w") as part,
    ):
        for _ in range(301):
            part.write(bytes(1_000_000))
    with pytest.raises(NotTextError, match="unpacks to more than 300 MB"):
        made(data.getvalue())


def test_a_document_that_is_larger_than_any_book_is_not_read():
    with pytest.raises(
        NotTextError, match="more than 2,000,000 tags; save each chapter as a file of its own"
    ):
        made(word_file("<w:p/>" * 2_000_001))


@pytest.mark.parametrize("name", ["../../x.xml", "/etc/passwd", "word/../../x"])
def test_a_document_reads_and_writes_nothing_outside_of_itself(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with zipfile.ZipFile(io.BytesIO(word_file(paragraph("It shone.")))) as file:
        parts = {each: file.read(each) for each in file.namelist()}
    assert body(made(packed({**parts, name: "x"}))) == "It shone.\n"
    assert list(tmp_path.iterdir()) == []


@given(st.data())
def test_a_damaged_document_is_read_or_refused(data):
    whole = word_file(paragraph("It shone.") + paragraph("Oil", "berschrift1"))
    at = data.draw(st.integers(0, len(whole) - 1))
    damaged = (
        whole[:at] + data.draw(st.binary(max_size=4)) + whole[at + data.draw(st.integers(0, 40)) :]
    )
    try:
        article = made(damaged)
    except NotTextError:
        return
    assert article.markdown.startswith("---\n")
