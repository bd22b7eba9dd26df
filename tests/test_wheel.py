"""The wheel contains the whole program, theme included: installed elsewhere, it builds a garden."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest
from support import snapshot

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    (made,) = folder.glob("notegarden-*.whl")
    return made


def installed(wheel: Path, folder: Path) -> Path:
    """A new environment with the wheel; dependencies are taken from this environment, the program is not."""
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    install = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-deps", str(wheel)]
    subprocess.run(install, check=True, timeout=300)
    (site_packages,) = folder.glob("lib/python*/site-packages")
    (site_packages / "borrowed.pth").write_text(f"{sysconfig.get_path('purelib')}\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return installed(wheel, tmp_path_factory.mktemp("environment"))


@pytest.fixture
def garden(tmp_path: Path) -> Path:
    posts = tmp_path / "garden" / "content" / "posts"
    posts.mkdir(parents=True)
    (posts / "one.md").write_text('+++\ntitle = "One"\n+++\n\nSee [two]({{< relref "two.md" >}}).\n', encoding="utf-8")
    (posts / "two.md").write_text('+++\ntitle = "Two"\n+++\n\nThe second.\n', encoding="utf-8")
    return tmp_path / "garden"


def run(environment: Path, *command: str | Path, cwd: Path) -> str:
    bare = {"PATH": os.environ["PATH"], "HOME": str(cwd), "LANG": "C.UTF-8"}
    done = subprocess.run(command, cwd=cwd, env=bare, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_theme_and_the_licences_are_in_the_wheel(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("templates", "static/theme", "static/vendor"):
        here = {each.relative_to(ROOT).as_posix() for each in (ROOT / folder).rglob("*") if each.is_file()}
        assert here, folder
        assert {f"notegarden/theme/{name}" for name in here} <= names
    assert "notegarden/py.typed" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not [name for name in names if not name.startswith(("notegarden/", "notegarden-"))]


def test_the_installed_program_does_not_use_the_repository(environment: Path, tmp_path: Path) -> None:
    code = "import json, sys, notegarden; print(json.dumps([notegarden.__file__, sys.path]))"
    file, path = json.loads(run(environment, environment / "bin" / "python", "-c", code, cwd=tmp_path))
    assert Path(file).is_relative_to(environment)
    assert not [each for each in path if each in (str(ROOT), str(ROOT / "src"))]


def test_every_installation_builds_the_same_bytes(wheel: Path, environment: Path, tmp_path: Path) -> None:
    """Otherwise readers would download everything again after a deploy from another machine."""
    another = installed(wheel, tmp_path / "another place")
    # As pip does by default, and after a run: compiled files contain the path of their source.
    assert list(another.glob("lib/python*/site-packages/notegarden/**/*.pyc"))
    build = "import sys; from notegarden.cli import main; main(sys.argv[1:])"
    sites = {}
    for name, python, path in (
        ("wheel", environment / "bin" / "python", ""),
        ("another wheel", another / "bin" / "python", ""),
        ("checkout", Path(sys.executable), str(ROOT / "src")),
    ):
        work = tmp_path / name
        shutil.copytree(ROOT / "tests/gardens/whole", work)
        with_path = ("env", f"PYTHONPATH={path}") if path else ()
        run(environment, *with_path, python, "-c", build, "build", work, "-q", "--output", work / "out", cwd=work)
        sites[name] = snapshot(work / "out")
        places = (str(tmp_path), str(environment), str(ROOT), str(Path.home()) + "/")
        assert [f for f, data in sites[name].items() if any(place.encode() in data for place in places)] == []
    assert len(sites["wheel"]) > 100
    assert sites["wheel"] == sites["another wheel"]
    assert sites["wheel"] == sites["checkout"]


def test_it_builds_a_garden_with_its_own_theme(environment: Path, garden: Path) -> None:
    """The installed theme is marked, and the build contains the mark, so no other theme can have been used."""
    (theme,) = environment.glob("lib/python*/site-packages/notegarden/theme")
    base = theme / "templates" / "base.html"
    base.write_text(base.read_text(encoding="utf-8").replace("</head>", '<meta name="mark"></head>'), encoding="utf-8")
    style = theme / "static" / "theme" / "site.css"
    style.write_text(style.read_text(encoding="utf-8") + ".marked { color: red; }", encoding="utf-8")
    run(environment, environment / "bin" / "notegarden", "build", garden, "--output", garden / "out", cwd=garden)
    page = (garden / "out" / "posts" / "one" / "index.html").read_text(encoding="utf-8")
    assert '<meta name="mark"></head>' in page
    assert 'href="/posts/two/"' in page
    (built,) = (garden / "out").glob("assets/*/theme/site.css")
    assert built.read_text(encoding="utf-8").endswith(".marked{color:red}")
    assert list((garden / "out").glob("assets/*/vendor/sigma.js"))
    assert list((garden / "out").glob("search-index/*.bin"))


def test_it_creates_a_new_garden_that_builds(environment: Path, tmp_path: Path) -> None:
    command = environment / "bin" / "notegarden"
    run(environment, command, "new", "mine", cwd=tmp_path)
    run(environment, command, "build", "mine", "--strict", "--no-search", cwd=tmp_path)
    assert (tmp_path / "mine" / "public" / "index.html").is_file()
