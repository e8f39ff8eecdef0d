# `make map` writes the maps, `make test` checks everything; each sets itself up the first time.

# The first Python of the machine that is new enough.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --progress-bar off -c .pins.txt
LINTERS := tests/lint/node_modules/.bin
SCRIPTS := "src/karasora/page/assets/**/*.{js,css}" "tests/lint/*.js"
# A file's tests stay on one worker, and so does the browser that they share; the long ones come first.
PYTEST := $(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

SLOW := browser hostile benchmarks test_atomic.py test_docs.py test_house.py test_conservation.py test_extract.py \
	test_cli.py test_watch.py test_season.py test_formats.py

.PHONY: map test check lint bench fuzz mutation pins clean
.DELETE_ON_ERROR:

map: .venv/.ready-to-map
	$(BIN)/python -m karasora build
	$(BIN)/python -m karasora build geodata/operations --measure drugs_kg --out output/karasora-operations.html

test: .venv/.ready-to-test lint
	$(PYTEST)

# For the loop while writing, a minute on a quiet machine: without what opens a browser, damages files, installs or runs documents.
check: .venv/.ready-to-test lint
	$(PYTEST) $(addprefix --ignore=tests/,$(SLOW))

lint: .venv/.ready-to-test
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(LINTERS)/eslint -c tests/lint/eslint.config.js src/karasora/page/assets/scripts
	$(LINTERS)/tsc -p tests/lint
	$(LINTERS)/prettier --config tests/lint/prettier.json --check --log-level warn $(SCRIPTS)

# Side by side with folium and explore, at 10 000 to 1 000 000 incidents; see tests/benchmarks/__main__.py.
bench: .venv/.ready-to-bench
	$(BIN)/python -m tests.benchmarks $(ARGS)

# Coverage-guided fuzzing of every parser, about forty minutes; see tests/hostile/guided.py.
fuzz: .venv/.ready-to-fuzz
	$(BIN)/python -m tests.hostile.guided $(ARGS)

# Which edits of the code no test notices; see tests/mutation.py.
mutation: .venv/.ready-to-test
	$(BIN)/python -m tests.mutation $(ARGS)

# Debian's Python may come without ensurepip: then the machine's pip fills the venv.
.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "karasora needs Python 3.11 or newer on the PATH" >&2; exit 1; }
	@$(PYTHON) -m venv .venv >/dev/null || { \
		$(PYTHON) -m venv --clear --without-pip .venv && \
		$(PYTHON) -m pip --python .venv/bin/python install --quiet -c .pins.txt pip; }

# The build backend first, so that it is pinned as well.
.venv/.ready-to-map: .venv/bin/python .pins.txt pyproject.toml
	@echo "Installing what karasora needs (once; a minute or two) …"
	$(PIP) hatchling editables
	$(PIP) --no-build-isolation -e .
	@touch $@

# What looks the page's scripts over comes from npm; nothing of it reaches the page.
.venv/.ready-to-test: .venv/.ready-to-map $(wildcard tests/lint/package-lock.json)
	@echo "Installing what the tests need (once; a minute or two) …"
	cd tests/lint && npm ci --no-fund --no-audit --loglevel=error
	$(PIP) --no-build-isolation -e '.[extract,test]'
	$(BIN)/python tests/chromium.py --install
	$(BIN)/python tests/engines.py --install
	@touch $@

.venv/.ready-to-bench: .venv/.ready-to-test
	$(PIP) --no-build-isolation -e '.[bench]'
	@touch $@

.venv/.ready-to-fuzz: .venv/.ready-to-test
	$(PIP) --no-build-isolation -e '.[fuzz]'
	@touch $@

# New versions of everything: looked for in a fresh environment, without the old pins.
pins:
	rm -rf build/pins && $(PYTHON) -m venv build/pins
	build/pins/bin/python -m pip install --quiet hatchling editables '.[extract,test,bench,fuzz]'
	{ sed -n '/^#/p' .pins.txt; build/pins/bin/python -m pip freeze | grep -v '^karasora'; } > build/pins.txt
	mv build/pins.txt .pins.txt && rm -rf build/pins

clean:
	rm -rf .venv tests/lint/node_modules build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
