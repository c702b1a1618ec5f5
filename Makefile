# Two commands set everything up on a machine with Python 3.11+: `make demo` and `make test`.
PYTHON ?= python3
VENV   ?= .venv
BIN     = $(VENV)/bin
OLDEST ?= .venv-oldest

.PHONY: demo test cluster-test words man check coverage oldest bench torture clean

$(VENV)/.installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --editable . --group dev
	$(BIN)/python -m compileall -q cli index corpus
	touch $@

demo: $(VENV)/.installed
	BIN=$(BIN) sh corpus/samples/demo.sh

test: $(VENV)/.installed
	$(BIN)/python -m pytest

# What is tested on a real cluster, on the older line of OpenSearch too; needs Maven and a JDK of 17 to 21.
cluster-test: $(VENV)/.installed
	OPENSEARCH_VERSION=2.19.6 BAOSOU_NEEDS_CLUSTER=1 BAOSOU_WHOLE_CLUSTER=1 $(BIN)/python -m pytest tests/opensearch

# The sentences that users are told, and their translations, in step with the code.
words: $(VENV)/.installed
	$(BIN)/python -m baosou.cli.language.generate.catalogue

# The pages for man(1), as the commands' help has it.
man: $(VENV)/.installed
	$(BIN)/python -m baosou.cli.manual.generate.pages
check: $(VENV)/.installed
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

# Branch coverage of all processes that the tests start; see docs/testing.md.
coverage: $(VENV)/.installed
	rm -rf .coverage
	mkdir .coverage
	-$(BIN)/coverage run -m pytest
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

# The tests with the oldest dependencies that pyproject.toml allows, in an environment of their own.
$(OLDEST)/.installed: pyproject.toml
	$(PYTHON) -m venv $(OLDEST)
	$(OLDEST)/bin/python -m pip install --quiet uv
	$(OLDEST)/bin/uv pip install --quiet --python $(OLDEST)/bin/python --resolution lowest-direct --editable . --group dev
	touch $@

oldest: $(OLDEST)/.installed
	$(OLDEST)/bin/python -m pytest

$(VENV)/.bench: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --group bench
	touch $@

# ONLY=cold (indexing, warm, batch, growth, retrieval, comparison, pages, cluster, naming, names, words, reprints) takes one part, ARTICLES=10000 fewer articles,
# KEEP=DIR keeps what it built.
bench: $(VENV)/.bench
	@$(BIN)/python -m tests.bench $(if $(ONLY),--only $(ONLY)) $(if $(ARTICLES),--articles $(ARTICLES)) $(if $(KEEP),--keep $(KEEP))

# ONLY=kills (faults, disks, readers_writers, queries, files, ...) runs one campaign, SECONDS=600 each so long, SEED=7
# again; ONLY=fuzz needs atheris (pip install --group fuzz).
torture: $(VENV)/.installed
	@$(BIN)/python -m tests.torture $(if $(ONLY),--only $(ONLY)) $(if $(SECONDS),--seconds $(SECONDS)) $(if $(SEED),--seed $(SEED))

clean:
	rm -rf $(VENV) $(OLDEST) .demo .coverage
