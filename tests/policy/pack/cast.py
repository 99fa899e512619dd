"""The packs under test, and how a test spoils one."""

import shutil
from pathlib import Path

from silah.policy.pack import Pack, Problem, load, problems
from tests.policy.pack.third import PACKS

REAL = ("quwayiyah", "injab")

KNOWN_CONTROLS = frozenset(
    {
        *("policy.approval", "policy.identity", "policy.terms", "policy.toolkit", "policy.toolkit_bylaws"),
        *("policy.toolkit_research_guide", "policy.toolkit_support_guide", "policy.toolkit_charity_policies"),
        *(
            "policy.toolkit_official_instructions",
            "people.parties",
            "journal.mechanism",
            "voice.rating_right",
        ),
        *("requests.form", "requests.ask_once", "requests.electronic", "requests.from_place"),
        *("requests.request_service", "requests.ordered_steps", "requests.completeness"),
        *("requests.declaration", "requests.registration"),
        *("contact.channels", "contact.interview", "contact.phone", "contact.social", "contact.reception"),
        *("verification.matching", "verification.validity", "verification.truth", "research.referral"),
        *("decisions.deciding_body", "decisions.reply", "decisions.reply_window", "delivery.service"),
    }
)


def real(name: str) -> Pack:
    return load(PACKS / name, known_controls=KNOWN_CONTROLS)


def copied(name: str, to: Path) -> Path:
    shutil.copytree(PACKS / "base", to / "base")
    return Path(shutil.copytree(PACKS / name, to / name))


def spoil(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{file} no longer says {old}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def found(folder: Path) -> list[Problem]:
    return problems(folder, KNOWN_CONTROLS)
