"""A garden's configuration and theme, and which cached results they invalidate."""

from __future__ import annotations

from pathlib import Path
from posixpath import normpath
from typing import NamedTuple

import msgspec

from notegarden.check.status import Summary
from notegarden.config.hugo_parts import own_shortcodes
from notegarden.config.load import load_config
from notegarden.config.schema import Config, GardenConfig
from notegarden.ledger import keys
from notegarden.ledger.ledger import Ledger
from notegarden.notes.cascade import DATES
from notegarden.notes.dates import FROM_NAME
from notegarden.notes.goldmark import Goldmark
from notegarden.notes.note import Citing, Dialect
from notegarden.notes.visibility import Rules
from notegarden.pipeline.report import Options
from notegarden.render.theme import Theme, load_theme, shortcode_templates
from notegarden.sources.outlined import forget

CHECKED = "check key"
"""The ledger's key for the `check` configuration that the stored problems were computed with."""
_SHOWN = "shown unreadable"
SNAPSHOT = "snapshot"
"""The ledger's key for the state of the folders at the last refresh."""


class Settings(NamedTuple):
    """`dialect`: what parsing depends on; `rules`: which notes are published."""

    config: Config
    theme: Theme
    dialect: Dialect
    rules: Rules


def load_settings(root: Path, options: Options, ledger: Ledger) -> Settings:
    """Load configuration and theme of the garden at `root`. Raises SiteError."""
    config = load_config(root, options.base_url, options.form)
    if options.drafts:
        config = msgspec.structs.replace(config, drafts=True)
    if not options.search:
        config = msgspec.structs.replace(config, search=False)
    dialect = Dialect(
        config.unsafe_html,
        config.language,
        config.params,
        () if config.is_vault else shortcode_templates(root),
        config.format,
        config.vault.strict_breaks,
        config.time_zone,
        tuple(sorted(config.math.macros.items())),
        config.nodes == "headings",
        config.mentions,
        date_keys_of(config),
        () if config.is_vault else own_shortcodes(root),
        Citing(tuple(map(normpath, config.bibliography)), normpath(config.csl) if config.csl else "", config.content),
        config.tasks,
        config.own_language,
        Goldmark(**msgspec.structs.asdict(config.goldmark)),
    )
    rules = Rules(config.drafts, config.future, config.expired, options.unreadable)
    return Settings(config, load_theme(root / config.own_folder, ledger), dialect, rules)


def date_keys_of(config: GardenConfig) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Front matter field → the keys that its date is read from: the configured ones first, then the defaults.

    Hugo drops the defaults if `:default` is not listed; here they stay, so that no date that withholds a note is lost.
    """
    fields = {"date": "date", "lastmod": "lastmod", "publishDate": "publish_date", "expiryDate": "expiry_date"}
    found = []
    for name, typed in sorted(config.date_keys.items()):
        usual = DATES[fields[name]]
        keys = [key for each in typed for key in (usual if each.lower() == ":default" else (each.lower(),))]
        known = (key for key in (*keys, *usual) if key[:1] != ":" or key == FROM_NAME)
        found.append((fields[name], tuple(dict.fromkeys(known))))
    return tuple(found)


def invalidate(ledger: Ledger, settings: Settings, known: Summary | None, *, everything: bool) -> bool:
    """Delete cached results made by other rules, or all; returns whether there were any.

    `known`: the stored summary of the garden, if there is one.
    """
    # What only pages show is in the key for rendering; what only `check` reads has its own key.
    parse_key = keys.key(settings.dialect)
    grow_key = keys.key(
        settings.dialect, settings.config.garden, msgspec.structs.replace(settings.rules, unreadable=False)
    )
    stored = ledger.key(keys.PARSED), ledger.key("grow key")
    if (parse_key, grow_key) == stored and not everything:
        return _invalidate_held(ledger, known, shown=settings.rules.unreadable)
    with ledger.commit():
        if parse_key != stored[0] or everything:
            ledger.clear_texts()
        ledger.clear_sources()
        ledger.set_files({})
        ledger.outputs.mark_all_stale()
        ledger.drop_keys("published ")
        ledger.drop_keys(SNAPSHOT)
        forget(ledger)
        ledger.set_key(keys.PARSED, parse_key)
        ledger.set_key("grow key", grow_key)
        ledger.set_key(_SHOWN, b"1" if settings.rules.unreadable else b"")
    return True


def _invalidate_held(ledger: Ledger, known: Summary | None, *, shown: bool) -> bool:
    """Delete the stored notes with unclear front matter if they are shown now and were not before, or vice versa.

    `serve` shows them to their author; the ledger that it copies comes from a build, which does not publish them.
    """
    if ledger.key(_SHOWN) == (b"1" if shown else b""):
        return False
    is_any = known is None or known.held > 0
    with ledger.commit():
        if is_any and shown:
            ledger.drop_sources(path for path, (node, _) in ledger.nodes().items() if node.held)
        elif is_any:
            ledger.clear_sources()
        if is_any:
            ledger.drop_keys(SNAPSHOT)
        ledger.set_key(_SHOWN, b"1" if shown else b"")
    return is_any


def is_judged_anew(ledger: Ledger, config: Config) -> bool:
    """Whether the `check` configuration differs from that of the stored problems."""
    return ledger.key(CHECKED) != keys.key(config.check)
