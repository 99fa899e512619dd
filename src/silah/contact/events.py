"""What happens at reception and to messages. Words asked, answered or sent stay in sealed rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from silah.contact import words
from silah.foundation.journal.events import event
from silah.foundation.kernel import hijri


@event("contact.logged")
@dataclass(frozen=True)
class ContactLogged:
    contact: UUID
    channel: str
    direction: str
    questions: int

    def sentence(self) -> str:
        text = _("تواصل صادر: %(channel)s") if self.direction == "out" else _("تواصل وارد: %(channel)s")
        return text % {"channel": words.channel(self.channel)}


@event("contact.question_asked")
@dataclass(frozen=True)
class QuestionAsked:
    question: UUID
    number: int

    def sentence(self) -> str:
        return _("سُجّل السؤال رقم %(number)s") % {"number": self.number}


@event("contact.question_answered")
@dataclass(frozen=True)
class QuestionAnswered:
    question: UUID
    number: int
    approved_answer: UUID | None
    in_public: bool
    promised: bool

    def sentence(self) -> str:
        if self.promised:
            return _("أُجيب عن السؤال رقم %(number)s وفاءً بالوعد") % {"number": self.number}
        return _("أُجيب عن السؤال رقم %(number)s") % {"number": self.number}


@event("contact.answer_promised")
@dataclass(frozen=True)
class AnswerPromised:
    question: UUID
    number: int
    due_on: date
    owner: UUID

    def sentence(self) -> str:
        return _("وُعد بجواب السؤال رقم %(number)s بحلول %(day)s") % {
            "number": self.number,
            "day": hijri.both(self.due_on),
        }


@event("contact.visitor_word")
@dataclass(frozen=True)
class VisitorWord:
    """`by_own_hand`: she answered on the screen handed to her; otherwise an employee wrote what she said."""

    contact: UUID
    enough_time: str
    courteous: str
    by_own_hand: bool

    def sentence(self) -> str:
        if self.by_own_hand:
            return _("أجاب المراجع بنفسه عن الوقت وحسن الاستقبال")
        return _("سُئل المراجع عن الوقت وحسن الاستقبال")


@event("contact.word_invited")
@dataclass(frozen=True)
class WordInvited:
    contact: UUID
    invitation: UUID

    def sentence(self) -> str:
        return _("أُرسل إلى المراجع رابط يسأله عن الوقت وحسن الاستقبال")


@event("contact.caller_verified")
@dataclass(frozen=True)
class CallerVerified:
    contact: UUID
    party: UUID

    def sentence(self) -> str:
        return _("طابقت إجابات المتصل بيانات الملف")


@event("contact.caller_not_verified")
@dataclass(frozen=True)
class CallerNotVerified:
    contact: UUID

    def sentence(self) -> str:
        return _("لم تطابق إجابات المتصل بيانات ملف، فلم يُفصح له عن شيء")


@event("contact.file_disclosed")
@dataclass(frozen=True)
class FileDisclosed:
    contact: UUID
    party: UUID

    def sentence(self) -> str:
        return _("اطُّلع على الملف أثناء التواصل بعد التحقق من صاحبه")


@event("contact.party_named")
@dataclass(frozen=True)
class PartyNamed:
    contact: UUID
    party: UUID

    def sentence(self) -> str:
        return _("رُبط التواصل بملف صاحبه")


@event("contact.linked")
@dataclass(frozen=True)
class ContactLinked:
    contact: UUID
    channel: str

    def sentence(self) -> str:
        return _("رُبط بالطلب تواصل سابق: %(channel)s") % {"channel": words.channel(self.channel)}


@event("contact.closed")
@dataclass(frozen=True)
class ContactClosed:
    contact: UUID
    answered: int
    promised: int

    def sentence(self) -> str:
        return _("انتهى التواصل، ولكل سؤال جواب أو وعد بموعد")


@event("contact.answer_approved")
@dataclass(frozen=True)
class AnswerApproved:
    answer: UUID
    key: str
    number: int

    def sentence(self) -> str:
        return _("اعتُمد الجواب «%(key)s»، الإصدار %(number)s") % {"key": self.key, "number": self.number}


@event("contact.answer_retired")
@dataclass(frozen=True)
class AnswerRetired:
    answer: UUID
    key: str

    def sentence(self) -> str:
        return _("أُوقف الجواب المعتمد «%(key)s»") % {"key": self.key}


@event("messages.queued", quiet={"reachable": True})
@dataclass(frozen=True)
class MessageQueued:
    message: UUID
    template: str
    reachable: bool

    def sentence(self) -> str:
        said = words.template(self.template)
        if not self.reachable:
            return _("لا رقم آمن لإرسال «%(message)s»، فيلزم التواصل بطريقة أخرى") % {"message": said}
        return _("أُعدّت رسالة: %(message)s") % {"message": said}


@event("messages.letter_sealed", quiet={})
@dataclass(frozen=True)
class LetterSealed:
    message: UUID
    template: str

    def sentence(self) -> str:
        return _("أُعدّ خطاب يُقرأ بعد الدخول: %(message)s") % {"message": words.template(self.template)}


@event("messages.sent")
@dataclass(frozen=True)
class MessageSent:
    message: UUID
    template: str
    attempt: int

    def sentence(self) -> str:
        return _("خرجت رسالة: %(message)s") % {"message": words.template(self.template)}


@event("messages.withheld", quiet={})
@dataclass(frozen=True)
class MessageWithheld:
    message: UUID
    template: str

    def sentence(self) -> str:
        return _("رسالة لم تُرسل لأن هذا نموذج تجريبي: %(message)s") % {
            "message": words.template(self.template)
        }


@event("messages.try_failed", quiet={"last": False})
@dataclass(frozen=True)
class MessageTryFailed:
    message: UUID
    template: str
    attempt: int
    last: bool

    def sentence(self) -> str:
        said = {"message": words.template(self.template)}
        if self.last:
            return _("تعذّر إرسال رسالة بعد عدة محاولات: %(message)s") % said
        return _("تعذّر إرسال رسالة، وتُعاد المحاولة: %(message)s") % said
