"""Make a note's node: resolve its links and collect its problems."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from notegarden.config.daily import day_of
from notegarden.config.permalinks import is_of_another_site, url_fault
from notegarden.garden.embeds import embeddings
from notegarden.garden.garden import Garden
from notegarden.garden.link_problems import link_problem
from notegarden.garden.names import Lookups, claim_key
from notegarden.garden.resolve import Missing, Resolved
from notegarden.garden.tally import LinkTally, cited_works, tasks_digest
from notegarden.garden.withheld import is_ignored
from notegarden.notes.cascade import hands_down
from notegarden.notes.dates import instant
from notegarden.notes.node import Node, note_dates, packed
from notegarden.notes.note import Note, is_silenced
from notegarden.notes.own_image import front_image, meanings, names_image
from notegarden.notes.problems import Problem
from notegarden.notes.visibility import is_in_time, is_listed, shown_between
from notegarden.urls import is_external


def named_node(garden: Garden, note: Note) -> Node:
    """The node with only the data that names the note."""
    vault = garden.config.vault
    node = Node(
        path=note.path,
        title=note.title,
        address=garden.addresses.of(note.path),
        natural=garden.addresses.natural(note.path),
        aliases=tuple(
            garden.addresses.alias(note.path, each)
            for each in note.front.aliases
            if not is_of_another_site(each) and ("/" in each.strip("/") or not garden.config.is_vault)
        ),
        hidden=garden.is_hidden(note),
        listing="never" if garden.config.is_vault and is_ignored(note.path, garden.config) else note.front.build.list,
        also=(*note.also, *(note.front.aliases if garden.config.is_vault else ())),
        in_vault=garden.config.is_vault,
        held=garden.is_held(note),
        file=note.file,
        line=note.line,
        names=note.names,
        tags=() if garden.config.is_vault else tuple(tag.strip() for tag in note.front.tags if tag.strip()),
        cascades=hands_down(note.path) and note.front.cascade != (),
        lends=garden.lends_files(note),
        works=cited_works(note),
        day=day_of(note.path, vault.daily_folder, vault.daily_format) if garden.config.is_vault else "",
    )
    if is_listed(node):
        return node
    # A citation names its work; it reveals no note that lists leave out.
    return msgspec.structs.replace(node, names=tuple(each for each in node.names if not each[0].startswith("@")))


def node_of(garden: Garden, note: Note) -> Node:
    """The complete node. The names of all notes must be in the garden already."""
    lookups = Lookups(garden.names)
    answers = garden.answers(note.path, lookups)
    problems = [*note.problems, *_link_problems(garden, note, answers)]
    tally = LinkTally(note.path, is_vault=garden.config.is_vault)
    for link, answer in zip(note.links, answers, strict=True):
        tally.add(link, answer)
    tally.add_tags(note.front.tags, lookups)
    pictures = tally.used | _pictures(garden, note, lookups, problems)
    problems += [*_name_problems(garden, note, lookups), *_waits(garden, note)]
    since, until = shown_between(note.front)
    created, modified = note_dates(note, garden.dates)
    said, namings = garden.mentions.read(note, answers) if garden.mentions is not None else ("", ())
    return msgspec.structs.replace(
        named_node(garden, note),
        created=created,
        modified=modified,
        words=note.words,
        weight=note.front.weight,
        edges=tally.edges(),
        unwritten=tuple(tally.unwritten),
        anchored=tuple(sorted(tally.anchored)),
        plain_tags=tuple(tally.plain_tags),
        pictures=tuple(sorted(pictures)),
        packed_lookups=packed(lookups.keys),
        packed_problems=packed(each for each in problems if not is_silenced(each, note)),
        terms=" ".join(note.terms),
        shown_from=instant(note.front.publish_date) if garden.config.is_vault else since,
        shown_until=until,
        diagrams=note.diagrams,
        noindex=note.front.noindex,
        has_image=names_image(note),
        said=said,
        namings=namings,
        menus=() if garden.config.is_vault else note.front.menus,
        embeds=tuple(embeddings(garden, note, answers)),
        tasks=tasks_digest(note),
        empty=note.words == 0 and not note.pictures and not any(link.kind == "embed" for link in note.links),
    )


def _link_problems(garden: Garden, note: Note, answers: tuple[Resolved, ...]) -> list[Problem]:
    def ids(path: str) -> tuple[str, ...]:
        return note.ids if path == note.path else garden.note(path).ids

    def address_of(target: str) -> str:
        return garden.picture_address(target, note.path)

    found = (
        link_problem(link, answer, note, ids, address_of)
        for link, answer in zip(note.links, answers, strict=True)
        if not _leads_to_held(garden, answer) and not (link.shape.inside and garden.is_hidden(note))
    )
    return [*_once(problem for problem in found if problem is not None)]


def _once(problems: Iterable[Problem]) -> Iterator[Problem]:
    """The problems; for each file that cannot be shown, only the first place."""
    seen: set[str] = set()
    for problem in problems:
        if problem.code != "not-drawn" or problem.subject not in seen:
            yield problem
        seen |= {problem.subject} if problem.code == "not-drawn" else set()


def _leads_to_held(garden: Garden, answer: Resolved) -> bool:
    """Whether a link leads to a note whose own error already says why it is not published."""
    return (
        isinstance(answer, Missing) and answer.draft in garden.addresses and garden.is_held(garden.note(answer.draft))
    )


def _pictures(garden: Garden, note: Note, lookups: Lookups, problems: list[Problem]) -> set[str]:
    used: set[str] = set()
    for picture in note.pictures:
        if is_external(picture.src) or not picture.src:
            continue
        address = garden.picture_address(picture.src, note.path, lookups)
        if lookups.file(address) is None:
            src = picture.src.removeprefix("file:")
            code, message = "picture-missing", f"no such picture: {src}"
            if garden.is_withheld(address, lookups):
                code, message = "link-draft", f"the note of this picture is not published: {src}"
            place = (note.path, picture.line, picture.column)
            problems.append(Problem.of(*place, code, message, subject=address))
        used.add(address)
    for link in note.links:
        if link.kind in ("markdown", "html", "file") and not link.target.startswith("#"):
            used.add(garden.picture_address(link.target, note.path, lookups))
    return used | _shared_picture(garden, note, lookups, problems)


def _shared_picture(garden: Garden, note: Note, lookups: Lookups, problems: list[Problem]) -> set[str]:
    """The picture for link previews that the front matter names."""
    typed = front_image(note)
    if not typed or is_external(typed):
        return set()
    meant = [garden.picture_address(src, note.path, lookups) for src in meanings(typed)]
    there = [address for address in meant if lookups.file(address) is not None]
    if not there:
        message = f"no such picture: {typed}"
        problems.append(Problem.of(note.path, note.line, 1, "picture-missing", message, subject=meant[-1]))
    return {*there[:1]}


def _waits(garden: Garden, note: Note) -> Iterator[Problem]:
    """Report text included from another file whose publish date is ahead or whose expiry date has passed."""
    if not note.front.awaited or note.front.draft or not garden.is_hidden(note):
        return
    for each in note.front.awaited:
        if not is_in_time(each.since, each.until, garden.now, garden.rules):
            limit = f"before {each.since[:10]}" if each.since > garden.now else f"after {each.until[:10]}"
            message = f"this page is not published {limit}, because it includes text of {each.file}"
            hint = "give both the same date, or remove the line"
            yield Problem.of(note.path, each.line, 1, "org-unpublished", message, hint)


def _name_problems(garden: Garden, note: Note, lookups: Lookups) -> list[Problem]:
    if others := [] if garden.config.is_vault else [*filter(is_of_another_site, note.front.aliases)]:
        message = f"aliases: {others[0]} is the URL of another site, which cannot redirect here"
        return [Problem.of(note.path, note.line, 1, "front-matter", message, "write only the path, /a/b/")]
    key = "permalink" if garden.config.is_vault else "url"
    fault, hint = url_fault(note.front.url)
    if fault and (key == "url" or is_of_another_site(note.front.url)):
        message = f"{key}: {fault}; the note is published at {garden.addresses.of(note.path)}"
        return [Problem.of(note.path, note.line, 1, "front-matter", message, hint)]
    first = garden.addresses.clashes_with(note.path)
    if first is None:
        return []
    lookups.keys.add(claim_key(garden.addresses.claim(note.path)))
    message = f"has the same address as {first}; it is published at {garden.addresses.of(note.path)}"
    return [Problem.of(note.path, note.line, 1, "address-clash", message, "give one of them another slug")]
