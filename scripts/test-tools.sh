#!/bin/sh
# What the tests need beside Python packages: a Chromium, and pdftotext to read the letters.
set -eu
cd "$(dirname "$0")/.."

browser() {
    for name in chromium chromium-browser google-chrome; do
        command -v "$name" >/dev/null && return 0
    done
    .venv/bin/python - <<'PYTHON'
import pathlib, sys
from playwright.sync_api import sync_playwright

with sync_playwright() as playwright:
    sys.exit(not pathlib.Path(playwright.chromium.executable_path).exists())
PYTHON
}

reader() { command -v pdftotext >/dev/null; }

apt() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
    echo "silah: installing $1 for the tests" >&2
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$1"; } </dev/null >&2
}

browser || apt chromium || .venv/bin/playwright install chromium >&2 || true
reader || apt poppler-utils || true

missing=0
browser || { missing=1; echo "silah: the tests need Chromium: install the package chromium (Debian, Ubuntu, Fedora) or Google Chrome." >&2; }
reader || { missing=1; echo "silah: the tests need pdftotext: install poppler-utils (Debian, Ubuntu, Fedora) or poppler (macOS)." >&2; }
exit $missing
