"""The pages in a real browser: nothing for axe to find, and the small script does what it promises."""

from __future__ import annotations

import functools
import http.server
import json
import threading
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect
from pytest_playwright.pytest_playwright import CreateContextCallback

from silah.foundation.ui import forms
from tests import axe
from tests.ui.pages import page as page_of
from tests.ui.pages import whole

POLICY = "; ".join(f"{name} {' '.join(sources)}" for name, sources in settings.SECURE_CSP.items())
METHODS = [("drawn", "توقيع على الشاشة"), ("code", "رمز يصل إلى الجوال")]


class Everything(forms.Form):
    name = forms.NameField(label="الاسم كما في الهوية", help_text="كما هو مكتوب فيها.")
    mobile = forms.MobileField(label="رقم الجوال")
    rent = forms.MoneyField(label="الإيجار")
    birth = forms.DayField(label="تاريخ الميلاد")
    when = forms.MomentField(label="متى حدث ذلك؟")
    place = forms.SelectField(label="مكان السكن", choices=[("a", "الوادي")])
    urgent = forms.YesNoField(label="هل الحاجة عاجلة؟")
    papers = forms.ManyField(label="الأوراق", choices=[("id", "الهوية"), ("rent", "العقد")])
    file = forms.FileField(label="العقد", required=False)
    note = forms.TextField(label="ملاحظة", long=True, required=False)
    sign = forms.SignatureField(label="التوقيع", methods=METHODS)
    agree = forms.CheckField(label="أُقرّ بصحة ما كتبته.")


def wrong() -> Everything:
    form = Everything({"birth_day": "40", "birth_month": "9", "birth_year": "1410"})
    form.is_valid()
    return form


FORM = '<form method="post" action="/sent" data-keep>{{ csrf() }}{{ form }}{{ submit("إرسال") }}</form>'
DESK = """
{{ tabs([("الملخص", "/", True, 2), ("القرار", "/d", False, none)], "أجزاء الطلب") }}
{% call stats() %}{{ stat("تأخرت", 1, "تحتاج إلى تفسير", "danger") }}{{ stat("في المدة", 38, none, "success") }}{% endcall %}
{% for code in ("proven", "violated", "idle", "gap", "absent") %}{{ state(code) }}{% endfor %}
{% for tone in ("info", "success", "warning", "danger") %}{{ tag(tone, tone) }}
{% call notice(tone, "تنبيه " ~ tone) %}<p>نص.</p>{% endcall %}{% endfor %}
{{ list_tools(tools) }}
{{ table(["الرقم", ("المبلغ", "num")], [[("1447-31", "/r/31/"), "900"]], "الطلبات") }}{{ keyset("/n", "/p") }}
{{ compare([("الدخل", "900", "950", "مختلف", "warning", "كشف الحساب"), ("الإيجار", "0", none, none, none, none)]) }}
{{ kv([("الحال", tag("جديد"))]) }}{{ summary_list([("الاسم", "منيرة", "/c")]) }}{{ empty("لا طلبات.", ("إضافة", "/a")) }}
{{ task_list([{"label": "العقد", "status": "ناقص", "url": "/t", "hint": "صورة واضحة", "tone": "warning"}]) }}
{{ journey_steps([("استلمنا", "done", "أمس", none), ("الدراسة", "current", none, none), ("الرد", "next", none, "قريبًا")]) }}
{{ timeline([{"when": "أمس", "sentence": "قُبل", "who": "سارة", "clause": "H5b", "tone": "danger"}]) }}
{{ post_button("إلغاء", "/x", "danger", "k", confirm="هل نلغي؟") }}
{{ svg.weeks([("1", 3), ("2", 5)], "الأسابيع") }}{{ svg.distribution([9, 15, 27], 14, 24, "الأيام") }}
{{ svg.donut([("مثبت", 3, "success")], "البنود", "3") }}{{ svg.sparkline([1, 2], "الرضا") }}
"""


class Tools(forms.Form):
    q = forms.TextField(label="بحث", required=False)


PAGES: dict[str, Callable[[], str]] = {
    "form": lambda: whole("portal", FORM, form=Everything()),
    "mistakes": lambda: whole("portal", "{{ form_errors(form) }}" + FORM, form=wrong()),
    "desk": lambda: whole("desk", DESK, tools=Tools(), page=page_of(demo=True)),
    "desk-form": lambda: whole("desk", FORM, form=Everything(), page=page_of(lock_minutes=20)),
    "done": lambda: whole("portal", '{{ confirmation("وصلنا طلبك", "1447-31", "شكرًا.") }}', heading=None),
    "login": lambda: whole("account", '{{ field(form["name"]) }}', form=Everything()),
    "paper": lambda: whole("print", "{{ kv([('الفترة', 'سنة')]) }}"),
}


class Handler(http.server.SimpleHTTPRequestHandler):
    received: list[str]

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        self.received.append(self.rfile.read(length).decode())
        self.send_response(204)
        self.end_headers()

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Cache-Control", "no-store")  # the date of a file only tells whole seconds
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Requests of a test are not news."""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[tuple[str, list[str]]]:
    """An address that serves the pages and styles, and what was posted to it."""
    (tmp_path / "static").symlink_to(settings.STATIC_ROOT)  # as a server hands them out
    for name, made in PAGES.items():
        (tmp_path / f"{name}.html").write_text(made())
    received: list[str] = []
    handler = type("Pages", (Handler,), {"received": received})
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(handler, directory=str(tmp_path))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", received
    server.shutdown()
    server.server_close()


@pytest.fixture
def window(site: tuple[str, list[str]], new_context: CreateContextCallback) -> Callable[..., Page]:
    def opened(**options: Any) -> Page:
        return new_context(base_url=site[0], **options).new_page()

    return opened


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_and_nothing_runs_over_the_edge(
    window: Callable[..., Page], width: int, scheme: str
) -> None:
    page = window(viewport={"width": width, "height": 900}, color_scheme=scheme)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    for name in PAGES:
        page.goto(f"/{name}.html")
        assert [(name, *fault) for fault in axe.faults(page)] == []
        beyond = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(beyond) <= 0, name
    assert [text for text in complaints if "Content Security Policy" in text] == []


def test_what_is_pressed_on_a_phone_is_large_enough_for_a_thumb(window: Callable[..., Page]) -> None:
    page = window(viewport={"width": 390, "height": 844})
    page.goto("/form.html")
    small = page.evaluate(
        """() => [...document.querySelectorAll('button, .button, select, input, .card-choice label, header a')]
        .filter((e) => e.checkVisibility() && !['radio', 'checkbox', 'hidden'].includes(e.type))
        .filter((e) => e.getBoundingClientRect().height < 44).map((e) => e.outerHTML)"""
    )
    assert small == []


@pytest.mark.parametrize("kind", ["form", "desk-form"])
def test_a_second_press_sends_nothing_more(
    window: Callable[..., Page], site: tuple[str, list[str]], kind: str
) -> None:
    page = window()
    page.goto(f"/{kind}.html")
    button = page.get_by_role("button", name="إرسال")
    with page.expect_response("**/sent"):
        button.dblclick()
    page.wait_for_timeout(200)
    assert len(site[1]) == 1
    assert button.get_attribute("aria-disabled") == "true"


def test_without_a_script_signing_offers_only_what_works(window: Callable[..., Page]) -> None:
    page = window(java_script_enabled=False)
    page.goto("/form.html")
    assert page.get_by_label("رمز يصل إلى الجوال").is_visible()
    assert page.get_by_label("توقيع على الشاشة").is_hidden()
    assert page.locator("canvas").is_hidden()


def test_a_signature_drawn_on_the_screen_is_sent_as_a_picture(
    window: Callable[..., Page], site: tuple[str, list[str]]
) -> None:
    page = window()
    page.goto("/form.html")
    page.get_by_label("توقيع على الشاشة").check()
    pad = page.locator("canvas")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 80, steps=5)
    page.mouse.up()
    with page.expect_response("**/sent"):
        page.get_by_role("button", name="إرسال").click()
    assert "sign_picture=data%3Aimage%2Fpng" in site[1][0]


def storage(page: Page) -> dict[str, str]:
    return dict(page.evaluate("({ ...sessionStorage, ...localStorage })"))


def sealed_bytes(kept: dict[str, str]) -> bytes:
    return b64decode(json.loads(kept["silah-typed"])["sealed"])


def typed_and_left(page: Page, words: str) -> None:
    """Type words into a form of the desk and leave it for as long as the screen takes to lock."""
    page.clock.install()
    page.goto("/desk-form.html")
    page.get_by_label("ملاحظة").fill(words)
    locked = page.get_by_role("heading", name="أُقفلت الشاشة")
    page.clock.fast_forward("19:00")
    assert locked.is_hidden()
    page.clock.fast_forward("02:00")
    locked.wait_for()


def test_what_was_typed_comes_back_after_the_screen_locked_to_the_same_person(
    window: Callable[..., Page],
) -> None:
    page = window()
    typed_and_left(page, "كلام طويل كُتب قبل القفل")
    page.goto("/login.html")
    page.goto("/desk-form.html")
    expect(page.get_by_label("ملاحظة")).to_have_value("كلام طويل كُتب قبل القفل")


def test_a_locked_screen_and_its_storage_hold_nothing_that_can_be_read(window: Callable[..., Page]) -> None:
    page = window()
    typed_and_left(page, "كلام يخص امرأة")
    assert "ملاحظة" not in page.content()
    assert not page.evaluate("document.body.dataset.typedKey")
    kept = storage(page)
    assert set(kept) == {"silah-typed"}
    assert set(json.loads(kept["silah-typed"])) == {"iv", "sealed"}
    assert "كلام" not in sealed_bytes(kept).decode(errors="ignore")
    assert b"note" not in sealed_bytes(kept)


def test_a_browser_that_cannot_seal_keeps_nothing_and_loses_nothing(
    window: Callable[..., Page], site: tuple[str, list[str]]
) -> None:
    page = window()
    page.add_init_script("Object.defineProperty(crypto, 'subtle', { value: undefined })")
    page.clock.install()
    page.goto("/desk-form.html")
    page.get_by_label("ملاحظة").press_sequentially("طويل")
    page.clock.fast_forward("21:00")
    assert page.get_by_label("ملاحظة").input_value() == "طويل"
    with page.expect_response("**/sent"):
        page.get_by_role("button", name="إرسال").click()
    assert "note=%D8%B7%D9%88%D9%8A%D9%84" in site[1][0]
    assert storage(page) == {}


def test_whoever_logs_out_leaves_nothing_in_the_tab(window: Callable[..., Page]) -> None:
    page = window()
    typed_and_left(page, "كلام")
    page.goto("/login.html")
    assert storage(page)
    page.evaluate(
        "document.body.insertAdjacentHTML('beforeend', '<form method=post action=/accounts/logout/></form>')"
    )
    page.evaluate("[...document.forms].at(-1).requestSubmit()")
    assert storage(page) == {}


def test_what_was_typed_never_comes_back_to_another_person(
    window: Callable[..., Page], tmp_path: Path
) -> None:
    page = window()
    typed_and_left(page, "سر موظفة أخرى")
    other = page_of(actor_name="سعد القحطاني", typed_key=b64encode(bytes([1] * 32)).decode())
    (tmp_path / "desk-form.html").write_text(whole("desk", FORM, form=Everything(), page=other))
    page.goto("/login.html")
    page.goto("/desk-form.html")
    page.wait_for_function("sessionStorage.length === 0")
    assert page.get_by_label("ملاحظة").input_value() == ""


def test_the_summary_of_mistakes_is_read_first_and_leads_to_the_box(window: Callable[..., Page]) -> None:
    page = window()
    page.goto("/mistakes.html")
    assert page.evaluate("document.activeElement.className") == "error-summary"
    page.get_by_role("link", name="تاريخ الميلاد").click()
    assert page.evaluate("document.activeElement.name") == "birth_day"


def test_a_slash_leads_to_the_command_bar(window: Callable[..., Page]) -> None:
    page = window()
    page.goto("/desk.html")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "command"
