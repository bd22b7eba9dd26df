"""The files in a garden's folders at one moment."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Collection, Iterable
from contextlib import suppress
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from notegarden.config.daily import day_of
from notegarden.config.kind import ORG_FOLDERS
from notegarden.config.schema import Config
from notegarden.config.vault import as_expression
from notegarden.files.endings import is_bundle, is_note, is_source, note_path
from notegarden.files.scan import MANY_PARTS, Source, Stamp, digest_of, look, pages_of, parts_by_bundle, scan
from notegarden.garden.sections import list_address
from notegarden.ledger import keys
from notegarden.sources.ignored import not_ignored
from notegarden.sources.languages import InOneLanguage, in_one_language
from notegarden.sources.unread_sections import closing_sections, folder_of, outside
from notegarden.urls import PAGES, PART, WRITTEN, attachment_address, feed_names, generated_addresses, path_of, withheld

if TYPE_CHECKING:  # a build with nothing to do starts no process
    from notegarden.workers import KeptWorker

Files = dict[str, tuple[str, Stamp]]
"""Address → (source relative to the garden, stamp) of the files to copy; "" for generated pages."""

_THEME_PARTS = ("theme/", "vendor/")
_NO_STAMP = Stamp(0, 0, 0)


class _Filtered(NamedTuple):
    """`content`: the files that count in the folder of notes, in one language; `ignored`: the others, without stamps.

    `closing`: the sections whose file is unsupported and may withhold notes.
    """

    content: InOneLanguage
    ignored: list[Source]
    closing: list[str]


class Snapshot:
    """The files of content and static folder.

    At first they are only listed: `digest` identifies the files and the configuration, and everything else is derived
    from these. b"" if a file is so new that another change might go unnoticed.
    """

    def __init__(self, root: Path, config: Config, kept: KeptWorker | None = None) -> None:
        """`kept`: the process for matching the garden's patterns, this one if not given."""
        self._root = root
        self._kept = kept
        self._config = config
        self.left: list[str] = []
        """A warning with the reason for each file and folder skipped without the user's request."""
        self._there = scan(root / config.content, (), self.left)
        self._static = scan(root / config.own_folder / "static", left=self.left, hidden=True)
        folders = ORG_FOLDERS if config.format == "hugo" else ()
        self._beside = {each: scan(root / each, (), self.left) for each in folders if (root / each).is_dir()}
        outlined = [config.source(each.path) for each in self._there if each.path.endswith(".org")]
        outlined += [f"{folder}/{each.path}" for folder, found in self._beside.items() for each in found]
        settings = _folder_settings(root, outlined)
        self.digest = digest_of(self._there, self._static, *self._beside.values(), settings, key=keys.key(config))

    @cached_property
    def _filtered(self) -> _Filtered:
        """Raises SiteError."""
        config = self._config
        content = not_ignored(self._there, config.ignore_files, self._kept)
        if config.is_vault:  # patterns are checked later for each note; check first here, with a time limit
            expressions = [found.pattern for each in config.vault.ignored if (found := as_expression(each))]
            not_ignored(content, expressions, self._kept, "userIgnoreFilters")
        closing: list[str] = []
        if config.format == "hugo":
            dates = (key.lower() for each in config.date_keys.values() for key in each)
            closing = closing_sections(self._root / config.content, content, dates)
            content = outside(content, closing)
        left = {each.path for each in content}
        own = in_one_language(content, config.languages if config.own_language else ())
        ignored = [Source(each.path, _NO_STAMP) for each in self._there if each.path not in left]
        return _Filtered(own, ignored + [Source(each.path, _NO_STAMP) for each in own.others], closing)

    @property
    def _content(self) -> list[Source]:
        return self._filtered.content.sources

    @cached_property
    def _no_markdown(self) -> list[Source]:
        """The files whose names do not end in `.md`. They are few, so other checks of a name look only at these."""
        return [source for source in self._content if not source.path.endswith(".md")]

    @cached_property
    def _own_org(self) -> InOneLanguage:
        """The files of the folders with Org notes besides `content/`, by their paths below the root."""
        config = self._config
        if config.format == "org":
            found = [Source(config.source(source.path), source.stamp) for source in self._content]
        else:
            found = [
                Source(f"{folder}/{source.path}", source.stamp)
                for folder, sources in self._beside.items()
                for source in not_ignored(sources, config.ignore_files, self._kept)
            ]
        return in_one_language(found, config.languages if config.own_language else ())

    @cached_property
    def _org(self) -> list[Source]:
        return [Source(source.file or source.path, source.stamp) for source in self._own_org.sources]

    @cached_property
    def outlined(self) -> list[Source]:
        """The files that make several notes (Org), by their paths below the root."""
        sources = self._org
        if self._config.format == "hugo":
            content = (Source(self._config.source(each.file or each.path), each.stamp) for each in self._no_markdown)
            sources = [*content, *self._org]
        return [source for source in sources if source.path.endswith(".org")]

    @cached_property
    def notes(self) -> list[Source]:
        """The Markdown files that become pages."""
        if self._config.is_vault:
            return [source for source in self._content if source.path.endswith(".md")]
        return pages_of(self._content)

    def note_in(self, file: str) -> str:
        """The path of the note in a file below the folder of notes; "" if another file is that note."""
        return "" if file in dict(self._filtered.content.twice) else note_path(file, self._config.own_language)

    @cached_property
    def _pages_in_html(self) -> set[str]:
        """HTML files with front matter: Hugo makes pages of them, this program does not."""
        found = set()
        for source in self._no_markdown:
            if source.path.lower().endswith((".html", ".htm")) and not self._config.is_vault:
                with suppress(OSError), (self._root / self._config.source(source.path)).open("rb") as file:
                    if file.read(64).removeprefix(BOM_UTF8).lstrip().startswith((b"---", b"+++", b"{")):
                        found.add(source.path)
        return found

    @cached_property
    def _parts(self) -> list[str]:
        """Markdown notes that are part of a bundle, so that they have no page."""
        if self._config.is_vault or not any(is_bundle(source.path) for source in self._content):
            return []
        pages = {note.path for note in self.notes}
        return [each.path for each in self._content if is_note(each.path) and each.path not in pages]

    def files(self, notes: Iterable[str]) -> Files:
        """The files to copy and to generate for a garden with these notes."""
        config = self._config
        notes = list(notes)
        feeds = feed_names(json=config.json_feed) if config.origin and config.feeds.sections else ()
        list_at = partial(list_address, config=config)
        lists = generated_addresses(notes, list_at, feeds=feeds, is_vault=config.is_vault)
        written = _written(config)
        days = (day_of(path, config.vault.daily_folder, config.vault.daily_format) for path in notes)
        if "/calendar/" in written and not any(days):
            written.remove("/calendar/")
        files: Files = dict.fromkeys((*written, *lists), ("", _NO_STAMP))
        for source in self._org:
            if not is_source(source.path):
                address = attachment_address(source.path)
                if address in files:  # another file with the same name takes precedence
                    address = f"/ox-hugo/{source.path}"
                files.setdefault(address, (source.path, source.stamp))
        for source in self._no_markdown if self._config.format != "org" else ():
            if self._config.is_vault:
                files[f"/{source.path}"] = (self._config.source(source.path), source.stamp)
            elif not is_source(source.path) and source.path not in self._pages_in_html:
                folder, slash, name = source.path.rpartition("/")
                files[f"/{path_of(folder)}{slash}{name}"] = (self._config.source(source.path), source.stamp)
        for path in (*(each.path for each in self._filtered.ignored), *self._parts):
            files[withheld(path, is_note=is_note(path))] = ("", _NO_STAMP)
        files |= {PART + path: ("", _NO_STAMP) for path in self._parts}
        static = f"{self._config.own_folder}/static".removeprefix("./")
        for source in self._static:
            if not source.path.startswith(_THEME_PARTS):
                files["/" + source.path] = (f"{static}/{source.path}", source.stamp)
        return files

    def published(self, files: Files, used: Collection[str]) -> Files:
        """The files without those next to Org notes that no published note uses. `used`: addresses."""
        attached = {source.path for source in self._org}
        if not attached:
            return files
        return {address: file for address, file in files.items() if file[0] not in attached or address in used}

    def warnings(self) -> list[str]:
        """Warnings about files without a page, except `left`; they depend only on `digest`."""
        own = self._filtered.content.warnings(self._config.source("")) + self._own_org.warnings("")
        return own + self._closed() + self._resources() + self._unread()

    def _closed(self) -> list[str]:
        """A warning for each section that is not published because its own file is unsupported."""
        return [
            f"{path}: its cascade may keep notes private, and this format is not supported; nothing below "
            f"{folder_of(path) or self._config.content + '/'} is published; put the cascade into an _index.md instead"
            for path in self._filtered.closing
        ]

    def _unread(self) -> list[str]:
        """A warning for page sources in unsupported formats, which are never copied to the site."""
        sources = (source.path for source in self._no_markdown if is_source(source.path) and not is_note(source.path))
        left = [] if self._config.is_vault else [*(path for path in sources if not path.endswith(".org"))]
        left = sorted({*left, *self._pages_in_html})
        more = f" and {len(left) - 1} more" if len(left) > 1 else ""
        why = "no page, because it is neither Markdown nor Org; not copied either, because it may be a note's source"
        first = self._config.source(left[0]) if left else ""
        found = [f"{first}{more}: {why}; write it as .md, or move it away"] if left else []
        beside = self._org if self._config.format == "hugo" else []
        left = [each.path for each in beside if is_source(each.path) and not each.path.endswith(".org")]
        more = f" and {len(left) - 1} more" if len(left) > 1 else ""
        return [*found, f"{left[0]}{more}: no page, because only .org files are notes there"] if left else found

    def _resources(self) -> list[str]:
        """A warning that names the notes without a page in bundles with few; `check` reports those with many."""
        if not self._parts:
            return []
        owners = parts_by_bundle(self._parts, (note.path for note in self.notes))
        left = [path for parts in owners.values() if len(parts) < MANY_PARTS for path in parts]
        if not left:
            return []
        more = f" and {len(left) - 1} more" if len(left) > 1 else ""
        why = "no page, because an index.md makes its folder a single page, as in Hugo"
        return [f"{self._config.source(left[0])}{more}: {why}; move it out, or rename the index.md to _index.md"]


def _written(config: Config) -> list[str]:
    """The addresses of what a site with this configuration has besides notes, files and the lists of folders."""
    left_out = config.pages_left_out | {"references"}  # whether it exists depends on the notes (names.tag_pages)
    written = [*WRITTEN, *(f"/{name}/" for name in PAGES if name not in left_out)]
    if config.offline:
        written += ["/offline/", "/sw.js"]
    if config.llms:
        written += ["/llms.txt"]
    if config.origin:
        written += ["/feed.xml", "/sitemap.xml"]
        written += [] if config.is_vault else ["/index.xml"]
        written += ["/feed.json"] if config.json_feed else []
    return written


def _folder_settings(root: Path, outlined: Iterable[str]) -> list[Source]:
    """The exporter's settings files for the folders of these files: hidden files, which no scan finds."""
    folders = {path.rpartition("/")[0] for path in outlined if path.endswith(".org")}
    found = (look(root, f"{folder}/.dir-locals.el".lstrip("/")) for folder in sorted(folders))
    return [source for source in found if source is not None]
