"""What annotations hold between braces is shown as typed: no plug-in or extension obeys it."""

from pathlib import Path

from explainer.pipeline import build_site
from explainer.text.fragment import parse
from tests.conftest import silent
from tests.site_files import write_site

# Jinja, as of mkdocs-macros; a file, as of include-markdown; half of an edit, as of pymdownx.critic
TYPED = '{{ 7*7 }} {% include "x" %} {-- a'
HOOK = """
def on_page_markdown(markdown, page, **_):
    obeyed = ("{{", "{%", "{--", "}}", "%}")
    for sign in obeyed:
        markdown = markdown.replace(sign, "OBEYED")
    return markdown
"""
FILES = {
    "mkdocs.yml": "site_name: Lights\nhooks: [hook.py]\n",
    "hook.py": HOOK,
    "docs/articles/lamp.md": "# The lamp\n\nIt was lit at night in 1871.\n",
    "annotations/a.yml": f"""
article: lamp
brief: ['Brief: {TYPED}']
questions:
  - {{ask: 'Ask {TYPED}', answer: 'Answer: {TYPED}'}}
claims:
  lit:
    quote: lit at night
    summary: 'Claim {TYPED}'
    kind: fact
    by: keeper
    note: 'Note: {TYPED}'
    evidence: [{{source: log, stance: supports, note: 'Evidence: {TYPED}'}}]
dates:
  year: {{quote: in 1871, date: 1871, title: 'Date {TYPED}', description: 'Day: {TYPED}'}}
actors:
  keeper:
    name: 'Keeper {TYPED}'
    type: person
    role: 'Role {TYPED}'
    description: 'About: {TYPED}'
terms:
  lens: {{name: 'Lens {TYPED}', aliases: ['Glass {TYPED}'], definition: 'Defined: {TYPED}'}}
sources:
  log: {{type: book, title: 'Log {TYPED}', author: 'Ann {TYPED}', note: 'Source: {TYPED}'}}
""",
}
# the first words of each text that a page shows
SHOWN = (
    "Brief:", "Ask", "Answer:", "Claim", "Note:", "Evidence:", "Date", "Day:", "Keeper", "Role",
    "About:", "Lens", "Glass", "Defined:", "Log", "Ann", "Source:",
)  # fmt: skip


def test_nothing_obeys_what_is_between_braces(tmp_path: Path) -> None:
    root = write_site(tmp_path, FILES)
    problems = build_site(root, root / "site", silent)
    assert [str(problem) for problem in problems if problem.level == "error"] == []
    texts = []
    for file in sorted((root / "site").rglob("*.html")):
        html = file.read_text("utf-8")
        assert "OBEYED" not in html, file
        texts.append(" ".join("".join(parse(html).itertext()).split()))
    shown = "\n".join(texts)
    assert [words for words in SHOWN if f"{words} {TYPED}" not in shown] == []
