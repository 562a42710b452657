# Two commands do all the set-up: `make demo` and `make test`. They need Python >= 3.11 and a package index.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: demo test lint types layers tests format lock fwer attack sanitize clean

demo: $(VENV)/base.done  ## Install, then run the whole job on the embedded synthetic example.
	$(BIN)/whofor demo --out demo

test: lint types layers tests  ## Install, then lint, types, import contract, tests.

lint: $(VENV)/dev.done
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/dev.done
	$(BIN)/basedpyright --pythonpath $(BIN)/python

layers: $(VENV)/dev.done
	$(BIN)/lint-imports

# Threads of libraries would only be in the way of the workers: without them the tests take a sixth less. Work is stolen, as
# some files take minutes and most take none. Compiled modules are kept, also where the environment says otherwise: each
# of the hundreds of commands that tests call would compile the package anew, for more than a second.
tests: $(VENV)/dev.done
	OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n auto --dist worksteal --durations=25

format: $(VENV)/dev.done
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: $(VENV)/dev.done  ## Resolve the dependencies anew.
	$(BIN)/uv pip compile pyproject.toml --universal --generate-hashes --no-emit-index-url --no-header -q -o requirements/base.txt
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --generate-hashes --no-emit-index-url --no-header -q -o requirements/dev.txt

fwer: $(VENV)/dev.done  ## Measure error rates and recall on made-up data; takes about half an hour.
	$(BIN)/python benchmarks/fwer.py all --out docs

attack: $(VENV)/dev.done  ## Kill, fuzz and mislead whofor, and write the table of attacks; takes hours.
	$(BIN)/python benchmarks/attack/run.py --long --out docs

sanitize: $(VENV)/dev.done  ## Run the kernel under the compiler's sanitizers.
	$(BIN)/python benchmarks/attack/sanitize.py

clean:
	rm -rf $(VENV) demo

$(VENV)/made:
	@$(PYTHON) -c 'import sys; sys.exit("whofor needs Python 3.11 or newer, this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	touch $@

KERNEL := hatch_build.py kernel_build.py $(wildcard src/whofor/cube/kernel/*)

$(VENV)/base.done: requirements/base.txt pyproject.toml $(KERNEL) | $(VENV)/made
	$(PIP) --require-hashes --requirement requirements/base.txt
	$(PIP) --no-deps --editable .
	touch $@

$(VENV)/dev.done: requirements/dev.txt pyproject.toml $(KERNEL) | $(VENV)/made
	$(PIP) --require-hashes --requirement requirements/dev.txt
	$(PIP) --no-deps --editable .
	touch $@ $(VENV)/base.done
