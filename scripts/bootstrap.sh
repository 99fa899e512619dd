#!/bin/sh
# Makes .venv ready: a Python, the locked packages, and this project on its path. Quick when nothing changed.
set -eu
cd "$(dirname "$0")/.."
root=$(pwd -P)
python=.venv/bin/python
unset UV_PYTHON VIRTUAL_ENV PYTHONHOME || true # each would lead uv or Python away from .venv
unset PYTHONDONTWRITEBYTECODE || true           # compiled once, not in every process that starts

complain() {
    echo "silah: $1" >&2
    exit 1
}

fetch_with_uv() {
    uv=$(command -v uv) || {
        python3 -m venv build/uv >/dev/null 2>&1 && build/uv/bin/pip install --quiet uv >&2 && uv=build/uv/bin/uv
    } || complain "Python 3.12 or newer is needed (with its venv module). Install one, for example python3.13, and repeat."
    "$uv" venv --quiet --seed --managed-python --python 3.13 .venv ||
        complain "uv could not fetch a Python (its words are above). Install Python 3.12 or newer, for example python3.13, and repeat."
}

make_environment() {
    rm -rf .venv
    if found=$(sh scripts/find-python.sh); then
        echo "silah: making .venv with $("$found" --version)" >&2
        "$found" -m venv .venv
    else
        echo "silah: no Python 3.12 or newer here, asking uv to fetch one" >&2
        fetch_with_uv
    fi
}

install_packages() {
    echo "silah: installing the packages of requirements.lock" >&2
    if [ -x .venv/bin/uv ] || "$python" -m pip install --quiet --disable-pip-version-check uv; then
        .venv/bin/uv pip sync --quiet --compile-bytecode --python "$python" --require-hashes requirements.lock
    else
        "$python" -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
    fi
}

# The project runs from its own folder: a path file and a command, nothing to build.
link_project() {
    "$python" - "$root" <<'PYTHON'
import pathlib, sys, sysconfig

root = pathlib.Path(sys.argv[1])
pathlib.Path(sysconfig.get_path("purelib"), "silah.pth").write_text(f"{root / 'src'}\n")
command = root / ".venv/bin/silah"
command.write_text(
    "#!/bin/sh\n"
    f"exec '{root}/.venv/bin/python' -c "
    "'import sys; from silah.doors.cli.main import main; sys.exit(main())' \"$@\"\n"
)
command.chmod(0o755)
PYTHON
}

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null || make_environment
stamp="$root $("$python" --version) $(cksum <requirements.lock)"
if [ "$(cat .venv/silah-stamp 2>/dev/null)" != "$stamp" ]; then
    install_packages
    link_project
    echo "$stamp" >.venv/silah-stamp
fi
