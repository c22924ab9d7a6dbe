# make run    start the service on http://127.0.0.1:8000
# make test   run every test; installs what the tests need
# make extension  write the packages of the extension into build/
# make fuzz   ask every operation of the API a thousand times with made-up input (installs schemathesis in build/)
# make audit  ask whether a package in use has a known hole; says so when nobody can be asked
# make bench  measure side by side; ONLY=name runs one figure, SIZE=1000000 links that many ads
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
# Tests start some eighty processes of the service; without compiled files each would compile it anew.
unexport PYTHONDONTWRITEBYTECODE
LOCK := --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-package leadlight -q

.PHONY: setup run test test-setup lint extension bench fuzz audit lock clean

setup:
	@PYTHON="$(PYTHON)" sh service/setup.sh service/requirements.lock

run: setup
	@exec $(BIN)/leadlight serve --port $(PORT)

test-setup:
	@PYTHON="$(PYTHON)" sh service/setup.sh tests/requirements.lock
	@sh tests/setup.sh

test: test-setup lint
	$(BIN)/leadlight rules lint
	$(BIN)/python -m pytest -n 2 --dist loadfile
	node --test tests/extension/

lint: test-setup
	$(BIN)/ruff check service tests
	$(BIN)/ruff format --check -q service tests
	$(BIN)/mypy
	$(BIN)/lint-imports
	tests/node_modules/.bin/tsc -p extension/jsconfig.json

extension: test-setup
	@$(BIN)/python extension/store/make_packages.py build
	@tests/node_modules/.bin/web-ext lint --source-dir build/leadlight-firefox-*.zip --warnings-as-errors

bench: test-setup
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-input --only-binary :all: --require-hashes -r tests/bench/requirements.lock || echo "Measuring without other matchers: they have no package for this machine."
	@$(BIN)/python tests/bench $(if $(ONLY),--only $(ONLY)) $(if $(SIZE),--size $(SIZE))

fuzz: test-setup
	@BIN="$(abspath $(BIN))" sh tests/fuzz.sh $(or $(EXAMPLES),1000)

audit: test-setup
	@BIN="$(BIN)" sh tests/audit.sh

# Needs uv (pip install uv); run after changing dependencies in pyproject.toml.
lock:
	uv pip compile pyproject.toml --extra build $(LOCK) -o service/requirements.lock
	uv pip compile pyproject.toml --extra build --extra test -c service/requirements.lock $(LOCK) -o tests/requirements.lock
	uv pip compile tests/bench/requirements.in $(LOCK) -o tests/bench/requirements.lock



clean:
	rm -rf .venv build tests/node_modules
