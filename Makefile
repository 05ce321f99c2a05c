# Prepares .venv and hands over to Invoke; the tasks themselves are in tasks.py.

PYTHON ?= python3 python3.14 python3.13 python3.12 python3.11
VENV := .venv
BIN := $(VENV)/bin
LOG := $(VENV)/install.log

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1

# Run a command without a word, unless it fails.
quietly = $(1) >$(LOG) 2>&1 || { cat $(LOG) >&2; exit 1; }
install = $(call quietly,$(BIN)/python -m pip install --require-hashes --no-build-isolation -r $(1))

.DEFAULT_GOAL := help
.PHONY: help site test clean

help:
	@echo 'make site    build the public site into output/ (prepares .venv first)'
	@echo 'make test    run every check and test (prepares .venv first)'
	@echo 'make clean   remove .venv, output/ and every cache'
	@echo
	@echo 'Everything else is a task of Invoke, once one of the two has prepared .venv:'
	@echo '  $(BIN)/inv --list            all tasks'
	@echo '  $(BIN)/inv --help check      what one task does'
	@echo
	@echo 'PYTHON=/path/to/python3 make site   uses that Python (3.11 or later)'

site: $(VENV)/site.stamp
	@$(BIN)/inv site

test: $(VENV)/dev.stamp
	@$(BIN)/inv test

clean:
	@rm -rf $(VENV) output .cache .coverage .coverage.* .hypothesis .import_linter_cache .mypy_cache .pytest_cache \
	  .ruff_cache .ci/artifacts build plugins/*.egg-info
	@find plugins tests bench theme -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

$(VENV)/python.stamp:
	@for python in $(PYTHON); do \
	  "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; \
	  python=; \
	done; \
	if [ -z "$$python" ]; then \
	  echo "Python 3.11 or later is needed, and is none of: $(PYTHON). Install it, or: make PYTHON=/path/to/python3" >&2; \
	  exit 1; \
	fi; \
	if ! "$$python" -c 'import venv, ensurepip' 2>/dev/null; then \
	  version=$$("$$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])'); \
	  echo "Python $$version here cannot make virtual environments. Debian, Ubuntu: apt install python$$version-venv" >&2; \
	  exit 1; \
	fi; \
	echo "Preparing $(VENV) with $$("$$python" --version) …"; \
	"$$python" -m venv --clear $(VENV)
	@touch $@

$(VENV)/build.stamp: requirements/build.txt $(VENV)/python.stamp
	@$(call install,requirements/build.txt)
	@touch $@

$(VENV)/site.stamp: requirements/site.txt pyproject.toml $(VENV)/build.stamp
	@echo 'Installing what the site needs …'
	@$(call install,requirements/site.txt)
	@$(call quietly,$(BIN)/python -m pip install --no-deps --no-build-isolation -e .)
	@$(call quietly,$(BIN)/python -m pip check)
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt $(VENV)/site.stamp
	@echo 'Installing what checks and tests need …'
	@$(call install,requirements/dev.txt)
	@touch $@
