"""A text message in Arabic is paid for by the seventy letters, and a long one is not read."""

from __future__ import annotations

from datetime import date
from math import ceil

import pytest
from django.conf import settings

from silah.contact import templates
from silah.policy.pack import Pack, load

ONE, EACH = 70, 67  # in one part; in each of several
FULL: templates.Values = {
    "code": "123456",
    "lasts": "15 دقيقة",
    "reference": "1448/000050",
    "link": "https://silah.example.sa/couples/requests/01a21794-0d82-721e-8c61-3d9558a3f20d/sign/",
    **dict.fromkeys(("earliest", "latest", "answer_by", "day", "until"), date(2026, 12, 28)),
}


def parts(text: str) -> int:
    units = len(text.encode("utf-16-le")) // 2
    return 1 if units <= ONE else ceil(units / EACH)


@pytest.fixture(scope="module", params=["quwayiyah", "injab"])
def pack(request: pytest.FixtureRequest) -> Pack:
    return load(settings.PACKS / request.param)


def test_every_message_fits_in_two_parts(pack: Pack) -> None:
    texts = {each.id: templates.short(pack, each.id, FULL, demo=False) for each in pack.messages.texts}
    assert {key: (parts(text), len(text)) for key, text in texts.items() if parts(text) > 2} == {}


def test_a_day_is_in_figures_in_a_text_and_in_words_in_a_letter(pack: Pack) -> None:
    values = {**FULL, "name": "منيرة", "service": "خدمة الأسرة", "appeal_body": "لجنة الاعتراضات"}
    assert "19/7/1448هـ (28/12/2026م)" in templates.short(pack, "appeal_received", values, demo=False)
    assert "19 رجب 1448هـ (28 ديسمبر 2026م)" in templates.letter(pack, "appeal_received", values, demo=False)


def test_nobody_is_ordered_about_as_a_man(pack: Pack) -> None:
    """Those who read are women as often as men: what is asked is asked without a verb that chooses."""
    for each in pack.messages.texts:
        for word in ("فاتصل", " اتصل ", "احتفظ", "أعطه", "تعطه", "تجد ", "تجده"):
            assert word not in f" {each.short} {each.letter or ''} ", (each.id, word)
