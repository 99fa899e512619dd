"""Who works in the two associations: every role once at least, under invented names."""

from __future__ import annotations

from dataclasses import dataclass

from silah.doors.cli.demo.names import full_name
from silah.foundation.access import Role


@dataclass(frozen=True)
class Colleague:
    """`username` is its last part: the association's short name stands before it."""

    username: str
    title: str
    roles: tuple[Role, ...]
    sex: str = "male"
    office: str = ""
    leaves: bool = False  # in the course of the story


R = Role
QUWAYIYAH = (
    Colleague("officer", "موظفة علاقات المستخدمين", (R.RELATIONS_OFFICER,), "female", "quwayiyah"),
    Colleague("officer2", "موظف علاقات المستخدمين", (R.RELATIONS_OFFICER,), "male", "quwayiyah"),
    Colleague("officer3", "موظف علاقات المستخدمين", (R.RELATIONS_OFFICER,), "male", "ruwaydah", leaves=True),
    Colleague("researcher", "باحثة اجتماعية", (R.SOCIAL_RESEARCHER,), "female"),
    Colleague("researcher2", "باحث اجتماعي", (R.SOCIAL_RESEARCHER,)),
    Colleague("chair", "رئيس لجنة البحث", (R.COMMITTEE_MEMBER,)),
    Colleague("member1", "عضو لجنة البحث", (R.COMMITTEE_MEMBER,)),
    Colleague("member2", "عضو لجنة البحث", (R.COMMITTEE_MEMBER,)),
    Colleague("member3", "عضو لجنة البحث", (R.COMMITTEE_MEMBER,)),
    Colleague("member4", "عضوة لجنة البحث", (R.COMMITTEE_MEMBER,), "female"),
    Colleague("alternate1", "عضو احتياطي في لجنة البحث", (R.COMMITTEE_MEMBER,)),
    Colleague("alternate2", "عضوة احتياطية في لجنة البحث", (R.COMMITTEE_MEMBER,), "female"),
    Colleague("secretary", "مقرر لجنة البحث", (R.COMMITTEE_SECRETARY,)),
    Colleague("manager", "المدير التنفيذي", (R.MANAGER,)),
    Colleague("rep", "مندوب مكتب الهجر", (R.OFFICE_REPRESENTATIVE,), "male", "hijra"),
    Colleague("delivery", "مسؤول الصرف والتسليم", (R.DELIVERY_OFFICER,)),
    Colleague("delivery2", "مسؤولة المستودع والتسليم", (R.DELIVERY_OFFICER,), "female"),
    Colleague("quality", "مديرة الجودة", (R.QUALITY_MANAGER,), "female"),
    Colleague("board", "أمين سر المجلس", (R.BOARD_SECRETARY,)),
    Colleague("admin", "مدير النظام", (R.ADMINISTRATOR,)),
)
INJAB = (
    Colleague("officer", "موظفة علاقات المستفيدين", (R.RELATIONS_OFFICER,), "female", "dammam"),
    Colleague("officer2", "موظف علاقات المستفيدين", (R.RELATIONS_OFFICER,), "male", "dammam"),
    Colleague("researcher", "باحثة اجتماعية", (R.SOCIAL_RESEARCHER,), "female"),
    Colleague("researcher2", "باحث اجتماعي", (R.SOCIAL_RESEARCHER,)),
    Colleague("programmes", "مدير البرامج والخدمات", (R.MANAGER,)),
    Colleague("executive", "المدير التنفيذي", (R.MANAGER,)),
    Colleague("deputy", "نائبة المدير التنفيذي", (R.MANAGER,), "female"),
    Colleague("member", "عضو لجنة الاعتراضات", (R.COMMITTEE_MEMBER,)),
    Colleague("secretary", "أمينة سر لجنة الاعتراضات", (R.COMMITTEE_SECRETARY,), "female"),
    Colleague("rep", "مندوبة مكتب الأحساء", (R.OFFICE_REPRESENTATIVE,), "female", "ahsa"),
    Colleague("delivery", "مسؤول الصرف", (R.DELIVERY_OFFICER,)),
    Colleague("delivery2", "مسؤولة الصرف", (R.DELIVERY_OFFICER,), "female"),
    Colleague("quality", "مدير الجودة", (R.QUALITY_MANAGER,)),
    Colleague("board", "أمين سر المجلس", (R.BOARD_SECRETARY,)),
    Colleague("admin", "مديرة النظام", (R.ADMINISTRATOR,), "female"),
)
STAFF = {"qw": QUWAYIYAH, "ej": INJAB}


def login(slug: str, colleague: Colleague) -> str:
    return f"{slug}-{colleague.username}"


def logins() -> list[str]:
    return [login(slug, each) for slug, staff in STAFF.items() for each in staff]


def name_of(slug: str, colleague: Colleague) -> str:
    """From the far end of the list of names, so that no applicant is called the same."""
    place = [each.username for each in STAFF[slug]].index(colleague.username)
    return full_name(slug, colleague.sex, 380 - place)
