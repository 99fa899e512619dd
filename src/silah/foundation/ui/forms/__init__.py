"""Forms as Silah draws and reads them: ``from silah.foundation.ui import forms``."""

from silah.foundation.ui.forms.choice import CheckField, ChoiceField, ManyField, SelectField, YesNoField
from silah.foundation.ui.forms.day import DayField, MomentField
from silah.foundation.ui.forms.parsed import (
    AccountField,
    CodeField,
    CountField,
    MobileField,
    MoneyField,
    NameField,
    NationalIdField,
    TextField,
)
from silah.foundation.ui.forms.renderer import Form, Renderer
from silah.foundation.ui.forms.signature import Signature, SignatureField
from silah.foundation.ui.forms.upload import FileField

__all__ = [
    "AccountField",
    "CheckField",
    "ChoiceField",
    "CodeField",
    "CountField",
    "DayField",
    "FileField",
    "Form",
    "ManyField",
    "MobileField",
    "MomentField",
    "MoneyField",
    "NameField",
    "NationalIdField",
    "Renderer",
    "SelectField",
    "Signature",
    "SignatureField",
    "TextField",
    "YesNoField",
]
