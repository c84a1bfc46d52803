# `make demo` and `make test` are the two set-up commands; each installs what it needs.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test check browser clean

.venv/installed: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet -e .
	touch $@

.venv/dev: .venv/installed
	$(BIN)/python -m pip install --quiet -e '.[dev]'
	touch $@

demo: .venv/installed
	$(BIN)/python scripts/demo.py

check: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

browser: .venv/dev
	@command -v chromium >/dev/null 2>&1 || { [ "$$(id -u)" = 0 ] && apt-get update -qq && apt-get install -y -qq chromium; } \
	  || echo "No browser and no right to install one: page tests will be skipped."

test: check browser
	$(BIN)/python -m pytest

clean:
	rm -rf .venv build dist
