# The commands a person types. Everything happens in .venv; the system's Python is only used to make it.

VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed
COMPILED := $(VENV)/.compiled
SOURCES := $(shell find bot handlers storage -name '*.py' 2>/dev/null)
# Two to four processes: more only wait for each other on the databases and the browser.
PROCESSES := $(shell n=$$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2); \
	if [ $$n -lt 2 ]; then n=2; elif [ $$n -gt 4 ]; then n=4; fi; echo $$n)
# For peers of the benchmarks that want other versions than we do.
PEERS := .venv-peers
NEW_ENOUGH := import sys; raise SystemExit(sys.version_info < (3, 11))

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help env demo test check bench clean

help:
	@echo "make demo    the bot, a local Bot API server and a page of phones on http://127.0.0.1:8080"
	@echo "make test    the whole test suite (ARGS=... for pytest)"
	@echo "make check   formatting, lint, types, import rules, known holes in what is installed"
	@echo "make bench   the benchmarks, in less than ten minutes; writes the table of docs/performance.md anew"
	@echo "make env     only the environment, in $(VENV)"
	@echo "make clean   removes what was built"

env: $(COMPILED)

# Compiled beforehand: where the bot runs, it may not write beside its own code, and would compile it anew at every start.
$(COMPILED): $(STAMP) $(SOURCES)
	@$(BIN)/python -m compileall -q bot handlers storage
	@touch $@

# A stamp, because asking pip whether all is there takes seconds.
$(STAMP): requirements.lock pyproject.toml
	@set -e; found=; \
	for python in "$(PYTHON)" python3.11 python3.12 python3.13 python3.14 python3 python; do \
		if [ -n "$$python" ] && "$$python" -c '$(NEW_ENOUGH)' >/dev/null 2>&1; then found=$$python; break; fi; \
		if [ -n "$(PYTHON)" ]; then break; fi; \
	done; \
	if [ -z "$$found" ]; then \
		echo "Python 3.11 or newer is needed$(if $(PYTHON), and PYTHON=$(PYTHON) is not that,): install it, or say where it is: make PYTHON=/path/to/python" >&2; \
		exit 1; \
	fi; \
	if ! $(BIN)/python -c '$(NEW_ENOUGH)' >/dev/null 2>&1; then \
		echo "Making $(VENV) with $$("$$found" --version)"; \
		rm -rf $(VENV); \
		"$$found" -m venv $(VENV) || { \
			echo "This Python cannot make environments: install its venv module (on Debian: apt-get install python3-venv)" >&2; \
			exit 1; }; \
	fi
	@echo "Installing what requirements.lock names into $(VENV)"
	@$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements.lock
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --no-index --editable .
	@touch $@

demo: env
	$(BIN)/nhacviec demo

test: env
	$(BIN)/python -m pytest --numprocesses=$(PROCESSES) --dist=loadgroup $(ARGS)

# All of them speak, also when the first finds something.
check: env
	@failed=0; for check in "ruff format --check ." "ruff check ." mypy lint-imports; do \
		echo "$(BIN)/$$check"; $(BIN)/$$check || failed=1; \
	done; \
	echo "$(BIN)/python .ci/audit.py"; $(BIN)/python .ci/audit.py || failed=1; \
	exit $$failed

# Without the peers, their rows in the table say so. Faults and kills are no races: docs/reliability.md.
bench: env
	@$(MAKE) --no-print-directory $(PEERS)/.installed || echo "Going on without the peers in $(PEERS)"
	@$(BIN)/python -m benchmarks

$(PEERS)/.installed: benchmarks/peers/requirements.lock
	@echo "Installing what benchmarks/peers/requirements.lock names into $(PEERS)"
	@rm -rf $(PEERS)
	@$(BIN)/python -m venv $(PEERS)
	@$(PEERS)/bin/python -m pip install --quiet --retries 1 --timeout 20 --require-hashes --requirement $<
	@touch $@

clean:
	rm -rf $(VENV) $(PEERS) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist
	find bot handlers storage tests benchmarks -name __pycache__ -prune -exec rm -rf {} +
