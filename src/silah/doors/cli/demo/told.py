"""What a visitor of the demonstration is told: where to look, and how to log in as whom."""

from __future__ import annotations

import os

from django.conf import settings

from silah.doors.cli.demo.ground import PACKS
from silah.doors.cli.demo.kept import Kept
from silah.doors.cli.demo.people import HERSELF
from silah.doors.cli.demo.staff import STAFF, Colleague, login
from silah.foundation.kernel import phone
from silah.policy.pack import load


def words(kept: Kept) -> str:
    return "\n".join(
        [
            "نموذج تجريبي لا يُعتد به · a demonstration only",
            "افتح العنوان أعلاه: لكل دور زر يدخل به · open the address above: each role logs in with one press",
            "",
            *_lines(kept),
        ]
    )


def _lines(kept: Kept) -> list[str]:
    lines: list[str] = []
    for slug, staff in STAFF.items():
        home = f"http://localhost:{os.environ.get('PORT', '8000')}/{slug}/"
        lines += [
            load(settings.PACKS / PACKS[slug]).identity.short_name,
            f"  portal    {home}",
            f"  desk      {home}desk/",
            f"  evidence  {home}desk/evidence/",
            f"  outbox    {home}desk/outbox/",
            "",
            *(_login(slug, each, kept) for each in staff),
            _herself(slug),
            "",
        ]
    return lines


def _herself(slug: str) -> str:
    """Her way in has no password: a code, which the outbox shows, her number and her day of birth."""
    her = HERSELF[slug]
    proof = f"mobile {phone.display(her.mobile)}, id {her.national_id}, born {her.born:%d/%m/%Y}"
    return f"  {'on the portal':<16}{'code: outbox':<18}{'beneficiary':<24}{proof}"


def _login(slug: str, colleague: Colleague, kept: Kept) -> str:
    username = login(slug, colleague)
    role = str(colleague.roles[0]).replace("_", " ")
    return f"  {username:<16}{kept.passwords[username]:<18}{role:<24}{colleague.title}{' (ترك العمل)' if colleague.leaves else ''}"
