# Nothing newer than GNU make 3.81 is used here: that is what macOS brings along.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# For instance: make test ARGS='-k related -x'
ARGS ?=
# So many tests run at once: most of them wait for a terminal or a disk.
JOBS ?= 2
# For instance: make bench SIZES="1000 100000 1000000"
SIZES ?=

.PHONY: help run test check fmt bench torture pictures clean

help: ## Show this list
	@awk 'BEGIN {FS = ":.*## "} /^[a-z]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' Makefile

run: $(VENV)/.runs ## Open the sample library in the reader
	@$(BIN)/broadsheet seeds

test: $(VENV)/.develops ## Run the tests; ARGS= goes to pytest
	$(BIN)/python -m pytest -n $(JOBS) $(ARGS)

check: $(VENV)/.develops ## Check format, lint, types and the direction of imports
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fmt: $(VENV)/.develops ## Format the code, and mend what the linter can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.develops ## Measure; SIZES= names sizes or folders
	$(BIN)/python -m benchmarks $(SIZES)

torture: $(VENV)/.develops ## The long proofs: fuzzing, kills, a soak; half an hour
	$(BIN)/python -m tests.torture.file_door --cases 20000
	$(BIN)/python -m tests.torture.text_door --cases 50000 --shown 300
	$(BIN)/python -m tests.torture.marks --kills 300 --damages 2000
	$(BIN)/python -m tests.torture.soak --keys 5000

pictures: $(VENV)/.develops ## Draw the pictures of the README anew
	$(BIN)/python docs/pictures.py

clean: ## Remove the set-up and all that was built
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find reader tests benchmarks docs -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamps stand for what is installed: they are made anew when pyproject.toml is newer.
$(VENV)/.runs: pyproject.toml
	@command -v $(PYTHON) >/dev/null || \
	  { echo "Broadsheet needs Python 3.11 or newer; no $(PYTHON) was found" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Broadsheet needs Python 3.11 or newer, and this is $$($(PYTHON) --version 2>&1):" \
	    "name another, as in: make PYTHON=python3.12" >&2; exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	@echo "Setting up in $(VENV): only now, and when pyproject.toml changes"
	@$(PIP) install --editable .
	@touch $@

$(VENV)/.develops: $(VENV)/.runs
	@$(PIP) install --editable '.[dev]'
	@touch $@
