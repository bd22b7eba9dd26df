"""What `notegarden new --org` writes: notes as org-roam keeps them, which explain how a garden of Org files works."""

from __future__ import annotations

from notegarden.commands.new import FILES

_HOME = """\
+++
title = "My notes"
+++

Welcome. Start with [how notes link]({{< relref "how-notes-link.md" >}}), or pick a note from the map.
"""

_LINKS = """\
:PROPERTIES:
:ID:       6f2f1c3e-8a55-4a3b-9f5e-0c1d2e3f4a5b
:END:
#+title: How notes link
#+filetags: :links:

- tags :: [[id:0b9d8c7e-6f5a-4b3c-9d2e-1f0a9b8c7d6e][Writing]]

A link names the id of the other note, as =org-roam-node-insert= writes it, so it holds wherever the file lies and
whatever it is called. A heading with an id can be linked, too:
see [[id:3c4d5e6f-7a8b-4c9d-8e0f-2a3b4c5d6e7f][what is beyond text]].

* What comes of a link

The other note shows it as well, with the sentence it stands in.

A link in the list of terms at the head of a note is a tag: this note bears
[[id:0b9d8c7e-6f5a-4b3c-9d2e-1f0a9b8c7d6e][Writing]], and that note lists all notes that do.

* What is kept back                                                  :noexport:

A heading with the tag =noexport=, and all below it, is in no page, feed, search or picture of the links.

* Where it is published

At =/posts/= and the name of the file, as ox-hugo has it. =#+hugo_section= names another section, and a heading with
=EXPORT_FILE_NAME= is a page of its own.
"""

_HOLDS = """\
:PROPERTIES:
:ID:       9e8d7c6b-5a4f-4e3d-8c2b-1a0f9e8d7c6b
:END:
#+title: What a note may hold
#+filetags: :org:
#+bibliography: works.bib
#+cite_export: csl

- tags :: [[id:0b9d8c7e-6f5a-4b3c-9d2e-1f0a9b8c7d6e][Writing]]

Org as its exporter reads it: *bold*, /italic/, =verbatim=, footnotes[fn:1], tables, lists and tasks.

- [X] read about [[id:6f2f1c3e-8a55-4a3b-9f5e-0c1d2e3f4a5b][how notes link]]
- [ ] write a first note

* Beyond text
:PROPERTIES:
:ID:       3c4d5e6f-7a8b-4c9d-8e0f-2a3b4c5d6e7f
:END:

Formulas, \\(e^{i\\pi} + 1 = 0\\), and code. Code is shown, with the result that Org stored; nothing is ever run.

#+begin_src python
def average(values: list[float]) -> float:
    return sum(values) / len(values)
#+end_src

| file              | what it is for                              |
|-------------------+---------------------------------------------|
| =notegarden.toml= | the garden's configuration                  |
| =org/=            | the notes, and the pictures that they show  |
| =content/=        | notes in Markdown, such as the home page    |

* Citations

A work is cited by its key in =works.bib= [cite:@forster1910, p. 4]. With =#+cite_export: csl apa.csl= a citation looks
as the style of that file wants it.

#+print_bibliography:

[fn:1] They show beside the text where there is room.
"""

_WRITING = """\
:PROPERTIES:
:ID:       0b9d8c7e-6f5a-4b3c-9d2e-1f0a9b8c7d6e
:END:
#+title: Writing

A note that others bear as a tag. It can say as much or as little as you like: here, that a note should say one thing,
in your own words, and [[id:6f2f1c3e-8a55-4a3b-9f5e-0c1d2e3f4a5b][link]] to the notes it leans on. What it may be made
of stands in [[id:9e8d7c6b-5a4f-4e3d-8c2b-1a0f9e8d7c6b][what a note may hold]].
"""

_WORKS = """\
@book{forster1910,
  author = {Forster, E. M.},
  title = {Howards End},
  publisher = {Edward Arnold},
  address = {London},
  year = {1910}
}
"""

ORG_FILES = {
    "notegarden.toml": FILES["notegarden.toml"],
    "content/_index.md": _HOME,
    "org/how-notes-link.org": _LINKS,
    "org/what-a-note-holds.org": _HOLDS,
    "org/writing.org": _WRITING,
    "org/works.bib": _WORKS,
    "static/theme/custom.css": FILES["static/theme/custom.css"],
    ".gitignore": FILES[".gitignore"],
}
