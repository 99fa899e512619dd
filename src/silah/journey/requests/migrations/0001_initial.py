import django.db.models.deletion
import silah.foundation.kernel.clock
import silah.foundation.kernel.ids
import silah.foundation.tenancy.context
import silah.foundation.tenancy.models
import silah.foundation.tenancy.sealed
import silah.journey.requests.stages
from django.db import migrations, models
from silah.foundation.tenancy.scoping import Scoped


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisations", "0001_initial"),
        ("people", "0001_initial"),
        ("policy", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="SupportRequest",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=silah.foundation.kernel.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "organisation_id",
                    models.UUIDField(
                        default=silah.foundation.tenancy.context.required_organisation_id, editable=False
                    ),
                ),
                ("reference", models.CharField(max_length=20, null=True)),
                ("service", models.CharField(max_length=40)),
                ("service_kind", models.CharField(max_length=10)),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            (
                                silah.journey.requests.stages.Stage["SUBMITTED"],
                                silah.journey.requests.stages.Stage["SUBMITTED"],
                            ),
                            (
                                silah.journey.requests.stages.Stage["COMPLETE"],
                                silah.journey.requests.stages.Stage["COMPLETE"],
                            ),
                            (
                                silah.journey.requests.stages.Stage["VERIFIED"],
                                silah.journey.requests.stages.Stage["VERIFIED"],
                            ),
                            (
                                silah.journey.requests.stages.Stage["STUDIED"],
                                silah.journey.requests.stages.Stage["STUDIED"],
                            ),
                            (
                                silah.journey.requests.stages.Stage["DECIDED"],
                                silah.journey.requests.stages.Stage["DECIDED"],
                            ),
                            (
                                silah.journey.requests.stages.Stage["REPLIED"],
                                silah.journey.requests.stages.Stage["REPLIED"],
                            ),
                            (
                                silah.journey.requests.stages.Stage["SERVING"],
                                silah.journey.requests.stages.Stage["SERVING"],
                            ),
                            (
                                silah.journey.requests.stages.Stage["DELIVERED"],
                                silah.journey.requests.stages.Stage["DELIVERED"],
                            ),
                            (
                                silah.journey.requests.stages.Stage["CLOSED"],
                                silah.journey.requests.stages.Stage["CLOSED"],
                            ),
                            (
                                silah.journey.requests.stages.Stage["WITHDRAWN"],
                                silah.journey.requests.stages.Stage["WITHDRAWN"],
                            ),
                            (
                                silah.journey.requests.stages.Stage["EXPIRED"],
                                silah.journey.requests.stages.Stage["EXPIRED"],
                            ),
                        ],
                        default=silah.journey.requests.stages.Stage["SUBMITTED"],
                        max_length=10,
                    ),
                ),
                ("channel", models.CharField(max_length=30)),
                ("door", models.CharField(max_length=8)),
                ("place", models.CharField(max_length=60)),
                ("urgent", models.BooleanField(default=False)),
                (
                    "answers",
                    silah.foundation.tenancy.sealed.SealedJSON(
                        default=dict, purpose="support_request.answers"
                    ),
                ),
                ("answers_version", models.PositiveIntegerField(default=1)),
                ("sources", models.JSONField(default=dict)),
                ("marks", models.JSONField(default=dict)),
                ("asked_count", models.PositiveSmallIntegerField(default=0)),
                ("known_count", models.PositiveSmallIntegerField(default=0)),
                ("submitted_at", models.DateTimeField()),
                ("last_item_at", models.DateTimeField(null=True)),
                ("completed_at", models.DateTimeField(null=True)),
                ("floor_on", models.DateField(null=True)),
                ("ceiling_on", models.DateField(null=True)),
                ("stage_since", models.DateTimeField(default=silah.foundation.kernel.clock.now)),
                ("reminded_at", models.DateTimeField(null=True)),
                ("expiry_announced_at", models.DateTimeField(null=True)),
                ("overdue_noted_at", models.DateTimeField(null=True)),
                (
                    "applicant",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.party",
                    ),
                ),
                (
                    "entered_by",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.membership",
                    ),
                ),
                (
                    "household",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.household",
                    ),
                ),
                (
                    "office",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.office",
                    ),
                ),
                (
                    "owner",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.membership",
                    ),
                ),
                (
                    "policy_version",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="policy.policyversion",
                    ),
                ),
            ],
        ),
        Scoped("SupportRequest"),
        migrations.CreateModel(
            name="RequirementItem",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=silah.foundation.kernel.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "organisation_id",
                    models.UUIDField(
                        default=silah.foundation.tenancy.context.required_organisation_id, editable=False
                    ),
                ),
                ("requirement", models.CharField(max_length=40)),
                ("state", models.CharField(default="missing", max_length=10)),
                ("how", models.CharField(blank=True, max_length=24)),
                ("presented_at", models.DateTimeField(null=True)),
                ("presented_on", models.DateField(null=True)),
                ("issued_on", models.DateField(null=True)),
                ("expires_on", models.DateField(null=True)),
                ("valid_when_presented", models.BooleanField(null=True)),
                ("reason", models.CharField(blank=True, max_length=40)),
                ("file_id", models.UUIDField(null=True)),
                ("promised", models.CharField(blank=True, max_length=8)),
                ("optional", models.BooleanField(default=False)),
                ("sensitive", models.BooleanField(default=False)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "party",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.party",
                    ),
                ),
                (
                    "seen_by",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.membership",
                    ),
                ),
                (
                    "support_request",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="requests.supportrequest",
                    ),
                ),
            ],
        ),
        Scoped("RequirementItem"),
        migrations.CreateModel(
            name="Pause",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=silah.foundation.kernel.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "organisation_id",
                    models.UUIDField(
                        default=silah.foundation.tenancy.context.required_organisation_id, editable=False
                    ),
                ),
                ("reason", models.CharField(max_length=30)),
                (
                    "note",
                    silah.foundation.tenancy.sealed.SealedText(blank=True, default="", purpose="pause.note"),
                ),
                ("begun_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "support_request",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="requests.supportrequest",
                    ),
                ),
            ],
        ),
        Scoped("Pause"),
        migrations.CreateModel(
            name="Participant",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=silah.foundation.kernel.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "organisation_id",
                    models.UUIDField(
                        default=silah.foundation.tenancy.context.required_organisation_id, editable=False
                    ),
                ),
                ("role", models.CharField(max_length=12)),
                ("relation", models.CharField(blank=True, max_length=20)),
                (
                    "needs",
                    silah.foundation.tenancy.sealed.SealedText(
                        blank=True, default="", purpose="participant.needs"
                    ),
                ),
                ("must_sign", models.BooleanField(default=False)),
                ("health_consent_at", models.DateTimeField(null=True)),
                (
                    "party",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.party",
                    ),
                ),
                (
                    "support_request",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="requests.supportrequest",
                    ),
                ),
            ],
        ),
        Scoped("Participant"),
        migrations.CreateModel(
            name="Explanation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=silah.foundation.kernel.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "organisation_id",
                    models.UUIDField(
                        default=silah.foundation.tenancy.context.required_organisation_id, editable=False
                    ),
                ),
                ("topic", models.CharField(max_length=20)),
                ("how", models.CharField(max_length=20)),
                ("understood", models.BooleanField(null=True)),
                ("at", models.DateTimeField()),
                (
                    "explained_by",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.membership",
                    ),
                ),
                (
                    "support_request",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="requests.supportrequest",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        Scoped("Explanation"),
        migrations.CreateModel(
            name="Declaration",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=silah.foundation.kernel.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "organisation_id",
                    models.UUIDField(
                        default=silah.foundation.tenancy.context.required_organisation_id, editable=False
                    ),
                ),
                ("method", models.CharField(max_length=12)),
                ("strength", models.CharField(max_length=20)),
                ("answers_version", models.PositiveIntegerField()),
                ("snapshot", silah.foundation.tenancy.sealed.SealedJSON(purpose="declaration.snapshot")),
                ("salt", silah.foundation.tenancy.sealed.SealedText(purpose="declaration.salt")),
                ("digest", models.BinaryField(max_length=32)),
                ("image_file_id", models.UUIDField(null=True)),
                ("signed_at", models.DateTimeField()),
                ("voided_at", models.DateTimeField(null=True)),
                ("void_reason", models.CharField(blank=True, max_length=30)),
                (
                    "party",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.party",
                    ),
                ),
                (
                    "policy_version",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="policy.policyversion",
                    ),
                ),
                (
                    "witnessed_by",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.membership",
                    ),
                ),
                (
                    "support_request",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="requests.supportrequest",
                    ),
                ),
            ],
        ),
        Scoped("Declaration"),
        migrations.CreateModel(
            name="Correction",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=silah.foundation.kernel.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "organisation_id",
                    models.UUIDField(
                        default=silah.foundation.tenancy.context.required_organisation_id, editable=False
                    ),
                ),
                ("question", models.CharField(max_length=40)),
                ("value", silah.foundation.tenancy.sealed.SealedJSON(purpose="correction.value")),
                ("answers_version", models.PositiveIntegerField()),
                ("corrected_at", models.DateTimeField()),
                (
                    "corrected_by",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.membership",
                    ),
                ),
                (
                    "support_request",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="requests.supportrequest",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        Scoped("Correction"),
        migrations.CreateModel(
            name="WindowNotice",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=silah.foundation.kernel.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "organisation_id",
                    models.UUIDField(
                        default=silah.foundation.tenancy.context.required_organisation_id, editable=False
                    ),
                ),
                ("starts_on", models.DateField()),
                ("floor_on", models.DateField()),
                ("ceiling_on", models.DateField()),
                ("mode", models.CharField(max_length=8)),
                ("floor_days", models.PositiveSmallIntegerField()),
                ("ceiling_days", models.PositiveSmallIntegerField()),
                ("ceiling_minutes", models.CharField(blank=True, max_length=80)),
                ("holidays", models.JSONField(default=list)),
                ("paused_days", models.PositiveSmallIntegerField(default=0)),
                ("reason", models.CharField(default="complete", max_length=30)),
                ("told_at", models.DateTimeField()),
                ("superseded_at", models.DateTimeField(null=True)),
                (
                    "support_request",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="requests.supportrequest",
                    ),
                ),
            ],
        ),
        Scoped("WindowNotice"),
        migrations.CreateModel(
            name="Draft",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=silah.foundation.kernel.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "organisation_id",
                    models.UUIDField(
                        default=silah.foundation.tenancy.context.required_organisation_id, editable=False
                    ),
                ),
                ("token_hash", models.BinaryField(max_length=32, null=True)),
                ("service", models.CharField(max_length=40)),
                (
                    "answers",
                    silah.foundation.tenancy.sealed.SealedJSON(default=dict, purpose="draft.answers"),
                ),
                ("marks", models.JSONField(default=dict)),
                ("consents", models.JSONField(default=list)),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(default=silah.foundation.kernel.clock.now)),
                ("updated_at", models.DateTimeField(default=silah.foundation.kernel.clock.now)),
                ("expires_at", models.DateTimeField()),
                ("submitted_request_id", models.UUIDField(null=True)),
                (
                    "author",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.membership",
                    ),
                ),
                (
                    "party",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.party",
                    ),
                ),
                (
                    "policy_version",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="policy.policyversion",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["organisation_id", "party"], name="draft_party"),
                    models.Index(fields=["organisation_id", "token_hash"], name="draft_token"),
                ],
            },
        ),
        Scoped("Draft"),
        migrations.AddIndex(
            model_name="supportrequest",
            index=models.Index(
                fields=["organisation_id", "stage", "stage_since"], name="support_request_stage"
            ),
        ),
        migrations.AddIndex(
            model_name="supportrequest",
            index=models.Index(fields=["organisation_id", "submitted_at"], name="support_request_day"),
        ),
        migrations.AddIndex(
            model_name="supportrequest",
            index=models.Index(fields=["organisation_id", "ceiling_on"], name="support_request_ceiling"),
        ),
        migrations.AddIndex(
            model_name="supportrequest",
            index=models.Index(
                fields=["organisation_id", "applicant", "submitted_at"], name="support_request_applicant"
            ),
        ),
        migrations.AddConstraint(
            model_name="supportrequest",
            constraint=models.UniqueConstraint(
                fields=("organisation_id", "reference"), name="support_request_reference"
            ),
        ),
        migrations.AddConstraint(
            model_name="requirementitem",
            constraint=models.UniqueConstraint(
                fields=("organisation_id", "support_request", "requirement", "party"),
                name="requirement_item_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="pause",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)),
                fields=("organisation_id", "support_request"),
                name="pause_open_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="participant",
            constraint=models.UniqueConstraint(
                fields=("organisation_id", "support_request", "party"), name="participant_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="declaration",
            constraint=models.UniqueConstraint(
                condition=models.Q(("voided_at", None)),
                fields=("organisation_id", "support_request", "party"),
                name="declaration_valid_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="windownotice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("superseded_at", None)),
                fields=("organisation_id", "support_request"),
                name="window_notice_current",
            ),
        ),
    ]
