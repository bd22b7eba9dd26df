"""Random gardens of Org files with many posts: what a cascade or a post withholds appears nowhere."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from support import amount, build, hold, snapshot

SECTIONS = ("posts", "notes", "notes/deep", "plans")
KEEPING = ("draft: true", "publish: false", "date: 2999-01-01", "expiryDate: 2001-01-01", "build: {render: never}")
OWN = (
    "EXPORT_HUGO_DRAFT: t", "EXPORT_HUGO_PUBLISHDATE: 2999-01-01", "EXPORT_HUGO_EXPIRYDATE: 2001-01-01",
    "EXPORT_DATE: 2999-01-01",
)  # fmt: skip


@dataclass
class Post:
    name: str
    file: int
    section: str
    own: str = ""
    links: tuple[str, ...] = ()
    around: Post | None = None


class Posts:
    """Posts in three files that link to each other without descriptions, some inside others, and sections, some of
    which withhold their posts."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.cascades: dict[str, str] = {}
        self.posts = [Post(f"name{number}x", number % 3, self.random.choice(SECTIONS)) for number in range(9)]
        for post in self.posts:
            self.link(post)
        for post in self.posts[5:]:
            post.around = self.posts[int(post.name[4]) - 3]  # in the same file
        for _ in range(6):
            self.change()

    def link(self, post: Post) -> None:
        forms = ("[[id:{}]]", "[[#custom-{}]]", "[[spot-{}]]", "id:{}", "=x= [[id:{}]]")
        names = self.random.choices([each.name.removeprefix("name") for each in self.posts], k=4)
        post.links = tuple(self.random.choice(forms).format(name) for name in names)

    def change(self) -> None:
        """A random edit."""
        post = self.random.choice(self.posts)
        kind = self.random.randrange(4)
        if kind == 0:
            self.link(post)
        elif kind == 1:
            post.section = self.random.choice(SECTIONS)
        elif kind == 2:
            post.own = self.random.choice(("", *OWN))
        else:
            self.cascades[self.random.choice(SECTIONS)] = self.random.choice(("", *KEEPING))

    def is_hidden(self, post: Post) -> bool:
        folders = (post.section, post.section.partition("/")[0])
        is_held = bool(post.own or any(self.cascades.get(each) for each in folders))
        return is_held or (post.around is not None and bool(post.around.own))  # what a post sets applies below it

    def write(self, root: Path) -> None:
        files = {"content/_index.md": "---\ntitle: Home\n---\n"}
        for section, said in self.cascades.items():
            files[f"content/{section}/_index.md"] = f"---\ntitle: S\n{f'cascade: {{{said}}}' if said else ''}\n---\n"
        for number in range(3):
            files[f"org/f{number}.org"] = "".join(
                self.text(post) for post in self.posts if post.file == number and post.around is None
            )
        hold(root, {name: text.encode() for name, text in files.items()})

    def text(self, post: Post) -> str:
        number = post.name.removeprefix("name")
        own = f":{post.own}\n" if post.own else ""
        drawer = f":EXPORT_FILE_NAME: p-{number}\n:ID: {number}\n:CUSTOM_ID: custom-{number}\n"
        drawer += f":EXPORT_HUGO_SECTION: {post.section}\n{own}"
        links = "\n".join(f"- {link}" for link in post.links)
        text = f"* A =code= {post.name}\n:PROPERTIES:\n{drawer}:END:\nWords{post.name} {post.links[0]}.\n\n"
        text += f"{links}\n\n** Below {post.links[0]}\n<<spot-{number}>>\n"
        inner = "".join(self.text(each) for each in self.posts if each.around is post)
        return text + "".join(f"*{line}\n" if line[:1] == "*" else f"{line}\n" for line in inner.splitlines())


@pytest.mark.parametrize("seed", range(amount(3, 60)))
def test_withheld_posts_appear_nowhere(seed: int, tmp_path: Path) -> None:
    posts = Posts(seed)
    for _ in range(amount(3, 12)):
        posts.write(tmp_path / "garden")
        build(tmp_path / "garden", tmp_path / "site")
        files = snapshot(tmp_path / "site")
        hidden = {each.name.encode() for each in posts.posts if posts.is_hidden(each)}
        named = {
            (name, path) for path, data in files.items() for name in re.findall(rb"name\dx", data) if name in hidden
        }
        assert named == set()
        shown = [each for each in posts.posts if not posts.is_hidden(each)]
        assert all(f"{each.section}/p-{each.name.removeprefix('name')}/index.html" in files for each in shown)
        for post in shown:
            assert_links(posts, post, files)
            page = files[f"{post.section}/p-{post.name.removeprefix('name')}/index.html"].decode()
            assert all(
                (f"Words{each.name}" in page) != posts.is_hidden(each) for each in posts.posts if each.around is post
            )
        posts.change()
    posts.write(tmp_path / "garden")
    build(tmp_path / "garden", tmp_path / "site")
    build(tmp_path / "garden", tmp_path / "fresh", fresh=True, ledger="fresh")
    assert snapshot(tmp_path / "site") == snapshot(tmp_path / "fresh")


def assert_links(posts: Posts, post: Post, files: dict[str, bytes]) -> None:
    """Each link to a post of the same file that is published shows its title, or that of its heading."""
    number = post.name.removeprefix("name")
    page = files[f"{post.section}/p-{number}/index.html"].decode().partition("data-note-body")[2].partition("</ul>")[0]
    items = re.findall(r"<li(?: [^>]*)?>(.*?)</li>", page, re.DOTALL)
    assert len(items) == len(post.links), page
    for link, item in zip(post.links, items, strict=True):
        wanted = re.findall(r"\dx", link)[0]
        there = next(each for each in posts.posts if each.name == f"name{wanted}")
        if there.file == post.file and there is not post and not posts.is_hidden(there):
            expected = "Below" if "spot" in link else f"A <code>code</code> {there.name}</a>"
            assert expected in item, (link, item)
