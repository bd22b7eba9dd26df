"""Templates of a garden can read a view and call filters; they cannot access Python."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from notegarden.cli import main
from notegarden.files import user
from notegarden.publish import render_pages
from notegarden.render.environment import CompiledTemplates

_OPEN = "os.system('touch {trace}')"
ESCAPES = [
    "{{ cycler.__init__.__globals__." + _OPEN + " }}",
    "{{ cycler['__init__']['__globals__']['os'].system('touch {trace}') }}",
    "{{ (cycler|attr('__init__')|attr('__globals__')).os.system('touch {trace}') }}",
    "{{ namespace.__init__.__globals__." + _OPEN + " }}",
    "{{ self.__init__.__globals__ }}{{ self._TemplateReference__context }}",
    "{{ page.__class__.__mro__[1].__subclasses__() }}",
    "{{ site.__class__.__init__.__globals__ }}",
    "{{ words.__class__.__init__.__globals__ }}",
    "{{ '{0.__class__.__mro__}'.format(page) }}",
    "{{ ['{0.__class__}']|map('format', page)|list }}",
    "{{ page.title.format_map({}).__class__ }}",
    "{% set x = site.pages.__class__ %}{{ x }}",
    "{{ lipsum.__globals__['os'].system('touch {trace}') }}",
    "{% for f in [lipsum] %}{{ f.__code__ }}{% endfor %}",
    "{{ [].append.__self__.__class__ }}",
    "{{ (1).__class__ }}",
    "{% set _ = site.pages.update({'x': 1}) %}",
    "{% set _ = site.pages.clear() %}",
]


def build(root: Path) -> Result:
    return CliRunner().invoke(main, ["build", str(root / "g"), "-q", "--no-search", "--jobs", "1"])


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "g/content").mkdir(parents=True)
    (tmp_path / "g/templates").mkdir()
    (tmp_path / "g/content/a.md").write_text("text\n")
    return tmp_path


@pytest.mark.parametrize("escape", ESCAPES)
def test_a_template_that_accesses_python_is_an_error(root: Path, escape: str) -> None:
    (root / "g/templates/404.html").write_text(escape.replace("{trace}", str(root / "trace")))
    done = build(root)
    assert done.exit_code == 2, done.output
    assert "templates/404.html" in done.output
    assert not (root / "trace").exists()


@pytest.mark.parametrize(
    ("endless", "said"),
    [
        ("{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}", "seconds"),
        ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "recursion"),
        ("{% set x = 'x' * 9999999 %}{{ x * 9999999 }}", "memory"),
        ("{{ 'x'.center(99999999999) }}", "memory"),
        ("{{ 9 ** (9 ** (9 ** 9)) }}", "power"),
    ],
)
def test_a_template_without_end_is_an_error(
    root: Path, monkeypatch: pytest.MonkeyPatch, endless: str, said: str
) -> None:
    monkeypatch.setattr(render_pages, "SECONDS", 0.5)
    (root / "g/templates/404.html").write_text(endless)
    done = build(root)
    assert done.exit_code == 2, done.output
    assert "templates/404.html" in done.output
    assert said in done.output


@pytest.mark.parametrize(
    "nested",
    [
        "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}",
        "{% if 1 %}" * 3000 + "{% endif %}" * 3000,
        "{{ " + "[" * 5000 + "]" * 5000 + " }}",
        "{{ page.title" + " ~ 'a' + 'b'" * 5000 + " }}",
        "{{ 1" + " + 1" * 5000 + " }}",
        "{{ page.title" + "|upper" * 5000 + " }}",
        "{{ page" + ".a" * 5000 + " }}",
        "{{ not" + " not" * 5000 + " 1 }}",
    ],
    ids=["parentheses", "conditions", "lists", "texts", "sum", "filters", "fields", "negations"],
)
@pytest.mark.parametrize("name", ["404.html", "shortcodes/x.html"])
def test_a_template_with_endless_nesting_is_an_error(root: Path, name: str, nested: str) -> None:
    (root / "g/templates" / name).parent.mkdir(exist_ok=True)
    (root / "g/templates" / name).write_text(nested)
    (root / "g/content/b.md").write_text("{{< x >}}\n")
    done = build(root)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    assert done.exit_code == (2 if name == "404.html" else 0), done.output
    assert name == "404.html" or "shortcode" in done.output


def test_an_override_that_only_shows_a_view_works(root: Path) -> None:
    block = "{{ site.title|upper }} {{ words.all_notes }} {% for i in range(2) %}{{ loop.index }}{% endfor %}"
    (root / "g/templates/404.html").write_text(
        '{% extends "theme/404.html" %}{% block main %}<p id="own">' + block + "</p>{% endblock %}"
    )
    done = build(root)
    assert done.exit_code == 0, done.output
    assert '<p id="own">NOTES ' in (root / "g/public/404.html").read_text()


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://example.org/?a=1&b=2", "https://example.org/?a=1&amp;b=2"),
        ("/posts/#a", "/posts/#a"),
        ("javascript:alert(1)", ""),
        (" java\\tscript:alert(1)", ""),
        ("data:text/html,x", ""),
    ],
)
def test_an_address_of_a_note_that_runs_code_is_left_out(root: Path, address: str, shown: str) -> None:
    (root / "g/content/a.md").write_text(f'+++\nsite = "{address}"\n+++\ntext\n')
    (root / "g/templates/note.html").write_text(
        '{% extends "theme/note.html" %}{% block after_body %}<a href="{{ page.params.site|href }}">x</a>{% endblock %}'
    )
    assert build(root).exit_code == 0
    assert f'<a href="{shown}">x</a>' in (root / "g/public/a/index.html").read_text()


@pytest.mark.parametrize("name", ["templates/404.html", "templates/shortcodes/x.html", "templates"])
def test_a_template_is_not_read_through_a_link_out_of_the_garden(root: Path, name: str) -> None:
    (root / "out").mkdir()
    (root / "out/404.html").write_text("SECRET")
    (root / "out/x.html").write_text("SECRET")
    place = root / "g" / name
    if name == "templates":
        place.rmdir()
    place.parent.mkdir(exist_ok=True)
    place.symlink_to(root / "out" / place.name if place.suffix else root / "out")
    (root / "g/content/b.md").write_text("{{< x >}}\n")
    build(root)
    pages = (root / "g/public").rglob("*.html")
    assert not any("SECRET" in page.read_text() for page in pages)


def test_no_compiled_template_is_stored_in_a_garden(root: Path) -> None:
    (root / "g/templates/404.html").write_text("own")
    assert build(root).exit_code == 0
    kept = [path.name for path in (root / "g/.notegarden").iterdir()]
    assert not [name for name in kept if "template" in name or "jinja" in name]
    for path in (root / "g/.notegarden").rglob("*"):
        assert not path.is_file() or b"jinja" not in path.read_bytes()[:20]


def test_compiled_templates_are_not_stored_where_others_may_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    folder = user.cache_folder() / "templates"
    folder.mkdir(parents=True)
    folder.chmod(0o777)
    with pytest.raises(PermissionError):
        CompiledTemplates("key")
