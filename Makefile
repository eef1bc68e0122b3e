# rnnviz: `make run` and `make test` set up everything they need in .venv.
.DEFAULT_GOAL := help
PYTHON ?= python3
PORT ?= 8501
ADDRESS ?= localhost
MINUTES ?= 10
NAME ?= train_speed
ARGS ?=
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

# On Linux torch comes with its GPU libraries, some gigabytes. CPU=1 takes PyTorch's own CPU build,
# which uv knows where to find; not by default, for an offline or mirrored machine cannot reach it.
UV := 0.13.9
ifeq ($(CPU),1)
INSTALL = $(BIN)/python -m pip install --quiet uv==$(UV) && \
	$(BIN)/uv pip install --quiet --python $(BIN)/python --torch-backend cpu
else
INSTALL = $(BIN)/python -m pip install --quiet
endif

.PHONY: help run test thorough lint format browser postgres lock explore bench screenshots clean

help: ## what can be made
	@grep -E '^[a-z]+:.*##' Makefile | sed 's/:.*## /\t/' | expand -t 14

run: $(VENV)/.app ## the app at http://localhost:$(PORT)
	$(BIN)/streamlit run app.py --server.port $(PORT) --server.address $(ADDRESS)

test: $(VENV)/.dev browser postgres lint ## lint, types and every test, browser journeys included
	$(BIN)/python -m pytest -n 2 --dist loadgroup

thorough: $(VENV)/.dev browser postgres ## every variant of every test, on PostgreSQL, too
	RNNVIZ_THOROUGH=1 $(BIN)/python -m pytest -n 2 --dist loadgroup

lint: $(VENV)/.dev ## ruff, mypy and oxlint
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/oxlint rnnviz tests

format: $(VENV)/.dev ## let ruff put the code in order
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

browser: $(VENV)/.dev ## a Chromium for the tests
	$(BIN)/python tests/browser/find_browser.py --install

postgres: $(VENV)/.dev ## a PostgreSQL for the tests, which do without where it cannot be had
	-$(BIN)/python tests/postgres.py --install

lock: $(VENV)/.app ## requirements.lock, made anew: what the app needs, with hashes
	$(BIN)/python -m pip install --quiet uv==$(UV)
	$(BIN)/uv pip compile --quiet requirements.txt --output-file requirements.lock --generate-hashes \
	  --universal --python-version 3.11 --no-header --no-annotate --no-emit-index-url

explore: $(VENV)/.dev browser ## random users with new seeds, for MINUTES (10)
	$(BIN)/python tests/browser/random_user.py --minutes $(MINUTES)

bench: $(VENV)/.dev browser ## one benchmark: NAME=train_speed ARGS="file.csv"
	PYTHONPATH=. $(BIN)/python benchmarks/$(NAME).py $(ARGS)

screenshots: $(VENV)/.dev browser ## docs/screenshots, made anew
	$(BIN)/python docs/make_screenshots.py

clean: ## remove the environment and all caches
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The environment is made once, and again only when a requirements file changes.
$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or later is needed, this is " + sys.version) if sys.version_info < (3, 11) else 0'
	@$(PYTHON) -m venv $(VENV) 2>/dev/null || { \
	  rm -rf $(VENV); \
	  echo "python3-venv is not installed: making the environment with virtualenv instead"; \
	  $(PYTHON) -m pip install --quiet --target .virtualenv-bootstrap virtualenv && \
	  PYTHONPATH=.virtualenv-bootstrap $(PYTHON) -m virtualenv --quiet $(VENV) && \
	  rm -rf .virtualenv-bootstrap; }

$(VENV)/.app: requirements.txt | $(VENV)/bin/python
	$(INSTALL) -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements.txt requirements-cluster.txt requirements-dev.txt | $(VENV)/bin/python
	$(INSTALL) -r requirements-dev.txt
	@touch $(VENV)/.app $@
