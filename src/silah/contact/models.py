"""Contacts in and out with what was asked, promised and answered; messages and their way out."""

from __future__ import annotations

from django.db import models

from silah.foundation.kernel import clock
from silah.foundation.organisations.models import Membership, Office
from silah.foundation.tenancy import LookupHash, ScopedForeignKey, ScopedModel, SealedText
from silah.people.models import Party
from silah.policy.models import PolicyVersion, ToolDocument


class Direction(models.TextChoices):
    IN = "in"
    OUT = "out"


class Word(models.TextChoices):
    """The visitor's own answer; not asked is an answer of nobody's."""

    YES = "yes"
    NO = "no"
    NOT_ASKED = "not_asked"


class Contact(ScopedModel):
    """One time somebody came, called or wrote, or was called. `happened_at` is apart from `recorded_at`."""

    reference = models.CharField(max_length=20, null=True)  # taken last, so null while being written
    channel = models.CharField(max_length=30)
    direction = models.CharField(max_length=3, choices=Direction, default=Direction.IN)
    party = ScopedForeignKey(Party, null=True)
    visitor_name = SealedText(purpose="contact.visitor_name", default="")
    handle = SealedText(purpose="contact.handle", default="")  # of a social account
    caller_verified = models.BooleanField(null=True)  # none until somebody checked
    office = ScopedForeignKey(Office, null=True)
    taken_by = ScopedForeignKey(Membership, null=True)
    policy_version = ScopedForeignKey(PolicyVersion)
    support_request_id = models.UUIDField(null=True)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField(default=clock.now)
    minutes = models.PositiveSmallIntegerField(null=True)  # how long it took
    enough_time = models.CharField(max_length=9, choices=Word, default=Word.NOT_ASKED)
    courteous = models.CharField(max_length=9, choices=Word, default=Word.NOT_ASKED)
    word_by_own_hand = models.BooleanField(default=False)  # she answered on the screen handed to her
    word_given_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = ScopedForeignKey(Membership, null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "reference"], name="contact_reference")
        ]
        indexes = [
            models.Index(fields=["organisation_id", "happened_at"], name="contact_day"),
            models.Index(fields=["organisation_id", "channel", "happened_at"], name="contact_channel"),
            models.Index(fields=["organisation_id", "closed_at", "happened_at"], name="contact_open"),
        ]


class WordInvitation(ScopedModel):
    """A link to the visitor's own telephone, for her word on time and courtesy: opens once, until a day."""

    contact = ScopedForeignKey(Contact)
    token = SealedText(purpose="word_invitation.token")
    token_hash = LookupHash(purpose="word_invitation.token", of="token")
    sent_by = ScopedForeignKey(Membership)
    sent_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)  # used, or replaced by a later one

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "token_hash"], name="word_invitation_token"),
            models.UniqueConstraint(
                fields=["organisation_id", "contact"],
                condition=models.Q(ended_at=None),
                name="word_invitation_standing",
            ),
        ]


class ApprovedAnswer(ScopedModel):
    """An answer the association stands by, kept under a short key; a newer one leaves the older readable."""

    key = models.CharField(max_length=20)
    number = models.PositiveIntegerField(default=1)
    question = models.CharField(max_length=200)
    text = models.TextField()
    source_tool = ScopedForeignKey(ToolDocument, null=True)
    approved_by = ScopedForeignKey(Membership)
    approved_at = models.DateTimeField(default=clock.now)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "key"],
                condition=models.Q(retired_at=None),
                name="approved_answer_key",
            )
        ]


class Question(ScopedModel):
    """One line of what was asked. It ends answered; until then a promise with a date keeps it."""

    contact = ScopedForeignKey(Contact)
    number = models.PositiveSmallIntegerField()
    text = SealedText(purpose="question.text")
    asked_at = models.DateTimeField()
    answer = SealedText(purpose="question.answer", null=True)
    approved_answer = ScopedForeignKey(ApprovedAnswer, null=True)
    source_tool = ScopedForeignKey(ToolDocument, null=True)
    told_in_public = models.BooleanField(default=False)
    answered_by = ScopedForeignKey(Membership, null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "contact", "number"], name="question_number")
        ]


class Promise(ScopedModel):
    """«نجيبك بحلول يوم …»: whose it is and by when. A later promise replaces it; both stay."""

    question = ScopedForeignKey(Question)
    due_on = models.DateField()
    owner = ScopedForeignKey(Membership)
    made_at = models.DateTimeField(default=clock.now)
    kept_at = models.DateTimeField(null=True)
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "question"],
                condition=models.Q(kept_at=None, replaced_at=None),
                name="promise_standing",
            )
        ]
        indexes = [
            models.Index(
                fields=["organisation_id", "due_on"],
                condition=models.Q(kept_at=None, replaced_at=None),
                name="promise_due",
            )
        ]


class MessageState(models.TextChoices):
    QUEUED = "queued"
    SENT = "sent"
    WITHHELD = "withheld"  # a demonstration, or a number nobody answers
    UNREACHABLE = "unreachable"  # no safe number: somebody has to call or write
    FAILED = "failed"
    SEALED = "sealed"  # a letter, read after log-in or printed


class Message(ScopedModel):
    """What leaves, or would. Its words are sealed; so is the number."""

    template = models.CharField(max_length=40)
    to_party = ScopedForeignKey(Party, null=True)
    number = SealedText(purpose="message.number", null=True)
    body = SealedText(purpose="message.body")
    about_kind = models.CharField(max_length=40)
    about_id = models.UUIDField()
    state = models.CharField(max_length=11, choices=MessageState, default=MessageState.QUEUED)
    created_at = models.DateTimeField(default=clock.now)
    next_try_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["organisation_id", "-created_at"], name="message_day"),
            models.Index(fields=["organisation_id", "about_kind", "about_id"], name="message_about"),
            models.Index(fields=["organisation_id", "to_party", "state"], name="message_party"),
            models.Index(
                fields=["organisation_id", "next_try_at"],
                condition=models.Q(state="queued"),
                name="message_queued",
            ),
        ]


class Attempt(ScopedModel):
    """One try to hand a message to the provider, and what came of it."""

    message = ScopedForeignKey(Message)
    number = models.PositiveSmallIntegerField()
    tried_at = models.DateTimeField(default=clock.now)
    accepted = models.BooleanField()
    outcome = models.CharField(max_length=40)  # accepted, refused_404, timeout, unreachable
    provider_reference = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "message", "number"], name="message_attempt_number"
            )
        ]
