"""`check` says what `build` will say: whatever is damaged, a build that fails does so with an
error that `check` gives.

Damages (`damaging.py`, and some to links) are done to the texts and settings of one site that
has a link of every kind. Without `--thorough` there are ten of them, with it forty.
"""

import re
import shutil
from pathlib import Path
from random import Random

import pytest

from explainer.pipeline import analyse, build_site
from tests.conftest import silent
from tests.damaging import DAMAGES, Damaged, Lines
from tests.site_files import write_site
from tests.thoroughness import one_quick

SITE = {
    "mkdocs.yml": """\
site_name: Lights
site_url: https://example.org/lights/
theme:
  name: material
  logo: img/lens.svg
  favicon: img/lens.svg
extra_css: [own.css]
extra_javascript:
  - own.js
markdown_extensions:
  - md_in_html
nav:
  - index.md
  - Articles: [articles/lamp.md, articles/fog.md]
  - About: about.md
  - claims/index.md
""",
    "docs/own.css": "p { background: url(img/lens.svg) }\n",
    "docs/own.js": "let lit = true;\n",
    "docs/img/lens.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>\n',
    "docs/index.md": "# Lights\n\n"
    "See [the lamp](articles/lamp.md#oil-and-gas) and [Anna](actor:lund).\n",
    "docs/about.md": """\
---
title: About
---

# About

Written by [Anna Lund](mailto:anna@example.org).[^who]

![The lens](img/lens.svg "The lens, from below")

<p id="legal"><a href="../articles/lamp/#claim-lit">The lamp</a> <img src="../img/lens.svg" alt=""></p>

[^who]: She kept the light; see [the claims](claims/index.md).
""",  # noqa: E501
    "docs/articles/fog.md": """\
# The fog

See [the lamp](lamp.md), [its words](lamp.md#claim-lit), [the page](../about.md#legal) and [the log][log].

[log]: ../index.md#lights "The log"
""",  # noqa: E501
    "docs/articles/lamp.md": """\
---
title: The lamp
author: Anna Lund
---

# The lamp

The lamp was lit every night.[^1] It never failed.

## Oil and gas

![The lens](../img/lens.svg){ width="300" }

| Year | Light |
| ---- | ----- |
| 1871 | oil   |

- [up](#oil-and-gas)
- [home](../index.md)

!!! note "By day"

    Words with `[code](gone.md)`.

```html
<a href="gone.html">Gone</a>
```

<figure markdown="span">
![The lens](../img/lens.svg)
</figure>

<!-- [nothing](nowhere.md) -->

[^1]: So says [the log](fog.md).
""",
    "annotations/lamp.yml": """\
article: articles/lamp.md
claims:
  lit: {quote: The lamp was lit every night, summary: It was lit., kind: statement, by: lund}
actors:
  lund: {name: Anna Lund, type: person, role: keeper}
""",
}
_LINK = re.compile(r"[\w./-]+\.(?:md|svg|css|js)|#[\w-]+|[\w-]+=\"")


def broken_address(lines: Lines, at: int, random: Random) -> Damaged | None:
    """Change a path, a fragment or an attribute."""
    found = list(_LINK.finditer(lines[at]))
    if not found:
        return None
    start, end = random.choice(found).span()
    here = random.randrange(start, end)
    new = random.choice(["", "x", "../", "/", "#", "%20", "?", "https://", "//", ".."])
    line = lines[at][:here] + new + lines[at][here + random.choice([0, 1]) :]
    return [*lines[:at], line, *lines[at + 1 :]], (at,)


@pytest.mark.parametrize("seed", one_quick(range(4)))
def test_what_check_does_not_say_does_not_stop_a_build(seed: int, tmp_path: Path) -> None:
    root = write_site(tmp_path / "root", SITE)
    assert not errors(build_site(root, tmp_path / "root/site", silent))
    random = Random(seed)
    for _ in range(10):
        path, text = damaged(random)
        write_site(root, {path: text})
        said = analyse(root, silent)[1]
        if not errors(said):
            built = build_site(root, root / "site", silent)
            more = {str(problem) for problem in built} - {str(problem) for problem in said}
            assert more == set(), f"{path}:\n{text}"
        write_site(root, {path: SITE[path]})


@pytest.mark.parametrize(
    "path", [path for path in SITE if "/" in path and not path.startswith("annotations")]
)
def test_a_file_that_is_gone(path: str, tmp_path: Path) -> None:
    root = write_site(tmp_path / "root", SITE)
    (root / path).unlink()
    said = analyse(root, silent)[1]
    assert errors(said) or not errors(build_site(root, root / "site", silent))
    shutil.rmtree(root)


def damaged(random: Random) -> tuple[str, str]:
    """One of the files with a damage: its path, and its text then."""
    paths = [path for path in SITE if path.endswith(".md")] * 3 + ["mkdocs.yml", "docs/own.css"]
    while True:
        path = random.choice(paths)
        lines = SITE[path].split("\n")
        at = random.choice([number for number, line in enumerate(lines) if line.strip()])
        damage = random.choice([*DAMAGES, *[broken_address] * len(DAMAGES)])
        found = damage(lines, at, random)
        if found and found[0] != lines:
            return path, "\n".join(found[0]).encode("utf-8", "replace").decode()


def errors(problems) -> list[str]:
    return [str(problem) for problem in problems if problem.level == "error"]
