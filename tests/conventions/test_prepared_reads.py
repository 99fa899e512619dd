"""Every prepared read of the house can be prepared, and asked together with others."""

from __future__ import annotations

import gc
from importlib import import_module

import pytest
from django.db import transaction

from silah.foundation.tenancy import Prepared


def test_each_is_worked_out_and_told_as_json(db: None) -> None:
    import_module("silah.config.urls")
    reads = {each for each in gc.get_objects() if isinstance(each, Prepared)}
    ours = [each for each in reads if each.make.__module__.startswith("silah.")]
    assert len(ours) > 20
    with transaction.atomic():
        for each in ours:
            try:
                assert each.worked_out().as_json()
            except TypeError as error:
                pytest.fail(f"{each.make.__module__}.{each.make.__qualname__}: {error}")
