"""What the oracle's edits of a garden choose from: configurations, and blocks with links and pictures of every kind."""

from __future__ import annotations

from typing import Any

from notegarden.config.tables import CheckConfig, MenuItem

CONFIGS: dict[str, tuple[Any, ...]] = {
    "title": ("Notes", "Other notes"),
    "description": ("", "About"),
    "base_url": ("/", "https://example.org/garden/"),
    "permalinks": ({}, {"posts": "/blog/:slug/"}, {"posts": "/:year/:title/", "/": "/:slug/"}),
    "section_permalinks": ({}, {"posts": "/writing/"}),
    "drafts": (False, True),
    "search": (True, False),
    "mentions": (False, True, True),
    "offline": (True, False),
    "explorer": (False, True),
    "source_url": ("", "https://example.org/{path}"),
    "menu": ((), (MenuItem("About", "/a/"),)),
    "check": (
        CheckConfig(),
        CheckConfig(wanted=("gone",)),
        CheckConfig(severity={"orphan": "off", "link-missing": "warning"}),
        CheckConfig(ignore=("posts/*",), picture_limit=1),
    ),
}
SPECIAL = (
    "![x](/p.png)", '![y](/q.png "t")', "![z](p.png)", "[file](/d.pdf)", "[addr](/posts/e/)", "[addr](/old/)",
    "[s](/posts/)", "[m](b.md)", "[m](../a/)", "[m](/posts/e/#one)", '<a id="two">raw</a>', "[[x][y]]",
    "<!-- check: ignore link-missing -->", '[w]({{< relref "/posts" >}})', '[w]({{< relref "k" >}})', "![u](../q.png)",
    '[to the start](#one)', "![far](https://example.org/x.png)", '<a href="/a/">html</a>', "[t](/tags/)",
    "[x](/explorer/)", '[w]({{< ref "b" >}})', "- one\n- two", "1. [n](b.md#two)",
)  # fmt: skip
