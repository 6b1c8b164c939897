# Two commands for a user: `make run` and `make test`. All can be run again safely.
PORT ?= 8000
PYTHON ?= python3
VENV := .venv/bin/python
PYTEST := $(VENV) -m pytest

.PHONY: help setup run test check fix bench

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

setup: ## Install what running needs into .venv, var/ and vendor/
	@$(PYTHON) scripts/setup.py run

run: setup ## Serve the demo at 127.0.0.1:8000 (PORT=... for another port)
	@$(VENV) scripts/run.py --port $(PORT)

test: ## Install what tests need, then test everything on SQLite, and on PostgreSQL what touches it
	@$(PYTHON) scripts/setup.py test
	$(PYTEST) -n 2
	$(VENV) scripts/with_postgres.py $(PYTEST) -n 2 -m "not journey and not alone and not walk" tests/city tests/surfaces tests/safety tests/adapters
	$(VENV) scripts/with_postgres.py $(PYTEST) -m alone

check: ## Format, lint, types, arrows between packages, missing migrations, house rules
	@$(PYTHON) scripts/setup.py check
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	$(VENV) -m mypy
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
