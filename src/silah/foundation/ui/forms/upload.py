"""A file from a phone or a computer; whether its content may be kept is decided where files are stored."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext_lazy as _

KINDS = ".pdf,.jpg,.jpeg,.png"


class FileField(forms.FileField):
    default_error_messages: ClassVar = {
        "required": _("نرجو إرفاق الملف."),
        "invalid": _("لم يصل الملف، نرجو إرفاقه مرة أخرى."),
        "missing": _("لم يصل الملف، نرجو إرفاقه مرة أخرى."),
        "empty": _("الملف فارغ، نرجو إرفاق ملف آخر."),
        "too_large": _("الملف أكبر من %(limit)s ميغابايت، نرجو تصغيره أو تصويره من جديد."),
    }

    def __init__(self, *, accept: str = KINDS, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": accept}))
        kwargs.setdefault("help_text", _("صورة واضحة أو ملف PDF."))
        super().__init__(**kwargs)

    def to_python(self, data: File[Any] | None) -> File[Any] | None:
        file = super().to_python(data)
        if file is not None and (file.size or 0) > settings.FILE_LIMIT_BYTES:
            limit = settings.FILE_LIMIT_BYTES // (1024 * 1024)
            raise ValidationError(self.error_messages["too_large"], code="too_large", params={"limit": limit})
        return file
