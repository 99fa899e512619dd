"""The visitor's own word on time and courtesy by a link: hers alone, once, until a day, neutral."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from silah.contact import operations as contact
from silah.contact import tasks
from silah.contact.models import Contact, Message, WordInvitation
from silah.foundation.journal.models import Entry
from silah.foundation.kernel import clock
from silah.foundation.tenancy import within
from silah.people import operations as people
from tests.cast import person
from tests.doors.conftest import SignIn
from tests.journey.scene import Scene, open_scene
from tests.pages import Pages


@pytest.fixture
def visit(office: Scene) -> Contact:
    with within(office.organisation_id):
        return contact.log_contact(by=office.actor("salma"), channel="interview", party=person(office))


def sent_link(office: Scene, visit: Contact, sign_in: SignIn) -> str:
    """Pressed at the desk; the path in the message that leaves."""
    pages = sign_in("salma")
    pages.fill(pages.get(f"desk/contacts/{visit.id}/"), "word-invitation/")
    with within(office.organisation_id):
        entry = Entry.objects.filter(name="contact.word_invited").latest("recorded_at")
        tasks.send_word_link(office.organisation_id, entry.id, visit.id)
        tasks.send_word_link(office.organisation_id, entry.id, visit.id)
        invitation = WordInvitation.objects.get(ended_at=None)
        message = Message.objects.get(about_kind="word_invitation", about_id=invitation.id)
        assert invitation.token in message.body
        assert message.body.startswith(office.pack.identity.discreet_name)
        return f"word/{invitation.token}/"


def stranger(office: Scene) -> Pages:
    return Pages(office.slug)


def now(office: Scene, visit: Contact) -> Contact:
    with within(office.organisation_id):
        return Contact.objects.get(id=visit.id)


def test_her_own_answer_by_the_link_is_the_proof_and_the_history_names_nobody(
    office: Scene, visit: Contact, sign_in: SignIn
) -> None:
    path, her = sent_link(office, visit, sign_in), stranger(office)

    page = her.get(path)
    assert "نورة" not in page.root.words
    assert page.root.all("title")[0].words == office.pack.identity.discreet_name
    thanks = her.follow(her.fill(page, enough_time="yes", courteous="no"))

    assert "شكرًا لك" in thanks.words
    row = now(office, visit)
    assert (row.enough_time, row.courteous, row.word_by_own_hand) == ("yes", "no", True)
    with within(office.organisation_id):
        entry = Entry.objects.get(name="contact.visitor_word")
        assert (entry.actor_id, entry.data["by_own_hand"]) == (None, True)


def test_the_link_opens_once_and_until_its_day(office: Scene, visit: Contact, sign_in: SignIn) -> None:
    path, her = sent_link(office, visit, sign_in), stranger(office)
    with clock.travel(clock.now() + timedelta(days=8)):
        her.get(path, status=404)
    page = her.get(path)
    her.fill(page, enough_time="yes")
    her.get(path, status=404)
    her.fill(page, status=404, courteous="no")
    assert now(office, visit).courteous == "not_asked"
    her.get("word/unknown/", status=404)


def test_nothing_answered_is_told_and_the_link_stays(office: Scene, visit: Contact, sign_in: SignIn) -> None:
    path, her = sent_link(office, visit, sign_in), stranger(office)
    assert "سؤال واحد على الأقل" in her.fill(her.get(path), status=422).words
    her.fill(her.get(path), courteous="yes")


def test_a_later_link_ends_the_one_before(office: Scene, visit: Contact, sign_in: SignIn) -> None:
    first, second = sent_link(office, visit, sign_in), sent_link(office, visit, sign_in)
    stranger(office).get(first, status=404)
    stranger(office).get(second)


def test_another_associations_page_does_not_open_it(office: Scene, visit: Contact, sign_in: SignIn) -> None:
    path, other = sent_link(office, visit, sign_in), open_scene("injab", "couples")
    Pages(other.slug).get(path, status=404)


def test_what_she_said_herself_is_not_written_over(office: Scene, visit: Contact, sign_in: SignIn) -> None:
    path, her = sent_link(office, visit, sign_in), stranger(office)
    her.fill(her.get(path), enough_time="no", courteous="no")
    pages = sign_in("salma")

    page = pages.get(f"desk/contacts/{visit.id}/")
    assert "أجاب بنفسه" in page.words
    assert "إرسال رابط" not in page.words
    told = pages.post(f"desk/contacts/{visit.id}/word/", {"enough_time": "yes"}, status=422)
    assert "لا يُغيَّر" in told.words
    pages.post(f"desk/contacts/{visit.id}/word-invitation/")
    assert "أجاب المراجع بنفسه من قبل" in pages.get(f"desk/contacts/{visit.id}/").root.words
    assert now(office, visit).enough_time == "no"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [("unsafe", "لا رقم آمن"), ("unnamed", "نربط التواصل بملف"), ("old", "أكثر من أسبوع")],
)
def test_nobody_is_asked_who_cannot_be(
    changed: str, sentence: str, office: Scene, visit: Contact, sign_in: SignIn
) -> None:
    with within(office.organisation_id):
        if changed == "unsafe":
            people.set_contact_safety(visit.party, by=office.actor("salma"), safe=False)
        else:
            long_ago = {"happened_at": clock.now() - timedelta(days=8)}
            Contact.objects.filter(id=visit.id).update(
                **({"party": None} if changed == "unnamed" else long_ago)
            )
    pages = sign_in("salma")
    pages.post(f"desk/contacts/{visit.id}/word-invitation/")
    assert sentence in pages.get(f"desk/contacts/{visit.id}/").root.words
    with within(office.organisation_id):
        assert not WordInvitation.objects.exists()


def test_a_program_gives_her_word_by_the_same_link(office: Scene, visit: Contact, sign_in: SignIn) -> None:
    path = sent_link(office, visit, sign_in).replace("word/", "words/")
    say: Callable[..., Any] = Client().post
    body = {"data": '{"enough_time": true, "courteous": true}', "content_type": "application/json"}
    assert say(f"/{office.slug}/api/v1/{path}", **body).status_code == 204
    assert say(f"/{office.slug}/api/v1/{path}", **body).status_code == 404
    assert now(office, visit).word_by_own_hand
