# The chores of this project; `make` lists them. Each target calls the same commands that CI calls.
SHELL := bash
UV := $(or $(shell command -v uv),.uv/bin/uv)
RUN := $(UV) run

.PHONY: help check test test-all prove-full docs site release pins example

help:  ## List the targets.
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 12

.uv/bin/uv:
	python3 -m pip install -qq --target .uv uv

check: $(UV)  ## Style, types, spelling, derived files, and the rules of exercises.
	$(RUN) ruff format --check .
	$(RUN) ruff check .
	$(RUN) mypy
	$(RUN) codespell
	$(RUN) labelwright author build --check
	$(RUN) labelwright author lint

test: $(UV)  ## The quick tests, in two processes.
	$(RUN) pytest -n 2

test-all: $(UV)  ## All tests, the slow ones too.
	$(RUN) pytest -n 3 -m "not alone"
	$(RUN) pytest -m alone

prove-full: $(UV)  ## Prove every exercise for five learners with every mutant, and write the table; this takes long.
	$(RUN) labelwright author prove --full --table course/authors/proof.md

docs: $(UV)  ## Write every derived page and notebook again, then build the site strictly with both generators.
	$(RUN) labelwright author build
	$(RUN) pytest -m "slow or not slow" tests/pages/test_site_build.py

site: $(UV)  ## Build the course site into site/.
	$(RUN) labelwright site build

example: $(UV)  ## Build the example portfolio and the pictures of README again.
	$(RUN) python portfolio_template/make_example.py
	$(RUN) python tests/browser/make_pictures.py

pins: $(UV)  ## Resolve all packages again and write their pins to the end of pyproject.toml.
	$(RUN) --no-project python .ci/pins.py $(UV)

release: $(UV)  ## Build sdist and wheel into dist/, install the wheel alone, and run the demo from it. Uploads nothing.
	rm -rf dist
	$(UV) build --quiet --out-dir dist
	rm -rf build/release
	$(UV) venv --quiet build/release
	$(UV) pip install --quiet --python build/release/bin/python dist/*.whl
	cd build && release/bin/labelwright --version
	cd build && release/bin/labelwright demo --out release/demo
	@echo "dist/ holds what was built and tried. Nothing was uploaded and no tag was made: see CONTRIBUTING.md, Releases."
