"""A request for support, from a private draft to a signed and complete file."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from operator import or_

from django.db import models
from django.db.models.functions import Coalesce

from silah.foundation.kernel import clock
from silah.foundation.organisations.models import Membership, Office
from silah.foundation.tenancy import ScopedForeignKey, ScopedModel, SealedJSON, SealedText
from silah.journey.requests.stages import OPEN, Stage
from silah.people.models import Household, Party
from silah.policy.models import PolicyVersion

NO_DAY = date(9999, 12, 31)  # no day to answer by yet: after all that have one
# Said stage by stage: a list is told differently by a database that was restored.
IS_OPEN = reduce(or_, (models.Q(stage=stage.value) for stage in sorted(OPEN)))


class Draft(ScopedModel):
    """Its author's private page-by-page answers: no number, no journal, gone after it expires."""

    party = ScopedForeignKey(Party, null=True)  # known once she has identified herself
    author = ScopedForeignKey(Membership, null=True)  # an officer writing for somebody
    token_hash = models.BinaryField(max_length=32, null=True)  # resumes a draft before log-in
    service = models.CharField(max_length=40)
    policy_version = ScopedForeignKey(PolicyVersion)
    answers = SealedJSON(purpose="draft.answers", default=dict)
    marks = models.JSONField(default=dict)  # question → the version in which it was last answered
    consents = models.JSONField(default=list)  # purposes agreed to on these pages
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.now)
    updated_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    submitted_request_id = models.UUIDField(null=True)

    in_hand = False  # its writer holds it alone: answers are kept together at the end, or not at all

    class Meta:
        indexes = [
            models.Index(fields=["organisation_id", "party"], name="draft_party"),
            models.Index(fields=["organisation_id", "token_hash"], name="draft_token"),
        ]


@dataclass
class Held:
    """What belongs to a request being made. Nobody else can see the request yet, so nothing of it is read again."""

    participants: list[Participant] = field(default_factory=list)
    items: list[RequirementItem] = field(default_factory=list)
    declarations: list[Declaration] = field(default_factory=list)


class SupportRequest(ScopedModel):
    """What one applicant asks for. Its policy version is pinned at submission."""

    reference = models.CharField(max_length=20, null=True)
    service = models.CharField(max_length=40)
    service_kind = models.CharField(max_length=10)  # aid
    policy_version = ScopedForeignKey(PolicyVersion)
    applicant = ScopedForeignKey(Party)
    household = ScopedForeignKey(Household, null=True)
    stage = models.CharField(max_length=10, choices=[(s, s) for s in Stage], default=Stage.SUBMITTED)
    channel = models.CharField(max_length=30)
    door = models.CharField(max_length=8)
    entered_by = ScopedForeignKey(Membership, null=True)  # never mistaken for the applicant
    owner = ScopedForeignKey(Membership, null=True)  # the employee who follows it
    office = ScopedForeignKey(Office, null=True)
    place = models.CharField(max_length=60)
    urgent = models.BooleanField(default=False)
    answers = SealedJSON(purpose="support_request.answers", default=dict)
    answers_version = models.PositiveIntegerField(default=1)
    sources = models.JSONField(default=dict)  # question → applicant, officer, or earlier: known before
    marks = models.JSONField(default=dict)  # question → the answers' version in which it was last changed
    asked_count = models.PositiveSmallIntegerField(default=0)  # questions put to her this time
    known_count = models.PositiveSmallIntegerField(default=0)  # known already, only confirmed
    submitted_at = models.DateTimeField()
    last_item_at = models.DateTimeField(null=True)  # the applicant's last item: the clock runs from here
    completed_at = models.DateTimeField(null=True)
    floor_on = models.DateField(null=True)  # the window as last told
    ceiling_on = models.DateField(null=True)
    stage_since = models.DateTimeField(default=clock.now)
    reminded_at = models.DateTimeField(null=True)
    expiry_announced_at = models.DateTimeField(null=True)
    overdue_noted_at = models.DateTimeField(null=True)

    held: Held | None = None  # of a request that this very transaction makes

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "reference"], name="support_request_reference")
        ]
        indexes = [
            models.Index(fields=["organisation_id", "stage", "stage_since"], name="support_request_stage"),
            models.Index(fields=["organisation_id", "submitted_at"], name="support_request_day"),
            models.Index(fields=["organisation_id", "ceiling_on"], name="support_request_ceiling"),
            models.Index(
                fields=["organisation_id", "applicant", "submitted_at"], name="support_request_applicant"
            ),
            # The desk's list in the orders it can be read in, a page at a time; see queries.worklist.SORTS.
            models.Index(
                "organisation_id",
                models.F("urgent").desc(),
                Coalesce("ceiling_on", models.Value(NO_DAY)),
                "stage_since",
                "id",
                condition=IS_OPEN,
                name="support_request_first",
            ),
            models.Index(
                "organisation_id",
                Coalesce("ceiling_on", models.Value(NO_DAY)),
                "id",
                condition=IS_OPEN,
                name="support_request_due",
            ),
            models.Index(
                fields=["organisation_id", "stage_since", "id"],
                condition=IS_OPEN,
                name="support_request_waiting",
            ),
            # Late without a reply: of those that wait for one.
            models.Index(
                fields=["organisation_id", "ceiling_on"],
                condition=models.Q(stage="complete")
                | models.Q(stage="decided")
                | models.Q(stage="studied")
                | models.Q(stage="verified"),
                name="support_request_unanswered",
            ),
            # For the rounds of the clock: each holds no more than what may become due.
            models.Index(
                "organisation_id",
                "policy_version",
                Coalesce("reminded_at", "last_item_at", "submitted_at"),
                condition=models.Q(stage="submitted", expiry_announced_at=None),
                name="support_request_quiet",
            ),
            models.Index(
                "organisation_id",
                "policy_version",
                Coalesce("last_item_at", "submitted_at"),
                condition=models.Q(stage="submitted", expiry_announced_at=None),
                name="support_request_unheard",
            ),
            models.Index(
                fields=["organisation_id", "policy_version", "expiry_announced_at"],
                condition=models.Q(stage="submitted", expiry_announced_at__isnull=False),
                name="support_request_announced",
            ),
            models.Index(
                fields=["organisation_id", "ceiling_on"],
                condition=models.Q(overdue_noted_at=None)
                & (
                    models.Q(stage="complete")
                    | models.Q(stage="decided")
                    | models.Q(stage="studied")
                    | models.Q(stage="submitted")
                    | models.Q(stage="verified")
                ),
                name="support_request_to_note",
            ),
        ]


class Participant(ScopedModel):
    """A person the request is about, with needs of their own; signers are the applicant and the spouse."""

    support_request = ScopedForeignKey(SupportRequest)
    party = ScopedForeignKey(Party)
    role = models.CharField(max_length=12)  # applicant, spouse, dependant
    relation = models.CharField(max_length=20, blank=True)
    needs = SealedText(purpose="participant.needs", blank=True, default="")
    must_sign = models.BooleanField(default=False)
    health_consent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "support_request", "party"], name="participant_once"
            )
        ]


class RequirementItem(ScopedModel):
    """One thing one person must show. `presented_on` freezes the day it is judged by."""

    support_request = ScopedForeignKey(SupportRequest)
    requirement = models.CharField(max_length=40)
    party = ScopedForeignKey(Party, null=True)  # whom it is about, where it is about one person
    state = models.CharField(
        max_length=10, default="missing"
    )  # missing, presented, accepted, refused, exempt
    how = models.CharField(
        max_length=24, blank=True
    )  # seen_at_office, seen_by_representative, by_video, copy_kept
    presented_at = models.DateTimeField(null=True)
    presented_on = models.DateField(null=True)
    issued_on = models.DateField(null=True)
    expires_on = models.DateField(null=True)
    valid_when_presented = models.BooleanField(null=True)
    reason = models.CharField(
        max_length=40, blank=True
    )  # a code: expired, too_old, unreadable, not_the_person…
    file_id = models.UUIDField(null=True)
    seen_by = ScopedForeignKey(Membership, null=True)
    promised = models.CharField(
        max_length=8, blank=True
    )  # now, later, not_mine: her own answer at submission
    optional = models.BooleanField(default=False)  # its absence leaves the request complete
    sensitive = models.BooleanField(default=False)  # its title is read by the pack's health readers alone
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "support_request", "requirement", "party"],
                nulls_distinct=False,
                name="requirement_item_once",
            )
        ]


class Correction(ScopedModel):
    """What an officer found to be right, beside what she declared; it changes nothing she signed."""

    support_request = ScopedForeignKey(SupportRequest)
    question = models.CharField(max_length=40)
    value = SealedJSON(purpose="correction.value")
    answers_version = models.PositiveIntegerField()
    corrected_by = ScopedForeignKey(Membership)
    corrected_at = models.DateTimeField()


class Declaration(ScopedModel):
    """One person's signature on exactly this data, under this policy version."""

    support_request = ScopedForeignKey(SupportRequest)
    party = ScopedForeignKey(Party)
    method = models.CharField(max_length=12)  # code, drawn, paper, fingerprint
    strength = models.CharField(max_length=20)  # code_confirmed, drawn, witnessed
    policy_version = ScopedForeignKey(PolicyVersion)
    answers_version = models.PositiveIntegerField()
    snapshot = SealedJSON(purpose="declaration.snapshot")
    salt = SealedText(purpose="declaration.salt")
    digest = models.BinaryField(max_length=32)
    image_file_id = models.UUIDField(null=True)
    witnessed_by = ScopedForeignKey(Membership, null=True)
    signed_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True)
    void_reason = models.CharField(max_length=30, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "support_request", "party"],
                condition=models.Q(voided_at=None),
                name="declaration_valid_once",
            )
        ]


class WindowNotice(ScopedModel):
    """The two dates that were told, with all they were computed from; a later notice keeps the earlier."""

    support_request = ScopedForeignKey(SupportRequest)
    starts_on = models.DateField()
    floor_on = models.DateField()
    ceiling_on = models.DateField()
    mode = models.CharField(max_length=8)
    floor_days = models.PositiveSmallIntegerField()
    ceiling_days = models.PositiveSmallIntegerField()
    ceiling_minutes = models.CharField(max_length=80, blank=True)  # empty: a date we aim for, not a promise
    holidays = models.JSONField(default=list)
    paused_days = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(
        max_length=30, default="complete"
    )  # complete, lack_named, pause_ended, holiday_changed
    told_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "support_request"],
                condition=models.Q(superseded_at=None),
                name="window_notice_current",
            )
        ]


class Pause(ScopedModel):
    """The association waits for the applicant: it moves the ceiling and never the floor."""

    support_request = ScopedForeignKey(SupportRequest)
    reason = models.CharField(max_length=30)
    note = SealedText(purpose="pause.note", blank=True, default="")
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "support_request"],
                condition=models.Q(ended_at=None),
                name="pause_open_once",
            )
        ]


class Explanation(ScopedModel):
    """Somebody explained what happens next: who, how, and whether she said it was clear."""

    support_request = ScopedForeignKey(SupportRequest)
    topic = models.CharField(max_length=20)  # window, declaration, decision
    how = models.CharField(max_length=20)  # page, phone, face_to_face, representative
    explained_by = ScopedForeignKey(Membership, null=True)
    understood = models.BooleanField(null=True)
    at = models.DateTimeField()
