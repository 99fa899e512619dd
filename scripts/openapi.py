"""Writes docs/openapi.json from the api's own code: `python scripts/openapi.py`, or `--check` to compare."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "docs/openapi.json"


def generated() -> str:
    from silah.doors.api.document import document

    return json.dumps(document(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def main() -> int:
    with tempfile.TemporaryDirectory() as scratch:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "silah.config.settings",
            "SILAH_DATA": scratch,
            "SILAH_KEYS": scratch + "/keys",
            "DATABASE_URL": "postgresql://none@localhost/none",
        }
        import django

        django.setup()
    if "--check" not in sys.argv[1:]:
        TARGET.write_text(generated())
    elif not TARGET.is_file() or TARGET.read_text() != generated():
        print("docs/openapi.json is not what the api does; run scripts/openapi.py", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
