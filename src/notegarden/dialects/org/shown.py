"""Which headings of a file a page shows: published ones that no option and no select tag leaves out."""

from __future__ import annotations

from notegarden.dialects.org.outline import Heading, Outline
from notegarden.dialects.org.pages import PageSpec
from notegarden.dialects.org.settings import Options, Settings


def passes(heading: Heading, options: Options) -> bool:
    """Whether the options show a heading that may be published."""
    if heading.todo and heading.todo not in options.tasks:
        kind = ":done" if heading.is_done else ":todo"
        if options.tasks.is_excluded or kind not in (options.tasks.names or ()):
            return False
    return options.archived != "nil" or "ARCHIVE" not in heading.tags


def is_shut(heading: Heading, options: Options) -> bool:
    """Whether the text below a heading is hidden, because it is archived."""
    return "ARCHIVE" in heading.tags and options.archived != "t"


class Shown:
    """Which headings of a file its pages show, so that links neither name nor lead to others."""

    def __init__(self, outline: Outline, local: dict[str, str]) -> None:
        self._outline, self._local = outline, local
        self._settings: dict[str, Settings] = {}
        self._shown: dict[tuple[int, str], bool] = {}
        self._selected: dict[str, frozenset[int] | None] = {}

    def is_shown(self, heading: Heading, page: PageSpec) -> bool:
        """Whether a page shows a heading; always True for its own."""
        if heading is page.heading:
            return True
        known = self._shown.get((heading.line, page.path))
        if known is not None:
            return known
        chain = []
        for each in heading.ancestry():
            if each is page.heading or (each.line, page.path) in self._shown:
                break
            chain.append(each)
        settings, selected = self._of(page), self._selected_on(page)
        options = settings.options
        for each in reversed(chain):  # outermost first
            above = each.parent
            is_open = above is None or above is page.heading or self._shown[above.line, page.path]
            if is_open and above is not None and above is not page.heading:
                is_open = not is_shut(above, options)
            is_open = is_open and (selected is None or each.line in selected)
            is_open = is_open and settings.is_exported(each)
            self._shown[each.line, page.path] = is_open and passes(each, options)
        return self._shown[heading.line, page.path]

    def has_text(self, heading: Heading | None, page: PageSpec) -> bool:
        """Whether a page shows the text below a heading, or before the first."""
        if heading is None or heading is page.heading:
            return self._selected_on(page) is None
        return self.is_shown(heading, page) and not is_shut(heading, self._of(page).options)

    def _selected_on(self, page: PageSpec) -> frozenset[int] | None:
        """The lines of the headings that select tags reduce a page to; None without such a tag.

        A selected heading includes everything below it, and its parent headings.
        """
        if page.path not in self._selected:
            self._selected[page.path] = self._find_selected(page)
        return self._selected[page.path]

    def _find_selected(self, page: PageSpec) -> frozenset[int] | None:
        tags = self._of(page).select_tags()
        inner = self._outline.headings if page.heading is None else [*page.heading.subtree()][1:]
        if not tags.isdisjoint(self._outline.file_tags):
            return frozenset(each.line for each in inner)
        chosen = [each for each in inner if each.tags and not tags.isdisjoint(each.tags)]
        found: set[int] = set()
        for each in chosen:
            if not any(above.is_comment for above in each.ancestry()):
                found.update(one.line for one in (*each.subtree(), *each.ancestry()))
        return frozenset(found) or None

    def _of(self, page: PageSpec) -> Settings:
        found = self._settings.get(page.path)
        if found is None:
            found = self._settings[page.path] = Settings(self._outline, page.heading, self._local)
        return found
