# Everything a person types. `make run` is all that a fresh clone needs.
.NOTPARALLEL:
.PHONY: help setup run test lint types bench evaluate clean lock browser mariadb messages
.DEFAULT_GOAL := help

# Scripts in .venv/bin name their interpreter in the first line, which breaks in a path with spaces: -m is safe.
PYTHON := .venv/bin/python
# uv trusts the machine's certificates, as pip does when it is told to.
export UV_SYSTEM_CERTS := 1
export UV_NATIVE_TLS := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Pythons to make the environment with, best first; the first that works is taken.
PYTHONS ?= python3 python3.13 python3.12 python3.11 python3.14 /usr/bin/python3 /usr/local/bin/python3
VENDOR := vega/build/vega vega-lite/build/vega-lite vega-embed/build/vega-embed htmx.org/dist/htmx

help:
	@echo "make run     set up what is missing and start everything (PORT=8000)"
	@echo "make test    set up what is missing and run all tests"
	@echo "make setup   environment, front-end files, translations; quick when nothing has changed"
	@echo "make lint    style, layers, templates, migrations, settings"
	@echo "make types   mypy"
	@echo "make bench   our times, the references', the ratios (ONLY=\"sends turn\"; SAVE=1 keeps them in the docs)"
	@echo "make evaluate  how many questions the planner answers right (SETS=\"hotels billing\")"
	@echo "make clean   stop the services and remove all that was made here, the data included"
	@echo "make lock    resolve requirements/*.in and package.json again"

run: setup
	@exec $(PYTHON) manage.py up

test: setup browser mariadb
	@exec $(PYTHON) -m tests $(PYTEST_ARGS)

lint: setup
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -c "from importlinter.cli import lint_imports_command as run; run()" --no-cache
	@if [ -n "$$(git ls-files '*.html')" ]; then $(PYTHON) -m djlint --lint --quiet .; fi
	DJANGO_SETTINGS_MODULE=copilot_site.settings.test $(PYTHON) -W ignore manage.py makemigrations --check --dry-run
	DJANGO_SETTINGS_MODULE=copilot_site.settings.test $(PYTHON) manage.py check --fail-level WARNING

types: setup
	$(PYTHON) -m mypy

bench: setup
	@exec $(PYTHON) -m benchmarks $(ONLY) $(if $(SAVE),--save)

evaluate: setup
	@exec $(PYTHON) -m benchmarks.questions $(SETS)

setup: usable .venv/installed static/vendor/copied messages

# A virtual environment made by another account, or from a Python that has gone, is made anew.
.PHONY: usable
usable:
	@if [ -e .venv ] && ! $(PYTHON) -c "" 2>/dev/null; then \
	  echo "The environment in .venv can't be used by this account: making it anew."; \
	  rm -rf .venv || { echo "Remove .venv as the account that made it, then try again." >&2; exit 1; }; \
	fi

.venv/pyvenv.cfg:
	@for python in $(PYTHONS); do \
	  "$$python" -c "import sys; sys.exit(sys.version_info < (3, 11))" 2>/dev/null || continue; \
	  old_enough="$$python"; \
	  "$$python" -c "import venv, ensurepip" 2>/dev/null || continue; \
	  echo "Making the environment with $$python ..."; \
	  "$$python" -m venv --clear .venv && exit 0; \
	  rm -rf .venv; \
	done; \
	if [ -z "$$old_enough" ]; then \
	  echo "Python 3.11 or newer is needed, and none was found." >&2; \
	else \
	  echo "$$old_enough can't make virtual environments: install python3-venv (Debian, Ubuntu: apt-get install python3-venv)." >&2; \
	fi; exit 1

.venv/installed: requirements/dev.txt requirements/build.txt | .venv/pyvenv.cfg
	@echo "Installing the locked requirements ..."
	@$(PYTHON) -m pip install -q --require-hashes -r requirements/build.txt
	@$(PYTHON) -m uv pip sync -q --python $(PYTHON) --require-hashes --build-constraints requirements/build.txt requirements/dev.txt
	@touch $@

node_modules/installed: package.json package-lock.json .npmrc
	@command -v npm >/dev/null || { echo "npm is missing: install Node.js 18 or newer with npm." >&2; exit 1; }
	@echo "Installing the front-end files ..."
	@npm ci --silent --no-audit --no-fund
	@touch $@

# Without their source maps: the hashed names are made by a storage that refuses links to files that aren't there.
# CodeMirror is many modules: bundled into one. What of it is used stands in querying/frontend.
static/vendor/copied: node_modules/installed Makefile querying/frontend/codemirror.js
	@mkdir -p static/vendor
	@for path in $(VENDOR); do \
	  grep -v '^//# sourceMappingURL=' "node_modules/$$path.min.js" > "static/vendor/$${path##*/}.min.js" || exit 1; \
	done
	@node_modules/.bin/esbuild querying/frontend/codemirror.js --bundle --minify --format=esm --target=es2022 \
	  --log-level=warning --outfile=static/vendor/codemirror.min.js
	@touch $@

messages:
	@$(PYTHON) -m copilot_site.messages

# For the tests of MySQL and MariaDB as data sources; as with the browser.
mariadb:
	@if ! command -v mariadbd >/dev/null && [ ! -x /usr/sbin/mariadbd ]; then \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "Installing MariaDB for the tests of data sources ..."; \
	    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends mariadb-server-core mariadb-client; } >/dev/null \
	      || echo "MariaDB can't be installed: its tests will be skipped."; \
	  else \
	    echo "No MariaDB here: its tests will be skipped (Debian: apt-get install mariadb-server-core mariadb-client)."; \
	  fi; \
	fi

# For the browser tests; without it, and where we may not install it, they are skipped, and say so.
browser:
	@if ! command -v chromium >/dev/null && ! command -v chromium-browser >/dev/null && ! command -v google-chrome >/dev/null; then \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "Installing Chromium for the browser tests ..."; \
	    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core; } >/dev/null \
	      || echo "Chromium can't be installed: the browser tests will be skipped."; \
	  else \
	    echo "No Chromium here: the browser tests will be skipped (Debian: apt-get install chromium)."; \
	  fi; \
	fi

clean:
	@if $(PYTHON) -c "import django" 2>/dev/null; then $(PYTHON) -m copilot_site.embedded.clean; fi
	rm -rf var staticfiles static/vendor node_modules .venv .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find . -name '*.mo' -type f -delete

# No host name, no folder of this machine goes into the locks.
COMPILE = $(PYTHON) -m uv pip compile -q --universal --generate-hashes --python-version 3.11 --no-header --no-annotate --no-emit-index-url --no-emit-find-links
lock: setup
	$(COMPILE) requirements/build.in -o requirements/build.txt
	$(COMPILE) --overrides requirements/overrides.txt -c requirements/build.txt requirements/dev.in -o requirements/dev.txt
	$(COMPILE) --overrides requirements/overrides.txt -c requirements/dev.txt requirements/base.in -o requirements/base.txt
	$(COMPILE) --overrides requirements/overrides.txt -c requirements/dev.txt requirements/production.in -o requirements/production.txt
	npm install --package-lock-only --ignore-scripts
	$(PYTHON) -c "import json; lock = json.load(open('package-lock.json')); [part.pop('funding', None) for part in lock['packages'].values()]; json.dump(lock, open('package-lock.json', 'w'), indent=2); open('package-lock.json', 'a').write('\n')"
