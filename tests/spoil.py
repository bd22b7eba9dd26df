"""Drafts, and typos that damage a draft's front matter without the intention to publish it."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import strategies as st

FORMS = {
    "yaml": "---\ntitle: Private diary\ndraft: true\ntags: [inner]\n---\n",
    "yaml, draft first": "---\ndraft: true\ntitle: Private diary\ndate: 2020-01-02\n---\n",
    "yaml, draft last": '---\ntitle: "Private diary"\nweight: 3\ndraft: true\n---\n',
    "toml": '+++\ntitle = "Private diary"\ndraft = true\n+++\n',
    "toml with a table": '+++\ndraft = true\ntitle = "Private diary"\n[menu]\nname = "x"\n+++\n',
    "json": '{\n  "title": "Private diary",\n  "draft": true,\n  "tags": ["inner"]\n}\n',
    "json on a line": '{"title": "Private diary", "draft": true}\n',
    "publish date": "---\ntitle: Private diary\npublishDate: 2999-01-02\n---\n",
    "expiry date": '+++\ntitle = "Private diary"\nexpiryDate = 2001-01-02\n+++\n',
    "headless": "---\ntitle: Private diary\nheadless: true\n---\n",
}
FENCES = (
    "",
    "--",
    "----",
    "- - -",
    "***",
    "===",
    "...",
    "~~~",
    "+++",
    "---",
    "++",
    "—",
    "–-",
    "—-",
    "```yaml",
    "#---",
    " ---",
    "\t---",
    "\u200b---",
    "<!-- -->\n---",
    "--- yaml",
    ";;;",
    "---toml",
    "title: x",
    "x\n---",
)
VALUES = (
    "True",
    "TRUE",
    "yes",
    "Yes",
    "on",
    "y",
    "tru",
    "treu",
    "ture",
    "truee",
    "'true",
    '"true',
    "true,",
    "true;",
    "",
    "~",
    "null",
    "[true]",
    "{true}",
    "true # no",
    "#true",
    "!true",
    "&true",
    "*true",
    "vrai",
    "ja",
    "t rue",
    "tomorrow",
    "2999-13-45",
    "31.12.2999",
    "2999-1-2",
    "2999/01/02",
    "next week",
    "29990102T",
    "\u00a0true",
    "“true”",
    "`true`",
    "true.",
    "-true",
    "{{ true }}",
)
INSERTED = (
    "\t",
    ":",
    '"',
    "'",
    ",",
    "{",
    "}",
    "[",
    "]",
    "-",
    "\u00a0",
    "\u200b",
    "x",
    "\n",
    "\ufeff",
    "=",
    "&",
    "*",
    "!",
    "|",
    ">",
    "%",
    "@",
    "`",
    "?",
    ".",
    " ",
    "\\",
    "\r",
    "\0",
    "---\n",
    "+++\n",
)
SIGNS = (":", "=", " ", "", " := ", "=>", "：", ": = ", " : ")
NO_DATE = ("", "~", "null")  # a missing date, as in Hugo


def key_of(front: str) -> str:
    return next(key for key in ("draft", "publishDate", "expiryDate", "headless") if key in front)


def with_value(front: str, value: str) -> str:
    """The front matter with another value of the key that withholds the note."""
    key = key_of(front)
    lines = front.split("\n") if "\n" in front.strip() else [front]
    for number, line in enumerate(lines):
        at = line.find(key)
        if at >= 0:
            sign = next(sign for sign in (":", "=") if sign in line[at:])
            head, _, tail = line[at:].partition(sign)
            end = tail.find(",") if "," in tail else tail.find("}") if "}" in tail else len(tail)
            lines[number] = f"{line[:at]}{head}{sign} {value}{tail[end:]}"
    return "\n".join(lines)


def with_sign(front: str, sign: str) -> str:
    """… with another separator between that key and its value."""
    key = key_of(front)
    for old in (f'{key}": ', f"{key}: ", f"{key} = "):
        front = front.replace(old, old.rstrip(": =") + sign)
    return front


def with_fence(front: str, number: int, fence: str) -> str:
    """… with another first (0) or last (-1) line."""
    lines = front.rstrip("\n").split("\n")
    lines[number] = fence
    return "\n".join(lines) + "\n"


def each_slip(front: str) -> Iterator[str]:
    """The front matter of a draft with each known typo, one at a time."""
    is_date = key_of(front) in ("publishDate", "expiryDate")
    yield from (with_value(front, value) for value in VALUES if not is_date or value not in NO_DATE)
    yield from (with_sign(front, sign) for sign in SIGNS)
    if "\n" in front.strip():
        yield from (with_fence(front, number, fence) for number in (0, -1) for fence in FENCES)
    for at in range(len(front.rstrip())):
        yield from (front[:at] + sign + front[at:] for sign in INSERTED)
        yield front[:at] + front[at + 1 :]
        yield front[:at] + front[at + 1 : at + 2] + front[at] + front[at + 2 :]
    yield front + front
    yield front.replace("\n", "\r")


def spoiled() -> st.SearchStrategy[str]:
    """The front matter of a draft with one typo."""
    return st.sampled_from(sorted(FORMS.values())).flatmap(lambda front: st.sampled_from([*each_slip(front)]))
