# One command per intention. Everything is installed into this folder; the system Python is left alone.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

export DAGSTER_HOME := $(CURDIR)/.dagster_home
export POSTINGS
export FETCH
export REPLACE
export FORCE
export PYTHONUNBUFFERED := 1
# Containers often forbid Python to keep what it compiled: every process would compile 6,000 modules again.
unexport PYTHONDONTWRITEBYTECODE
export VIRTUAL_ENV := $(CURDIR)/.venv

UV := $(shell command -v uv || echo .uv/bin/uv)
RUN := .venv/bin/
INSTALLED := .venv/.installed

# Nothing is downloaded but packages: uv would fetch an interpreter where it finds none that fits.
FIND_PYTHON := python=$$(for one in .venv/bin/python python3.13 python3.12 python3.11 python3; do \
	$$one -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null && echo $$one && break; done) \
	|| { echo "This needs Python 3.11, 3.12 or 3.13, and PATH has none: install one (Debian, Ubuntu: apt install python3 \
	python3-venv; macOS: brew install python@3.12; else https://www.python.org/downloads), then run make again." >&2; exit 1; }

KILLED := The run was killed, most likely for lack of memory. Finished work is kept, and make run continues from \
there. If it happens again, give it more memory: docs/deployment.md, Memory.

STOPPED := The run was stopped before it began (SIGTERM). make run starts it again.

.PHONY: help run test dev lint check format card evaluate sample-labels bench soak fuzz scale doctor rollback compare ask findings notebook docs-check release upload tell-failure dictionary golden clean

help: ## Show the commands
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## /  make \1|/' | column -t -s '|'

run: $(INSTALLED) ## Build the dataset from the sample, or from POSTINGS=<folder>[:<folder>]; FETCH=1 fetches first
	@trap : TERM; $(RUN)python -m assets || { status=$$?; case $$status in \
	137) echo "$(KILLED)" >&2;; 143) echo "$(STOPPED)" >&2;; esac; exit $$status; }

test: $(INSTALLED) ## Run the tests
	@$(RUN)pytest -q -n 2 --dist loadfile --no-loadscope-reorder

dev: $(INSTALLED) ## Open the Dagster UI on http://localhost:3000
	@$(RUN)dg dev --host 127.0.0.1

fuzz: $(INSTALLED) ## Test reader, card loader, titles and skills with a million broken inputs: INPUTS=<count>
	@$(RUN)python -m tests.endurance.fuzz $(INPUTS)

doctor: $(INSTALLED) ## Check lake, builds, links, Dagster's history and disk for damage; FIX=1 repairs it
	@$(RUN)python -m assets.commands.doctor $(if $(FIX),fix)

rollback: $(INSTALLED) ## Publish the previous build, or any kept one: BUILD=<name>
	@$(RUN)python -m warehouse.builds.rollback $(BUILD)

compare: $(INSTALLED) ## Compare two builds row by row: BUILD=<build, folder or database> [WITH=<another>] [EXACT=1]
	@$(RUN)python -m warehouse.builds.compare $(if $(EXACT),--exact) "$(BUILD)" "$(WITH)"

ask: $(INSTALLED) ## Answer a question: QUESTION=top_skills (a file of warehouse/questions)
	@$(RUN)python -m warehouse.questions.ask $(or $(QUESTION),top_skills)

notebook: $(INSTALLED) ## Open the example notebook in the browser
	@$(RUN)marimo edit docs/notebooks/skills_of_a_role.py

card: $(INSTALLED) ## Draft a source card for a file, or a folder of one source's, and try it: FILE=<path> [OUT=<card>]
	@$(RUN)python -m assets.commands.card "$(FILE)" "$(OUT)"

evaluate: $(INSTALLED) ## Score titles and skills on labelled data: GOLD=<folder> [OUTSIDE=<external benchmarks>]
	@$(RUN)python -m assets.commands.evaluate "$(GOLD)" "$(or $(OUTSIDE),$(addsuffix /outside,$(ML_JOB_MARKET_SHARED)))"

sample-labels: $(INSTALLED) ## Sample titles, or WHAT=mentions, from sources without labels: OUT=<file> LABELS=<folder> [SIZE=400 SOURCES=10]
	@$(RUN)python -m assets.commands.sample_labels "$(OUT)" "$(LABELS)" "$(or $(WHAT),titles)" "$(or $(SIZE),400)" "$(or $(SOURCES),10)"

bench: $(INSTALLED) ## Measure speed and memory: BENCH=reading, titles, skills, demand, edits, growth [COPIES=1,2,4], run [OLD=<work tree> ROUNDS=5]
	@$(UV) sync --locked --inexact --quiet --group bench
	@for one in $(or $(BENCH),reading titles skills demand); do $(RUN)python -m tests.bench.$$one; done

soak: $(INSTALLED) ## Kill runs, fill the disk, flip bits, lock files: the published data must stay correct (minutes)
	@$(RUN)python -m tests.endurance.soak

scale: $(INSTALLED) ## Run POSTINGS=<folder> with every engine and kill processes: the result must be the same
	@$(UV) sync --locked --inexact --quiet --extra ray
	@$(RUN)python -m tests.endurance.scale

findings: $(INSTALLED) ## Write docs/findings.md and the README's picture from the published build of real postings
	@$(RUN)python -m warehouse.questions.findings
	@$(RUN)python -m tests.report.picture

dictionary: $(INSTALLED) ## Write docs/data_dictionary.md and docs/questions.md from the contracts and the sample
	@$(RUN)python -m assets.commands.dictionary

golden: $(INSTALLED) ## Write tests/golden from the sample, after an intended change
	@WRITE_GOLDEN=1 $(RUN)pytest -q tests/assets/test_refresh.py tests/assets/test_definitions.py -k golden

docs-check: $(INSTALLED) ## Run the commands in README.md and docs/ in a fresh copy, and compare the output
	@$(RUN)python -m tests.documents.check

release: ## Pack database, Parquet and checksums of the published build: DIR=<new folder>
	@build="$$(readlink -e "$(or $(WAREHOUSE),warehouse)/published")" || { echo "nothing is published yet: \`make run\` first"; exit 1; }; \
	mkdir "$(or $(DIR),$(error say where to: DIR=<new folder>))"; \
	cp "$$build"/ml_job_market.duckdb "$$build"/exports/CITATION.cff "$$build"/exports/parquet/*.parquet "$(DIR)"; \
	basename "$$build" > "$(DIR)/BUILD"; \
	cd "$(DIR)"; sha256sum -- * > SHA256SUMS

upload: ## Publish DIR, made by `make release`, as a release on GitHub by gh, and keep the last KEEP=8
	@tag="data-$$(cat "$(DIR)/BUILD")"; \
	gh release view "$$tag" >/dev/null 2>&1 || gh release create "$$tag" "$(DIR)"/* --title "Data of $$(cut -c1-8 "$(DIR)/BUILD")" \
		--notes 'Check the files with `sha256sum --check SHA256SUMS`. The table `build_changes` says what changed.'; \
	gh release list --limit 1000 --json tagName --jq '.[].tagName' | { grep '^data-' || true; } | sort --reverse | tail -n +$$(($(or $(KEEP),8) + 1)) | \
		xargs --no-run-if-empty --max-args=1 gh release delete --cleanup-tag --yes

tell-failure: ## Report a failed refresh in a GitHub issue, or in the open one: RUN=<address of the run>
	@title="The refresh failed"; text="Nothing was published. The first failed step or check of $(RUN) says what to do."; \
	open="$$(gh issue list --state open --search "in:title \"$$title\"" --json number --jq '.[0].number // empty')"; \
	if [ -n "$$open" ]; then gh issue comment "$$open" --body "$$text"; else gh issue create --title "$$title" --body "$$text"; fi

lint: $(INSTALLED) ## Check format, style, types and definitions
	@$(RUN)ruff format --check --quiet .
	@$(RUN)ruff check --quiet .
	@$(RUN)mypy --no-error-summary
	@$(RUN)dg check defs

check: lint test ## Everything CI checks

format: $(INSTALLED) ## Format the code
	@$(RUN)ruff format .
	@$(RUN)ruff check --fix .

clean: $(INSTALLED) ## Remove what runs have written (lake, builds, Dagster's history); asks first unless YES=1
	@$(RUN)python -m assets.commands.clean $(if $(YES),yes)

$(INSTALLED): pyproject.toml uv.lock
	@$(FIND_PYTHON); \
	echo "Installing what pyproject.toml names into .venv: about 2 GB, half a minute to some minutes" >&2; \
	command -v $(UV) >/dev/null || { $$python -m venv .uv && .uv/bin/python -m pip install --quiet uv; }; \
	$(UV) sync --locked --inexact --quiet --python $$python
	@touch $@
