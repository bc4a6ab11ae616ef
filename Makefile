# One command per intention. Everything is installed into this folder; the system Python is left alone.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

export DAGSTER_HOME := $(CURDIR)/.dagster_home
export POSTINGS
export FETCH
export REPLACE
export PYTHONUNBUFFERED := 1
# Containers often forbid Python to keep what it compiled: every process would compile 6,000 modules again.
unexport PYTHONDONTWRITEBYTECODE
export VIRTUAL_ENV := $(CURDIR)/.venv

UV := $(shell command -v uv || echo .uv/bin/uv)
RUN := .venv/bin/
INSTALLED := .venv/.installed

.PHONY: help run test dev lint check format card evaluate sample-labels bench soak fuzz scale rollback compare ask dictionary golden clean

help: ## Show the commands
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## /  make \1|/' | column -t -s '|'

run: $(INSTALLED) ## Build the dataset from the sample, or from POSTINGS=<folder>[:<folder>]; FETCH=1 fetches first
	@$(RUN)dg launch --job refresh

test: $(INSTALLED) ## Run the tests
	@$(RUN)pytest -q -n 2 --dist loadfile --no-loadscope-reorder

dev: $(INSTALLED) ## Open the Dagster UI on http://localhost:3000
	@$(RUN)dg dev --host 127.0.0.1

fuzz: $(INSTALLED) ## Give reader, card loader, titles and skills a million broken inputs: INPUTS=<count>
	@$(RUN)python -m tests.endurance.fuzz $(INPUTS)

rollback: $(INSTALLED) ## Publish the build before the published one, or any that is kept: BUILD=<name>
	@$(RUN)python -m warehouse.builds.rollback $(BUILD)

compare: $(INSTALLED) ## Compare two builds row by row: BUILD=<build, folder or database> [WITH=<another>] [EXACT=1]
	@$(RUN)python -m warehouse.builds.compare $(if $(EXACT),--exact) "$(BUILD)" "$(WITH)"

ask: $(INSTALLED) ## Answer a question: QUESTION=top_skills (a file of warehouse/questions)
	@$(RUN)python -m warehouse.questions.ask $(or $(QUESTION),top_skills)

card: $(INSTALLED) ## Draft a source card for a file, or a folder of one source's, and try it: FILE=<path> [OUT=<card>]
	@$(RUN)python -m assets.commands.card "$(FILE)" "$(OUT)"

evaluate: $(INSTALLED) ## Score titles and skills on labelled data: GOLD=<folder> [OUTSIDE=<benchmarks of others>]
	@$(RUN)python -m assets.commands.evaluate "$(GOLD)" "$(or $(OUTSIDE),$(addsuffix /outside,$(ML_JOB_MARKET_SHARED)))"

sample-labels: $(INSTALLED) ## Draw titles, or WHAT=mentions, of sources no label has touched: OUT=<file> LABELS=<folder> [SIZE=400 SOURCES=10]
	@$(RUN)python -m assets.commands.sample_labels "$(OUT)" "$(LABELS)" "$(or $(WHAT),titles)" "$(or $(SIZE),400)" "$(or $(SOURCES),10)"

bench: $(INSTALLED) ## Measure speed and memory: BENCH=reading, titles, skills or demand
	@$(UV) sync --locked --inexact --quiet --group bench
	@for one in $(or $(BENCH),reading titles skills demand); do $(RUN)python -m tests.bench.$$one; done

soak: $(INSTALLED) ## Kill runs, fill the disk, change files: what is published must stay right (minutes)
	@$(RUN)python -m tests.endurance.soak

scale: $(INSTALLED) ## Make POSTINGS=<folder> by every engine and kill what can be killed: the result must be the same
	@$(UV) sync --locked --inexact --quiet --extra ray
	@$(RUN)python -m tests.endurance.scale

dictionary: $(INSTALLED) ## Write docs/data_dictionary.md and docs/questions.md from the contracts and the sample
	@$(RUN)python -m assets.commands.dictionary

golden: $(INSTALLED) ## Write tests/golden from the sample, after a change that was meant
	@WRITE_GOLDEN=1 $(RUN)pytest -q tests/assets/test_refresh.py tests/assets/test_definitions.py -k golden

lint: $(INSTALLED) ## Check format, style, types and definitions
	@$(RUN)ruff format --check --quiet .
	@$(RUN)ruff check --quiet .
	@$(RUN)mypy --no-error-summary
	@$(RUN)dg check defs

check: lint test ## Everything CI checks

format: $(INSTALLED) ## Format the code
	@$(RUN)ruff format .
	@$(RUN)ruff check --fix .

clean: ## Remove what runs have written (the lake, the builds, Dagster's history)
	rm -rf warehouse/{state,published,ml_job_market.duckdb} .dagster_home/storage .dagster_home/history

$(INSTALLED): pyproject.toml uv.lock
	@command -v $(UV) >/dev/null || { python3 -m venv .uv && .uv/bin/python -m pip install --quiet uv; }
	@$(UV) sync --locked --inexact --quiet
	@touch $@
