# The frame around the package: install, demo, test, lint. `make help` lists the targets.

VENV := .venv
BIN := $(VENV)/bin
RUN := $(BIN)/python -m
PIP := $(RUN) pip --quiet --quiet --disable-pip-version-check --no-input
NEWSCLAIMS := $(BIN)/newsclaims
UV := uv==0.13.9

# The newest of the Pythons that the locks are tested with, else whatever `python3` is.
PYTHON ?= $(shell for name in python3.13 python3.12 python3.11 python3; do \
	$$name -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && \
	echo $$name && break; done)

# What is installed is known by its content and its place, so that nothing is installed twice and
# a copied checkout does not run the code of the one it was copied from.
state = $(shell { cat pyproject.toml $(1); pwd; } | cksum | cut -d' ' -f1)
RUNTIME := $(VENV)/.runtime-$(call state,requirements/runtime.txt)
DEV := $(VENV)/.dev-$(call state,requirements/runtime.txt requirements/dev.txt)

# What `make bench` measures beside ours is kept out of .venv, whose pins it must not move.
PEERS := build/peers-$(shell cksum <requirements/peers.txt | cut -d' ' -f1)

DEMO_FEEDS := corpus/demo/markets.xml corpus/demo/wire.atom
DEMO_SOURCES := corpus/demo/texts corpus/demo/pages $(DEMO_FEEDS)

.PHONY: help demo test install dev lint format check docs lock train bench evaluate clean
.NOTPARALLEL:
.DEFAULT_GOAL := help

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | expand -t 10

demo: $(RUNTIME) ## run the main job on the bundled articles: claims.db, claims.jsonl and a table
	$(NEWSCLAIMS) run $(DEMO_SOURCES) --db sqlite:///claims.db
	$(NEWSCLAIMS) extract $(DEMO_SOURCES) --output claims.jsonl
	$(NEWSCLAIMS) claims --db sqlite:///claims.db --format table
	@echo "The same is in claims.db and claims.jsonl. What to check before you rely on it:"
	@echo "    $(NEWSCLAIMS) claims --status unconfirmed"

test: $(DEV) ## run the tests
	@$(RUN) pytest -m alone -rs; alone=$$?; \
		$(RUN) pytest --numprocesses auto --maxprocesses 4 --dist loadfile -m "not alone" -rs && \
		exit $$alone

install: $(RUNTIME) ## make .venv with the package and its model

dev: $(DEV) ## the same with the development tools

lint: $(DEV) ## style, formatting, types and import directions
	@$(RUN) ruff check
	@$(RUN) ruff format --check
	@$(RUN) mypy
	@$(BIN)/lint-imports --no-cache

format: $(DEV) ## mend style and formatting where that can be done safely
	@$(RUN) ruff check --fix
	@$(RUN) ruff format

check: lint test ## what must pass before a change lands (.ci/run does a little more)

docs: $(RUNTIME) ## build the documentation's site in build/site; a warning is an error
	@$(PIP) install --require-hashes -r requirements/docs.txt
	@$(RUN) sphinx --fail-on-warning --keep-going --nitpicky --quiet --doctree-dir build/doctrees docs build/site
	@echo "The site is in build/site; open build/site/index.html"

lock: ## pin the newest dependencies that pyproject.toml allows, with hashes
	@test -x .lock-venv/bin/uv || { $(PYTHON) -m venv .lock-venv && \
		.lock-venv/bin/python -m pip --quiet install $(UV); }
	@requirements/lock.sh .lock-venv/bin/uv

train: $(DEV) ## weights anew from corpus/labels: make train TEXTS=folder (see models/README.md)
	@test -d "$(TEXTS)" || { echo "name the folder with the labelled texts: make train TEXTS=..." >&2; exit 2; }
	@$(PIP) install --require-hashes -r requirements/train.txt
	$(RUN) models.training.train corpus/labels $(TEXTS) corpus/articles/labels corpus/articles/texts \
		$(if $(REVIEWED),$(REVIEWED)/labels $(REVIEWED)/texts) --output models/claims-linear.json

bench: $(DEV) $(PEERS) ## print what everything costs, beside others; make bench TEXTS=folder measures on other articles
	@OMP_NUM_THREADS=1 $(RUN) benchmarks.stages --peers $(PEERS) $(TEXTS)

# Without a package index the table has no such peers, and says so.
$(PEERS): requirements/peers.txt | $(VENV)/.made
	@rm -rf build/peers-*
	@$(PIP) install --require-hashes --target $@ -r $< || \
		{ rm -rf $@; echo "The peers could not be installed; they are left out." >&2; }

EVALUATED := --set demonstration corpus/demo/labels corpus/demo/expected \
	--set articles corpus/articles/labels corpus/articles/texts test

evaluate: $(DEV) ## print the accuracy table; make evaluate TEXTS=folder adds the real articles
	@$(RUN) corpus.tools.evaluate $(EVALUATED) \
		$(if $(TEXTS),--set real $(or $(LABELS),corpus/labels) $(TEXTS) $(if $(LABELS),,test)) \
		--by-source --by-length --calibration --errors 10

clean: ## take away everything that was made here but claims.db and claims.jsonl
	rm -rf $(VENV) .lock-venv build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache \
		.hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# An environment that works is kept, half of one (after Ctrl-C) is made anew.
$(VENV)/.made:
	@test -n "$(PYTHON)" || { echo "newsclaims needs Python 3.11 or later with venv;" \
		"name one: make PYTHON=/path/to/python3 ..." >&2; exit 1; }
	@$(RUN) pip --version >/dev/null 2>&1 || { \
		echo "Making $(VENV) with $$($(PYTHON) --version) ..." >&2; \
		$(PYTHON) -m venv --clear $(VENV); }
	@touch $@

$(RUNTIME): | $(VENV)/.made
	@echo "Installing what the package needs (150 MB, 530 MB on disk) ..." >&2
	@$(PIP) install --require-hashes -r requirements/runtime.txt
	@rm -rf *.egg-info
	@$(PIP) install --no-deps --no-build-isolation --no-index --editable .
	@rm -f $(VENV)/.runtime-* && touch $@

$(DEV): | $(VENV)/.made
	@echo "Installing what the package and its development need ..." >&2
	@$(PIP) install --require-hashes -r requirements/dev.txt
	@rm -rf *.egg-info
	@$(PIP) install --no-deps --no-build-isolation --no-index --editable .
	@rm -f $(VENV)/.runtime-* $(VENV)/.dev-* && touch $(RUNTIME) $@
