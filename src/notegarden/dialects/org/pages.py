"""Which pages a file makes, and their paths as in ox-hugo."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from posixpath import basename, dirname, splitext

from notegarden.dialects.org.include import Expanded
from notegarden.dialects.org.outline import Heading, Outline
from notegarden.dialects.org.settings import Settings
from notegarden.dialects.org.slugs import slug
from notegarden.files.endings import is_bundle
from notegarden.files.scan import DEEPEST
from notegarden.notes.problems import Problem
from notegarden.urls import shortened

_HEAD = 200  # letters in which a text that is not UTF-8 shows it


@dataclass(frozen=True, slots=True)
class PageSpec:
    """One page that a file makes. `path`: below `content/`, as the exporter would choose it. `heading`: its subtree."""

    path: str
    heading: Heading | None


def is_post(heading: Heading) -> bool:
    return bool(heading.file_name)


def _nodes(file: str, outline: Outline, local: dict[str, str]) -> Iterator[PageSpec]:
    """The headings with an ID, which are nodes in org-roam: `file--title`."""
    settings = Settings(outline, None, local)
    stem = splitext(basename(settings.value("export_file_name") or file))[0]
    taken: set[str] = set()
    for heading in outline.headings:
        identity = heading.properties.get("ID", "").strip()
        if not identity or not settings.is_exported(heading):
            continue
        path = _place(settings, f"{stem}--{slug(heading.title)}.md")
        if path in taken:
            path = _free(f"{path.removesuffix('.md')}-{slug(identity)[:8]}.md", 2, taken)
        taken.add(path)
        yield PageSpec(path, heading)


def _free(wanted: str, number: int, taken: set[str]) -> str:
    """The path, with a number from `number` on if another page has it."""
    path = wanted
    while path in taken:
        path = f"{wanted.removesuffix('.md')}-{number}.md"
        number += 1
    return path


def pages_of(file: str, outline: Outline, local: dict[str, str], heading_nodes: bool) -> Iterator[PageSpec]:
    posts = [each for each in outline.headings if is_post(each)]
    if posts:
        found = _posts(posts, outline, local)
        parts = _parts(found, outline, local)
        yield from (each for each in found if each.path not in parts)
    else:
        settings = Settings(outline, None, local)
        if settings.excluding_tag():
            return
        if outline.values("title"):
            yield PageSpec(_place(settings, settings.value("export_file_name") or basename(file)), None)
        yield from _nodes(file, outline, local) if heading_nodes else ()


def _posts(posts: list[Heading], outline: Outline, local: dict[str, str]) -> list[PageSpec]:
    """The posts that may be published, including those that are part of another's bundle."""
    found: list[PageSpec] = []
    taken: set[str] = set()
    counts: dict[str, int] = {}
    of_file = Settings(outline, None, local)  # what a post itself excludes is only certain for the text below it
    for heading in posts:
        settings = Settings(outline, heading, local)
        if not (of_file.is_exported(heading) and settings.is_exported(heading)):
            continue
        wanted = _place(settings, heading.file_name)
        counts[wanted] = counts.get(wanted, 0) + 1
        path = _free(wanted, counts[wanted], taken)  # the exporter would overwrite the page above
        taken.add(path)
        found.append(PageSpec(path, heading))
    return found


def _parts(found: list[PageSpec], outline: Outline, local: dict[str, str]) -> dict[str, PageSpec]:
    """The posts, by path, in the bundle of an `index` post, of which Hugo makes no pages but resources of its page.

    An `index` outside of a bundle does not count, because it would take the pages of the whole section away; a
    headless one does, because its author withholds them.
    """
    folders = {dirname(each.path) for each in found if is_bundle(each.path) and _leads_bundle(each, outline, local)}
    return {each.path: each for each in found if folders and _is_inside(each.path, folders)}


def _leads_bundle(page: PageSpec, outline: Outline, local: dict[str, str]) -> bool:
    settings = Settings(outline, page.heading, local)
    headless = settings.value("hugo_headless", inherit=False) or "nil"
    return settings.concatenated("hugo_bundle") != "" or headless.lower() not in ("nil", "false", "no")


def _is_inside(path: str, bundles: set[str]) -> bool:
    folder = dirname(path)
    if folder in bundles and not is_bundle(path):
        return True
    while folder := dirname(folder):
        if folder in bundles:
            return True
    return False


def parts_of_bundles(outline: Outline, local: dict[str, str]) -> list[Heading]:
    """The headings of posts that have no page because they are part of a bundle."""
    posts = [each for each in outline.headings if is_post(each)]
    parts = _parts(_posts(posts, outline, local), outline, local).values()
    return [each.heading for each in parts if each.heading is not None]


def absence(file: str, outline: Outline, local: dict[str, str], expanded: Expanded) -> Problem:
    """Why a file makes no page at all."""
    posts = [each for each in outline.headings if is_post(each)]
    tag = Settings(outline, None, local).excluding_tag()
    if tag and (tag in outline.file_tags or not posts):
        name = "filetags" if tag in outline.file_tags else "hugo_tags"
        line = next((each.line for each in outline.keywords if each.name == name and tag in each.value), 0)
        code, message = "org-unpublished", f"this file is not published, because its #+{name} has {tag}"
        hint = f"remove the tag {tag} to publish it"
    elif posts:
        line = posts[0].line
        code, message = "org-unpublished", "no subtree of this file with an EXPORT_FILE_NAME is published"
        hint = "remove COMMENT or the tag to publish one of them"
    elif "\ufffd" in "".join(outline.lines[:_HEAD])[:_HEAD]:
        line, code = 0, "encoding"
        message, hint = "this file makes no page: its beginning is not UTF-8", "save it as UTF-8"
    else:
        line, code = 0, "org-untitled"
        message = "this file makes no page, as with ox-hugo: it has no #+title, and no heading has an EXPORT_FILE_NAME"
        hint = "write #+title: at its top, or exclude it from the garden"
    if other := expanded.file_at(line):
        message = f"{message}; that is set in {other}, which it includes"
    number = expanded.numbers[line] if line < len(expanded.numbers) else line
    return Problem.of(file, number + 1, 1, code, message, hint)


def is_beside_posts(outline: Outline) -> bool:
    """Whether a file is a note of its own for org-roam, but not here, because some of its headings are pages."""
    return bool(outline.properties.get("ID")) and any(is_post(each) for each in outline.headings)


def _place(settings: Settings, name: str) -> str:
    """The exporter's path for a page: `section/bundle/name.md`."""
    stem = splitext(basename(name))[0]
    section = settings.section()
    if settings.heading is not None:
        typed = (each.own("EXPORT_HUGO_SECTION_FRAG") for each in settings.heading.ancestry())
        parts = [part.strip("/ ") for part in typed if part]
        section = "/".join([section, *reversed(parts)]) if parts else section
    bundle = settings.concatenated("hugo_bundle").strip("/ ")
    folders = [part for part in f"{section}/{bundle}".split("/") if part not in ("", ".", "..")]
    return "/".join([*map(shortened, folders[:DEEPEST]), f"{shortened(stem)}.md"])
