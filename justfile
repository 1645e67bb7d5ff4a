# `npx -y rust-just RECIPE` runs a recipe on a machine that has Node.js, npm and git.

set shell := ["bash", "-euo", "pipefail", "-c"]
set positional-arguments

outer := env("PATH")
export PATH := justfile_directory() / "node_modules/.bin" + ":" + outer

# Lists the recipes.
[private]
default:
    @just --list --unsorted

# Not `npm ci`: it insists on entries for every platform, and registries lack packages of some.

# Installs the development tools as package-lock.json pins them, unless that was done.
install:
    @stamp=node_modules/.package-lock.json; \
    if [[ ! -e $stamp || package-lock.json -nt $stamp ]]; then \
    PATH='{{ outer }}' npm install --no-save && touch $stamp; fi

# Compiles dist/whimbrel for this machine.
build: install
    @bun scripts/build.ts

# Compiles for every platform, with SHA256SUMS.
build-all: install
    @bun scripts/build.ts all

# Makes dist/npm, what `npm publish dist/npm` publishes: JavaScript and declarations.
package: install
    @bun scripts/package.ts

# Shows the tool at work on a throw-away SQLite database.
demo: build
    @bun scripts/demo.ts

# Everything that must hold: format, lint, types, and the tests under Bun, Deno and Node.
[no-exit-message]
ok: build
    @bun scripts/run_tests.ts

# Installs, builds, and checks everything; the last line reads `N passed, N failed`.
test: ok

# Runs the test files that have one of these in their path: `just only core/graph servers`.
[no-exit-message]
only +PARTS: build
    @bun scripts/run_tests.ts "$@"

# Formats everything.
fmt: install
    deno fmt --quiet

# Starts the database servers of the tests and prints their URLs: `just servers postgres`.
servers *NAMES: install
    @bun test/servers/main.ts "$@"

# Puts the database servers of the tests into the cache, where they are missing.
install-servers *NAMES: install
    @bun test/servers/install.ts "$@"

# Puts the Python environments of the tests into the cache, where they are missing.
install-python *NAMES: install
    @bun test/python.ts "$@"

# Runs the benchmarks.
bench *ARGS: build
    @bun test/bench/main.ts "$@"

# Kills a migration at N random moments and checks what is left behind.
faults N="100": build
    @bun test/faults/main.ts "$@"

# Repeats the randomised tests until it is stopped.
soak *ARGS: build
    @bun test/faults/soak.ts "$@"
