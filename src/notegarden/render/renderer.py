"""Render a view to HTML."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jinja2
from markupsafe import Markup

from notegarden.errors import SiteError
from notegarden.files.scan import scan
from notegarden.ledger import keys
from notegarden.render.environment import CompiledTemplates, SandboxedEnvironment, TemplateEnvironment, Templates
from notegarden.render.overrides import check_overrides
from notegarden.render.page_view import PageView, SiteView
from notegarden.render.policy import with_policy
from notegarden.render.words import filters, load, word_folders
from notegarden.urls import may_lead_to


class _Words(SimpleNamespace):
    """A dict whose keys are attributes in templates: `words.keys` is a word of the interface, not the method."""

    def __getitem__(self, key: str) -> object:
        return getattr(self, key)


class Renderer:
    """Renders views with the theme's templates. `templates` and `statics` are folders, the garden's own first.

    `cached`: keep compiled templates in the user's cache folder; compiling the three for a note takes a tenth of a
    second. A garden's own templates run in a sandbox.
    """

    def __init__(
        self, templates: Sequence[Path], statics: Sequence[Path], site: SiteView, *, cached: bool = False
    ) -> None:
        # `theme/NAME` is the theme's own template, so that an override can extend the one it replaces.
        shipped = jinja2.PrefixLoader({"theme": Templates(templates[-1:])})
        loader = jinja2.ChoiceLoader([Templates(templates), shipped])
        words = load(site.language, word_folders(statics))
        kind: type[TemplateEnvironment] = TemplateEnvironment
        self.has_overrides = _has_overrides(templates)
        if self.has_overrides:
            kind = SandboxedEnvironment
            check_overrides(templates[0], templates[-1])
        self._environment = kind(
            bytecode_cache=_compiled(kind.__name__, site, words) if cached else None,
            loader=loader,
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            auto_reload=False,
            cache_size=-1,
        )
        self._guarded = site.guarded
        self._environment.see({"site": site, "words": _Words(**words)})
        self._environment.filters.update({**filters(words), "href": safe_address})

    def render(self, view: PageView, body: str = "") -> bytes:
        """The page of a view; `body` is the note's HTML. Raises SiteError with the template's file and line."""
        return self.render_template(view.template, page=view, body=Markup(body))  # noqa: S704 - made by our own parser

    def render_template(self, name: str, **values: Any) -> bytes:
        """Render any template of the theme. Raises SiteError as `render` does."""
        try:
            page = self._environment.get_template(name).render(**values)
            if self._guarded:
                page = with_policy(page, values.get("body", ""))
            return page.encode("utf-8", "replace")
        except jinja2.TemplateSyntaxError as error:
            file = _shown(error.filename or error.name or name)
            raise SiteError(f"template: {error.message}", file, error.lineno) from error
        except jinja2.TemplateNotFound as error:
            raise SiteError(f"no template {error.name}", "templates/" + name) from error
        except jinja2.TemplateError as error:
            file, line = _place(error, name)
            raise SiteError(
                f"template: {error.message}", file, line, "docs/templates.md lists what templates can use"
            ) from error
        except (TypeError, ValueError, AttributeError, KeyError, ArithmeticError, RecursionError) as error:
            file, line = _place(error, name)
            raise SiteError(f"template: {error}", file, line) from error


def _has_overrides(templates: Sequence[Path]) -> bool:
    """Whether a garden has its own page templates; shortcodes do not count, as they are rendered during parsing."""
    return any(not source.path.startswith("shortcodes/") for folder in templates[:-1] for source in scan(folder))


def _compiled(kind: str, site: SiteView, words: object) -> CompiledTemplates | None:
    try:
        return CompiledTemplates(keys.key(kind, site, words).hex())
    except OSError:
        return None


def _shown(filename: str) -> str:
    path = Path(filename)
    return f"templates/{path.name}" if path.is_absolute() else filename


def _place(error: BaseException, name: str) -> tuple[str, int]:
    """The innermost template line in the traceback, which Jinja rewrites to template lines."""
    file, line = f"templates/{name}", 0
    trace = error.__traceback__
    while trace is not None:
        filename = trace.tb_frame.f_code.co_filename
        if filename.endswith((".html", ".webmanifest")):
            file, line = _shown(filename), trace.tb_lineno
        trace = trace.tb_next
    return file, line


def safe_address(value: object) -> str:
    """The filter `href`: an address from a note, or "" if a browser would run it, such as `javascript:`."""
    address = str(value)
    return address if may_lead_to(address) else ""
