"""`markdown = true`: the Markdown copies of notes' pages; their content, their addresses, and what links to them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from support import built

SETTINGS = 'base_url = "https://example.org/g/"\nmarkdown = true\n'
TEXT = r"""+++
title = 'A: "the" note'
date = 2024-03-12
tags = ['one']
+++
See [a link]({{< relref "bundle" >}}), [held back]({{< relref "draft.md" >}})<!-- secret --> and a note[^1]. `a|b`

## Head *it* {#head}

1. one
   - nested

- [x] done

> [!WARNING] Careful
> It is hot.

| a | b |
|---|---|
| 1 \| 2 | \\(z^2\\) |

```python
def f(x):
    return x  # * as it is *
```

Inline \\(r = \frac{w}{b_1}\\).

$$\sum_{i=1}^n \hat{x}$$

{{< mermaid >}}
graph TD; A-->B
{{< /mermaid >}}

![A cup](/posts/cup.png) ![Lost](/lost.png)

[^1]: The footnote.

    Its second paragraph.
"""
NOTES = {
    "posts/a.md": TEXT,
    "posts/bundle/index.md": "+++\ntitle = 'Bundle'\n+++\nSee [a]({{< relref \"a.md\" >}}).\n",
    "posts/draft.md": "+++\ntitle = 'Hidden draft'\ndraft = true\n+++\nHidden text.\n",
    "posts/noindex.md": "+++\ntitle = 'Passed over'\nnoindex = true\n+++\nText.\n",
    "posts/_index.md": "+++\ntitle = 'Posts'\n+++\nA list.\n",
}
COPY = r"""---
title: "A: \"the\" note"
date: "2024-03-12T00:00:00+00:00"
tags: ["one"]
---

See [a link](/g/posts/bundle/), held back and a note[^1]. `a|b`

## Head *it*

1. one
   - nested

- [x] done

> [!WARNING] Careful
> It is hot.

| a | b |
| --- | --- |
| 1 \| 2 | $z^{2}$ |

```python
def f(x):
    return x  # * as it is *
```

Inline $r = \frac{w}{b_{1}}$.

$$
∑_{i = 1}^{n}\hat{x}
$$

```mermaid
graph TD; A-->B
```

![A cup](/g/posts/cup.png) Lost

[^1]: The footnote.

    Its second paragraph.
"""


def garden_of(garden: Path, settings: str = SETTINGS) -> Path:
    garden.mkdir()
    (garden / "notegarden.toml").write_text(settings, "utf-8")
    for path, text in NOTES.items():
        file = garden / "content" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    from PIL import Image

    Image.new("RGB", (8, 8)).save(garden / "content" / "posts" / "cup.png")
    return garden


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    work = tmp_path_factory.mktemp("copies")
    return built(garden_of(work / "garden"), work / "public")


def copies(files: dict[str, bytes]) -> list[str]:
    return sorted(name for name in files if name.endswith(".md"))


def test_only_listed_notes_have_copies_and_lists_and_skipped_notes_have_none(site: dict[str, bytes]) -> None:
    assert copies(site) == ["posts/a/index.md", "posts/bundle/index.md"]


def test_a_copy_has_what_readers_see(site: dict[str, bytes]) -> None:
    assert site["posts/a/index.md"].decode() == COPY


def test_page_and_list_link_to_the_copy_and_the_site_map_does_not(site: dict[str, bytes]) -> None:
    link = b'<link rel="alternate" type="text/markdown" href="/g/posts/a/index.md">'
    assert link in site["posts/a/index.html"]
    assert b"text/markdown" not in site["posts/noindex/index.html"] + site["posts/index.html"]
    assert b"(https://example.org/g/posts/a/index.md)" in site["llms.txt"]
    assert b"index.md" not in site["sitemap.xml"]
    assert b"index.md" not in site["offline-files.json"] + site["offline.json"]


def test_nothing_withheld_is_in_a_copy(site: dict[str, bytes]) -> None:
    for name in copies(site):
        assert not any(word in site[name] for word in (b"Hidden", b"secret", b"relref", b"{{"))


def test_without_the_key_there_are_no_copies(tmp_path: Path) -> None:
    files = built(garden_of(tmp_path / "garden", ""), tmp_path / "public")
    assert copies(files) == []
    assert not any(b"text/markdown" in data for name, data in files.items() if name.endswith(".html"))


def test_an_incremental_build_has_the_copies_of_a_fresh_one(tmp_path: Path) -> None:
    garden = garden_of(tmp_path / "garden")
    built(garden, tmp_path / "public")
    posts = garden / "content" / "posts"
    (posts / "draft.md").write_text("+++\ntitle = 'Seen'\n+++\nText.\n", "utf-8")
    shutil.rmtree(posts / "bundle")
    kept = built(garden, tmp_path / "public")
    shutil.rmtree(garden / ".notegarden")
    fresh = built(garden, tmp_path / "fresh")
    assert copies(kept) == ["posts/a/index.md", "posts/draft/index.md"]
    assert {name: kept[name] for name in kept} == fresh
    assert b"[held back](/g/posts/draft/)" in kept["posts/a/index.md"]
