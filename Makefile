# Needs Python 3.11 or newer, make and a package registry; everything else goes into .venv.
.DEFAULT_GOAL := help
.PHONY: help demo test check bench lock
SHELL := /bin/sh
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input -qq
SAY := @printf '→ %s\n'
CATALOGUES := $(wildcard src/sangsaeng/*/locale/en/LC_MESSAGES/django.po)

help:
	@printf '%s\n' \
	  'make demo    the site on a day of 2014, filled, on http://localhost:8000' \
	  '             (ARGS="--small --fresh --port 8001 --no-serve")' \
	  'make test    every test, with browser journeys where a Chromium is found' \
	  'make check   style, types, floors, templates, migrations, catalogues, shape' \
	  'make bench   speed, beside the bare floor of the same run' \
	  'make lock    choose the newest dependencies again (needs uv)'

demo: .venv/.runtime .venv/.project .venv/.catalogues
	@exec $(BIN)/sangsaeng demo $(ARGS)

# The first run leaves out what needs a browser; both count towards the coverage.
test: .venv/.dev .venv/.project .venv/.catalogues
	@mkdir -p build
	$(SAY) 'Tests without a browser (two at a time)'
	@$(BIN)/coverage erase
	@$(BIN)/coverage run -m pytest -q -n 2 --dist worksteal -m 'not browser' $(ARGS)
	$(SAY) 'Browser journeys'
	@if SANGSAENG_CHROMIUM=$$($(BIN)/python tools/chromium.py); then \
	  export SANGSAENG_CHROMIUM; \
	  $(BIN)/coverage run -m pytest -q -m browser $(ARGS); \
	elif [ "$$CI" = true ]; then \
	  echo 'In CI nothing may be left out.'; exit 1; \
	else \
	  echo 'Left out: the browser journeys (see above for how to get a Chromium).'; \
	fi
	@$(BIN)/coverage combine -q
	@$(BIN)/coverage json -q -o build/coverage.json
	@$(BIN)/python tools/coverage_gate.py build/coverage.json

check: .venv/.dev .venv/.project .venv/.catalogues
	$(SAY) 'Style'
	@$(BIN)/ruff check -q .
	@$(BIN)/ruff format -q --check .
	$(SAY) 'Types'
	@$(BIN)/mypy
	$(SAY) 'Floors'
	@$(BIN)/lint-imports --no-cache
	$(SAY) 'Templates'
	@$(BIN)/djangofmt -q --check src
	@$(BIN)/djangofmt -q check src
	$(SAY) 'Migrations'
	@$(BIN)/sangsaeng makemigrations --check --dry-run
	$(SAY) 'Catalogues'
	@$(BIN)/python tools/catalogue.py check
	$(SAY) 'Shape'
	@$(BIN)/python -m pytest -q tests/test_shape.py

bench: .venv/.dev .venv/.project .venv/.catalogues
	@$(BIN)/python bench/run.py $(ARGS)

LOCK := uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
  --no-emit-index-url --no-annotate --no-header
lock:
	@command -v uv >/dev/null || { echo 'make lock needs uv: pip install uv'; exit 1; }
	@$(LOCK) requirements/runtime.in -o requirements/runtime.lock
	@$(LOCK) requirements/dev.in -o requirements/dev.lock

# Each stamp says what is installed already; a second run installs nothing.
.venv/.made:
	@for python in python3.13 python3.12 python3.11 python3; do \
	  if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    printf '→ Environment of %s\n' "$$($$python --version)"; \
	    $$python -m venv --clear .venv && touch $@ && exit 0; \
	    echo 'Python could not make .venv (on Debian and Ubuntu: apt-get install python3-venv).'; \
	    exit 1; \
	  fi; \
	done; \
	echo "Sangsaeng needs Python 3.11 or newer; found: $$(python3 --version 2>&1)"; exit 1

.venv/.runtime: requirements/runtime.lock .venv/.made
	$(SAY) 'Packages of the program (20 s when they were fetched before)'
	@$(PIP) install --require-hashes -r requirements/runtime.lock
	@touch $@

.venv/.dev: requirements/dev.lock .venv/.runtime
	$(SAY) 'Packages for tests and checks'
	@$(PIP) install --require-hashes -r requirements/dev.lock
	@touch $@

.venv/.project: pyproject.toml .venv/.runtime
	$(SAY) 'The program itself'
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

.venv/.catalogues: $(CATALOGUES) tools/catalogue.py .venv/.runtime
	$(SAY) 'Catalogues'
	@$(BIN)/python tools/catalogue.py compile
	@touch $@
