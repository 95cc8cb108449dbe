# Fenliu 分流. `make help` lists the targets; CONTRIBUTING.md says when to use which.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help install run demo test fast lint format lock vendor bench clean

# The first Python of 3.11 or later that can make a virtual environment; `make PYTHON=/path/to/python3 install` overrides.
FITS := import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for p in python3.11 python3 /usr/bin/python3 python3.12 python3.13; do $$p -c '$(FITS)' 2>/dev/null && { echo $$p; break; }; done)
BIN := .venv/bin
INSTALLED := .venv/.installed
TRANSLATED := .venv/.translated
BENCHES ?= $(filter-out benchmarks/_% benchmarks/permits.py benchmarks/gap.py benchmarks/parallel_desks.py benchmarks/joint_visits.py,$(wildcard benchmarks/*.py))

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: $(TRANSLATED)  ## set up .venv from requirements.lock and translate the kernels (nothing to do the second time)

$(INSTALLED): requirements.lock setup.cfg pyproject.toml
	@test -n "$(PYTHON)" || { echo 'No Python 3.11 or later with venv found. Install python3 and python3-venv, or name one: make PYTHON=... install' >&2; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(TRANSLATED): $(INSTALLED) $(shell find solver -name '*.py')
	@echo '翻译计算内核，求解源码变动后才需要，约需一至三分钟 translating what is new of the kernels, up to three minutes ...'
	@$(BIN)/python -c 'from solver.assignment import ready; ready.make_ready()' & cases=$$!; \
	$(BIN)/python -c 'from solver.fieldwork import ready; ready.make_ready()' && wait $$cases
	@touch $@

run: install  ## load the Guyang office on first start, then serve its pages and its API until stopped
	$(BIN)/fenliu serve --first-start

demo: install  ## a month of filings from file to allocation, ending in a report
	$(BIN)/fenliu demo

test: lint  ## lint, then the whole suite
	$(BIN)/pytest -q -n 2 --dist worksteal

fast: install  ## the suite without what is slow, and a quarter of what is drawn (CONTRIBUTING.md says which)
	$(BIN)/pytest -q -n 2 --dist worksteal -m 'not slow' --durations=10 --durations-min=3

lint: install  ## ruff, mypy, import contracts, vendored files
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python api/static/vendor.py --check

format: install  ## let ruff repair what it can
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

lock: install  ## write requirements.lock anew from setup.cfg (UPGRADE=1 takes newer versions)
	$(BIN)/uv pip compile setup.cfg --all-extras --universal --python-version 3.11 --generate-hashes \
	  --no-annotate --no-header --no-emit-index-url --no-emit-find-links $(if $(UPGRADE),--upgrade) --quiet -o requirements.lock

vendor: install  ## fetch the pinned browser files of api/static/vendor.toml (needs npm)
	$(BIN)/python api/static/vendor.py

bench: install  ## print one table for each script in benchmarks/ (PERMITS=FOLDER, GAP=FILES and DESKS=FILES add data of others)
	@set -e; for script in $(BENCHES); do echo "== $$script"; $(BIN)/python $$script; done
	$(if $(PERMITS),$(BIN)/python benchmarks/permits.py $(PERMITS))
	$(if $(GAP),$(BIN)/python benchmarks/gap.py $(GAP))
	$(if $(DESKS),$(BIN)/python benchmarks/parallel_desks.py $(DESKS))

clean:  ## remove what can be made again (not var/, where the data is)
	rm -rf build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .schemathesis
	rm -f $(TRANSLATED)
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
