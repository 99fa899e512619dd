"""Who is asked, for what, with which answers: in measurements and in drills."""

from __future__ import annotations

from typing import Any

SLUG = "bench"  # the largest association
SERVICE = "social_aid"
WIDOW: dict[str, Any] = {
    "changed": [],  # her file is known: nothing in it has
    "place": "quwayiyah",
    "urgent": "no",
    "for_whom": "own",
    "marital_status": "widowed",
    "persons": 3,
    "income": 1_500_00,
    "rent": 0,
    "safe_contact": {"way": "message"},
    "papers": {"national_id": "now", "death_certificate": "later"},
}
