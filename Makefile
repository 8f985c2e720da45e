# Every target sets up what it needs: Python 3.11+, make and the package registries are enough.
PYTHON ?= python3
# What one process compiled, the next hundred need not.
unexport PYTHONDONTWRITEBYTECODE
export UV_PYTHON_DOWNLOADS := never
export UV_COMPILE_BYTECODE := 1
export UV_PROJECT_ENVIRONMENT := .venv
export PREFECT_SERVER_ANALYTICS_ENABLED := false
export DO_NOT_TRACK := 1
export AZURE_CORE_COLLECT_TELEMETRY := no

UV := .tools/bin/uv
RUN := .venv/bin/python -m
WORKERS ?= 2
# One more than there are cores: some of what is proven waits.
PROVERS ?= 3

.PHONY: rehearse test proof check format lint types contracts benchmark clients chromium postgresql redis makespan scale-demo clean

rehearse: .venv/ready  ## the sample estate, end to end, against the pretend Azure
	@.venv/bin/azlift rehearse; code=$$?; \
	if [ $$code -eq 5 ]; then \
	  echo "The sample holds one machine that must fail: exit code 5, partly done, is what a good rehearsal of it ends with."; \
	  exit 0; \
	fi; exit $$code

test: .venv/ready postgresql  ## every test but the live ones, in parallel
	$(RUN) pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder -m "not live" tests

proof: .venv/ready  ## every promise tried in full, about a quarter of an hour; writes RELIABILITY.md
	$(RUN) tests.proof.prove --workers $(PROVERS)

check: format lint types contracts test  ## what CI checks

format: .venv/ready
	$(RUN) ruff format --check src flows tests

lint: .venv/ready
	$(RUN) ruff check src flows tests

types: .venv/ready
	$(RUN) mypy

contracts: .venv/ready
	PYTHONPATH=. .venv/bin/lint-imports

benchmark: .venv/ready  ## seconds per verb for 100, 1,000 and 10,000 machines; the pretend Azure itself
	.venv/bin/python tests/benchmarks/verbs.py
	.venv/bin/python tests/benchmarks/pretend_azure.py

clients: .venv/ready  ## azure-cli and the JavaScript SDK, unmodified, against the pretend Azure
	$(RUN) pytest -n $(WORKERS) --dist loadfile tests/clients

makespan: .venv/ready .venv-az/ready  ## a wave against the least possible and against scripts of azure-cli; an hour
	.venv/bin/python tests/benchmarks/makespan.py

scale-demo: .venv/ready postgresql redis  ## two API servers, three workers, 500 machines, one worker killed midway
	.venv/bin/python tests/scale/demo.py

postgresql:  ## Debian's server, for the tests that keep the ledger on one
	@tests/ledger/install_postgresql.sh

redis:  ## Debian's server, for Prefect's messages where several API servers run
	@tests/scale/install_redis.sh

chromium:  ## Debian's browser, for the tests that look at pages
	@tests/browser/install_chromium.sh

clean:
	rm -rf .venv .venv-az .tools .azlift tests/clients/js/node_modules

.venv/ready: pyproject.toml uv.lock $(UV)
	$(UV) sync --locked --quiet --python $(PYTHON)
	@touch $@

# Compiled where used: all of azure-cli's files would take a minute.
.venv-az/ready: tests/clients/az.txt $(UV)
	$(UV) venv --quiet --clear --python $(PYTHON) .venv-az
	UV_COMPILE_BYTECODE=0 $(UV) pip install --quiet --python .venv-az/bin/python --require-hashes -r $<
	@touch $@

tests/clients/js/node_modules/ready: tests/clients/js/package-lock.json | .venv/ready
	cd tests/clients/js && $(CURDIR)/.venv/bin/npm ci --no-audit --no-fund --loglevel error
	@touch $@

$(UV): .ci/uv.txt
	$(PYTHON) -m venv .tools
	.tools/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r .ci/uv.txt
	@touch $@
