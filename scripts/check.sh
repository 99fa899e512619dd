#!/bin/sh
# Everything that is known without running: every check runs, then the worst of them is the answer.
cd "$(dirname "$0")/.." || exit 1
failed=0
.venv/bin/ruff check --quiet . || failed=1
.venv/bin/ruff format --quiet --check . || { echo "silah: ruff format would change files" >&2; failed=1; }
# As a module: its Django plugin imports tests.settings from here, whose folder mypy leaves behind.
mkdir -p .venv/typing
TMPDIR="$PWD/.venv/typing" .venv/bin/python -m mypy || failed=1
rm -rf .venv/typing
.venv/bin/lint-imports --no-cache >.venv/imports.txt || { cat .venv/imports.txt; failed=1; }
exit $failed
