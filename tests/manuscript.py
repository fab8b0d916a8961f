"""A small site as its editor thinks of it, from which its files are written."""

import re
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import yaml

_OWN = ("docs", "annotations", "notes", "theme")  # folders that an edit writes as a whole
LOCK_FILE = "annotations/anchors.lock.json"
NOUNS = "lamp horn tide pier bell keeper ferry cliff".split()
_VERBS = "failed moved rose fell rang closed opened".split()
SNIPPET = '--8<-- "notes/shared.md"\n\n'
Record = dict[str, Any]


@dataclass
class Text:
    """An article or a page: sentences, and its front matter."""

    sentences: list[str]
    front: Record = field(default_factory=dict)

    def markdown(self, title: str) -> str:
        """Give its file; every third sentence begins a paragraph."""
        paragraphs = [" ".join(self.sentences[at : at + 3]) for at in range(0, 99, 3)]
        words = "\n\n".join(filter(None, paragraphs))
        return f"---\n{_yaml({'title': title, **self.front})}---\n\n# {title}\n\n{words}\n"


@dataclass
class Entry:
    """An annotation of a kind, such as `claims`, in one of the annotation files."""

    kind: str
    home: str  # the name of its file
    data: Record
    article: str = ""  # of claims and dates


class Manuscript:
    """A site of several articles; ids, references and quotes stay right if its methods are used."""

    def __init__(self, root: Path, chance: Random) -> None:
        self.root, self.chance, self.count = root, chance, 0
        self.articles: dict[str, Text] = {}
        self.pages: dict[str, Text] = {"about": Text(["Words.", "See [it](articles/a1.md)."])}
        self.entries: dict[str, Entry] = {}
        self.settings: Record = {"site_name": "Lights", "extra_css": ["own.css"]}
        self.extensions: list[str] = []
        self.others = {"docs/own.css": "p {}\n", "notes/shared.md": "Shared words.\n"}
        self.mistake: Record = {}  # an annotation file that cannot be used
        self.earlier: Record = {}  # the state before the last edit
        for name in ("anna", "ida"):
            self.entries[name] = Entry("actors", "actors", actor(name.title()))
        for name in ("lamp", "horn"):
            definition = f"It is at the pier of [Anna](actor:anna), {name}."
            self.entries[name] = Entry("terms", "terms", {"name": name, "definition": definition})
        for _ in range(3):
            self.add_article()
        self.write()

    def state(self) -> Record:
        """Give a copy of what an editor has written, for `restore`."""
        names = ("articles", "pages", "entries", "settings", "extensions", "others")
        return {name: deepcopy(getattr(self, name)) for name in names}

    def restore(self, state: Record) -> None:
        """Take back all edits since `state` was called."""
        vars(self).update(deepcopy(state))

    def number(self) -> int:
        """Give a number that was not used before."""
        self.count += 1
        return self.count

    def one(self, kind: str) -> str | None:
        """Choose the id of an entry of a kind, but of none that restates, if there is one."""
        of_kind = [id for id, entry in self.entries.items() if entry.kind == kind]
        ids = [id for id in of_kind if id not in self.restating()]
        return self.chance.choice(ids) if ids else None

    def restating(self) -> dict[str, str]:
        """Give the ids of the claims that only restate another, with that one's id."""
        found = {id: entry.data.get("restates") for id, entry in self.entries.items()}
        return {id: original for id, original in found.items() if original}

    def sentence(self) -> str:
        """Make a sentence that stands nowhere yet, and may name actors and terms."""
        noun, verb = self.chance.choice(NOUNS), self.chance.choice(_VERBS)
        actor = self.entries[self.one("actors") or ""].data["name"]
        return f"The {noun} of {actor} {verb} in {1800 + self.chance.randrange(99)}, " + (
            f"says record {self.number()}."
        )

    def add_article(self) -> None:
        """Write an article with two claims and a date."""
        slug = f"a{self.number()}"
        self.articles[slug] = Text([self.sentence() for _ in range(6)])
        self.add_claim(slug)
        self.add_claim(slug)
        quote = re.search(r"in \d{4}, says record \d+", self.articles[slug].sentences[2])
        assert quote
        year = int(quote[0][3:7])
        about = {"date": year, "title": f"Year {year}", "quote": quote[0]}
        self.entries[f"d{self.number()}"] = Entry("dates", slug, about, slug)

    def add_claim(self, slug: str) -> None:
        """Annotate a sentence of an article."""
        quote = self.chance.choice(self.articles[slug].sentences).rstrip(".")
        earlier, by = self.one("claims"), self.one("actors")
        data: Record = {"quote": quote, "summary": self.sentence(), "kind": "fact", "by": [by]}
        if earlier:
            data["supports"] = [earlier]
        if earlier and self.entries[earlier].article == slug:  # others may become drafts
            data["note"] = f"As [said](claim:{earlier}) of the lamp."
        self.entries[f"c{self.number()}"] = Entry("claims", slug, data, slug)

    def add_restatement(self, slug: str, original: str) -> None:
        """Let an article make a claim that another one makes."""
        quote = self.chance.choice(self.articles[slug].sentences).rstrip(".")
        data = {"restates": original, "quote": quote}
        self.entries[f"c{self.number()}"] = Entry("claims", slug, data, slug)

    def quoted(self, slug: str) -> list[str]:
        """Give the quotes from an article."""
        return [each.data["quote"] for each in self.entries.values() if each.article == slug]

    def remove(self, id: str) -> None:
        """Take out an entry, all that restates it, and all that refers to it."""
        kind = self.entries.pop(id).kind.removesuffix("s")
        for restatement, original in self.restating().items():
            if original == id:
                del self.entries[restatement]
        for entry in self.entries.values():
            entry.data = _without(entry.data, id, kind)

    def rename(self, old: str, new: str) -> None:
        """Give an entry another id, in its place among the others, and in all that refers to it."""
        kind = self.entries[old].kind.removesuffix("s")
        ids = [new if each == old else each for each in self.entries]
        self.entries = dict(zip(ids, self.entries.values(), strict=True))
        for entry in self.entries.values():
            entry.data = _renamed(entry.data, old, new, kind)

    def files(self) -> dict[str, str]:
        """Give the content of each file of the site by its path."""
        files = dict(self.others)
        files["mkdocs.yml"] = _yaml(self.settings | {"markdown_extensions": self.extensions})
        for slug, text in self.articles.items():
            files[f"docs/articles/{slug}.md"] = text.markdown(f"Of {slug}")
        for name, text in self.pages.items():
            files[f"docs/{name}.md"] = text.markdown(f"Page {name}")
        homes: dict[str, Record] = {}
        for id, entry in self.entries.items():
            home = homes.setdefault(entry.home, {})
            if entry.article:
                home["article"] = entry.article
            home.setdefault(entry.kind, {})[id] = entry.data
        files |= {f"annotations/{name}.yml": _yaml(home) for name, home in homes.items()}
        if self.mistake:
            files["annotations/mistake.yml"] = _yaml(self.mistake)
        return files

    def write(self) -> None:
        """Write the files that are not yet so, and remove all others but the lock file."""
        files = self.files()
        for folder in _OWN:
            for file in sorted((self.root / folder).rglob("*")):
                path = file.relative_to(self.root).as_posix()
                if file.is_file() and path not in files and path != LOCK_FILE:
                    file.unlink()
        for path, content in files.items():
            file = self.root / path
            if not file.is_file() or file.read_text("utf-8") != content:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(content, "utf-8")


def actor(name: str) -> Record:
    return {"name": name, "type": "person", "role": "keeper of a lamp"}


def _yaml(data: Record) -> str:
    return str(yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=1000))


def _without(data: Record, id: str, kind: str) -> Record:
    """Give a copy of an entry without references to another; links to it become words."""
    link = re.compile(rf"\[([^]]*)\]\({kind}:{id}\)")
    kept: Record = {}
    for key, value in data.items():
        if isinstance(value, list):
            value = [each for each in value if each != id]
        elif isinstance(value, str):
            value = link.sub(r"\1", value)
        if value != []:
            kept[key] = value
    return kept


def _renamed(data: Record, old: str, new: str, kind: str) -> Record:
    copy: Record = {}
    for key, value in data.items():
        if isinstance(value, list) and key != "formerly":
            value = [new if each == old else each for each in value]
        elif key == "restates" and value == old:
            value = new
        elif isinstance(value, str):
            value = value.replace(f"({kind}:{old})", f"({kind}:{new})")
        copy[key] = value
    return copy
