"""The events that listeners of a served garden receive, and their order."""

from __future__ import annotations

import json

import pytest
from asgi import run

from notegarden.serve.http import events
from notegarden.serve.http.events import Channel
from notegarden.serve.live.update import Update


def event_of(chunk: bytes) -> tuple[str, dict[str, object]]:
    """Name and data of an event."""
    lines = [line for line in chunk.decode().splitlines() if not line.startswith("retry")]
    return lines[0].removeprefix("event: "), json.loads(lines[1].removeprefix("data: "))


def test_every_listener_receives_events_and_a_slow_one_misses_some() -> None:
    async def listen() -> None:
        channel = Channel("boot", 1)
        quick, slow = channel.stream(), channel.stream()
        for each in (quick, slow):
            assert event_of(await anext(each)) == ("hello", {"boot": "boot", "version": 1, "saved": "", "token": ""})
        for version in range(2, 5):
            channel.publish(Update(version, f"/{version}/"))
            name, data = event_of(await anext(quick))
            assert (name, data["version"], data["saved"]) == ("update", version, f"/{version}/")
        name, data = event_of(await anext(slow))
        assert (name, data["version"], data["saved"], data["whole"]) == ("update", 4, "/4/", False)
        assert channel.listeners == 2
        await slow.aclose()  # type: ignore[attr-defined]
        assert channel.listeners == 1
        channel.close()
        with pytest.raises(StopAsyncIteration):
            await anext(quick)
        assert channel.listeners == 0

    run(listen())


@pytest.mark.parametrize(("missed", "whole"), [(64, False), (65, True)])
def test_a_listener_that_missed_too_much_must_reload_everything(missed: int, whole: bool) -> None:
    assert events._REMEMBERED == 64

    async def listen() -> None:
        channel = Channel("boot", 1)
        stream = channel.stream()
        await anext(stream)
        for version in range(2, 2 + missed):
            channel.publish(Update(version))
        name, data = event_of(await anext(stream))
        assert (name, data["version"], data["whole"]) == ("update", 1 + missed, whole)
        await stream.aclose()  # type: ignore[attr-defined]

    run(listen())


def test_the_first_event_contains_the_note_saved_last() -> None:
    async def greeted() -> dict[str, object]:
        channel = Channel("boot", 1, "the-token")
        channel.publish(Update(2, "/a/"))
        channel.publish(Update(3))
        chunk = await anext(channel.stream())
        assert chunk.startswith(b"retry: 400\nevent: hello\n")
        return event_of(chunk)[1]

    assert run(greeted()) == {"boot": "boot", "version": 3, "saved": "/a/", "token": "the-token"}


def test_a_later_listener_receives_no_earlier_update() -> None:
    async def listen() -> None:
        channel = Channel("boot", 1)
        channel.publish(Update(2))
        stream = channel.stream()
        await anext(stream)
        channel.publish(Update(3))
        assert event_of(await anext(stream))[1]["version"] == 3
        await stream.aclose()  # type: ignore[attr-defined]

    run(listen())


def test_an_idle_channel_sends_keep_alive_comments() -> None:
    async def listen() -> None:
        stream = Channel("boot", 1).stream(beat=0.001)
        await anext(stream)
        assert event_of(await anext(stream)) == ("beat", {"version": 1})
        assert event_of(await anext(stream)) == ("beat", {"version": 1})
        await stream.aclose()  # type: ignore[attr-defined]

    run(listen())


def test_a_closed_channel_sends_the_first_event_and_ends() -> None:
    async def listen() -> list[str]:
        channel = Channel("boot", 1)
        channel.close()
        return [event_of(chunk)[0] async for chunk in channel.stream()]

    assert run(listen()) == ["hello"]
