"""`notegarden preflight`: before publishing, show what would change and what private things would be published."""

from __future__ import annotations

import posixpath
import re
import tempfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from posixpath import basename, dirname

import click
import msgspec

from notegarden.check.leaks import TAG, Known, Leak, PrivateNote, leaks
from notegarden.check.text import Where
from notegarden.config.load import garden_folder
from notegarden.errors import printable
from notegarden.files.tree import text_below
from notegarden.garden.garden import Garden
from notegarden.garden.names import tag_key
from notegarden.notes.node import Node
from notegarden.notes.sentence import UNSPACED
from notegarden.notes.visibility import is_published
from notegarden.pipeline.stages import Options, Pipeline
from notegarden.publish.manifest import Difference, difference, load_manifest, manifest_of, save_manifest
from notegarden.site.addresses import copy_address
from notegarden.urls import output_file, quoted

_PUBLISHED = "published.json"
_SHOWN = 20
_TOLD_APART = 3  # a title of at least so many words is not taken for a common phrase
# Files that browsers and hosts request, or that intentionally no page links to.
_KNOWN_FILES = (
    "favicon",
    "apple-touch-icon",
    "robots.txt",
    "llms.txt",
    "CNAME",
    "_headers",
    "_redirects",
    ".well-known/",
    "theme/",
)


def run_preflight(
    garden: str, base_url: str | None, against: Path | None, accept: bool, strict: bool, form: str
) -> int:
    """Build into a temporary folder, compare and search it; the exit code is 1 if `strict` is set and a leak is found.

    `against`: the folder of the published site; default: the state that `accept` recorded last, else the output folder.
    `accept`: record the state as published.
    """
    root = garden_folder(garden)
    with tempfile.TemporaryDirectory(prefix="notegarden-") as folder:
        site = Path(folder, "site")
        pipeline = Pipeline(root, Options(output=site, base_url=base_url))
        try:
            pipeline.refresh(whole=True)
            pipeline.publish()
            record = pipeline.ledger.path.with_name(_PUBLISHED)
            now = manifest_of(site)
            before = manifest_of(against) if against else load_manifest(record)
            changes = difference(manifest_of(root / pipeline.config.output) if before is None else before, now)
            found = leaks(site, now, _known(pipeline, site, now))
            folder, notes = Where.of(root, "").folder, pipeline.garden.published()
            places = {_shown(node): posixpath.join(folder, pipeline.source_of(node.path)) for node in notes}
            _forget_output(pipeline, site)
        finally:
            pipeline.close()
        if accept:
            save_manifest(record, now)
    click.echo(
        msgspec.json.encode({"changes": changes, "leaks": found}) if form == "json" else _text(changes, found, places)
    )
    return 1 if strict and any(leak.kind != "unlinked" and not leak.is_removed for leak in found) else 0


def _forget_output(pipeline: Pipeline, output: Path) -> None:
    """Remove a temporary output folder from the ledger."""
    ledger, root = pipeline.ledger, str(output.resolve())
    with ledger.commit():
        ledger.outputs.drop(root, list(ledger.outputs.of(root)))
        ledger.drop_keys(f"published {root}")


def _known(pipeline: Pipeline, site: Path, files: Collection[str]) -> Known:
    """What the garden knows about the site in the folder `site`, which has these files."""
    garden, private = pipeline.garden, pipeline.config.private
    published = garden.published()
    texts = {file: text_below(pipeline.root, file) for file in {pipeline.source_of(node.path) for node in published}}
    author = {private_email.lower() for private_email in private.emails}
    return Known(
        pages={
            file: (_shown(node), texts[pipeline.source_of(node.path)])
            for node in published
            for file in (copy_address(pipeline.planner.site, node)[1:], output_file(node.address))
        },
        private=tuple(each for node in published if (each := _private(pipeline, node)) is not None),
        words=private.words,
        unpublished=tuple(sorted(_unpublished(garden))),
        linked={_shown(node): names for node in published if (names := _links_to_unpublished(garden, node))},
        unlinked=_not_named(site, files, sorted(_unlinked(pipeline, published) & {*files})),
        allowed=frozenset(author),
        sources={a[1:]: pipeline.root / source for a, (source, _) in pipeline.published_files.items() if source},
    )


def _shown(node: Node) -> str:
    """A note's file as findings show it: relative to the content folder, as for a problem (`Problem.shown_path`)."""
    return node.file or node.path


def _private(pipeline: Pipeline, node: Node) -> PrivateNote | None:
    """Why a published note should be private: by its folder, the folder of its source file, or one of its tags."""
    garden, private, file = pipeline.garden, pipeline.config.private, pipeline.source_of(node.path)
    places = [f"{dirname(path)}/" for path in (node.path, file, file.partition("/")[2])]
    low = [place.casefold() for place in places]
    folder = next((f for f in private.folders if any(p.startswith(f"{f.strip('/').casefold()}/") for p in low)), "")
    if folder:
        return PrivateNote(_shown(node), f"the note is in the private folder {folder}")
    wanted = {tag_key(tag): tag for tag in private.tags}
    titles = (garden.nodes[edge.target].title for edge in node.edges if edge.tags and edge.target in garden.nodes)
    named = {above for tag in (*node.plain_tags, *titles) for above in _with_tags_above(tag_key(tag))}
    tags = sorted(wanted[key] for key in wanted.keys() & named)
    return PrivateNote(_shown(node), f"the note has the private tag {tags[0]}") if tags else None


def _with_tags_above(tag: str) -> list[str]:
    """A tag and the tags above it: `diary/work` counts as `diary` too."""
    return [tag[:end] for end, char in enumerate(f"{tag}/") if char == "/"]


def _unpublished(garden: Garden) -> set[str]:
    """Names of unpublished notes that are distinctive: longer titles, and file names of several words."""
    taken = {node.title.casefold() for node in garden.published()}
    out = set()
    for node in garden.nodes.values():
        stem = basename(node.path).rpartition(".")[0]
        if is_published(node) or stem in ("index", "_index"):
            continue
        capitals = sum(word[:1].isupper() for word in node.title.split())
        is_long = len(node.title.split()) >= _TOLD_APART or capitals > 1
        if (is_long or re.search(UNSPACED, node.title)) and node.title.casefold() not in taken:
            out.add(node.title)
        if stem[:8].isdigit() or (len(re.split(r"[\s_-]+", stem)) >= _TOLD_APART and stem.casefold() not in taken):
            out.add(stem)
    return out


def _links_to_unpublished(garden: Garden, node: Node) -> tuple[str, ...]:
    """The titles of the unpublished notes that a note links to; there even a common word counts as a name."""
    paths = {each.subject for each in node.problems if each.code == "link-draft"}
    return tuple(sorted({garden.nodes[path].title for path in paths & garden.nodes.keys()}))


def _unlinked(pipeline: Pipeline, published: Sequence[Node]) -> set[str]:
    used = {address for node in published for address in node.pictures}
    files = {address[1:] for address, (source, _) in pipeline.published_files.items() if source and address not in used}
    return {file for file in files if not file.startswith(_KNOWN_FILES)}


def _not_named(site: Path, files: Iterable[str], among: list[str]) -> tuple[str, ...]:
    """Those files that no page or style sheet of the site mentions, as templates and raw HTML may use one."""
    names = {file: (file, quoted(file)) for file in among}
    for page in files if names else ():
        if page.endswith((".html", ".css")):
            text = (site / page).read_text("utf-8", "replace")
            if page.endswith(".html"):  # only tags count: text that names a file, as on the health page, is not a link
                text = "".join(TAG.findall(text))
            names = {file: both for file, both in names.items() if not any(name in text for name in both)}
    return tuple(names)


def _text(changes: Difference, found: list[Leak], places: Mapping[str, str]) -> str:
    """`places`: a note's file as findings show it → as an editor can open it."""
    lines = [f"{len(changes.new)} new pages, {len(changes.changed)} changed, {len(changes.dead)} removed"]
    for sign, files in (("+", changes.new), ("~", changes.changed)):
        lines += [f"  {sign} /{file.removesuffix('index.html')}" for file in files[:_SHOWN]]
        lines += [f"  {sign} … and {len(files) - _SHOWN} more"] if len(files) > _SHOWN else []
    for file in changes.dead:
        address = f"/{file.removesuffix('index.html')}"
        lines.append(f'  - {address} would be dead; to keep it: aliases = ["{address}"] in the note that replaces it')
    lines += [f"{changes.files} other files change", ""] if changes.files else [""]
    for leak in found:
        place = f"{places.get(leak.path, leak.path)}:{leak.line}" if leak.path else leak.file
        lines.append(f"{place}: {leak.what}; {leak.hint} [{leak.kind}]")
    lines.append(f"{len(found)} finding{'s' * (len(found) != 1)}" if found else "nothing private would be published")
    return "\n".join(map(printable, lines))
