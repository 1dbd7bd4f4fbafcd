# Uses nothing newer than GNU make 3.81, the version that macOS ships.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# Example: make test ARGS='-k related -x'
ARGS ?=
# How many tests run at once. Most of them wait for a terminal or a disk.
JOBS ?= 4
# Without its compiled files, each process that runs tests compiles all of them again.
unexport PYTHONDONTWRITEBYTECODE
# What test-fast leaves out: screens, terminals, kills, and files that take more than 1.3 s of CPU,
# except those that test what is changed most.
SLOW := terminal torture tui feeds pages pictures web articles/test_plain_yaml.py \
  cli/test_check_index_demo.py cli/test_completion.py cli/test_completion_in_shells.py \
  cli/test_export_import.py cli/test_feeds.py cli/test_list.py cli/test_list_fields.py \
  cli/test_output.py cli/test_text.py cli/test_usage.py library/files/test_workers.py \
  library/index/test_ready_lists.py library/index/test_replacing.py library/sync/test_faults.py \
  library/sync/test_follow.py library/sync/test_traits.py library/test_hiding.py \
  library/texts/test_torture.py library/titles/test_parts.py marks/test_model.py \
  marks/test_recovery.py marks/test_torture.py test_demo.py test_makefile.py test_packaging.py
# Example: make bench SIZES="1000 100000 1000000"
SIZES ?=

.PHONY: help run test test-fast coverage check fmt bench torture pictures clean

help: ## Show this list
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' Makefile

run: $(VENV)/.runs ## Open the sample library in the reader
	@$(BIN)/broadsheet seeds

test: $(VENV)/.develops ## Run the tests; ARGS= goes to pytest
	$(BIN)/python -m pytest -n $(JOBS) --dist worksteal $(ARGS)

test-fast: $(VENV)/.develops ## Run what takes seconds: no terminals, screens or kills
	$(BIN)/python -m pytest -n 2 --dist worksteal --hypothesis-profile quick \
	  $(SLOW:%=--ignore=tests/%) $(ARGS)

# The few tests of full disks and of what a start imports fail while coverage is measured.
coverage: $(VENV)/.develops ## Run the tests, and show which lines and rooms they miss
	$(BIN)/coverage erase
	-$(BIN)/coverage run -m pytest -n $(JOBS) --dist worksteal $(ARGS)
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report
	$(BIN)/python -m tests.coverage_by_room

check: $(VENV)/.develops ## Check format, lint, types and import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fmt: $(VENV)/.develops ## Format the code, and fix what the linter can fix
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.develops ## Measure; SIZES= names sizes or folders
	$(BIN)/python -m benchmarks $(SIZES)

torture: $(VENV)/.develops ## Run the long tests: fuzzing, kills, a soak; half an hour
	$(BIN)/python -m pytest -n $(JOBS) -m hypothesis --hypothesis-profile thorough
	$(BIN)/python -m tests.torture.file_door --cases 20000
	$(BIN)/python -m tests.torture.text_door --cases 50000 --shown 300
	$(BIN)/python -m tests.torture.file_names --names 5000
	$(BIN)/python -m tests.torture.marks --kills 300 --damages 2000
	$(BIN)/python -m tests.torture.feeds --kills 300
	$(BIN)/python -m tests.torture.feed_documents --cases 10000
	$(BIN)/python -m tests.torture.queries --queries 7000
	$(BIN)/python -m tests.torture.text_search --queries 10000 --kills 30
	$(BIN)/python -m tests.torture.index --damages 200 --seed 1 2
	$(BIN)/python -m tests.torture.monkey --keys 20000
	$(BIN)/python -m tests.torture.soak --keys 5000

pictures: $(VENV)/.develops ## Redraw the pictures of the README, and the windows as text
	$(BIN)/python -m docs.draw_pictures

clean: ## Remove .venv, builds and caches
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .coverage*
	find reader tests benchmarks docs -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamp files record what is installed. A newer pyproject.toml installs it again.
$(VENV)/.runs: pyproject.toml
	@command -v $(PYTHON) >/dev/null || \
	  { echo "Broadsheet needs Python 3.11 or newer, and there is no $(PYTHON) here." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Broadsheet needs Python 3.11 or newer, and this is $$($(PYTHON) --version 2>&1)." \
	    "Name another one: make PYTHON=python3.12" >&2; exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || \
	  { echo "Creating a Python environment in $(VENV) ..."; $(PYTHON) -m venv --clear $(VENV); }
	@echo "Installing Broadsheet and the packages it needs in $(VENV). The first time, this takes"
	@echo "about half a minute and needs the network ..."
	@$(PIP) install 'pip>=23.3' # older ones warn that lxml has no extra "html_clean"
	@$(PIP) install --editable '.[full]'
	@echo "Done. This happens again only when pyproject.toml changes."
	@touch $@

$(VENV)/.develops: $(VENV)/.runs
	@echo "Installing the development tools (pytest, mypy, ruff ...) in $(VENV) ..."
	@$(PIP) install --editable '.[dev,full]'
	@touch $@
