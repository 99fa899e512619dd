"""What people type is read kindly, and a mistake is answered in a sentence they can act on."""

from __future__ import annotations

import base64
import io
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import Field
from PIL import Image

from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import Invalid
from silah.foundation.ui import forms


def refusal(field: Field, value: Any) -> str:
    with pytest.raises(ValidationError) as caught:
        field.clean(value)
    return " ".join(caught.value.messages)


@pytest.mark.parametrize(
    ("field", "typed", "meant"),
    [
        (forms.NationalIdField(), "١٠٠٠٠٠٠٠٠٨", "1000000008"),
        (forms.MobileField(), "٠٥٠ ١٢٣ ٤٥٦٧", "+966501234567"),
        (forms.AccountField(), "sa03 8000 0000 6080 1016 7519", "SA0380000000608010167519"),
        (forms.MoneyField(), "١٬٢٥٠٫٥", 125_050),
        (forms.MoneyField(), "1,800 ريال", 180_000),
        (forms.CountField(), "١٢", 12),
        (forms.CodeField(), "١٢٣ ٤٥٦", "123456"),
        (forms.NameField(), "  منيرة   العتيبي ", "منيرة العتيبي"),
        (forms.YesNoField(), "no", False),
        (forms.YesNoField(required=False), "", None),
        (forms.MoneyField(required=False), "  ", None),
    ],
)
def test_a_value_is_read_as_it_was_meant(field: Field, typed: str, meant: object) -> None:
    assert field.clean(typed) == meant


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        (forms.NationalIdField(), "12345", "عشرة أرقام"),
        (forms.NationalIdField(), "3000000000", "يبدأ بالرقم 1"),
        (forms.NationalIdField(), "1000000000", "رقم غير صحيح"),
        (forms.NationalIdField(), "", "نرجو كتابة رقم الهوية"),
        (forms.MobileField(), "123", "رقم الجوال عشرة أرقام"),
        (forms.MobileField(), "0112345678", "ليس رقم جوال"),
        (forms.MobileField(), "+201001234567", "جوال سعودي"),
        (forms.AccountField(), "GB29NWBK60161331926819", "SA"),
        (forms.AccountField(), "SA0380000000608010167518", "خانة غير صحيحة"),
        (forms.MoneyField(), "ألف", "بالأرقام"),
        (forms.MoneyField(), "-5", "أقل من صفر"),
        (forms.MoneyField(), "5.123", "خانتان"),
        (forms.CountField(least=1, most=20), "21", "بين 1 و20"),
        (forms.CountField(), "خمسة", "بالأرقام"),
        (forms.CodeField(length=6), "1234", "6 أرقام"),
        (forms.NameField(), "محمد 2", "حروف فقط"),
        (forms.NameField(), "م" * 121, "أطول"),
        (forms.TextField(), "م" * 201, "أطول"),
        (forms.ChoiceField(choices=[("a", "أ")]), "z", "غير موجود"),
        (forms.ManyField(choices=[("a", "أ")]), [], "واحد على الأقل"),
        (forms.CheckField(), False, "التأشير"),
    ],
)
def test_a_mistake_is_answered_in_a_sentence_about_it(field: Field, typed: object, said: str) -> None:
    assert said in refusal(field, typed)


def test_what_is_kept_is_shown_again_as_people_write_it() -> None:
    assert forms.MoneyField().prepare_value(125_050) == "1,250.50"
    assert forms.MobileField().prepare_value("+966501234567") == "050 123 4567"
    assert forms.MobileField().prepare_value("05") == "05"
    assert forms.YesNoField().prepare_value(True) == "yes"
    assert forms.YesNoField().prepare_value(None) is None


@pytest.mark.parametrize(
    "typed",
    [
        ["27", "9", "1444", "hijri"],
        ["٢٧", "٩", "١٤٤٤", "hijri"],
        ["18", "4", "2023", "gregorian"],
        ["18", "4", "2023", "hijri"],
        ["27", "9", "1444", "gregorian"],
    ],
)
def test_a_day_is_read_in_the_calendar_its_year_belongs_to(typed: list[str]) -> None:
    assert forms.DayField().clean(typed) == date(2023, 4, 18)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["", "", "", "hijri"], "اليوم والشهر والسنة"),
        (["1", "", "1444", "hijri"], "اليوم والشهر والسنة"),
        (["1", "رمضان", "1444", "hijri"], "بالأرقام"),
        (["30", "2", "2023", "gregorian"], "لا يوجد هذا اليوم"),
        (["31", "9", "1444", "hijri"], "لا يوجد هذا اليوم"),
        (["1", "13", "1444", "hijri"], "من 1 إلى 12"),
        (["1", "13", "2023", "gregorian"], "من 1 إلى 12"),
        (["1", "1", "44", "hijri"], "أربعة أرقام"),
        (["1", "1", "1501", "hijri"], "خارج التقويم"),
        (["1", "1", "1342", "hijri"], "خارج التقويم"),
        (["1", "1", "2100", "gregorian"], "خارج التقويم"),
    ],
)
def test_a_day_that_cannot_be_says_why(typed: list[str], said: str) -> None:
    assert said in refusal(forms.DayField(), typed)


def test_a_day_keeps_within_its_bounds() -> None:
    field = forms.DayField(latest=lambda: date(2023, 4, 18), earliest=date(2023, 4, 1))
    assert field.clean(["18", "4", "2023", "gregorian"]) == date(2023, 4, 18)
    assert "لم يأتِ بعد" in refusal(field, ["19", "4", "2023", "gregorian"])
    assert "أقدم" in refusal(field, ["31", "3", "2023", "gregorian"])


def test_a_known_day_stands_in_its_boxes() -> None:
    html = str(forms.DayField(label="اليوم").widget.render("d", date(2023, 4, 18), {"id": "d"}))
    assert 'name="d_day" value="27"' in html
    assert 'name="d_year" value="1444"' in html
    assert 'value="hijri" id="d_3_0" checked' in html


def test_a_moment_is_said_in_riyadh_and_kept_in_utc() -> None:
    typed = [["1", "1", "2024", "gregorian"], "١٤:٣٠"]
    assert forms.MomentField().clean(typed) == datetime(2024, 1, 1, 11, 30, tzinfo=UTC)


def test_a_moment_to_come_is_refused() -> None:
    with clock.travel(datetime(2024, 1, 1, 11, 0, tzinfo=UTC)):
        assert "لم يأتِ بعد" in refusal(forms.MomentField(), [["1", "1", "2024", "gregorian"], "14:30"])


def test_a_moment_without_its_hour_is_not_whole() -> None:
    assert "اليوم والساعة" in refusal(forms.MomentField(), [["1", "1", "2024", "gregorian"], ""])
    assert "الساعة والدقيقة" in refusal(forms.MomentField(), [["1", "1", "2024", "gregorian"], "ظهرًا"])


METHODS = [("drawn", "توقيع على الشاشة"), ("code", "رمز")]


def png() -> str:
    picture = io.BytesIO()
    Image.new("RGB", (4, 4)).save(picture, "PNG")
    return "data:image/png;base64," + base64.b64encode(picture.getvalue()).decode()


def test_a_drawn_signature_is_kept_as_its_picture() -> None:
    signed = forms.SignatureField(methods=METHODS).clean(["drawn", png()])
    assert signed.method == "drawn"
    assert signed.picture.startswith(b"\x89PNG")


def test_another_way_of_signing_carries_no_picture() -> None:
    assert forms.SignatureField(methods=METHODS).clean(["code", png()]) == forms.Signature("code")


@pytest.mark.parametrize(
    "drawing",
    [
        "",
        "hello",
        "data:image/png;base64,%%%",
        "data:image/png;base64,aGVsbG8=",
        png()[:-30],
        png() + "A" * 400_001,
    ],
)
def test_a_drawing_that_is_no_picture_asks_again(drawing: str) -> None:
    assert "لم يصل الرسم" in refusal(forms.SignatureField(methods=METHODS), ["drawn", drawing])


def test_a_way_of_signing_that_was_not_offered_is_refused() -> None:
    assert "غير متاحة" in refusal(forms.SignatureField(methods=METHODS), ["paper", ""])


def test_an_empty_or_too_large_file_is_told_apart(settings: Any) -> None:
    settings.FILE_LIMIT_BYTES = 1024 * 1024
    assert "فارغ" in refusal(forms.FileField(), SimpleUploadedFile("a.pdf", b""))
    large = SimpleUploadedFile("a.pdf", b"x" * (1024 * 1024 + 1))
    assert "أكبر من 1 ميغابايت" in refusal(forms.FileField(), large)
    assert "إرفاق الملف" in refusal(forms.FileField(), None)


class Income(forms.Form):
    income = forms.MoneyField(label="الدخل")


def test_a_domain_error_is_shown_at_its_field_or_above_the_form() -> None:
    form = Income({"income": "5"})
    form.refuse(Invalid(fields={"income": "الدخل لا يطابق الكشف.", "elsewhere": "سبب آخر."}))
    assert form.errors["income"] == ["الدخل لا يطابق الكشف."]
    assert form.non_field_errors() == ["سبب آخر."]


def test_a_domain_error_without_a_field_is_shown_above_the_form() -> None:
    form = Income({"income": "5"})
    form.refuse(Invalid("انتهت المهلة."))
    assert form.non_field_errors() == ["انتهت المهلة."]
