# Two commands for a user: `make run` and `make test`. All can be run again safely.
PORT ?= 8000
PYTHON ?= python3
VENV := .venv/bin/python
PYTEST := $(VENV) -m pytest
# What asks the database by itself, and a crawl of every page for every role; the pages one by one run on SQLite.
ON_POSTGRES := tests/city tests/surfaces/api tests/surfaces/cli tests/adapters/clocks tests/adapters/sql \
	tests/safety/test_every_address.py tests/safety/test_odd_numbers.py tests/safety/test_whose_is_it.py

.PHONY: help setup run test check fix bench

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

setup: ## Install what running needs into .venv, var/ and vendor/
	@$(PYTHON) scripts/setup.py run

run: setup ## Serve the demo at 127.0.0.1:8000 (PORT=... for another port)
	@$(VENV) scripts/run.py --port $(PORT)

test: ## Install what tests need, then test everything on SQLite, and on PostgreSQL what asks it
	@$(PYTHON) scripts/setup.py test
	$(PYTEST) -n 2
	$(VENV) scripts/with_postgres.py $(PYTEST) -n 2 -m "not journey and not alone and not walk" $(ON_POSTGRES)
	$(VENV) scripts/with_postgres.py $(PYTEST) -m alone

check: ## Format, lint, types, arrows between packages, missing migrations, house rules
	@$(PYTHON) scripts/setup.py check
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	@$(MAKE) --no-print-directory -j2 --output-sync=target types house

.PHONY: types house
types:
	$(VENV) -m mypy

house:
	.venv/bin/lint-imports
	.venv/bin/yingshang makemigrations --check --dry-run
	$(PYTEST) tests/test_house.py

fix: ## Format the code and mend what the linter can mend
	@$(PYTHON) scripts/setup.py check
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

bench: ## Run our benchmarks, and named peers beside them in the same run
	@$(PYTHON) scripts/setup.py bench
	.venv/bin/yingshang bench
