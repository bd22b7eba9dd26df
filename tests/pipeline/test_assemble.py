"""Which files a site has, and the cascade of the configuration for all notes."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from notegarden.config.schema import GardenConfig
from notegarden.errors import SiteError
from notegarden.files.scan import Stamp
from notegarden.pipeline.assemble import _site_cascade, published_files

STAMP = Stamp(1, 1, 1)


def published(
    addresses: dict[str, str | None], *, outlined: bool = False, shown: tuple[str, ...] = ()
) -> dict[str, str]:
    """Address → source of the site's files. `addresses`: own → published; `shown`: files of published notes."""
    garden: Any = SimpleNamespace(
        bundles=SimpleNamespace(published=addresses.get), published=lambda: [SimpleNamespace(pictures=shown)]
    )
    snapshot: Any = SimpleNamespace(
        outlined=["x.org"] if outlined else [],
        published=lambda files, used: {address: file for address, file in files.items() if address in used},
    )
    files = {own: (f"content{own}", STAMP) for own in addresses}
    return {address: source for address, (source, _) in published_files(garden, files, snapshot).items()}


def test_a_file_is_published_at_its_address_and_one_of_a_hidden_bundle_is_not() -> None:
    assert published({"/a.png": "/a.png", "/b/x.png": "/slug/x.png", "/hidden/x.png": None}) == {
        "/a.png": "content/a.png", "/slug/x.png": "content/b/x.png",
    }  # fmt: skip


def test_of_two_files_at_one_address_the_first_by_its_own_address_is_used() -> None:
    assert published({"/z.png": "/x.png", "/b.png": "/x.png"}) == {"/x.png": "content/b.png"}


def test_next_to_org_notes_only_files_that_a_published_note_shows_are_published() -> None:
    addresses: dict[str, str | None] = {"/a.png": "/a.png", "/b.png": "/b.png"}
    assert [*published(addresses, outlined=True, shown=("/a.png",))] == ["/a.png"]
    assert [*published(addresses, shown=("/a.png",))] == ["/a.png", "/b.png"]


def test_a_cascade_of_the_configuration_is_read_like_that_of_a_note() -> None:
    assert _site_cascade(GardenConfig()) == ()
    (found,) = _site_cascade(GardenConfig(cascade=({"draft": True},)))
    assert found == _site_cascade(GardenConfig(cascade=({"draft": True},)))[0]


@pytest.mark.parametrize("cascade", [{"draft": "perhaps"}, {"publishdate": "next week"}, {"cascade": {}}])
def test_an_unreadable_cascade_stops_the_build(cascade: dict[str, Any]) -> None:
    """It may withhold notes."""
    with pytest.raises(SiteError, match=r"^cascade: "):
        _site_cascade(GardenConfig(cascade=(cascade,)))
