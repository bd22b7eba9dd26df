"""The files of `notegarden new --org`: notes in the style of org-roam that explain how a garden of Org files works."""

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

A link names the id of the other note, as =org-roam-node-insert= writes it, so it keeps working when the file is
moved or renamed. You can also link to a heading with an id:
see [[id:3c4d5e6f-7a8b-4c9d-8e0f-2a3b4c5d6e7f][what is beyond text]].

* What a link does

The other note shows it as a backlink, with the sentence around it.

A link in the list of terms at the top of a note is a tag: this note has the tag
[[id:0b9d8c7e-6f5a-4b3c-9d2e-1f0a9b8c7d6e][Writing]], and that note lists all notes with that tag.

* What is not published                                              :noexport:

A heading with the tag =noexport=, and everything below it, appears on no page and not in the feed, search or graph.

* Where it is published

At =/posts/= and the name of the file, as with ox-hugo. =#+hugo_section= names another section, and a heading with
=EXPORT_FILE_NAME= is a page of its own.
"""

_HOLDS = """\
:PROPERTIES:
:ID:       9e8d7c6b-5a4f-4e3d-8c2b-1a0f9e8d7c6b
:END:
#+title: What a note can contain
#+filetags: :org:
#+bibliography: works.bib
#+cite_export: csl

- tags :: [[id:0b9d8c7e-6f5a-4b3c-9d2e-1f0a9b8c7d6e][Writing]]

Org syntax as in Emacs: *bold*, /italic/, =verbatim=, footnotes[fn:1], tables, lists and tasks.

- [X] read about [[id:6f2f1c3e-8a55-4a3b-9f5e-0c1d2e3f4a5b][how notes link]]
- [ ] write a first note

* Beyond text
:PROPERTIES:
:ID:       3c4d5e6f-7a8b-4c9d-8e0f-2a3b4c5d6e7f
:END:

Formulas, \\(e^{i\\pi} + 1 = 0\\), and code. Code is shown with the result stored in the file; nothing is ever run.

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

A work is cited by its key in =works.bib= [cite:@forster1910, p. 4]. With =#+cite_export: csl apa.csl= the citations
follow that style file.

#+print_bibliography:

[fn:1] They are shown beside the text if there is room.
"""

_WRITING = """\
:PROPERTIES:
:ID:       0b9d8c7e-6f5a-4b3c-9d2e-1f0a9b8c7d6e
:END:
#+title: Writing

A note that others use as a tag. It can be as short or as long as you like: here, that a note should say one thing,
in your own words, and [[id:6f2f1c3e-8a55-4a3b-9f5e-0c1d2e3f4a5b][link]] to the notes it builds on. For what you can
use, see [[id:9e8d7c6b-5a4f-4e3d-8c2b-1a0f9e8d7c6b][what a note can contain]].
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
