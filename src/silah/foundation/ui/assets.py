"""Style sheets, scripts and fonts under names that carry a digest of their content: kept by a browser for
good, and seen at once when they change.

They are made from `static/` when a process first needs them, beside the data, one folder a version.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from whitenoise.storage import CompressedManifestStaticFilesStorage

KEPT = 2  # versions: an older process may still be finishing its requests


def make_ready() -> None:
    """Made beside and renamed: of two processes that start together, either's work will do."""
    target = Path(settings.STATIC_ROOT)
    if target.exists():
        return
    draft = target.with_name(f".{uuid4().hex}")
    _write(draft)
    try:
        draft.rename(target)
    except OSError:
        shutil.rmtree(draft)
    versions = sorted(target.parent.glob("[0-9a-f]*"), key=lambda each: each.stat().st_mtime)
    for old in versions[:-KEPT]:
        shutil.rmtree(old, ignore_errors=True)


def _write(draft: Path) -> None:
    store = CompressedManifestStaticFilesStorage(location=draft, base_url=settings.STATIC_URL)
    found = {}
    for finder in get_finders():
        for path, origin in finder.list([]):
            with origin.open(path) as file:
                store.save(path, file)
            found[path] = (store, path)
    for name, _hashed, done in store.post_process(found):
        if isinstance(done, Exception):
            raise RuntimeError(f"{name}: {done}") from done
