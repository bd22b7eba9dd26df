"""What `preflight` finds in a garden with many kinds of leaks."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from notegarden.cli import main

# Split, so that no host takes this file for a leak.
KEY = "AIza" + "SyD-aB3dE5gH7jK9mN1pQ2rS4tU6vW8xY0z"


def test_leaks_of_all_kinds_are_found(tmp_path: Path) -> None:
    """Files of any ending, nested tags, names of unpublished notes that a note links to."""
    files = {
        "content/posts/resignation.md": "+++\ntitle = 'Resignation'\ndraft = true\n+++\n",
        "content/posts/leaving-the-firm.md": "+++\ntitle = 'Out'\ndraft = true\n+++\n",
        "content/posts/linked.md": "Of [Resignation](resignation.md) I think.\n",
        "content/posts/unlinked.md": "Resignation is a word.\n",
        "content/posts/address.md": "It was at /posts/leaving-the-firm/ once.\n",
        "content/posts/nested.md": "+++\ntags = ['diary/work']\n+++\nText.\n",
        "content/Journal/a.md": "Text.\n",
        "content/posts/entity.md": "Text.\n\nAsk &#97;nna&#64;firm&#46;net now.\n",
        "static/deep.env": f"A={KEY}\n",
        "static/card.vcf": "EMAIL:anna@firm.net\n",
        "static/binary.bin": "anna@firm.net\0",
        "static/unused.svg": "<svg/>",
        "static/logo.svg": "<svg/>",
        "templates/base.html": "{% extends 'theme/base.html' %}{% block brand %}<img src='/logo.svg'>{% endblock %}",
        "notegarden.toml": "[private]\ntags = ['diary']\nfolders = ['journal']\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    done = CliRunner().invoke(main, ["preflight", str(tmp_path), "--format", "json"])
    found = json.loads(done.stdout)["leaks"]
    assert {(each["kind"], each.get("path") or each["file"], each.get("line", 0)) for each in found} == {
        ("unpublished", "posts/linked.md", 1), ("unpublished", "posts/address.md", 1),
        ("private", "posts/nested.md", 0),
        ("private", "Journal/a.md", 0), ("email", "posts/entity.md", 3),
        ("secret", "deep.env", 0), ("email", "card.vcf", 0),
        ("unlinked", "deep.env", 0), ("unlinked", "card.vcf", 0), ("unlinked", "binary.bin", 0),
        ("unlinked", "unused.svg", 0),
    }  # fmt: skip
