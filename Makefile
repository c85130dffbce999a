.DEFAULT_GOAL := run
PYTHON ?= python3
BIN := .venv/bin
PORT ?= $(or $(YICHUANG_PORT),8000)
DATA ?= $(or $(YICHUANG_DATA),.data)
HALL ?= $(or $(YICHUANG_HALL),kiosk/content)
WORKERS ?= $(shell n=$$(nproc); echo $$((n < 4 ? n + 1 : 4)))  # of the tests: a third of their time they wait

.PHONY: run test check audit cover mutants bench prove pictures bundle format clean

run: .venv/program  ## serve the sample hall on this machine
	@$(BIN)/yichuang serve --host 127.0.0.1 --port $(PORT) --data "$(DATA)" --hall "$(HALL)"

test: .venv/tests  ## everything, browser tests included
	@.ci/need browser database proxy
	$(BIN)/python -m pytest --numprocesses $(WORKERS) --dist worksteal $(ARGS)

check: .venv/tests  ## format, lint, types, import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	PYTHONPATH=. $(BIN)/lint-imports

audit: .venv/tests  ## known vulnerabilities of what we install; says plainly when nobody could be asked
	$(BIN)/python .ci/audit

format: .venv/tests
	$(BIN)/ruff check --fix-only . ; $(BIN)/ruff format .

cover: .venv/tests  ## branch coverage of the rules, the verbs and the paper, line by line what is not reached; fails where one is under 95 %
	@.ci/need browser database proxy
	$(BIN)/python -m pytest tests/hall tests/operations tests/storage tests/loading tests/printer tests/web tests/outlet tests/backup/test_restore.py --numprocesses $(WORKERS) --dist worksteal --cov --cov-report= $(ARGS)
	@for room in kiosk/hall kiosk/operations printer; do $(BIN)/coverage report --include="$$room/*" || exit 1; done

mutants: .venv/mutation  ## the rules changed a little, one change at a time: fails where no test notices and nobody has explained it; ONLY="queue guide" tries some modules
	$(BIN)/python -m tests.mutants $(ONLY)

bench: .venv/tests  ## a table of speed beside its floors and the version before; ONLY=name runs one part, KEEP=1 keeps it for this version
	@.ci/need browser database
	$(if $(KEEP),YICHUANG_BENCH=keep) $(BIN)/python -m tests.bench $(ONLY)

prove: .venv/tests  ## the long proofs, each with its lines of the table in docs/proof.md; ONLY=name runs one
	@.ci/need browser database bare compiler
	$(BIN)/python -m pytest tests/proof -m proof --capture=no $(if $(ONLY),-k "$(ONLY)")

pictures: .venv/tests  ## every screen anew, where it looks different; the tests compare with docs/pictures
	@.ci/need browser
	YICHUANG_PICTURES=make $(BIN)/python -m pytest tests/pictures $(ARGS)

bundle: .venv/program  ## one archive in dist/ that installs on a bare Debian 12 with the network off
	@.ci/bundle $(BIN)/python

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis bench-results mutants dist display/static/vendor

.venv/bin/python:
	@.ci/need venv
	$(PYTHON) -m venv .venv

.venv/program: pyproject.toml display/npm/package-lock.json display/npm/icons.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.venv/tests: .venv/program
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@

.venv/mutation: .venv/tests
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[mutation]'
	@touch $@
