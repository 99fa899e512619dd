"""Questions handed to the social researcher, and the study that she writes."""

from __future__ import annotations

from django.db import models

from silah.foundation.organisations.models import Membership
from silah.foundation.tenancy import ScopedForeignKey, ScopedModel, SealedJSON, SealedText
from silah.journey.requests.models import SupportRequest
from silah.journey.research.words import ReferralState
from silah.people.models import Party


class Referral(ScopedModel):
    """What was not clear, to whom, and whether it became clear. It may go more than one round."""

    reference = models.CharField(max_length=20)
    support_request = ScopedForeignKey(SupportRequest, null=True)
    contact_id = models.UUIDField(null=True)
    party = ScopedForeignKey(Party, null=True)
    visitor_name = SealedText(purpose="referral.visitor_name", null=True)
    call_back = SealedText(purpose="referral.call_back", null=True)
    page = models.CharField(max_length=200, blank=True)  # the portal page it was pressed on
    state = models.CharField(max_length=12, default=str(ReferralState.SENT))
    round = models.PositiveSmallIntegerField(default=1)
    sent_by = ScopedForeignKey(Membership, null=True)  # none where the person herself pressed
    sent_at = models.DateTimeField()
    due_on = models.DateField()
    accepted_by = ScopedForeignKey(Membership, null=True)
    accepted_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "reference"], name="referral_reference"),
            models.CheckConstraint(
                condition=models.Q(party__isnull=False)
                | models.Q(call_back__isnull=False)
                | models.Q(contact_id__isnull=False),
                name="referral_reachable",
            ),
        ]
        indexes = [models.Index(fields=["organisation_id", "state", "due_on"], name="referral_queue")]


class ReferralQuestion(ScopedModel):
    """One question carried over, and its answer."""

    referral = ScopedForeignKey(Referral)
    round = models.PositiveSmallIntegerField(default=1)
    position = models.PositiveSmallIntegerField()
    text = SealedText(purpose="referral_question.text")
    answer = SealedText(purpose="referral_question.answer", null=True)
    answered_by = ScopedForeignKey(Membership, null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "referral", "round", "position"], name="referral_question_place"
            )
        ]


class ReferralTry(ScopedModel):
    """An attempt to reach the person and hear whether the answer is clear."""

    referral = ScopedForeignKey(Referral)
    round = models.PositiveSmallIntegerField()
    channel = models.CharField(max_length=16)
    tried_by = ScopedForeignKey(Membership)
    tried_at = models.DateTimeField()


class CaseStudy(ScopedModel):
    """Facts as found, kept apart from the opinion; a later study supersedes the earlier and keeps it."""

    support_request = ScopedForeignKey(SupportRequest)
    researcher = ScopedForeignKey(Membership)
    kind = models.CharField(max_length=10, default="desk")
    visited_on = models.DateField(null=True)
    facts = SealedJSON(purpose="case_study.facts", default=dict)
    health = SealedText(purpose="case_study.health", default="")  # opened by the pack's health readers alone
    opinion = SealedText(purpose="case_study.opinion", default="")
    recommendation = models.CharField(max_length=8, blank=True)
    reason = models.CharField(
        max_length=40, blank=True
    )  # one of the service's, where it is not accepted whole
    amount = models.BigIntegerField(null=True)  # halalas
    months = models.PositiveSmallIntegerField(null=True)
    per_head = models.BigIntegerField(null=True)  # halalas a month, as computed when it was submitted
    need_class = models.CharField(max_length=40, blank=True)
    begun_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    superseded_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name_plural = "case studies"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "support_request"],
                condition=models.Q(superseded_at=None),
                name="case_study_current",
            ),
            models.CheckConstraint(
                condition=models.Q(submitted_at=None) | ~models.Q(recommendation=""),
                name="case_study_recommends",
            ),
        ]
