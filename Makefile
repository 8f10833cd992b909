# make run    curate raw/ into curated/          make test   run the tests
# make ui     a Prefect server with the runs     make check  ruff, mypy, import-linter
# make help   all targets
.DEFAULT_GOAL := help
SHELL := /bin/sh

# The first interpreter that is there, works, and is one that newsmill supports.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null && echo $$p && break; done)
VENV ?= .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null)
ifdef UV
PIP = uv pip install --quiet --python $(BIN)/python
else
PIP = $(BIN)/python -m pip install --quiet --disable-pip-version-check
endif
LOCKED = --no-deps --no-build-isolation --require-hashes

.PHONY: help run test test-slow test-store test-dask test-s3 test-s3-quick check coverage docs install peers ui serve bench bench-extraction bench-language bench-dedup bench-dedup-runs bench-dedup-prefixes bench-pages bench-text bench-fresh-pages bench-bylines bench-run docs-images lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-18s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "newsmill needs Python 3.11, 3.12 or 3.13: install one, or say make PYTHON=/path/to/python"; exit 1; }
	$(PYTHON) -m venv $(VENV)

# Build back ends first, from hashes too, so that nothing unhashed is fetched to build the one source distribution.
$(VENV)/.run: requirements/build.lock requirements/run.lock pyproject.toml hatch_build.py $(wildcard newsmill/overlap/kernels/*) | $(BIN)/python
	$(PIP) --no-deps --require-hashes -r requirements/build.lock
	$(PIP) $(LOCKED) -r requirements/run.lock
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements/dev.lock $(VENV)/.run
	$(PIP) $(LOCKED) -r requirements/dev.lock
	@touch $@

run: $(VENV)/.run ## curate raw/ into curated/
	$(BIN)/newsmill run

test: $(VENV)/.dev ## run the tests
	$(BIN)/pytest

test-slow: $(VENV)/.dev ## the tests that take minutes, such as a dead server
	$(BIN)/pytest -m slow

test-store: $(VENV)/.dev ## kill the store everywhere, fail every disk, read while it publishes, live thirty days
	$(BIN)/pytest -m slow_store -rP

$(VENV)/.dask: requirements/dask.lock $(VENV)/.dev
	$(PIP) $(LOCKED) -r requirements/dask.lock
	@touch $@

test-dask: $(VENV)/.dask ## the tests on a real Dask cluster: a scheduler and two workers
	$(BIN)/pytest -m "slow or not slow" tests/test_dask.py

$(VENV)/.s3: requirements/s3.lock requirements/s3-server.lock $(VENV)/.dev
	$(PIP) $(LOCKED) -r requirements/s3.lock
	$(PIP) $(LOCKED) -r requirements/s3-server.lock
	@touch $@

test-s3: $(VENV)/.s3 ## the tests on a real S3 server, which they start on this machine
	$(BIN)/pytest -m "slow_s3 or not slow_s3" tests/test_remote_*.py

S3_QUICK = every_reader or the_same_run or goes_on or version_of_the_tables or rows_are_those or told_who or credentials_are_in
test-s3-quick: $(VENV)/.s3 ## the tests on S3 that take a minute
	$(BIN)/pytest -q -k "$(S3_QUICK)" tests/test_remote_run.py tests/test_remote_raw.py tests/test_remote_lease.py

install: $(VENV)/.dev ## everything for working on newsmill

check: $(VENV)/.dev ## ruff, mypy and the layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

coverage: $(VENV)/.dev ## the tests, with branch coverage of newsmill/
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

ui: $(VENV)/.run ## a Prefect server on http://127.0.0.1:4200 that shows the runs
	$(BIN)/newsmill ui

serve: $(VENV)/.run ## curate every hour, with the Prefect UI beside it
	$(BIN)/newsmill serve

.peers/.done: requirements/peers.lock
	$(PYTHON) -m venv .peers
	.peers/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --only-binary :all: --require-hashes -r $<
	@touch $@

peers: .peers/.done ## install what the benchmarks compare with, by itself

bench: bench-extraction bench-language bench-dedup bench-pages bench-fresh-pages ## all figures on the development data

bench-extraction: $(VENV)/.dev .peers/.done ## F1 and speed on the development pages, beside trafilatura
	$(BIN)/python bench/bench_extraction.py

bench-language: $(VENV)/.dev .peers/.done ## accuracy and speed of language and script, beside langdetect, lingua and OpenCC
	$(BIN)/python bench/bench_language.py

bench-dedup: $(VENV)/.dev .peers/.done ## precision, recall and speed on made corpora, beside datasketch and rensa
	$(BIN)/python bench/bench_dedup.py

bench-dedup-runs: $(VENV)/.dev ## what 1,000 documents cost that come to 10,000, 100,000 and 1,000,000
	$(BIN)/python bench/bench_dedup_runs.py

bench-dedup-prefixes: $(VENV)/.dev ## the look-up of overlaps in four processes, each with a part of the hashes
	$(BIN)/python bench/bench_dedup_prefixes.py

bench-pages: $(VENV)/.dev ## what is right on the invented pages
	$(BIN)/python bench/bench_pages.py

bench-text: $(VENV)/.dev ## how many plain texts of 3 KB a second and core are curated
	$(BIN)/python bench/bench_text.py

bench-fresh-pages: $(VENV)/.dev ## what is right on invented pages that the rules had not seen
	$(BIN)/python bench/bench_fresh_pages.py

bench-bylines: $(VENV)/.dev ## how much of 1,375 bylines in 25 languages is read right
	$(BIN)/python bench/bench_bylines.py

bench-run: $(VENV)/.dev ## what workers, start-up and Prefect cost a run, beside what they may
	$(BIN)/python bench/bench_run.py

docs-images: $(VENV)/.dev ## take the pictures in docs/images again
	NEWSMILL_DOCS_IMAGES=1 $(BIN)/pytest -m browser

# uv's own lock file names the registry it was made from; the exports do not.
lock: ## resolve the requirements again (needs uv)
	uv lock --quiet --upgrade
	uv export --quiet --frozen --no-emit-project --no-header --no-annotate --only-group build -o requirements/build.lock
	uv export --quiet --frozen --no-emit-project --no-header --no-annotate --no-default-groups -o requirements/run.lock
	uv export --quiet --frozen --no-emit-project --no-header --no-annotate --no-default-groups --extra dev -o requirements/dev.lock
	uv export --quiet --frozen --no-emit-project --no-header --no-annotate --no-default-groups --extra dask -o requirements/dask.lock
	uv export --quiet --frozen --no-emit-project --no-header --no-annotate --no-default-groups --extra s3 -o requirements/s3.lock
	uv export --quiet --frozen --no-emit-project --no-header --no-annotate --only-group s3-server -o requirements/s3-server.lock
	uv export --quiet --frozen --no-emit-project --no-header --no-annotate --only-group peers -o requirements/peers.lock
	rm uv.lock

clean: ## remove the environment and the curated data of raw/
	rm -rf $(VENV) .peers curated/* curated/.newsmill

docs: $(VENV)/.run ## write the data dictionary into README.md, and sample pages Block by Block into docs/cleaning.md
	$(BIN)/python -m newsmill.dictionary README.md
	$(BIN)/python bench/block_tables.py docs/cleaning.md
