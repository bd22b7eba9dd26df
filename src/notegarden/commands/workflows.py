"""`notegarden new --workflow`: add files that publish an existing garden on a host.

Actions are pinned to the commit of a release and get the least permissions that work. The cache is kept between runs:
the garden's `.notegarden/`, and the user's key, without which a build does not trust that folder.
"""

from __future__ import annotations

import json
import re
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit
from urllib.request import url2pathname

from notegarden.config.load import load_config
from notegarden.errors import SiteError
from notegarden.files.tree import Tree
from notegarden.files.write import create

_CHECKOUT = "actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2"
_PYTHON = "actions/setup-python@0b93645e9fea7318ecaed2b359559ac225c90a2b # v5.3.0"
_CACHE = "actions/cache@1bd1e32a3bdc45362d1e726936510720a7c30a57 # v4.2.0"
_CONFIGURE_PAGES = "actions/configure-pages@983d7736d9b0ae728b81ab479565c72886d7745b # v5.0.0"
_UPLOAD_PAGES = "actions/upload-pages-artifact@56afc609e74202658d3ffba0e8f6dda462b719fa # v3.0.1"
_DEPLOY_PAGES = "actions/deploy-pages@d6db90164ac5ed86f2b6aed7e0febac5b3c0c03e # v4.0.5"
_UNKNOWN = "git+https://example.org/CHANGE/ME.git"

# The same on every host: fail early, with instructions, while the program's address is still a placeholder.
_INSTALL = """\
case "$NOTEGARDEN" in *CHANGE/ME*) echo 'set NOTEGARDEN to the address of the notegarden repository'; exit 1;; esac
pip install "$NOTEGARDEN"
"""


class Workflow(NamedTuple):
    """A file to add: its path in the garden, its text, and what the user must still do by hand."""

    path: str
    text: str
    remains: str


def add_workflow(garden: Path, host: str) -> Workflow:
    """Write the file for `host` (a key of HOSTS) into the garden. Raises SiteError if that fails or the file exists."""
    if not garden.is_dir():
        raise SiteError(f"{garden} is not a folder", hint="name the folder of a garden")
    workflow = HOSTS[host](installed_from(), load_config(garden).output)
    try:
        with Tree(garden) as tree:
            create(tree, workflow.path, workflow.text.encode())
    except FileExistsError:
        raise SiteError(f"{workflow.path} already exists", hint="move it away first; it is not overwritten") from None
    except OSError as error:
        raise SiteError(f"cannot write {error.filename or workflow.path}: {error.strerror}") from None
    return workflow


_ORIGIN = re.compile(r'^\[remote "origin"\][^\[]*?^\s*url\s*=\s*(\S+)', re.MULTILINE)
"""The repository's URL in a clone's settings. Parsed without git, which would run programs named in them."""


def installed_from() -> str:
    """What to pass to `pip install` to install this program again: its repository, or a placeholder if unknown.

    pip records the origin of an installation in `direct_url.json` (PEP 610): a repository, or the folder of a clone,
    whose own origin is read.
    """
    try:
        recorded = json.loads(distribution("notegarden").read_text("direct_url.json") or "{}")
    except (PackageNotFoundError, ValueError):
        return _UNKNOWN
    vcs = recorded.get("vcs_info", {})
    url = str(recorded.get("url", ""))
    if vcs and url.startswith("https://"):
        return f"{vcs.get('vcs', 'git')}+{url}@{vcs.get('commit_id', 'HEAD')}"
    return _cloned_from(Path(url2pathname(urlsplit(url).path))) if url.startswith("file://") else _UNKNOWN


def _cloned_from(folder: Path) -> str:
    """What to pass to pip to install from the public repository a folder was cloned from, or a placeholder."""
    try:
        settings = (folder / ".git/config").read_text("utf-8", "replace")
    except OSError:
        return _UNKNOWN
    found = _ORIGIN.search(settings)
    origin = found[1] if found else ""
    by_ssh = re.fullmatch(r"(?:ssh://)?git@([\w.-]+)[:/]([\w./-]+)", origin)
    address = f"https://{by_ssh[1]}/{by_ssh[2]}" if by_ssh else origin
    return f"git+{address}" if re.fullmatch(r"https://[\w.-]+/[\w./~-]+", address) else _UNKNOWN


def _github(source: str, output: str) -> Workflow:
    return Workflow(".github/workflows/publish.yml", f"""\
# Builds the garden on every push to the default branch and publishes it on GitHub Pages.
# Once, in the repository's settings: Pages → Build and deployment → Source: GitHub Actions.
name: Publish

on:
  push:
  workflow_dispatch:

permissions:
  contents: read

env:
  NOTEGARDEN: "{source}" # what pip installs

jobs:
  publish:
    if: github.ref_name == github.event.repository.default_branch
    concurrency: # of the job: a push to another branch must not stop a publication
      group: pages
      cancel-in-progress: true
    runs-on: ubuntu-latest
    timeout-minutes: 30
    permissions:
      contents: read
      pages: write
      id-token: write
    environment:
      name: github-pages
      url: ${{{{ steps.deployment.outputs.page_url }}}}
    steps:
{_steps("        ", output)}
      - id: pages
        uses: {_CONFIGURE_PAGES}
      - run: notegarden check --format github || true # findings are shown beside the lines; they do not stop the site
      - run: notegarden build --base-url "$BASE_URL/"
        env:
          BASE_URL: ${{{{ steps.pages.outputs.base_url }}}}
      - uses: {_UPLOAD_PAGES}
        with:
          path: {output}
      - id: deployment
        uses: {_DEPLOY_PAGES}
""", "in the repository's settings, under Pages, choose the source GitHub Actions")  # fmt: skip


def _cloudflare(source: str, output: str) -> Workflow:
    return Workflow(".github/workflows/cloudflare.yml", f"""\
# Builds the garden on every push to the default branch and publishes it on Cloudflare Pages.
# Once: create a Pages project (direct upload) and the repository's secrets and variable named below.
name: Publish

on:
  push:
  workflow_dispatch:

permissions:
  contents: read

env:
  NOTEGARDEN: "{source}" # what pip installs

jobs:
  publish:
    if: github.ref_name == github.event.repository.default_branch
    concurrency: # of the job: a push to another branch must not stop a publication
      group: pages
      cancel-in-progress: true
    runs-on: ubuntu-latest
    timeout-minutes: 30
    steps:
{_steps("        ", output)}
      - run: notegarden check --format github || true # findings are shown beside the lines; they do not stop the site
      - run: notegarden build --base-url "$BASE_URL"
        env: # with a domain of your own, set the variable BASE_URL to its address
          BASE_URL: ${{{{ vars.BASE_URL || format('https://{{0}}.pages.dev/', vars.CLOUDFLARE_PROJECT) }}}}
      - run: npx --yes wrangler@4 pages deploy {output} --project-name "$PROJECT"
        env:
          PROJECT: ${{{{ vars.CLOUDFLARE_PROJECT }}}}
          CLOUDFLARE_API_TOKEN: ${{{{ secrets.CLOUDFLARE_API_TOKEN }}}}
          CLOUDFLARE_ACCOUNT_ID: ${{{{ secrets.CLOUDFLARE_ACCOUNT_ID }}}}
""", "set the variable CLOUDFLARE_PROJECT and the secrets CLOUDFLARE_API_TOKEN and CLOUDFLARE_ACCOUNT_ID")  # fmt: skip


def _steps(indent: str, output: str) -> str:
    """The first steps of a GitHub job: check out the notes with history, restore the cache, install the program."""
    install = "".join(f"{indent}  {line}\n" for line in _INSTALL.splitlines()).rstrip("\n")
    return f"""\
      - uses: {_CHECKOUT}
        with:
          fetch-depth: 0 # notes take their dates from the history
          persist-credentials: false
      - uses: {_PYTHON}
        with:
          python-version: "3.13"
      - uses: {_CACHE}
        with: # the next build reads only the notes that changed, and downloads nothing anew
          path: |
            .notegarden
            {output}
            ~/.local/state/notegarden
            ~/.cache/pip
          key: notegarden-${{{{ github.sha }}}}
          restore-keys: notegarden-
      - name: Install
        run: |
{install}"""


def _gitlab(source: str, output: str) -> Workflow:
    install = "".join(f"      {line}\n" for line in _INSTALL.splitlines())
    publish = "" if output == "public" else f"    - cp -a {output} public # the folder that GitLab publishes\n"
    return Workflow(".gitlab-ci.yml", f"""\
# Builds the garden on every push to the default branch and publishes it on GitLab Pages.
pages:
  image: python:3.13
  variables:
    GIT_DEPTH: "0" # notes take their dates from the history
    NOTEGARDEN: "{source}" # what pip installs
    PIP_CACHE_DIR: "$CI_PROJECT_DIR/.cache/pip"
    XDG_STATE_HOME: "$CI_PROJECT_DIR/.cache/state"
  cache: # the next build reads only the notes that changed
    key: notegarden
    paths: [.notegarden, {output}, .cache]
  script:
    - |
{install}\
    - notegarden check || true # findings are shown in the log; they do not stop the site
    - notegarden build --base-url "$CI_PAGES_URL/"
{publish}  artifacts:
    paths: [public]
  rules:
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
""", "nothing, once the project has Pages")  # fmt: skip


def _netlify(source: str, output: str) -> Workflow:
    return Workflow("netlify.toml", f"""\
# Netlify builds the garden on every push. It clones the whole history, from which notes take their dates.
[build]
  command = 'pip install "$NOTEGARDEN" && notegarden build --base-url "$URL/"'
  publish = "{output}"

[build.environment]
  PYTHON_VERSION = "3.13"
  NOTEGARDEN = "{source}" # what pip installs
""", "connect the repository to a site on Netlify")  # fmt: skip


def _rsync(source: str, output: str) -> Workflow:  # noqa: ARG001 - the publishing machine already has the program
    return Workflow("publish.sh", f"""\
#!/bin/sh
# Builds the garden and copies it to a web server: sh publish.sh user@host:/var/www/notes https://host/notes/
set -eu
if [ $# -ne 2 ]; then
  echo "usage: sh publish.sh HOST:FOLDER URL" >&2
  exit 2
fi
cd "$(dirname "$0")"
notegarden build --base-url "$2"
# Pages of removed notes are deleted last, so that no link is dead while files are copied.
rsync --archive --compress --delete-delay --delay-updates {output}/ "$1/"
""", "run `sh publish.sh HOST:FOLDER URL`; it deletes everything else in FOLDER")  # fmt: skip


HOSTS = {"github": _github, "gitlab": _gitlab, "netlify": _netlify, "cloudflare": _cloudflare, "rsync": _rsync}
