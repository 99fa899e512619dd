"""What is typed at reception."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from silah.contact.operations.contacts import Asked
from silah.contact.queries import ApprovedView
from silah.doors.desk import lists
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import Invalid
from silah.foundation.kernel.text import ascii_digits, clean
from silah.foundation.ui import forms
from silah.people.typed import OLDEST
from silah.policy.pack import Pack

ROWS, FIRST_ROWS = 10, 4


class Line:
    """One row of the form: a question, its answer or an approved answer's key, or a promise."""

    def __init__(self, form: ContactForm, number: int) -> None:
        self.number = number
        self.question = form[f"question_{number}"]
        self.answer = form[f"answer_{number}"] if f"answer_{number}" in form.fields else None
        self.promise = form[f"promise_{number}"]


class ContactForm(forms.Form):
    """One page, top to bottom with the keyboard: how, who, what was asked."""

    channel = forms.ChoiceField(label=_("القناة"))
    direction = forms.ChoiceField(
        label=_("الجهة"), choices=[("in", _("تواصل معنا")), ("out", _("تواصلنا معه"))], initial="in"
    )
    visitor_name = forms.TextField(label=_("اسم المراجع"), required=False, max_length=150)
    handle = forms.TextField(label=_("اسم الحساب"), required=False, max_length=100)
    minutes = forms.CountField(label=_("المدة بالدقائق"), required=False, least=1, most=600)
    happened_at = forms.MomentField(label=_("متى حدث؟"), required=False)
    owner = forms.SelectField(label=_("من يجيب عمّا وُعد به"), required=False)

    def __init__(
        self,
        *args: Any,
        pack: Pack,
        may_answer: bool,
        owners: Iterable[tuple[str, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        active = [(channel.id, channel.name) for channel in pack.channels if channel.active]
        self.fields["channel"].choices = active  # type: ignore[attr-defined]
        self._owners(list(owners), may_answer)
        for number in range(1, ROWS + 1):
            self.fields[f"question_{number}"] = forms.TextField(
                label=_("السؤال %(number)s") % {"number": number}, required=False
            )
            if may_answer:
                self.fields[f"answer_{number}"] = forms.TextField(
                    label=_("جواب السؤال %(number)s") % {"number": number},
                    required=False,
                    max_length=1000,
                )
                self.fields[f"answer_{number}"].widget.attrs |= {
                    "list": "approved-answers",
                    "autocomplete": "off",
                }
            self.fields[f"promise_{number}"] = forms.CheckField(label=_("نعده بالجواب"), required=False)

    def _owners(self, owners: list[tuple[str, str]], may_answer: bool) -> None:
        if may_answer:
            del self.fields["owner"]
        else:
            self.fields["owner"].choices = [("", _("الاختيار من القائمة")), *owners]  # type: ignore[attr-defined]

    def lines(self) -> list[Line]:
        return [Line(self, number) for number in range(1, ROWS + 1)]

    def asked(self, approved: Iterable[ApprovedView]) -> list[Asked]:
        """The rows that were filled; a key stands for its approved answer."""
        by_key = {each.key: each.id for each in approved}
        found = []
        for number in range(1, ROWS + 1):
            text, said = (
                self.cleaned_data[f"question_{number}"],
                self.cleaned_data.get(f"answer_{number}", ""),
            )
            promised = self.cleaned_data[f"promise_{number}"]
            if not text and (said or promised):
                raise Invalid(fields={f"question_{number}": str(_("نرجو كتابة السؤال."))})
            if text:
                key = by_key.get(said.strip())
                found.append(Asked(text, "" if key else said, key, promised=promised))
        return found


class VerifyForm(forms.Form):
    """What the caller says of herself; nothing of the file is on the page."""

    national_id = forms.NationalIdField(label=_("رقم الهوية كما ذكره المتصل"))
    birth_date = forms.DayField(label=_("تاريخ الميلاد كما ذكره المتصل"), earliest=OLDEST, latest=clock.today)


class AnswerForm(forms.Form):
    answer = forms.TextField(label=_("الجواب"), long=True, required=False)
    approved = forms.SelectField(label=_("أو جواب معتمد"), required=False)
    in_public = forms.CheckField(label=_("رد علني يقرؤه الجميع."), required=False)

    def __init__(self, *args: Any, approved: Iterable[ApprovedView], public: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].widget.attrs["rows"] = 2
        choices = [(str(each.id), f"{each.key}: {each.question}") for each in approved]
        self.fields["approved"].choices = [("", _("الاختيار من القائمة")), *choices]  # type: ignore[attr-defined]
        if not public:
            del self.fields["in_public"]
        if not choices:
            del self.fields["approved"]


class PromiseForm(forms.Form):
    due_on = forms.DayField(
        label=_("بحلول يوم"),
        required=False,
        earliest=clock.today,
        help_text=_("إن تُرك فارغًا فبعد ثلاثة أيام عمل."),
    )
    owner = forms.SelectField(label=_("من يجيب"), required=False)

    def __init__(self, *args: Any, owners: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [("", _("أنا")), *owners]  # type: ignore[attr-defined]


class QuestionForm(forms.Form):
    question = forms.TextField(label=_("سؤال آخر"), max_length=1000)


class LinkForm(forms.Form):
    reference = forms.TextField(label=_("رقم الطلب"), max_length=20)

    def clean_reference(self) -> str:
        """As it is written on the receipt, in either digits."""
        typed = ascii_digits(clean(self.cleaned_data["reference"])).replace(" ", "")
        year, _slash, number = typed.partition("/")
        return f"{year}/{int(number):06d}" if number.isdigit() else typed


class WordForm(forms.Form):
    """Read by the visitor on the screen handed over."""

    enough_time = forms.YesNoField(label=_("هل أخذت الوقت الكافي؟"), required=False)
    courteous = forms.YesNoField(label=_("هل استُقبلت بلطف واحترام؟"), required=False)


class ApprovedForm(forms.Form):
    key = forms.TextField(label=_("المفتاح"), max_length=20, help_text=_("كلمة قصيرة تُكتب مكان الجواب."))
    question = forms.TextField(label=_("السؤال"))
    text = forms.TextField(label=_("الجواب المعتمد"), long=True)
    source = forms.SelectField(label=_("من أي دليل؟"), required=False)

    def __init__(self, *args: Any, tools: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = [("", _("ليس من دليل")), *tools]  # type: ignore[attr-defined]


class RegisterTools(lists.Tools):
    search = lists.SearchField(label=_("رقم التواصل، أو الاسم، أو الهوية، أو الجوال"))
    channel = forms.SelectField(label=_("القناة"))
    direction = forms.SelectField(label=_("الجهة"), choices=[("in", _("وارد")), ("out", _("صادر"))])
    state = forms.SelectField(label=_("الحال"), choices=[("open", _("المفتوح")), ("closed", _("ما انتهى"))])
    sort = forms.SelectField(label=_("الترتيب"), choices=[("oldest", _("الأقدم أولًا"))])
    every = {
        "channel": _("كل القنوات"),
        "sort": _("الأحدث أولًا"),
    }

    def __init__(self, data: Any, *, pack: Pack, finds: bool) -> None:
        super().__init__(data)
        self.offer("channel", [(channel.id, channel.name) for channel in pack.channels])
        if not finds:
            self.fields["search"].label = _("رقم التواصل")


class PromiseTools(lists.Tools):
    search = lists.SearchField(label=_("المراجع: الاسم أو الهوية أو الجوال"))
    owner = forms.SelectField(label=_("من يجيب"))
    sort = forms.SelectField(label=_("الترتيب"), choices=[("latest", _("الأبعد موعدًا أولًا"))])
    every = {"sort": _("الأقرب موعدًا أولًا")}

    def __init__(self, data: Any, *, owners: Iterable[tuple[str, str]], finds: bool) -> None:
        super().__init__(data)
        self.offer("owner", owners)
        if not finds:
            del self.fields["search"]
