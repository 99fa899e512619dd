"""The small forms of a request's page."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from silah.foundation.kernel import clock
from silah.foundation.ui import forms
from silah.journey.requests import words
from silah.journey.requests.queries import ItemView


class PaperForm(forms.Form):
    """How it was shown, the dates read off it, and when, if it was not now."""

    how = forms.ChoiceField(label=gettext_lazy("كيف اطُّلع عليها؟"))
    at = forms.MomentField(label=gettext_lazy("متى قُدّمت؟ (إن لم يكن الآن)"), required=False)

    def __init__(self, *args: Any, item: ItemView, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = [way for way in item.ways if way != "copy_kept"]
        self.fields["how"].choices = [(way, words.HOW[way]) for way in ways]  # type: ignore[attr-defined]
        dates = {"issued": _("تاريخ الإصدار أو البداية"), "expires": _("تاريخ الانتهاء")}
        for name in item.dates_needed:
            latest = clock.today if name == "issued" else None
            self.fields[f"{name}_on"] = forms.DayField(label=dates[name], latest=latest)
        self.order_fields(["how", "issued_on", "expires_on", "at"])


class ReasonForm(forms.Form):
    reason = forms.SelectField(label=gettext_lazy("السبب"))

    def __init__(self, *args: Any, reasons: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = [("", _("الاختيار من القائمة")), *reasons.items()]  # type: ignore[attr-defined]


class WitnessForm(forms.Form):
    """Her consent to the use of health data is asked for beside it only where the service needs it."""

    method = forms.ChoiceField(
        label=gettext_lazy("كيف جرى التوقيع أمامك؟"),
        choices=[(key, words.METHODS[key]) for key in ("paper", "fingerprint")],
    )
    read_back = forms.CheckField(label=gettext_lazy("قرأت عليه هذه البيانات كلها، وأقرّ بها أمامي"))
    at = forms.MomentField(label=gettext_lazy("متى كان؟ (إن لم يكن الآن)"), required=False)

    def __init__(self, *args: Any, health: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if health:
            self.fields["consents"] = forms.CheckField(
                label=_("وافق عن نفسه أمامي على استعمال بياناته الصحية لدراسة هذا الطلب")
            )


class ExplainForm(forms.Form):
    topic = forms.SelectField(label=gettext_lazy("ما الذي شُرح؟"), choices=list(words.TOPICS.items()))
    how = forms.SelectField(
        label=gettext_lazy("كيف شُرح؟"),
        choices=[(key, said) for key, said in words.WAYS.items() if key != "page"],
    )
    understood = forms.YesNoField(label=gettext_lazy("هل قال صاحب الطلب: «فهمت»؟"))
    at = forms.MomentField(label=gettext_lazy("متى كان؟ (إن لم يكن الآن)"), required=False)


class PauseForm(forms.Form):
    reason = forms.SelectField(label=gettext_lazy("ماذا ننتظر؟"), choices=list(words.PAUSES.items()))
    note = forms.TextField(label=gettext_lazy("بيان"), required=False)


class AskForm(forms.Form):
    questions = forms.TextField(
        label=gettext_lazy("ما الذي لم يتضح؟"), help_text=gettext_lazy("سؤال في كل سطر."), long=True
    )
    at = forms.MomentField(label=gettext_lazy("متى كان؟ (إن لم يكن الآن)"), required=False)


class WhoseForm(forms.Form):
    """Whose word it is decides what follows: hers asks for a new signature, ours stands beside hers."""

    whose = forms.ChoiceField(
        label=gettext_lazy("من أين جاء التصحيح؟"),
        choices=[
            ("found", gettext_lazy("وجدناه في المطابقة: يُكتب بجانب ما صُرّح به، ويبقى التوقيع")),
            ("hers", gettext_lazy("غيّره صاحب الطلب بنفسه: يحل محل جوابه، وقد يلزم توقيع جديد")),
        ],
    )
