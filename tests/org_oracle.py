"""Random edits of a garden with Org files in memory, for the oracle: subtrees are added, removed and moved."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import msgspec
from hugo_world import HugoWorld
from oracle import WORDS, State

FILES = ("org/a.org", "org/b.org", "org/posts.org", "org/sub/a.org", "org/sub/posts.org", "org/part.org",
         "org/setup.org", "content/posts/k.org", "org/daily/2026-01-02.org")  # fmt: skip
POSTS = ("one", "two", "three", "a", "d", "index", "_index")
IDS = ("id-1", "id-2", "id-3", "id-4", "id-5")
TITLES = ("One", "Two", "Kernel", "Alpha /Beta/", "gradient", "C++ (old)", "Footnotes", "Inner [[id:id-1][one]]")
TAGS = ("noexport", "ARCHIVE", "@cat", "loose", "export", "crypt", "Tag_one")
KEYWORDS: dict[str, tuple[str, ...]] = {
    "title": ("Alpha", "Beta", "Kernel", "gradient"),
    "filetags": (":loose:", ":noexport:", ":@cat:Tag_one:", ":export:"),
    "hugo_section": ("posts", "other", "/"),
    "hugo_draft": ("true", "false"),
    "hugo_publishdate": ("2029-06-01",),
    "hugo_expirydate": ("2024-01-01", "<2029-01-01>"),
    "date": ("2024-01-02", "<2030-01-01>"),
    "hugo_lastmod": ("2024-02-02",),
    "hugo_slug": ("same", "other"),
    "hugo_aliases": ("/old/", "old /posts/e/"),
    "hugo_weight": ("1", "2"),
    "todo": ("TODO NEXT | DONE GONE", "NEXT | DONE"),
    "options": ("num:t", "tags:nil todo:nil", "H:1", "arch:t", "toc:2", "f:nil", "tasks:nil"),
    "setupfile": ("setup.org", '"../org/setup.org"', "gone.org"),
    "bibliography": ("works.bib", "gone.bib"),
    "cite_export": ("basic author", "csl own.csl", "basic numeric"),
    "exclude_tags": ("crypt", "noexport crypt"),
    "select_tags": ("export",),
    "macro": ("m first $1", "m second $1"),
    "link": ("gh https://example.org/%s",),
    "roam_key": ("cite:k1",),
    "description": ("words",),
    "bind": ("org-hugo-section notes", "unknown 1"),
    "hugo_bundle": ("k", "same"),
}
PROPERTIES: dict[str, tuple[str, ...]] = {
    "EXPORT_FILE_NAME": POSTS,
    "ID": IDS,
    "CUSTOM_ID": ("one", "two"),
    "EXPORT_DATE": ("2024-01-02", "2030-01-01"),
    "EXPORT_HUGO_PUBLISHDATE": ("2029-06-01",),
    "EXPORT_HUGO_SECTION": ("posts", "other"),
    "EXPORT_HUGO_SECTION_FRAG": ("sub", "x"),
    "EXPORT_HUGO_BUNDLE": ("k", "b"),
    "EXPORT_HUGO_DRAFT": ("true", "false"),
    "EXPORT_HUGO_ALIASES": ("/old/", "/posts/one/"),
    "EXPORT_HUGO_CUSTOM_FRONT_MATTER": (":url /posts/e/", ":headless true"),
    "EXPORT_TITLE": ("Another",),
    "EXPORT_OPTIONS": ("toc:t", "tags:nil"),
    "EXPORT_EXCLUDE_TAGS": ("crypt",),
    "ROAM_REFS": ("@k1", "@k2"),
    "ROAM_ALIASES": ('"Kernel corpus" Other', "gradient"),
    "UNNUMBERED": ("t", "notoc"),
    "DIR": ("att",),
}
TARGETS = (
    *(f"id:{each}" for each in IDS), "id:gone", "file:a.org", "file:posts.org", "file:posts.org::*One",
    "file:../posts.org::*Two", "file:sub/posts.org::*Two", "file:a.org::#one", "file:b.org::mark", "*One", "*Kernel",
    "#one", "#two", "mark", "named", "One", "file:p.png", "attachment:p.png", "file:d.pdf", "gh:x", "file:gone.org",
    "file:sub/a.org", "https://example.org/x", "file:../content/a.md", "file:part.org::*Two", "foo:bar",
)  # fmt: skip
BLOCKS = (
    '#+include: "part.org"', '#+include: "posts.org"', '#+include: "posts.org::*One"',
    '#+include: "b.org" :only-contents t',
    '#+include: "code.py" src python', '#+include: "gone.org"', '#+include: "part.org::*Two" :only-contents t',
    "#+include: \"sub/posts.org\" :minlevel 1",
    "#+transclude: [[file:code.py]] :src python :lines 1-2",
    "A note[fn:1].", "[fn:1] a footnote [[id:id-2]]", "Another[fn:2].", "[fn:2] of [[file:b.org]] and [fn:1]",
    "<<mark>> a target", "#+name: named\n#+begin_src python\nx = 1\n#+end_src",
    "#+begin_src python :noweb yes\n<<named>>\n#+end_src", "<<<corpus>>> radio", "{{{m(words)}}} and {{{title}}}",
    "{{{property(ID)}}} {{{n}}}", "Text [cite:@k1].", "Text [cite/t:@k2 p. 3; @gone].", "#+print_bibliography:",
    "#+toc: headlines 1", "[[file:p.png]]", "#+caption: A table\n#+name: named\n| a | b |\n|---+---|\n| 1 | 2 |",
    "- tags :: [[id:id-1][One]], [[file:b.org][B]]", "- [X] done\n- [ ] open", "#+begin_note\nwords\n#+end_note",
    ":PROPERTIES:\n:ID: id-5\n:END:", "# a comment", "Formula $x^2$.", "The kernel corpus and the gradient.",
    "cite:k1 of old", "#+begin_src python :results output\nprint(1)\n#+end_src\n\n#+RESULTS:\n: 1",
    "#+begin_src", "| unclosed [[id:id-1", "@@html:<b>x</b>@@", "<2026-01-01 Thu>",
)  # fmt: skip
OPTIONS = ("", "", ":only-contents", ":level 3", ":no-first-heading", ":odd 1")
BIB = "".join(
    f"@book{{k{n},\n author = {{A. N{n}}},\n title = {{T{n}}},\n year = {{200{n}}}\n}}\n" for n in range(1, 4)
)
STYLE = (
    '<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0"><citation>'
    '<layout prefix="[" suffix="]"><text variable="title"/></layout></citation></style>'
)
BESIDE: dict[str, tuple[str, ...]] = {
    "org/works.bib": (BIB, BIB.replace("T1", "Other"), BIB.replace("k2", "k9")),
    "org/own.csl": (STYLE, STYLE.replace("[", "("), "broken"),
    "org/.dir-locals.el": (
        '((org-mode . ((org-hugo-section . "other"))))', '((nil . ((org-export-exclude-tags . ("crypt")))))',
        '((org-mode . ((org-export-headline-levels . 1))))',
    ),
    "org/sub/.dir-locals.el": ('((org-mode . ((org-hugo-section . "notes"))))',),
    "org/code.py": ("a = 1\nb = 2\n", "c = 3\n"),
}  # fmt: skip
PICTURES = ("org/p.png", "org/sub/p.png", "org/att/p.png", "org/d.pdf", "org/static/p.png", "org/data/id/-1/p.png")
CONFIGS: dict[str, tuple[Any, ...]] = {
    "nodes": ("files", "files", "headings"),
    "tasks": (False, True),
    "drafts": (False, True),
    "future": (False, True),
    "mentions": (False, True),
}
STATES = ("", "", "", "TODO", "DONE", "NEXT", "GONE")


@dataclass
class Tree:
    """One heading with the text directly below it."""

    level: int
    title: str
    todo: str = ""
    comment: bool = False
    tags: list[str] = field(default_factory=list)
    planning: str = ""
    properties: dict[str, str] = field(default_factory=dict)
    blocks: list[str] = field(default_factory=list)

    def text(self) -> str:
        words = [f"{'*' * self.level}", self.todo, "COMMENT" if self.comment else "", self.title]
        tags = f" :{':'.join(self.tags)}:" if self.tags else ""
        lines = [" ".join(word for word in words if word) + tags]
        lines += [self.planning] if self.planning else []
        return "\n".join([*lines, *_drawer(self.properties), "\n\n".join(self.blocks)])


@dataclass
class File:
    """`blocks`: above the first heading."""

    properties: dict[str, str] = field(default_factory=dict)
    keywords: dict[str, str] = field(default_factory=dict)
    blocks: list[str] = field(default_factory=list)
    trees: list[Tree] = field(default_factory=list)

    def text(self) -> str:
        lines = [*_drawer(self.properties), *(f"#+{name}: {value}" for name, value in self.keywords.items())]
        return "\n".join([*lines, "", "\n\n".join(self.blocks), *(tree.text() for tree in self.trees)]) + "\n"


def _drawer(properties: dict[str, str]) -> list[str]:
    return [":PROPERTIES:", *(f":{name}: {value}" for name, value in properties.items()), ":END:"] if properties else []


class OrgWorld(HugoWorld):
    """Makes random edits of a garden with Org files and Markdown."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.outlines: dict[str, File] = {}
        self.beside: dict[str, str] = {}
        if seed % 3 == 0:
            self.config = msgspec.structs.replace(self.config, nodes="headings")

    def state(self) -> State:
        org = {name: each.text() for name, each in self.outlines.items()} | self.beside
        return super().state()._replace(org=org)

    def edit(self) -> str:
        chance = self.random.random()
        if chance < 0.2:
            return super().edit()
        if chance < 0.24:
            key = self.random.choice(sorted(CONFIGS))
            self.config = msgspec.structs.replace(self.config, **{key: self.random.choice(CONFIGS[key])})
            return f"configure {key}"
        if chance < 0.3:
            return self._edit_beside()
        if len(self.outlines) < 3 or chance < 0.36:
            name = self.random.choice(FILES)
            self.outlines[name] = self._new_file()
            return f"write {name}"
        name = self.random.choice(sorted(self.outlines))
        if chance < 0.45:
            return self._edit_file_as_whole(name)
        if chance < 0.62 or not self.outlines[name].trees:
            return self._edit_head(name)
        return self._edit_tree(name)

    def _edit_beside(self) -> str:
        if self.random.random() < 0.4:
            return self._edit_file_of(PICTURES)
        name = self.random.choice(sorted(BESIDE))
        if name in self.beside and self.random.random() < 0.4:
            del self.beside[name]
        else:
            self.beside[name] = self.random.choice(BESIDE[name])
        return f"beside {name}"

    def _edit_file_as_whole(self, name: str) -> str:
        other = self.random.choice(FILES)
        kind = self.random.choice(("rename", "copy", "delete"))
        if kind == "delete":
            del self.outlines[name]
            return f"delete {name}"
        if kind == "rename":
            self.outlines[other] = self.outlines.pop(name)
        else:
            file = self.outlines[name]
            trees = [replace(each, tags=[*each.tags], properties={**each.properties}, blocks=[*each.blocks])
                     for each in file.trees]  # fmt: skip
            self.outlines[other] = File({**file.properties}, {**file.keywords}, [*file.blocks], trees)
        return f"{kind} {name} → {other}"

    def _edit_head(self, name: str) -> str:
        file, pick = self.outlines[name], self.random.choice
        kind = pick(("keyword", "keyword", "id", "block", "drop", "tree", "tree"))
        if kind == "keyword":
            key = pick(sorted(KEYWORDS))
            self._toggle(file.keywords, key, KEYWORDS[key])
            return f"keyword {key} {name}"
        if kind == "id":
            self._toggle(file.properties, "ID", IDS)
        elif kind == "block":
            file.blocks.insert(self.random.randint(0, len(file.blocks)), self._org_block())
        elif kind == "drop" and file.blocks:
            file.blocks.pop(self.random.randrange(len(file.blocks)))
        elif kind == "tree":
            file.trees.insert(self.random.randint(0, len(file.trees)), self._tree())
        return f"{kind} {name}"

    def _edit_tree(self, name: str) -> str:
        file, pick = self.outlines[name], self.random.choice
        place = self.random.randrange(len(file.trees))
        tree = file.trees[place]
        kind = pick(("move", "swap", "drop", "property", "property", "property", "state", "tag", "comment", "level",
                     "title", "planning", "block", "block", "lose", "word"))  # fmt: skip
        if kind == "move":
            other = pick(sorted(self.outlines))
            trees = self.outlines[other].trees
            file.trees.pop(place)
            trees.insert(self.random.randint(0, len(trees)), tree)
            kind = f"move to {other}"
        elif kind == "swap":
            file.trees.append(file.trees.pop(place))
        elif kind == "drop":
            file.trees.pop(place)
        elif kind == "property":
            key = pick(("EXPORT_FILE_NAME", "ID", *sorted(PROPERTIES)))
            self._toggle(tree.properties, key, PROPERTIES[key])
            kind = f"property {key}"
        elif kind == "state":
            tree.todo = pick(STATES)
        elif kind == "tag":
            tree.tags = [] if tree.tags and self.random.random() < 0.6 else [pick(TAGS)]
        elif kind == "comment":
            tree.comment = not tree.comment
        elif kind == "level":
            tree.level = pick((1, 1, 2, 2, 3, 5))
        elif kind == "title":
            tree.title = pick(TITLES)
        elif kind == "planning":
            tree.planning = pick(
                ("", "SCHEDULED: <2029-02-01 Thu>", "CLOSED: [2024-01-01 Mon]", "DEADLINE: <2030-01-01>")
            )
        elif kind == "block":
            tree.blocks.insert(self.random.randint(0, len(tree.blocks)), self._org_block())
        elif kind == "lose" and tree.blocks:
            tree.blocks.pop(self.random.randrange(len(tree.blocks)))
        elif kind == "word" and tree.blocks:
            tree.blocks[-1] += f" {pick(WORDS)}"
        return f"{kind} {name} {tree.title}"

    def _toggle(self, where: dict[str, str], key: str, values: tuple[str, ...]) -> None:
        if key in where and self.random.random() < 0.5:
            del where[key]
        else:
            where[key] = self.random.choice(values)

    def _new_file(self) -> File:
        pick = self.random.choice
        keywords = {"title": pick(KEYWORDS["title"])} if self.random.random() < 0.8 else {}
        if self.random.random() < 0.3:
            keywords["bibliography"] = "works.bib"
        properties = {"ID": pick(IDS)} if self.random.random() < 0.5 else {}
        trees = [self._tree() for _ in range(self.random.randint(0, 4))]
        return File(properties, keywords, [self._org_block() for _ in range(self.random.randint(0, 2))], trees)

    def _tree(self) -> Tree:
        pick = self.random.choice
        tree = Tree(pick((1, 1, 1, 2, 2, 3)), pick(TITLES), pick(STATES))
        if self.random.random() < 0.4:
            tree.properties["EXPORT_FILE_NAME"] = pick(POSTS)
        if self.random.random() < 0.4:
            tree.properties["ID"] = pick(IDS)
        tree.blocks = [self._org_block() for _ in range(self.random.randint(0, 3))]
        return tree

    def _org_block(self) -> str:
        pick, chance = self.random.choice, self.random.random()
        if chance < 0.45:
            return pick(BLOCKS)
        if chance < 0.6:
            return f"#+transclude: [[{pick(TARGETS)}][t]] {pick(OPTIONS)}".rstrip()
        words = " ".join(self.random.choices(WORDS, k=3)).capitalize()
        target = pick(TARGETS)
        link = pick((f"[[{target}]]", f"[[{target}][{pick(WORDS)}]]"))
        return f"{words} {link} {pick(WORDS)}."
