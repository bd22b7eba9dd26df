"""What a garden's own templates can use, and what happens to unknown names."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from notegarden.cli import main

NOTE = "+++\ntitle = 'A'\nmood = 'bright'\n[card]\ncolour = 'red'\n+++\n\ntext\n"


def built(garden: Path, template: str, name: str = "note.html") -> Result:
    (garden / "content").mkdir(exist_ok=True)
    if not (garden / "content/a.md").exists():
        (garden / "content/a.md").write_text(NOTE)
    path = garden / "templates" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(template)
    return CliRunner().invoke(main, ["build", str(garden), "-q", "--no-search", "--jobs", "1"])


def after_body(text: str) -> str:
    return f'{{% extends "theme/note.html" %}}{{% block after_body %}}<i>{text}</i>{{% endblock %}}'


def page(garden: Path) -> str:
    return (garden / "public/a/index.html").read_text()


def test_a_template_reads_front_matter_and_the_parameters_of_the_garden(tmp_path: Path) -> None:
    (tmp_path / "notegarden.toml").write_text("[params]\nday = 2026-01-02\nitems = 'mine'\n")
    asked = after_body(
        "{{ page.params.mood }} {{ page.params.card.colour }} {{ site.params.day }} {{ site.params.items }}"
    )
    assert built(tmp_path, asked).exit_code == 0
    assert "<i>bright red 2026-01-02 mine</i>" in page(tmp_path)


def test_a_missing_parameter_is_empty_at_any_depth(tmp_path: Path) -> None:
    asked = "{{ page.params.none.deeper }}{% if page.params['other'] or site.params.giscus.repo %}x{% endif %}"
    assert built(tmp_path, after_body(asked)).exit_code == 0
    assert "<i></i>" in page(tmp_path)


def test_a_table_can_be_iterated(tmp_path: Path) -> None:
    assert (
        built(tmp_path, after_body("{% for k, v in page.params.card.items() %}{{ k }}={{ v }}{% endfor %}")).exit_code
        == 0
    )
    assert "<i>colour=red</i>" in page(tmp_path)


def test_a_changed_parameter_is_in_the_page_of_the_next_build(tmp_path: Path) -> None:
    built(tmp_path, after_body("{{ page.params.mood }}"))
    (tmp_path / "content/a.md").write_text(NOTE.replace("bright", "gloomy"))
    assert built(tmp_path, after_body("{{ page.params.mood }}")).exit_code == 0
    assert "<i>gloomy</i>" in page(tmp_path)


def test_an_unknown_field_of_a_view_is_an_error(tmp_path: Path) -> None:
    done = built(tmp_path, after_body("{{ page.moood }}"))
    assert done.exit_code == 2
    assert "templates/note.html" in done.output


@pytest.mark.parametrize("way", ["params.__class__", "params.card.__class__", "params['__class__'].mro", "params.pop"])
def test_parameters_give_no_access_to_python(tmp_path: Path, way: str) -> None:
    done = built(tmp_path, after_body(f"{{{{ page.{way} }}}}"))
    assert done.exit_code != 0 or "<i></i>" in page(tmp_path)


def test_a_template_that_no_page_uses_is_an_error_with_the_nearest_name(tmp_path: Path) -> None:
    done = built(tmp_path, "x", "notes.html")
    assert done.exit_code == 2
    assert 'templates/notes.html: no page uses the template notes.html; did you mean "note.html"?' in done.output


def test_an_unknown_block_is_an_error_with_line_and_nearest_name(tmp_path: Path) -> None:
    own = '{% extends "theme/note.html" %}\n{% block after_bdy %}x{% endblock %}'
    done = built(tmp_path, own)
    assert done.exit_code == 2
    assert (
        'templates/note.html:2: no parent template has the block "after_bdy"; did you mean "after_body"?' in done.output
    )


def test_a_partial_of_the_garden_and_a_new_block_inside_a_theme_block_are_allowed(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/card.html").write_text("<b>card</b>")
    inner = '{% block mine %}{% include "card.html" %}{% endblock %}'
    own = f'{{% extends "theme/note.html" %}}{{% block after_body %}}{inner}{{% endblock %}}'
    assert built(tmp_path, own).exit_code == 0
    assert "<b>card</b>" in page(tmp_path)
