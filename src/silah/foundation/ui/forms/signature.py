"""Signing: drawn with a finger where a script runs, by another way where none does."""

from __future__ import annotations

import base64
import binascii
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

DRAWN = "drawn"
_PREFIX = "data:image/png;base64,"
_MOST_CHARACTERS = 400_000


@dataclass(frozen=True)
class Signature:
    """How it was signed; ``picture`` is the PNG of a drawn one, else empty."""

    method: str
    picture: bytes = b""


class SignatureInput(forms.MultiWidget):
    template_name = "forms/signature.html"
    use_fieldset = True
    first_part = "_0_0"

    def __init__(self, methods: Sequence[tuple[str, str | Promise]]) -> None:
        super().__init__({"method": forms.RadioSelect(choices=list(methods)), "picture": forms.HiddenInput()})

    def decompress(self, value: Any) -> list[Any]:
        # A signature is given once: nothing is ever filled in beforehand.
        return [None, None]


class SignatureField(forms.Field):
    """``methods`` are (code, label); «drawn» among them is offered only where a script can take the drawing."""

    default_error_messages: ClassVar = {
        "required": _("نرجو اختيار طريقة التوقيع."),
        "unknown": _("طريقة التوقيع هذه غير متاحة."),
        "undrawn": _("لم يصل الرسم. نرجو التوقيع داخل المربع أو اختيار طريقة أخرى."),
    }

    def __init__(self, *, methods: Sequence[tuple[str, str | Promise]], **kwargs: Any) -> None:
        self.methods = frozenset(code for code, _label in methods)
        super().__init__(widget=SignatureInput(methods), **kwargs)

    def to_python(self, value: Any) -> Signature | None:
        method, picture = value or (None, None)
        if not method:
            return None
        if method not in self.methods:
            raise ValidationError(self.error_messages["unknown"], code="unknown")
        if method != DRAWN:
            return Signature(method)
        if not (png := drawing(picture or "")):
            raise ValidationError(self.error_messages["undrawn"], code="undrawn")
        return Signature(method, png)


def drawing(text: str) -> bytes:
    """The PNG inside what the canvas sent; empty when it is anything else."""
    if not text.startswith(_PREFIX) or len(text) > _MOST_CHARACTERS:
        return b""
    try:
        data = base64.b64decode(text.removeprefix(_PREFIX), validate=True)
        with Image.open(io.BytesIO(data), formats=["PNG"]) as picture:
            picture.verify()
    except (binascii.Error, UnidentifiedImageError, OSError, SyntaxError):
        return b""
    return data
