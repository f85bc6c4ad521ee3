# The door of the project: `make demo` shows the main job, `make test` proves it. Each makes its own .venv.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test test-engines postgres bench fmt docs soak clean

demo: .venv/demo
	@$(BIN)/accordant demo --folder out/demo

# `make test EVERYWHERE=1` runs the tests of engines on all of them, not on DuckDB and PostgreSQL alone.
test: $(if $(EVERYWHERE),.venv/engines,.venv/dev) postgres
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -n 2 $(if $(EVERYWHERE),--engines $(ENGINES))

# The same plans on every engine: DuckDB, PostgreSQL, Spark (with the machine's Java) and ClickHouse, each for real.
ENGINES ?= duckdb,postgres,spark,clickhouse
test-engines: .venv/engines postgres
	$(BIN)/pytest -n 2 tests/engines --engines $(ENGINES)

# Tests start a server of their own; this only sees to it that there is one to start.
postgres:
	@ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || bash tests/engines/install

bench: .venv/bench
	$(BIN)/python -m benchmarks

soak: .venv/dev
	$(BIN)/pytest -n 2 --hypothesis-profile soak

docs: .venv/dev
	PYTHONPATH=tests $(BIN)/python -m house.write_docs
	PYTHONPATH=tests $(BIN)/python -m sql.scripts
	cd tests && ../$(BIN)/python -m check.page

fmt: .venv/dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.venv/demo: pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

.venv/dev: pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@ .venv/demo

.venv/engines: pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[engines]'
	@touch $@ .venv/dev .venv/demo

.venv/bench: pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev,bench]'
	@touch $@

clean:
	rm -rf .venv out .mypy_cache .ruff_cache .pytest_cache
