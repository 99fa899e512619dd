import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

import silah.foundation.kernel.clock
import silah.foundation.kernel.ids
import silah.foundation.tenancy.context
import silah.foundation.tenancy.models
import silah.foundation.tenancy.sealed
from silah.foundation.tenancy.scoping import Scoped


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisations", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Party",
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
                    "types",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=14), default=list
                    ),
                ),
                ("is_body", models.BooleanField(default=False)),
                ("full_name", models.CharField(max_length=200)),
                ("name_folded", models.CharField(max_length=200)),
                ("name_search", models.CharField(max_length=400)),
                (
                    "national_id",
                    silah.foundation.tenancy.sealed.SealedText(null=True, purpose="party.national_id"),
                ),
                ("national_id_hash", models.BinaryField(max_length=32, null=True)),
                ("birth_date", models.DateField(null=True)),
                ("sex", models.CharField(blank=True, max_length=6)),
                (
                    "marital_status",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("married", "Married"),
                            ("widowed", "Widowed"),
                            ("divorced", "Divorced"),
                            ("abandoned", "Abandoned"),
                            ("single", "Single"),
                        ],
                        max_length=10,
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=60)),
                ("file_number", models.CharField(max_length=20, null=True)),
                ("registered_at", models.DateTimeField(null=True)),
                ("no_smartphone", models.BooleanField(default=False)),
                ("cannot_travel", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField(default=silah.foundation.kernel.clock.now)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["organisation_id", "name_folded"], name="party_name_folded"),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["organisation_id", "name_search"],
                        name="party_name_search",
                        opclasses=["uuid_ops", "gin_trgm_ops"],
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("national_id_hash__isnull", False)),
                        fields=("organisation_id", "national_id_hash"),
                        name="party_national_id",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("file_number__isnull", False)),
                        fields=("organisation_id", "file_number"),
                        name="party_file_number",
                    ),
                ],
            },
        ),
        Scoped("Party"),
        migrations.CreateModel(
            name="Household",
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
                ("place", models.CharField(blank=True, max_length=60)),
                ("created_at", models.DateTimeField(default=silah.foundation.kernel.clock.now)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "head",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.party",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        Scoped("Household"),
        migrations.CreateModel(
            name="OneTimeCode",
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
                ("purpose", models.CharField(max_length=10)),
                ("mobile", silah.foundation.tenancy.sealed.SealedText(purpose="one_time_code.mobile")),
                ("mobile_hash", models.BinaryField(max_length=32)),
                ("code", silah.foundation.tenancy.sealed.SealedText(purpose="one_time_code.code")),
                ("subject_id", models.UUIDField(null=True)),
                ("reference", models.CharField(blank=True, max_length=20)),
                ("created_at", models.DateTimeField(default=silah.foundation.kernel.clock.now)),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
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
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["organisation_id", "mobile_hash", "purpose"], name="one_time_code_mobile"
                    )
                ],
            },
        ),
        Scoped("OneTimeCode"),
        migrations.CreateModel(
            name="NotSame",
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
                ("said_at", models.DateTimeField(default=silah.foundation.kernel.clock.now)),
                (
                    "said_by",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.membership",
                    ),
                ),
                (
                    "first",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.party",
                    ),
                ),
                (
                    "second",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.party",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation_id", "first", "second"), name="not_same_pair"
                    )
                ],
            },
        ),
        Scoped("NotSame"),
        migrations.CreateModel(
            name="Kinship",
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
                ("relation", models.CharField(blank=True, max_length=40)),
                ("declared_at", models.DateTimeField(default=silah.foundation.kernel.clock.now)),
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
                    "party",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.party",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation_id", "membership", "party"), name="kinship_once"
                    )
                ],
            },
        ),
        Scoped("Kinship"),
        migrations.CreateModel(
            name="HouseholdMember",
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
                ("relation", models.CharField(max_length=20)),
                ("joined_at", models.DateTimeField(default=silah.foundation.kernel.clock.now)),
                ("left_at", models.DateTimeField(null=True)),
                (
                    "household",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.household",
                    ),
                ),
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
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("left_at", None)),
                        fields=("organisation_id", "household", "party"),
                        name="household_member_once",
                    )
                ],
            },
        ),
        Scoped("HouseholdMember"),
        migrations.CreateModel(
            name="ContactPoint",
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
                ("kind", models.CharField(default="mobile", max_length=10)),
                ("value", silah.foundation.tenancy.sealed.SealedText(purpose="contact_point.value")),
                ("value_hash", models.BinaryField(max_length=32)),
                ("is_safe", models.BooleanField(default=True)),
                ("original_seen", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField(default=silah.foundation.kernel.clock.now)),
                ("in_use_from", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "approved_by",
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
                    "proposed_by",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.party",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["organisation_id", "value_hash"], name="contact_point_value")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None), ("in_use_from__isnull", False)),
                        fields=("organisation_id", "party", "kind"),
                        name="contact_point_in_use",
                    )
                ],
            },
        ),
        Scoped("ContactPoint"),
        migrations.CreateModel(
            name="Consent",
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
                ("purpose", models.CharField(max_length=30)),
                ("policy_version_id", models.UUIDField(null=True)),
                ("given_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
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
                    "party",
                    silah.foundation.tenancy.models.ScopedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.party",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["organisation_id", "party", "purpose"], name="consent_party")
                ],
            },
        ),
        Scoped("Consent"),
    ]
