import django.db.models.deletion
from django.db import migrations, models

import silah.foundation.kernel.ids
import silah.foundation.tenancy.context
import silah.foundation.tenancy.models
import silah.foundation.tenancy.sealed
from silah.foundation.tenancy.scoping import Scoped


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisations", "0001_initial"),
        ("people", "0001_initial"),
        ("requests", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Referral",
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
                ("reference", models.CharField(max_length=20)),
                ("contact_id", models.UUIDField(null=True)),
                (
                    "visitor_name",
                    silah.foundation.tenancy.sealed.SealedText(null=True, purpose="referral.visitor_name"),
                ),
                (
                    "call_back",
                    silah.foundation.tenancy.sealed.SealedText(null=True, purpose="referral.call_back"),
                ),
                ("page", models.CharField(blank=True, max_length=200)),
                ("state", models.CharField(default="sent", max_length=12)),
                ("round", models.PositiveSmallIntegerField(default=1)),
                ("sent_at", models.DateTimeField()),
                ("due_on", models.DateField()),
                ("accepted_at", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "accepted_by",
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
                    "sent_by",
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="requests.supportrequest",
                    ),
                ),
            ],
        ),
        Scoped("Referral"),
        migrations.CreateModel(
            name="ReferralQuestion",
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
                ("round", models.PositiveSmallIntegerField(default=1)),
                ("position", models.PositiveSmallIntegerField()),
                ("text", silah.foundation.tenancy.sealed.SealedText(purpose="referral_question.text")),
                (
                    "answer",
                    silah.foundation.tenancy.sealed.SealedText(null=True, purpose="referral_question.answer"),
                ),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "answered_by",
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
                    "referral",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="research.referral",
                    ),
                ),
            ],
        ),
        Scoped("ReferralQuestion"),
        migrations.CreateModel(
            name="ReferralTry",
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
                ("round", models.PositiveSmallIntegerField()),
                ("channel", models.CharField(max_length=16)),
                ("tried_at", models.DateTimeField()),
                (
                    "referral",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="research.referral",
                    ),
                ),
                (
                    "tried_by",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.membership",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        Scoped("ReferralTry"),
        migrations.CreateModel(
            name="CaseStudy",
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
                ("kind", models.CharField(default="desk", max_length=10)),
                ("visited_on", models.DateField(null=True)),
                (
                    "facts",
                    silah.foundation.tenancy.sealed.SealedJSON(default=dict, purpose="case_study.facts"),
                ),
                (
                    "health",
                    silah.foundation.tenancy.sealed.SealedText(default="", purpose="case_study.health"),
                ),
                (
                    "opinion",
                    silah.foundation.tenancy.sealed.SealedText(default="", purpose="case_study.opinion"),
                ),
                ("recommendation", models.CharField(blank=True, max_length=8)),
                ("reason", models.CharField(blank=True, max_length=40)),
                ("amount", models.BigIntegerField(null=True)),
                ("months", models.PositiveSmallIntegerField(null=True)),
                ("per_head", models.BigIntegerField(null=True)),
                ("need_class", models.CharField(blank=True, max_length=40)),
                ("begun_at", models.DateTimeField()),
                ("saved_at", models.DateTimeField()),
                ("submitted_at", models.DateTimeField(null=True)),
                ("superseded_at", models.DateTimeField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "researcher",
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
                "verbose_name_plural": "case studies",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("superseded_at", None)),
                        fields=("organisation_id", "support_request"),
                        name="case_study_current",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("submitted_at", None),
                            models.Q(("recommendation", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="case_study_recommends",
                    ),
                ],
            },
        ),
        Scoped("CaseStudy"),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(fields=["organisation_id", "state", "due_on"], name="referral_queue"),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.UniqueConstraint(
                fields=("organisation_id", "reference"), name="referral_reference"
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("party__isnull", False),
                    ("call_back__isnull", False),
                    ("contact_id__isnull", False),
                    _connector="OR",
                ),
                name="referral_reachable",
            ),
        ),
        migrations.AddConstraint(
            model_name="referralquestion",
            constraint=models.UniqueConstraint(
                fields=("organisation_id", "referral", "round", "position"), name="referral_question_place"
            ),
        ),
    ]
