# `make site` builds this repository's own garden on a machine that has only Python 3.11 or later.
# Targets set up their requirements first; stamp files in .venv record what is installed.
VENV := .venv
BIN := $(VENV)/bin
NODE := tests/browser/node_modules/.package-lock.json
# A command may be a shim that does not run, so each is tried.
PYTHON ?= $(shell for each in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$each -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$each && break; done)
PIP := $(BIN)/python -m pip --disable-pip-version-check
WORKERS ?= 2
PYTEST ?=
COVERAGE ?=
COVERED ?= 95
BENCH ?=
.DEFAULT_GOAL := help

.PHONY: help site docs serve test test-quick check scripts coverage bench vendor clean tools

help:
	@echo 'make site    build the garden into public/'
	@echo 'make serve   serve it, with live update'
	@echo 'make docs    write the reference and build the manual into docs/.public/'
	@echo 'make test    all tests (PYTEST="-k wheel" passes arguments to pytest)'
	@echo 'make test-quick  tests that build no site and start no program, server or browser'
	@echo 'make coverage    coverage of src/ by the tests without a browser; fails below COVERED=95 %'
	@echo 'make check   lint, format and types, of Python and browser scripts'
	@echo 'make bench   compare speed with Hugo (BENCH="--notes 1000" passes arguments)'
	@echo 'make vendor  rebuild static/vendor from the pinned npm packages'
	@echo 'make clean   remove what the other targets made, except .venv'

site: $(VENV)/.site
	$(BIN)/notegarden build

serve: $(VENV)/.site
	$(BIN)/notegarden serve

docs: $(VENV)/.site
	$(BIN)/python docs/reference.py
	$(BIN)/notegarden build docs --strict

test: $(VENV)/.dev tools
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(PYTEST)

# All tests except those in a browser; reports uncovered lines and branches. COVERAGE="--quick" runs fewer tests.
coverage: $(VENV)/.dev
	rm -f .coverage .coverage.*
	$(BIN)/python -m coverage run -m pytest -n $(WORKERS) --dist worksteal -m 'not browser' $(COVERAGE) $(PYTEST)
	$(BIN)/python -m coverage combine --quiet
	$(BIN)/python -m coverage report --fail-under=$(COVERED)

test-quick: $(VENV)/.dev
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal --quick $(PYTEST)

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	.ci/need npm npm
	if command -v npm >/dev/null; then $(MAKE) --no-print-directory scripts; fi

# The browser scripts: eslint for mistakes, tsc for types.
scripts: $(NODE)
	tests/browser/node_modules/.bin/eslint --config tests/browser/eslint.config.js static/theme src/notegarden/serve/browser tests/browser/*.js
	node tests/browser/typecheck.js

bench: $(VENV)/.dev
	.ci/need chromium,chromium-browser,google-chrome,google-chrome-stable chromium
	$(BIN)/python tests/bench/bench.py $(BENCH)

vendor:
	sh static/vendor/refresh.sh

clean:
	rm -rf public .notegarden build dist tests/bench/work tests/browser/node_modules
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage .coverage.*

# Programs for the browser tests: a browser, axe-core, and the Nu HTML checker with Java. Chromium's headless shell
# opens a page about six times as fast as the full browser, which is the fallback.
tools:
	CI= .ci/need chromium-headless-shell chromium-headless-shell
	.ci/need chromium-headless-shell,chromium,chromium-browser,google-chrome,google-chrome-stable chromium
	.ci/need java default-jre-headless
	.ci/need rsync rsync
	.ci/need npm npm
	if command -v npm >/dev/null; then $(MAKE) --no-print-directory $(NODE); fi

# --ignore-scripts: the HTML checker's install script would download its own Java.
$(NODE): tests/browser/package.json tests/browser/package-lock.json
	cd tests/browser && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	touch $@

$(VENV)/.venv:
	@if [ -z '$(PYTHON)' ]; then echo 'Python 3.11 or later is needed' >&2; exit 1; fi
	$(PYTHON) -c 'import ensurepip' 2>/dev/null || .ci/need - python3-venv
	$(PYTHON) -m venv $(VENV)
	touch $@

$(VENV)/.site: $(VENV)/.venv pyproject.toml
	$(PIP) install --quiet --editable .
	touch $@

$(VENV)/.dev: $(VENV)/.venv pyproject.toml
	$(PIP) install --quiet --editable '.[dev]'
	touch $@ $(VENV)/.site
