import django.db.models.deletion
import silah.foundation.kernel.clock
import silah.foundation.kernel.ids
import silah.foundation.tenancy.context
import silah.foundation.tenancy.models
import silah.foundation.tenancy.sealed
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
            name="ApprovedAnswer",
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
                ("key", models.CharField(max_length=20)),
                ("number", models.PositiveIntegerField(default=1)),
                ("question", models.CharField(max_length=200)),
                ("text", models.TextField()),
                ("approved_at", models.DateTimeField(default=silah.foundation.kernel.clock.now)),
                ("retired_at", models.DateTimeField(null=True)),
                (
                    "approved_by",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.membership",
                    ),
                ),
                (
                    "source_tool",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="policy.tooldocument",
                    ),
                ),
            ],
        ),
        Scoped("ApprovedAnswer"),
        migrations.CreateModel(
            name="Contact",
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
                ("channel", models.CharField(max_length=30)),
                (
                    "direction",
                    models.CharField(choices=[("in", "In"), ("out", "Out")], default="in", max_length=3),
                ),
                (
                    "visitor_name",
                    silah.foundation.tenancy.sealed.SealedText(default="", purpose="contact.visitor_name"),
                ),
                ("handle", silah.foundation.tenancy.sealed.SealedText(default="", purpose="contact.handle")),
                ("caller_verified", models.BooleanField(null=True)),
                ("support_request_id", models.UUIDField(null=True)),
                ("happened_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(default=silah.foundation.kernel.clock.now)),
                ("minutes", models.PositiveSmallIntegerField(null=True)),
                (
                    "enough_time",
                    models.CharField(
                        choices=[("yes", "Yes"), ("no", "No"), ("not_asked", "Not Asked")],
                        default="not_asked",
                        max_length=9,
                    ),
                ),
                (
                    "courteous",
                    models.CharField(
                        choices=[("yes", "Yes"), ("no", "No"), ("not_asked", "Not Asked")],
                        default="not_asked",
                        max_length=9,
                    ),
                ),
                ("word_by_own_hand", models.BooleanField(default=False)),
                ("word_given_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "closed_by",
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
                (
                    "taken_by",
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
        Scoped("Contact"),
        migrations.CreateModel(
            name="Message",
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
                ("template", models.CharField(max_length=40)),
                ("number", silah.foundation.tenancy.sealed.SealedText(null=True, purpose="message.number")),
                ("body", silah.foundation.tenancy.sealed.SealedText(purpose="message.body")),
                ("about_kind", models.CharField(max_length=40)),
                ("about_id", models.UUIDField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "Queued"),
                            ("sent", "Sent"),
                            ("withheld", "Withheld"),
                            ("unreachable", "Unreachable"),
                            ("failed", "Failed"),
                            ("sealed", "Sealed"),
                        ],
                        default="queued",
                        max_length=11,
                    ),
                ),
                ("created_at", models.DateTimeField(default=silah.foundation.kernel.clock.now)),
                ("next_try_at", models.DateTimeField(null=True)),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "to_party",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.party",
                    ),
                ),
            ],
        ),
        Scoped("Message"),
        migrations.CreateModel(
            name="Attempt",
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
                ("tried_at", models.DateTimeField(default=silah.foundation.kernel.clock.now)),
                ("accepted", models.BooleanField()),
                ("outcome", models.CharField(max_length=40)),
                ("provider_reference", models.CharField(blank=True, max_length=80)),
                (
                    "message",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contact.message",
                    ),
                ),
            ],
        ),
        Scoped("Attempt"),
        migrations.CreateModel(
            name="Question",
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
                ("text", silah.foundation.tenancy.sealed.SealedText(purpose="question.text")),
                ("asked_at", models.DateTimeField()),
                ("answer", silah.foundation.tenancy.sealed.SealedText(null=True, purpose="question.answer")),
                ("told_in_public", models.BooleanField(default=False)),
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
                    "approved_answer",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contact.approvedanswer",
                    ),
                ),
                (
                    "contact",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contact.contact",
                    ),
                ),
                (
                    "source_tool",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="policy.tooldocument",
                    ),
                ),
            ],
        ),
        Scoped("Question"),
        migrations.CreateModel(
            name="Promise",
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
                ("due_on", models.DateField()),
                ("made_at", models.DateTimeField(default=silah.foundation.kernel.clock.now)),
                ("kept_at", models.DateTimeField(null=True)),
                ("replaced_at", models.DateTimeField(null=True)),
                (
                    "owner",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.membership",
                    ),
                ),
                (
                    "question",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contact.question",
                    ),
                ),
            ],
        ),
        Scoped("Promise"),
        migrations.AddConstraint(
            model_name="approvedanswer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("retired_at", None)),
                fields=("organisation_id", "key"),
                name="approved_answer_key",
            ),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(fields=["organisation_id", "happened_at"], name="contact_day"),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(fields=["organisation_id", "channel", "happened_at"], name="contact_channel"),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(fields=["organisation_id", "closed_at", "happened_at"], name="contact_open"),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.UniqueConstraint(
                fields=("organisation_id", "reference"), name="contact_reference"
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["organisation_id", "-created_at"], name="message_day"),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["organisation_id", "about_kind", "about_id"], name="message_about"),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["organisation_id", "to_party", "state"], name="message_party"),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("state", "queued")),
                fields=["organisation_id", "next_try_at"],
                name="message_queued",
            ),
        ),
        migrations.AddConstraint(
            model_name="attempt",
            constraint=models.UniqueConstraint(
                fields=("organisation_id", "message", "number"), name="message_attempt_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.UniqueConstraint(
                fields=("organisation_id", "contact", "number"), name="question_number"
            ),
        ),
        migrations.AddIndex(
            model_name="promise",
            index=models.Index(
                condition=models.Q(("kept_at", None), ("replaced_at", None)),
                fields=["organisation_id", "due_on"],
                name="promise_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="promise",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kept_at", None), ("replaced_at", None)),
                fields=("organisation_id", "question"),
                name="promise_standing",
            ),
        ),
    ]
