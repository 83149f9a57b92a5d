# make              install into .venv and render everything
# make test         linters, types and the quick tests; what a missing tool prevents is skipped visibly
# make test-all     the slow tests, too
# make everything   the tests as long as they get: every case of every shape in every language
# make mutants      give every template every fault, and count what verify notices; half an hour
# make toolchains   install what compiles and runs all languages, or LANGS="php ruby" (Debian, as root)
# make profile      time, processor and memory of each stage of gen render
# make bench        how long whole processes take
# make hostile      values that try to break out, through every language; N of them are generated
# make fuzz         inputs changed at random, through every command; for SECONDS
# make real         documents that others wrote, fetched from npm, in every language; half an hour
# make pins         write down anew what the GitHub action installs: the newest versions, with hashes
# make golden       rewrite the expected output of tests; read it in the diff

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: all test toolchains bench golden schema format clean

all: $(VENV)/.installed
	$(BIN)/gen render

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml hatch_build.py | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --editable '.[verify]'
	touch $@

$(VENV)/.tested: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --editable '.[test]'
	touch $@

test: $(VENV)/.tested
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/gen render --check
	$(BIN)/pytest --numprocesses auto --dist loadgroup --no-loadscope-reorder

.PHONY: test-all
test-all:
	GEN_SLOW=1 $(MAKE) test

.PHONY: everything
everything:
	GEN_EVERYTHING=1 $(MAKE) test-all

toolchains:
	tests/toolchains/install $(LANGS)

golden: $(VENV)/.tested
	GEN_GOLDEN=write $(BIN)/pytest -q tests/golden tests/system/verify || true
	git status --short tests

.PHONY: mutants
mutants: $(VENV)/.tested
	$(BIN)/python -m tests.mutants

.PHONY: hostile
N ?= 2000
hostile: $(VENV)/.tested
	$(BIN)/python -m tests.compiled.hostile --count $(N)

.PHONY: fuzz
SECONDS ?= 600
fuzz: $(VENV)/.tested
	$(BIN)/python -m tests.fuzz --seconds $(SECONDS)

.PHONY: real
real: $(VENV)/.tested
	cd tests/golden/openapi/real && npm ci --silent --no-audit --no-fund
	$(BIN)/pytest -s -o faulthandler_timeout=0 tests/golden/openapi/real.py

.PHONY: profile
profile: $(VENV)/.installed
	$(BIN)/python -m tests.bench.profile

bench: $(VENV)/.installed
	$(BIN)/python tests/bench/bench.py
	PATH="$(CURDIR)/.toolchains/bin:$$PATH" $(BIN)/python tests/bench/openapi.py
	$(BIN)/python -m tests.bench.fleet

# Of every platform, for Python 3.11 and later. Without the name of an index: pip has its own.
PINS := .ci/action-requirements.txt
.PHONY: pins
pins: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet uv
	echo "# Written by: make pins" > $(PINS).new
	echo hatchling | $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--no-header --no-annotate --extra verify pyproject.toml - >> $(PINS).new
	mv $(PINS).new $(PINS)

schema: $(VENV)/.installed
	$(BIN)/gen schema spec > spec/spec.schema.json
	$(BIN)/gen schema language > templates/language.schema.json

format: $(VENV)/.tested
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

clean:
	rm -rf $(VENV) .toolchains .mypy_cache .ruff_cache .pytest_cache .hypothesis
