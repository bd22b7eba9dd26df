"""Warnings about a garden's settings, shown once: unsupported ones, and what the site lacks because of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from notegarden.config.load import OWN_FILE, config_file, config_warnings
from notegarden.pipeline.settings import Settings
from notegarden.render.theme import shipped
from notegarden.render.words import is_spoken, languages, word_folders
from notegarden.sources.beside import looks_of

if TYPE_CHECKING:  # not imported by a build with nothing to do
    from notegarden.garden.garden import Garden
    from notegarden.notes.node import Node
    from notegarden.site.addresses import Site


def setting_warnings(root: Path, settings: Settings) -> list[str]:
    """Warnings about unsupported settings. Raises SiteError."""
    language = settings.config.language
    folders = word_folders(settings.theme.statics)
    lines = config_warnings(root) + _missing_works(root, settings) + _unread_theme(root, settings)
    if not is_spoken(language, folders):
        own = f"{settings.config.own_folder}/static/theme/words/{language.lower()}.json".removeprefix("./")
        lines.append(
            f'{config_name(root)}: language "{language}": the interface is not translated, so it is in English; '
            f"it has {', '.join(languages(folders))}, and you can add {own}"
        )
    return lines


def _unread_theme(root: Path, settings: Settings) -> list[str]:
    """A warning for templates and static files in the folder of another kind of garden."""
    own, other = settings.config.own_folder, "." if settings.config.own_folder == ".theme" else ".theme"
    names = {file.name for file in shipped()[0].glob("*.html")}
    has_templates = any(file.name in names for file in (root / other / "templates").glob("*.html"))
    parts = [
        f"{other}/{part}/".removeprefix("./")
        for part, is_there in (("templates", has_templates), ("static", (root / other / "static/theme").is_dir()))
        if is_there or (other == ".theme" and (root / other / part).is_dir())
    ]
    where = {".": "next to the folder of the notes"}.get(own, f"in {own}/")
    return [f"{', '.join(parts)}: ignored; this garden's templates/ and static/ belong {where}"] if parts else []


def _missing_works(root: Path, settings: Settings) -> list[str]:
    """A warning for each configured bibliography or style that cannot be read."""
    citing = settings.dialect.citing
    names = [*citing.bibliographies, *([citing.style] if citing.style else [])]
    lost = (name for name in names if not looks_of(root, name)[0] or name.startswith(("/", "..")))
    return [f"{config_name(root)}: {name} is missing, empty, or outside the garden" for name in lost]


def site_warnings(root: Path, site: Site, garden: Garden) -> list[str]:
    """Warnings about what the published site lacks, and about settings that match no note."""
    file = config_name(root)
    lines = [f"{file}: the menu names a page that does not exist: {page}" for page in site.menu.without_page]
    if site.menu.lost:
        lines.append(f"menu entries that are each other's parents are not shown: {', '.join(site.menu.lost)}")
    if site.menu.others:
        lines.append(f"only the menu main is shown, not {', '.join(sorted(site.menu.others))}, which notes name")
    config = site.config
    listed = garden.listed() if config.section_sort else []
    lines += [
        f"{file}: section_sort names a folder without notes: {folder}"
        for folder in sorted(config.section_sort)
        if not any(_is_in(folder.strip("/"), node) for node in listed)
    ]
    if config.origin:
        return lines
    key = "base_url" if file == OWN_FILE else "baseURL"
    lacking = "no feed, no sitemap and no social cards" if config.cards else "no feed and no sitemap"
    return [
        *lines,
        f"{lacking}: they need absolute URLs, and the base URL {config.base_url!r} has no host; "
        f'set {key} = "https://your.site/" in {file}, or build with --base-url',
    ]


def _is_in(folder: str, note: Node) -> bool:
    return note.path.startswith(f"{folder}/") or note.address.startswith(f"/{folder}/")


def config_name(root: Path) -> str:
    """The garden's configuration file, relative to the garden; the name of a new one if there is none."""
    path = config_file(root)
    return path.relative_to(root).as_posix() if path else OWN_FILE
