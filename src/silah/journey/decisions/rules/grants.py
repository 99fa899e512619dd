"""What an award comes to, and whether it stays inside what the service allows."""

from __future__ import annotations

from silah.policy.pack.services import Award


def payments(award: Award, months: int) -> int:
    """A monthly award is paid each month up to its times; any other once."""
    return min(award.times, months) if award.per == "month" else 1


def above_ceiling(award: Award, amount: int) -> bool:
    return amount > award.ceiling


def too_long(award: Award, months: int) -> bool:
    return months > award.months
