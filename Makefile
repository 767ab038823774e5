# `make run` and `make test` need Python 3.11 or newer and make, nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
RUNNABLE := $(VENV)/.runnable
READY := $(VENV)/.ready

# The tests start the program a thousand times: it is compiled once, whatever the shell says.
unexport PYTHONDONTWRITEBYTECODE

INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt

.PHONY: run test test-all seeds man check bench fuzz soak simulate adversaries clean

run: $(RUNNABLE)
	@$(BIN)/tutor $(ARGS)

# What a change is tried on while it is made: about two minutes on two cores.
test: $(READY)
	$(BIN)/python -m pytest -n 4 --dist worksteal -m "not slow" tests/unit tests/content tests/ui $(ARGS)

# Everything: the slow journeys, and the real program in terminals, over SSH, in the sandbox, killed, as a wheel.
# Five workers on two cores: the long tests mostly wait for a screen or a terminal.
test-all: $(READY)
	$(BIN)/python -m pytest -n 5 --dist worksteal $(ARGS)

# Every seed of the drawn questions again, and a note of the course that passed: until it changes, few are enough.
seeds: $(READY)
	$(BIN)/python -m tests.support.seeds $(ARGS)

# The manual pages again, after a change to the help of a command.
man: $(READY)
	$(BIN)/python -m tutor.cli.manual tutor/cli/man

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/tutor lessons check

bench: $(READY)
	$(BIN)/python -m tests.bench $(ARGS)

# 200,000 random and mutated answers: no exception, no hang.
fuzz: $(READY)
	$(BIN)/python -m tests.bench.fuzz_answers --count 200000 $(ARGS)

# The app killed 5,000 times at random moments: nothing acknowledged is lost.
soak: $(READY)
	$(BIN)/python -m tests.support.kill_rounds 5000 $(ARGS)

# Made-up learners over a hundred days, with reviews and without; every assumption is printed.
simulate: $(READY)
	$(BIN)/python -m tests.bench.simulate $(ARGS)

adversaries: $(READY)
	$(BIN)/python -m tests.bench.adversaries $(ARGS)

clean:
	rm -rf $(VENV) dist

# What the program needs, and no tools of its developers.
$(RUNNABLE): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "tutor needs Python 3.11 or newer; set PYTHON=python3.11")'
	@echo "Setting up $(VENV) (once, about half a minute) ..."
	@test -e $(BIN) || $(PYTHON) -m venv $(VENV)
	@$(INSTALL) -e .
	@touch $@

$(READY): $(RUNNABLE)
	@echo "Adding the tools of developers to $(VENV) (once) ..."
	@$(INSTALL) -e '.[dev]'
	@touch $@
