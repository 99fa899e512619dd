"""Reading back exactly what is declared, and signing it: by a code of its own, or drawn on the screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from silah.doors import portal_session
from silah.doors.entry import personal, portal
from silah.doors.forms import fresh_key, key, perform, posted
from silah.doors.portal.asking import ConsentForm, already_open, with_work
from silah.doors.portal.home import pack_in_force
from silah.doors.portal.work import Work
from silah.foundation.access import Actor
from silah.foundation.files import operations as files
from silah.foundation.ui import forms
from silah.journey.requests import operations as requests
from silah.journey.requests import queries as read
from silah.journey.requests.declaring import as_agent
from silah.journey.requests.operations import Signature
from silah.journey.services import agents
from silah.journey.services.spoken import spoken
from silah.people import queries as people
from silah.policy import queries as policy
from silah.policy.pack import Pack

if TYPE_CHECKING:
    from silah.people.models import Party

WRITTEN = "portal_written"
SENT_FOR = "portal_signing_code"
METHODS = [("code", gettext_lazy("برمز يصل إلى جوالي")), ("drawn", gettext_lazy("برسم توقيعي هنا"))]


class SignForm(forms.Form):
    signature = forms.SignatureField(label=gettext_lazy("طريقة التوقيع"), methods=METHODS)
    code = forms.CodeField(label=gettext_lazy("رمز التوقيع"), required=False)

    def __init__(self, data: Any = None, *, methods: list[Any] = METHODS) -> None:
        """A code typed is a method chosen: nobody has to say it twice."""
        if data is not None and data.get("code") and not data.get("signature_method"):
            data = data.copy()
            data["signature_method"] = "code"
        super().__init__(data)
        self.fields["signature"] = forms.SignatureField(label=_("طريقة التوقيع"), methods=methods)
        self.order_fields(["signature", "code"])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        signature = said.get("signature")
        if signature and signature.method == "code" and not said.get("code") and "code" not in self.errors:
            self.add_error("code", _("نرجو كتابة رمز التوقيع. وإن لم يصل فيمكن إرساله بالزر أدناه."))
        return said


@with_work
def declare(request: HttpRequest, doing: Work) -> HttpResponse:
    """The last page of a request: nothing is signed that is not on it."""
    doing.ask_ahead()
    waits = doing.after(len(doing.steps))
    if waits != f"{doing.home}ask/check/" or doing.by.party_id is None:
        return redirect(waits)
    if open_id := doing.open_request():
        return already_open(request, open_id, doing)
    if doing.by_writer:
        return _without_signature(request, doing)
    party = people.party_row(doing.by, doing.by.party_id)
    name = str(doing.in_full.get("name", "")) if doing.by_agent else ""
    page = Signing(
        request, doing.by, party, doing.draft.id, doing.pack, f"{doing.home}ask/check/", first=True, name=name
    )
    rows = [
        (each.text, spoken(doing.pack, doing.service, each, value))
        for each in doing.service.questions
        if each.type != "code" and (value := doing.in_full.get(each.id)) is not None
    ]

    def send(signature: Signature) -> UUID:
        case = requests.submit(
            doing.draft,
            by=doing.by,
            applicant=None if doing.by_agent else party,
            channel=channel_of(doing.pack),
            signature=signature,
            key=key(request),
        )
        return UUID(str(case.id))

    return page.answer(send, rows)


def _without_signature(request: HttpRequest, doing: Work) -> HttpResponse:
    """Whoever writes for her never signs. The visit ends here: to sign, she comes in by her own code."""
    by = doing.by
    party = people.party_row(by, by.party_id)  # type: ignore[arg-type]
    form = forms.Form(posted(request))
    if request.method == "POST":
        form.is_valid()
        case = perform(
            form,
            lambda: requests.submit(
                doing.draft, by=by, applicant=party, channel=channel_of(doing.pack), key=key(request)
            ),
        )
        if case is not None:
            portal_session.end(request)
            request.session[WRITTEN] = case.reference
            return redirect(f"{doing.home}written/")
    context = {"form": form, "key": fresh_key(), "back": f"{doing.home}ask/check/"}
    return render(request, "portal/ask/send.html", context, status=422 if form.errors else 200)


@personal
def written(request: HttpRequest) -> HttpResponse:
    pack, reference = pack_in_force(request), request.session.get(WRITTEN)
    if reference is None:
        return redirect(f"/{request.organisation.slug}/")  # type: ignore[attr-defined]
    return render(request, "portal/ask/written.html", {"reference": reference, "pack": pack})


@portal
def again(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """After a change of hers, or for whoever signs beside her: own words, own consent, own code."""
    by: Actor = request.actor  # type: ignore[attr-defined]
    case = read.case_row(by, case_id)
    party = people.party_row(by, by.party_id)  # type: ignore[arg-type]
    pack = policy.pack_of(case.policy_version_id)
    home = f"/{request.organisation.slug}/requests/{case.id}/"  # type: ignore[attr-defined]
    own = next((each for each in read.signatures(by, case_id) if each.party_id == by.party_id), None)
    if own is None or (own.declaration_id and not own.needs_health_consent):
        return redirect(home)
    if own.needs_health_consent:
        return redirect(f"{home}consent/")
    text = read.to_sign(by, case_id)
    rows = [*text.answers, (_("الأشخاص"), "؛ ".join(text.people)), (_("الأوراق"), "؛ ".join(text.papers))]

    def sign(signature: Signature) -> UUID:
        requests.sign(
            case,
            party,
            by=by,
            method=signature.method,
            code=signature.code,
            file_id=signature.file_id,
            key=key(request),
        )
        return UUID(str(case.id))

    drawn = not agents.by_writer(read.raw_answers(by, case_id))
    page = Signing(request, by, party, case.id, pack, home, drawn=drawn, words=text.declaration)
    return page.answer(sign, rows)


@portal
def consent(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Each spouse alone, before reading what touches health."""
    by: Actor = request.actor  # type: ignore[attr-defined]
    case = read.case_row(by, case_id)
    pack = policy.pack_of(case.policy_version_id)
    home = f"/{request.organisation.slug}/requests/{case.id}/"  # type: ignore[attr-defined]
    form = ConsentForm(posted(request))
    if request.method == "POST" and form.is_valid():
        party = people.party_row(by, by.party_id)  # type: ignore[arg-type]
        perform(form, lambda: requests.consent_health(case, party, by=by, key=key(request)))
        if not form.errors:
            return redirect(f"{home}sign/")
    readers = [pack.terms.roles[role] for role in pack.declaration.health.readers]
    context = {"form": form, "pack": pack, "readers": readers, "back": home}
    return render(request, "portal/ask/consent.html", context, status=422 if form.errors else 200)


class Signing:
    """One page for the first signature and for any after it."""

    def __init__(
        self,
        request: HttpRequest,
        by: Actor,
        party: Party,
        subject: UUID,
        pack: Pack,
        back: str,
        *,
        first: bool = False,
        drawn: bool = True,
        name: str = "",
        words: str = "",
    ) -> None:
        """`name`: for whom an agent signs; `words`: what is declared, where it is not the pack's alone."""
        self.first, self.methods = first, METHODS if drawn else METHODS[:1]
        self.words = words or (as_agent(pack, name) if name else pack.declaration.words)
        self.request, self.by, self.party = request, by, party
        self.subject, self.pack, self.back = subject, pack, back

    def answer(self, act: Callable[[Signature], UUID], rows: list[tuple[str, str]]) -> HttpResponse:
        asked_for_code = "send_code" in self.request.POST
        form = SignForm(None if asked_for_code else posted(self.request), methods=self.methods)
        if asked_for_code:
            form = self._send_code()
            if not form.errors:
                return redirect(self.request.path)
        elif self.request.method == "POST" and form.is_valid():
            signed = perform(form, lambda: act(self._signature(form)))
            if signed is not None and not form.errors:
                self.request.session.pop(SENT_FOR, None)
                slug = self.request.organisation.slug  # type: ignore[attr-defined]
                if self.first:
                    return redirect(f"/{slug}/requests/{signed}/received/")
                messages.success(self.request, _("سُجّل توقيعك."))
                return redirect(f"/{slug}/requests/{signed}/")
        return self._page(form, rows)

    def _send_code(self) -> SignForm:
        form = SignForm({}, methods=self.methods)
        form.errors.clear()
        perform(form, lambda: requests.send_signing_code(self.subject, self.party, by=self.by))
        if not form.errors:
            self.request.session[SENT_FOR] = str(self.subject)
        return form

    def _signature(self, form: SignForm) -> Signature:
        given = form.cleaned_data["signature"]
        if given.method != "drawn":
            return Signature("code", code=form.cleaned_data["code"])
        picture = SimpleUploadedFile("signature.png", given.picture, content_type="image/png")
        stored = files.store(picture, by=self.by, kind="signature", purpose="signature")
        return Signature("drawn", file_id=stored.id)

    def _page(self, form: SignForm, rows: list[tuple[str, str]]) -> HttpResponse:
        form.fields["code"].required = True  # drawn without «اختياري»: only the other method does without it
        context = {
            "form": form,
            "rows": rows,
            "words": self.words,
            "as_agent": bool(self.words != self.pack.declaration.words),
            "key": fresh_key(),
            "back": self.back,
            "mobile": people.mobile_of(self.by, self.party.id) or "",
            "first": self.first,
            "code_sent": self.request.session.get(SENT_FOR) == str(self.subject),
        }
        return render(self.request, "portal/ask/sign.html", context, status=422 if form.errors else 200)


def channel_of(pack: Pack) -> str:
    """The pack's own channel for requests made here; its clause says which."""
    takes = [channel for channel in pack.channels if channel.active and "support_request" in channel.accepts]
    own = [channel for channel in takes if channel.clause == "C5"]
    return (own or takes)[0].id


urlpatterns = [
    path("ask/sign/", declare, name="portal_declare"),
    path("written/", written, name="portal_written"),
    path("requests/<uuid:case_id>/sign/", again, name="portal_sign_again"),
    path("requests/<uuid:case_id>/consent/", consent, name="portal_sign_consent"),
]
