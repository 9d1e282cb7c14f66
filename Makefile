# Everything a person runs here. `make` alone tells what there is.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
UV := $(shell command -v uv 2>/dev/null)

.PHONY: help demo test tests types check audit licences fuzz format bench lock clean

help: ## what can be run
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

# One stamp for each set of packages: the locked ones by uv, or by plain pip from the hashed export where uv isn't.
.venv/.installed: uv.lock pyproject.toml requirements.txt
	@echo "Setting up .venv (first time: about half a minute)"
ifdef UV
	@UV_PYTHON=$(PYTHON) uv sync --quiet --frozen --no-dev --inexact --compile-bytecode
else
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
endif
	@$(BIN)/python -m compileall -q bot # so that the first start is quick, too
	@touch $@

.venv/.installed-dev: .venv/.installed requirements-dev.txt
ifdef UV
	@UV_PYTHON=$(PYTHON) uv sync --quiet --frozen
else
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
endif
	@touch $@

demo: .venv/.installed ## play the product in this terminal, no account or key needed
	@$(BIN)/groundwork demo

test: .venv/.installed-dev ## set up, then every check and test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	@$(MAKE) --no-print-directory -j2 types tests

types:
	$(BIN)/mypy

# What was compiled for one process is there for the others, whatever the environment says of it.
tests: export PYTHONDONTWRITEBYTECODE =
tests:
	$(BIN)/pytest -n 3 --dist worksteal

check: .venv/.installed-dev ## the quick checks, without the tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

audit: .venv/.installed-dev ## ask PyPI for known vulnerabilities of what is locked
	@$(BIN)/python -m tools.audit

licences: uv.lock ## list the licences of what is installed anew (needs uv)
	@uv run --quiet --frozen --isolated --no-dev --all-extras python -m tools.licences

EXAMPLES ?= 1000
fuzz: .venv/.installed-dev ## look for new inputs that break a law; EXAMPLES=100 for each
	FUZZ_EXAMPLES=$(EXAMPLES) $(BIN)/pytest -n 2 -m hypothesis --hypothesis-profile=search

format: .venv/.installed-dev ## format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: .venv/.installed-dev ## measure, print the table
	$(BIN)/python -m benchmarks

lock: ## renew uv.lock and the hashed requirements made from it
	uv lock
	uv export --quiet --frozen --no-dev --no-emit-project --no-header --output-file requirements.txt
	uv export --quiet --frozen --only-dev --no-emit-project --no-header --output-file requirements-dev.txt
	@$(MAKE) --no-print-directory licences

clean: ## remove what was made here
	rm -rf .venv .groundwork .mypy_cache .ruff_cache .pytest_cache
