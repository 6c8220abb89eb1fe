# Newcomers need `make map` and `make test`: no root, no compiler, and no network once the packages are installed.

VENV ?= .venv
OUT ?= out
SEEDS ?= seeds
UV ?= uv
PIP_INSTALL = $(VENV)/bin/python -m pip install --quiet --disable-pip-version-check

# The newest Python on the PATH that can create a virtual environment. `make map PYTHON=/path/to/python3` sets another.
PYTHON ?= $(shell for python in python3.14 python3.13 python3.12 python3.11 python3; do \
	"$$python" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$python"; exit; }; \
	done; echo python3)

NO_PYTHON = actorgraph: error: no Python found; 3.11 or newer is needed (Debian, Ubuntu: apt install python3 python3-venv)

define CHECK_PYTHON
import sys
if sys.version_info < (3, 11):
    sys.exit("actorgraph: error: Python %d.%d is too old; 3.11 or newer is needed (Debian, Ubuntu: apt install python3 "
             "python3-venv; others: python.org), then: make map PYTHON=/path/to/python3" % sys.version_info[:2])
try:
    import ensurepip, venv
except ImportError:
    sys.exit("actorgraph: error: this Python cannot make a virtual environment; "
             "install its venv module (Debian, Ubuntu: apt install python3-venv)")
endef
export CHECK_PYTHON

.DEFAULT_GOAL := help
.PHONY: help map test test-all lint bench quality performance speed fuzz train lock editor page help-text clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

map: $(VENV)/.runtime ## build the seeds: out/map.html and the other files of out/
	@$(VENV)/bin/actorgraph build $(SEEDS) --out $(OUT)

test: $(VENV)/.dev ## run the tests in parallel, without the long ones (kills, clusters, large maps)
	@$(VENV)/bin/python -m pytest -n auto --dist worksteal -m "not long" --hypothesis-profile quick

test-all: $(VENV)/.dev ## run all tests, the long ones too
	@$(VENV)/bin/python -m pytest -n auto --dist worksteal

lint: $(VENV)/.dev ## check style, types and import contracts
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/mypy
	@$(VENV)/bin/lint-imports

bench: $(VENV)/.dev ## measure the quality of the claims; write docs/quality.md
	@$(VENV)/bin/python -m bench.accuracy.quality --write

quality: $(VENV)/.dev ## fail if a figure of docs/quality.md fell by more than one point
	@$(VENV)/bin/python -m bench.accuracy.quality --check

performance: $(VENV)/.dev ## measure speed and memory; write docs/performance.md (half an hour)
	@$(VENV)/bin/python -m bench.speed.performance

speed: $(VENV)/.dev ## fail if a ratio of speed or memory is far from its recorded value
	@$(VENV)/bin/python -m bench.speed.performance --check

fuzz: $(VENV)/.dev ## damaged files, hostile texts, damaged builds (an hour; `make fuzz SEED=2 FILES=30000 TEXTS=50` for others)
	@$(VENV)/bin/python -m bench.fuzz --seed $(or $(SEED),1) --files $(or $(FILES),10000) --builds $(or $(BUILDS),20) --texts $(or $(TEXTS),1000) --states $(or $(STATES),200)

train: $(VENV)/.train ## train the judge: the weights in extract/judge (90 minutes; `make train LINEAR=1` without the encoder)
	@$(VENV)/bin/python -m bench.training $(if $(LINEAR),--linear)
	@$(VENV)/bin/python -m bench.training.facts

lock: ## rewrite requirements*.txt (needs uv); check that each platform has wheels
	@UV="$(UV)" .ci/lock

editor: ## rebuild the query editor of `actorgraph serve` (needs Node and npm; the bundle is in the repository)
	@cd web && npm ci --no-audit --no-fund && npm run --silent build

page: ## rebuild the scripts of the map, the query page and the diff page (needs Node and npm; the bundle is in the repository)
	@cd web && npm ci --no-audit --no-fund && npm run --silent page

help-text: $(VENV)/.dev ## rewrite actorgraph/help.txt (after a change of a command's first line)
	@COLUMNS=80 $(VENV)/bin/python -m actorgraph --help > actorgraph/help.new && mv actorgraph/help.new actorgraph/help.txt

clean: ## delete the environment and the output
	@rm -rf $(VENV) $(OUT)/store $(OUT)/shards $(OUT)/map.html $(OUT)/claims.* $(OUT)/graph.trig $(OUT)/documents $(OUT)/documents.sqlite $(OUT)/build.json $(OUT)/extractions*.jsonl $(OUT)/report.* $(OUT)/positions.json $(OUT)/readings.json $(OUT)/.lock

# Recreate an environment that no longer starts (Python was updated) or that was moved.
ifneq ($(wildcard $(VENV)/.python),)
ifneq ($(shell $(VENV)/bin/python -c '' 2>/dev/null && cat $(VENV)/.python),$(CURDIR))
$(shell rm -rf $(VENV))
endif
endif

$(VENV)/.python:
	@command -v "$(PYTHON)" >/dev/null || { echo "$(NO_PYTHON)" >&2; exit 2; }
	@$(VENV)/bin/python -c "$$CHECK_PYTHON" 2>/dev/null || { \
		"$(PYTHON)" -c "$$CHECK_PYTHON" && "$(PYTHON)" -m venv --clear $(VENV); }
	@echo "$(CURDIR)" > $@

$(VENV)/.runtime: requirements.txt pyproject.toml | $(VENV)/.python
	@echo "Installing the locked packages into $(VENV) (the first time takes a minute or two) ..." >&2
	@$(PIP_INSTALL) --require-hashes --only-binary :all: -r requirements.txt
	@$(PIP_INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.train: pyproject.toml $(VENV)/.runtime
	@$(PIP_INSTALL) --group train
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.runtime
	@echo "Installing the locked packages for tests and checks into $(VENV) ..." >&2
	@$(PIP_INSTALL) --require-hashes --only-binary :all: -r requirements-dev.txt
	@touch $@
