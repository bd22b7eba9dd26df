"""Templates: what is computed once for all pages, what a garden's own may access, where compiled ones are stored."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import jinja2
import msgspec
import pytest
from jinja2 import DictLoader
from jinja2.exceptions import SecurityError
from markupsafe import Markup
from support import write

from notegarden.render import environment
from notegarden.render.environment import (
    CompiledTemplates,
    Params,
    SandboxedEnvironment,
    TemplateEnvironment,
    Templates,
    shown,
)


class View(msgspec.Struct, frozen=True):
    title: str = "<T>"
    is_on: bool = True
    params: dict[str, Any] = {}


def rendered(
    source: str, kind: type[TemplateEnvironment] = TemplateEnvironment, constants: Any = None, **values: Any
) -> str:
    made = kind(loader=DictLoader({"a.html": source}), autoescape=True, undefined=jinja2.StrictUndefined)
    made.see({"site": constants or View()})
    return made.get_template("a.html").render(**values)


def code(source: str) -> str:
    """The code that a template is compiled to."""
    made = TemplateEnvironment(loader=DictLoader({}), autoescape=True)
    made.see({"site": View()})
    compiled = made.compile(source, raw=True)
    assert isinstance(compiled, str)
    return compiled


@pytest.mark.parametrize("value", ["plain", "a & b", "<b>", "'\"", Markup("<b>"), 3, None, True])
def test_values_are_escaped_as_jinja_does(value: Any) -> None:
    assert str(shown(value)) == rendered("{{ x }}", x=value)
    assert type(shown("plain")) is str


@pytest.mark.parametrize(
    ("source", "page"),
    [
        ("{{ site.title }}", "&lt;T&gt;"),
        ("{% if site.is_on %}a{% else %}b{% endif %}", "a"),
        ("{% if not site.is_on %}a{% elif x %}b{% else %}c{% endif %}", "b"),
        ("{% if x == 'no' %}a{% elif site.is_on %}b{% else %}c{% endif %}", "b"),
        ("{% if site.is_on and x %}a{% endif %}", "a"),
        ("{% set site = x %}{{ site }}", "x"),
        ("{% for site in [{'title': x}] %}{{ site.title }}{% endfor %}", "x"),
        ("a{{ site.title }}b{{ x }}c", "a&lt;T&gt;bxc"),
    ],
)
def test_a_page_is_the_same_with_precomputed_constants(source: str, page: str) -> None:
    assert rendered(source, x="x") == page


def test_expressions_that_depend_only_on_the_site_are_precomputed() -> None:
    compiled = code("{% if site.is_on %}shown{% else %}never{% endif %}{{ site.title }}")
    assert "shown&lt;T&gt;" in compiled
    assert "never" not in compiled
    assert "site" not in compiled


def test_parameters_of_the_site_are_looked_up_when_a_page_is_rendered() -> None:
    site = View(params={"a": {"b": "deep"}})
    source = "{{ site.params.a.b }}|{{ site.params.none.b }}|{{ site.params['none'] }}"
    assert rendered(source, SandboxedEnvironment, site) == "deep||"


def test_a_misspelled_name_in_a_template_is_an_error() -> None:
    with pytest.raises(jinja2.UndefinedError):
        rendered("{{ site.tilte }}", SandboxedEnvironment)
    with pytest.raises(jinja2.UndefinedError):
        rendered("{{ page }}")


@pytest.mark.parametrize(
    "source",
    [
        "{{ site.__class__ }}", "{{ site.__struct_fields__ }}", "{{ ''.__class__.__mro__ }}",
        "{{ site.params.__class__.__mro__ }}", "{{ [].append(1) }}", "{{ 2 ** 1001 }}", "{{ 1001 ** 2 }}",
        "{{ x ** -1001 }}",
    ],
)  # fmt: skip
def test_a_template_of_a_garden_cannot_access_python(source: str) -> None:
    try:
        page = rendered(source, SandboxedEnvironment, x=2)
    except (SecurityError, jinja2.UndefinedError):
        return
    assert page == ""


def test_a_power_that_depends_on_the_page_is_computed() -> None:
    assert rendered("{{ x ** 10 }}", SandboxedEnvironment, x=2) == "1024"


def test_a_key_of_an_author_wins_over_a_method_of_that_name() -> None:
    plain, named = Params(a=1), Params(items="mine", pop="mine")
    assert [*plain.value("items")()] == [("a", 1)]
    assert named.value("items") == named.value("pop") == "mine"
    for method in ("pop", "clear", "update"):
        assert not plain.value(method)
    assert isinstance(Params(a={"b": 1}).value("a"), Params)


def test_the_first_folder_that_has_a_template_is_used(tmp_path: Path) -> None:
    write(tmp_path, {"own/a.html": "own", "theme/a.html": "theme", "theme/b.html": "theme", "out.html": "secret"})
    (tmp_path / "own/b.html").symlink_to(tmp_path / "out.html")
    loader = Templates([tmp_path / "own", tmp_path / "none", tmp_path / "theme"])
    made = TemplateEnvironment(loader=loader)
    assert [made.get_template(name).render() for name in ("a.html", "b.html")] == ["own", "theme"]
    with pytest.raises(jinja2.TemplateNotFound):
        made.get_template("../out.html")


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "notegarden/templates"


def compile_with(key: str, source: str = "x") -> None:
    loader = DictLoader({"a.html": source})
    TemplateEnvironment(loader=loader, bytecode_cache=CompiledTemplates(key)).get_template("a.html")


def test_a_template_is_compiled_once_for_the_same_inputs(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str | None] = []
    once = TemplateEnvironment._generate

    def counted(self: TemplateEnvironment, source: Any, name: str | None, *rest: Any, **more: Any) -> str:
        compiled.append(name)
        return once(self, source, name, *rest, **more)

    monkeypatch.setattr(TemplateEnvironment, "_generate", counted)
    for key, source, number in (("1", "x", 1), ("1", "x", 1), ("2", "x", 2), ("1", "y", 3)):
        compile_with(key, source)
        assert len(compiled) == number
    assert len([*cache.iterdir()]) == 2, "another source replaces the previous one"


def test_the_oldest_of_too_many_compiled_templates_are_deleted(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "_MOST_COMPILED", 4)
    for number in range(4):
        compile_with(str(number))
    for number, file in enumerate(sorted(cache.iterdir())):
        os.utime(file, (number, number))
    oldest = {file.name for file in sorted(cache.iterdir())[:2]}
    compile_with("more")
    left = {file.name for file in cache.iterdir()}
    assert (len(left), left & oldest) == (3, set())


def test_compiled_templates_are_not_stored_where_others_may_write(cache: Path) -> None:
    cache.mkdir(parents=True)
    cache.chmod(0o777)
    with pytest.raises(PermissionError):
        CompiledTemplates("1")
