# `make` alone lists the targets. Each configuration has a build directory of its own, so that none throws away another's
# work: .build (debug and release), .build/fuzz, .build/no-traits, .build/consumer.
#
# MARTLET_STRICT, set to anything, makes warnings errors; the manifest reads it.

SHELL := bash

VECTORS_DIR ?= Tests/Fixtures/vectors
SECONDS ?= 60
ARGS ?=
FORMATTED := $(wildcard Package.swift Sources Tests Benchmarks Examples)

.DEFAULT_GOAL := help
.PHONY: help setup build test demo vectors every-byte model bench-wire bench-loop bench-driver soak fuzz format lint clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' Makefile

setup: ## install the system libraries that are missing, check the compiler
	@.ci/setup

build: setup ## debug build of everything but the tests
	swift build

# Loops and channels are tested apart, one test at a time: all tests share a few threads, and what waits for another thread
# would wait behind the long computations of others.
test: setup ## build and run all tests (ARGS='--filter Frame' for some)
ifeq ($(strip $(ARGS)),)
	swift build --build-tests
	@failed=0; swift test --skip-build --skip NetworkingTests || failed=1; \
	swift test --skip-build --no-parallel --filter NetworkingTests || failed=1; exit $$failed
else
	swift test $(ARGS)
endif

# In release, because it says how fast things are.
demo: setup ## three embedded nodes, a load, a node that dies, a check of every row (ARGS='--rows 1000000')
	swift run -c release demo$(if $(ARGS), $(ARGS))

# The program's last line is the last line here too: whatever the build has to say goes to stderr. (`make -C` adds a line
# about folders of its own, unless it is told `-s`.)
vectors: setup ## check the codec against the golden vectors (VECTORS_DIR=folder)
	@swift build --product vectors >&2
	@"$$(swift build --show-bin-path)/vectors" "$(VECTORS_DIR)"

every-byte: setup ## cut every golden frame at every byte, and flip every byte, in a release build
	swift build -c release --product every-byte
	@"$$(swift build -c release --show-bin-path)/every-byte"

# Standard output is the program's alone, as with the vectors.
model: setup ## walk all interleavings of the loops' inbox, and of its weakenings (ARGS=--verbose, --long)
	@swift build -c release --product inbox-model >&2
	@"$$(swift build -c release --show-bin-path)/inbox-model"$(if $(ARGS), $(ARGS))

bench-wire: ## count the instructions and allocations of the codec (ARGS='--check' against the budgets)
	@SETUP_BENCH=1 .ci/setup
	swift build -c release
	Benchmarks/wire$(if $(ARGS), $(ARGS))

bench-loop: ## measure the event loop beside an echo server in C (ARGS='--check' for the budgets alone)
	@SETUP_BENCH=1 .ci/setup
	Benchmarks/loop$(if $(ARGS), $(ARGS))

bench-driver: ## count what requests cost (ARGS='--check' against the budgets)
	@SETUP_BENCH=1 .ci/setup
	Benchmarks/driver$(if $(ARGS), $(ARGS))

soak: setup ## make and break off connections for SECONDS (default 60); nothing may grow
	@swift build -c release --product soak >&2
	@"$$(swift build -c release --show-bin-path)/soak" "$(SECONDS)"

fuzz: setup ## fuzz each entry point for SECONDS (default 60)
	@.ci/fuzz "$(SECONDS)"

format: ## lay out all Swift files anew
	swift format format --in-place --parallel --recursive $(FORMATTED)

lint: ## the checks that need no build
	@failed=0; for gate in format lengths language layers safety; do \
	  .ci/gates/$$gate || { echo "$$gate: failed"; failed=1; }; \
	done; exit $$failed

clean: ## remove everything that was built
	rm -rf .build Benchmarks/Consumer/.build
