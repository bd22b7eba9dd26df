"""Generate a garden of any size, if no real one is available: generate.py DESTINATION NOTES

Notes in the form ox-hugo writes: front matter, a definition list of tags, headings with ids, lists, code, tables,
relrefs. Links go by preference to notes that have many, as in real gardens. The same on every run.
"""

from __future__ import annotations

import random
import sys
from itertools import accumulate
from pathlib import Path

SYLLABLES = "ka lo mi ter an do re sul vi ne po ral qui tem os bre ga lin fe du".split()  # noqa: SIM905


class Words:
    """A vocabulary with the word frequencies of a language: a few frequent words, and most of them rare."""

    def __init__(self, rng: random.Random, size: int = 6000) -> None:
        self.rng = rng
        made = {"".join(rng.choices(SYLLABLES, k=rng.choice((1, 2, 2, 3, 3, 4)))) for _ in range(size * 2)}
        self.words = sorted(made)[:size]
        rng.shuffle(self.words)
        self.weights = list(accumulate(1 / (rank + 2.7) for rank in range(len(self.words))))

    def some(self, count: int) -> list[str]:
        return self.rng.choices(self.words, cum_weights=self.weights, k=count)

    def sentence(self) -> str:
        words = self.some(self.rng.randint(5, 22))
        return f"{' '.join(words).capitalize()}."


def name_of(number: int) -> str:
    return f"2026{number // 28 % 12 + 1:02d}{number % 28 + 1:02d}{number % 86400:06d}-note_{number}.md"


def note(words: Words, number: int, notes: int) -> str:
    rng = words.rng

    def link() -> str:
        target = int(notes * rng.random() ** 3)
        return f'[{" ".join(words.some(2))}]({{{{< relref "{name_of(target)}" >}}}})'

    lines = ["+++", f'title = "{" ".join(words.some(3)).title()} {number}"', 'author = ["A. Writer"]', "draft = false"]
    lines += ["+++", "", "tags", f":   {', '.join(link() for _ in range(rng.randint(1, 3)))}", ""]
    for section in range(rng.randint(1, 9)):
        title = " ".join(words.some(3)).capitalize()
        lines += ["", f"## {title} {{#{title.lower().replace(' ', '-')}-{section}}}", ""]
        for _ in range(rng.randint(1, 4)):
            text = [words.sentence() for _ in range(rng.randint(1, 5))]
            if rng.random() < 0.5:
                text.insert(rng.randint(0, len(text)), f"See {link()}.")
            lines += [" ".join(text), ""]
        lines += [f"-   **{item}** {words.sentence()}" for item in words.some(rng.randint(0, 8))]
        if rng.random() < 0.2:
            lines += ["", "```python", *(f"{word} = {len(word)}  # {word}" for word in words.some(6)), "```"]
        if rng.random() < 0.1:
            lines += ["", "| a | b |", "|---|---|", *(f"| {word} | {len(word)} |" for word in words.some(5))]
    return "\n".join(lines) + "\n"


def generate(destination: Path, notes: int) -> None:
    words = Words(random.Random(1))
    posts = destination / "content" / "posts"
    posts.mkdir(parents=True, exist_ok=True)
    (destination / "notegarden.toml").write_text('title = "Generated"\n', encoding="utf-8")
    (destination / "content" / "_index.md").write_text('+++\ntitle = "Generated"\n+++\n', encoding="utf-8")
    for number in range(notes):
        (posts / name_of(number)).write_text(note(words, number, notes), encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    generate(Path(sys.argv[1]), int(sys.argv[2]))
