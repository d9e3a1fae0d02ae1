# Every line here also works typed by hand, in this folder.
# The environment is made in .venv; VENV=elsewhere puts it elsewhere.

VENV ?= .venv
PYTHON ?= python3
BIN = $(VENV)/bin
# loadfile keeps a file's browser and databases on one worker; two workers fill a two-core machine.
WORKERS ?= 2

# uv when there is one, pip otherwise; both refuse a package whose hash is not in the lock.
ifneq ($(shell command -v uv 2>/dev/null),)
INSTALL = uv pip install --quiet --python $(BIN)/python
else
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check
endif

.PHONY: run test check fmt battery shots bench locks
.DELETE_ON_ERROR:

run: $(VENV)/.runtime
	@if [ -z "$$PORTAL_DATABASE_URL" ] && [ ! -e "$${PORTAL_INSTANCE:-instance}/portal.sqlite" ]; then $(BIN)/portal demo; fi
	$(BIN)/portal serve

test: $(VENV)/.dev
	$(BIN)/python -m tests.chromium
	$(BIN)/python -m pytest -m "not battery" -n $(WORKERS) --dist loadfile

check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fmt: $(VENV)/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

battery: $(VENV)/.dev
	$(BIN)/python -m tests.chromium
	$(BIN)/python -m pytest -m battery

shots: $(VENV)/.dev
	$(BIN)/python -m tests.chromium
	$(BIN)/python -m tests.shots

bench: $(VENV)/.dev
	$(BIN)/python -m tests.chromium
	$(BIN)/python -m tests.bench

# After a change of pyproject.toml; needs uv. The locks name packages and hashes, never an address.
COMPILE = uv pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes \
	--no-annotate --no-header --no-emit-index-url --no-emit-find-links --group build pyproject.toml
locks:
	$(COMPILE) --output-file requirements/runtime.lock
	$(COMPILE) --extra s3 --constraint requirements/runtime.lock --output-file requirements/s3.lock
	$(COMPILE) --extra s3 --group dev --constraint requirements/s3.lock \
		--output-file requirements/dev.lock

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Portal ini memerlukan Python 3.11 atau lebih baru." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || \
		{ echo "Python di komputer ini belum dapat membuat lingkungan: apt-get install -y python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

# Editable and without isolation: setuptools comes from the lock, nothing else is fetched.
$(VENV)/.runtime: requirements/runtime.lock pyproject.toml | $(BIN)/python
	$(INSTALL) --require-hashes -r requirements/runtime.lock
	$(INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements/dev.lock $(VENV)/.runtime
	$(INSTALL) --require-hashes -r requirements/dev.lock
	@touch $@
