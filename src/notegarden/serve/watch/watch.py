"""File watching, by the operating system's events or by polling."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from watchdog import events
from watchdog.observers import Observer
from watchdog.observers.polling import PollingObserver

from notegarden.config.hugo_parts import FOLDERS
from notegarden.config.kind import ORG_FOLDERS
from notegarden.files.scan import is_editor_file, is_static_file
from notegarden.serve.watch.debounce import Debouncer, News

if TYPE_CHECKING:
    from watchdog.observers.api import BaseObserver, ObservedWatch

_SETTINGS = ("app.json", "daily-notes.json", "publish.json", "templates.json")
_CONFIG_FOLDERS = ("config", *FOLDERS)
_LOCK_AGE = 10.0  # seconds after which git's lock file counts as left behind

# Not opening and reading files, which serving them causes.
_NEWS: list[type[events.FileSystemEvent]] = [
    events.FileCreatedEvent, events.FileModifiedEvent, events.FileClosedEvent, events.FileDeletedEvent,
    events.FileMovedEvent, events.DirCreatedEvent, events.DirDeletedEvent, events.DirMovedEvent,
]  # fmt: skip
_KINDS: dict[str, News] = {"created": "created", "modified": "written", "closed": "whole", "deleted": "gone"}


class Watch(events.FileSystemEventHandler):
    """Watches a garden: content, static, templates and configuration, and the theme's own folders.

    `content`: the folder of the notes, "" for the garden itself. `poll` compares modification times instead of using
    system events, for network disks.
    """

    def __init__(
        self, garden: Path, theme: Iterable[Path] = (), *, content: str = "content", poll: bool = False
    ) -> None:
        self._garden = garden
        self._folders = (*dict.fromkeys((content, "static", "templates", *ORG_FOLDERS)),) if content else ()
        self._theme = [folder for folder in theme if garden not in folder.parents]
        self._git_lock = _git_lock(garden)
        _pass_on_renames_at_once()
        self._observer: BaseObserver = PollingObserver(timeout=1) if poll else Observer()
        linux = sys.platform.startswith("linux") and not poll
        self._debouncer = Debouncer(closes=linux, busy=self._checkout_is_under_way)
        self._watched: dict[Path, ObservedWatch] = {}
        # Real path of a watched folder, as events name it → its name in the garden: `content` may be a symbolic link.
        self._places: dict[str, str] = {}

    def start(self) -> None:
        """Raises OSError if the system has no watches left."""
        self._observer.start()
        self._schedule()

    def stop(self) -> None:
        self._debouncer.stop()
        self._observer.stop()
        self._observer.join(2)

    def next(self, timeout: float) -> frozenset[str]:
        """The changed paths of the next save, several if saved together; empty after `timeout` seconds.

        Paths are relative to the garden (absolute for a theme elsewhere); a folder's path ends in a slash.
        """
        batch = self._debouncer.next(timeout)
        if any(path.rstrip("/") in (*self._folders, *_CONFIG_FOLDERS) for path in batch):
            self._schedule()
        return batch

    def _schedule(self) -> None:
        """Watch the folders that exist.

        Not the whole garden, which may contain the output, a repository and a virtual environment.
        """
        trees = [*(self._garden / name for name in self._folders), *self._theme]
        if not self._folders:  # a vault: its notes lie anywhere in it
            trees.append(self._garden)
        for folder in (*trees, self._garden, *(self._garden / name for name in _CONFIG_FOLDERS)):
            real = os.path.realpath(folder)
            watch = self._watched.get(folder)
            if watch is not None and (watch.path != real or not folder.is_dir()):
                self._observer.unschedule(watch)
                del self._watched[folder]
                watch = None
            if watch is None and folder.is_dir():
                self._places[real] = self._called(folder)
                self._watched[folder] = self._observer.schedule(
                    self, real, recursive=folder in trees, event_filter=_NEWS
                )

    def _called(self, folder: Path) -> str:
        if folder == self._garden:
            return ""
        return folder.relative_to(self._garden).as_posix() if self._garden in folder.parents else folder.as_posix()

    def on_any_event(self, event: events.FileSystemEvent) -> None:
        slash = "/" if event.is_directory else ""
        for path, kind in ((event.src_path, _KINDS.get(event.event_type, "gone")), (event.dest_path, "whole")):
            name = self._name(os.fsdecode(path)) if path else ""
            if name:
                self._debouncer.add(name + slash, "whole" if slash and kind == "created" else kind)

    def _name(self, path: str) -> str:
        """A changed path as `next` returns it; "" for files that no page depends on."""
        inside = [place for place in self._places if path == place or path.startswith(place + os.sep)]
        if not inside:
            return ""
        place = max(inside, key=len)
        parts = PurePath(path[len(place) + 1 :]).parts
        called = self._places[place]
        if parts[:1] == (".obsidian",):  # what it remembers of its windows changes all the time
            parts = parts if parts[1:] in {(name,) for name in _SETTINGS} else ()
        elif called.rpartition("/")[2] == "static":
            parts = parts if all(map(is_static_file, parts)) else ()
        elif any(is_editor_file(part) for part in parts) or (not called and parts[:1] == ("public",)):
            return ""
        return "/".join([called, *parts] if called else parts) if parts else ""

    def _checkout_is_under_way(self) -> bool:
        """Whether git is changing files right now: a checkout of many notes is one change."""
        if self._git_lock is None:
            return False
        try:
            return time.time() - self._git_lock.stat().st_mtime < _LOCK_AGE
        except OSError:
            return False


def _git_lock(garden: Path) -> Path | None:
    root = next((each for each in (garden, *garden.resolve().parents) if (each / ".git").is_dir()), None)
    return root / ".git" / "index.lock" if root is not None else None


def _pass_on_renames_at_once() -> None:
    """Make watchdog report a rename within milliseconds.

    It delays all events for half a second after the first half of a rename, even if the second half has arrived, and
    many editors save by renaming. With the shorter delay a rename may come as deletion and creation, which works too.
    """
    for module, name in (
        ("watchdog.observers.inotify_move_event_grouper", "InotifyMoveEventGrouper"),
        ("watchdog.observers.inotify_buffer", "InotifyBuffer"),
    ):
        buffer = getattr(sys.modules.get(module), name, None)
        if buffer is not None:
            buffer.delay = 0.005
