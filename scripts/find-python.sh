#!/bin/sh
# Prints a Python of at least 3.12 that can make a virtual environment. Each candidate is run before it is
# believed: a version manager's shim can exist for a version it then refuses to start. One that was compiled with its
# optimizations, as distributions and uv do it, spends a quarter less on every page: the others come after all of those.
set -u

suits() {
    "$1" -c "import sys, sysconfig, ensurepip, venv
built = sysconfig.get_config_var('CONFIG_ARGS') or ''
sys.exit(sys.version_info < (3, 12) or '$2' not in built)" >/dev/null 2>&1
}

for built in --enable-optimizations ''; do
    for name in python3.14 python3.13 python3.12; do
        found=$(command -v "$name") && suits "$found" "$built" && echo "$found" && exit 0
    done
    for version in 3.14 3.13 3.12; do
        for found in "${PYENV_ROOT:-$HOME/.pyenv}"/versions/"$version"*/bin/python3; do
            [ -x "$found" ] && suits "$found" "$built" && echo "$found" && exit 0
        done
    done
    for name in python3 python; do
        found=$(command -v "$name") && suits "$found" "$built" && echo "$found" && exit 0
    done
done
exit 1
