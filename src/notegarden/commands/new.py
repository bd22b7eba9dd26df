"""`notegarden new`: create a small garden that builds, with a workflow that publishes it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from notegarden.commands.workflows import add_workflow
from notegarden.errors import SiteError
from notegarden.files.tree import Tree
from notegarden.files.write import create

# The repository may exist already.
_MAY_BE_THERE = frozenset({".git", ".hg", ".jj"})


def scaffold(directory: Path, files: Mapping[str, str]) -> list[Path]:
    """Write a new garden; returns the files written, in reading order. `files`: path → text.

    Raises SiteError if the folder is not empty (nothing is ever overwritten) or cannot be written.
    """
    written = []
    try:
        if directory.exists() and not directory.is_dir():
            raise SiteError(f"{directory} is a file", hint="name a folder that is new or empty")
        held = sorted(each.name for each in directory.iterdir()) if directory.is_dir() else []
        others = [name for name in held if name not in _MAY_BE_THERE]
        if others:
            raise SiteError(
                f"{directory} is not empty: it contains {others[0]}", hint="name a folder that is new or empty"
            )
        with Tree(directory, make=True) as tree:
            for name, text in files.items():
                create(tree, name, text.encode())
                written.append(directory / name)
        written.append(directory / add_workflow(directory, "github").path)
    except OSError as error:
        raise SiteError(f"cannot write {error.filename or directory}: {error.strerror}") from None
    return written


_CONFIG = """\
# Every key is optional; a commented-out key shows its default.

title = "My notes"
description = "Notes on what I read and try."
# author = ""
# language = "en"              # of the notes and the interface: en, de, fr

# Where the site will be published. A sub-path is fine: "https://me.github.io/notes/".
# base_url = "/"

# Smaller copies of pictures, so that a browser can load the one that fits: off, fast or full.
images = "fast"

# Notes to leave out of the site: regular expressions over paths below content/.
# ignore_files = ['^private/']

# "View source" and "edit" under each note; {path} is the note's path below content/.
# source_url = "https://github.com/me/notes/blob/main/content/{path}"
# edit_url = "https://github.com/me/notes/edit/main/content/{path}"

# What `notegarden serve` runs to open a line in the editor.
# editor = "code --goto {path}:{line}"

# drafts = false               # publish notes with draft = true
# future = false               # publish notes with a date in the future
# expired = false              # publish notes whose expiryDate has passed
# search = true
# cards = false                # a picture of each note's title, for link previews on social networks
# offline = true               # let readers save pages for reading offline
# llms = true                  # llms.txt, a list of the notes for language models
# markdown = false             # a Markdown copy of each page, for programs
# tasks = false                # a page that lists the open tasks in notes
# mentions = false             # under each note, list the places that name it without a link
# unsafe_html = true           # keep raw HTML in notes as it is; false sanitizes it

# Your own links in the header, instead of the default ones.
# [[menu]]
# title = "About me"
# url = "https://example.org/"

# Severity of the findings of `notegarden check`: error, warning, info or off.
# [check]
# severity = { orphan = "off" }
# ignore = ["posts/inbox.md"]
# wanted = ["world_models.md"] # links to notes that you have not written yet
# picture_limit = 1000         # kilobytes
"""

_HOME = """\
+++
title = "My notes"
+++

Welcome. Start with [how notes link]({{< relref "posts/how-notes-link.md" >}}), or pick a note from the map.
"""

_LINKS = """\
+++
title = "How notes link"
+++

tags
: [Writing]({{< relref "writing.md" >}})

A link names the other note's file: `{{</* relref "writing.md" */>}}`. The file name is enough, in whatever folder,
and an anchor links to a section, as here to [what a note may hold]({{< relref "what-a-note-holds.md#beyond-text" >}}).


## What a link does {#what-a-link-does}

The other note shows it as a backlink, with the sentence around it.

{{< figure src="/pictures/link.svg" alt="Two boxes, an arrow each way" caption="Written once, seen twice." >}}

A tag is a link as well: the list at the top of this note makes [writing]({{< relref "writing.md" >}}) a tag, and
that note lists all notes with that tag.


## Links to notes that do not exist yet {#links-to-missing-notes}

You can link to a note before you write it. It is then listed as a wanted note, with every place that links to it;
`notegarden check` shows file and line.
"""

_HOLDS = """\
+++
title = "What a note can contain"
+++

tags
: [Writing]({{< relref "writing.md" >}})

Markdown as in Hugo: **bold**, ~~strikethrough~~, curly "quotes", footnotes[^fn:1], tables and task lists.

- [x] read about [how notes link]({{< relref "how-notes-link.md" >}})
- [ ] write a first note


## Beyond text {#beyond-text}

Formulas, \\\\( e^{i\\pi} + 1 = 0 \\\\), and code, both rendered when the site is built:

```python
def average(values: list[float]) -> float:
    return sum(values) / len(values)
```

| file                     | what it is for                         |
|--------------------------|----------------------------------------|
| `notegarden.toml`        | the garden's configuration             |
| `static/`                | pictures and files, copied as they are |
| `static/theme/custom.css` | your colours and fonts                 |

[^fn:1]: They are shown beside the text if there is room.
"""

_WRITING = """\
+++
title = "Writing"
+++

A note that others use as a tag. It can be as short or as long as you like: here, that a note should say one
thing, in your own words, and [link]({{< relref "how-notes-link.md" >}}) to the notes it builds on. For what you can
use, see [what a note can contain]({{< relref "what-a-note-holds.md" >}}).
"""

_PICTURE = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 360 110" width="360" height="110" fill="none" stroke="#7a8a99"
  stroke-width="2" font-family="system-ui, sans-serif" font-size="15">
  <rect x="5" y="30" width="110" height="50" rx="8"/>
  <rect x="245" y="30" width="110" height="50" rx="8"/>
  <path d="M120 45h113m-9-6 10 6-10 6"/>
  <path d="M240 67H127m9-6-10 6 10 6" stroke-dasharray="5 4"/>
  <g fill="#7a8a99" stroke="none" text-anchor="middle">
    <text x="60" y="60">this note</text>
    <text x="300" y="60">that note</text>
    <text x="180" y="32">link</text>
    <text x="180" y="92">backlink</text>
  </g>
</svg>
"""

_CSS = """\
/* Your colours and fonts: this file is loaded after the theme's own and overrides it. Delete what you do not change.
   light-dark(A, B) gives the colour for light and for dark mode. */
:root {
  --accent: light-dark(#8a3b12, #f0a878);
  /* --paper: light-dark(#fdfcf9, #16181b); */
  /* --ink: light-dark(#1d1f21, #dfe2e5); */
  /* --link: light-dark(#1f5fa8, #8fbcf0); */
  /* --font-text: Georgia, serif; */
  /* --text-size: 1.0625rem; */
  /* --measure: 68ch; */
}
"""

_IGNORE = """\
/public/
/.notegarden/
"""

FILES = {
    "notegarden.toml": _CONFIG,
    "content/_index.md": _HOME,
    "content/posts/how-notes-link.md": _LINKS,
    "content/posts/what-a-note-holds.md": _HOLDS,
    "content/posts/writing.md": _WRITING,
    "static/pictures/link.svg": _PICTURE,
    "static/theme/custom.css": _CSS,
    ".gitignore": _IGNORE,
}
