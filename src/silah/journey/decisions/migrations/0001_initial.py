import django.contrib.postgres.fields
import django.db.models.deletion
import silah.foundation.kernel.clock
import silah.foundation.kernel.ids
import silah.foundation.tenancy.context
import silah.foundation.tenancy.models
import silah.foundation.tenancy.sealed
from django.db import migrations, models
from silah.foundation.tenancy.scoping import Scoped, ScopedReference


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisations", "0001_initial"),
        ("requests", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Words",
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
                ("text", silah.foundation.tenancy.sealed.SealedText(null=True, purpose="decision.words")),
                ("erased_at", models.DateTimeField(null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        Scoped("Words"),
        migrations.CreateModel(
            name="AgendaItem",
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
                ("number", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "Pending"),
                            ("decided", "Decided"),
                            ("left", "Left"),
                            ("undone", "Undone"),
                        ],
                        default="pending",
                        max_length=8,
                    ),
                ),
                ("why_left", models.CharField(blank=True, max_length=20)),
                ("seats", models.PositiveSmallIntegerField(null=True)),
                ("present", models.PositiveSmallIntegerField(null=True)),
                ("votes_for", models.PositiveSmallIntegerField(null=True)),
                ("votes_against", models.PositiveSmallIntegerField(null=True)),
                ("abstained", models.PositiveSmallIntegerField(null=True)),
                ("by_chair", models.BooleanField(default=False)),
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
        Scoped("AgendaItem"),
        migrations.CreateModel(
            name="Committee",
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
                ("formed_by", models.CharField(max_length=120)),
                ("formed_on", models.DateField()),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField(default=silah.foundation.kernel.clock.now)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("organisation_id",),
                        name="committee_standing",
                    )
                ],
            },
        ),
        Scoped("Committee"),
        migrations.CreateModel(
            name="Decision",
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
                (
                    "instance",
                    models.CharField(
                        choices=[("first", "First"), ("appeal", "Appeal")], default="first", max_length=6
                    ),
                ),
                ("body", models.CharField(max_length=10)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("accept", "Accept"),
                            ("accept_in_part", "Accept In Part"),
                            ("reject", "Reject"),
                        ],
                        max_length=14,
                    ),
                ),
                ("amount", models.BigIntegerField(null=True)),
                ("months", models.PositiveSmallIntegerField(null=True)),
                ("payments", models.PositiveSmallIntegerField(default=0)),
                (
                    "reason_codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list
                    ),
                ),
                ("clause", models.CharField(max_length=8)),
                ("reference", models.CharField(blank=True, max_length=30)),
                ("decided_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("final_at", models.DateTimeField(null=True)),
                ("correction", models.CharField(blank=True, max_length=40)),
                ("undone_at", models.DateTimeField(null=True)),
                ("undo_reason", models.CharField(blank=True, max_length=40)),
                ("superseded_at", models.DateTimeField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "agenda_item",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="decisions.agendaitem",
                    ),
                ),
                (
                    "corrects",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="decisions.decision",
                    ),
                ),
                (
                    "decided_by",
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
                    "follows",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="decisions.decision",
                    ),
                ),
                (
                    "recorded_by",
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
                (
                    "undone_by",
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
                    "reason_words",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="decisions.words",
                    ),
                ),
            ],
        ),
        Scoped("Decision"),
        migrations.CreateModel(
            name="Appeal",
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
                ("filed_at", models.DateTimeField()),
                ("channel", models.CharField(max_length=30)),
                ("file_id", models.UUIDField(null=True)),
                ("answer_by", models.DateField()),
                ("holidays", models.JSONField(default=list)),
                ("assigned_at", models.DateTimeField(null=True)),
                ("outcome", models.CharField(blank=True, max_length=10)),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "reason_codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list
                    ),
                ),
                ("overdue_noted_at", models.DateTimeField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "assigned_to",
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
                    "decided_by",
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
                    "support_request",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="requests.supportrequest",
                    ),
                ),
                (
                    "decision",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="decisions.decision",
                    ),
                ),
                (
                    "new_decision",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="decisions.decision",
                    ),
                ),
                (
                    "grounds",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="decisions.words",
                    ),
                ),
                (
                    "reason_words",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="decisions.words",
                    ),
                ),
            ],
        ),
        Scoped("Appeal"),
        migrations.CreateModel(
            name="DelayNotice",
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
                ("was_due_on", models.DateField()),
                ("new_day", models.DateField()),
                ("reason", models.CharField(max_length=20)),
                ("told_at", models.DateTimeField()),
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
                (
                    "told_by",
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
        Scoped("DelayNotice"),
        migrations.CreateModel(
            name="Delegation",
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
                ("step", models.CharField(max_length=40)),
                ("limit", models.BigIntegerField()),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("reason", models.CharField(max_length=12)),
                ("given_at", models.DateTimeField(default=silah.foundation.kernel.clock.now)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "giver",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.membership",
                    ),
                ),
                (
                    "receiver",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.membership",
                    ),
                ),
            ],
        ),
        Scoped("Delegation"),
        migrations.CreateModel(
            name="Recusal",
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
                ("ground", models.CharField(max_length=16)),
                (
                    "agenda_item",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="decisions.agendaitem",
                    ),
                ),
                (
                    "alternate",
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
                    "membership",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.membership",
                    ),
                ),
            ],
        ),
        Scoped("Recusal"),
        migrations.CreateModel(
            name="Reply",
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
                ("mode", models.CharField(max_length=8)),
                ("floor_on", models.DateField(null=True)),
                ("ceiling_on", models.DateField(null=True)),
                ("ready_at", models.DateTimeField()),
                ("release_at", models.DateTimeField()),
                ("released_at", models.DateTimeField(null=True)),
                ("early_reason", models.CharField(blank=True, max_length=40)),
                ("object_until", models.DateField(null=True)),
                ("received_at", models.DateTimeField(null=True)),
                ("received_how", models.CharField(blank=True, max_length=12)),
                ("closed_at", models.DateTimeField(null=True)),
                ("closed_as", models.CharField(blank=True, max_length=10)),
                ("cancelled_at", models.DateTimeField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "appeal",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="decisions.appeal",
                    ),
                ),
                (
                    "decision",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="decisions.decision",
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
                    "released_by",
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
                "verbose_name_plural": "replies",
            },
        ),
        Scoped("Reply"),
        migrations.CreateModel(
            name="ReplyTry",
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
                ("channel", models.CharField(max_length=12)),
                ("result", models.CharField(max_length=12)),
                ("at", models.DateTimeField()),
                (
                    "reply",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="decisions.reply",
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
        Scoped("ReplyTry"),
        migrations.CreateModel(
            name="Sitting",
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
                ("held_at", models.DateTimeField()),
                ("place", models.CharField(blank=True, max_length=120)),
                ("budget", models.BigIntegerField()),
                ("number", models.CharField(max_length=20, null=True)),
                ("opened_at", models.DateTimeField(default=silah.foundation.kernel.clock.now)),
                ("recorded_at", models.DateTimeField(null=True)),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("minutes_version", models.PositiveIntegerField(default=1)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "committee",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="decisions.committee",
                    ),
                ),
                (
                    "opened_by",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.membership",
                    ),
                ),
                (
                    "recorded_by",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.membership",
                    ),
                ),
            ],
        ),
        Scoped("Sitting"),
        migrations.CreateModel(
            name="MinutesConfirmation",
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
                ("minutes_version", models.PositiveIntegerField()),
                ("method", models.CharField(max_length=8)),
                ("file_id", models.UUIDField(null=True)),
                ("confirmed_at", models.DateTimeField()),
                (
                    "membership",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.membership",
                    ),
                ),
                (
                    "sitting",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="decisions.sitting",
                    ),
                ),
            ],
        ),
        Scoped("MinutesConfirmation"),
        migrations.CreateModel(
            name="Attendance",
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
                ("kind", models.CharField(max_length=10)),
                ("state", models.CharField(max_length=8)),
                (
                    "membership",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.membership",
                    ),
                ),
                (
                    "sitting",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="decisions.sitting",
                    ),
                ),
            ],
        ),
        Scoped("Attendance"),
        migrations.AddField(
            model_name="agendaitem",
            name="sitting",
            field=silah.foundation.tenancy.models.ScopedForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="decisions.sitting",
            ),
        ),
        ScopedReference("agendaitem", "sitting"),
        migrations.CreateModel(
            name="Vote",
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
                ("choice", models.CharField(max_length=8)),
                (
                    "agenda_item",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="decisions.agendaitem",
                    ),
                ),
                (
                    "membership",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.membership",
                    ),
                ),
            ],
        ),
        Scoped("Vote"),
        migrations.CreateModel(
            name="Approval",
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
                ("step", models.CharField(max_length=40)),
                ("position", models.PositiveSmallIntegerField()),
                ("limit", models.BigIntegerField(null=True)),
                ("outcome", models.CharField(max_length=14)),
                ("amount", models.BigIntegerField(null=True)),
                ("months", models.PositiveSmallIntegerField(null=True)),
                (
                    "reason_codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list
                    ),
                ),
                ("at", models.DateTimeField()),
                ("voided_at", models.DateTimeField(null=True)),
                (
                    "approver",
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
                (
                    "decision",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="decisions.decision",
                    ),
                ),
                (
                    "delegation",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="decisions.delegation",
                    ),
                ),
                (
                    "reason_words",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="decisions.words",
                    ),
                ),
            ],
        ),
        Scoped("Approval"),
        migrations.CreateModel(
            name="ApproverSeat",
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
                ("step", models.CharField(max_length=40)),
                ("named_by", models.CharField(max_length=120)),
                ("from_on", models.DateField()),
                ("ended_on", models.DateField(null=True)),
                (
                    "membership",
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
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on", None)),
                        fields=("organisation_id", "step"),
                        name="approver_seat_once",
                    )
                ],
            },
        ),
        Scoped("ApproverSeat"),
        migrations.CreateModel(
            name="CommitteeSeat",
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
                (
                    "kind",
                    models.CharField(
                        choices=[("chair", "Chair"), ("member", "Member"), ("alternate", "Alternate")],
                        max_length=10,
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("from_on", models.DateField()),
                ("ended_on", models.DateField(null=True)),
                (
                    "committee",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="decisions.committee",
                    ),
                ),
                (
                    "membership",
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
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on", None)),
                        fields=("organisation_id", "committee", "membership"),
                        name="committee_seat_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on", None), ("kind", "chair")),
                        fields=("organisation_id", "committee"),
                        name="committee_one_chair",
                    ),
                ],
            },
        ),
        Scoped("CommitteeSeat"),
        migrations.AddIndex(
            model_name="delegation",
            index=models.Index(fields=["organisation_id", "step", "ends_on"], name="delegation_step"),
        ),
        migrations.AddConstraint(
            model_name="delegation",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="delegation_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="recusal",
            constraint=models.UniqueConstraint(
                fields=("organisation_id", "agenda_item", "membership"), name="recusal_once"
            ),
        ),
        migrations.AddIndex(
            model_name="reply",
            index=models.Index(
                condition=models.Q(("cancelled_at", None), ("released_at", None)),
                fields=["organisation_id", "release_at"],
                name="reply_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="reply",
            index=models.Index(
                condition=models.Q(("cancelled_at", None), ("closed_at", None)),
                fields=["organisation_id", "released_at"],
                name="reply_undelivered",
            ),
        ),
        migrations.AddIndex(
            model_name="reply",
            index=models.Index(fields=["organisation_id", "support_request"], name="reply_request"),
        ),
        migrations.AddConstraint(
            model_name="reply",
            constraint=models.UniqueConstraint(
                condition=models.Q(("appeal", None), ("cancelled_at", None)),
                fields=("organisation_id", "decision"),
                name="reply_one_per_decision",
            ),
        ),
        migrations.AddConstraint(
            model_name="reply",
            constraint=models.UniqueConstraint(
                condition=models.Q(("appeal__isnull", False)),
                fields=("organisation_id", "appeal"),
                name="reply_one_per_appeal",
            ),
        ),
        migrations.AddConstraint(
            model_name="reply",
            constraint=models.CheckConstraint(
                condition=models.Q(("received_at", None), ("released_at__isnull", False), _connector="OR"),
                name="reply_released_before_received",
            ),
        ),
        migrations.AddIndex(
            model_name="sitting",
            index=models.Index(fields=["organisation_id", "-held_at"], name="sitting_day"),
        ),
        migrations.AddConstraint(
            model_name="sitting",
            constraint=models.UniqueConstraint(
                condition=models.Q(("number__isnull", False)),
                fields=("organisation_id", "number"),
                name="sitting_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="sitting",
            constraint=models.UniqueConstraint(
                condition=models.Q(("recorded_at", None)),
                fields=("organisation_id",),
                name="sitting_open_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="minutesconfirmation",
            constraint=models.UniqueConstraint(
                fields=("organisation_id", "sitting", "membership", "minutes_version"),
                name="minutes_confirmation_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.UniqueConstraint(
                fields=("organisation_id", "sitting", "membership"), name="attendance_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.UniqueConstraint(
                fields=("organisation_id", "sitting", "support_request"), name="agenda_item_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.UniqueConstraint(
                fields=("organisation_id", "sitting", "number"), name="agenda_item_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "pending")),
                fields=("organisation_id", "support_request"),
                name="agenda_item_pending_once",
            ),
        ),
        migrations.AddIndex(
            model_name="vote",
            index=models.Index(fields=["organisation_id", "membership"], name="vote_member"),
        ),
        migrations.AddConstraint(
            model_name="vote",
            constraint=models.UniqueConstraint(
                fields=("organisation_id", "agenda_item", "membership"), name="vote_once"
            ),
        ),
        migrations.AddIndex(
            model_name="decision",
            index=models.Index(fields=["organisation_id", "decided_at"], name="decision_day"),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("superseded_at", None), ("undone_at", None)),
                fields=("organisation_id", "support_request", "instance"),
                name="decision_standing_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("reason_codes__len__gt", 0),
                    models.Q(("reason_words__isnull", False), models.Q(("outcome", "reject"), _negated=True)),
                    _connector="OR",
                ),
                name="decision_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("amount", None), ("months", None), ("outcome", "reject"), ("payments", 0)),
                    models.Q(
                        ("amount__gt", 0),
                        ("months__gt", 0),
                        ("payments__gt", 0),
                        models.Q(("outcome", "reject"), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="decision_amount_and_period",
            ),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.UniqueConstraint(
                condition=models.Q(("voided_at", None)),
                fields=("organisation_id", "support_request", "step"),
                name="approval_step_once",
            ),
        ),
        migrations.AddIndex(
            model_name="appeal",
            index=models.Index(
                condition=models.Q(("outcome", "")),
                fields=["organisation_id", "answer_by"],
                name="appeal_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="appeal",
            constraint=models.UniqueConstraint(fields=("organisation_id", "decision"), name="appeal_once"),
        ),
        migrations.AddConstraint(
            model_name="appeal",
            constraint=models.UniqueConstraint(
                fields=("organisation_id", "reference"), name="appeal_reference"
            ),
        ),
        migrations.AddConstraint(
            model_name="appeal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("outcome", ""),
                    models.Q(
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                        ("reason_words__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="appeal_decided_with_reason",
            ),
        ),
    ]
