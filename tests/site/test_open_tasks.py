"""`tasks = true`: the page of open tasks in every dialect, without drafts; warm builds equal fresh ones."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support import build, built, snapshot

NOTES = {
    "content/posts/shop.md": "---\ntitle: Shop\n---\n## Week\n\n- [ ] milk [x](b.md) 📅 2024-05-20 ⏫\n"
    "- [x] bread\n- [ ] tea\n  - [ ] green\n",
    "content/posts/b.md": "---\ntitle: B\n---\n- [ ] loose [due:: 2024-04-02]\n\n- [X] done\n\n`- [ ] code`\n",
    "content/posts/secret.md": "---\ntitle: Secret\ndraft: true\n---\n- [ ] zebra\n",
    "org/plan.org": "#+title: Plan\n#+todo: TODO WAITING | DONE\n* TODO [#B] One /more/\nSCHEDULED: <2024-05-01 Wed>\n"
    "* WAITING Two\n* DONE Three\n* Lists\n- [ ] four\n- [-] half\n  - [ ] five\n- [X] six\n",
    "org/whole.org": "#+title: Whole\n* TODO Own\n* TODO Kept :noexport:\n",
}


def write(root: Path, settings: str = "tasks = true\n") -> Path:
    for name, text in NOTES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (root / "notegarden.toml").write_text(settings)
    return root


def listed(site: dict[str, bytes]) -> list[tuple[str, str]]:
    """(link target, text without tags) of every task."""
    page = site["tasks/index.html"].decode().partition("<main")[2]
    items = re.findall(r"<li>(.*?)</li>", page.partition("</main>")[0], re.DOTALL)
    return [(re.findall('href="([^"]*)"', item)[0], " ".join(re.sub("<[^<>]*>", " ", item).split())) for item in items]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    root = tmp_path_factory.mktemp("tasks")
    return built(write(root / "garden"), root / "out")


def test_dated_tasks_come_first_and_the_others_are_grouped_by_note(site: dict[str, bytes]) -> None:
    assert [said for _, said in listed(site)] == [
        "Due 2 April 2024 loose B",
        "Planned 1 May 2024 TODO B One more Plan",
        "Due 20 May 2024 A milk x Shop",
        "WAITING Two",
        "four Lists",
        "five Lists",
        "tea Week",
        "green Week",
        "TODO Own",
    ]


def test_each_task_links_to_its_place(site: dict[str, bytes]) -> None:
    for address, _ in listed(site):
        page, _, anchor = address.partition("#")
        assert f'id="{anchor}"'.encode() in site[f"{page[1:]}index.html"], address


def test_no_task_of_a_draft_is_listed(site: dict[str, bytes]) -> None:
    assert not any(b"zebra" in site[name] or b"Secret" in site[name] for name in ("tasks/index.html", "graph.json"))
    assert b'<a href="/tasks/">Open tasks</a>' in site["index.html"]


def test_without_the_key_there_is_no_page_and_no_id(site: dict[str, bytes], tmp_path: Path) -> None:
    plain = built(write(tmp_path / "garden", ""), tmp_path / "out")
    assert "tasks/index.html" not in plain
    assert not any(name.endswith("theme/tasks.css") for name in plain)
    page = plain["posts/shop/index.html"].decode()
    assert '<li><input disabled="" type="checkbox"> tea' in page
    assert "/tasks/" not in page


def test_after_every_edit_the_page_is_that_of_a_fresh_build(tmp_path: Path) -> None:
    root, output = write(tmp_path / "garden"), tmp_path / "out"
    built(root, output)
    edits = {
        "content/posts/shop.md": "---\ntitle: Market\n---\n- [ ] milk\n- [x] tea\n",
        "content/posts/secret.md": "---\ntitle: Secret\n---\n- [ ] zebra\n",
        "content/posts/b.md": "---\ntitle: B\nbuild:\n  list: never\n---\n- [ ] loose\n",
        "org/whole.org": "#+title: Whole\n* DONE Own\n",
    }
    for name, text in edits.items():
        (root / name).write_text(text)
        site = built(root, output)
        build(root, tmp_path / "fresh", search=False, fresh=True, ledger="other")
        assert snapshot(tmp_path / "fresh") == site
    said = [text for _, text in listed(site)]
    assert "zebra" in said
    assert not {"loose", "tea", "TODO Own"} & {*said}


def test_tasks_of_a_vault_and_of_heading_notes_are_listed(tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    vault.mkdir()
    (vault / "Note.md").write_text("- [ ] open ⏳ 2024-01-02 🔽\n- [/] begun\n- [ ] block ^here\n%% - [ ] comment %%\n")
    (vault / "notegarden.toml").write_text('format = "obsidian"\ntasks = true\n')
    assert [said for _, said in listed(built(vault, tmp_path / "out"))] == [
        "Planned 2 January 2024 C open Note", "block",
    ]  # fmt: skip
    org = tmp_path / "roam"
    org.mkdir()
    (org / "a.org").write_text("#+title: A\n* TODO Node\n:PROPERTIES:\n:ID: n\n:END:\n- [ ] inside\n")
    (org / "notegarden.toml").write_text('format = "org"\nnodes = "headings"\ntasks = true\n')
    found = listed(built(org, tmp_path / "org-out"))
    assert sorted(said for _, said in found) == ["TODO Node", "inside"]


def test_a_page_without_open_tasks_says_so(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content/a.md").write_text("---\ntitle: A\n---\n- [x] a\n")
    (tmp_path / "notegarden.toml").write_text("tasks = true\n")
    assert b"Everything is done." in built(tmp_path, tmp_path / "out")["tasks/index.html"]
