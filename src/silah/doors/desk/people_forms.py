"""What is typed about people at the desk."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from silah.doors.desk import lists
from silah.foundation.kernel import clock
from silah.foundation.ui import forms
from silah.people import words
from silah.people.typed import OLDEST
from silah.policy.pack import Pack

ELSEWHERE = ("elsewhere", _("خارج النطاق"))


def places(pack: Pack) -> list[tuple[str, Any]]:
    return [*((place.id, place.name) for place in pack.identity.territory.places), ELSEWHERE]


def place_names(pack: Pack) -> dict[str, str]:
    return {code: str(name) for code, name in places(pack)}


class SearchForm(forms.Form):
    q = forms.TextField(label=_("اسم، أو رقم هوية، أو جوال، أو رقم ملف"))


class PeopleTools(lists.Tools):
    q = lists.SearchField(label=_("اسم، أو رقم هوية، أو جوال، أو رقم ملف"))
    place = forms.SelectField(label=_("مكان السكن"))
    kind = forms.SelectField(label=_("الصفة"), choices=list(words.TYPES.items()))
    file = forms.SelectField(
        label=_("رقم الملف"), choices=[("yes", _("له رقم ملف")), ("no", _("لم يُقيَّد بعد"))]
    )
    sort = forms.SelectField(label=_("الترتيب"), choices=[("newest", _("الأحدث أولًا"))])
    every = {"place": _("كل الأماكن"), "sort": _("بالاسم")}

    def __init__(self, data: Any, *, pack: Pack) -> None:
        super().__init__(data)
        self.offer("place", places(pack))


class WithPlaces(forms.Form):
    """A form whose places are the association's own."""

    def __init__(self, *args: Any, pack: Pack, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [("", _("الاختيار من القائمة")), *places(pack)]  # type: ignore[attr-defined]


class PersonForm(WithPlaces):
    full_name = forms.NameField(label=_("الاسم كما في الهوية"))
    national_id = forms.NationalIdField(label=_("رقم الهوية أو الإقامة"), required=False)
    birth_date = forms.DayField(label=_("تاريخ الميلاد"), required=False, earliest=OLDEST, latest=clock.today)
    mobile = forms.MobileField(
        label=_("الجوال"), required=False, help_text=_("قد يشترك في الرقم أكثر من شخص، ولكلٍّ ملفه.")
    )
    sex = forms.ChoiceField(label=_("الجنس"), required=False, choices=list(words.SEXES.items()))
    marital_status = forms.SelectField(
        label=_("الحالة الاجتماعية"), required=False, choices=list(words.MARITAL.items())
    )
    place = forms.SelectField(label=_("مكان السكن"), required=False)
    types = forms.ManyField(label=_("صفته لدى الجمعية"), choices=list(words.TYPES.items()))
    confirmed_new = forms.CheckField(
        label=_("قارنت الملفات المعروضة، وهذا شخص آخر ليس منهم."), required=False
    )


class CorrectionForm(WithPlaces):
    PLAIN = (
        "full_name",
        "birth_date",
        "sex",
        "marital_status",
        "place",
        "no_smartphone",
        "cannot_travel",
    )

    full_name = forms.NameField(label=_("الاسم كما في الهوية"))
    national_id = forms.NationalIdField(
        label=_("رقم الهوية أو الإقامة"),
        required=False,
        help_text=_("يُترك فارغًا إن لم يتغيّر."),
    )
    birth_date = forms.DayField(label=_("تاريخ الميلاد"), required=False, earliest=OLDEST, latest=clock.today)
    sex = forms.ChoiceField(label=_("الجنس"), required=False, choices=list(words.SEXES.items()))
    marital_status = forms.SelectField(
        label=_("الحالة الاجتماعية"), required=False, choices=list(words.MARITAL.items())
    )
    place = forms.SelectField(label=_("مكان السكن"), required=False)
    no_smartphone = forms.CheckField(label=_("بلا هاتف ذكي: نتصل به ولا نرسل رابطًا."), required=False)
    cannot_travel = forms.CheckField(label=_("يصعب حضوره: نخدمه في مكانه."), required=False)
    version = forms.CountField(label=_("الإصدار"), most=10**8)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].widget = self.fields["version"].hidden_widget()


class MobileForm(forms.Form):
    mobile = forms.MobileField(label=_("الرقم الجديد"))
    original_seen = forms.CheckField(label=_("اطّلعت على أصل الهوية."), required=False)


class MemberForm(forms.Form):
    full_name = forms.NameField(label=_("الاسم كما في الهوية"))
    relation = forms.SelectField(
        label=_("صلته بعائل الأسرة"),
        choices=[item for item in words.RELATIONS.items() if item[0] != "head"],
    )
    national_id = forms.NationalIdField(label=_("رقم الهوية أو الإقامة"), required=False)
    birth_date = forms.DayField(label=_("تاريخ الميلاد"), required=False, earliest=OLDEST, latest=clock.today)
    confirmed_new = forms.CheckField(
        label=_("قارنت الملفات المعروضة، وهذا شخص آخر ليس منهم."), required=False
    )


class KinForm(forms.Form):
    relation = forms.TextField(label=_("صلتي به"), max_length=40)
