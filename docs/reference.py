"""Write the pages of the manual that are made from the program, its templates, and what was measured.

`make docs` runs it. `tests/test_manual.py` fails where a page is not what this makes.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

import click
import jinja2
import msgspec
from jinja2 import nodes

from notegarden.check.formats import documentation
from notegarden.cli import main
from notegarden.config.schema import Config
from notegarden.config.tables import MenuItem
from notegarden.render import gathered_views, page_view, views
from notegarden.render.theme import shipped

HERE = Path(__file__).parent
_COMMENT = re.compile(r"\{#-?\s*(.*?)\s*-?#\}", re.DOTALL)
_MADE = "<!-- Made by docs/reference.py from the program: change it there. -->"


_SHORTCODES = """## Shortcodes

`templates/shortcodes/NAME.html` is the shortcode `NAME` of notes in Hugo's Markdown
([a recipe](recipes.md#a-shortcode-of-your-own)). It gets different variables from page templates, because a note's text
is rendered once, not once per page:

| variable | value |
|---|---|
| `args` | the positional arguments, as a list: `{{ args[0] }}` |
| `params` | the named arguments: `{{ params.title }}`; empty if not given |
| `inner` | the text between the opening and the closing tag, with its shortcodes run; empty if there is none |
| `page` | the note's front matter: `{{ page.title }}`, or `{{ page.params.title }}` |
| `site` | `[params]` of the configuration: `{{ site.key }}`, or `{{ site.params.key }}` |

`{{ inner|markdown }}` renders a text as Markdown: inline if it is one paragraph, otherwise as blocks;
`markdown("block")` and `markdown("inline")` force one. The output of a call in percent signs (`{{% NAME %}}`) is parsed
as Markdown; the output of a call in angle brackets (`{{< NAME >}}`) is HTML, with TeX in it as MathML. A template that
fails is reported with the note's line."""
_REMEMBERED = """A first build reads every note. Later builds read only changed notes and write the pages that show
something of them; [how it works](how-it-works.md) describes the cache. What costs time:

- **The search index**, as much as all pages together: `--no-search` skips it while you preview.
- **Smaller copies of pictures**, once for each picture; `images = "full"` takes several times as long as `"fast"`.
- **Cards** and **copies in Markdown**, each about as much as the rest of a note; unlinked mentions.
- **A change of what every page shows**, such as the site's title, the menu or `base.html`: all pages are rendered
  again, no note is read again.
- **A host without a cache** between builds: [workflows](publishing.md#a-host-that-builds) keep `.notegarden/` where
  the host can."""


class Key(NamedTuple):
    """A key of notegarden.toml as it is shown. `default` is TOML, "" where a table is empty."""

    name: str
    kind: str
    default: str
    description: str
    example: str


class Block(NamedTuple):
    """A block of a template, and what the comment at its start says of it."""

    template: str
    name: str
    text: str


def config_keys(struct: type[msgspec.Struct] = Config, prefix: str = "") -> Iterator[Key]:
    """Every key that an author may set, in the order of the schema."""
    hints = get_type_hints(struct, include_extras=True)
    for field in msgspec.structs.fields(struct):
        hint = hints[field.name]
        if get_origin(hint) is Annotated:
            kind, meta = get_args(hint)
            yield Key(
                prefix + field.name, type_name(kind), toml(field.default), meta.description, meta.extra["example"]
            )
        elif field.name != "vault":  # read from the vault's own settings
            yield from config_keys(hint, f"{field.name}.")


def type_name(hint: Any) -> str:
    """A type in words: `list of text`, `one of "all", "marked"`."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Literal:
        return "one of " + ", ".join(f'"{each}"' for each in inner)
    if origin is tuple:
        return f"list of {type_name(inner[0])}"
    if origin is dict:
        return f"table of {type_name(inner[1])}" if inner[1] is not Any else "table"
    if origin in (UnionType, Union):
        chosen = [f'"{each}"' for kind in inner if get_origin(kind) is Literal for each in get_args(kind)]
        kinds = [type_name(each) for each in inner if each is not NoneType and get_origin(each) is not Literal]
        kinds += [f"one of {', '.join(chosen)}"] if chosen else []
        return " or ".join(kinds + ["none"] * (NoneType in inner))
    names = {str: "text", bool: "true or false", int: "number", float: "number", MenuItem: "table"}
    return names.get(hint) or str(getattr(hint, "__name__", hint))


def toml(value: Any) -> str:
    """A default as it would be written."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f'"{value}"'
    return str(value) if isinstance(value, int) else "[]" if isinstance(value, tuple) else "{}"


def cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def page(title: str, *parts: str) -> str:
    return "\n\n".join([f"---\ntitle: {title}\n---", _MADE, *parts]) + "\n"


def configuration() -> str:
    """docs/configuration.md: every key with type, default, and an example that a test loads."""
    parts = [
        "`notegarden.toml` in the garden's folder, every key optional. An unknown key is an error that names the"
        " nearest one. A Hugo site needs no such file: its `hugo.toml` or `config.toml` is read.",
    ]
    for key in config_keys():
        facts = f"Type: {key.kind}. Left out: `{key.default}`."
        parts.append(f"## {key.name}\n\n{key.description}\n\n{facts}\n\n```toml\n{key.example}\n```")
    return page("Configuration", *parts)


def view_classes() -> list[type[page_view.View]]:
    """The views in the order of the files that hold them: the pages' own first."""
    there = (each for module in (page_view, views, gathered_views) for each in vars(module).values())
    named = [*dict.fromkeys(each for each in there if inspect.isclass(each) and issubclass(each, page_view.View))]
    whole = [each for each in named if issubclass(each, page_view.PageView)]
    base = (page_view.View, page_view.SiteView, *whole)
    return [page_view.SiteView, *whole, *(each for each in named if each not in base)]


def blocks() -> list[Block]:
    """Every block of the theme's templates, by template and in the order of the file."""
    folder = shipped()[0]
    environment = jinja2.Environment(autoescape=True)
    out = []
    for file in sorted(folder.glob("*.html")):
        source = file.read_text("utf-8")
        for node in environment.parse(source).find_all(nodes.Block):
            start = re.search(rf"\{{%-?\s*block {node.name}\s*-?%\}}\s*", source)
            told = _COMMENT.match(source, start.end()) if start else None
            out.append(Block(file.name, node.name, told[1] if told else ""))
    return out


def templates() -> str:
    """docs/templates.md: blocks of every template, fields of every view."""
    parts = [
        "A garden overrides a template of the theme with a file of the same name in `templates/` (of a vault: in"
        ' `.theme/templates/`), whole or block by block. `{% extends "theme/note.html" %}` at the top inherits from the'
        " theme's template: a block of yours replaces its block, and `{{ super() }}` is the original."
        " [Recipes](recipes.md) has examples.",
        "Templates are [Jinja](https://jinja.palletsprojects.com/), in a sandbox. They see `page`, `site`, `words` (the"
        " interface's words) and `body` (the text as HTML), and the filters `date`, `month`, `number`, `plural` and"
        " `href` beside Jinja's own. An unknown field, a block that no parent template has, and a template"
        " that no page uses are errors with file, line and the nearest name.",
        "Values are escaped, but a URL can still run a script: if you did not write all the notes,"
        ' write `<a href="{{ page.params.site|href }}">`. The filter removes a URL such as `javascript:…`.',
        _SHORTCODES,
        "## Blocks",
    ]
    described = {block.name: block.text for block in blocks() if block.text}
    for name in sorted({block.template for block in blocks()}):
        rows = [
            f"| `{block.name}` | {cell(block.text or described.get(block.name, ''))} |"
            for block in blocks()
            if block.template == name
        ]
        parts.append("\n".join([f"### {name}", "", "| block | content |", "|---|---|", *rows]))
    parts.append("## What templates see\n\n`site` is a SiteView on every page; `page` is the view of its kind.")
    for view in view_classes():
        told = inspect.cleandoc(view.__doc__ or "")
        hints = get_type_hints(view)
        bases = (
            {field.name for field in msgspec.structs.fields(page_view.PageView)}
            if view is not page_view.PageView
            else set()
        )
        own = [
            f"| `{field.name}` | {cell(type_name(hints[field.name]))} |"
            for field in msgspec.structs.fields(view)
            if field.name not in bases or not issubclass(view, page_view.PageView)
        ]
        also = "\n\nAnd every field of PageView." if issubclass(view, page_view.PageView) and bases else ""
        table = "\n".join(["| field | type |", "|---|---|", *own])
        parts.append(f"### {view.__name__}\n\n{told}{also}\n\n{table}")
    return page("Templates and blocks", *parts)


def option_text(option: click.Option) -> str:
    """An option as it is typed: `--severity error|warning|info`."""
    names = ", ".join(sorted(option.opts, key=len))
    if option.is_flag:
        return names
    if isinstance(option.type, click.Choice):
        return f"{names} {'|'.join(map(str, option.type.choices))}"
    return f"{names} {option.metavar or option.type.name.split()[0].upper()}"


def commands() -> str:
    """docs/commands.md: every command, argument and option, as `--help` has them."""
    parts = [
        "GARDEN defaults to the current folder. Exit codes: 0 success; 1 the garden has errors (`check`,"
        " `build --strict`, `preflight --strict`); 2 nothing could be built, and one line says why.",
    ]
    for name, command in main.commands.items():
        options = [each for each in command.params if isinstance(each, click.Option)]
        arguments = [each for each in command.params if isinstance(each, click.Argument)]
        named = [each.name.upper() if each.required else f"[{each.name.upper()}]" for each in arguments if each.name]
        usage = " ".join(["notegarden", name, *["[OPTIONS]"] * bool(options), *named])
        parts += [f"## {name}", command.help or "", f"```text\n{usage}\n```"]
        if options:
            rows = [f"| `{cell(option_text(each))}` | {cell(each.help or '')} |" for each in options]
            parts.append("\n".join(["| option | what it does |", "|---|---|", *rows]))
    return page("Commands", *parts)


def performance() -> str:
    """docs/performance.md: what stands in RESULTS.md, as it was measured."""
    results = (HERE.parent / "tests" / "bench" / "RESULTS.md").read_text(encoding="utf-8")
    about, _, sections = results.partition("\n## ")
    return page("Performance", _REMEMBERED, "## " + sections.strip(), about.partition("\n")[2].strip())


PAGES = {
    "performance.md": performance,
    "configuration.md": configuration,
    "templates.md": templates,
    "commands.md": commands,
    "problems.md": documentation,
}

if __name__ == "__main__":
    for name, make in PAGES.items():
        (HERE / name).write_text(make(), encoding="utf-8", newline="\n")
