"""What happens to a request: ids, codes and dates, each said in one Arabic sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from silah.foundation.journal.events import event
from silah.foundation.kernel import hijri
from silah.journey.requests import words
from silah.journey.requests.stages import STAGE_NAMES, Stage
from silah.people.words import RELATIONS


@event("requests.submitted")
@dataclass(frozen=True)
class Submitted:
    service: str
    channel: str
    urgent: bool
    missing: int
    on_behalf: bool

    def sentence(self) -> str:
        if self.on_behalf:
            return _("كُتب الطلب نيابةً عن صاحبه وأُرسل")
        return _("وصل الطلب")


@event("requests.item_presented")
@dataclass(frozen=True)
class ItemPresented:
    item: UUID
    how: str
    presented_on: date
    valid: bool | None

    def sentence(self, paper: str = "") -> str:
        """With the paper's title where the reader may see it and the day stands above."""
        if paper:
            return _("قُدّمت ورقة «%(paper)s» %(how)s") % {"paper": paper, "how": words.HOW[self.how]}
        parts = {"how": words.HOW[self.how], "day": hijri.both(self.presented_on)}
        return _("قُدّمت ورقة مطلوبة %(how)s يوم %(day)s") % parts


@event("requests.item_refused")
@dataclass(frozen=True)
class ItemRefused:
    item: UUID
    reason: str

    def sentence(self, paper: str = "") -> str:
        said = {"paper": f" «{paper}»" if paper else "", "reason": words.REFUSALS[self.reason]}
        return _("لم تُقبل ورقة%(paper)s: %(reason)s") % said


@event("requests.item_accepted")
@dataclass(frozen=True)
class ItemAccepted:
    item: UUID

    def sentence(self, paper: str = "") -> str:
        return _("طوبقت ورقة%(paper)s وقُبلت") % {"paper": f" «{paper}»" if paper else ""}


@event("requests.item_exempted")
@dataclass(frozen=True)
class ItemExempted:
    item: UUID
    reason: str

    def sentence(self, paper: str = "") -> str:
        said = {"paper": f" «{paper}»" if paper else "", "reason": words.EXEMPTIONS[self.reason]}
        return _("أُعفي صاحب الطلب من ورقة%(paper)s: %(reason)s") % said


@event("requests.lack_named")
@dataclass(frozen=True)
class LackNamed:
    items: tuple[UUID, ...]
    restarts: bool

    def sentence(self, paper: str = "") -> str:
        said = {"paper": f" ({paper})" if paper else ""}
        if self.restarts:
            return _("بُيّن نقص في الأوراق%(paper)s، وتُحسب المدة من جديد بعد استكماله") % said
        return _("بُيّن نقص في الأوراق%(paper)s، وتوقف حساب آخر المدة حتى استكماله") % said


@event("requests.answer_changed")
@dataclass(frozen=True)
class AnswerChanged:
    question: str
    answers_version: int
    material: bool

    def sentence(self, asked: str = "") -> str:
        if asked:
            return _("غيّر صاحب الطلب إجابته: %(asked)s") % {"asked": asked}
        return _("غيّر صاحب الطلب إجابة من إجاباته")


@event("requests.answer_corrected")
@dataclass(frozen=True)
class AnswerCorrected:
    question: str
    correction: UUID

    def sentence(self, asked: str = "") -> str:
        said = {"asked": f" ({asked})" if asked else ""}
        return _("صحّح الموظف بيانًا%(asked)s بعد الاطلاع، وبقيت الإجابة الأولى والتوقيع كما هما") % said


@event("requests.person_named")
@dataclass(frozen=True)
class PersonNamed:
    party: UUID
    relation: str

    def sentence(self) -> str:
        return _("كُتب اسم أحد أفراد الأسرة (%(relation)s) وحاجته") % {"relation": RELATIONS[self.relation]}


@event("requests.person_left_out")
@dataclass(frozen=True)
class PersonLeftOut:
    party: UUID

    def sentence(self) -> str:
        return _("حُذف من الطلب أحد أفراد الأسرة")


@event("requests.signed")
@dataclass(frozen=True)
class Signed:
    declaration: UUID
    party: UUID
    method: str
    strength: str
    digest: str

    def sentence(self) -> str:
        return _("وُقّع الإقرار: %(method)s") % {"method": words.METHODS[self.method]}


@event("requests.declaration_voided")
@dataclass(frozen=True)
class DeclarationVoided:
    declarations: tuple[UUID, ...]
    question: str

    def sentence(self) -> str:
        return _("تغيّرت إجابة جوهرية بعد التوقيع، فلزم توقيع جديد")


@event("requests.health_consented")
@dataclass(frozen=True)
class HealthConsented:
    party: UUID
    witnessed: bool

    def sentence(self) -> str:
        return _("أُعطيت الموافقة على استعمال البيانات الصحية")


@event("requests.completed")
@dataclass(frozen=True)
class Completed:
    last_item_at: date
    file_number: str

    def sentence(self) -> str:
        return _("اكتمل الطلب وسُجّل برقم الملف %(number)s") % {"number": self.file_number}


@event("requests.window_told")
@dataclass(frozen=True)
class WindowTold:
    notice: UUID
    floor_on: date | None  # none where the policy is read as a ceiling
    ceiling_on: date
    promised: bool

    def sentence(self) -> str:
        ceiling = hijri.both(self.ceiling_on)
        if self.floor_on is None:
            return _("بُيّن موعد الرد: بحلول يوم %(ceiling)s") % {"ceiling": ceiling}
        days = {"floor": hijri.both(self.floor_on), "ceiling": ceiling}
        return _("بُيّن موعد الرد: بين يوم %(floor)s ويوم %(ceiling)s") % days


@event("requests.window_changed")
@dataclass(frozen=True)
class WindowChanged:
    notice: UUID
    earlier: UUID
    floor_on: date | None
    ceiling_on: date
    reason: str

    def sentence(self) -> str:
        parts = {"reason": words.WINDOW_REASONS[self.reason], "ceiling": hijri.both(self.ceiling_on)}
        if self.floor_on is None:
            return _("تغيّر موعد الرد (%(reason)s): بحلول يوم %(ceiling)s") % parts
        parts["floor"] = hijri.both(self.floor_on)
        return _("تغيّر موعد الرد (%(reason)s): بين يوم %(floor)s ويوم %(ceiling)s") % parts


@event("requests.advanced")
@dataclass(frozen=True)
class Advanced:
    before: str
    after: str

    def sentence(self) -> str:
        return _("انتقل الطلب إلى: %(stage)s") % {"stage": STAGE_NAMES[Stage(self.after)]}


@event("requests.paused")
@dataclass(frozen=True)
class Paused:
    pause: UUID
    reason: str

    def sentence(self) -> str:
        return _("توقف حساب آخر المدة: %(reason)s") % {"reason": words.PAUSES[self.reason]}


@event("requests.resumed")
@dataclass(frozen=True)
class Resumed:
    pause: UUID
    reason: str

    def sentence(self) -> str:
        return _("استُؤنف حساب المدة بعد الانتظار: %(reason)s") % {"reason": words.PAUSES[self.reason]}


@event("requests.explained")
@dataclass(frozen=True)
class Explained:
    explanation: UUID
    topic: str
    how: str
    understood: bool | None

    def sentence(self) -> str:
        parts = {"topic": words.TOPICS[self.topic], "how": words.WAYS[self.how]}
        said = _("شُرح %(how)s: %(topic)s") % parts
        if self.understood is None:
            return said
        return said + (_("، والجواب: فهمت") if self.understood else _("، والجواب: لم يتضح لي"))


@event("requests.withdrawn")
@dataclass(frozen=True)
class Withdrawn:
    stage: str

    def sentence(self) -> str:
        return _("سُحب الطلب برغبة صاحبه")


@event("requests.closed")
@dataclass(frozen=True)
class Closed:
    why: str

    def sentence(self) -> str:
        return _("انتهى الطلب: %(why)s") % {"why": words.CLOSINGS[self.why]}


@event("requests.reminded")
@dataclass(frozen=True)
class Reminded:
    missing: int

    def sentence(self) -> str:
        return _("أُرسل تذكير بما ينقص الطلب")


@event("requests.expiry_announced")
@dataclass(frozen=True)
class ExpiryAnnounced:
    until: date

    def sentence(self) -> str:
        return _("أُبلغ صاحب الطلب أن آخر يوم لاستكماله %(day)s") % {"day": hijri.both(self.until)}


@event("requests.expired")
@dataclass(frozen=True)
class Expired:
    announced_on: date

    def sentence(self) -> str:
        return _("انتهت مهلة الاستكمال بعد الإشعار، ويمكن تقديم طلب جديد في أي وقت")


@event("requests.overdue")
@dataclass(frozen=True)
class Overdue:
    ceiling_on: date

    def sentence(self) -> str:
        return _("مضى آخر موعد للرد، يوم %(day)s، ولم يصل الرد بعد") % {"day": hijri.both(self.ceiling_on)}


@event("requests.handed_on")
@dataclass(frozen=True)
class HandedOn:
    owner: UUID

    def sentence(self) -> str:
        return _("انتقلت متابعة الطلب إلى موظف آخر")
